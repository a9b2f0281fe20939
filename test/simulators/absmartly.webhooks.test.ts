import { startAbsmartly } from './absmartly';
import { absmartly, ask, control, eventIds, receive, register } from './absmartly/driver';

const start = async (id: number) => await ask('PUT', `/v1/experiments/${id}/start`, { note: 'go' });
const ready = () => absmartly.addExperiment({ state: 'ready' });
const rows = () =>
	absmartly.webhooks.deliveries.map(({ attempt, status, state }) => [attempt, status, state]);

const hook = {
	id: 1,
	name: 'hook',
	description: '',
	enabled: true,
	ordered: false,
	max_retries: 3,
	created_at: '2026-03-01T10:00:00.000Z',
	created_by_user_id: 1,
	updated_at: '2026-03-01T10:00:00.000Z',
	updated_by_user_id: 1,
};

describe('registering', () => {
	it('lists what it can tell of', async () => {
		const { json } = await ask('GET', '/v1/webhook_events?items=3&page=2');
		expect(json).toEqual({
			items: 3,
			page: 2,
			total: 26,
			webhook_events: [
				{ id: 4, name: 'ExperimentStarted', description: 'An experiment was started' },
				expect.objectContaining({ name: 'ExperimentStopped' }),
				expect.objectContaining({ name: 'ExperimentRestarted' }),
			],
		});
	});

	it('takes events by id, shows them with their names, and changes by data', async () => {
		const id = await register('http://127.0.0.1:1/a', ['ExperimentStarted', 'ExperimentStopped']);
		const { webhook } = (await ask('GET', `/v1/webhooks/${id}`)).json;
		expect(webhook).toMatchObject({
			id,
			name: 'hook',
			url: 'http://127.0.0.1:1/a',
			description: '',
			enabled: true,
			ordered: false,
			max_retries: 3,
			created_by: { id: 1, email: 'simulator@example.com' },
			events: [
				{ webhook_id: id, webhook_event_id: 4, enabled: true, event: { id: 4, name: 'ExperimentStarted' } },
				{ webhook_event_id: 5, event: { name: 'ExperimentStopped' } },
			],
		});
		const data = { enabled: false, events: [{ webhook_event_id: 7, enabled: true }] };
		const changed = await ask('PUT', `/v1/webhooks/${id}`, { data });
		expect(changed.json).toMatchObject({ ok: true, errors: [], webhook: { enabled: false } });
		expect((await ask('GET', '/v1/webhooks')).json).toMatchObject({
			total: 1,
			webhooks: [{ id, enabled: false, events: [{ event: { name: 'ExperimentFullOn' } }] }],
		});
		expect(await ask('DELETE', `/v1/webhooks/${id}`)).toMatchObject({ status: 204, text: '' });
		expect((await ask('GET', `/v1/webhooks/${id}`)).status).toBe(404);
		expect((await ask('DELETE', `/v1/webhooks/${id}`)).status).toBe(404);
	});

	it.each<[what: string, method: string, path: string, body: object, message: string]>([
		['no name', 'POST', '', { url: 'http://127.0.0.1/a' }, 'name: Required'],
		['no URL', 'POST', '', { name: 'a', url: 'a' }, 'url: Invalid url'],
		['a body in data', 'POST', '', { data: { name: 'a', url: 'http://a.b' } }, 'name: Required'],
		['a change without data', 'PUT', '/1', { name: 'a' }, 'data: Required'],
		['events by name', 'PUT', '/1', { data: { events: ['ExperimentStarted'] } }, 'events.0: '],
		[
			'events by another id',
			'PUT',
			'/1',
			{ data: { events: [{ id: 4 }] } },
			'events.0.webhook_event_id: Required',
		],
		['an unknown event', 'PUT', '/1', { data: { events: [{ webhook_event_id: 99 }] } }, 'webhook event 99'],
	])('refuses %s with 422', async (_, method, path, body, message) => {
		await register('http://127.0.0.1:1/a', []);
		const { status, json } = await ask(method, `/v1/webhooks${path}`, body);
		expect([status, json.ok]).toEqual([422, false]);
		expect(json.errors[0]).toMatch(message);
	});

	it('ignores events on POST, or on PUT, or refuses them, as it is set', async () => {
		const events = [{ webhook_event_id: 4, enabled: true }];
		await control('PUT', 'settings', { webhookPost: 'ignores', webhookPut: 'takes' });
		const id = await register('http://127.0.0.1:1/a', ['ExperimentStarted']);
		const shown = async () => (await ask('GET', `/v1/webhooks/${id}`)).json.webhook.events.length;
		expect(await shown()).toBe(0);
		await ask('PUT', `/v1/webhooks/${id}`, { data: { events } });
		expect(await shown()).toBe(1);
		await control('PUT', 'settings', { webhookPost: 'refuses', webhookPut: 'ignores' });
		await ask('PUT', `/v1/webhooks/${id}`, { data: { events: [] } });
		expect(await shown()).toBe(1);
		const body = { name: 'a', url: 'http://127.0.0.1:1/a' };
		expect((await ask('POST', '/v1/webhooks', { ...body, events })).status).toBe(422);
		expect((await ask('POST', '/v1/webhooks', { ...body, events: [] })).status).toBe(200);
		await control('PUT', 'settings', { shallowLists: true, deleteStatus: 200 });
		expect((await ask('GET', '/v1/webhooks')).json.webhooks[0]).not.toHaveProperty('events');
		expect((await ask('DELETE', `/v1/webhooks/${id}`)).json).toEqual({ ok: true, errors: [] });
	});
});

describe('telling', () => {
	it('posts an event to whoever wants it, and to nobody else', async () => {
		const [one, other, off] = [await receive(), await receive(), await receive()];
		await register(one.url, ['ExperimentStarted']);
		await register(other.url, ['ExperimentStopped']);
		await register(off.url, ['ExperimentStarted'], { enabled: false });
		const { id, name } = ready();
		await start(id);
		await absmartly.webhooks.idle();
		expect(one.bodies).toEqual([
			{ event_name: 'ExperimentStarted', event_at: expect.any(Number), id, name, user_id: 1, comment: 'go' },
		]);
		expect(one.headers[0]).toMatchObject({ 'content-type': 'application/json' });
		expect([other.bodies, off.bodies]).toEqual([[], []]);
		expect(rows()).toEqual([[1, 200, 'delivered']]);
		const listed = (await control('GET', 'webhook_deliveries')).json;
		expect(listed).toMatchObject([{ webhook_id: 1, url: one.url, event_names: ['ExperimentStarted'] }]);
	});

	it.each<[mode: string, shapes: string[]]>([
		['bare', ['ExperimentStarted', 'ExperimentStarted']],
		['events', ['events 1', 'events 1']],
		['batch', ['events 2']],
		['array', ['array 2']],
	])('sends bodies %s', async (webhookBody, shapes) => {
		await control('PUT', 'settings', { webhookBody });
		const receiver = await receive();
		await register(receiver.url, ['ExperimentStarted']);
		await Promise.all([ready(), ready()].map(({ id }) => start(id)));
		await absmartly.webhooks.idle();
		const shape = (body: Record<string, unknown>) => {
			if (Array.isArray(body)) return `array ${body.length}`;
			return Array.isArray(body.events) ? `events ${body.events.length}` : body.event_name;
		};
		expect(receiver.bodies.map(shape)).toEqual(shapes);
	});

	it('tries again what failed, max_retries times, by the virtual clock', async () => {
		const receiver = await receive(500, 503, 404);
		await register(receiver.url, ['ExperimentStarted'], { max_retries: 2 });
		await start(ready().id);
		for (const count of [1, 2, 3]) {
			await absmartly.webhooks.idle();
			expect(receiver.bodies).toHaveLength(count);
			absmartly.clock.advance(1000);
		}
		await absmartly.webhooks.idle();
		expect(rows()).toEqual([
			[1, 500, 'retrying'],
			[2, 503, 'retrying'],
			[3, 404, 'failed'],
		]);
	});

	it('tries no more once the webhook is gone or off', async () => {
		for (const change of [['DELETE'], ['PUT', { data: { enabled: false } }]] as const) {
			absmartly.reset();
			const receiver = await receive(500);
			const id = await register(receiver.url, ['ExperimentStarted']);
			await start(ready().id);
			await absmartly.webhooks.idle();
			await ask(change[0], `/v1/webhooks/${id}`, change[1]);
			absmartly.clock.advance(1000);
			await absmartly.webhooks.idle();
			expect(receiver.bodies).toHaveLength(1);
		}
	});

	it('hears no answer that takes longer than its patience', async () => {
		await control('PUT', 'settings', { patienceMs: 50 });
		const receiver = await receive(0);
		await register(receiver.url, ['ExperimentStarted'], { max_retries: 1 });
		await start(ready().id);
		await absmartly.webhooks.idle();
		absmartly.clock.advance(1000);
		await absmartly.webhooks.idle();
		expect(rows()).toEqual([
			[1, null, 'retrying'],
			[2, 200, 'delivered'],
		]);
	});

	it('holds back what follows a failing delivery only where the webhook is ordered', async () => {
		for (const ordered of [true, false]) {
			absmartly.reset();
			const receiver = await receive(500);
			await register(receiver.url, ['ExperimentStarted'], { ordered });
			const [first, second] = [ready(), ready()];
			await start(first.id);
			await absmartly.webhooks.idle();
			await start(second.id);
			await absmartly.webhooks.idle();
			expect(receiver.bodies).toHaveLength(ordered ? 1 : 2);
			absmartly.clock.advance(1000);
			await absmartly.webhooks.idle();
			const ids = receiver.bodies.map(({ id }) => id);
			expect(ids).toEqual(ordered ? [first.id, first.id, second.id] : [first.id, second.id, first.id]);
		}
	});

	it('sends doubles, the wrong way round, late, and again what was not heard, as it is set', async () => {
		const receiver = await receive();
		await register(receiver.url, ['ExperimentStarted', 'ExperimentStopped']);
		const { id } = ready();
		const both = async () => {
			await start(id);
			await ask('PUT', `/v1/experiments/${id}/stop`, { reason: 'testing' });
			await absmartly.webhooks.idle();
			return receiver.bodies.splice(0).map(({ event_name }) => event_name);
		};
		await control('PUT', 'settings', { disorder: true });
		expect((await both()).sort()).toEqual(['ExperimentStarted', 'ExperimentStopped']);
		absmartly.webhooks.tell({ event_name: 'ExperimentStarted', event_at: 1, id });
		await control('PUT', 'settings', { disorder: false, duplicates: 2 });
		await absmartly.webhooks.idle();
		expect(receiver.bodies.splice(0)).toHaveLength(3);
		await control('PUT', 'settings', { duplicates: 0, unheard: 1 });
		absmartly.webhooks.tell({ event_name: 'ExperimentStarted', event_at: 2, id });
		await absmartly.webhooks.idle();
		absmartly.clock.advance(1000);
		await absmartly.webhooks.idle();
		expect(receiver.bodies.splice(0)).toHaveLength(2);
		await control('PUT', 'settings', { lateMs: 7_200_000 });
		absmartly.webhooks.tell({ event_name: 'ExperimentStarted', event_at: 3, id });
		await absmartly.webhooks.idle();
		expect(receiver.bodies).toEqual([]);
		absmartly.clock.advance(7_200_000);
		await absmartly.webhooks.idle();
		expect(receiver.bodies).toMatchObject([{ event_at: 3 }]);
	});

	it('sends what is gathered the wrong way round, except to an ordered webhook', async () => {
		await control('PUT', 'settings', { disorder: true, webhookBody: 'batch' });
		const [loose, ordered] = [await receive(), await receive()];
		await register(loose.url, ['ExperimentStarted']);
		await register(ordered.url, ['ExperimentStarted'], { ordered: true });
		for (const event_at of [1, 2, 3])
			absmartly.webhooks.tell({ event_name: 'ExperimentStarted', event_at, id: 1 });
		await absmartly.webhooks.idle();
		expect(loose.bodies).toMatchObject([{ events: [{ event_at: 3 }, { event_at: 2 }, { event_at: 1 }] }]);
		expect(ordered.bodies).toMatchObject([{ events: [{ event_at: 1 }, { event_at: 2 }, { event_at: 3 }] }]);
	});

	it('hears nothing or everything where no events were named, as it is set', async () => {
		const receiver = await receive();
		await ask('POST', '/v1/webhooks', { name: 'a', url: receiver.url });
		await start(ready().id);
		await control('PUT', 'settings', { hearsAll: true });
		const { id } = ready();
		await start(id);
		await absmartly.webhooks.idle();
		expect(receiver.bodies).toMatchObject([{ id }]);
		const { webhook } = (await ask('GET', '/v1/webhooks/1')).json;
		expect(webhook.events).toHaveLength(26);
	});

	it('sends any body somebody forges, and nothing to another machine', async () => {
		const receiver = await receive();
		const id = await register(receiver.url, []);
		await register('https://example.com/hook', [], { max_retries: 0 });
		await control('POST', 'webhook_deliveries', { body: { event_name: 'Unknown', id: 9 }, webhook_id: id });
		await absmartly.webhooks.idle();
		expect(receiver.bodies).toEqual([{ event_name: 'Unknown', id: 9 }]);
		await control('POST', 'webhook_deliveries', { body: { x: 1 }, webhook_id: 2 });
		await absmartly.webhooks.idle();
		expect(rows()).toEqual([
			[1, 200, 'delivered'],
			[1, null, 'failed'],
		]);
	});

	it('sends nothing any more once it is closed', async () => {
		const own = await startAbsmartly();
		const receiver = await receive(500);
		own.world.webhooks.push({ ...hook, url: receiver.url, events: [{ webhook_event_id: 4, enabled: true }] });
		own.webhooks.tell({ event_name: 'ExperimentStarted', event_at: 1, id: 1 });
		await own.webhooks.idle();
		own.webhooks.tell({ event_name: 'ExperimentStarted', event_at: 2, id: 1 });
		await own.close();
		await new Promise((done) => setTimeout(done, 100));
		expect(receiver.bodies).toMatchObject([{ event_at: 1 }]);
	});

	it('forgets webhooks, events and deliveries on reset', async () => {
		const receiver = await receive();
		await register(receiver.url, ['ExperimentStarted']);
		await start(ready().id);
		absmartly.reset();
		expect([absmartly.webhooks.events, absmartly.webhooks.deliveries]).toEqual([[], []]);
		expect((await ask('GET', '/v1/webhooks')).json.webhooks).toEqual([]);
		expect(eventIds('ExperimentStarted')).toEqual([4]);
	});
});
