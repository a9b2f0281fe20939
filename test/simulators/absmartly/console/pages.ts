import { z } from 'zod';
import type { ConsoleSettings } from './settings';

const csvIds = z
	.string()
	.transform((text) => text.split(',').map(Number))
	.optional();

const listQuery = z.object({
	page: z.coerce.number().int().min(1).default(1),
	items: z.coerce.number().int().min(1).optional(),
	search: z.string().default(''),
	archived: z.enum(['true', 'false']).default('false'),
	/** Of teams and users. */
	include_archived: z.string().optional(),
	ids: csvIds,
	sort: z.string().optional(),
	sort_asc: z.string().optional(),
	/** Of experiments; what is archived is listed when it is asked for either way. */
	state: z.string().optional(),
});

/** `display_name` is searched too. */
type Listed = { id: number; name: string; archived: boolean; display_name?: unknown };

/** Descending unless `sort_asc` is true; as they were made where no `sort` is asked for. Source: specification of segments. */
function sorted<T extends object>(list: T[], sort: string | undefined, isAscending: boolean): T[] {
	if (!sort) return list;
	const key = (element: T) => new Map<string, unknown>(Object.entries(element)).get(sort) ?? '';
	const compare = (one: unknown, other: unknown) =>
		typeof one === 'number' && typeof other === 'number'
			? one - other
			: String(one).localeCompare(String(other));
	return [...list].sort((one, other) => compare(key(one), key(other)) * (isAscending ? 1 : -1));
}

/** A page of a list: `{items,page,total,<plural>}`, what is archived only when asked for. Source: specification. */
export function page<T extends Listed>(
	plural: string,
	all: T[],
	query: unknown,
	settings: ConsoleSettings,
	show: (element: T) => unknown = (element) => element,
) {
	const { page, search, archived, include_archived, ids, sort, sort_asc, state, ...asked } =
		listQuery.parse(query);
	const items = Math.min(asked.items ?? settings.defaultItems, settings.pageLimit);
	const withArchived = archived === 'true' || !!include_archived || !!state?.split(',').includes('archived');
	const found = sorted(all, sort, sort_asc === 'true').filter(
		(element) =>
			(withArchived || !element.archived) &&
			(!ids || ids.includes(element.id)) &&
			`${element.name}\n${element.display_name ?? ''}`.toLowerCase().includes(search.toLowerCase()),
	);
	const start = (page - 1) * items;
	const elements = found.slice(start, start + items).map(show);
	if (plural === 'experiments' && settings.experimentsAsArray) return elements;
	return { items, page, ...(settings.totals && { total: found.length }), [plural]: elements };
}
