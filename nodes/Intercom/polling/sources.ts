import { NodeApiError, type IDataObject } from 'n8n-workflow';
import { inParallel } from '../../core/parallel';
import type { Request, Send, Values } from '../../core/operation';
import { toSeconds } from '../webhook/event';
import {
	companyEvents,
	contactEvents,
	conversationEvents,
	dataEvents,
	ticketEvents,
	type Derived,
} from './derive';

/** A page of objects and where the next one starts. `total` is how many there are in all, where Intercom says so. */
type Page = { objects: IDataObject[]; cursor?: string; total?: number };

/** One kind of object that can be watched. */
export type Source = {
	/** Objects changed at or after `from` (Unix seconds), and perhaps more: what is too old is left out later. */
	page: (send: Send, from: number, cursor: string | undefined, size: number) => Promise<Page>;
	/** When it last changed (Unix seconds). */
	touched: (object: IDataObject) => number;
	/** Its events, whatever their age. */
	events: (object: IDataObject) => Derived[];
	/** The object with its parts, for the topics that need them: lists carry none. */
	detail?: { topics: RegExp; path: (object: IDataObject) => string };
};

const seconds = (value: unknown): number => toSeconds(value) ?? 0;
const updatedAt = (object: IDataObject): number => seconds(object.updated_at);

/** Contact search knows days of the workspace's zone only, so two days' ends are allowed for (a day has 25 hours at most). */
const DAY = 26 * 3600;

/** Newest first: an object that changes while pages are read moves to the front and comes twice, instead of never. */
const search =
	(path: string, list: string, slack = 1): Source['page'] =>
	async (send, from, starting_after, per_page) => {
		const reply = await send({
			method: 'POST',
			path,
			query: {},
			body: {
				query: { field: 'updated_at', operator: '>', value: Math.max(0, from - slack) },
				sort: { field: 'updated_at', order: 'descending' },
				pagination: { per_page, starting_after },
			},
			readOnly: true,
		});
		const { next } = (reply.pages ?? {}) as { next?: { starting_after?: string } | null };
		return {
			objects: (reply[list] ?? []) as IDataObject[],
			cursor: next?.starting_after,
			total: reply.total_count as number | undefined,
		};
	};

const get = (path: string, query: Values): Request => ({ method: 'GET', path, query, body: {} });

/** Companies cannot be searched by time: all are read, 10,000 at most (Intercom API 2.14, ListAllCompanies). */
const listCompanies: Source['page'] = async (send, _from, cursor = '1', per_page) => {
	const page = Number(cursor);
	const request: Request = {
		method: 'POST',
		path: '/companies/list',
		query: { page, per_page },
		body: {},
		readOnly: true,
	};
	const reply = await send(request);
	const { next } = (reply.pages ?? {}) as { next?: string | null };
	return { objects: (reply.data ?? []) as IDataObject[], cursor: next ? String(page + 1) : undefined };
};

export const sources = {
	contacts: { page: search('/contacts/search', 'data', DAY), touched: updatedAt, events: contactEvents },
	companies: { page: listCompanies, touched: updatedAt, events: companyEvents },
	conversations: {
		page: search('/conversations/search', 'conversations'),
		touched: updatedAt,
		events: conversationEvents,
		detail: {
			topics: /^conversation\.(user\.replied|operator\.|admin\.(?!single\.created)|priority\.)/,
			path: ({ id }) => `/conversations/${String(id)}`,
		},
	},
	tickets: {
		page: search('/tickets/search', 'tickets'),
		touched: updatedAt,
		events: ticketEvents,
		detail: { topics: /^ticket\.(?!created$)/, path: ({ id }) => `/tickets/${String(id)}` },
	},
} satisfies Record<string, Source>;

/** Data events can only be listed for one contact at a time, newest first (Intercom API 2.14, listDataEvents). */
export const dataEventsOf = (externalId: string): Source => ({
	page: async (send, from, cursor, per_page) => {
		const page = cursor ? (Object.fromEntries(new URLSearchParams(cursor)) as Values) : { per_page };
		const reply = await send(get('/events', { type: 'user', user_id: externalId, ...page }));
		const objects = (reply.events ?? []) as IDataObject[];
		const { next } = (reply.pages ?? {}) as { next?: string | null };
		const isOld = objects.some(({ created_at }) => seconds(created_at) < from);
		return {
			objects,
			cursor: next && !isOld ? new URL(next, 'https://next.page').search.slice(1) : undefined,
		};
	},
	touched: ({ created_at }) => seconds(created_at),
	events: dataEvents,
});

const PAGE = 150;
const AT_ONCE = 10;

/** What one reading of a source brought. `newest` in Unix seconds; `cursor` where it stopped at its bound. */
export type Reading = { events: Derived[]; newest: number; cursor?: string };

/**
 * Reads the objects that changed at or after `from` (Unix seconds), at most `bound` and a page, on from `cursor`, and
 * gives their events of the wanted topics. When objects vanish while pages are read (archived, deleted), others may
 * have slipped past a page's edge: then the reading starts again, three times at most.
 */
export async function readSource(
	send: Send,
	source: Source,
	{ from, bound, cursor, topics }: { from: number; bound: number; cursor?: string; topics: Set<string> },
): Promise<Reading> {
	for (let reading = 1; ; reading++) {
		const objects = new Map<string, IDataObject>();
		let next = cursor;
		let first: number | undefined;
		let last: number | undefined;
		do {
			const page: Page = await source.page(send, from, next, Math.min(PAGE, bound));
			for (const object of page.objects) {
				if (source.touched(object) >= from) objects.set(String(object.id ?? JSON.stringify(object)), object);
			}
			first ??= page.total;
			last = page.total;
			// a cursor that comes back would never end
			next = page.cursor === next ? undefined : page.cursor;
		} while (next && objects.size < bound);

		if (reading < 3 && first !== undefined && last !== undefined && last < first) continue;
		const found = [...objects.values()];
		const whole = await inParallel(
			AT_ONCE,
			found,
			async (object) => await withDetail(send, source, object, topics),
		);
		return {
			events: whole.flatMap(source.events).filter(({ topic }) => topics.has(topic)),
			newest: Math.max(0, ...found.map(source.touched)),
			cursor: next,
		};
	}
}

async function withDetail(
	send: Send,
	{ detail }: Source,
	object: IDataObject,
	topics: Set<string>,
): Promise<IDataObject> {
	if (!detail || ![...topics].some((topic) => detail.topics.test(topic))) return object;
	return await send(get(detail.path(object), {})).catch(async (error: unknown) =>
		// deleted since it was listed: what the list told of it still holds
		error instanceof NodeApiError && error.httpCode === '404' ? object : await Promise.reject(error),
	);
}
