import { UserError, type IDataObject } from 'n8n-workflow';
import { pageGuard } from '../../core/run/paging';
import type { Request, Send } from '../../core/table/operation';
import { own } from '../../core/values/own';

/** Elements asked for at once. */
export const PAGE_SIZE = 100;

/** One page of a list; `next` is the number of the page after it, `total` how many elements there are where that is said. */
export type Page = { elements: IDataObject[]; next?: number; total?: number };

const isObject = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null;

/** The elements of a reply: under `list`, or the reply itself, as the console's description has it for experiments. */
export function elementsOf(reply: IDataObject, list: string): IDataObject[] {
	const elements: unknown = Array.isArray(reply) ? reply : own(reply, list);
	if (Array.isArray(elements)) return elements.filter(isObject);
	throw new UserError(`The reply holds no '${list}'`, {
		description: 'Check the endpoint of the ABsmartly credential: another service seems to answer there',
	});
}

/**
 * Page `page` (from 1) of a console list, at most `items` elements of it. There is a next page until `page * items`
 * reaches `total`, or without a `total` until a page is not full.
 */
export async function readPage(
	send: Send,
	request: Request,
	list: string,
	page: number,
	items = PAGE_SIZE,
): Promise<Page> {
	const reply = await send({ ...request, query: { ...request.query, items, page } });
	const elements = elementsOf(reply, list);
	// the console may give fewer a page than it was asked for, and says so
	const size = Number(reply.items) || items;
	const total = Number(reply.total ?? NaN);
	const isLast = Number.isNaN(total) ? elements.length !== size : page * size >= total;
	return {
		elements,
		next: isLast || elements.length === 0 ? undefined : page + 1,
		...(!Number.isNaN(total) && { total }),
	};
}

/**
 * The first `limit` elements of a console list, page by page, each once. Ends for sure: at a page without anything new where
 * nothing says that there is more, and with an error where it would not end (`pageGuard`).
 */
export async function readList(
	send: Send,
	request: Request,
	list: string,
	limit: number,
): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	const earlier = new Set<unknown>();
	const guard = pageGuard();
	for (let page: number | undefined = 1; page && found.length < limit; ) {
		const read: Page = await readPage(send, request, list, page, Math.min(PAGE_SIZE, limit));
		const fresh = read.elements.filter(({ id }) => id === undefined || !earlier.has(id));
		for (const { id } of fresh) earlier.add(id);
		// one by one: a server may give any number at once, and spread into a call they would overflow the stack
		for (const one of fresh) found.push(one);
		// a list that knows no pages gives the same one again and again
		if (fresh.length === 0 && read.total === undefined) break;
		page = read.next;
		if (page) guard.passed(page, fresh.length);
	}
	return found.slice(0, limit);
}
