import { UserError } from 'n8n-workflow';

/** Whether a value is none: missing, or blank text. */
export const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Longest part of a value that a message shows, in characters. */
const LONGEST_SHOWN = 100;

/** A value as a message shows it. */
export function shown(value: unknown): string {
	const text =
		typeof value === 'object' && value !== null ? (JSON.stringify(value) ?? '') : String(value as string);
	return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** What n8n's expressions give for a date, beside texts and numbers: JavaScript's or Luxon's. */
export const isDate = (value: unknown): value is { valueOf(): number } =>
	value instanceof Date ||
	typeof (value as { toMillis?: unknown } | null | undefined)?.toMillis === 'function';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** No number that means anything is written in more characters. */
const LONGEST_NUMBER = 400;

/** Whether a text of digits is another number once it is read: one holds 15 digits for certain. */
const isRounded = (text: string): boolean => /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(Number(text));

/** A number or a text that is one → the finite number; undefined for anything else, also for digits that it would round. */
export function numberIn(value: unknown): number | undefined {
	const text = typeof value === 'string' && value.length <= LONGEST_NUMBER ? value.trim() : '';
	if (isRounded(text)) return undefined;
	const number = typeof value === 'number' ? value : NUMBER.test(text) ? Number(text) : NaN;
	return Number.isFinite(number) ? number : undefined;
}

/** The finite number that the value is. Throws a `UserError`, which calls it `name`, for anything else. */
export function asNumber(name: string, value: unknown): number {
	const number = numberIn(value);
	if (number !== undefined) return number;
	throw new UserError(`'${name}' is '${shown(value)}', which is not a number`, {
		description:
			'Give a number such as 1200 or 9.5, or make the expression give one; leave it blank for none',
	});
}

const notOne = (name: string, value: unknown) =>
	new UserError(`'${name}' is ${Array.isArray(value) ? 'a list' : 'an object'}, but it takes one value`, {
		description:
			'Make the expression give one text or number: {{ $json.plan.name }} instead of {{ $json.plan }}, or {{ $json.tags[0] }} instead of {{ $json.tags }}',
	});

/** Whether the value is one text, number, yes or no, or date. */
export const isScalar = (value: unknown): boolean =>
	['string', 'boolean'].includes(typeof value) || Number.isFinite(isDate(value) ? value.valueOf() : value);

/** Passes one text, number, yes or no, or date. Throws a `UserError`, which calls it `name`, for anything else. */
export function asScalar(name: string, value: unknown): unknown {
	if (isScalar(value)) return value;
	if (typeof value === 'object' && !isDate(value)) throw notOne(name, value);
	throw new UserError(`'${name}' is '${shown(value)}', which is no value that can be sent`, {
		description:
			'Check the expression: it divides by zero, or calculates with something that is not a number',
	});
}

/** One text, number, yes or no, or date → its text, dates in ISO 8601. Throws as `asScalar` does. */
export function asText(name: string, value: unknown): string {
	const one = asScalar(name, value);
	return isDate(one) ? new Date(one.valueOf()).toISOString() : String(one as string);
}

/**
 * Passes a value that is made of texts, finite numbers, yes and no, null, lists and objects, however deep. Throws a
 * `UserError`, which names the member, for what JSON would turn into something else: `Infinity` would be sent as null, and
 * empty what is there.
 */
export function asSendable<T>(value: T, name = ''): T {
	if (Array.isArray(value)) for (const one of value) asSendable(one as unknown, name);
	else if (typeof value === 'object' && value !== null && !isDate(value))
		for (const [key, member] of Object.entries(value)) asSendable(member, key);
	else if (value !== undefined && value !== null) asScalar(name, value);
	return value;
}
