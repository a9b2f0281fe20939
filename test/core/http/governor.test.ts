import { createGovernor, type Governor } from '../../../nodes/core/http/governor';
import type { RateWindow } from '../../../nodes/core/http/window';
import { policy, retryAfter } from '../../../nodes/core/http/exchange';
import { wait } from '../../../nodes/core/http/wait';

/** Time that passes only when somebody waits for it, in milliseconds. */
function virtualTime(start = 1_800_000_000_000) {
	let now = start;
	const sleepers: Array<{ at: number; wake: () => void }> = [];
	return {
		now: () => now,
		sleep: async (ms: number) => await new Promise<void>((wake) => sleepers.push({ at: now + ms, wake })),
		/** Runs until nobody waits any more. */
		async run(work: Promise<unknown>) {
			let done = false;
			void work.finally(() => (done = true)).catch(() => undefined);
			for (;;) {
				for (let i = 0; i < 20; i++) await Promise.resolve();
				if (done) return await work;
				sleepers.sort((a, b) => a.at - b.at);
				const next = sleepers.shift();
				if (!next) throw new Error('nobody waits, and it is not done');
				now = Math.max(now, next.at);
				next.wake();
			}
		},
	};
}

type Time = ReturnType<typeof virtualTime>;

const WINDOW = 10_000;

/** A server with fixed windows of ten seconds, as Intercom's, whose clock may differ from ours. */
function server(time: Time, { limit = 100, latency = 40, clock = 0, others = 0 } = {}) {
	const windows = new Map<number, number>();
	const state = { served: 0, refused: 0, inFlight: 0, most: 0 };
	const request = async (governor: Governor, reserve = 0): Promise<'served' | 'refused'> =>
		await governor.run(async () => {
			state.most = Math.max(state.most, ++state.inFlight);
			await time.sleep(latency / 2);
			const at = time.now() + clock;
			const start = Math.floor(at / WINDOW) * WINDOW;
			const used = (windows.get(start) ?? others) + 1;
			windows.set(start, used);
			const reply: RateWindow = {
				limit,
				remaining: Math.max(0, limit - used),
				resetAt: start + WINDOW,
				at: Math.floor(at / 1000) * 1000,
			};
			await time.sleep(latency / 2);
			state.inFlight--;
			governor.heard(reply, reserve);
			const fits = used <= limit;
			if (!fits) governor.pause(500);
			state[fits ? 'served' : 'refused']++;
			return fits ? 'served' : 'refused';
		});
	return { request, state, windows };
}

/** Sends until `count` are served; those refused are sent again. */
const sendAll = async (count: number, send: () => Promise<'served' | 'refused'>, workers = 20) => {
	let left = count;
	await Promise.all(
		Array.from({ length: workers }, async () => {
			while (left > 0) {
				left--;
				if ((await send()) === 'refused') left++;
			}
		}),
	);
};

describe('the governor, alone on a window', () => {
	it.each([
		[100, 200, 0],
		[100, 1_000, 3_700],
		[1_666, 5_000, -86_400_000],
		[20, 90, 999],
	])(
		'of %i: sends %i, nothing is refused, and nearly all of each window is used',
		async (limit, count, clock) => {
			const time = virtualTime(1_800_000_003_210);
			const { request, state, windows } = server(time, { limit, clock });
			const governor = createGovernor(20, time.sleep, time.now);
			await time.run(sendAll(count, async () => await request(governor)));
			expect(state).toMatchObject({ served: count, refused: 0 });
			// all but the first and the last are full
			const used = [...windows.values()];
			expect(used.slice(1, -1).filter((each) => each < limit)).toEqual([]);
			expect(state.most).toBeLessThanOrEqual(20);
		},
	);

	it('leaves the reserve to others', async () => {
		const time = virtualTime();
		const { request, windows } = server(time, { limit: 100 });
		const governor = createGovernor(20, time.sleep, time.now);
		await time.run(sendAll(300, async () => await request(governor, 10)));
		expect(Math.max(...windows.values())).toBe(90);
	});

	it('says how long it held back', async () => {
		const time = virtualTime(1_800_000_000_000);
		const { request } = server(time, { limit: 100 });
		const governor = createGovernor(20, time.sleep, time.now);
		const start = time.now();
		await time.run(sendAll(200, async () => await request(governor)));
		expect(governor.heldMs()).toBeGreaterThan(9_000);
		expect(governor.heldMs()).toBeLessThanOrEqual(time.now() - start);
		expect(governor.limit()).toBe(100);
	});
});

it('settles under the limit in two processes that know of each other by the headers alone', async () => {
	const time = virtualTime();
	const { request, state } = server(time, { limit: 100 });
	const [one, two] = [0, 1].map(() => createGovernor(20, time.sleep, time.now));
	const both = Promise.all([
		sendAll(300, async () => await request(one)),
		sendAll(300, async () => await request(two)),
	]);
	await time.run(both);
	expect(state.served).toBe(600);
	// at the end of a window each may have as many on the way as the other does not know of
	expect(state.refused).toBeLessThan(600 * 0.2);
});

it('waits for the window when others have used it up, then goes on', async () => {
	const time = virtualTime(1_800_000_001_000);
	const { request, state } = server(time, { limit: 10, others: 10 });
	const governor = createGovernor(5, time.sleep, time.now);
	const start = time.now();
	const first = await time.run(request(governor));
	expect(first).toBe('refused');
	await time.run(request(governor));
	expect(state.refused).toBe(2);
	// the second came after the reset, not before
	expect(time.now() - start).toBeGreaterThanOrEqual(9_000);
});

it('runs no more than its size at once, in the order of asking, and frees the place of a failure', async () => {
	const governor = createGovernor(1, wait);
	const failing = governor.run(async () => await Promise.reject(new Error('no')));
	const order: number[] = [];
	const next = [1, 2, 3].map(async (each) => await governor.run(async () => order.push(each)));
	await expect(failing).rejects.toThrow('no');
	await Promise.all(next);
	expect(order).toEqual([1, 2, 3]);
});

it('sends fewer at once to a server that strains, and more again when it has recovered', async () => {
	const time = virtualTime();
	const governor = createGovernor(20, time.sleep, time.now);
	let inFlight = 0;
	let most = 0;
	const round = async (strained: boolean, count: number) => {
		most = 0;
		const one = async () =>
			await governor.run(async () => {
				most = Math.max(most, ++inFlight);
				await time.sleep(1_500);
				inFlight--;
				if (strained) governor.failed(true);
			});
		await time.run(Promise.all(Array.from({ length: count }, one)));
		return most;
	};
	expect(await round(false, 40)).toBe(20);
	await round(true, 60);
	const strained = await round(false, 8);
	expect(strained).toBeLessThan(10);
	await round(false, 400);
	expect(await round(false, 40)).toBe(20);
});

it('lets a cancelled caller leave the queue or a pause, and the next one in', async () => {
	const governor = createGovernor(1, wait);
	let finish = () => {};
	const first = governor.run(async () => await new Promise<void>((resolve) => (finish = resolve)));
	const cancel = new AbortController();
	const queued = governor.run(async () => 'ran', cancel.signal);
	const next = governor.run(async () => 'next');
	cancel.abort();
	await expect(queued).rejects.toThrow();
	finish();
	await first;
	expect(await next).toBe('next');

	governor.pause(1_000);
	const later = new AbortController();
	const held = governor.run(async () => 'ran', later.signal);
	later.abort();
	await expect(held).rejects.toThrow();
});

it('does not trust a server’s clock that was put back', async () => {
	const time = virtualTime();
	const governor = createGovernor(2, time.sleep, time.now);
	const at = time.now();
	await time.run(
		governor.run(async () =>
			governor.heard({ limit: 10, remaining: 0, resetAt: at + 3_600_000, at: at + 3_590_000 }, 0),
		),
	);
	await time.run(
		governor.run(async () =>
			governor.heard({ limit: 10, remaining: 0, resetAt: at + 30_000, at: at + 20_000 }, 0),
		),
	);
	const before = time.now();
	await time.run(governor.run(async () => undefined));
	expect(time.now()).toBeGreaterThan(before);
});

describe('retryAfter', () => {
	it('takes Retry-After, in seconds, within bounds', () => {
		expect(retryAfter({ 'retry-after': '7' }, policy)).toBe(7000);
		expect(retryAfter({ 'retry-after': '99999' }, policy)).toBe(policy.longestPauseMs);
		expect(retryAfter({ 'retry-after': 'soon' }, policy)).toBe(policy.backoffMs * 4);
		expect(retryAfter({}, policy)).toBe(policy.backoffMs * 4);
	});
});

it('goes on where a timer fires a moment early, and the clock moves on between two readings of it', async () => {
	for (let early = 0; early < 12; early++) {
		const time = virtualTime();
		let ticks = 0;
		// each reading is a millisecond later than the one before
		const now = () => time.now() + ticks++;
		const governor = createGovernor(1, async (ms) => await time.sleep(Math.max(0, ms - early)), now);
		governor.pause(50);
		const served = Promise.all([1, 2, 3].map(async (n) => await governor.run(async () => n)));
		expect(await time.run(served)).toEqual([1, 2, 3]);
	}
});
