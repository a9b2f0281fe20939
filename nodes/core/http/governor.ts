import { onAbort } from './abort';

/** Waits `ms` milliseconds, or rejects as soon as `signal` is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** What a reply says about the server's window of requests. Times in milliseconds of the server's clock. */
export type RateWindow = {
	limit: number;
	remaining: number;
	resetAt: number;
	/** The reply's `Date`, which is a whole second. */
	at: number;
};

export type Governor = {
	/** Runs `task` when the server bears it; rejects instead as soon as `signal` is aborted. First come, first served. */
	run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** The window as a reply had it, of which `reserve` percent are left to others. */
	heard(window: RateWindow, reserve: number): void;
	/** A request came to nothing, so the server may have counted it: with `strained`, because it could not keep up. */
	failed(strained: boolean): void;
	/** Nothing starts for the next `ms` milliseconds, whoever asks. */
	pause(ms: number): void;
	/** Milliseconds in which somebody was held back by a window or a pause, since the start. */
	heldMs(): number;
	/** The newest window's limit; undefined as long as no reply named one. */
	limit(): number | undefined;
};

/** No window is longer, and no clock is trusted beyond it. */
const LONGEST_MS = 60_000;

/** Estimates of the server's clock differ by this at most, since `Date` is cut off at the second and replies travel. */
const CLOCK_SLACK_MS = 5_000;

/** What others have under way is guessed at no more than this for each of ours: one who was there once must not stop us. */
const MOST_CROWD = 5;

/** The bound shrinks once for all that strained in the same moment. */
const ROUND_MS = 1_000;

/** Whether the reply is a late one of the window before, and not of a server whose clock was put back. */
const isOfBefore = (reply: RateWindow, window: RateWindow): boolean =>
	reply.resetAt < window.resetAt && reply.resetAt > window.resetAt - LONGEST_MS;

/**
 * Lets requests to one server start: at most `size` at once, fewer while the server strains, none during a pause, and
 * never more than the server's window has left. Every request under way is taken for one that the newest reply does not
 * count yet, so that alone on a window nothing is refused; and for more than one where others use up the window too, such
 * as n8n's other workers. `now` is in milliseconds.
 */
export function createGovernor(size: number, wait: Wait, now: () => number = Date.now): Governor {
	const waiting = new Set<() => void>();
	let active = 0;
	/** How many the server bears at once: grows by one a round of successes, shrinks when it strains. */
	let bound = size;
	let shrunkAt = -Infinity;
	let resumeAt = 0;
	let window: (RateWindow & { kept: number; heardAt: number }) | undefined;
	/** Server's clock minus ours. The biggest estimate is the best, since `Date` is cut off. */
	let ahead = -Infinity;
	/** How many of those that the window served were ours. */
	let ours = 0;
	/** All that the window before served by those of ours. */
	let crowdBefore = 1;
	let held = 0;
	let sleeping = false;

	/** When the window is over, by our clock; it is if there is none. */
	const resetsAt = (): number =>
		window ? Math.min(window.resetAt - ahead, window.heardAt + LONGEST_MS) : -Infinity;

	/** How many the server may have under way for each of ours, to judge by what it served: 1 where nobody else is there. */
	const crowd = (): number => {
		const all = window ? window.limit - window.remaining : 0;
		// what is under way after the reset belongs to the next window
		const own = now() < resetsAt() ? ours + active : ours;
		return Math.min(MOST_CROWD, Math.max(1, crowdBefore, all / Math.max(1, own)));
	};

	/** How many may be under way at all: no more than our part of a whole window. */
	const most = (): number => {
		const part = window ? (window.limit - window.kept) / crowd() : Infinity;
		return Math.max(1, Math.floor(Math.min(bound, part)));
	};

	/** When the next may start, as far as that is a matter of time. */
	const openAt = (): number => {
		const over = resetsAt();
		const isOpen = !window || now() >= over || window.remaining - active * crowd() > window.kept;
		return isOpen ? resumeAt : Math.max(resumeAt, over);
	};

	const sleepFor = (ms: number): void => {
		if (sleeping) return;
		sleeping = true;
		const since = now();
		void wait(ms).then(() => {
			sleeping = false;
			held += now() - since;
			pump();
		});
	};

	const pump = (): void => {
		while (waiting.size > 0 && active < most()) {
			// read once: were it early here and due below, nobody would wake those who wait
			const ms = openAt() - now();
			if (ms > 0) {
				sleepFor(ms);
				return;
			}
			const [next] = waiting;
			waiting.delete(next);
			active++;
			next();
		}
	};

	const enter = async (signal?: AbortSignal): Promise<void> => {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const stay = onAbort(signal, () => {
				waiting.delete(start);
				reject(signal?.reason as Error);
			});
			const start = () => {
				stay();
				resolve();
			};
			waiting.add(start);
			pump();
		});
	};

	return {
		async run(task, signal) {
			await enter(signal);
			const startedAt = now();
			try {
				const result = await task();
				if (shrunkAt < startedAt) bound = Math.min(size, bound + 1 / bound);
				return result;
			} finally {
				active--;
				pump();
			}
		},
		heard(reply, reserve) {
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
		failed(strained) {
			if (window && now() < resetsAt()) window.remaining--;
			if (!strained || now() < shrunkAt + ROUND_MS) return;
			bound = Math.max(1, bound * 0.7);
			shrunkAt = now();
		},
		pause(ms) {
			resumeAt = Math.max(resumeAt, now() + ms);
		},
		heldMs: () => held,
		limit: () => window?.limit,
	};
}

const governors = new Map<string, Governor>();

/** The governor of a credential in this process: a node, its pickers and its triggers share a workspace's budget. */
export function governorOf(credential: string, size: number, wait: Wait): Governor {
	const governor = governors.get(credential) ?? createGovernor(size, wait);
	governors.set(credential, governor);
	return governor;
}
