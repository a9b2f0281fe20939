import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';
import { exchange, neverSent, type Rules } from '../../core/http/exchange';
import type { Request } from '../../core/table/operation';
import { notJson, refused, unanswered, type Side } from './errors';

/** Whether the request records nothing, so that it may be sent again whatever became of it. */
export const isReading = ({ method, readOnly }: Request): boolean => method === 'GET' || readOnly === true;

export type Way = {
	/** With version, without a slash at the end. */
	address: string;
	headers?: Record<string, string>;
	rules: Omit<Rules, 'mayRepeat'>;
};

/**
 * Sends to one of ABsmartly's two APIs what records no event, and gives its JSON: `{}` for an empty reply, and an
 * array where the console lists without paging. Reading is tried again after 5xx and lost connections, anything else
 * only if it was never sent. Rejects with a `NodeApiError` that says what to do.
 */
export async function ask(
	context: IAllExecuteFunctions,
	side: Side,
	{ address, headers, rules }: Way,
	request: Request,
): Promise<IDataObject> {
	const { method, path, query, body } = request;
	const node = context.getNode();
	const outcome = await exchange(
		context,
		{ method, url: address + path, qs: query as IDataObject, body: body as IDataObject, headers },
		{ ...rules, mayRepeat: (outcome) => isReading(request) || neverSent(outcome) },
	);
	if ('fault' in outcome) throw unanswered(node, side, request, outcome, rules.policy.timeoutMs);
	const { reply } = outcome;
	if (reply.statusCode >= 300) throw refused(node, side, request, reply);
	if (reply.body === undefined || reply.body === null || reply.body === '') return {};
	if (typeof reply.body !== 'object') throw notJson(node, side, request, reply);
	const answer = reply.body as IDataObject;
	if (answer.ok === false) throw refused(node, side, request, reply);
	return answer;
}
