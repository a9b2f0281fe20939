/** Waits `ms` milliseconds, or rejects as soon as `signal` is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export type Limiter = {
	/** Runs `task` when a place is free and no pause is on; rejects instead as soon as `signal` is aborted. */
	run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** Nothing starts for the next `ms` milliseconds, whoever asks. */
	pause(ms: number): void;
};

/** At most `size` tasks at once; none starts while paused. The server's replies decide the pauses, `now` is in milliseconds. */
export function createLimiter(size: number, wait: Wait, now: () => number = Date.now): Limiter {
	const waiting = new Set<() => void>();
	let active = 0;
	let resumeAt = 0;

	const enter = async (signal?: AbortSignal) => {
		signal?.throwIfAborted();
		if (active < size) {
			active++;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const leaveQueue = () => {
				waiting.delete(resume);
				reject(signal?.reason as Error);
			};
			const resume = () => {
				signal?.removeEventListener('abort', leaveQueue);
				resolve();
			};
			waiting.add(resume);
			signal?.addEventListener('abort', leaveQueue, { once: true });
		});
	};
	const leave = () => {
		const [next] = waiting;
		waiting.delete(next);
		if (next) next();
		else active--;
	};
	return {
		async run(task, signal) {
			await enter(signal);
			try {
				while (now() < resumeAt) await wait(resumeAt - now(), signal);
				signal?.throwIfAborted();
				return await task();
			} finally {
				leave();
			}
		},
		pause(ms) {
			resumeAt = Math.max(resumeAt, now() + ms);
		},
	};
}

const limiters = new Map<string, Limiter>();

/** The limiter of a credential in this process: a node, its pickers and its triggers share a workspace's budget. */
export function limiterOf(credential: string, size: number, wait: Wait): Limiter {
	const limiter = limiters.get(credential) ?? createLimiter(size, wait);
	limiters.set(credential, limiter);
	return limiter;
}
