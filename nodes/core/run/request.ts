import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { fieldsOf, REQUEST_OPTIONS } from '../table/fields';
import type { Completing, Field, FieldGroup, Operation, Request, Values } from '../table/operation';
import { has, own, set } from '../values/own';
import { filledPath } from '../values/path';
import { asSendable, isEmpty } from '../values/plain';
import { isShown } from './chosen';

/** Where values go, and the API version that they need. */
type Parts = { path: Values; query: Values; body: Values; version?: string };

const empty = (displayName: string) =>
	new UserError(`'${displayName}' is empty`, {
		description: 'Fill it in, or make sure that the expression gives a value for every item',
	});

function put(target: Values, name: string, value: unknown): void {
	const [key, ...rest] = name.split('.');
	if (rest.length > 0 && !has(target, key)) set(target, key, {});
	if (rest.length === 0) set(target, key, value);
	else put(own(target, key) as Values, rest.join('.'), value);
}

/** The latest of some versions (2.9 is before 2.14). */
export const latest = (versions: Array<string | undefined>): string | undefined =>
	versions.reduce((a, b) => (a && b && a.localeCompare(b, 'en', { numeric: true }) > 0 ? a : (b ?? a)));

/** The versions that a field and what is filled in in its rows or columns came with. */
function versionsOf(
	{ since, type, options = [], columns = [] }: Field,
	value: unknown,
): Array<string | undefined> {
	const present = columns.filter((column) => Object.hasOwn(value as Values, column.name));
	if (type !== 'fixedCollection') return [since, ...present.map((column) => column.since)];
	const inGroup = ({ name, values }: FieldGroup) =>
		[own(value as Values, name) ?? []]
			.flat()
			.flatMap((row) => values.filter((inner) => !isEmpty(own(row as Values, inner.name))));
	return [since, ...(options as FieldGroup[]).flatMap(inGroup).map((inner) => inner.since)];
}

function tried<T>(work: () => T): { value: T } | { error: unknown } {
	try {
		return { value: work() };
	} catch (error) {
		return { error };
	}
}

/** Errors that say which field they are about: those of the fields around it say no more. */
const named = new WeakSet<UserError>();

/** What `work` gives; what it refuses is told by the field's name. */
function naming<T>(displayName: string, work: () => T): T {
	const result = tried(work);
	if ('value' in result) return result.value;
	const { error } = result;
	if (!(error instanceof UserError) || named.has(error) || error.message.includes(displayName)) throw error;
	const told = new UserError(`${displayName}: ${error.message}`, {
		description: error.description ?? undefined,
	});
	named.add(told);
	throw told;
}

/**
 * The parameters that are visible and filled in, each where its field says. Blank means not sent, except in a
 * collection of an update: there the user added the field and left it blank to clear it. A value that is missing
 * (an expression without a result) never clears anything.
 */
function place(fields: Field[], values: Values, parts: Parts, zone: string, clears: boolean): void {
	for (const field of fields) {
		if (!isShown(field, values)) continue;
		const { to, as = field.name, spread, convert, displayName, options, required, type } = field;
		const value = own(values, field.name);
		if (type === 'collection') {
			place(options as Field[], (value ?? {}) as Values, parts, zone, clears);
		} else if (!isEmpty(value)) {
			const converting = () => (to && convert ? convert(value, zone) : value);
			// a mapper's values have names of their own
			const converted = type === 'resourceMapper' ? converting() : naming(displayName, converting);
			if (converted === undefined && required) throw empty(displayName);
			if (converted === undefined) continue;
			if (spread) parts.body = mergedOver(parts.body, converted as Values);
			else if (to) put(parts[to], as, converted);
			parts.version = latest([parts.version, ...versionsOf(field, spread ? converted : value)]);
		} else if (required) {
			throw empty(displayName);
		} else if (to === 'body' && clears && value === '') {
			put(parts.body, as, null);
			parts.version = latest([parts.version, field.since]);
		}
	}
}

/** The body members that a row of fields gives, as an operation's own fields give its body. */
export function membersOf(fields: Field[], values: Values, zone: string): Values {
	const parts: Parts = { path: {}, query: {}, body: {} };
	place(fields, values, parts, zone, false);
	return parts.body;
}

export const isObject = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): { value: unknown } | { reason: string } {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch (error) {
		return { reason: (error as Error).message };
	}
}

/** An object, or JSON that is one. Throws a `UserError` for anything else. */
export function objectIn(given: unknown, displayName: string): Values {
	const read = typeof given === 'string' ? parsed(given) : { value: given };
	if ('reason' in read) {
		throw new UserError(`'${displayName}' is not JSON: ${read.reason}`, {
			description: 'Check commas and quotes; an expression must give an object or JSON text',
		});
	}
	if (isObject(read.value)) return read.value;
	throw new UserError(`'${displayName}' is not an object`, {
		description: 'It must look like {"name": "value"}',
	});
}

const mergedOver = (body: Values, more: Values): Values => ({
	...body,
	...Object.fromEntries(
		Object.entries(more).map(([key, value]) => {
			const before = own(body, key);
			return [key, isObject(before) && isObject(value) ? mergedOver(before, value) : value];
		}),
	),
});

/** The request with the members of every `merge` field over what its body is without. */
function withMerged(request: Request, { options = [] }: Operation, values: Values): Request {
	const chosen = (values[REQUEST_OPTIONS] ?? {}) as Values;
	return options
		.filter(({ merge, name }) => merge && !isEmpty(own(chosen, name)))
		.reduce<Request>(
			(made, { name, displayName }) => ({
				...made,
				body: mergedOver(made.body, objectIn(own(chosen, name), displayName)),
			}),
			request,
		);
}

/**
 * Values in, request out; `zone` is the workflow's (IANA name), for dates that name none. Pure, so every operation is
 * testable without n8n. It carries the latest version that the operation or a filled-in field came with. Throws a
 * `UserError` for a required value that is blank, and for anything that JSON cannot hold.
 */
export function toRequest(
	operation: Operation,
	values: Values,
	zone: string,
	json: IDataObject = {},
): Request {
	const [method, template] = (operation.request ?? 'GET /').split(' ') as [IHttpRequestMethods, string];
	const parts: Parts = { path: {}, query: {}, body: structuredClone(operation.body ?? {}) };
	const fields = fieldsOf(operation);
	const ofCollections = fields.filter(({ type }) => type === 'collection');
	place(
		fields.filter((field) => !ofCollections.includes(field)),
		values,
		parts,
		zone,
		false,
	);
	place(ofCollections, values, parts, zone, method === 'PUT');

	const path = filledPath(template, (name) => {
		const value = own(parts.path, name);
		const field = fields.find((one) => one.to === 'path' && (one.as ?? one.name) === name);
		const displayName = field?.displayName ?? name;
		if (isEmpty(value)) throw empty(displayName);
		return { value, displayName };
	});
	const { api, readOnly } = operation;
	const version = latest([operation.version, parts.version]);
	const { query, body } = parts;
	const request: Request = {
		method,
		path,
		query,
		body,
		...(api && { api }),
		...(version && { version }),
		...(readOnly && { readOnly }),
	};
	const made = withMerged(operation.build?.(request, values, zone, json) ?? request, operation, values);
	asSendable([made.query, made.body]);
	return made;
}

/** The request as the operation's fields complete it. Rejects with a `UserError` where one of them refuses it. */
export async function completed(operation: Operation, request: Request, item: Completing): Promise<Request> {
	let made = request;
	for (const field of fieldsOf(operation))
		if (field.complete && isShown(field, item.values)) made = await field.complete(made, item);
	asSendable([made.query, made.body]);
	return made;
}
