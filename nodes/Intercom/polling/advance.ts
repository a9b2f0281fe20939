/** Something found by a poll. `at` is its own time in Unix seconds; `mark` is the same whenever the same thing is found again. */
export type Found<T> = { mark: string; at: number; value: T };

/** How far the watch over one kind of object has come. Plain JSON, since n8n keeps it. Times in Unix seconds. */
export type Watch = {
	/** Nothing older than this is ever given out: the moment of activation, or the start of the back-fill. */
	floor: number;
	/** The newest change seen, by Intercom's clock. */
	since: number;
	/** What was given out and may be found again, with its time. */
	seen: Record<string, number>;
	/** Where to read on when a poll reached its bound, and the newest change seen in that reading so far. */
	resume?: { cursor: string; newest: number };
};

export const newWatch = (start: number): Watch => ({ floor: start, since: start, seen: {} });

/**
 * From when on everything must be read again (Unix seconds). Search shows a change up to `lag` seconds late, so the
 * last `lag` seconds before the newest change are read at every poll; `seen` keeps what was given out from doubling.
 */
export const readFrom = ({ since, floor }: Watch, lag: number): number => Math.max(since - lag, floor);

/**
 * What is new among the things found, and the next state. `newest` is the newest change among the objects read
 * (Unix seconds), `cursor` where reading stopped at its bound. The window only moves once it was read to its end.
 */
export function advance<T>(
	watch: Watch,
	found: Array<Found<T>>,
	{ lag, newest, cursor }: { lag: number; newest: number; cursor?: string },
): { fresh: T[]; next: Watch } {
	const from = readFrom(watch, lag);
	const seen: Record<string, number> = { ...watch.seen };
	const fresh: Array<Found<T>> = [];
	for (const thing of found) {
		if (thing.at < from || thing.mark in seen) continue;
		seen[thing.mark] = thing.at;
		fresh.push(thing);
	}
	fresh.sort((a, b) => a.at - b.at);

	const reached = Math.max(newest, watch.resume?.newest ?? 0, watch.since);
	const values = fresh.map(({ value }) => value);
	if (cursor !== undefined) {
		return { fresh: values, next: { ...watch, seen, resume: { cursor, newest: reached } } };
	}
	const next: Watch = { floor: watch.floor, since: reached, seen: {} };
	const kept = readFrom(next, lag);
	next.seen = Object.fromEntries(Object.entries(seen).filter(([, at]) => at >= kept));
	return { fresh: values, next };
}
