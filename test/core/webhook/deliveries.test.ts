import { keyOf } from '../../../nodes/core/webhook/key';
import { createDeliveries } from '../../../nodes/core/webhook/deliveries';

describe('deliveries', () => {
	it('lets a notification through once', async () => {
		const deliveries = createDeliveries(10);
		(await deliveries.claim('a'))?.(true);
		expect(await deliveries.claim('a')).toBeUndefined();
		expect(await deliveries.claim('b')).toBeDefined();
	});

	it('lets a twin wait for the outcome: dropped when it was taken', async () => {
		const deliveries = createDeliveries(10);
		const settle = await deliveries.claim('a');
		let answered = false;
		const twin = deliveries.claim('a').then((claim) => {
			answered = true;
			return claim;
		});
		await new Promise((resolve) => setImmediate(resolve));
		expect(answered).toBe(false);
		settle?.(true);
		expect(await twin).toBeUndefined();
	});

	it('lets exactly one waiting twin in when the first failed', async () => {
		const deliveries = createDeliveries(10);
		const settle = await deliveries.claim('a');
		const twins = Promise.all(
			['a', 'a', 'a'].map(async (id) => {
				const claim = await deliveries.claim(id);
				claim?.(true);
				return claim !== undefined;
			}),
		);
		settle?.(false);
		expect((await twins).filter(Boolean)).toHaveLength(1);
	});

	it('keeps no more of an ID than tells it from others, however long it is', async () => {
		const kept = jest.spyOn(Map.prototype, 'set');
		const deliveries = createDeliveries(10);
		const long = 'x'.repeat(5_000_000);
		(await deliveries.claim(`${long}a`))?.(true);
		const keys = kept.mock.calls.map(([key]) => String(key));
		kept.mockRestore();
		expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(100);
		expect(await deliveries.claim(`${long}a`)).toBeUndefined();
		expect(await deliveries.claim(`${long}b`)).toBeDefined();
		expect(await deliveries.claim(keyOf(`${long}a`))).toBeDefined();
	});

	it('remembers a bounded number, and never forgets one under way', async () => {
		const deliveries = createDeliveries(2);
		const first = await deliveries.claim('first');
		for (const id of ['a', 'b', 'c', 'd']) (await deliveries.claim(id))?.(true);
		expect(await deliveries.claim('d')).toBeUndefined();
		expect(await deliveries.claim('a')).toBeDefined();
		const twin = deliveries.claim('first');
		first?.(true);
		expect(await twin).toBeUndefined();
	});
});
