import { UserError } from 'n8n-workflow';
import { own } from '../../core/values/own';
import { numberIn, shown } from '../../core/values/plain';
import type { Filter, Query } from './searchDays';
import { operatorName, operators } from './searchGroups';
import { kindIn, type Kind, type Searchable } from './searchable';

/** Intercom's limits. Source: Intercom API 2.14, SearchContacts (Nesting & Limitations). */
export const MAX_FILTERS = 15;
const MAX_LEVELS = 2;

/** Unix seconds of the last date that there is, less two days' ends. Source: ECMAScript, time values. */
const FARTHEST = 8.6e12;

/** What the user said of a filter by choosing it from the form: its type, and what the form calls its field. */
export type Told = Map<Filter, { kind?: Kind; name: string }>;

/** What a name says where nothing else does. */
const guessed = (field: string): Kind | undefined =>
	/_(at|since|until)$/.test(field) ? 'date' : field.startsWith('statistics.') ? 'number' : undefined;

export const kindOf = (object: Searchable, told: Told, filter: Filter): Kind | undefined =>
	kindIn(object, filter.field) ?? told.get(filter)?.kind ?? guessed(filter.field);

const noQuery = () =>
	new UserError('The query is not one that Intercom takes', {
		description: 'Write JSON such as {"field": "email", "operator": "=", "value": "ada@example.com"}',
	});

export const tooMany = (count: number) =>
	new UserError(`There are ${count} filters in one group, and Intercom takes ${MAX_FILTERS}`, {
		description:
			'Split the search in two, or move some of the filters into another group. A day, and a time that may lie ahead, count as two filters or more',
	});

function checkOperator(
	{ field, operator }: Filter,
	kind: Kind | undefined,
	name: string,
	object: Searchable,
) {
	const word = Object.keys(operators).find((one) => own(operators, one)?.api === operator);
	const taken = own(object.exceptions, field) ?? (kind && object.takes[kind]);
	if (word && (taken?.includes(operator) ?? true)) return;
	const able = Object.values(operators).map(({ api }) => api);
	const first = (api: string) => Object.keys(operators).find((one) => own(operators, one)?.api === api) ?? '';
	const names = (taken ?? [...new Set(able)]).map((api) => `${operatorName(first(api), kind)} (${api})`);
	throw new UserError(
		`Intercom does not search '${name}' by '${word ? operatorName(word, kind) : operator}'`,
		{
			description: `Use one of: ${names.join(', ')}`,
		},
	);
}

/** Things that people know by name, whose IDs are numbers. */
const numbered = ['tag', 'team', 'admin', 'ticket_type'];

/** An ID that is none is found nowhere, and Intercom says nothing of it. */
function checkId({ field, value }: Filter, { known }: Searchable) {
	const group = Object.values(known).find(
		({ pick, fields }) => pick && numbered.includes(pick) && Object.hasOwn(fields, field),
	);
	const wrong = [value].flat().find((one) => one !== null && !/^\d+$/.test(String(one)));
	if (!group || wrong === undefined) return;
	throw new UserError(`'${field}' takes IDs, and '${shown(wrong)}' is none`, {
		description: `Use the filter ${group.displayName}, which takes names, too`,
	});
}

function checkFilter(filter: Filter, object: Searchable, told: Told): void {
	const { field, operator, value } = filter;
	const name = told.get(filter)?.name ?? field;
	const kind = kindOf(object, told, filter);
	checkOperator(filter, kind, name, object);
	if (Array.isArray(value) !== (operator === 'IN' || operator === 'NIN')) {
		throw new UserError(
			`The filter on '${name}' has ${Array.isArray(value) ? 'a list' : 'one value'} for '${operator}'`,
			{
				description: 'In List (IN) and Not in List (NIN) take a list, all other operators one value',
			},
		);
	}
	const isSeconds = (one: unknown) => one === null || Math.abs(numberIn(one) ?? NaN) <= FARTHEST;
	if (kind === 'date' && ![value].flat().every(isSeconds)) {
		throw new UserError(`'${name}' is compared with '${shown(value)}', which is not a date to Intercom`, {
			description: 'In a JSON query dates are Unix seconds, such as 1772012000',
		});
	}
	checkId(filter, object);
}

/** Throws a `UserError` for what Intercom would refuse: too many filters or levels, operators that a field does not take; and for IDs that are none. */
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
	if (value.length > MAX_FILTERS) throw tooMany(value.length);
	for (const member of value) check(member, object, told, level + 1);
}
