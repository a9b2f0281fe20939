import { NodeHelpers, type IDataObject, type INode, type INodeType } from 'n8n-workflow';
import { Absmartly } from '../../nodes/Absmartly/Absmartly.node';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import type { Operation, Resources } from '../../nodes/core/table/operation';
import { IntercomPlus } from '../../nodes/Intercom/IntercomPlus.node';
import { resources } from '../../nodes/Intercom/resources';
import { executeContext } from '../engine';
import { contactActs } from '../simulators/intercom';
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
