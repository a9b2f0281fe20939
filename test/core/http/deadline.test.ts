import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { exchange, policy } from '../../../nodes/core/http/exchange';
import { createGovernor } from '../../../nodes/core/http/governor';
import { longestFor } from '../../../nodes/core/http/deadline';
import { wait } from '../../../nodes/core/http/wait';
import type { Stream } from '../../../nodes/core/table/operation';
import { executeContext } from '../../engine';

/** A reply that never ends holds nobody: every attempt has an end, told apart from a cancelled execution. */

const TYPE = 'intercomAccessTokenApi';
const credentials = { [TYPE]: { region: 'us', accessToken: 'the-access-token' } as never };

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((one) => (one.closeAllConnections(), one.close())));

/** A server that begins each reply with `begin`, then drips a byte every 20 ms for as long as anybody listens. */
async function dripping(begin: (response: ServerResponse) => unknown) {
	let dripped = 0;
	let left = 0;
	const server = createServer((request, response) => {
		request.resume();
		begin(response);
		const drip = setInterval(() => void (response.write(' '), dripped++), 20);
		response.on('close', () => (clearInterval(drip), left++));
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url, drips: () => dripped, left: () => left };
}

const rules = (timeoutMs: number, credentialType?: string) => ({
	credentialType,
	governor: createGovernor(1, wait),
	policy: { ...policy, timeoutMs, attempts: 1 },
	mayRepeat: () => true,
});

const good = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' });

describe.each([TYPE, undefined])('a reply that drips (credential %s)', (type) => {
	it('ends with the fault, while the server still drips', async () => {
		const server = await dripping(good);
		const context = await executeContext('intercomPlus', credentials);
		const request = { method: 'POST' as const, url: server.url, body: { a: 1 } };
		const outcome = await exchange(context, request, rules(200, type));
		expect(outcome).toMatchObject({ fault: 'ETIMEDOUT', unsent: false });
		expect(server.drips()).toBeGreaterThan(1);
	});

	it('ends so where it is the error of a file', async () => {
		const server = await dripping((response) => response.writeHead(503));
		const context = await executeContext('intercomPlus', credentials);
		const request = { method: 'GET' as const, url: server.url, encoding: 'stream' as const };
		expect(await exchange(context, request, rules(200, type))).toMatchObject({ fault: 'ETIMEDOUT' });
		expect(server.drips()).toBeGreaterThan(1);
	});

	it('breaks off where it is a file', async () => {
		const server = await dripping(good);
		const context = await executeContext('intercomPlus', credentials);
		const request = { method: 'GET' as const, url: server.url, encoding: 'stream' as const };
		const outcome = await exchange(context, request, rules(200, type));
		const { body } = (outcome as { reply: { body: Stream } }).reply;
		await expect((body as Readable).toArray()).rejects.toThrow();
		expect(server.drips()).toBeGreaterThan(1);
	});

	it('ends at once, and otherwise, when the execution is cancelled', async () => {
		const server = await dripping(good);
		const context = await executeContext('intercomPlus', credentials);
		const cancel = new AbortController();
		Object.assign(context, { getExecutionCancelSignal: () => cancel.signal });
		const request = { method: 'GET' as const, url: server.url };
		const outcome = exchange(context, request, rules(60_000, type));
		while (server.drips() < 2) await wait(10);
		cancel.abort();
		expect(await outcome).toMatchObject({ fault: 'ERR_CANCELED' });
		while (server.left() < 1) await wait(10);
	});
});

it('leaves nothing listening on the signal of the execution', async () => {
	const server = createServer((_, response) => void response.end('{}'));
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const context = await executeContext('intercomPlus', credentials);
	const { signal } = new AbortController();
	const listening = jest.spyOn(signal, 'addEventListener');
	Object.assign(context, { getExecutionCancelSignal: () => signal });
	for (let times = 0; times < 20; times++)
		await exchange(context, { method: 'GET', url }, rules(60_000, TYPE));
	expect(listening).toHaveBeenCalledTimes(1);
});

it('gives a large body the time that it takes on a slow line', () => {
	expect(longestFor(60_000, 0)).toBe(60_000);
	expect(longestFor(60_000, 20_000_000)).toBe(60_000 + 1_000_000);
});

it.each([TYPE, undefined])('sends a large body over a slow line to its end (credential %s)', async (type) => {
	let taken = 0;
	const server = createServer((request, response) => {
		const take = setInterval(() => {
			taken += (request.read(65_536) ?? request.read() ?? '').length;
		}, 10);
		request.on('readable', () => {}).on('close', () => clearInterval(take));
		request.on('end', () => response.end('{}'));
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const context = await executeContext('intercomPlus', credentials);
	const body = { a: 'x'.repeat(10_000_000) };
	const outcome = await exchange(context, { method: 'POST', url, body }, rules(300, type));
	expect(outcome).toMatchObject({ reply: { statusCode: 200 } });
	expect(taken).toBeGreaterThan(body.a.length);
});

it('sends members of a body as they are called, and says how long it is', async () => {
	const asked: Array<{ body: string; length?: string; type?: string }> = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			asked.push({ body, length: request.headers['content-length'], type: request.headers['content-type'] });
			response.end('{}');
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const context = await executeContext('intercomPlus', credentials);
	const body = '{"custom_attributes":{"constructor":"ACME","__proto__":"b","prototype":"ü"}}';
	for (const type of [TYPE, undefined])
		await exchange(context, { method: 'POST', url, body: JSON.parse(body) }, rules(60_000, type));
	const length = String(Buffer.byteLength(body));
	expect(asked).toEqual(Array(2).fill({ body, length, type: 'application/json' }));
});
