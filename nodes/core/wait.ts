import { sleep } from 'n8n-workflow';
import type { Wait } from './governor';

/** What `work` gives, or a rejection as soon as `signal` is aborted; the work itself goes on. */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	signal?.throwIfAborted();
	if (!signal) return await work;
	let onAbort: () => void = () => {};
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => reject(signal.reason as Error);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

/** n8n's `sleep`, which also ends when the execution is cancelled (n8n-workflow 2.41 exports no abortable one). */
export const wait: Wait = async (ms, signal) => {
	signal?.throwIfAborted();
	await unlessAborted(sleep(ms), signal);
};
