import { sleep } from 'n8n-workflow';

/** After so many characters of work everybody else in this process has a turn: some ten milliseconds. */
const TURN = 250_000;

/**
 * What `work` gives for each of `all`, in order. It lets others go on in between, so that a lot of it does not hold up
 * n8n: `sizeOf` is how many characters one of them takes to read.
 */
export async function inTurns<T, R>(all: T[], sizeOf: (one: T) => number, work: (one: T) => R): Promise<R[]> {
	const done: R[] = [];
	let size = 0;
	for (const one of all) {
		done.push(work(one));
		size += sizeOf(one);
		if (size < TURN) continue;
		size = 0;
		await sleep(0);
	}
	return done;
}
