import { createHash } from 'node:crypto';
import { invalid } from './errors';
import type { IntercomSettings } from './types';

type Paging = IntercomSettings['paging'];

/** What orders a list: the key, with the id to break ties. */
export type Order<Item> = { key: (item: Item) => number | string; direction: 'ascending' | 'descending' };

type Place = { key: number | string; id: string };

/** Where a page ends: at the object last shown, or after so many. */
type Cursor = { of: string; page: number } & (Place | { skip: number });

/**
 * One page by cursor. The cursor is opaque (base64 with `=`, so it has to be URL-encoded) and good for the same query
 * and order only; what it holds is up to the setting `paging`.
 */
export function cursorPage<Item extends { id: string }>(
	items: Item[],
	order: Order<Item>,
	asked: { perPage: unknown; startingAfter: unknown; query: unknown; paging: Paging },
	limits: { perPage: number; max: number },
) {
	const perPage = pageSize(asked.perPage, limits);
	const sign = order.direction === 'ascending' ? 1 : -1;
	const compare = (a: Place, b: Place) =>
		sign * (a.key === b.key ? (a.id < b.id ? -1 : Number(a.id > b.id)) : a.key < b.key ? -1 : 1);
	const of = createHash('sha1').update(JSON.stringify(asked.query)).digest('hex').slice(0, 8);
	const from = decode(asked.startingAfter, of);
	const places = items.map((item) => ({ key: order.key(item), id: item.id, item })).sort(compare);
	const rest = remaining();
	const shown = rest.slice(0, perPage);
	const last = shown.at(-1);
	const page = from?.page ?? 1;
	const more = last && rest.length > shown.length;
	const skip = places.length - rest.length + shown.length;
	const end = asked.paging === 'offset' ? { skip } : { key: last?.key ?? '', id: last?.id ?? '' };
	return {
		items: shown.map((place) => place.item),
		total_count: items.length,
		pages: {
			type: 'pages',
			...(more && {
				next: { page: page + 1, starting_after: encode({ of, page: page + 1, ...end }) },
			}),
			page,
			per_page: perPage,
			total_pages: Math.ceil(items.length / perPage),
		},
	};

	function remaining() {
		if (!from) return places;
		return 'skip' in from ? places.slice(from.skip) : places.filter((place) => compare(place, from) > 0);
	}
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
