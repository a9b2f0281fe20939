import type { IDataObject } from 'n8n-workflow';
import { makeKey } from '../../../nodes/Absmartly/webhook/urlKey';
import { serveTrigger } from '../../engine';

/** Deliveries with as many events as somebody likes to put in, to the trigger over HTTP. */

const key = makeKey();
const credentials = { absmartlyConsoleApi: { endpoint: 'http://127.0.0.1:9', apiKey: 'unused' } };
let given: IDataObject[] = [];
let served: Awaited<ReturnType<typeof serveTrigger>>;
beforeAll(async () => {
	served = await serveTrigger(
		{ events: ['ExperimentStarted'] },
		credentials,
		async (items) => void given.push(...items.map(({ json }) => json)),
		'webhook',
		{ name: 'absmartlyEventTrigger', memory: { key } },
	);
});
afterAll(async () => await served.close());
beforeEach(() => (given = []));

const send = async (events: unknown) => {
	const answer = await fetch(`${served.url}/${key}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ events }),
	});
	return [answer.status, await answer.text()] as const;
};
const started = (id: unknown, more: IDataObject = {}) =>
	({ event_name: 'ExperimentStarted', event_at: 1772000000000, id, ...more }) as IDataObject;
const ids = () => given.map(({ objectId }) => objectId);

it('takes 5,000 events of which each came three times, each once', async () => {
	const events = Array.from({ length: 5_000 }, (_, index) => started(index % 1_667));
	expect((await send(events))[0]).toBe(200);
	expect(given).toHaveLength(1_667);
	expect((await send(events))[0]).toBe(200);
	expect(given).toHaveLength(1_667);
});

it('refuses 100,000 events at once, and tells nobody the key', async () => {
	const [status, text] = await send(Array.from({ length: 100_000 }, () => started(1)));
	expect([status, text]).toEqual([413, '{"message":"Refused: it holds more than 5000 events"}']);
	expect(given).toEqual([]);
});

it('takes 500 deliveries at once, whose events overlap in either order', async () => {
	const batch = (from: number) => Array.from({ length: 10 }, (_, index) => started(10_000 + from + index));
	const all = Array.from({ length: 500 }, (_, index) => batch(index % 50));
	await Promise.all(all.map(async (events, index) => await send(index % 2 ? events : events.reverse())));
	expect(given).toHaveLength(59);
	expect(new Set(ids()).size).toBe(59);
});

it('gives one key to one event, however its numbers are written, and another to what is another', async () => {
	await send([started(20_001), started('20001'), started(20_001, { event_at: '1772000000000' })]);
	expect(ids()).toEqual(['20001']);
	given = [];
	const odd = [10n ** 30n, 1e300, -1, 0.5, '__proto__', true, null, {}, [20_002], ''].map(String);
	await send(odd.map((id) => started(id)));
	expect(new Set(given.map(({ eventKey }) => eventKey)).size).toBe(given.length);
	given = [];
	await send(
		[-1, 0, 8.64e15, 1e300, 'tomorrow', {}, null].map((event_at) => started(20_003, { event_at } as never)),
	);
	expect(given).toHaveLength(7);
	for (const { occurredAt } of given) expect(Date.parse(String(occurredAt))).toBeGreaterThan(1772000000000);
});
