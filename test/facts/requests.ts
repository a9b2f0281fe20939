import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Values } from '../../nodes/core/table/operation';

/** What Intercom's OpenAPI descriptions of 2.14, 2.15 and 2.16 say of each operation's request. */

export type Shape = {
	type?: string;
	enum?: unknown[];
	required?: true;
	properties?: Members;
	items?: Shape;
	oneOf?: Shape[];
};
export type Members = Record<string, Shape>;

/** An operation as the first API version that has it specifies it. `body` holds the alternatives. */
export type Fact = {
	since: string;
	path?: string[];
	query?: Members;
	body?: Members[];
	/** Key of the array in the reply. */
	list?: string;
	pages?: true;
	/** What a later version made of it, by that version. */
	later?: Record<string, Omit<Fact, 'since' | 'later' | 'added'>>;
	/** What a later version added, by that version: to the query, to every body, and further bodies. */
	added?: Record<string, { query?: Members; body?: Members; alternatives?: Members[] }>;
};

export const facts = JSON.parse(readFileSync(join(__dirname, 'intercom.json'), 'utf8')) as Record<
	string,
	Fact
>;

/** Versions and table call the same path parameter by different names: only the position counts. */
export const positions = (request: string): string => request.replace(/\{\w+\}|:\w+/g, '{}');

const byPosition = new Map(Object.entries(facts).map(([request, fact]) => [positions(request), fact]));

/** The minor of a version: of 2.14 it is 14. */
export const minorOf = (version: string): number => Number(version.split('.')[1]);

/** The newest of some versions that `minor` reaches. */
export const newestUpTo = (minor: number, versions: string[]): string | undefined =>
	versions
		.filter((version) => minorOf(version) <= minor)
		.sort((a, b) => minorOf(b) - minorOf(a))
		.at(0);

/** The versions in which an operation came or got more to send. */
export function versionsOf(request: string): string[] {
	const { since, added = {} } = byPosition.get(positions(request)) ?? {};
	return since ? [since, ...Object.keys(added)] : [];
}

/** `POST /tags` as the version 2.`minor` has it: `since` tells when that came. Undefined where no version has it. */
export function factOf(request: string, minor: number): Fact | undefined {
	const first = byPosition.get(positions(request));
	if (!first) return undefined;
	const { later = {}, added = {}, ...initial } = first;
	const version = newestUpTo(minor, Object.keys(later));
	return Object.entries(added)
		.filter(([since]) => minorOf(since) <= minor)
		.reduce<Fact>(
			(fact, [since, { query, body, alternatives = [] }]) => ({
				...fact,
				since,
				...(query && { query: { ...fact.query, ...query } }),
				...(fact.body && {
					body: [...fact.body.map((members) => ({ ...members, ...body })), ...alternatives],
				}),
			}),
			version ? { since: version, ...later[version] } : initial,
		);
}

const isOf: Record<string, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	integer: Number.isInteger,
	number: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	array: Array.isArray,
	object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

export const fewest = (lists: string[][]): string[] => lists.reduce((a, b) => (b.length < a.length ? b : a));

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

export const memberMisfits = (values: Values, members: Members, at: string): string[] => [
	...Object.entries(values).flatMap(([name, value]) =>
		members[name] ? misfits(value, members[name], `${at}.${name}`) : [`${at}.${name} is unknown`],
	),
	...Object.keys(members)
		.filter((name) => members[name].required && values[name] === undefined)
		.map((name) => `${at}.${name} is missing`),
];

/** An object in a query is sent as its members (`style: form`, `explode: true`), so its alternatives are the query's. */
export function queriesOf(query: Members = {}): Members[] {
	const [name, { oneOf }] = Object.entries(query).find(([, shape]) => shape.oneOf) ?? ['', {}];
	if (!oneOf) return [query];
	const { [name]: _, ...others } = query;
	return oneOf.map(({ properties }) => ({ ...others, ...properties }));
}
