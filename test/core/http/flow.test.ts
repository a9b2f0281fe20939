import { isSafeAddress } from '../../../nodes/core/http/address';
import { inParallel } from '../../../nodes/core/run/parallel';
import { toInstant } from '../../../nodes/core/values/time';
import { wait } from '../../../nodes/core/http/wait';

const turn = async () => await new Promise((resolve) => setImmediate(resolve));

describe('inParallel', () => {
	it('keeps the order, and never has more under way than it may', async () => {
		let underWay = 0;
		let most = 0;
		const results = await inParallel(3, [5, 1, 4, 2, 3, 0], async (item) => {
			most = Math.max(most, ++underWay);
			for (let i = 0; i < item; i++) await turn();
			underWay--;
			return item * 10;
		});
		expect(results).toEqual([50, 10, 40, 20, 30, 0]);
		expect(most).toBe(3);
	});

	it('starts nothing more after a failure', async () => {
		const started: number[] = [];
		const work = inParallel(2, [0, 1, 2, 3, 4, 5], async (item) => {
			started.push(item);
			await turn();
			if (item === 1) throw new Error('no');
		});
		await expect(work).rejects.toThrow('no');
		await turn();
		expect(started).toEqual([0, 1, 2]);
	});

	it('is content with nothing to do', async () => {
		expect(await inParallel(5, [], async () => 1)).toEqual([]);
	});
});

describe('wait', () => {
	it('ends at once when it is aborted, before or during', async () => {
		const cancel = new AbortController();
		const waiting = wait(1_500, cancel.signal);
		cancel.abort();
		await expect(waiting).rejects.toThrow();
		await expect(wait(1_500, cancel.signal)).rejects.toThrow();
	});
});

describe('toInstant', () => {
	it.each([
		['2026-01-10T09:00:00', 'America/New_York', '2026-01-10T14:00:00.000Z'],
		['2026-07-10 09:00', 'Europe/Berlin', '2026-07-10T07:00:00.000Z'],
		['2026-01-10', 'Asia/Tokyo', '2026-01-09T15:00:00.000Z'],
		['2026-01-10T09:00:00Z', 'America/New_York', '2026-01-10T09:00:00.000Z'],
		['2026-01-10T09:00:00+02:00', 'America/New_York', '2026-01-10T07:00:00.000Z'],
		['Sat, 10 Jan 2026 09:00:00 GMT', 'America/New_York', '2026-01-10T09:00:00.000Z'],
		['Sat Jan 10 2026 09:00:00 GMT+0200 (Eastern European Standard Time)', 'UTC', '2026-01-10T07:00:00.000Z'],
	])('reads %s in %s', (text, zone, expected) => {
		expect(new Date(toInstant(text, zone)!).toISOString()).toBe(expected);
	});

	it('knows what is no date', () => {
		expect(toInstant('tomorrow', 'UTC')).toBeUndefined();
		expect(toInstant('', 'UTC')).toBeUndefined();
		expect(toInstant('2026-13-01', 'UTC')).toBeUndefined();
	});

	it('guesses no zone, and no date from any text with a number', () => {
		expect(toInstant('10 Jan 2026 09:00', 'UTC')).toBeUndefined();
		expect(toInstant('ticket 2026', 'UTC')).toBeUndefined();
	});
});

describe('isSafeAddress', () => {
	it.each([
		['https://a.example', true],
		['http://127.0.0.1:4010', true],
		['http://localhost', true],
		['http://[::1]:1', true],
		['http://a.example', false],
		['http://127.0.0.1.a.example', false],
		['ftp://localhost', false],
		['a.example', false],
		['', false],
	])('%p: %p', (address, safe) => {
		expect(isSafeAddress(address)).toBe(safe);
	});
});
