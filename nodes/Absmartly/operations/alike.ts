import { createOneByOne } from '../../core/run/oneByOne';

/** What a run has written, and what lets its writes along one path go out one after the other. */
type Written = { made: Map<string, Promise<unknown>>; inTurn: ReturnType<typeof createOneByOne> };

const runs = new WeakMap<object, Written>();

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
	const { made, inTurn } = runs.get(run) ?? {
		made: new Map<string, Promise<unknown>>(),
		inTurn: createOneByOne(),
	};
	runs.set(run, { made, inTurn });
	const key = JSON.stringify([path, body]);
	const written = (made.get(key) as Promise<T> | undefined) ?? inTurn(path, write);
	made.set(key, written);
	return await written;
}
