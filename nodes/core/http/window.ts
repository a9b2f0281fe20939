/** What a reply says about the server's window of requests. Times in milliseconds of the server's clock. */
export type RateWindow = {
	limit: number;
	remaining: number;
	resetAt: number;
	/** The reply's `Date`, which is a whole second. */
	at: number;
};

/** No window is longer, and no clock is trusted beyond it. */
const LONGEST_MS = 60_000;

/** Estimates of the server's clock differ by this at most, since `Date` is cut off at the second and replies travel. */
const CLOCK_SLACK_MS = 5_000;

/** What others have under way is guessed at no more than this for each of ours: one who was there once must not stop us. */
const MOST_CROWD = 5;

/** Whether the reply is a late one of the window before, and not of a server whose clock was put back. */
const isOfBefore = (reply: RateWindow, window: RateWindow): boolean =>
	reply.resetAt < window.resetAt && reply.resetAt > window.resetAt - LONGEST_MS;

/**
 * What is known of the server's window. Every request under way (`active` of ours) is taken for one that the newest
 * reply does not count yet, so that alone on a window nothing is refused; and for more than one where others use up the
 * window too, such as n8n's other workers. `now` is in milliseconds.
 */
export function createWindow(now: () => number) {
	let window: (RateWindow & { kept: number; heardAt: number }) | undefined;
	/** Server's clock minus ours. The biggest estimate is the best, since `Date` is cut off. */
	let ahead = -Infinity;
	/** How many of those that the window served were ours. */
	let ours = 0;
	/** All that the window before served by those of ours. */
	let crowdBefore = 1;

	/** When the window is over, by our clock; it is if there is none. */
	const resetsAt = (): number =>
		window ? Math.min(window.resetAt - ahead, window.heardAt + LONGEST_MS) : -Infinity;

	/** How many the server may have under way for each of ours, to judge by what it served: 1 where nobody else is there. */
	const crowd = (active: number): number => {
		const all = window ? window.limit - window.remaining : 0;
		// what is under way after the reset belongs to the next window
		const own = now() < resetsAt() ? ours + active : ours;
		return Math.min(MOST_CROWD, Math.max(1, crowdBefore, all / Math.max(1, own)));
	};

	return {
		/** The window as a reply had it, of which `reserve` percent are left to others. */
		heard(reply: RateWindow, reserve: number): void {
			const estimate = reply.at - now();
			if (estimate > ahead || estimate < ahead - CLOCK_SLACK_MS) ahead = estimate;
			if (window && isOfBefore(reply, window)) return;
			const isSame = window?.resetAt === reply.resetAt;
			if (!isSame) {
				crowdBefore = window ? (window.limit - window.remaining) / Math.max(1, ours) : 1;
				ours = 0;
			}
			if (reply.remaining > 0) ours++;
			const remaining = isSame && window ? Math.min(reply.remaining, window.remaining) : reply.remaining;
			const kept = Math.floor((reply.limit * reserve) / 100);
			window = { ...reply, remaining, kept, heardAt: isSame && window ? window.heardAt : now() };
		},
		/** A request got no reply that counts it. */
		lost(): void {
			if (window && now() < resetsAt()) window.remaining--;
		},
		/** How many may be under way at all: no more than our part of a whole window. */
		most: (active: number): number => (window ? (window.limit - window.kept) / crowd(active) : Infinity),
		/** When it has room for one more. */
		opensAt(active: number): number {
			const over = resetsAt();
			const isOpen = !window || now() >= over || window.remaining - active * crowd(active) > window.kept;
			return isOpen ? -Infinity : over;
		},
		limit: (): number | undefined => window?.limit,
	};
}
