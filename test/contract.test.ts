import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, type IExecuteFunctions } from 'n8n-workflow';
import { fieldsOf } from '../nodes/core/fields';
import type { Field, Operation, Request, Values } from '../nodes/core/operation';
import { reader } from '../nodes/core/read';
import { toRequest } from '../nodes/core/request';
import { additional, choose, text, yesNo } from '../nodes/Intercom/fields';
import { pick } from '../nodes/Intercom/picks';
import { DEFAULT_VERSION } from '../nodes/Intercom/hosts';
import { resources } from '../nodes/Intercom/resources';

/** What the table of Intercom's operations sends, held against what Intercom's specification takes. */

type Shape = {
	type?: string;
	enum?: unknown[];
	required?: true;
	properties?: Members;
	items?: Shape;
	oneOf?: Shape[];
};
type Members = Record<string, Shape>;

/** An operation as the first API version that has it specifies it. `body` holds the alternatives. */
type Fact = {
	since: string;
	path?: string[];
	query?: Members;
	body?: Members[];
	/** Key of the array in the reply. */
	list?: string;
	pages?: true;
	/** What a later version made of it, by that version. */
	later?: Record<string, Omit<Fact, 'since' | 'later'>>;
};

const facts = JSON.parse(readFileSync(join(__dirname, 'facts/intercom.json'), 'utf8')) as Record<
	string,
	Fact
>;

/** Versions and table call the same path parameter by different names: only the position counts. */
const positions = (request: string): string => request.replace(/\{\w+\}/g, '{}');
const factsByPosition = new Map(Object.entries(facts).map(([request, fact]) => [positions(request), fact]));

const unspecifiedSort = 'search bodies take a sort in practice, which no specification has';

/** Complaints that are none, with the reason. */
const accepted: Record<string, string> = {
	'POST /tags body.users is unknown':
		'users with `untag`: the specification of the request knows it for companies only, that of the reply in 2.16 tells of users untagged',
	'POST /messages body.message_type is "inapp", not one of: in_app, email':
		'the examples and replies of the API itself say inapp',
	'POST /contacts/search body.sort is unknown': unspecifiedSort,
	'POST /conversations/search body.sort is unknown': unspecifiedSort,
	'POST /tickets/search body.sort is unknown': unspecifiedSort,
	'POST /contacts/search is refused: A date (android_last_seen_at) is part of alternatives that are not all dates':
		'dates of contacts, which Intercom compares by days, cannot be made exact there',
};

// What fits

const isOf: Record<string, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	integer: Number.isInteger,
	number: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	array: Array.isArray,
	object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const fewest = (lists: string[][]): string[] => lists.reduce((a, b) => (b.length < a.length ? b : a));

function misfits(value: unknown, shape: Shape, at: string): string[] {
	const { type, items, properties, oneOf } = shape;
	if (oneOf) return fewest(oneOf.map((alternative) => misfits(value, alternative, at)));
	const is = `${at} is ${JSON.stringify(value)}, not`;
	if (type && !isOf[type](value)) return [`${is} of type ${type}`];
	if (shape.enum && !shape.enum.includes(value)) return [`${is} one of: ${shape.enum.join(', ')}`];
	if (items)
		return (value as unknown[]).flatMap((element, index) => misfits(element, items, `${at}[${index}]`));
	return properties ? memberMisfits(value as Values, properties, at) : [];
}

const memberMisfits = (values: Values, members: Members, at: string): string[] => [
	...Object.entries(values).flatMap(([name, value]) =>
		members[name] ? misfits(value, members[name], `${at}.${name}`) : [`${at}.${name} is unknown`],
	),
	...Object.keys(members)
		.filter((name) => members[name].required && values[name] === undefined)
		.map((name) => `${at}.${name} is missing`),
];

/** An operation that sends a request. */
type Sending = Operation & Required<Pick<Operation, 'request'>>;

const isSending = (entry: [string, Operation]): entry is [string, Sending] => entry[1].request !== undefined;

/** An object in a query is sent as its members (`style: form`, `explode: true`), so its alternatives are the query's. */
function queriesOf(query: Members = {}): Members[] {
	const [name, { oneOf }] = Object.entries(query).find(([, shape]) => shape.oneOf) ?? ['', {}];
	if (!oneOf) return [query];
	const { [name]: _, ...others } = query;
	return oneOf.map(({ properties }) => ({ ...others, ...properties }));
}

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

// What users may fill in

/** Values for some fields in place of their sample. */
type Chosen = Map<Field, unknown>;

const example = ({ placeholder = '' }: { placeholder?: string }, otherwise = '1'): string =>
	placeholder.replace('e.g. ', '') || otherwise;

const inside = ({ type, options = [] }: Field): Field[] =>
	type === 'collection'
		? (options as Field[])
		: type === 'fixedCollection'
			? options.flatMap((option) => ('values' in option ? (option.values as Field[]) : []))
			: [];

const alternatives = ({ type, options = [] }: Field): unknown[] =>
	type === 'boolean'
		? [true, false]
		: type === 'options'
			? options.map((option) => ('value' in option ? option.value : undefined))
			: [];

const samples: Record<string, (field: Field, chosen: Chosen) => unknown> = {
	string: (field) => example(field),
	number: ({ typeOptions }) => typeOptions?.minValue ?? 1,
	boolean: () => true,
	dateTime: () => '2026-02-25T09:33:20Z',
	json: (field) => field.default || example(field, '{"key": "value"}'),
	options: (field) => alternatives(field)[0],
	multiOptions: ({ options = [] }) => options.map((option) => ('value' in option ? option.value : undefined)),
	resourceLocator: ({ modes = [] }) => example(modes.find(({ type }) => type === 'string') ?? {}),
	resourceMapper: () => ({ mappingMode: 'defineBelow', value: { plan: 'pro' } }),
	assignmentCollection: () => ({ assignments: [{ name: 'plan', value: 'pro', type: 'string' }] }),
	collection: ({ options }, chosen) => fill(options as Field[], chosen),
	fixedCollection: ({ options = [], typeOptions }, chosen) =>
		Object.fromEntries(
			options.map((option) => {
				const entry = 'values' in option ? fill(option.values as Field[], chosen) : undefined;
				return [option.name, typeOptions?.multipleValues ? [entry] : entry];
			}),
		),
};

const sample = (field: Field, chosen: Chosen): unknown =>
	chosen.has(field)
		? chosen.get(field)
		: field.files
			? [{ name: 'invoice.pdf', mimeType: 'application/pdf', data: 'SGVsbG8=' }]
			: samples[field.type](field, chosen);

const fill = (fields: Field[], chosen: Chosen): Values =>
	Object.fromEntries(fields.map((field) => [field.name, sample(field, chosen)]));

/** As a user leaves them who fills in only what is marked as required. */
const fillRequired = (fields: Field[], chosen: Chosen): Values => {
	const untouched = ({ type, default: value }: Field) => (type === 'resourceLocator' ? '' : value);
	return Object.fromEntries(
		fields.map((field) => [
			field.name,
			field.required || chosen.has(field) ? sample(field, chosen) : untouched(field),
		]),
	);
};

const combined = (all: Chosen[], field: Field): Chosen[] =>
	all.flatMap((chosen) => alternatives(field).map((value) => new Map([...chosen, [field, value]])));

/** Every combination of what decides which fields show. */
function branches(fields: Field[]): Chosen[] {
	const deciding = new Set(fields.flatMap(({ show = {} }) => Object.keys(show)));
	return fields.filter(({ name }) => deciding.has(name)).reduce(combined, [new Map()]);
}

const withInner = (fields: Field[]): Field[] =>
	fields.flatMap((field) => [field, ...withInner(inside(field))]);

/** Each branch, and in each branch every option of every list and every yes and no, one at a time. */
const choices = (fields: Field[]): Chosen[] =>
	branches(fields).flatMap((branch) => [
		branch,
		...withInner(fields)
			.filter((field) => !branch.has(field))
			.flatMap((field) => combined([branch], field)),
	]);

const requestFrom = (operation: Operation, values: Values): Request => {
	const context = {
		getNode: () => ({ parameters: values }),
		getNodeParameter: (name: string) => values[name],
	} as unknown as IExecuteFunctions;
	return toRequest(operation, reader(context, operation)(0), 'UTC');
};

/** What the node itself refuses never reaches Intercom: then its message. */
function requestOrRefusal(request: () => Request): Request | string {
	try {
		return request();
	} catch (error) {
		if (error instanceof UserError) return error.message;
		throw error;
	}
}

const unlessRefused = (request: () => Request): Request[] =>
	[requestOrRefusal(request)].filter((made) => typeof made !== 'string');

// What is wrong with an entry

function complaints(operation: Sending): string[] {
	const { request, list, perPage, perform } = operation;
	const first = factsByPosition.get(positions(request));
	if (!first) return [`${request} is not in the specification`];
	const { version = DEFAULT_VERSION } = operation;
	const fact: Fact = first.later?.[version] ? { since: version, ...first.later[version] } : first;

	const fields = fieldsOf(operation);
	const filled = choices(fields).map((chosen) =>
		requestOrRefusal(() => requestFrom(operation, fill(fields, chosen))),
	);
	const requests = [
		...filled.filter((made) => typeof made !== 'string'),
		...branches(fields).flatMap((chosen) =>
			unlessRefused(() => requestFrom(operation, fillRequired(fields, chosen))),
		),
	];
	return [
		...new Set([
			...filled.filter((made) => typeof made === 'string').map((why) => `${request} is refused: ${why}`),
			...requests.flatMap((sent) => requestMisfits(operation, fact, sent)),
			...fields
				.filter(({ to, required }) => to === 'path' && !required)
				.map(({ name }) => `${request} needs ${name} in its path, but the field is not required`),
			...(version === fact.since
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

it.each(operations)('%s is as Intercom specifies it', (_, operation) => {
	expect(complaints(operation).filter((complaint) => !(complaint in accepted))).toEqual([]);
});

it('accepts no complaint that nobody makes', () => {
	const made = operations.flatMap(([, operation]) => complaints(operation));
	expect(made).toEqual(expect.arrayContaining(Object.keys(accepted)));
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
])('complains about %s', (_, operation, complaint) => {
	expect(complaints({ name: '', action: '', ...operation })).toContain(complaint);
});
