import type { IDataObject, INode } from 'n8n-workflow';
import type { Request } from '../../core/table/operation';
import type { Collector } from '../transport/send';
import { toWire, type Entry } from './entry';
import { answerTo, fatesOf, type Fate } from './outcome';
import type { Settings } from './settings';

/** What became of one entry, and what was said about it on the wire, without the key. */
export type Delivered = { fate: Fate; trace: IDataObject };

/** One or more entries as one request. Source: ABsmartly collector API, PUT /context and PUT /context/batch. */
export function requestFor(entries: Entry[], now: number): Request {
	const requests = entries.map((entry) => toWire(entry, now));
	return requests.length === 1
		? { method: 'PUT', path: '/context', query: {}, body: requests[0] }
		: { method: 'PUT', path: '/context/batch', query: {}, body: { requests } };
}

/** The part of a request that is one entry's. */
export const shown = ({ method, path, body }: Request, headers: IDataObject, index: number): IDataObject =>
	'requests' in body
		? { method, path, headers, batchIndex: index, body: (body.requests as IDataObject[])[index] }
		: { method, path, headers, body: body as IDataObject };

/**
 * Sends entries (at least one, at most 500) as one request and gives what became of each, in their order. With `rest`
 * those that were refused only because of others in the body are sent once more without these. `items` are the numbers
 * of their items, for messages.
 */
export async function deliver(
	node: INode,
	collector: Pick<Collector, 'exchange'>,
	headers: Record<string, string>,
	entries: Entry[],
	items: number[],
	how: Pick<Settings, 'again' | 'rest' | 'timeoutMs'>,
): Promise<Delivered[]> {
	const request = requestFor(entries, Date.now());
	const outcome = await collector.exchange(request, headers, how);
	const size = entries.length;
	const answer = (index: number): IDataObject =>
		'reply' in outcome
			? { statusCode: outcome.reply.statusCode, answer: answerTo(outcome.reply, index, size) }
			: { fault: outcome.fault };
	const delivered: Delivered[] = fatesOf(node, outcome, items, how.timeoutMs).map((fate, index) => ({
		fate,
		trace: { request: shown(request, headers, index), ...answer(index), attempts: outcome.faults + 1 },
	}));
	const open = [...entries.keys()].filter((index) => delivered[index].fate.status === 'unknown');
	if (!how.rest || open.length === size || open.length === 0) return delivered;
	const [left, theirs] = [open.map((index) => entries[index]), open.map((index) => items[index])];
	const more = await deliver(node, collector, headers, left, theirs, how);
	for (const [place, index] of open.entries()) delivered[index] = more[place];
	return delivered;
}
