import * as read from './body';
import { invalid } from './errors';
import { cursorPage, type Order } from './paging';
import type { Call } from './routes/call';
import { compile, type Searchable } from './search';
import { indexed } from './searchIndex';
import type { Touched } from './types';

type Found = Touched & { id: string };

/** By the body's `sort`, which works though no specification has it; else what changed last comes first. */
function orderOf<Item extends Found>(sort: unknown, searchable: Searchable<Item>): Order<Item> {
	const wanted = read.isObject(sort) ? sort : {};
	const direction = read.oneOf(wanted, 'order', ['ascending', 'descending']) ?? 'descending';
	const field = read.text(wanted, 'field') ?? 'updated_at';
	const type = searchable.fieldType(field);
	if (!type) throw invalid(`${field} is not a field to sort by`, 'sort');
	// within one second too, what changed later comes later
	if (field === 'updated_at') return { key: ({ touched }) => touched[1], direction };
	const nothing = type === 'string' ? '' : 0;
	const key = (item: Item) => {
		const [value] = [searchable.value(item, field)].flat();
		return typeof value === typeof nothing ? (value as string | number) : nothing;
	};
	return { key, direction };
}

/** A page of what POST …/search finds, each object as search knows it. One that was deleted is gone at once. */
export function searchPage<Item extends Found>(
	{ workspace, body }: Call,
	all: Iterable<Item>,
	searchable: Searchable<Item>,
	limits: { perPage: number; max: number },
) {
	const query = read.required(read.object(body, 'query'), 'query');
	const { per_page: perPage, starting_after: startingAfter } = read.object(body, 'pagination') ?? {};
	const test = compile(query, searchable);
	const found: Item[] = [];
	for (const item of all) {
		const state = indexed(workspace, item);
		if (state && (searchable.isListed?.(state) ?? true) && test(state)) found.push(state);
	}
	const asked = {
		perPage,
		startingAfter,
		query: [query, body.sort ?? null],
		paging: workspace.settings.paging,
	};
	return cursorPage(found, orderOf(body.sort, searchable), asked, limits);
}
