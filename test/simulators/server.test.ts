import { until } from '../../playground/until';
import { startSimulator, type RecordedRequest, type Simulator } from './server';

type Settings = { latencyMs: number; greeting: string };

let simulator: Simulator<Settings>;
let made: unknown[];

beforeAll(async () => {
	simulator = await startSimulator<Settings>({
		name: 'greeter',
		settings: { latencyMs: 0, greeting: 'hello' },
		reset: () => {
			made = [];
		},
		register(app, { settings }) {
			app.post('/things', (request) => {
				made.push(request.body ?? null);
				return {
					greeting: settings.greeting,
					malformed: request.rawBody !== undefined && request.body === undefined,
				};
			});
			app.delete('/things', (request) => ({ got: request.body }));
		},
	});
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return fetch(simulator.url + path, {
		method,
		body: text,
		headers: text === undefined ? headers : { 'content-type': 'application/json', ...headers },
	});
}

const recorded = async () => (await (await call('GET', '/_sim/requests')).json()) as RecordedRequest[];

it('records every call but its own, with the exact body', async () => {
	const body = '{ "name" : "Zo\\u00eb ✓" }';
	await call('POST', '/things?x=1', body, { 'x-mine': 'yes' });
	await call('GET', '/nowhere');
	const requests = await recorded();
	expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
		'POST /things?x=1',
		'GET /nowhere',
	]);
	expect(requests[0].body).toBe(body);
	expect(requests[0].headers['x-mine']).toBe('yes');
	expect(Math.abs(requests[0].at - Date.now())).toBeLessThan(5000);
});

it('tells malformed JSON from none, and reads the body of a DELETE', async () => {
	expect(await (await call('POST', '/things', '{"broken"')).json()).toMatchObject({ malformed: true });
	expect(await (await call('POST', '/things', '{}')).json()).toMatchObject({ malformed: false });
	expect(await (await call('POST', '/things')).json()).toMatchObject({ malformed: false });
	expect(await (await call('DELETE', '/things', { id: 1 })).json()).toEqual({ got: { id: 1 } });
});

it('listens on loopback only', () => {
	expect(simulator.app.server.address()).toMatchObject({ address: '127.0.0.1' });
	expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}`);
});

it('says which port is in use', async () => {
	const { port } = simulator;
	const second = startSimulator(
		{ name: 'second', settings: { latencyMs: 0 }, register() {}, reset() {} },
		port,
	);
	await expect(second).rejects.toThrow(`port ${port} is in use`);
});

it('closes although a connection is kept alive', async () => {
	const other = await startSimulator({
		name: 'other',
		settings: { latencyMs: 0 },
		register() {},
		reset() {},
	});
	await (await fetch(`${other.url}/_sim/requests`)).text();
	const started = Date.now();
	await other.close();
	expect(Date.now() - started).toBeLessThan(2000);
});

describe('clock', () => {
	it('jumps to an instant and runs on from there', async () => {
		await call('POST', '/_sim/clock', { now: '2030-01-01T00:00:00Z' });
		const reply = await call('POST', '/things', {});
		expect(reply.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
		await call('POST', '/_sim/clock', { advanceMs: 90_000 });
		const since = simulator.clock.now() - Date.parse('2030-01-01T00:01:30Z');
		expect(since).toBeGreaterThanOrEqual(0);
		expect(since).toBeLessThan(5000);
		await call('POST', '/_sim/clock', {});
		expect(Math.abs(simulator.clock.now() - Date.now())).toBeLessThan(5);
	});

	it('runs what is due when it passes that time, in order, and not what was cancelled', () => {
		const ran: string[] = [];
		const now = simulator.clock.now();
		simulator.clock.at(now + 120_000, () => ran.push('second'));
		simulator.clock.at(now + 60_000, () => ran.push('first'));
		const cancel = simulator.clock.at(now + 90_000, () => ran.push('cancelled'));
		cancel();
		simulator.clock.advance(59_000);
		expect(ran).toEqual([]);
		simulator.clock.advance(120_000);
		expect(ran).toEqual(['first', 'second']);
	});

	it('runs what is due in real time too', async () => {
		await new Promise<void>((resolve) => simulator.clock.at(simulator.clock.now() + 30, resolve));
	});

	it('refuses what is no instant', async () => {
		expect((await call('POST', '/_sim/clock', { now: 'tomorrow' })).status).toBe(400);
		expect((await call('POST', '/_sim/clock', { advance: 5 })).status).toBe(400);
	});
});

describe('settings', () => {
	it('take effect and go back on reset', async () => {
		const reply = await call('PUT', '/_sim/settings', { greeting: 'hi', latencyMs: 60 });
		expect(await reply.json()).toEqual({ greeting: 'hi', latencyMs: 60 });
		const started = performance.now();
		expect(await (await call('POST', '/things', {})).json()).toMatchObject({ greeting: 'hi' });
		expect(performance.now() - started).toBeGreaterThan(55);
		await call('POST', '/_sim/reset');
		expect(simulator.settings).toEqual({ greeting: 'hello', latencyMs: 0 });
		expect(simulator.requests).toEqual([]);
	});

	it('names a key that is unknown or of the wrong type, and changes nothing then', async () => {
		const reply = await call('PUT', '/_sim/settings', { latencyMs: 5, volume: 1, greeting: 3 });
		expect(reply.status).toBe(400);
		expect(await reply.json()).toEqual({ error: 'unknown or wrongly typed setting: volume, greeting' });
		expect(simulator.settings.latencyMs).toBe(0);
	});
});

describe('faults', () => {
	it('answer as told, as often as told, without doing the work', async () => {
		const fault = {
			match: 'POST /things',
			times: 2,
			status: 429,
			headers: { 'x-why': 'busy' },
			body: '{"no":1}',
		};
		await call('POST', '/_sim/faults', [fault]);
		for (let count = 0; count < 2; count++) {
			const reply = await call('POST', '/things', { n: 1 });
			expect([reply.status, reply.headers.get('x-why'), await reply.text()]).toEqual([
				429,
				'busy',
				'{"no":1}',
			]);
		}
		expect((await call('POST', '/things', { n: 2 })).status).toBe(200);
		expect(made).toEqual([{ n: 2 }]);
		expect(await recorded()).toHaveLength(3);
	});

	it('match by method and path, by prefix, or everything; other calls pass', async () => {
		const match = (pattern: string) => ({ match: pattern, status: 500 });
		await call('POST', '/_sim/faults', [
			match('DELETE /things'),
			match('GET /a/*'),
			match('POST /things?page=2'),
		]);
		const statuses = [];
		for (const [method, path] of [
			['POST', '/things'],
			['GET', '/a/b?c=1'],
			['GET', '/b'],
			['POST', '/things?page=2'],
			['DELETE', '/things?x=1'],
		])
			statuses.push((await call(method, path, method === 'GET' ? undefined : {})).status);
		expect(statuses).toEqual([200, 500, 404, 500, 500]);
		await call('POST', '/_sim/faults', [match('*')]);
		expect((await call('GET', '/b')).status).toBe(500);
	});

	it('do the work first and then fail', async () => {
		await call('POST', '/_sim/faults', [{ match: '*', status: 503, body: 'gone', recordFirst: true }]);
		const reply = await call('POST', '/things', { n: 1 });
		expect([reply.status, await reply.text()]).toEqual([503, 'gone']);
		expect(made).toEqual([{ n: 1 }]);
	});

	it.each([
		[false, []],
		[true, [{ n: 1 }]],
	])('drop the connection (work done first: %s)', async (recordFirst, work) => {
		await call('POST', '/_sim/faults', [{ match: '*', reset: true, recordFirst }]);
		await expect(call('POST', '/things', { n: 1 })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
		expect(made).toEqual(work);
		expect((await call('POST', '/things', {})).status).toBe(200);
	});

	it('delay, with the real answer where no other is given', async () => {
		await call('POST', '/_sim/faults', [{ match: '*', delayMs: 60 }]);
		const started = performance.now();
		expect((await call('POST', '/things', {})).status).toBe(200);
		expect(performance.now() - started).toBeGreaterThan(55);
	});

	it('are refused where they are misspelt, and gone after a reset', async () => {
		expect((await call('POST', '/_sim/faults', [{ match: '*', code: 500 }])).status).toBe(400);
		await call('POST', '/_sim/faults', [{ match: '*', status: 500 }]);
		await call('POST', '/_sim/reset');
		expect((await call('POST', '/things', {})).status).toBe(200);
	});
});

it('is not there for a while, and comes back as it was', async () => {
	await call('POST', '/_sim/outage', { ms: 300 });
	await expect(call('POST', '/things')).rejects.toThrow('fetch failed');
	const back = async () => (await call('POST', '/things', {})).ok;
	expect(await until('it is back', back)).toBe(true);
	expect((await call('POST', '/_sim/outage', { ms: 0 })).status).toBe(400);
});

it('lists the faults still to come, takes them back by name, and tells what each call was answered', async () => {
	const faults = [
		{ name: 'down', match: 'POST /things', times: 2, status: 503 },
		{ match: 'DELETE /things', status: 418 },
	];
	await call('POST', '/_sim/faults', faults);
	await call('POST', '/things', {});
	const pending = async () => (await call('GET', '/_sim/faults')).json();
	expect(await pending()).toMatchObject([{ name: 'down', times: 1 }, { status: 418 }]);
	await call('DELETE', '/_sim/faults?name=down');
	expect(await pending()).toMatchObject([{ status: 418 }]);
	await call('POST', '/things', {});
	expect((await recorded()).map(({ status }) => status)).toEqual([503, 200]);
	await call('DELETE', '/_sim/faults');
	expect(await pending()).toEqual([]);
});
