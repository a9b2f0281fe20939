import type { IDataObject, INode, JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { neverSent, type Outcome, type Reply } from '../../core/http/exchange';
import { isConfirmation } from '../transport/send';
import { isObject } from '../values/event';
import {
	complaints,
	notJson,
	refused,
	refusedWithOthers,
	unanswered,
	words,
	type Complaint,
} from './goalErrors';

/** What became of one entry. `unknown`: it may have been recorded, or not. */
export type Fate =
	| { status: 'sent'; warnings: string[] }
	| { status: 'failed' | 'unknown'; error: NodeApiError | NodeOperationError };

type Answer = { ok: boolean; errors: Complaint[]; warnings: Complaint[] };

const answerOf = (reply: Reply): Answer => {
	const { ok, errors, warnings } = (isConfirmation(reply) ? reply.body : {}) as Record<keyof Answer, unknown>;
	return { ok: ok !== false, errors: complaints(errors), warnings: complaints(warnings) };
};

/** What is said about one entry of several; about the only one, whatever is said. */
const about = (list: Complaint[], index: number, size: number): Complaint[] =>
	size === 1 ? list : list.filter(({ batchIndex }) => batchIndex === index);

/** Characters of an answer that is no JSON. */
const EXCERPT = 500;

/** What was answered to one entry of several: what it says about the others is left out. */
export function answerTo({ body }: Reply, index: number, size: number): IDataObject | string {
	if (!isObject(body)) return String(body ?? '').slice(0, EXCERPT);
	const isOthers = (each: unknown): boolean => {
		const of = isObject(each) ? Number(each.batchIndex) : index;
		return of !== index && of >= 0 && of < size;
	};
	const own = ([name, value]: [string, unknown]) => [
		name,
		Array.isArray(value) ? value.filter((each) => !isOthers(each)) : value,
	];
	return Object.fromEntries(Object.entries(body).map(own)) as IDataObject;
}

/** An answer that speaks of the entries one by one. */
function byEntry(node: INode, reply: Reply, items: number[]): Fate[] {
	const { ok, errors, warnings } = answerOf(reply);
	const size = items.length;
	const culprits = errors.filter(({ batchIndex }) => batchIndex >= 0 && batchIndex < size);
	const accepted = reply.statusCode < 300 && ok;
	return Array.from({ length: size }, (_, index): Fate => {
		const own = about(errors, index, size);
		if (own.length > 0) {
			return { status: 'failed', error: refused(node, { ...reply, body: { errors: own } as JsonObject }) };
		}
		return accepted
			? { status: 'sent', warnings: about(warnings, index, size).map(words) }
			: { status: 'unknown', error: refusedWithOthers(node, reply, culprits, items) };
	});
}

const everyone = (size: number, fate: Fate): Fate[] => Array.from({ length: size }, () => fate);

/**
 * The outcome of a request with the entries of these items → the fate of each, in their order. Errors and warnings come back to the
 * entry that `batchIndex` names; whether a refused body was taken in part is not documented, so the others are unknown.
 * Source: ABsmartly collector API, PublishResponse.
 */
export function fatesOf(node: INode, outcome: Outcome, items: number[], timeoutMs: number): Fate[] {
	const size = items.length;
	if ('fault' in outcome) {
		const sent = !neverSent(outcome);
		const error = unanswered(node, outcome.fault, timeoutMs, sent);
		return everyone(size, { status: sent ? 'unknown' : 'failed', error });
	}
	const { reply } = outcome;
	const { ok, errors } = answerOf(reply);
	const named = errors.some(({ batchIndex }) => size === 1 || (batchIndex >= 0 && batchIndex < size));
	if (reply.statusCode < 500 && named) return byEntry(node, reply, items);
	if (reply.statusCode >= 500) return everyone(size, { status: 'unknown', error: refused(node, reply) });
	if (reply.statusCode >= 300 || !ok || errors.length > 0) {
		// complaints that name none of several leave open which were taken
		const status = errors.length > 0 ? 'unknown' : 'failed';
		return everyone(size, { status, error: refused(node, reply) });
	}
	if (!isConfirmation(reply)) return everyone(size, { status: 'unknown', error: notJson(node, reply) });
	return byEntry(node, reply, items);
}
