import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { resources } from '../../nodes/Absmartly/resources';
import { readList } from '../../nodes/Absmartly/transport/pages';
import { rightFor } from '../../nodes/Absmartly/transport/permissions';
import { reader, resolve } from '../../nodes/core/run/read';
import { toRequest } from '../../nodes/core/run/request';
import { fieldsOf } from '../../nodes/core/table/fields';
import type { Once, Operation, Request, Values } from '../../nodes/core/table/operation';
import { consoleFacts, consoleMisfits, factFor } from '../facts/console';
import { choices, branches, fill, fillRequired } from '../intercom/resources/filling';
import { checkout, doing, lost, recorded } from './world/recorded';

/** What the table's operations send to ABsmartly's Web Console, held against what is known of what it takes. */

const operations = Object.entries(resources)
	.flatMap(([resource, entry]) =>
		Object.entries(entry.operations).map(([name, operation]): [string, Operation] => [
			`${resource} ${name}`,
			operation,
		]),
	)
	.filter(([, { api }]) => api === 'console');

/** The state in which an operation is allowed, where an experiment that is ready does not do. */
const states: Record<string, IDataObject> = {
	'experiment stop': { state: 'running' },
	'experiment fullOn': { state: 'running' },
	'experiment restart': { state: 'stopped' },
	'experiment archive': { state: 'stopped' },
	'experiment unarchive': { state: 'stopped', archived: true },
};

/** Everything that an operation sends for one item, the look-up of a name too. */
async function sentFor(name: string, operation: Operation, parameters: Values): Promise<Request[]> {
	const console = recorded(checkout(states[name]), {
		'GET /goals': () => ({ goals: [], total: 0 }),
		'POST /goals': () => ({ ok: true, goal: { id: 9 } }),
		...Object.fromEntries(
			['applications', 'environments', 'unit_types', 'metrics'].map((list) => [
				`GET /${list}`,
				() => ({ [list]: [], total: 0 }),
			]),
		),
	});
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter: (parameter: string) => parameters[parameter],
	} as unknown as IExecuteFunctions;
	const once: Once = async (_, ask) => await ask();
	const behind = { send: console.send, once, files: async () => [] };
	const values = await resolve(operation, reader(context, operation)(0), behind);
	const request = toRequest(operation, values, 'UTC');
	if (operation.perform) await operation.perform(console.send, request, values, {});
	else await readList(console.send, request, operation.list ?? '', 1);
	return console.requests;
}

/** With everything filled in, in every way, and with only what is required. */
async function requestsOf(name: string, operation: Operation): Promise<Request[]> {
	const fields = fieldsOf(operation);
	// the experiment of this test, and only the metrics that it has
	const known = (values: Values): Values => ({
		...values,
		...(values.experiment ? { experiment: { __rl: true, mode: 'id', value: '42' } } : {}),
		...(values.metric ? { metric: { __rl: true, mode: 'name', value: 'Orders' } } : {}),
	});
	const all = [
		...choices(fields).map((chosen) => fill(fields, chosen)),
		...branches(fields).map((chosen) => fillRequired(fields, chosen)),
	];
	const sent: Request[] = [];
	for (const values of all) sent.push(...(await sentFor(name, operation, known(values))));
	return sent;
}

const complaints = async (name: string, operation: Operation): Promise<string[]> => [
	...new Set((await requestsOf(name, operation)).flatMap(consoleMisfits)),
];

it.each(operations)('%s sends what the console takes', async (name, operation) => {
	expect(await complaints(name, operation)).toEqual([]);
	const { list, request = '' } = operation;
	const asked = factFor({ method: 'GET', path: request.replace(/^GET /, '') });
	expect(list).toBe(list ? consoleFacts[asked ?? '']?.list : undefined);
});

/** What is sent besides where a reply is lost. */
async function sentAfterLoss(): Promise<Request[]> {
	const console = recorded(checkout(), {
		'POST /experiments/{}/activity': async (request) => await Promise.reject(lost(request)),
	});
	await expect(doing(console, 'comment', { note: 'x' })).rejects.toThrow('was not made');
	expect(console.requests.flatMap(consoleMisfits)).toEqual([]);
	return console.requests;
}

it('sends every request, every filter and every member that the facts have', async () => {
	const sent = (
		await Promise.all(operations.map(async ([name, operation]) => await requestsOf(name, operation)))
	)
		.flat()
		.concat(await sentAfterLoss());
	const told = new Set(
		sent.flatMap((request) => [
			factFor(request),
			...[request.query, request.body].flatMap((members) =>
				Object.keys(members).map((member) => `${factFor(request)} ${member}`),
			),
		]),
	);
	const wanted = Object.entries(consoleFacts).flatMap(([name, { query = {}, body = {} }]) => [
		name,
		...[query, body].flatMap((members) => Object.keys(members).map((member) => `${name} ${member}`)),
	]);
	expect(wanted.length).toBeGreaterThan(80);
	expect(wanted.filter((one) => !told.has(one))).toEqual([]);
});

it('names for every request the permission and the role that the facts have', () => {
	const wrong = Object.entries(consoleFacts).filter(([name, { permission, role }]) => {
		const [method, template] = name.split(' ');
		const path = template.replaceAll(/\{\w+\}/g, '7');
		const right = rightFor({ method: method as Request['method'], path, body: {} });
		return right?.permission !== permission || !right.role.startsWith(role);
	});
	expect(wrong).toEqual([]);
	const path = '/experiments/7/archive';
	expect(rightFor({ method: 'PUT', path, body: { archive: false } })?.permission).toBe(
		'Experiment Unarchive',
	);
	expect(rightFor({ method: 'PUT', path: '/experiments/7/elsewhere', body: {} })).toBeUndefined();
});

const request = 'PUT /experiments/{experiment}/stop';
const experiment = { displayName: 'Experiment', name: 'experiment', type: 'string', default: '', to: 'path' };
const entry = (more: Partial<Operation>): Operation => ({
	name: '',
	action: '',
	api: 'console',
	request,
	fields: [{ ...experiment, type: 'string', to: 'path', placeholder: 'e.g. 42', required: true }],
	perform: async (send, made) => [await send(made)],
	...more,
});

it.each<[string, Partial<Operation>, string]>([
	[
		'an unknown path',
		{ request: 'PUT /experiments/{experiment}/halt' },
		'PUT /experiments/42/halt is not among the facts',
	],
	[
		'an unknown method',
		{ request: 'POST /experiments/{experiment}/stop' },
		'POST /experiments/42/stop is not among the facts',
	],
	['the wrong API', { api: undefined }, 'PUT /experiments/{id}/stop is sent to the collector'],
	['a missing member', {}, 'PUT /experiments/{id}/stop body.reason is missing'],
	[
		'a reason that nobody knows',
		{ body: { reason: 'bored' } },
		'PUT /experiments/{id}/stop body.reason is "bored", not one of: ',
	],
	[
		'a body that is wrapped',
		{ body: { data: { reason: 'other' } } },
		'PUT /experiments/{id}/stop body.data is unknown',
	],
	[
		'a query where there is none',
		{ build: (made) => ({ ...made, query: { force: true } }) },
		'PUT /experiments/{id}/stop query.force is unknown',
	],
])('complains about %s', async (_, more, complaint) => {
	const send = recorded(checkout(), {
		'PUT /experiments/{}/halt': () => ({}),
		'POST /experiments/{}/stop': () => ({}),
	});
	const operation = entry(more);
	const made = toRequest(operation, { experiment: '42' }, 'UTC');
	await operation.perform?.(send.send, made, {}, {});
	expect(send.requests.flatMap(consoleMisfits)).toContainEqual(expect.stringContaining(complaint));
});

it('refuses IDs that are none before anything is sent', async () => {
	const { getAll } = resources.experiment.operations;
	const filters = (more: Values): Values => ({ returnAll: true, filters: more });
	for (const wrong of [{ owners: 'ada' }, { ids: '3;4' }, { impact: '0.1' }, { confidence: 'a,b' }])
		expect(() => toRequest(getAll, filters(wrong), 'UTC')).toThrow(UserError);
	expect(toRequest(getAll, filters({ ids: [3, '4'], owners: ' 1 , 2,' }), 'UTC').query).toEqual({
		ids: '3,4',
		owners: '1,2',
	});
});
