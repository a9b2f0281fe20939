const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `then` when the signal is aborted, unless what it returns was called before. However many wait, the signal has one
 * listener: Node warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal | undefined, then: () => void): () => void {
	if (!signal) return () => {};
	const waiting = listeners.get(signal) ?? new Set();
	if (!listeners.has(signal)) {
		listeners.set(signal, waiting);
		signal.addEventListener('abort', () => [...waiting].forEach((each) => each()), { once: true });
	}
	waiting.add(then);
	return () => void waiting.delete(then);
}

/** What `work` gives, or a rejection as soon as `signal` is aborted; the work itself goes on. */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	signal?.throwIfAborted();
	if (!signal) return await work;
	let forget = () => {};
	const aborted = new Promise<never>((_, reject) => {
		forget = onAbort(signal, () => reject(signal.reason as Error));
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		forget();
	}
}
