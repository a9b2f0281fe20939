/** What a run sent along one path: by what was sent, and the last of it. */
type Sent<T> = { made: Map<string, Promise<T>>; last: Promise<unknown> };

const runs = new WeakMap<object, Map<string, Sent<unknown>>>();

/**
 * A write that items of one run ask for alike goes out once, and all of them get what it gave or the error that it ended in.
 * Different writes along one path go out one after the other, so that each finds what the one before left behind. `run` is
 * what `perform` is given as its run, `body` all that tells one write from another.
 */
export async function onceAlike<T>(
	run: object,
	path: string,
	body: object,
	write: () => Promise<T>,
): Promise<T> {
	const paths = runs.get(run) ?? new Map<string, Sent<unknown>>();
	runs.set(run, paths);
	const sent = (paths.get(path) ?? { made: new Map(), last: Promise.resolve() }) as Sent<T>;
	paths.set(path, sent);
	const key = JSON.stringify(body);
	const known = sent.made.get(key);
	if (known) return await known;
	const made = sent.last.catch(() => undefined).then(write);
	sent.made.set(key, made);
	sent.last = made;
	return await made;
}
