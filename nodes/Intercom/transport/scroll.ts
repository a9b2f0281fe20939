import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import { unlessAborted } from '../../core/http/abort';
import type { Governor } from '../../core/http/governor';
import { wait } from '../../core/http/wait';
import { pageGuard } from '../../core/run/paging';
import type { Send } from '../../core/table/operation';
import { elementsOf } from './pages';

/**
 * Milliseconds to wait before a scroll is opened again: a scroll nobody uses stays open for a minute, and until then no
 * other one can be opened. Source: Intercom API 2.14, scrollOverAllCompanies.
 */
const pauses = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 32_000];

/** Most elements that the list beside a scroll gives. Source: Intercom API 2.14, listAllCompanies. */
export const MOST_LISTED = 10_000;

/** Times that a scroll is begun anew after it broke. */
const RESTARTS = 5;

const codesOf = (error: NodeApiError): string[] =>
	((error.errorResponse?.errors ?? []) as Array<{ code?: string }>).map(({ code }) => code ?? '');

/** The app has a scroll open already: another run's in another process, or one that broke. */
const isTaken = (error: unknown): boolean =>
	error instanceof NodeApiError &&
	(codesOf(error).includes('scroll_exists') || (error.httpCode === '400' && /scroll/i.test(error.message)));

/** Expired (404), or lost on the way (5xx, no answer): the place is gone, so only beginning anew helps. */
const isBroken = (error: unknown): boolean =>
	error instanceof NodeApiError &&
	(!error.httpCode || ['404', '410'].includes(error.httpCode) || Number(error.httpCode) >= 500);

const taken = () =>
	new UserError('Another scroll over this list is open in this Intercom app', {
		description:
			'Intercom allows one at a time. Try again when the other run has ended, or a minute after it broke off; or set a limit instead of Return All',
	});

/** The first page, waiting for as long as the app has another scroll open. Rejects with a `UserError` if it stays open. */
async function opened(send: Send, path: string, signal?: AbortSignal): Promise<IDataObject> {
	for (const ms of [...pauses, undefined]) {
		try {
			return await send({ method: 'GET', path, query: {}, body: {}, repeatable: false });
		} catch (error) {
			if (!isTaken(error)) return await Promise.reject(error);
			if (ms === undefined) throw taken();
			await wait(ms, signal);
		}
	}
	throw taken();
}

/** One walk through all pages. An empty one ends it, as does one that names no place to go on from. */
async function walked(send: Send, path: string, list: string, signal?: AbortSignal): Promise<IDataObject[]> {
	const found = new Map<unknown, IDataObject>();
	const guard = pageGuard();
	for (let page = await opened(send, path, signal); ; ) {
		const before = found.size;
		const elements = elementsOf(page, list);
		for (const element of elements) found.set(element.id, element);
		const { scroll_param } = page;
		// without it the next request would open another scroll
		if (elements.length === 0 || !scroll_param) return [...found.values()];
		// one scroll has the same parameter from its first page to its last
		guard.passed(undefined, found.size - before);
		page = await send({ method: 'GET', path, query: { scroll_param }, body: {}, repeatable: false });
	}
}

/**
 * Every element under `list`, each once, by id. A page is never asked for twice, since the server has moved on by then:
 * a scroll that expired or whose answer was lost is begun anew, and what it had found is forgotten.
 * Source: Intercom API 2.14, scrollOverAllCompanies.
 */
export async function scrolled(
	send: Send,
	path: string,
	list: string,
	signal?: AbortSignal,
): Promise<IDataObject[]> {
	for (let restarts = 0; ; restarts++) {
		try {
			return await walked(send, path, list, signal);
		} catch (error) {
			if (restarts >= RESTARTS || !isBroken(error)) return await Promise.reject(error);
			await wait(pauses[restarts], signal);
		}
	}
}

/** The end of the queue of each credential in this process. */
const queues = new WeakMap<Governor, Promise<unknown>>();

/** Does `work` when everything before it with the same governor has ended, well or not; rejects at once when aborted. */
async function inTurn<T>(governor: Governor, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	const before = queues.get(governor) ?? Promise.resolve();
	const mine = before.then(async () => {
		signal?.throwIfAborted();
		return await work();
	});
	queues.set(
		governor,
		mine.catch(() => {}),
	);
	return await unlessAborted(mine, signal);
}

/** What `scrolled` finds, when it is this run's turn: an app has one scroll at a time. */
export async function* everything(
	governor: Governor,
	send: Send,
	path: string,
	list: string,
	signal: AbortSignal,
): AsyncGenerator<IDataObject> {
	yield* await inTurn(governor, async () => await scrolled(send, path, list, signal), signal);
}
