import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Request } from '../../nodes/core/operation';
import { elements, take } from '../../nodes/Intercom/pages';

const request: Request = { method: 'GET', path: '/things', query: {}, body: {} };
const all = async (send: (asked: Request) => Promise<IDataObject>, asked = request) =>
	await take(Infinity, elements(send, asked, 'data'));

describe('elements', () => {
	it('reads every page of any size in each style, and each element once', async () => {
		type Style = (page: number, pages: number) => IDataObject;
		const styles: Record<string, Style> = {
			cursor: (page, pages) => ({
				pages: { next: page < pages ? { starting_after: `c${page + 1}`, page: page + 1 } : null },
			}),
			url: (page, pages) => ({
				pages: {
					next: page < pages ? `https://elsewhere.example/things?page=${page + 1}&per_page=5` : null,
				},
			}),
			// merge history and audiences, both of 2.16
			nextCursor: (page, pages) => ({
				next_cursor: page < pages ? `c${page + 1}` : null,
				has_more: page < pages,
			}),
			counted: (page, pages) => ({ page, total_pages: pages }),
		};
		await fc.assert(
			fc.asyncProperty(
				fc.nat(200),
				fc.integer({ min: 1, max: 60 }),
				fc.constantFrom(...Object.keys(styles)),
				async (total, size, style) => {
					const things = Array.from({ length: total }, (_, id) => ({ id }));
					const found = await all(async ({ query }) => {
						const cursor = String(query.starting_after ?? query.cursor ?? query.page ?? '1');
						const page = Number(cursor.replace('c', ''));
						const data = things.slice((page - 1) * size, page * size);
						return { data, ...styles[style](page, Math.ceil(total / size)) };
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

	it('takes a reply that is the one thing asked for', async () => {
		expect(await all(async () => ({ id: '1', type: 'company' }))).toEqual([{ id: '1', type: 'company' }]);
		expect(await all(async () => ({ type: 'list' }))).toEqual([]);
	});

	it('ends when a cursor comes back', async () => {
		let calls = 0;
		const next = { starting_after: 'same' };
		expect(await all(async () => ({ data: [{ id: ++calls }], pages: { next } }))).toHaveLength(2);
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
