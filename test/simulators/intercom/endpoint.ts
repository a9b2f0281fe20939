import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { api } from './driver';
import type { Delivery } from './index';

/** A webhook endpoint on a free port, for test files that import it: keeps the exact bytes and answers as told. */
type Received = { method: string; headers: IncomingHttpHeaders; body: Buffer };

let receiver: Server;
export let url: string;
export let received: Received[];
/** What it answers, with the text `taken`: to each POST in order, 200 after that; to HEAD; and after how many ms. */
export let behaviour: { answers: number[]; headStatus: number; delayMs: number };

beforeAll(async () => {
	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({
				method: String(request.method),
				headers: request.headers,
				body: Buffer.concat(chunks),
			});
			const status = request.method === 'HEAD' ? behaviour.headStatus : (behaviour.answers.shift() ?? 200);
			setTimeout(() => response.writeHead(status).end('taken'), behaviour.delayMs);
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));
beforeEach(() => {
	received = [];
	behaviour = { answers: [], headStatus: 200, delayMs: 0 };
});

/** Saves the endpoint for these topics. */
export const subscribe = (...topics: string[]) => api('PUT', '/_sim/webhook', { url, topics });

/** POST /_sim/events; the ids of what is sent out for it. */
export async function happen(body: object): Promise<string[]> {
	const reply = await api('POST', '/_sim/events', body);
	expect([reply.status, reply.body]).toEqual([200, { notificationIds: expect.anything() }]);
	return reply.body.notificationIds;
}

/** Waits for that many attempts, by then recorded; fails if there are more. */
export async function deliveries(count: number, withinMs = 3000): Promise<Delivery[]> {
	for (const until = Date.now() + withinMs; Date.now() < until; ) {
		const rows = (await api('GET', '/_sim/deliveries')).body as unknown as Delivery[];
		if (rows.length >= count) {
			expect(rows).toHaveLength(count);
			return rows;
		}
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error(`no ${count} deliveries in time`);
}

/** What was delivered, without the HEAD check. */
export const posts = () => received.filter(({ method }) => method === 'POST');

/** What the POST of that index carried, the last one if none is given. */
export const notification = (index = -1) => JSON.parse(String(posts().at(index)?.body));

/** The `data.item` of that one. */
export const item = (index = -1) => notification(index).data.item;

/** Topics, in the order in which they arrived. */
export const topics = () => posts().map((_post, index) => notification(index).topic);
