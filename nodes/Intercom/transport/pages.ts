import type { IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';

type Next = { starting_after?: string } | string | null | undefined;
type Pages = { next?: Next; page?: number; total_pages?: number };

/** The next page's number, by which page of how many this one is. */
const numbered = ({ page = 1, total_pages = 1 }: Pages): Values | undefined =>
	Number(page) < Number(total_pages) ? { page: Number(page) + 1 } : undefined;

/** Searches, and lists that led here by a cursor: where they give none, they end. */
const isLedByCursors = ({ body }: Request, cursor: Values): boolean =>
	'query' in body || 'starting_after' in cursor || 'cursor' in cursor;

/**
 * What asks for the page of `request` after this one, as this one says it: a cursor (an object, or `next_cursor` beside
 * the list), the parameters of an address, or a number. `cursor` is what asked for this one. A page that names no next
 * one, but says that it is not the last, is believed in that: asking once more costs less than losing the rest.
 * Source: Intercom API 2.14, cursor_pages and pages_link.
 */
export function cursorOf(reply: IDataObject, request: Request, cursor: Values): Values | undefined {
	const pages = (reply.pages ?? reply) as Pages;
	const { next } = pages;
	if (reply.next_cursor) return { cursor: reply.next_cursor };
	if (typeof next === 'string' && next)
		// only its parameters are taken: the address, and with it the token, stays ours
		return Object.fromEntries(new URL(next, 'https://next.page').searchParams);
	if (typeof next === 'object' && next?.starting_after) return { starting_after: next.starting_after };
	return isLedByCursors(request, cursor) ? undefined : numbered(pages);
}

const numbers = ({ page, per_page }: Values): Values => ({
	...(page !== undefined && { page: Number(page) }),
	...(per_page !== undefined && { per_page: Number(per_page) }),
});

/**
 * Adds page size or cursor where the endpoint wants them: searches in the body's `pagination`, a body that counts its
 * pages (`page`) right there, all other lists in the query.
 */
export function withPaging(request: Request, paging: Values): Request {
	const { body, query } = request;
	if ('query' in body)
		return { ...request, body: { ...body, pagination: { ...(body.pagination as Values), ...paging } } };
	return 'page' in body
		? { ...request, body: { ...body, ...numbers(paging) } }
		: { ...request, query: { ...query, ...paging } };
}

/** What a path of keys (`data.articles`) leads to. */
export const at = (reply: unknown, keys: string): unknown =>
	keys.split('.').reduce<unknown>((value, key) => (value as Values | undefined)?.[key], reply);

/** What a page holds. Asked for one thing (by its external ID, say), some lists answer with that alone. */
export const elementsOf = (reply: IDataObject, list: string): IDataObject[] =>
	(at(reply, list) as IDataObject[] | undefined) ?? ('id' in reply ? [reply] : []);

/** What tells an element from all others; undefined where it has no id. */
const identityOf = ({ id, type }: IDataObject): string | undefined =>
	typeof id === 'string' || typeof id === 'number' ? `${String(type)}:${id}` : undefined;

/**
 * The elements under `list` in a reply and all pages after it, page by page as far as the caller reads on. Each once: an
 * object that a write has moved on to a later page meanwhile is passed over there. Ends for sure: at a cursor that
 * came before, and at a numbered page without elements.
 */
export async function* elements(send: Send, request: Request, list: string): AsyncGenerator<IDataObject> {
	const cursors = new Set<string>();
	const earlier = new Set<string>();
	for (let cursor: Values | undefined = {}; cursor; ) {
		const reply: IDataObject = await send(withPaging(request, cursor));
		const page = elementsOf(reply, list);
		const fresh = page.filter((element) => !earlier.has(identityOf(element) ?? ''));
		for (const element of page) earlier.add(identityOf(element) ?? '');
		earlier.delete('');
		yield* fresh;
		if ('page' in cursor && page.length === 0) return;
		cursor = cursorOf(reply, request, cursor);
		const key = JSON.stringify(cursor);
		if (cursors.has(key)) return;
		cursors.add(key);
	}
}

/** The first `limit` of them. Stops the source, so that no page is asked for that nobody wants. */
export async function* upTo<T>(limit: number, source: AsyncIterable<T>): AsyncGenerator<T> {
	let left = limit;
	if (left <= 0) return;
	for await (const element of source) {
		yield element;
		if (--left <= 0) return;
	}
}

/** The same as a list. */
export async function take<T>(limit: number, source: AsyncIterable<T>): Promise<T[]> {
	const taken: T[] = [];
	for await (const element of upTo(limit, source)) taken.push(element);
	return taken;
}

/** Those that pass. */
export async function* sifted<T>(
	source: AsyncIterable<T>,
	passes: (element: T) => boolean,
): AsyncGenerator<T> {
	for await (const element of source) if (passes(element)) yield element;
}
