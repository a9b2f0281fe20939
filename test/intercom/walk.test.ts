import type { IBinaryKeyData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { fieldsOf } from '../../nodes/core/fields';
import type { Field, FieldGroup, Operation, Values } from '../../nodes/core/operation';
import { DEFAULT_VERSION } from '../../nodes/Intercom/hosts';
import { resources } from '../../nodes/Intercom/resources';
import { membersOf, replyOf, type ReplyShape } from '../facts/replies';
import { minorOf } from '../facts/requests';
import { kinds } from '../simulators/intercom/routes';
import { branches, fill, sample, type Chosen } from './filling';
import { seedExamples } from './seeded';
import { does, intercom, runs } from './world';

/** Every operation that sends something, in n8n's engine against the simulator: all fields filled, and the required ones. */

/** Of conversations and tickets, which cannot be searched by what the example names. */
const openOnes = { query: '{"field": "open", "operator": "=", "value": true}' };

/** By operation: what a field holds in place of its example, where examples do not suit each other. */
const instead: Record<string, Values> = {
	'contact create': { email: 'new@example.com', external_id: '4711' },
	'contact merge': { from: '6961000000000000000000a3' },
	'contact search': { 'number.name': 'seats', 'yesNo.name': 'trial' },
	'contact update': { role: 'user' },
	'conversation search': openOnes,
	'conversation snooze': { snoozed_until: '2099-01-01T00:00:00Z' },
	'customCall send': { method: 'GET', path: '/tags', listKey: 'data' },
	'ticket search': { 'number.name': '4568', ...openOnes },
	'ticket update': { snoozed_until: '2099-01-01T00:00:00Z' },
};

const anyFilter = {
	filters: { date: [{ field: 'created_at', operator: 'greaterThan', value: '2020-01-01' }] },
};

/** By operation: what it needs, although it could do without any single field of it. */
const needed: Record<string, INodeParameters> = {
	'contact upsert': { email: 'ada@example.com' },
	'contact search': anyFilter,
	'conversation search': { ...anyFilter, ...openOnes },
	'ticket search': { ...anyFilter, ...openOnes },
};

const files: IBinaryKeyData = {
	data: { data: 'SGVsbG8=', fileName: 'invoice.pdf', mimeType: 'application/pdf' },
};

/** Every field, also those in collections, by its path. */
const byPath = (fields: Field[], above = ''): Array<[string, Field]> =>
	fields.flatMap((field) => {
		const path = `${above}.${field.name}`;
		const groups = field.type === 'fixedCollection' ? (field.options as FieldGroup[]) : [];
		return [
			[path, field] as [string, Field],
			...(field.type === 'collection' ? byPath(field.options as Field[], path) : []),
			...groups.flatMap(({ name, values }) => byPath(values, `${path}.${name}`)),
		];
	});

/** What n8n has otherwise than the example says: a picker's value with its mode, a file by the name of its field. */
function special(fields: Field[], given: Values): Chosen {
	const chosen: Chosen = new Map();
	for (const [path, field] of byPath(fields)) {
		const key = Object.keys(given).find((end) => path.endsWith(`.${end}`));
		const value = key ? given[key] : sample(field, new Map());
		if (field.files) chosen.set(field, 'data');
		else if (field.type === 'resourceLocator') chosen.set(field, { __rl: true, mode: 'id', value });
		else if (key) chosen.set(field, value);
	}
	return chosen;
}

type Case = {
	title: string;
	resource: string;
	name: string;
	operation: Operation;
	parameters: INodeParameters;
};

/** In each branch of its fields all that show, and those that are required; where these are the same, once. */
function casesOf(resource: string, name: string): Case[] {
	const operation = resources[resource].operations[name];
	const key = `${resource} ${name}`;
	// Return All takes the place of Limit, and the first page that of both
	const fields = fieldsOf(operation).filter((field) => field.name !== 'limit');
	const own = special(fields, instead[key] ?? {});
	const filled = branches(fields).flatMap((branch) => {
		const chosen = new Map([...branch, ...own]);
		const least = fields.filter((field) => field.required || branch.has(field));
		return [
			{ title: `${key}, all fields`, parameters: fill(fields, chosen) as INodeParameters },
			{
				title: `${key}, required fields`,
				parameters: { ...(fill(least, chosen) as INodeParameters), ...needed[key] },
			},
		];
	});
	const different = new Map(filled.map((each) => [JSON.stringify(each.parameters), each]));
	return [...different.values()].map((each) => ({ ...each, resource, name, operation }));
}

/** These do all they do in n8n itself. */
const local = ['identity', 'sampleEvent'];

const cases = Object.keys(resources)
	.filter((resource) => !local.includes(resource))
	.flatMap((resource) =>
		Object.keys(resources[resource].operations).flatMap((name) => casesOf(resource, name)),
	);

/** An export that was asked for, for those operations that are about one. */
async function exportFor({ resource, name, parameters }: Case): Promise<INodeParameters> {
	if (!/^(get|cancel|download)$/.test(name) || !('job_identifier' in parameters)) return {};
	const [{ parameters: create }] = casesOf(resource, 'create').slice(-1);
	const [{ job_identifier }] = await does(resource, 'create', create);
	const [{ parameters: get }] = casesOf(resource, 'get');
	// an export is ready when it has been asked after
	await does(resource, 'get', { ...get, job_identifier: String(job_identifier) });
	return { job_identifier: String(job_identifier) };
}

/** Filters filled with examples exclude each other. */
const findsNothing = (title: string): boolean =>
	/^(contact|conversation|ticket) search, all fields$/.test(title);

const describedReply = ({ request, version = DEFAULT_VERSION }: Operation): ReplyShape =>
	replyOf(String(request), minorOf(version)).reply ?? {};

/** Whether it gives one item: neither the elements of a list nor the rows of a file. */
const isSingle = (operation: Operation): boolean =>
	!operation.list && !operation.produce && !Array.isArray(describedReply(operation));

/** Holds the items against what the entry says of them. */
function expectAsSaid({ operation, parameters, title }: Case, items: INodeExecutionData[]): void {
	const { download, simplify, request, runAll } = operation;
	if (!findsNothing(title)) expect(items).not.toEqual([]);
	if (request && isSingle(operation)) expect(items).toHaveLength(1);
	if (download) expect(Object.keys(items[0].binary ?? {})).toEqual(['data']);
	const { requestDetails } = (parameters.requestOptions ?? {}) as IDataObject;
	for (const { json } of items) {
		const { _request: told, ...members } = json;
		if (!download) expect(members).not.toEqual({});
		if (simplify && parameters.simplify !== false)
			expect(simplify).toEqual(expect.arrayContaining(Object.keys(members)));
		if (requestDetails && !runAll)
			expect(String((told as IDataObject).status)).toMatch(download ? /^(2..|302)$/ : /^2..$/);
	}
}

/** The operation that a request is of: of several that fit the one with the most words of its own. */
function operationOf(request: string): string | undefined {
	const fits = (operation: string) => new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`).test(request);
	const named = (operation: string) => operation.split('{').length;
	return Object.keys(kinds)
		.filter(fits)
		.sort((a, b) => named(a) - named(b))
		.at(0);
}

const asked = new Set<string | undefined>();

beforeEach(() => {
	seedExamples(intercom.workspace({ silent: true }));
	intercom.settings.exportChecks = 0;
});
afterEach(() => {
	for (const { method, path } of intercom.requests) asked.add(operationOf(`${method} ${path.split('?')[0]}`));
});

it.each(cases)('$title', async (each) => {
	const { resource, name, parameters } = each;
	const job = await exportFor(each);
	const { items, error } = await runs(resource, name, { ...parameters, ...job }, { files });
	expect(error && `${error.message}: ${error.description}`).toBeUndefined();
	expectAsSaid(each, items);
});

it('has asked for all 231 operations, stateful and replayed', () => {
	expect(Object.keys(kinds).filter((operation) => !asked.has(operation))).toEqual([]);
	expect(Object.keys(kinds)).toHaveLength(231);
});

// What Simplify keeps

/** Members that no description has, with the reason. */
const undescribed: Record<string, string> = {
	'contact upsert outcome': 'it is the node that tells it',
	'visitor get last_request_at': 'the descriptions spell it las_request_at',
};

/** The members of what an operation gives, as its version describes it. */
function membersGiven(operation: Operation): string[] {
	const { version = DEFAULT_VERSION, list = '' } = operation;
	const minor = minorOf(version);
	const found = list
		.split('.')
		.filter(Boolean)
		.reduce<ReplyShape>((shape, key) => membersOf(shape, minor)?.[key] ?? {}, describedReply(operation));
	return Object.keys(membersOf(Array.isArray(found) ? found[0] : found, minor) ?? {});
}

it('keeps by Simplify only what replies have', () => {
	const unknown = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([name, operation]) => {
			const known = operation.simplify ? membersGiven(operation) : [];
			const absent = (operation.simplify ?? []).filter((key) => !known.includes(key));
			return absent.map((key) => `${resource} ${name} ${key}`);
		}),
	);
	expect(unknown.sort()).toEqual(Object.keys(undescribed).sort());
});
