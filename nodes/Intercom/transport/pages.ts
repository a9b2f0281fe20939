import { UserError, type IDataObject } from 'n8n-workflow';
import { parsedUrl } from '../../core/http/address';
import { pageGuard } from '../../core/run/paging';
import type { Request, Send, Values } from '../../core/table/operation';
import { at } from '../../core/values/own';
import { numberIn, shown } from '../../core/values/plain';
import { isOverload } from './errors';

type Next = { starting_after?: string } | string | null | undefined;
type Pages = { next?: Next; page?: number; total_pages?: number };

/** The next page's number, by which page of how many this one is. */
const numbered = ({ page = 1, total_pages = 1 }: Pages): Values | undefined =>
	Number(page) < Number(total_pages) ? { page: Number(page) + 1 } : undefined;

/**
 * The parameters in the address of a next page. Only these are taken: the address, and with it the token, stays ours.
 * Throws a `UserError` for what is no address.
 */
export function parametersOf(next: string): Values {
	const page = parsedUrl(next, 'https://next.page');
	if (page) return Object.fromEntries(page.searchParams);
	throw new UserError(`The list names a next page that is no address: '${shown(next)}'`, {
		description:
			'So the rest of it cannot be read. Try again. To have what came before, switch Return All off and set Limit to no more results than a page holds',
	});
}

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
	if (typeof next === 'string' && next) return parametersOf(next);
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

/** The objects in a list of a reply; what else stands among them is passed over. Throws a `UserError` for what is no list. */
export function objectsIn(list: unknown): IDataObject[] {
	if (Array.isArray(list))
		return list.filter(
			(one) => typeof one === 'object' && one !== null && !Array.isArray(one),
		) as IDataObject[];
	throw new UserError('The reply is not what Intercom sends', {
		description: `It has '${shown(list)}' where a list should be. Check the region and base URL of the credential, and whether a proxy stands in between`,
	});
}

/** What a page holds. Asked for one thing (by its external ID, say), some lists answer with that alone. */
export const elementsOf = (reply: IDataObject, list: string): IDataObject[] =>
	objectsIn(at(reply, list) ?? ('id' in reply ? [reply] : []));

/** What tells an element from all others; undefined where it has no id. */
const identityOf = ({ id, type }: IDataObject): string | undefined =>
	typeof id === 'string' || typeof id === 'number' ? `${String(type)}:${id}` : undefined;

/** Elements a page, as the request asks for them; undefined where it leaves that to the server. */
export const sizeOf = ({ body, query }: Request): number | undefined =>
	numberIn(query.per_page ?? at(body, 'pagination.per_page') ?? body.per_page);

/** How often a page is made smaller: from 150 to 9. */
const MOST_HALVINGS = 4;

/** Times that a page is asked for before it is made smaller. */
const TRIES = 2;

/** Half, or what a whole number of pages of the present size is made of too, where pages go by number. */
function smaller(size: number, { page }: Values): number {
	if (page === undefined) return Math.max(1, Math.floor(size / 2));
	for (let part = Math.floor(size / 2); part > 1; part--) if (size % part === 0) return part;
	return 1;
}

/** What asks for the same place with another size: of the pages before it there are more then. */
const rescaled = (cursor: Values, size: number, next: number): Values =>
	cursor.page === undefined ? cursor : { ...cursor, page: ((Number(cursor.page) - 1) * size) / next + 1 };

/** A list's pages, one after the other: the same place in smaller pages where the server cannot make such large ones. */
async function* pagesOf(
	send: Send,
	request: Request,
): AsyncGenerator<{ reply: IDataObject; cursor: Values }> {
	let size = sizeOf(request);
	let halvings = 0;
	for (let cursor: Values | undefined = {}; cursor; ) {
		const paging: Values = { ...cursor, ...(size && { per_page: size }) };
		const mayShrink = size !== undefined && size > 1 && halvings < MOST_HALVINGS;
		const asked = { ...withPaging(request, paging), ...(mayShrink && { tries: TRIES }) };
		const answer: { reply: IDataObject } | undefined = await send(asked).then(
			(reply) => ({ reply }),
			async (error: unknown) => (mayShrink && isOverload(error) ? undefined : await Promise.reject(error)),
		);
		if (answer) {
			const { reply } = answer;
			yield { reply, cursor };
			cursor = cursorOf(reply, request, cursor);
			// the server may give fewer a page than it was asked for
			const served = numberIn(at(reply, 'pages.per_page')) ?? 0;
			if (size && served > 0 && served < size) size = served;
		} else if (size) {
			const next = smaller(size, cursor);
			cursor = rescaled(cursor, size, next);
			size = next;
			halvings++;
		}
	}
}

/**
 * The elements under `list` in a reply and all pages after it, page by page as far as the caller reads on. Each once: an
 * object that a write has moved on to a later page meanwhile is passed over there. A page that the server cannot make is
 * asked for in smaller ones. Ends for sure: at a numbered page without elements, and with an error where it would not end
 * (`pageGuard`).
 */
export async function* elements(send: Send, request: Request, list: string): AsyncGenerator<IDataObject> {
	const guard = pageGuard();
	const earlier = new Set<string>();
	for await (const { reply, cursor } of pagesOf(send, request)) {
		const page = elementsOf(reply, list);
		const fresh = page.filter((element) => !earlier.has(identityOf(element) ?? ''));
		for (const element of page) earlier.add(identityOf(element) ?? '');
		earlier.delete('');
		yield* fresh;
		if ('page' in cursor && page.length === 0) return;
		const next = cursorOf(reply, request, cursor);
		if (next) guard.passed(next, fresh.length);
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
