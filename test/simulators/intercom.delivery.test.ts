import { api } from './intercom/driver';
import { behaviour, deliveries, happen, notification, posts, subscribe } from './intercom/endpoint';

describe('when the endpoint does not answer well', () => {
	const minute = 60_000;
	const advance = (advanceMs: number) => api('POST', '/_sim/clock', { advanceMs });
	const event = { topic: 'conversation.user.created' };

	it('tries once more a minute later: same id and times, second attempt', async () => {
		behaviour.answers = [500];
		await subscribe('*');
		const [id] = await happen(event);
		expect(await deliveries(1)).toMatchObject([{ attempt: 1, status: 500, state: 'retrying' }]);
		await advance(minute - 5000);
		await deliveries(1);
		await advance(5000);
		expect((await deliveries(2))[1]).toMatchObject({
			notificationId: id,
			attempt: 2,
			status: 200,
			state: 'delivered',
		});
		const [first, second] = [notification(0), notification(1)];
		expect(second).toEqual({ ...first, delivery_attempts: 2 });
	});

	it('gives up after the second failure', async () => {
		behaviour.answers = [500, 401];
		await subscribe('*');
		await happen(event);
		await deliveries(1);
		await advance(minute);
		expect((await deliveries(2)).map(({ state }) => state)).toEqual(['retrying', 'failed']);
		await advance(60 * minute);
		await deliveries(2);
	});

	it('tries once more all the same when the notification was sent again meanwhile', async () => {
		behaviour.answers = [500, 500];
		behaviour.delayMs = 300;
		await subscribe('*');
		const [notificationId] = await happen(event);
		await api('POST', '/_sim/redeliver', { notificationId });
		const rows = (await deliveries(2)).sort((one, other) => one.attempt - other.attempt);
		expect(rows).toMatchObject([
			{ attempt: 1, status: 500, state: 'retrying' },
			{ attempt: 2, status: 500, state: 'failed' },
		]);
		await advance(minute);
		expect((await deliveries(3))[2]).toMatchObject({ attempt: 3, state: 'delivered' });
	});

	it('waits five seconds for the answer', async () => {
		await subscribe('*');
		behaviour.delayMs = 7500;
		await happen(event);
		await new Promise((resolve) => setTimeout(resolve, 4000));
		await deliveries(0);
		const [row] = await deliveries(1, 6000);
		expect(row).toMatchObject({ status: null, answer: '', state: 'retrying' });
		expect(row.ms).toBeGreaterThanOrEqual(4990);
	}, 15_000);

	it('sends nothing more after 410, until the URL is saved anew', async () => {
		behaviour.answers = [410];
		await subscribe('*');
		await happen(event);
		expect(await deliveries(1)).toMatchObject([{ status: 410, state: 'failed' }]);
		expect(await happen(event)).toEqual([]);
		await subscribe('*');
		await happen(event);
		await deliveries(2);
	});

	it('holds everything back after 429, longer each time', async () => {
		behaviour.answers = [429, 429];
		await subscribe('*');
		await happen(event);
		await deliveries(1);
		await happen(event);
		await advance(minute);
		const rows = await deliveries(3);
		expect(rows.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
		await advance(minute + 30_000);
		await deliveries(3);
		await advance(30_000);
		expect((await deliveries(4))[3]).toMatchObject({
			attempt: expect.any(Number),
			status: 200,
			state: 'delivered',
		});
	});

	it('pauses for 15 minutes after a thousand errors in a row and drops what comes meanwhile', async () => {
		behaviour.answers = Array(1001).fill(500);
		await subscribe('*');
		await happen({ ...event, times: 1001 });
		await deliveries(1001, 15_000);
		await happen(event);
		const rows = await deliveries(1002);
		expect(rows[1001]).toMatchObject({ attempt: 0, status: null, state: 'failed' });
		expect(posts()).toHaveLength(1001);
	}, 20_000);

	it('is suspended after more than seven days of errors, until it is set live', async () => {
		expect((await api('POST', '/_sim/webhook/live')).status).toBe(422);
		const day = 24 * 60 * minute;
		behaviour.answers = [500, 200, 500, 500];
		await subscribe('*');
		await happen(event);
		await deliveries(1);
		await advance(6 * day);
		await happen(event);
		// between the two the retry that is too late
		await deliveries(3);
		// what was answered well ended the errors
		for (const [days, rows] of [
			[6, 4],
			[8, 6],
		]) {
			await advance(days * day);
			await happen(event);
			await deliveries(rows);
		}
		expect((await api('GET', '/_sim/state')).body.webhook).toMatchObject({ suspended: true });
		expect(await happen(event)).toEqual([]);
		behaviour.headStatus = 404;
		expect((await api('POST', '/_sim/webhook/live')).status).toBe(422);
		expect(await happen(event)).toEqual([]);
		behaviour.headStatus = 200;
		expect((await api('POST', '/_sim/webhook/live')).body).toMatchObject({
			ok: true,
			status: 200,
			ping: { topic: 'ping', status: 200 },
		});
		await happen(event);
		expect((await deliveries(8))[7]).toMatchObject({ status: 200, state: 'delivered' });
	});

	it('sends one notification again on request', async () => {
		await subscribe('*');
		const [notificationId] = await happen(event);
		await deliveries(1);
		expect((await api('POST', '/_sim/redeliver', { notificationId })).status).toBe(200);
		expect((await deliveries(2))[1]).toMatchObject({ notificationId, attempt: 2, state: 'delivered' });
		const bytes = posts().map(({ body }) => String(body));
		expect(bytes[1]).toBe(bytes[0].replace('"delivery_attempts":1', '"delivery_attempts":2'));
		expect((await api('POST', '/_sim/redeliver', { notificationId: 'no' })).status).toBe(404);
	});
});

describe('faults on the API', () => {
	const contact = { external_id: 'trap' };
	const fault = (how: object) => api('POST', '/_sim/faults', [{ match: 'POST /contacts', ...how }]);
	const made = async () => (await api('GET', '/contacts/find_by_external_id/trap')).status;

	it('fail before the work is done, rate limit headers included', async () => {
		await fault({ status: 503, body: '' });
		const reply = await api('POST', '/contacts', contact);
		expect([reply.status, reply.body, reply.headers.get('x-ratelimit-limit')]).toEqual([
			503,
			undefined,
			'1666',
		]);
		expect(await made()).toBe(404);
	});

	it('fail after it, so that trying again meets the conflict', async () => {
		await fault({ reset: true, recordFirst: true });
		await expect(api('POST', '/contacts', contact)).rejects.toThrow('fetch failed');
		expect(await made()).toBe(200);
		expect((await api('POST', '/contacts', contact)).status).toBe(409);
	});

	it('delay', async () => {
		await fault({ delayMs: 80 });
		const started = performance.now();
		expect((await api('POST', '/contacts', contact)).status).toBe(200);
		expect(performance.now() - started).toBeGreaterThan(75);
	});
});
