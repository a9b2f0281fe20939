import { has, set } from '../../core/values/own';

/** Something found by a poll. `at` is its own time in Unix seconds; `mark` is the same whenever the same thing is found again. */
export type Found<T> = { mark: string; at: number; value: T };

/** A reading that reached its bound before its end: where to read on, and as it was begun. */
export type Resume = {
	cursor: string;
	/** Page size, which the cursor belongs to. */
	size: number;
	/** Unix seconds: from when on is read, the newest change when the reading began, and the newest seen in it. */
	from: number;
	head: number;
	newest: number;
};

/** How far the watch over one kind of object has come. Plain JSON, since n8n keeps it. Times in Unix seconds. */
export type Watch = {
	/** Nothing older than this is ever given out: the moment of activation, or the start of the back-fill. */
	floor: number;
	/** The newest change seen, by Intercom's clock. */
	since: number;
	/** What was given out and may be found again, with its time. */
	seen: Record<string, number>;
	/** Objects that were read themselves, by id, and up to which second their changes are known by that. */
	read: Record<string, number>;
	resume?: Resume;
};

export const newWatch = (start: number): Watch => ({ floor: start, since: start, seen: {}, read: {} });

/**
 * From when on everything must be read again (Unix seconds). Search shows a change up to `lag` seconds late, so the
 * last `lag` seconds before the newest change are read at every poll; `seen` keeps what was given out from doubling.
 */
export const readFrom = ({ since, floor, resume }: Watch, lag: number): number =>
	resume ? resume.from : Math.max(since - lag, floor);

const younger = (times: Record<string, number>, than: number): Record<string, number> =>
	Object.fromEntries(Object.entries(times).filter(([, at]) => at >= than));

/** What one reading brought beside the things found. `newest` is the newest change read (Unix seconds). */
export type Progress = {
	newest: number;
	/** Objects read themselves, by id, and up to which second their changes are known by that. */
	read: Record<string, number>;
	/** Set when the reading stopped at its bound. */
	resume?: Resume;
	/** Whether everything of the window was read, nothing having moved out of sight. */
	complete: boolean;
};

/** What is new among the things found, and the next state. The window only moves once it was read to its end. */
export function advance<T>(
	watch: Watch,
	found: Array<Found<T>>,
	lag: number,
	{ newest, read, resume, complete }: Progress,
): { fresh: T[]; next: Watch } {
	const from = readFrom(watch, lag);
	const seen: Record<string, number> = { ...watch.seen };
	const fresh: Array<Found<T>> = [];
	for (const thing of found) {
		if (thing.at < from || has(seen, thing.mark)) continue;
		set(seen, thing.mark, thing.at);
		fresh.push(thing);
	}
	const values = fresh.sort((a, b) => a.at - b.at).map(({ value }) => value);
	const known = { floor: watch.floor, seen, read: { ...watch.read, ...read } };
	if (!complete) return { fresh: values, next: { ...known, since: watch.since, ...(resume && { resume }) } };

	const next: Watch = { ...known, since: Math.max(newest, watch.since) };
	const kept = readFrom(next, lag);
	return { fresh: values, next: { ...next, seen: younger(seen, kept), read: younger(next.read, kept) } };
}
