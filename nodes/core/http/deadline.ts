import type { Stream } from '../table/operation';
import { onAbort } from './abort';

/** Slowest that is still progress, in bytes a millisecond: a body on its way out over a slow line, a file on its way in. */
const SLOWEST_BODY = 20;
const SLOWEST_FILE = 1;

/** Milliseconds that one attempt has, from its start to the end of the reply, where it sends so many bytes. */
export const longestFor = (timeoutMs: number, bytes: number): number =>
	Math.ceil(timeoutMs + bytes / SLOWEST_BODY);

/** Calls `then` in `ms` milliseconds, unless what it returns was called before, after which nothing is kept of it. */
function after(ms: number, then: () => void): () => void {
	const signal = AbortSignal.timeout(ms);
	signal.addEventListener('abort', then, { once: true });
	return () => signal.removeEventListener('abort', then);
}

/** What ends one attempt: `end`, the time that it has, or the signal of the execution that it is for. */
export type Deadline = {
	signal: AbortSignal;
	/** Whether it was ended, and not the execution. */
	isOver(): boolean;
	end(): void;
	/** The reply is there: what is left of the time does not count. */
	met(): void;
	/** Nothing is listened to any more. */
	release(): void;
};

export function deadline(ms: number, cancelled?: AbortSignal): Deadline {
	const controller = new AbortController();
	let over = false;
	const end = () => {
		if (controller.signal.aborted) return;
		over = true;
		controller.abort();
	};
	const met = after(ms, end);
	const forget = onAbort(cancelled, () => controller.abort());
	if (cancelled?.aborted) controller.abort();
	return {
		signal: controller.signal,
		isOver: () => over,
		end,
		met,
		release() {
			met();
			forget();
		},
	};
}

/**
 * Calls `end` when too little comes within `ms` milliseconds, over and over: axios watches a connection only until the
 * headers are there, and no more than whether it is idle. A stream that waits cannot be destroyed from outside (axios puts
 * a generator in front of it), so that `end` aborts the request.
 */
export function watch(stream: Stream, ms: number, end: () => void): void {
	const push = stream.push.bind(stream);
	let bytes = 0;
	let stop = () => {};
	stream.push = (chunk: Uint8Array | null, ...more) => {
		bytes += chunk?.length ?? 0;
		return push(chunk, ...more);
	};
	const look = (before: number): void => {
		stop = after(ms, () => {
			if (stream.destroyed || stream.readableEnded) return;
			// what waits to be taken did come
			if (stream.readableLength === 0 && bytes - before < ms * SLOWEST_FILE) end();
			else look(bytes);
		});
	};
	look(0);
	stream.once('close', () => stop());
}
