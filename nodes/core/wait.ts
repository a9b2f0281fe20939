import { sleep } from 'n8n-workflow';
import type { Wait } from './limiter';

/** n8n's `sleep`, which also ends when the execution is cancelled (n8n-workflow 2.41 exports no abortable one). */
export const wait: Wait = async (ms, signal) => {
	signal?.throwIfAborted();
	if (!signal) return await sleep(ms);
	let onAbort: () => void = () => {};
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => reject(signal.reason as Error);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		await Promise.race([sleep(ms), aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
};
