import { isObject } from './body';
import { invalid } from './errors';
import type { Json } from './types';

export type FieldType = 'string' | 'integer' | 'date' | 'boolean';

/** What one kind of object can be searched by, and how. */
export interface Searchable<Item> {
	fieldType(field: string): FieldType | undefined;
	/** Null where it is not set; an array matches by any of its values. Dates in unix s. */
	value(item: Item, field: string): unknown;
	operators(field: string, type: FieldType): readonly Operator[];
	/** Contacts: dates count by calendar day; gives that day's first second and the next day's, unix s. */
	day?(unixSeconds: number): [start: number, next: number];
	/** Conversations: `>` and `<` include the value itself. */
	inclusive: boolean;
	/** Whether search shows it at all. */
	isListed?(item: Item): boolean;
}

/** All operators of all searches; each field takes some. */
export const operators = ['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<=', '~', '!~', '^', '$'] as const;
export type Operator = (typeof operators)[number];

const maxLevels = 2;
const maxFilters = 15;

type Test<Item> = (item: Item) => boolean;

/** Turns a search's `query` into a test, or throws the 400 that says what is wrong with it. */
export function compile<Item>(query: unknown, searchable: Searchable<Item>, level = 1): Test<Item> {
	if (!isObject(query)) throw invalid('query is invalid', 'query');
	if ('field' in query) return single(query, searchable);
	const { operator, value } = query;
	if (operator !== 'AND' && operator !== 'OR') throw invalid(`operator ${operator} is invalid`, 'operator');
	if (!Array.isArray(value) || value.length === 0) throw invalid('value must be a list of filters', 'value');
	if (level > maxLevels) throw invalid(`the limit of ${maxLevels} nested filters is exceeded`, 'query');
	if (value.length > maxFilters) throw invalid(`more than ${maxFilters} filters in one group`, 'query');
	const tests = value.map((part) => compile(part, searchable, level + 1));
	return operator === 'AND'
		? (item) => tests.every((test) => test(item))
		: (item) => tests.some((test) => test(item));
}

const negated: Partial<Record<Operator, Operator>> = { '!=': '=', NIN: 'IN', '!~': '~' };

function single<Item>({ field, operator, value }: Json, searchable: Searchable<Item>): Test<Item> {
	const name = String(field);
	const type = searchable.fieldType(name);
	if (!type) throw invalid(`${name} is not a searchable field`, name);
	const known = operators.find((one) => one === operator);
	if (!known || !searchable.operators(name, type).includes(known))
		throw invalid(`operator ${operator} is not supported for ${name}`, name);
	const positive = negated[known] ?? known;
	const several = positive === 'IN';
	if (several !== Array.isArray(value))
		throw invalid(`${known} takes ${several ? 'a list' : 'one value'}`, name);
	const wanted = [value].flat().map((one) => typed(one, type, name));
	const compare =
		type === 'date' && searchable.day
			? dayTest(positive, wanted, searchable.day)
			: valueTest(positive, searchable);
	return (item) => {
		const actual = [searchable.value(item, name)].flat();
		const found = (actual.length > 0 ? actual : [null]).some((one) =>
			wanted.some((want) => compare(one, want)),
		);
		return positive === known ? found : !found;
	};
}

/** The value in the field's own type; null asks for "not set". */
function typed(value: unknown, type: FieldType, field: string): unknown {
	const text = typeof value === 'string' ? value : undefined;
	if (value === null) return null;
	if (type === 'string' && text !== undefined) return text;
	if (type === 'boolean' && typeof value === 'boolean') return value;
	if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
	if (type === 'integer' || type === 'date') {
		const number = text === undefined ? value : text.trim() === '' ? undefined : Number(text);
		if (typeof number === 'number' && Number.isFinite(number)) return number;
	}
	throw invalid(`${field} takes a value of type ${type}`, field);
}

type Compare = (actual: unknown, wanted: unknown) => boolean;

/** Numbers are never equal to text here, so both sides are of the field's type or null. */
function valueTest(operator: Operator, { inclusive }: { inclusive: boolean }): Compare {
	const ordered = (test: (a: number, b: number) => boolean): Compare => {
		return (a, b) => typeof a === 'number' && typeof b === 'number' && test(a, b);
	};
	const worded = (test: (a: string, b: string) => boolean): Compare => {
		return (a, b) => typeof a === 'string' && typeof b === 'string' && test(a.toLowerCase(), b.toLowerCase());
	};
	const tests: Partial<Record<Operator, Compare>> = {
		'=': (a, b) => a === b,
		IN: (a, b) => a === b,
		'>': ordered((a, b) => (inclusive ? a >= b : a > b)),
		'<': ordered((a, b) => (inclusive ? a <= b : a < b)),
		'>=': ordered((a, b) => a >= b),
		'<=': ordered((a, b) => a <= b),
		'~': worded((a, b) => a.includes(b)),
		'^': worded((a, b) => a.startsWith(b)),
		$: worded((a, b) => a.endsWith(b)),
	};
	return tests[operator] ?? (() => false);
}

function dayTest(
	operator: Operator,
	asked: unknown[],
	day: (unixSeconds: number) => [number, number],
): Compare {
	// once for all objects: calendars are slow
	const numbers = asked.filter((one) => typeof one === 'number');
	const days = new Map(numbers.map((one) => [one, day(one)]));
	return (actual, wanted) => {
		const known = days.get(Number(wanted));
		if (typeof actual !== 'number' || wanted === null || !known) return operator === '=' && actual === wanted;
		const [start, next] = known;
		if (operator === '>') return actual >= next;
		if (operator === '<') return actual < start;
		return actual >= start && actual < next;
	};
}
