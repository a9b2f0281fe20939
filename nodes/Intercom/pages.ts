import type { IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';

type Next = { starting_after?: string } | string | null | undefined;
type Pages = { next?: Next; page?: number; total_pages?: number };

/** The next page's number, where a list says only which page of how many this one is. */
const numbered = ({ page = 1, total_pages = 1 }: Pages): Values | undefined =>
	Number(page) < Number(total_pages) ? { page: Number(page) + 1 } : undefined;

/**
 * What asks for the next page, as this one says it: a cursor (an object, or `next_cursor` beside the list), the
 * parameters of an address, or a number. `cursor` is what asked for this one: where cursors lead, none is the end.
 */
export function cursorOf(reply: IDataObject, cursor: Values): Values | undefined {
	const pages = (reply.pages ?? reply) as Pages;
	const { next } = pages;
	if (reply.next_cursor) return { cursor: reply.next_cursor };
	if (typeof next === 'string' && next)
		// only its parameters are taken: the address, and with it the token, stays ours
		return Object.fromEntries(new URL(next, 'https://next.page').searchParams);
	if (typeof next === 'object' && next?.starting_after) return { starting_after: next.starting_after };
	return 'starting_after' in cursor || 'cursor' in cursor ? undefined : numbered(pages);
}

/** Adds page size or cursor where the endpoint wants them: searches in the body, all other lists in the query. */
export const withPaging = (request: Request, paging: Values): Request =>
	'query' in request.body
		? {
				...request,
				body: { ...request.body, pagination: { ...(request.body.pagination as Values), ...paging } },
			}
		: { ...request, query: { ...request.query, ...paging } };

/** What a path of keys (`data.articles`) leads to. */
export const at = (reply: unknown, keys: string): unknown =>
	keys.split('.').reduce<unknown>((value, key) => (value as Values | undefined)?.[key], reply);

/**
 * The elements under `list` in a reply and all pages after it, page by page as far as the caller reads on.
 * Ends for sure: a cursor that came before ends the reading, and so does a numbered page without elements.
 */
export async function* elements(send: Send, request: Request, list: string): AsyncGenerator<IDataObject> {
	const seen = new Set<string>();
	for (let cursor: Values | undefined = {}; cursor; ) {
		const reply: IDataObject = await send(withPaging(request, cursor));
		const found = (at(reply, list) ?? []) as IDataObject[];
		yield* found;
		if ('page' in cursor && found.length === 0) return;
		cursor = cursorOf(reply, cursor);
		const key = JSON.stringify(cursor);
		if (seen.has(key)) return;
		seen.add(key);
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
