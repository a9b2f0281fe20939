import { api, client, grace, refusal, simulator } from './intercom/driver';
import { trackEvent } from './intercom';

describe('tracked events of a contact', () => {
	const now = Date.parse('2030-06-01T00:00:00Z') / 1000;
	const path = '/events?type=user&user_id=1';

	beforeEach(() => simulator.clock.set('2030-06-01T00:00:00Z'));

	it('are listed newest first for 90 days, by pages whose next is a URL', async () => {
		const send = (event_name: string, created_at: number) =>
			client.events.create({ event_name, created_at, user_id: '1' });
		for (const [index, ago] of [50, 10, 30, 91 * 86400, 20].entries()) await send(`e${index}`, now - ago);
		await send('e1', now - 10);
		const names = (events: unknown) => (events as Array<{ event_name: string }>).map((one) => one.event_name);
		const first = (await api('GET', `${path}&per_page=3`)).body;
		const { next } = first.pages as { next: string };
		expect(new URL(next).origin).toBe(simulator.url);
		const second = (await api('GET', next.replace(simulator.url, ''))).body;
		expect([names(first.events), names(second.events)]).toEqual([['e1', 'e4', 'e2'], ['e0']]);
		expect(second.pages).toMatchObject({ next: null });
		for (const who of [`intercom_user_id=${grace}`, 'email=grace@example.com'])
			expect((await api('GET', `/events?type=user&${who}`)).body.events).toHaveLength(4);
		expect(await refusal('GET', '/events?user_id=1')).toMatch(/^400 parameter_invalid /);
		expect(await refusal('GET', '/events?type=user&user_id=no')).toMatch(/^404 /);
	});

	it('are summed up on request, as the official client reads them', async () => {
		const contact = simulator.workspace().contacts.get(grace) as never;
		for (const ago of [50, 10, 10])
			trackEvent(simulator.workspace(), contact, { event_name: 'ordered', created_at: now - ago });
		const summary = await client.events.list({ type: 'user', user_id: '1', summary: true });
		expect(summary).toMatchObject({ type: 'event.summary', intercom_user_id: grace, user_id: '1' });
		expect(summary.events).toMatchObject([
			{
				name: 'ordered',
				count: 2,
				first: '2030-05-31T23:59:10.000+00:00',
				last: '2030-05-31T23:59:50.000+00:00',
			},
		]);
	});
});
