import { readable } from '../html/readable';
import { unescaped } from '../values/entities';
import { oneLine } from '../values/line';
import { own } from '../values/own';

/** One thing that a server says of why it refused a request. */
export type Complaint = { code?: string; message?: string; field?: string };

/** The most complaints that a person is shown. */
const MOST = 10;

/** As much of a page is read as may hold its title. */
const EXCERPT = 2_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words of a server, on one line, cut off where they do not end; undefined for what are none. */
export function words(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return oneLine(String(value)) || undefined;
}

function titleOf(page: string): string | undefined {
	const tag = page.toLowerCase().indexOf('<title');
	const start = page.indexOf('>', tag) + 1;
	return tag === -1 || start === 0 ? undefined : unescaped(page.slice(start).split('<', 1)[0]);
}

/** What a page of a proxy says: its title, or its text. */
function ofPage(page: string): string | undefined {
	const start = page.slice(0, EXCERPT);
	return words(titleOf(start)) ?? words(readable(start, 'plain'));
}

/** The first of these members that holds words. */
const said = (object: Record<string, unknown>, ...names: string[]): string | undefined =>
	names.map((name) => words(own(object, name))).find((one) => one !== undefined);

/** Members that hold the words, and those that hold whatever holds them. */
const MESSAGES = ['message', 'Message', 'msg', 'error_description', 'detail', 'description'];
const OTHERS = ['title', 'reason', 'faultstring'];
const WITHIN = ['errors', 'error', 'detail', 'details', 'message', 'fault'];

/** Deepest that words are looked for. */
const DEEPEST = 4;

/** What an error says, or all errors of a list, however they are wrapped. */
function complaint(one: unknown, depth = 0): Complaint[] {
	if (depth > DEEPEST) return [];
	const inside = (each: unknown) => complaint(each, depth + 1);
	if (Array.isArray(one)) return one.slice(0, MOST).flatMap(inside).slice(0, MOST);
	if (!isObject(one)) return words(one) ? [{ message: words(one) }] : [];
	const { code, message, field } = {
		code: said(one, 'code', 'error_key', 'type'),
		message: said(one, ...MESSAGES, ...OTHERS),
		field: said(one, 'field', 'subject'),
	};
	const wrapped = message ? [] : WITHIN.flatMap((name) => inside(own(one, name))).slice(0, MOST);
	if (wrapped.length > 0) return wrapped.map((each) => ({ ...(code && { code }), ...each }));
	return code || message
		? [{ ...(code && { code }), ...(message && { message }), ...(field && { field }) }]
		: [];
}

/** What stands under `errors`: a list, or what is wrong with each field. */
function listed(errors: unknown): Complaint[] {
	if (!isObject(errors)) return complaint(errors);
	return Object.entries(errors)
		.slice(0, MOST)
		.flatMap(([field, about]) => complaint(about).map((one) => ({ field: words(field), ...one })))
		.slice(0, MOST);
}

/**
 * Why a server refused a request, by its reply's body, in whatever shape: `{errors: [{code, message}]}`, `{errors:
 * ["…"]}`, `{errors: {field: ["…"]}}`, `{error: "…"}`, `{error: {message}}`, `{error: […]}`, `{message}`, `{detail:
 * [{msg}]}`, `{fault: {faultstring}}`, a text, or the page of a proxy. Nothing where it does not say.
 */
export function complaintsIn(body: unknown): Complaint[] {
	if (typeof body === 'string') {
		const text = /^\s*<|<html/i.test(body.slice(0, EXCERPT)) ? ofPage(body) : words(body);
		return text ? [{ message: text }] : [];
	}
	if (Array.isArray(body)) return listed(body);
	if (!isObject(body)) return [];
	const { errors, error } = body;
	const found = listed(errors);
	if (found.length > 0) return found;
	// here `type` is the kind of the body, and no code
	const rest = Object.fromEntries(
		Object.entries(body).filter(([name]) => !['type', 'errors', 'error'].includes(name)),
	);
	// the code stands in `error` where the words stand beside it
	const [beside] = complaint(rest);
	if (typeof error === 'string' && beside?.message) return [{ ...beside, code: beside.code ?? words(error) }];
	const inner = complaint(error);
	return inner.length > 0 ? inner : complaint(rest);
}

/** Whether the reply is JSON, or nothing at all: what a server of JSON would send. */
export const isJson = (body: unknown): boolean =>
	body === undefined || body === null || body === '' || typeof body === 'object';
