import { NodeApiError, UserError, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { fieldsOf } from '../nodes/core/table/fields';
import type { Once, Operation, Request, Send, Values } from '../nodes/core/table/operation';
import { reader, resolve } from '../nodes/core/run/read';
import { completed, toRequest } from '../nodes/core/run/request';
import { additional, choose, text, yesNo } from '../nodes/Intercom/fields/fields';
import { DEFAULT_VERSION, isAtLeast } from '../nodes/Intercom/connection/hosts';
import { pick } from '../nodes/Intercom/fields/picks';
import { resources } from '../nodes/Intercom/resources';
import { accepted } from './facts/accepted';
import {
	factOf,
	facts,
	fewest,
	memberMisfits,
	minorOf,
	positions,
	queriesOf,
	versionsOf,
	type Fact,
	type Members,
} from './facts/requests';
import { branches, choices, fill, fillRequired } from './intercom/resources/filling';

/** What the table of Intercom's operations sends, held against what Intercom's specification takes. */

/** An operation that sends a request. */
type Sending = Operation & Required<Pick<Operation, 'request'>>;

const isSending = (entry: [string, Operation]): entry is [string, Sending] => entry[1].request !== undefined;

function requestMisfits({ request: template }: Sending, fact: Fact, request: Request): string[] {
	const [method, path] = template.split(' ');
	const filled = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/{}]+')}$`);
	return [
		...(request.method === method && filled.test(request.path)
			? []
			: [`${template} became ${request.method} ${request.path}`]),
		...fewest(
			queriesOf(fact.query).map((members) => memberMisfits(request.query, members, `${template} query`)),
		),
		...fewest((fact.body ?? [{}]).map((members) => memberMisfits(request.body, members, `${template} body`))),
	];
}

/** Intercom, as far as it is asked before a request is sent: whose token it is, and who is meant. It shows no attributes. */
const send: Send = async ({ path }) => {
	if (path === '/me') return { id: '9600001' };
	if (path.startsWith('/contacts/')) return { role: 'user' };
	return await Promise.reject(new NodeApiError({} as INode, {}, { httpCode: '403' }));
};

const requestFrom = async (operation: Operation, parameters: Values): Promise<Request> => {
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter: (name: string) => parameters[name],
	} as unknown as IExecuteFunctions;
	const once: Once = async (_, ask) => await ask();
	const files = async () => [{ name: 'invoice.pdf', mimeType: 'application/pdf', data: 'SGVsbG8=' }];
	const values = await resolve(operation, reader(context, operation)(0), { send, once, files });
	return await completed(operation, toRequest(operation, values, 'UTC'), {
		values,
		json: {},
		zone: 'UTC',
		send,
		once,
		leftOut: new Set(),
	});
};

/** What the node itself refuses never reaches Intercom: then its message. */
const requestOrRefusal = async (operation: Operation, values: Values): Promise<Request | string> =>
	await requestFrom(operation, values).catch(async (error: unknown) =>
		error instanceof UserError ? error.message : await Promise.reject(error),
	);

/** What the operation sends: with everything filled in, in every way, and with only what is required. */
async function requestsOf(operation: Sending): Promise<{ requests: Request[]; refusals: string[] }> {
	const fields = fieldsOf(operation);
	const tried = async (values: Values) => await requestOrRefusal(operation, values);
	const filled = await Promise.all(choices(fields).map(async (chosen) => await tried(fill(fields, chosen))));
	const least = branches(fields).map(async (chosen) => await tried(fillRequired(fields, chosen)));
	return {
		requests: [...filled, ...(await Promise.all(least))].filter((made) => typeof made !== 'string'),
		refusals: filled.filter((made) => typeof made === 'string'),
	};
}

// What is wrong with an entry

/** What does not fit the version that the request carries, and which earlier one has as much of it. */
function sentMisfits(operation: Sending, request: Request): string[] {
	const { version = DEFAULT_VERSION } = request;
	const at = (one: string) =>
		requestMisfits(operation, factOf(operation.request, minorOf(one)) as Fact, request);
	const misfitting = at(version);
	return [
		...misfitting,
		...versionsOf(operation.request)
			.filter((one) => !isAtLeast(one, version) && at(one).length <= misfitting.length)
			.map((one) => `${operation.request} is sent with version ${version}, but ${one} has all of it`),
	];
}

async function complaints(operation: Sending): Promise<string[]> {
	const { request, list, perPage, perform } = operation;
	const { version = DEFAULT_VERSION } = operation;
	const fact = factOf(request, minorOf(version));
	if (!fact) return [`${request} is not in the specification`];

	const fields = fieldsOf(operation);
	const { requests, refusals } = await requestsOf(operation);
	return [
		...new Set([
			...refusals.map((why) => `${request} is refused: ${why}`),
			...requests.flatMap((sent) => sentMisfits(operation, sent)),
			...fields
				.filter(({ to, required }) => to === 'path' && !required)
				.map(({ name }) => `${request} needs ${name} in its path, but the field is not required`),
			...(fact.since === version
				? []
				: [`${request} came with version ${fact.since}, but the table says ${version}`]),
			...(list !== fact.list && !perform
				? [`${request} gives its list as ${fact.list}, but the table says ${list}`]
				: []),
			...(perPage && !fact.pages && !fact.query?.per_page ? [`${request} has no pages`] : []),
		]),
	];
}

const operations = Object.entries(resources)
	.flatMap(([resource, entry]) =>
		Object.entries(entry.operations).map(([name, operation]): [string, Operation] => [
			`${resource} ${name}`,
			operation,
		]),
	)
	.filter(isSending);

it.each(operations)('%s is as Intercom specifies it', async (_, operation) => {
	expect((await complaints(operation)).filter((complaint) => !(complaint in accepted))).toEqual([]);
});

it('accepts no complaint that nobody makes', async () => {
	const made = await Promise.all(operations.map(async ([, operation]) => await complaints(operation)));
	expect(made.flat()).toEqual(expect.arrayContaining(Object.keys(accepted)));
});

it('knows all 231 operations', () => {
	const since = (version: string) => Object.values(facts).filter((fact) => fact.since === version).length;
	expect([since('2.14'), since('2.15'), since('2.16')]).toEqual([150, 12, 69]);
});

it('covers every one of them', () => {
	const covered = new Set(
		operations.flatMap(([, { request, scroll }]) => [request, scroll ?? request].map(positions)),
	);
	expect(Object.keys(facts).filter((request) => !covered.has(positions(request)))).toEqual([]);
});

it('sends every name that a later version added', async () => {
	const bodiesOf = ({ body = {}, alternatives = [] }: { body?: Members; alternatives?: Members[] }) =>
		[body, ...alternatives].flatMap(Object.keys);
	const added = Object.entries(facts).flatMap(([request, fact]) =>
		Object.values(fact.added ?? {}).flatMap((more) => [
			...Object.keys(more.query ?? {}).map((name) => `${positions(request)} query.${name}`),
			...bodiesOf(more).map((name) => `${positions(request)} body.${name}`),
		]),
	);
	const sent = operations.map(async ([, operation]) =>
		(await requestsOf(operation)).requests.flatMap(({ query, body }) => [
			...Object.keys(query).map((name) => `${positions(operation.request)} query.${name}`),
			...Object.keys(body).map((name) => `${positions(operation.request)} body.${name}`),
		]),
	);
	expect(added.length).toBeGreaterThan(40);
	expect((await Promise.all(sent)).flat()).toEqual(expect.arrayContaining(added));
});

const tag = text('name', 'Name', { required: true });

it.each<[string, Omit<Sending, 'name' | 'action'>, string]>([
	['an unknown path', { request: 'GET /contactz' }, 'GET /contactz is not in the specification'],
	['an unknown method', { request: 'PATCH /tags' }, 'PATCH /tags is not in the specification'],
	[
		'a path parameter that may be blank',
		{ request: 'GET /tags/{tag_id}', fields: [pick('tag', { required: false })] },
		'GET /tags/{tag_id} needs tag_id in its path, but the field is not required',
	],
	[
		'a rewritten path',
		{ request: 'GET /brands', build: (request) => ({ ...request, path: '/emails' }) },
		'GET /brands became GET /emails',
	],
	[
		'an unknown query parameter',
		{ request: 'GET /admins', fields: [yesNo('avatar', 'Avatar', '', { to: 'query' })], list: 'admins' },
		'GET /admins query.avatar is unknown',
	],
	[
		'a query in which none of the alternatives is named',
		{ request: 'GET /events', build: (request) => ({ ...request, query: { type: 'user' } }), list: 'events' },
		'GET /events query.user_id is missing',
	],
	[
		'what only a later version takes',
		{
			request: 'GET /custom_object_instances/{type}',
			fields: [text('type', 'Type', { to: 'path', required: true })],
			list: 'data',
		},
		'GET /custom_object_instances/{type} gives its list as undefined, but the table says data',
	],
	[
		'what a later version added, sent with an earlier one',
		{
			request: 'DELETE /conversations/{conversation_id}',
			fields: [pick('conversation'), yesNo('retain_metrics', 'Retain Metrics', '', { to: 'query' })],
		},
		'DELETE /conversations/{conversation_id} query.retain_metrics is unknown',
	],
	[
		'a later version than is needed',
		{ request: 'POST /tags', fields: [{ ...tag, since: '2.16' }] },
		'POST /tags is sent with version 2.16, but 2.14 has all of it',
	],
	[
		'an unknown body member',
		{ request: 'POST /tags', fields: [tag, additional(text('colour', 'Colour'))] },
		'POST /tags body.colour is unknown',
	],
	[
		'an unknown nested member',
		{ request: 'POST /conversations', body: { from: { type: 'user', id: '1', mail: 'x' }, body: 'x' } },
		'POST /conversations body.from.mail is unknown',
	],
	[
		'a required member that may be left out',
		{ request: 'POST /tags', fields: [text('name', 'Name')] },
		'POST /tags body.name is missing',
	],
	[
		'a required member that shows in one branch only',
		{
			request: 'POST /tags',
			fields: [
				yesNo('named', 'Named', '', { to: undefined }),
				text('name', 'Name', { required: true, show: { named: [true] } }),
			],
		},
		'POST /tags body.name is missing',
	],
	[
		'a wrong type',
		{ request: 'POST /tags', body: { name: 1 } },
		'POST /tags body.name is 1, not of type string',
	],
	[
		'an unknown option',
		{
			request: 'POST /conversations',
			body: { body: 'x', from: { id: '1' } },
			fields: [choose('type', 'Type', { user: 'User', admin: 'Admin' }, { as: 'from.type' })],
		},
		'POST /conversations body.from.type is "admin", not one of: lead, user, contact',
	],
	[
		'a wrong list',
		{ request: 'GET /tags', list: 'tags' },
		'GET /tags gives its list as data, but the table says tags',
	],
	[
		'a missing list',
		{ request: 'GET /tags' },
		'GET /tags gives its list as data, but the table says undefined',
	],
	[
		'pages where there are none',
		{ request: 'GET /tags', list: 'data', perPage: 50 },
		'GET /tags has no pages',
	],
	[
		'what it refuses itself',
		{
			request: 'GET /admins',
			list: 'admins',
			build() {
				throw new UserError('Not like this');
			},
		},
		'GET /admins is refused: Not like this',
	],
	[
		'an operation of a later version',
		{ request: 'GET /brands', list: 'data' },
		'GET /brands came with version 2.15, but the table says 2.14',
	],
])('complains about %s', async (_, operation, complaint) => {
	expect(await complaints({ name: '', action: '', ...operation })).toContain(complaint);
});
