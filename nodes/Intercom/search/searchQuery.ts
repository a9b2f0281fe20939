import { UserError } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { toUnixSeconds } from '../transport/times';
import type { Filter, Query } from './searchDays';
import { knownKind, labelOf, operators, OWN, type Kind, type Searchable } from './searchable';

/** Intercom's limits. Source: Intercom API 2.14, SearchContacts (Nesting & Limitations). */
const MAX_FILTERS = 15;
const MAX_LEVELS = 2;

type Row = { field?: unknown; name?: unknown; operator?: string; value?: unknown };
type Rows = Record<string, Row[] | undefined>;

/** The types of filters by fields whose type the user chose. */
export type Told = Map<Filter, Kind>;

/** What a name says where nothing else does. */
const guessed = (field: string): Kind | undefined =>
	/_(at|since|until)$/.test(field) ? 'date' : field.startsWith('statistics.') ? 'number' : undefined;

export const kindOf = (object: Searchable, told: Told, filter: Filter): Kind | undefined =>
	told.get(filter) ?? knownKind(object, filter.field) ?? guessed(filter.field);

/** The field as the user knows it: what the list of fields calls it, or the name he gave. */
const called = (object: Searchable, told: Told, filter: Filter): string =>
	told.has(filter) && knownKind(object, filter.field) ? labelOf(filter.field) : filter.field;

function asNumber(value: unknown, field: string): number {
	const number = Number(value);
	if (Number.isFinite(number)) return number;
	throw new UserError(`'${field}' is compared with '${String(value)}', which is not a number`, {
		description: 'Give a number, or make the expression give one',
	});
}

function asBoolean(value: unknown, field: string): boolean {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw new UserError(`'${field}' is compared with '${String(value)}'`, {
		description: 'It takes true or false',
	});
}

const asType: Record<Kind, (value: unknown, field: string, zone: string) => unknown> = {
	text: String,
	tag: String,
	number: asNumber,
	yesNo: asBoolean,
	date: (value, field, zone) => toUnixSeconds(value, zone, field),
};

/** A blank would widen the search without a word: every date is after nothing. */
function scalar(field: string, kind: Kind | undefined, value: unknown, zone: string): unknown {
	if (value === undefined || value === null || String(value).trim() === '') {
		throw new UserError(`The filter on '${field}' has no value`, {
			description: 'Fill it in, or make sure that the expression gives a value for every item',
		});
	}
	return kind ? asType[kind](value, field, zone) : value;
}

const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: String(value ?? '')
				.split(',')
				.map((entry) => entry.trim());

/** `custom` stands for the attribute that is named beside it. */
function fieldOf({ field, name }: Row, own: string): string {
	const isOwn = field === OWN;
	const text = String((isOwn ? name : field) ?? '').trim();
	if (text === '') {
		throw new UserError(isOwn ? 'A filter names no attribute' : 'A filter has no field', {
			description: 'Choose what to filter by, or remove the filter',
		});
	}
	return isOwn && !text.startsWith(own) ? own + text : text;
}

function filterOf(list: string, row: Row, object: Searchable, told: Told, zone: string): Filter {
	const { operator = 'equals', value } = row;
	const field = fieldOf(row, object.own);
	const api = operators[operator]?.api;
	if (!api) {
		throw new UserError(`The filter on '${field}' has the operator '${operator}', which does not exist`, {
			description: `Use one of: ${Object.keys(operators).join(', ')}`,
		});
	}
	const filter: Filter = { field, operator: api };
	if (list !== 'filter') told.set(filter, list as Kind);
	const kind = kindOf(object, told, filter);
	const name = called(object, told, filter);
	filter.value =
		api === 'IN' || api === 'NIN'
			? listOf(value).map((entry) => scalar(name, kind, entry, zone))
			: scalar(name, kind, value, zone);
	return filter;
}

/** `lists`: by the fields' type; `filter` holds those by any field's name. */
const filtersOf = (lists: unknown, object: Searchable, told: Told, zone: string): Filter[] =>
	Object.entries((lists ?? {}) as Rows).flatMap(([list, rows]) =>
		(rows ?? []).map((row) => filterOf(list, row, object, told, zone)),
	);

const grouped = (operator: unknown, members: Query[]): Query =>
	members.length === 1 ? members[0] : { operator: operator === 'OR' ? 'OR' : 'AND', value: members };

/** The editor's parameters → a query. `values`: `{ match, filters, groups: { group: [{ match, filters }] } }`. */
function built({ match, filters, groups }: Values, object: Searchable, told: Told, zone: string): Query {
	const rows = (groups as { group?: Values[] } | null)?.group ?? [];
	const members = rows.map((group, index) => {
		const own = filtersOf(group.filters, object, told, zone);
		if (own.length > 0) return grouped(group.match, own);
		throw new UserError(`Group ${index + 1} has no filter`, {
			description: 'Add a filter to it, or remove the group',
		});
	});
	const all = [...filtersOf(filters, object, told, zone), ...members];
	if (all.length > 0) return grouped(match, all);
	throw new UserError('There is no filter', { description: 'Add at least one filter to search by' });
}

function parse(json: unknown): unknown {
	try {
		return typeof json === 'string' ? JSON.parse(json) : json;
	} catch {
		return undefined;
	}
}

const noQuery = () =>
	new UserError('The query is not one that Intercom takes', {
		description: 'Write JSON such as {"field": "email", "operator": "=", "value": "ada@example.com"}',
	});

function checkFilter(filter: Filter, object: Searchable, told: Told): void {
	const { field, operator, value } = filter;
	const name = called(object, told, filter);
	const word = Object.keys(operators).find((one) => operators[one].api === operator);
	const kind = kindOf(object, told, filter);
	const allowed = kind && [...Object.keys(object.operators[kind] ?? {}), ...(object.more?.[field] ?? [])];
	if (!word || (allowed && !allowed.includes(word))) {
		const able = (allowed ?? Object.keys(operators)).map(
			(one) => `${operators[one].name} (${operators[one].api})`,
		);
		throw new UserError(`Intercom does not search '${name}' by '${word ? operators[word].name : operator}'`, {
			description: `Use one of: ${able.join(', ')}`,
		});
	}
	if (Array.isArray(value) !== (word === 'in' || word === 'notIn')) {
		throw new UserError(
			`The filter on '${name}' has ${Array.isArray(value) ? 'a list' : 'one value'} for '${operator}'`,
			{
				description: 'In List (IN) and Not in List (NIN) take a list, all other operators one value',
			},
		);
	}
	const isSeconds = (one: unknown) => one === null || (one !== '' && Number.isFinite(Number(one)));
	if (kind === 'date' && ![value].flat().every(isSeconds)) {
		throw new UserError(`'${name}' is compared with '${String(value)}', which is not a date to Intercom`, {
			description: 'In a JSON query dates are Unix seconds, such as 1772012000',
		});
	}
}

/** Throws a `UserError` for what Intercom would refuse: too many filters or levels, operators that a field does not take. */
export function check(query: unknown, object: Searchable, told: Told, level = 1): asserts query is Query {
	const { field, operator, value } = (query ?? {}) as Partial<Filter>;
	if (typeof field === 'string') return checkFilter(query as Filter, object, told);
	if ((operator !== 'AND' && operator !== 'OR') || !Array.isArray(value) || value.length === 0)
		throw noQuery();
	if (level > MAX_LEVELS) {
		throw new UserError(`The query has groups in ${level} levels, and Intercom takes ${MAX_LEVELS}`, {
			description: 'A group may hold groups, but these hold filters only',
		});
	}
	if (value.length > MAX_FILTERS) {
		throw new UserError(`There are ${value.length} filters in one group, and Intercom takes ${MAX_FILTERS}`, {
			description:
				'Split the search in two, or move some of the filters into another group. On That Day counts as two filters, among alternatives as three',
		});
	}
	for (const member of value) check(member, object, told, level + 1);
}

/**
 * The search parameters → Intercom's `query`, with the types that the user chose. Dates without a zone are meant in
 * `zone` (IANA name). `values`: `{ searchBy, query }` of a JSON query, else as in `built`. Throws a `UserError` that
 * says what to mend.
 */
export function toQuery(values: Values, object: Searchable, zone: string): { query: Query; told: Told } {
	const told: Told = new Map();
	const query = values.searchBy === 'json' ? parse(values.query) : built(values, object, told, zone);
	check(query, object, told);
	return { query, told };
}
