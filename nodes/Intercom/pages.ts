import type { IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';

type Next = { starting_after?: string } | string | null | undefined;

/** Where a page says the next one is: a cursor (object), a page number (in a URL, or counted beside the list), or nowhere. */
function cursorOf(reply: IDataObject): Values | undefined {
	const { next_cursor: cursor, page, total_pages: pages } = reply;
	if (cursor) return { cursor };
	if (Number(page) < Number(pages)) return { page: Number(page) + 1 };
	const next = (reply.pages as { next?: Next } | undefined)?.next;
	if (!next) return undefined;
	if (typeof next === 'object')
		return next.starting_after ? { starting_after: next.starting_after } : undefined;
	// only its parameters are taken: the address, and with it the token, stays ours
	const parameters = new URL(next, 'https://next.page').searchParams;
	return Object.fromEntries(parameters);
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
const at = (reply: unknown, keys: string): unknown =>
	keys.split('.').reduce<unknown>((value, key) => (value as Values | undefined)?.[key], reply);

/** What a page holds. Asked for one thing (by its external ID, say), some lists answer with that alone. */
export const elementsOf = (reply: IDataObject, list: string): IDataObject[] =>
	(at(reply, list) as IDataObject[] | undefined) ?? ('id' in reply ? [reply] : []);

/**
 * The elements under `list` in a reply and all pages after it, page by page as far as the caller reads on.
 * Ends for sure: a cursor that came before ends the reading.
 */
export async function* elements(send: Send, request: Request, list: string): AsyncGenerator<IDataObject> {
	const seen = new Set<string>();
	for (let cursor: Values | undefined = {}; cursor; ) {
		const reply: IDataObject = await send(withPaging(request, cursor));
		yield* elementsOf(reply, list);
		cursor = cursorOf(reply);
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
