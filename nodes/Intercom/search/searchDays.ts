import { UserError, type IDataObject } from 'n8n-workflow';
import { own } from '../../core/values/own';
import { dayOf } from '../../core/values/time';

/** One filter of a search, as Intercom takes it. */
export type Filter = { field: string; operator: string; value?: unknown };
export type Query = Filter | { operator: 'AND' | 'OR'; value: Query[] };

type Keep = (element: IDataObject) => boolean;
/**
 * What to ask for in place of a part of a query. `test` tells of an element whether the part holds, where that can be told
 * here; `keep` is the same where the part must be tested because more is asked for than is meant.
 */
type Exact = { ask: Query[]; test?: Keep; keep?: Keep };

/** Two days' ends: a calendar day has 25 hours at most, whatever the workspace's zone. */
const SLACK = 26 * 3600;
const PREFIX = 'custom_attributes.';

/** What a contact has of a field; null where it has nothing. */
const valueOf = (element: IDataObject, field: string): unknown =>
	(field.startsWith(PREFIX)
		? own(element.custom_attributes as IDataObject | undefined, field.slice(PREFIX.length))
		: field.split('.').reduce<unknown>((inner, key) => own(inner as IDataObject | null, key), element)) ??
	null;

/** A date of a contact, in Unix seconds; NaN where it has none. */
function secondsOf(element: IDataObject, field: string): number {
	const value = valueOf(element, field);
	return value === null ? NaN : Number(value);
}

/** What a contact does not show of itself, so that only Intercom can tell whether it has it. */
const unseen = ['email_domain', 'segment_id', 'tag_id'];

/** "Has nothing there" and "has something there". */
function exactBlank(filter: Filter): Exact {
	const { field, operator } = filter;
	const isNone = (element: IDataObject) => valueOf(element, field) === null;
	if (unseen.includes(field) || (operator !== '=' && operator !== '!=')) return { ask: [filter] };
	return { ask: [filter], test: operator === '=' ? isNone : (element) => !isNone(element) };
}

const exactly = (ask: Query[], keep: Keep): Exact => ({ ask, test: keep, keep });

/** Dates before 1970 may be asked for, but nothing makes one of a date that is not. */
const earlier = (seconds: number): number => (seconds < 0 ? seconds - SLACK : Math.max(0, seconds - SLACK));

function exactDate(filter: Filter, inOr: boolean, zone: string): Exact {
	const { field, operator } = filter;
	const value = Number(filter.value);
	const from = (seconds: number): Filter => ({ field, operator: '>', value: earlier(seconds) });
	const until = (seconds: number): Filter => ({ field, operator: '<', value: seconds + SLACK });
	if (operator === '>') return exactly([from(value)], (element) => secondsOf(element, field) > value);
	if (operator === '<') return exactly([until(value)], (element) => secondsOf(element, field) < value);
	const [start, next] = dayOf(value * 1000, zone).map((ms) => ms / 1000);
	const keep: Keep = (element) => secondsOf(element, field) >= start && secondsOf(element, field) < next;
	// no group fits into a group of alternatives: there, each of the workspace's days that the day touches is one
	const days = [start, (start + next) / 2, next - 1].map((day) => ({ field, operator: '=', value: day }));
	return exactly(inOr ? days : [from(start), until(next)], keep);
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
				'Intercom compares dates of contacts by whole days. The node makes that exact where the alternatives are dates or ask for what is empty. Move the date out of the OR group, or run one search for each alternative',
		},
	);

const tests = (members: Exact[]): Keep[] => members.flatMap(({ test }) => test ?? []);
const keeps = (members: Exact[]): Keep[] => members.flatMap(({ keep }) => keep ?? []);
const everyOf =
	(list: Keep[]): Keep =>
	(element) =>
		list.every((holds) => holds(element));
const someOf =
	(list: Keep[]): Keep =>
	(element) =>
		list.some((holds) => holds(element));

function exact(query: Query, isDate: (filter: Filter) => boolean, zone: string, inOr: boolean): Exact {
	if ('field' in query) {
		if (query.value === null) return exactBlank(query);
		return isDate(query) ? exactDate(query, inOr, zone) : { ask: [query] };
	}
	const { operator, value } = query;
	const join = operator === 'AND' ? everyOf : someOf;
	const members = value.map((member) => exact(member, isDate, zone, operator === 'OR'));
	const ask: Query[] = [{ operator, value: members.flatMap((member) => member.ask) }];
	const isKnown = members.every(({ test }) => test);
	const test = isKnown ? { test: join(tests(members)) } : {};
	const strict = keeps(members);
	if (strict.length === 0) return { ask, ...test };
	if (operator === 'AND') return { ask, ...test, keep: everyOf(strict) };
	if (!isKnown) throw mixed(datesIn(query, isDate));
	return { ask, ...test, keep: someOf(tests(members)) };
}

/**
 * Contact search compares dates by whole days of the workspace's time zone (Intercom API up to 2.16). Asks for days
 * enough on either side, and gives the test that holds each contact to its own second; `=` means the calendar day in
 * `zone`, the workflow's (IANA name). Throws a `UserError` for what cannot be made exact so: a date and something else
 * than dates and blanks as alternatives.
 */
export function byTheSecond(
	query: Query,
	isDate: (filter: Filter) => boolean,
	zone: string,
): { query: Query; keep?: Keep } {
	const { ask, keep } = exact(query, isDate, zone, false);
	return { query: ask.length === 1 ? ask[0] : { operator: 'AND', value: ask }, keep };
}
