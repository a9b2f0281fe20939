import { createHash } from 'node:crypto';
import { invalid } from './errors';

/** What orders a list: the key, with the id to break ties. */
export type Order<Item> = { key: (item: Item) => number | string; direction: 'ascending' | 'descending' };

type Cursor = { of: string; page: number; key: number | string; id: string };

/**
 * One page by cursor. The cursor is opaque (base64 with `=`, so it has to be URL-encoded), holds the place and not a
 * number of rows, and is good for the same query and order only.
 */
export function cursorPage<Item extends { id: string }>(
	items: Item[],
	order: Order<Item>,
	asked: { perPage: unknown; startingAfter: unknown; query: unknown },
	limits: { perPage: number; max: number },
) {
	const perPage = pageSize(asked.perPage, limits);
	const sign = order.direction === 'ascending' ? 1 : -1;
	const compare = (a: { key: number | string; id: string }, b: { key: number | string; id: string }) =>
		sign * (a.key === b.key ? (a.id < b.id ? -1 : Number(a.id > b.id)) : a.key < b.key ? -1 : 1);
	const of = createHash('sha1').update(JSON.stringify(asked.query)).digest('hex').slice(0, 8);
	const from = decode(asked.startingAfter, of);
	const places = items.map((item) => ({ key: order.key(item), id: item.id, item })).sort(compare);
	const rest = from ? places.filter((place) => compare(place, from) > 0) : places;
	const shown = rest.slice(0, perPage);
	const last = shown.at(-1);
	const page = from?.page ?? 1;
	const more = last && rest.length > shown.length;
	return {
		items: shown.map((place) => place.item),
		total_count: items.length,
		pages: {
			type: 'pages',
			...(more && {
				next: { page: page + 1, starting_after: encode({ of, page: page + 1, key: last.key, id: last.id }) },
			}),
			page,
			per_page: perPage,
			total_pages: Math.ceil(items.length / perPage),
		},
	};
}

/** One page by number; `next` is a URL on the origin that was asked, or null. */
export function numberedPage<Item>(
	items: Item[],
	asked: { page?: unknown; per_page?: unknown },
	url: URL,
	limits: { perPage: number; max: number },
) {
	const perPage = pageSize(asked.per_page, limits);
	const page = Math.max(1, Math.floor(Number(asked.page ?? 1)) || 1);
	const pages = Math.ceil(items.length / perPage);
	const next = new URL(url);
	next.searchParams.set('page', String(page + 1));
	next.searchParams.set('per_page', String(perPage));
	return {
		items: items.slice((page - 1) * perPage, page * perPage),
		total_count: items.length,
		pages: {
			type: 'pages',
			next: page < pages ? next.href : null,
			page,
			per_page: perPage,
			total_pages: pages,
		},
	};
}

function pageSize(asked: unknown, { perPage, max }: { perPage: number; max: number }): number {
	if (asked === undefined || asked === null) return perPage;
	const wanted = Number(asked);
	if (!Number.isInteger(wanted) || wanted < 1)
		throw invalid('per_page must be a positive integer', 'per_page');
	return Math.min(wanted, max);
}

/** Padded to end in `==`, since that is what a client forgets to encode. */
function encode(cursor: Cursor): string {
	const text = JSON.stringify(cursor);
	const bytes = Buffer.byteLength(text);
	return Buffer.from(text + ' '.repeat((4 - (bytes % 3)) % 3)).toString('base64');
}

function decode(startingAfter: unknown, of: string): Cursor | undefined {
	if (startingAfter === undefined || startingAfter === null || startingAfter === '') return undefined;
	try {
		const given = String(startingAfter);
		const cursor = JSON.parse(Buffer.from(given, 'base64').toString('utf8')) as Cursor;
		if (cursor.of === of && encode(cursor) === given) return cursor;
	} catch {
		// falls through: a cursor that cannot be read is as wrong as one of another query
	}
	throw invalid('starting_after is not a cursor of this query', 'starting_after');
}
