import * as polling from '../../../nodes/Intercom/polling/advance';

const thing = (mark: string, at: number): polling.Found<string> => ({ mark, at, value: mark });
const { newWatch, readFrom } = polling;
const advance = (watch: polling.Watch, found: Array<polling.Found<string>>, progress: polling.Progress) =>
	polling.advance(watch, found, 10, progress);
const read = (newest: number): polling.Progress => ({ newest, read: {}, complete: true });

describe('advance', () => {
	it('gives what is new, oldest first, and nothing from before the start', () => {
		const { fresh } = advance(newWatch(100), [thing('b', 105), thing('a', 101), thing('old', 99)], read(105));
		expect(fresh).toEqual(['a', 'b']);
	});

	it('gives nothing twice, although the last seconds are read again', () => {
		const { next } = advance(newWatch(100), [thing('a', 120)], read(120));
		expect(readFrom(next, 10)).toBe(110);
		const again = advance(next, [thing('a', 120), thing('late', 112)], read(120));
		expect(again.fresh).toEqual(['late']);
		expect(advance(again.next, [thing('a', 120), thing('late', 112)], read(120)).fresh).toEqual([]);
	});

	it('forgets what cannot be found again', () => {
		const { next } = advance(newWatch(100), [thing('a', 101), thing('b', 150)], read(150));
		expect(next.seen).toEqual({ b: 150 });
	});

	it('never goes back, also when nothing is found', () => {
		const { next } = advance(newWatch(100), [thing('a', 150)], read(150));
		expect(advance(next, [], read(0)).next).toEqual({ ...next, seen: { a: 150 } });
	});

	it('does not move the window before it was read to its end', () => {
		const resume = { cursor: 'page-2', size: 1, from: 100, head: 150, newest: 150 };
		const part = { newest: 150, read: {}, resume, complete: false };
		const first = advance(newWatch(100), [thing('a', 150)], part);
		expect(first.next).toMatchObject({ since: 100, resume });
		expect(readFrom(first.next, 10)).toBe(100);
		const second = advance(first.next, [thing('a', 150), thing('b', 120)], read(150));
		expect(second.fresh).toEqual(['b']);
		expect(second.next).toMatchObject({ since: 150 });
		expect(second.next.resume).toBeUndefined();
	});

	it('remembers whose details were read, as long as they can be found again', () => {
		const { next } = advance(newWatch(100), [], { ...read(150), read: { old: 110, young: 145 } });
		expect(next.read).toEqual({ young: 145 });
	});
});
