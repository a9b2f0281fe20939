import { sleep } from 'n8n-workflow';
import { unlessAborted } from './abort';

/** Waits `ms` milliseconds, or rejects as soon as `signal` is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** n8n's `sleep`, which also ends when the execution is cancelled (n8n-workflow 2.41 exports no abortable one). */
export const wait: Wait = async (ms, signal) => {
	signal?.throwIfAborted();
	await unlessAborted(sleep(ms), signal);
};
