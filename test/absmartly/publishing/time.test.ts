import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, track } from '../world/driver';

/** When a goal was achieved, however it is written: integer Unix milliseconds on the wire, and never "now". */

const AT = 1772000000000;
const ISO = '2026-02-25T06:13:20.000Z';

type Goal = { achievedAt: number };
type Body = { publishedAt: number; historic?: boolean; goals: Goal[]; units: IDataObject[] };

const sent = () =>
	absmartly.requests.filter(({ method }) => method === 'PUT').map(({ body }) => JSON.parse(body) as Body);

const run = async (item: IDataObject, more: INodeParameters = {}, timezone?: string) =>
	await execute('absmartly', {
		parameters: track(more),
		credentials: credentials(),
		items: [item],
		timezone,
	});

describe('the event’s own time', () => {
	it.each([
		['milliseconds', { occurredAtMs: AT }],
		['milliseconds before ISO 8601', { occurredAtMs: AT, occurredAt: '2020-01-01T00:00:00Z' }],
		['ISO 8601', { occurredAtMs: null, occurredAt: ISO }],
	])('is taken from %s', async (_, time) => {
		await run(eventOf(1, time));
		expect(sent()[0].goals[0].achievedAt).toBe(AT);
	});

	it('is never replaced by now: an item without time fails and says what to do', async () => {
		const { error } = await run({ id: '1', created_at: 1772000000, external_id: '42' });
		expect(error?.message).toBe('Achieved At is empty, and the item has no time of its own');
		expect(error?.description).toContain('{{ $json.created_at }}');
		expect(sent()).toEqual([]);
	});
});

describe('Achieved At', () => {
	it.each([
		['Unix seconds', 1772000000],
		['Unix seconds with a fraction', 1772000000.25, AT + 250],
		['Unix milliseconds', AT],
		['Unix microseconds', AT * 1000],
		['digits for seconds', '1772000000'],
		['digits for milliseconds', ` ${AT} `],
		['digits for microseconds', String(AT * 1000)],
		['ISO 8601', ISO],
		['ISO 8601 with an offset', '2026-02-25T07:13:20+01:00'],
		['a date of an e-mail', 'Wed, 25 Feb 2026 06:13:20 GMT'],
		['a JavaScript date as text', 'Wed Feb 25 2026 07:13:20 GMT+0100 (Central European Standard Time)'],
	])('takes %s', async (_, time, expected = AT) => {
		const { error } = await run(eventOf(1, { occurredAtMs: 1, time }), {
			options: { achievedAt: '={{ $json.time }}' },
		});
		expect(error).toBeUndefined();
		expect(sent()[0].goals[0].achievedAt).toBe(expected);
	});

	it.each(['={{ DateTime.fromMillis(1772000000000) }}', '={{ new Date(1772000000000) }}'])(
		'takes the date %s',
		async (achievedAt) => {
			await run(eventOf(1), { options: { achievedAt } });
			expect(sent()[0].goals[0].achievedAt).toBe(AT);
		},
	);

	it.each([
		['2026-02-25T06:13:20', 'UTC', ISO],
		['2026-02-25T06:13:20', 'Europe/Berlin', '2026-02-25T05:13:20.000Z'],
		['2026-07-25 06:13', 'Europe/Berlin', '2026-07-25T04:13:00.000Z'],
		['2026-02-25', 'Asia/Tokyo', '2026-02-24T15:00:00.000Z'],
		['2026-02-25T06:13:20Z', 'Asia/Tokyo', ISO],
	])('reads %s in a workflow of %s', async (achievedAt, timezone, expected) => {
		await run(eventOf(1), { options: { achievedAt } }, timezone);
		expect(new Date(sent()[0].goals[0].achievedAt).toISOString()).toBe(expected);
	});

	it('warns of a time in the future, and sends it', async () => {
		const { items } = await run(eventOf(1), { options: { achievedAt: '2049-01-01T00:00:00Z' } });
		expect(items[0].json.status).toBe('sent');
		expect(items[0].json.warnings).toContainEqual(expect.stringContaining('lies in the future'));
	});
});

it('says when it was sent by this machine’s clock, also of old events', async () => {
	const before = Date.now();
	await run(eventOf(1, { occurredAtMs: Date.UTC(2020, 0, 1) }), { options: { historic: true } });
	const [{ publishedAt, historic, goals }] = sent();
	expect(publishedAt).toBeGreaterThanOrEqual(before);
	expect(publishedAt).toBeLessThanOrEqual(Date.now());
	expect(goals[0].achievedAt).toBe(Date.UTC(2020, 0, 1));
	expect(historic).toBe(true);
});

it('calls nothing historic by itself, and mixes both in one body', async () => {
	await execute('absmartly', {
		parameters: track({ options: { historic: '={{ $json.old }}' } }),
		credentials: credentials(),
		items: [eventOf(1, { old: true }), eventOf(2, { old: false })],
	});
	const [{ body }] = absmartly.requests;
	const { requests } = JSON.parse(body) as { requests: Body[] };
	expect(requests.map(({ historic }) => historic)).toEqual([true, undefined]);
});

describe('a lead', () => {
	const invented = '1b9f2f6e-93a4-4c57-9f0b-0f5f3f1d2a77';
	const conversation = { id: '7', type: 'conversation', occurredAtMs: AT };

	it.each([
		['an event', eventOf(1, { contact: { externalId: invented, role: 'lead' } })],
		['a contact', { id: 'x', role: 'lead', external_id: invented, occurredAtMs: AT }],
		[
			'a conversation',
			{ ...conversation, contacts: { contacts: [{ role: 'lead', external_id: invented }] } },
		],
	])('has no external ID, not even the one that Intercom invents: %s', async (_, item) => {
		const { items } = await run(item);
		expect(items[0].json).toEqual({ status: 'skipped', reason: 'no unit' });
		expect(sent()).toEqual([]);
	});

	it('may count by another unit', async () => {
		const units = { unit: [{ type: 'email', from: 'email' }] };
		await run(eventOf(1, { contact: { externalId: invented, role: 'lead', email: 'ada@example.com' } }), {
			units,
		});
		expect(sent()[0].units).toEqual([{ type: 'email', uid: 'ada@example.com' }]);
	});

	it.each([
		['a contact', { role: 'user', external_id: '42', occurredAtMs: AT }],
		['a conversation', { ...conversation, contacts: { contacts: [{ external_id: '42' }] } }],
	])('is not who has an ID and no role beside it: %s', async (_, item) => {
		await run(item);
		expect(sent()[0].units).toEqual([{ type: 'user_id', uid: '42' }]);
	});
});
