import { UserError, type IDataObject } from 'n8n-workflow';
import { dayOf } from '../../core/values/time';

/** One filter of a search, as Intercom takes it. */
export type Filter = { field: string; operator: string; value?: unknown };
export type Query = Filter | { operator: 'AND' | 'OR'; value: Query[] };

type Keep = (element: IDataObject) => boolean;
/** What to ask for in place of a part of a query, and what of the answer is meant. `pure`: dates decide it, and nothing else. */
type Exact = { ask: Query[]; keep?: Keep; pure: boolean };

/** Two days' ends: a calendar day has 25 hours at most, whatever the workspace's zone. */
const SLACK = 26 * 3600;
const PREFIX = 'custom_attributes.';

/** A date of a contact, in Unix seconds; NaN where it has none. */
function secondsOf(element: IDataObject, field: string): number {
	const value = field.startsWith(PREFIX)
		? (element.custom_attributes as IDataObject | undefined)?.[field.slice(PREFIX.length)]
		: element[field];
	return value === null || value === undefined ? NaN : Number(value);
}

/** Dates before 1970 may be asked for, but nothing makes one of a date that is not. */
const earlier = (seconds: number): number => (seconds < 0 ? seconds - SLACK : Math.max(0, seconds - SLACK));

function exactDate(filter: Filter, inOr: boolean, zone: string): Exact {
	const { field, operator } = filter;
	const value = Number(filter.value);
	const from = (seconds: number): Filter => ({ field, operator: '>', value: earlier(seconds) });
	const until = (seconds: number): Filter => ({ field, operator: '<', value: seconds + SLACK });
	const pure = true;
	if (operator === '>')
		return { ask: [from(value)], keep: (element) => secondsOf(element, field) > value, pure };
	if (operator === '<')
		return { ask: [until(value)], keep: (element) => secondsOf(element, field) < value, pure };
	const [start, next] = dayOf(value * 1000, zone).map((ms) => ms / 1000);
	const keep: Keep = (element) => secondsOf(element, field) >= start && secondsOf(element, field) < next;
	// no group fits into a group of alternatives: there, each of the workspace's days that the day touches is one
	const days = [start, (start + next) / 2, next - 1].map((day) => ({ field, operator: '=', value: day }));
	return { ask: inOr ? days : [from(start), until(next)], keep, pure };
}

const datesIn = (query: Query, isDate: (filter: Filter) => boolean): string[] =>
	'field' in query
		? isDate(query)
			? [query.field]
			: []
		: query.value.flatMap((member) => datesIn(member, isDate));

const mixed = (fields: string[]) =>
	new UserError(
		`A date (${[...new Set(fields)].join(', ')}) is part of alternatives that are not all dates`,
		{
			description:
				'Intercom compares dates of contacts by whole days. This is made exact here where a date must match in any case. Move the date out of the OR group, or run one search for each alternative',
		},
	);

function exact(query: Query, isDate: (filter: Filter) => boolean, zone: string, inOr: boolean): Exact {
	if ('field' in query) return isDate(query) ? exactDate(query, inOr, zone) : { ask: [query], pure: false };
	const { operator, value } = query;
	const members = value.map((member) => exact(member, isDate, zone, operator === 'OR'));
	const ask: Query[] = [{ operator, value: members.flatMap((member) => member.ask) }];
	const keeps = members.flatMap(({ keep }) => keep ?? []);
	const pure = members.every((member) => member.pure);
	if (keeps.length === 0) return { ask, pure: false };
	if (operator === 'AND') return { ask, keep: (element) => keeps.every((keep) => keep(element)), pure };
	if (!pure) throw mixed(datesIn(query, isDate));
	return { ask, keep: (element) => keeps.some((keep) => keep(element)), pure };
}

/**
 * Contact search compares dates by whole days of the workspace's time zone (Intercom API up to 2.16). Asks for days
 * enough on either side, and gives the test that holds each contact to its own second; `=` means the calendar day in
 * `zone`, the workflow's (IANA name). Throws a `UserError` for what cannot be made exact so: a date and something else
 * as alternatives.
 */
export function byTheSecond(
	query: Query,
	isDate: (filter: Filter) => boolean,
	zone: string,
): { query: Query; keep?: Keep } {
	const { ask, keep } = exact(query, isDate, zone, false);
	return { query: ask.length === 1 ? ask[0] : { operator: 'AND', value: ask }, keep };
}
