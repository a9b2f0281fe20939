import { UserError } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { asScalar, asText, isEmpty, numberIn, shown } from '../../core/values/plain';
import { dayOf } from '../../core/values/time';
import { toUnixSeconds } from '../transport/times';
import { check, kindOf, type Told } from './searchCheck';
import type { Filter, Query } from './searchDays';
import { groupsOf, operators, type Group } from './searchGroups';
import { flat, grouped, packed, within } from './searchLevels';
import { OWN, type Kind, type Searchable } from './searchable';

export type Row = Record<string, unknown> & { operator?: string };
type Rows = Record<string, Row[] | undefined>;

/** What rows are read with. `now`: Unix seconds. */
type Reading = { object: Searchable; told: Told; zone: string; now: number };

function asNumber(value: unknown, field: string): number {
	const given = numberIn(value);
	if (given !== undefined) return given;
	throw new UserError(`'${field}' is compared with '${shown(value)}', which is not a number`, {
		description: 'Give a number, or make the expression give one',
	});
}

function asBoolean(value: unknown, field: string): boolean {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw new UserError(`'${field}' is compared with '${shown(value)}'`, {
		description: 'It takes true or false',
	});
}

const asType: Record<Kind, (value: unknown, field: string, zone: string) => unknown> = {
	text: (value, field) => asText(field, value),
	number: asNumber,
	yesNo: asBoolean,
	date: (value, field, zone) => toUnixSeconds(value, zone, field),
};

/** A blank would widen the search without a word: every date is after nothing. */
function scalar(field: string, kind: Kind | undefined, value: unknown, zone: string): unknown {
	if (isEmpty(value)) {
		throw new UserError(`The filter on '${field}' has no value`, {
			description: 'Fill it in, or make sure that the expression gives a value for every item',
		});
	}
	return kind ? asType[kind](value, field, zone) : asScalar(field, value);
}

export const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: String(value ?? '')
				.split(',')
				.map((entry) => entry.trim());

/** The field that a row is about; `custom` stands for the attribute that is named beside it. */
export function fieldOf({ field, attribute }: Row, { fields, own: hasOwn }: Group, own: string): string {
	const isOwn = hasOwn === true && field === OWN;
	const text = String((isOwn ? attribute : (field ?? Object.keys(fields)[0])) ?? '').trim();
	if (text === '') {
		throw new UserError(isOwn ? 'A filter names no attribute' : 'A filter has no field', {
			description: 'Choose what to filter by, or remove the filter',
		});
	}
	return isOwn && !text.startsWith(own) ? own + text : text;
}

const lengths = { days: 86400, hours: 3600 };

/** How long a span of days or hours is, in seconds. */
function spanOf(amount: unknown, unit: keyof typeof lengths, name: string): number {
	const seconds = Math.round((numberIn(amount) ?? NaN) * lengths[unit]);
	if (seconds > 0 && Number.isFinite(seconds)) return seconds;
	throw new UserError(`The filter on '${name}' has '${shown(amount)}' for a number of ${unit}`, {
		description: 'Give a number above 0, or make the expression give one',
	});
}

/** No date of the API's own is older; what the workspace added, such as a birthday, may be. */
const oldest = (field: string, own: string): number => (field.startsWith(own) ? Date.UTC(1900) / 1000 : 0);

/** A row of the form → what asks for it: a filter, or several that all hold. */
function asked(group: Group, row: Row, { object, told, zone, now }: Reading): Query[] {
	const { operator: word = group.operators[0] } = row;
	const field = fieldOf(row, group, object.own);
	const name = own(group.fields, field) ?? field;
	const filter = (operator: string, value: unknown): Filter => {
		const made = { field, operator, value };
		told.set(made, { name, ...(group.kind && { kind: group.kind }) });
		return made;
	};
	const operator = Object.hasOwn(operators, word) ? own(operators, word) : undefined;
	if (!operator) {
		throw new UserError(`The filter on '${field}' has the operator '${shown(word)}', which does not exist`, {
			description: `Use one of: ${group.operators.join(', ')}`,
		});
	}
	const { api, blank, span } = operator;
	const kind = kindOf(object, told, filter(api, null));
	if (blank) {
		const isAnyDate = word === 'isNotEmpty' && kind === 'date' && object.byDay === true;
		return [
			isAnyDate ? filter('>', oldest(field, object.own)) : filter(api, own(object.nothing, field) ?? null),
		];
	}
	if (span) {
		const bound = filter(api, now - spanOf(row.amount ?? 7, span, name));
		const mayBeAhead = field.startsWith(object.own) || object.ahead.includes(field);
		return api === '>' && mayBeAhead ? [bound, filter('<', now)] : [bound];
	}
	const value = own(row, group.known?.pick ? group.name : 'value');
	if (group.known?.many)
		return [filter(word === 'notEquals' ? 'NIN' : 'IN', listOf(scalar(name, 'text', value, zone)))];
	if (word === 'in' || word === 'notIn')
		return [
			filter(
				api,
				listOf(value).map((entry) => scalar(name, kind, entry, zone)),
			),
		];
	const one = scalar(name, kind, value, zone);
	if (word !== 'equals' || group.kind !== 'date' || object.byDay) return [filter(api, one)];
	const [start, next] = dayOf(Number(one) * 1000, zone).map((ms) => ms / 1000);
	// the ends belong to it (Intercom API 2.14, searchConversations: Greater or equal)
	return [filter('>', start), filter('<', next - 1)];
}

/** `lists`: rows by the group of the form that they belong to. */
function filtersOf(lists: unknown, reading: Reading): Query[] {
	const groups = groupsOf(reading.object);
	return Object.entries((lists ?? {}) as Rows).flatMap(([list, rows]) => {
		const group = groups.find(({ name }) => name === list);
		return group ? (rows ?? []).map((row) => grouped('AND', asked(group, row, reading))) : [];
	});
}

const isOr = (match: unknown): 'OR' | 'AND' => (match === 'OR' ? 'OR' : 'AND');

function parse(json: unknown): unknown {
	try {
		return typeof json === 'string' ? JSON.parse(json) : json;
	} catch {
		return undefined;
	}
}

/** The JSON query among the options; undefined where there is none. */
export const jsonOf = ({ options }: Values): unknown => {
	const { query } = (options ?? {}) as Values;
	return query === undefined || query === null || query === '' ? undefined : query;
};

/** The editor's parameters → a query. `values`: `{ match, filters, options: { groups: { group: [{ match, filters }] }, query } }`. */
function built({ match, filters, options }: Values, reading: Reading): Query {
	const { groups } = (options ?? {}) as Values;
	const outer = isOr(match);
	const inner = ((groups as { group?: Values[] } | null)?.group ?? []).map((group, index) => {
		const operator = isOr(group.match);
		const own = flat(operator, filtersOf(group.filters, reading));
		if (own.length > 0) return grouped(operator, own);
		throw new UserError(`Group ${index + 1} has no filter`, {
			description: 'Add a filter to it, or remove the group',
		});
	});
	const own = flat(outer, filtersOf(filters, reading));
	const json = jsonOf({ options });
	const given = json === undefined ? [] : [parse(json)];
	for (const query of given) check(query, reading.object, reading.told);
	const whole = [...inner, ...(given as Query[])];
	if (own.length === 0 && whole.length === 1) return whole[0];
	const all = [...own, ...whole.flatMap((group) => within(outer, group))];
	if (all.length > 0) return grouped(outer, all);
	throw new UserError('There is no filter', { description: 'Add at least one filter to search by' });
}

/**
 * The search parameters → Intercom's `query`, with what the user said of each filter. Dates without a zone are meant in
 * `zone` (IANA name). Throws a `UserError` that says what to mend.
 */
export function toQuery(values: Values, object: Searchable, zone: string): { query: Query; told: Told } {
	const told: Told = new Map();
	const now = Math.trunc(Date.now() / 1000);
	const query = packed(built(values, { object, told, zone, now }));
	check(query, object, told);
	return { query, told };
}
