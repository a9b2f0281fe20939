import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readList } from '../../../nodes/Absmartly/transport/pages';
import type { Request } from '../../../nodes/core/table/operation';
import { readSource } from '../../../nodes/Intercom/polling/reading';
import { sources } from '../../../nodes/Intercom/polling/sources';
import { elements, take } from '../../../nodes/Intercom/transport/pages';
import { scrolled } from '../../../nodes/Intercom/transport/scroll';

/**
 * Page sequences that no server should give: any page may lead to any other, hold anything, or nothing. However a list
 * is paged, its reading ends, and it is never short without a word.
 */

type Page = { ids: number[]; next: number | null };

const graph = fc.integer({ min: 1, max: 6 }).chain((count) =>
	fc.array(
		fc.record({
			ids: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
			next: fc.option(fc.nat(count - 1), { nil: null, freq: 2 }),
		}),
		{ minLength: count, maxLength: count },
	),
);

/** What stands on the way from the first page, and whether the way ends. */
function walk(pages: Page[]): { ids: number[]; ends: boolean } {
	const ids = new Set<number>();
	const visited = new Set<number>();
	let at: number | null = 0;
	while (at !== null && !visited.has(at)) {
		visited.add(at);
		for (const id of pages[at].ids) ids.add(id);
		at = pages[at].next;
	}
	return { ids: [...ids], ends: at === null };
}

const request: Request = { method: 'GET', path: '/things', query: {}, body: {} };
const things = ({ ids }: Page) => ids.map((id) => ({ id, updated_at: 1_772_000_000 - id, created_at: 1 }));

type Send = (asked: Request) => Promise<IDataObject>;

/** How each style asks for a page and is told of the next. */
const styles: Record<
	string,
	{ at: (asked: Request) => unknown; told: (next: number | null) => IDataObject; body?: IDataObject }
> = {
	cursor: {
		at: ({ query }) => query.starting_after,
		told: (next) => ({ pages: next === null ? {} : { next: { starting_after: String(next) } } }),
	},
	search: {
		at: ({ body }) => (body.pagination as IDataObject | undefined)?.starting_after,
		told: (next) => ({ pages: { next: next === null ? null : { starting_after: String(next) } } }),
		body: { query: { field: 'a' } },
	},
	address: {
		at: ({ query }) => query.place,
		told: (next) => ({ pages: { next: next === null ? null : `https://elsewhere.example/x?place=${next}` } }),
	},
	cursorBeside: {
		at: ({ query }) => query.cursor,
		told: (next) => ({ next_cursor: next === null ? null : `${next}` }),
	},
};

it.each(Object.entries(styles))('a list by %s', async (_, { at, told, body = {} }) => {
	await fc.assert(
		fc.asyncProperty(graph, async (pages) => {
			let calls = 0;
			const send: Send = async (asked) => {
				if (++calls > 100) throw new Error('it does not end');
				const page = pages[Number(at(asked) ?? 0)];
				return { data: things(page), ...told(page.next) } as IDataObject;
			};
			const { ids, ends } = walk(pages);
			const reading = take(Infinity, elements(send, { ...request, body }, 'data'));
			if (ends) expect((await reading).map(({ id }) => id)).toEqual(ids);
			else
				await expect(reading).rejects.toThrow(/^The list does not end: .* after \d+ results on \d+ pages$/);
		}),
		{ numRuns: 150 },
	);
});

it('a scroll', async () => {
	await fc.assert(
		fc.asyncProperty(graph, async (pages) => {
			let calls = 0;
			const send: Send = async ({ query }) => {
				if (++calls > 100) throw new Error('it does not end');
				const page = pages[Number(query.scroll_param ?? 0)];
				return {
					data: things(page),
					...(page.next !== null && { scroll_param: String(page.next) }),
				} as IDataObject;
			};
			const reading = scrolled(send, '/things/scroll', 'data');
			const outcome = await reading.then(
				(found) => found.map(({ id }) => id),
				(error: Error) => error.message,
			);
			// an empty page is a scroll's end
			const onTheWay: Page[] = [];
			for (let at: number | null = 0; at !== null && onTheWay.length < 100; at = pages[at].next) {
				onTheWay.push(pages[at]);
				if (pages[at].ids.length === 0) break;
			}
			if (onTheWay.length < 100) expect(outcome).toEqual([...new Set(onTheWay.flatMap(({ ids }) => ids))]);
			else expect(outcome).toMatch(/^The list does not end: /);
		}),
		{ numRuns: 150 },
	);
});

it('a list of the console, whatever it says of its length', async () => {
	const console = fc.record({
		pages: fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
		total: fc.option(fc.nat(1000)),
		ignoresPage: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(console, async ({ pages, total, ignoresPage }) => {
			let calls = 0;
			const send: Send = async ({ query }) => {
				if (++calls > 300) throw new Error('it does not end');
				const ids = pages[ignoresPage ? 0 : Number(query.page) - 1] ?? [];
				return {
					goals: ids.map((id) => ({ id })),
					items: 4,
					...(total !== null && { total }),
				} as IDataObject;
			};
			const outcome = await readList(send, request, 'goals', Infinity).then(
				(found) => found.map(({ id }) => Number(id)),
				(error: Error) => error.message,
			);
			if (typeof outcome === 'string') expect(outcome).toMatch(/^The list does not end: /);
			else expect(new Set(outcome).size).toBe(outcome.length);
		}),
		{ numRuns: 150 },
	);
});

it('a poll, which goes on at the next one', async () => {
	await fc.assert(
		fc.asyncProperty(graph, async (pages) => {
			let calls = 0;
			const send: Send = async ({ body }) => {
				if (++calls > 300) throw new Error('it does not end');
				const { starting_after: at } = (body.pagination ?? {}) as IDataObject;
				const page = pages[Number(at ?? 0)];
				return {
					data: things(page),
					pages: { next: page.next === null ? null : { starting_after: String(page.next) } },
				} as IDataObject;
			};
			const wanted = {
				...{ from: 0, now: 2_000_000_000, lag: 0, bound: Infinity },
				topics: new Set(['contact.user.updated']),
				isKnown: () => false,
			};
			const outcome = await readSource(send, sources.contacts, wanted).then(
				({ events }) => events.map(({ item }) => Number(item.id)).sort((a, b) => a - b),
				(error: Error) => error.message,
			);
			const { ids, ends } = walk(pages);
			if (ends) expect(outcome).toEqual(ids.sort((a, b) => a - b));
			else expect(outcome).toMatch(/^The list does not end: /);
		}),
		{ numRuns: 100 },
	);
});
