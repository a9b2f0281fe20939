import type { IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { isMissing } from '../transport/errors';
import { cursorOf, objectsIn, parametersOf } from '../transport/pages';
import { MOST_LISTED } from '../transport/scroll';
import { toSeconds } from '../webhook/payload';
import {
	companyEvents,
	contactEvents,
	conversationEvents,
	dataEvents,
	ticketEvents,
	type Derived,
} from './derive';

/** A page of objects and where the next one starts. `total` is how many there are in all, where Intercom says so. */
export type Page = { objects: IDataObject[]; cursor?: string; total?: number };

/** One kind of object that can be watched. */
export type Source = {
	/** Objects changed at or after `from` (Unix seconds), and perhaps more: what is too old is left out later. */
	page: (send: Send, from: number, cursor: string | undefined, size: number) => Promise<Page>;
	/** Whether the pages come sorted by the last change, the newest first. */
	newestFirst?: boolean;
	/** When it last changed (Unix seconds). */
	touched: (object: IDataObject) => number;
	/** Its events, whatever their age. */
	events: (object: IDataObject) => Derived[];
	/** Where the object itself is: current, while a list or search may be behind. */
	path?: (object: IDataObject) => string;
	/** The topics that need its parts: lists carry none. */
	parts?: RegExp;
};

export const seconds = (value: unknown): number => toSeconds(value) ?? 0;
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
			objects: objectsIn(own(reply, list) ?? []),
			cursor: next?.starting_after,
			total: reply.total_count as number | undefined,
		};
	};

export const get = (path: string, query: Values): Request => ({ method: 'GET', path, query, body: {} });

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
	const isLast = !cursorOf(reply, request, {}) || page * per_page >= MOST_LISTED;
	return { objects: objectsIn(reply.data ?? []), cursor: isLast ? undefined : String(page + 1) };
};

export const sources = {
	contacts: {
		page: search('/contacts/search', 'data', DAY),
		touched: updatedAt,
		newestFirst: true,
		events: contactEvents,
		path: ({ id }) => pathTo('/contacts', id),
	},
	companies: {
		page: listCompanies,
		touched: updatedAt,
		events: companyEvents,
		path: ({ id }) => pathTo('/companies', id),
	},
	conversations: {
		page: search('/conversations/search', 'conversations'),
		touched: updatedAt,
		newestFirst: true,
		events: conversationEvents,
		path: ({ id }) => pathTo('/conversations', id),
		parts: /^conversation\.(user\.replied|operator\.|admin\.(?!single\.created)|priority\.)/,
	},
	tickets: {
		page: search('/tickets/search', 'tickets'),
		touched: updatedAt,
		newestFirst: true,
		events: ticketEvents,
		path: ({ id }) => pathTo('/tickets', id),
		// also when a ticket came to be: `created_at` may be that of a conversation before it
		parts: /^ticket\./,
	},
} satisfies Record<string, Source>;

/** Data events can only be listed for one contact at a time, newest first (Intercom API 2.14, listDataEvents). */
export const dataEventsOf = (externalId: string): Source => ({
	page: async (send, from, cursor, per_page) => {
		const page = cursor ? (Object.fromEntries(new URLSearchParams(cursor)) as Values) : { per_page };
		// a contact that was deleted or merged has no events; the others' go on
		const reply = await send(get('/events', { type: 'user', user_id: externalId, ...page })).catch(
			async (error: unknown): Promise<IDataObject> => (isMissing(error) ? {} : await Promise.reject(error)),
		);
		const objects = objectsIn(reply.events ?? []);
		const { next } = (reply.pages ?? {}) as { next?: string | null };
		const isOld = objects.some(({ created_at }) => seconds(created_at) < from);
		return {
			objects,
			cursor:
				next && !isOld
					? new URLSearchParams(parametersOf(next) as Record<string, string>).toString()
					: undefined,
		};
	},
	newestFirst: true,
	touched: ({ created_at }) => seconds(created_at),
	events: dataEvents,
});
