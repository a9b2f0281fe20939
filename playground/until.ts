import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until `ask` gives something other than undefined, null or false, and returns that.
 * After `seconds` it throws, with `what` and what `ask` last threw in the message.
 */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined | null | false>,
	{ seconds = 30, everyMs = 200 } = {},
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	let last: unknown;
	do {
		try {
			const answer = await ask();
			if (answer !== undefined && answer !== null && answer !== false) return answer;
			last = undefined;
		} catch (error) {
			last = error;
		}
		await wait(everyMs);
	} while (Date.now() < end);
	throw new Error(`${what}: not within ${seconds} s${last instanceof Error ? ` (${last.message})` : ''}`);
}
