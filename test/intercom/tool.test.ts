import fc from 'fast-check';
import { NodeHelpers, type IDataObject, type INode, type INodeType } from 'n8n-workflow';
import { Absmartly } from '../../nodes/Absmartly/Absmartly.node';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import { within } from '../../nodes/core/run/budget';
import type { Operation, Resources } from '../../nodes/core/table/operation';
import { IntercomPlus } from '../../nodes/Intercom/IntercomPlus.node';
import { resources } from '../../nodes/Intercom/resources';
import { executeContext } from '../engine';
import { contactActs, conversationActs } from '../simulators/intercom';
import { ALAN, byId, credentials, intercom } from './world/world';

/** The node as a tool of n8n's AI agents. */

const node = new IntercomPlus();
const entriesOf = (table: Resources) =>
	Object.entries(table).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
	);
/** Whether it leaves everything in the vendor's system as it was. An export only reads, though it is asked for by a POST. */
const onlyReads = ({ request, readOnly, runAll, produce }: Operation): boolean =>
	readOnly ?? (request ? request.startsWith('GET ') || produce !== undefined : runAll === undefined);

const readingVerbs = ['Get', 'Search', 'Check', 'Download', 'Export', 'Generate', 'Verify'];

it.each<[string, INodeType, Resources]>([
	['Intercom Plus', node, resources],
	['ABsmartly', new Absmartly(), absmartly],
])(
	'%s tells a model what it does, each otherwise, and by the verb whether it changes anything',
	(called, type, table) => {
		/** All that n8n tells a model of a tool, beside its name and what it takes. */
		const told = entriesOf(table).map(({ resource, name, operation }) => {
			const parameters = { descriptionType: 'auto', resource, operation: name };
			return {
				told: NodeHelpers.getToolDescriptionForNode({ parameters } as unknown as INode, type),
				operation,
			};
		});
		expect(new Set(told.map((one) => one.told)).size).toBe(told.length);
		for (const one of told) {
			expect(one.told).toMatch(new RegExp(`^[A-Z][a-z]+ .+ in ${called}$`));
			expect([one.told, readingVerbs.includes(one.told.split(' ')[0])]).toEqual([
				one.told,
				onlyReads(one.operation),
			]);
		}
	},
);

describe('what it gives', () => {
	beforeEach(() => {
		const workspace = intercom.workspace({ silent: true });
		for (let index = 0; index < 150; index++)
			contactActs.createContact(workspace, { role: 'user', email: `${index}@example.com` });
	});

	async function given(parameters: INode['parameters'], suffix: string): Promise<IDataObject[]> {
		const context = await executeContext('intercomPlus', credentials(), {
			resource: 'contact',
			operation: 'getAll',
			...parameters,
		});
		context.node.type += suffix;
		return (await node.execute.call(context))[0].map(({ json }) => json);
	}

	it.each([
		['as a tool with Return All', { returnAll: true }, 'Tool', 100],
		['as a tool with a big limit', { limit: 140 }, 'Tool', 100],
		['as a tool with a small limit', { limit: 3 }, 'Tool', 3],
	])('%s, and says that there may be more', async (_, parameters, suffix, expected) => {
		const all = await given(parameters, suffix);
		expect(all).toHaveLength(expected + 1);
		expect(all.at(-1)).toEqual({ _truncated: `These are the first ${expected} results; there may be more` });
	});

	it.each([
		['one reply', { resource: 'customCall', operation: 'send', path: '/me' }, { type: 'admin' }],
		[
			'a file',
			{ resource: 'dataExport', operation: 'export', output: 'file', created_at_after: '2026-01-01' },
			{ status: 'complete' },
		],
	])('as a tool %s, of which there is no limit', async (_, parameters, expected) => {
		intercom.settings.exportChecks = 0;
		expect(await given({ created_at_before: '2026-02-01', ...parameters }, 'Tool')).toMatchObject([expected]);
	});

	it.each([
		['as a node with a big limit', { limit: 140 }, '', 140],
		['as a tool with all that there is', { operation: 'getTags', contact_id: byId(ALAN) }, 'Tool', 0],
		['as a tool with one result', { operation: 'get', contact_id: byId(ALAN) }, 'Tool', 1],
	])('%s, and says no more', async (_, parameters, suffix, expected) => {
		const all = await given(parameters, suffix);
		expect(all).toHaveLength(expected);
		for (const one of all) expect(one).not.toHaveProperty('_truncated');
	});
});

describe('how much it gives', () => {
	const long = 'word '.repeat(2_000);

	/** As a tool, with so many parts in one conversation. */
	async function conversation(parts: number, more: INode['parameters'] = {}) {
		const workspace = intercom.workspace({ silent: true });
		const [alan] = [...workspace.contacts.values()].filter(({ id }) => id === ALAN);
		const made = conversationActs.contactStarts(workspace, alan, 'Hello');
		for (let index = 0; index < parts; index++)
			conversationActs.contactReplies(workspace, made, alan, `${index} ${long}`);
		const context = await executeContext('intercomPlus', credentials(), {
			resource: 'conversation',
			operation: 'get',
			conversation_id: byId(made.id),
			simplify: false,
			...more,
		});
		context.node.type += 'Tool';
		return (await node.execute.call(context))[0].map(({ json }) => json);
	}

	it('is bounded in characters: the newest parts, long texts cut, and a word on what is missing', async () => {
		const all = await conversation(400);
		expect(JSON.stringify(all).length).toBeLessThan(51_000);
		const [whole, note] = all;
		const { conversation_parts: parts, total_count } = whole.conversation_parts as IDataObject & {
			conversation_parts: Array<{ body: string }>;
		};
		expect(total_count).toBe(400);
		expect(parts.length).toBeGreaterThan(10);
		expect(parts.at(-1)?.body).toMatch(/^(<p>)?399 word .*… \(cut\)$/);
		const numbers = parts.map(({ body }) => Number(/\d+/.exec(body)?.[0]));
		expect(numbers).toEqual(numbers.map((_, index) => 400 - numbers.length + index));
		expect(note._truncated).toContain(
			`conversation_parts.conversation_parts: the newest ${parts.length} of 400`,
		);
		expect(note._truncated).toContain('long texts are cut');
		expect(whole.id).toBeTruthy();
	});

	it('is what the option says, and all of it where it fits', async () => {
		const few = await conversation(400, { requestOptions: { toolCharacters: 5_000 } });
		expect(JSON.stringify(few).length).toBeLessThan(6_000);
		const all = await conversation(20, { requestOptions: { toolCharacters: 10_000_000 } });
		expect(all).toHaveLength(1);
	});

	it('holds for lists, which keep their order', async () => {
		const workspace = intercom.workspace({ silent: true });
		for (let index = 0; index < 60; index++)
			contactActs.createContact(workspace, { role: 'user', email: `${index}@e.com`, name: long });
		const context = await executeContext('intercomPlus', credentials(), {
			...{ resource: 'contact', operation: 'getAll', limit: 60, simplify: false },
		});
		context.node.type += 'Tool';
		const all = (await node.execute.call(context))[0].map(({ json }) => json);
		expect(JSON.stringify(all).length).toBeLessThan(51_000);
		expect(all.filter(({ _truncated }) => _truncated)).toHaveLength(2);
		expect(all.filter(({ id }) => id).length).toBeGreaterThan(20);
	});

	it.each([1, 200_000])(
		'keeps within the bound however many members there are, %s in each object',
		(each) => {
			const inner = Object.fromEntries(
				Array.from({ length: each }, (_, at) => [`inner ${at}`, 'x'.repeat(99)]),
			);
			const outer = Object.fromEntries(
				Array.from({ length: 200_000 / each }, (_, at) => [`outer ${at}`, inner]),
			);
			const [{ json }, { json: note }] = within(10_000, [{ json: { id: 1, ...outer } as IDataObject }]);
			expect(JSON.stringify(json).length).toBeLessThanOrEqual(10_200);
			expect(json.id).toBe(1);
			expect(note._truncated).toMatch(/the first \d+ of 20000\d members|the first \d+ of 200000 members/);
		},
	);

	it('keeps within the bound whatever comes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 }), {
					maxLength: 20,
				}),
				fc.integer({ min: 1_000, max: 3_000 }),
				(items, budget) => {
					const given = within(
						budget,
						items.map((json) => ({ json: json as IDataObject })),
					);
					const fits = JSON.stringify(items).length <= budget;
					if (fits) expect(given.map(({ json }) => json)).toEqual(items);
					else expect(given.at(-1)?.json).toHaveProperty('_truncated');
					const results = fits ? given : given.slice(0, -1);
					expect(JSON.stringify(results.map(({ json }) => json)).length).toBeLessThanOrEqual(budget + 200);
				},
			),
			{ numRuns: 200 },
		);
	});
});
