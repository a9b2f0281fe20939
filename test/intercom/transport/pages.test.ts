import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Request } from '../../../nodes/core/table/operation';
import { elements, take, objectsIn } from '../../../nodes/Intercom/transport/pages';

const request: Request = { method: 'GET', path: '/things', query: {}, body: {} };
const all = async (send: (asked: Request) => Promise<IDataObject>, asked = request) =>
	await take(Infinity, elements(send, asked, 'data'));

describe('elements', () => {
	it('reads every page of any size in each style, and each element once', async () => {
		const styles = {
			cursor: (page: number) => ({ starting_after: `c${page}`, page }),
			url: (page: number) => `https://elsewhere.example/things?page=${page}&per_page=5`,
		};
		const says = (style: string, page: number, pages: number): IDataObject => {
			if (style === 'numbers') return { pages: { type: 'pages', page, total_pages: pages } };
			if (style === 'numbersBeside') return { page, total_pages: pages };
			if (style === 'numbersWithoutNext') return { pages: { next: null, page, total_pages: pages } };
			if (style === 'nextCursor') return { next_cursor: page < pages ? `c${page + 1}` : null };
			// lists that lead by cursors count their pages too, and not always right
			const next = page < pages ? styles[style as 'cursor' | 'url'](page + 1) : null;
			return { pages: { next, page: 1, total_pages: style === 'cursor' ? pages + 1 : 1 } } as IDataObject;
		};
		await fc.assert(
			fc.asyncProperty(
				fc.nat(200),
				fc.integer({ min: 1, max: 60 }),
				fc.constantFrom('cursor', 'url', 'numbers', 'numbersBeside', 'numbersWithoutNext', 'nextCursor'),
				async (total, size, style) => {
					const things = Array.from({ length: total }, (_, id) => ({ id }));
					const found = await all(async ({ query }) => {
						const asked = query.starting_after ?? query.cursor ?? query.page ?? '1';
						const page = Number(String(asked).replace('c', ''));
						const end = page * size;
						return {
							data: things.slice(end - size, end),
							...says(style, page, Math.max(1, Math.ceil(total / size))),
						};
					});
					expect(found).toEqual(things);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('puts the cursor of a search into its body and keeps the page size', async () => {
		const asked: Request[] = [];
		const search = {
			...request,
			method: 'POST' as const,
			body: { query: { field: 'a' }, pagination: { per_page: 2 } },
		};
		await all(async (page) => {
			asked.push(page);
			return asked.length === 1 ? { data: [], pages: { next: { starting_after: 'x' } } } : { data: [] };
		}, search);
		expect(asked[1].body).toEqual({
			query: { field: 'a' },
			pagination: { per_page: 2, starting_after: 'x' },
		});
		expect(asked[1].query).toEqual({});
	});

	it('ends a search where it gives no cursor, however many pages it counts', async () => {
		let calls = 0;
		const search: Request = { ...request, method: 'POST', body: { query: { field: 'a' } } };
		const page = { next: null, page: 1, total_pages: 2 };
		expect(await all(async () => ({ data: [{ id: ++calls }], pages: page }), search)).toHaveLength(1);
	});

	it('ends when a cursor comes back, and says how far it came', async () => {
		let calls = 0;
		const next = { starting_after: 'same' };
		await expect(all(async () => ({ data: [{ id: ++calls }], pages: { next } }))).rejects.toMatchObject({
			message:
				'The list does not end: it comes back to a page that it gave before, after 2 results on 2 pages',
			description: expect.stringContaining('set Limit'),
		});
		expect(calls).toBe(2);
	});

	it('ends when cursors alternate, and when new ones lead to nothing new', async () => {
		let calls = 0;
		const alternating = async () => ({
			data: [{ id: ++calls }],
			pages: { next: { starting_after: String(calls % 2) } },
		});
		await expect(all(alternating)).rejects.toThrow('after 3 results on 3 pages');
		calls = 0;
		const stale = async () => ({ data: [{ id: 1 }], pages: { next: { starting_after: String(++calls) } } });
		await expect(all(stale)).rejects.toThrow(
			'page after page holds nothing new, after 1 results on 21 pages',
		);
	});

	it('says so when the next page’s address is none', async () => {
		const garbage = async () => ({ data: [{ id: 1 }], pages: { next: 'http://[' } });
		await expect(all(garbage)).rejects.toThrow("The list names a next page that is no address: 'http://['");
	});

	it('ends when a page by its number is empty, or the number has no effect', async () => {
		let calls = 0;
		const endless = async () => ({ data: ++calls < 3 ? [{ id: calls }] : [], page: calls, total_pages: 1e9 });
		expect(await all(endless)).toHaveLength(2);
		calls = 0;
		const stuck = async () => ({ data: [{ id: ++calls }], pages: { page: 1, total_pages: 9 } });
		await expect(all(stuck)).rejects.toThrow('after 2 results on 2 pages');
	});

	it('asks for no page that nobody wants', async () => {
		let calls = 0;
		const send = async () => ({
			data: [{ id: ++calls }, { id: ++calls }],
			pages: { next: { starting_after: String(calls) } },
		});
		expect(await take(2, elements(send, request, 'data'))).toHaveLength(2);
		expect(calls).toBe(2);
		expect(await take(0, elements(send, request, 'data'))).toEqual([]);
	});

	it.each([[{}], [{ data: null }], [{ data: [], pages: {} }], [{ data: [], pages: { next: {} } }]])(
		'takes %j for the end',
		async (reply) => {
			expect(await all(async () => reply as IDataObject)).toEqual([]);
		},
	);
});

describe('objectsIn', () => {
	it('passes over what is no object, and refuses what is no list', () => {
		expect(objectsIn([null, { id: '1' }, 5, [], 'x'])).toEqual([{ id: '1' }]);
		for (const list of [5, 'abc', { a: 1 }])
			expect(() => objectsIn(list)).toThrow('The reply is not what Intercom sends');
	});
});
