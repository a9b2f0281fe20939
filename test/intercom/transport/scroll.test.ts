import { NodeApiError, type IDataObject, type INode, type JsonObject } from 'n8n-workflow';
import type { Request } from '../../../nodes/core/table/operation';
import { scrolled } from '../../../nodes/Intercom/transport/scroll';

/** What a scroll does with a server that the simulator is not. */

const node = { name: 'Node', type: 'intercom', typeVersion: 1, parameters: {} } as unknown as INode;
const refusal = (httpCode: string, code: string) =>
	new NodeApiError(node, { errors: [{ code }] } as unknown as JsonObject, { message: code, httpCode });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What comes of it, and after how many seconds. */
async function outcome(
	send: (request: Request) => Promise<IDataObject>,
	signal?: AbortSignal,
	at: () => void = () => {},
) {
	const startedAt = Date.now();
	const result = scrolled(send, '/companies/scroll', 'data', signal).then(
		(found) => ({ found, seconds: (Date.now() - startedAt) / 1000 }),
		(error: Error) => ({ error, seconds: (Date.now() - startedAt) / 1000 }),
	);
	await jest.advanceTimersByTimeAsync(1_500);
	at();
	await jest.advanceTimersByTimeAsync(300_000);
	return await result;
}

it('gives up, saying why, when the scroll of somebody else stays open for longer than a broken one could', async () => {
	const given = await outcome(async () => await Promise.reject(refusal('400', 'scroll_exists')));
	expect(given).toMatchObject({
		error: { message: 'Another scroll over this list is open in this Intercom app' },
	});
	expect(given.seconds).toBeGreaterThan(60);
	expect(given.seconds).toBeLessThan(120);
});

it('ends when the same page comes again and again, and says so', async () => {
	let calls = 0;
	const page = { data: [{ id: '1' }], scroll_param: 'p' };
	const given = await outcome(async () => (++calls, page));
	expect(given).toMatchObject({
		error: { message: expect.stringContaining('page after page holds nothing new, after 1 results') },
		seconds: 0,
	});
	expect(calls).toBeLessThan(30);
});

it('opens no second scroll after a last page that names none', async () => {
	const asked: unknown[] = [];
	const pages = [{ data: [{ id: '1' }], scroll_param: 'p' }, { data: [{ id: '2' }] }];
	const given = await outcome(async ({ query }) => {
		asked.push(query.scroll_param);
		return pages[Math.min(asked.length, pages.length) - 1] as IDataObject;
	});
	expect(given).toMatchObject({ found: [{ id: '1' }, { id: '2' }] });
	expect(asked).toEqual([undefined, 'p']);
});

it('gives the error when every new beginning breaks', async () => {
	let calls = 0;
	const given = await outcome(async () => (++calls, await Promise.reject(refusal('500', 'server_error'))));
	expect(given).toMatchObject({ error: { message: 'server_error' } });
	expect(calls).toBe(6);
});

it('passes on at once what no new beginning mends', async () => {
	const given = await outcome(async () => await Promise.reject(refusal('403', 'api_plan_restricted')));
	expect(given).toMatchObject({ error: { message: 'api_plan_restricted' }, seconds: 0 });
});

it('stops waiting when the run has ended', async () => {
	const stop = new AbortController();
	let calls = 0;
	const given = await outcome(
		async () => (++calls, await Promise.reject(refusal('400', 'scroll_exists'))),
		stop.signal,
		() => stop.abort(new Error('stopped')),
	);
	expect(given).toMatchObject({ error: { message: 'stopped' }, seconds: 1.5 });
	expect(calls).toBe(2);
});
