import { createGate } from './gate';
import type { Wait } from './wait';
import { createWindow, type RateWindow } from './window';

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

/** The bound shrinks once for all that strained in the same moment. */
const ROUND_MS = 1_000;

/** How many the server bears at once, `size` at the most: grows by one a round of successes, shrinks when it strains. */
function createBound(size: number, now: () => number) {
	let bound = size;
	let shrunkAt = -Infinity;
	return {
		most: () => bound,
		bore(startedAt: number) {
			if (shrunkAt < startedAt) bound = Math.min(size, bound + 1 / bound);
		},
		strained() {
			if (now() < shrunkAt + ROUND_MS) return;
			bound = Math.max(1, bound * 0.7);
			shrunkAt = now();
		},
	};
}

/**
 * Lets requests to one server start: at most `size` at once, fewer while the server strains, none during a pause, and
 * never more than the server's window has left. `now` is in milliseconds.
 */
export function createGovernor(size: number, wait: Wait, now: () => number = Date.now): Governor {
	const window = createWindow(now);
	const bound = createBound(size, now);
	let resumeAt = -Infinity;
	const gate = createGate(
		{
			most: (active) => Math.max(1, Math.floor(Math.min(bound.most(), window.most(active)))),
			opensAt: (active) => Math.max(resumeAt, window.opensAt(active)),
		},
		wait,
		now,
	);
	return {
		async run(task, signal) {
			await gate.enter(signal);
			const startedAt = now();
			try {
				const result = await task();
				bound.bore(startedAt);
				return result;
			} finally {
				gate.leave();
			}
		},
		heard: window.heard,
		failed(strained) {
			window.lost();
			if (strained) bound.strained();
		},
		pause(ms) {
			resumeAt = Math.max(resumeAt, now() + ms);
		},
		heldMs: gate.heldMs,
		limit: window.limit,
	};
}

const governors = new Map<string, Governor>();

/** The governor of a credential in this process: a node, its pickers and its triggers share a workspace's budget. */
export function governorOf(credential: string, size: number, wait: Wait): Governor {
	const governor = governors.get(credential) ?? createGovernor(size, wait);
	governors.set(credential, governor);
	return governor;
}
