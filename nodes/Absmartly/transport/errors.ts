import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';
import { isTimeout, type Reply } from '../../core/http/exchange';

import { complaintsIn, isJson } from '../../core/http/reason';
import { own } from '../../core/values/own';

/** One complaint of the collector. Source: ABsmartly collector API, PublishResponseMessage. */
export type Complaint = { batchIndex: number; eventIndex: number; subject: string; message: string };

const redirected =
	'Check the endpoint of the ABsmartly credential: the key is not sent on to another address';

const advice: Record<string, string> = {
	301: redirected,
	302: redirected,
	307: redirected,
	308: redirected,
	400: 'Check the units, the goal name and the time of this item',
	401: 'Open the ABsmartly credential and paste a current SDK API key (Web Console > Settings > API Keys)',
	403: 'The API key may not send events. Give it the permission in Web Console > Settings > API Keys',
	404: 'Check the endpoint of the ABsmartly credential: it is your collector’s address, such as https://your-company.absmartly.io/v1',
	413: 'The request is too big. Lower Batch Size in Options, or send fewer or shorter properties',
	429: 'ABsmartly takes no more requests just now, however long this node waited. Try again in a minute',
};

/** What to do about a goal that may have been recorded or not. */
export const settle =
	'check Events in the Web Console. If it is missing there, set When Outcome Is Unknown to Send Again (n8n saves it by itself), and choose Retry with currently saved workflow at the failed execution';

const outage = `ABsmartly could not take the goal just now. It may have been recorded all the same: ${settle}`;

/** `goal: not known`, or `goal 3: not known` for the third goal of one request. */
export const words = ({ eventIndex, subject, message }: Complaint): string =>
	`${subject}${eventIndex > 0 ? ` ${eventIndex + 1}` : ''}: ${message}`;

/** The complaints in a member of a reply, which may be anything: a proxy's JSON is not the collector's. */
export const complaints = (list: unknown): Complaint[] =>
	(Array.isArray(list) ? (list as Array<Complaint | null>) : []).filter(
		(each) => typeof each?.message === 'string',
	) as Complaint[];

/** The collector's own words, or whatever else answered in its place. */
const wordsOf = (body: unknown): string => {
	const theirs = complaints(isJson(body) ? (body as { errors?: unknown } | null)?.errors : undefined);
	return theirs.length > 0
		? theirs.map(words).join('; ')
		: complaintsIn(body)
				.map(({ message, code, field }) => [field, message ?? code].filter(Boolean).join(': '))
				.join('; ');
};

/** Somebody else's page in place of an answer. */
const notAbsmartly =
	'This is not how ABsmartly answers: a proxy or firewall between this n8n and ABsmartly may have answered in its place. Ask whoever looks after the network, and check the endpoint of the ABsmartly credential';

/** A goal that the collector refused, in its own words. */
export function refused(node: INode, { statusCode, body }: Reply): NodeApiError {
	const words = wordsOf(body);
	const told = isJson(body) ? ((body || {}) as JsonObject) : {};
	const isProxy = statusCode >= 400 && statusCode < 500 && !isJson(body);
	return new NodeApiError(node, told, {
		message: !words
			? `ABsmartly answered with status ${statusCode}`
			: !isJson(body)
				? `ABsmartly answered with status ${statusCode}: ${words}`
				: statusCode >= 500
					? `ABsmartly could not take the goal: ${words}`
					: `ABsmartly refused the goal: ${words}`,
		description: `${statusCode >= 500 ? outage : isProxy ? notAbsmartly : (own(advice, String(statusCode)) ?? 'Check the units, the goal name and the time of this item')} (status ${statusCode})`,
		httpCode: String(statusCode),
	});
}

/** Goals that a message names; of more it says how many. */
const MOST_NAMED = 3;

/** What the collector refused: the items, by their number, and its words. */
function named(culprits: Complaint[], items: number[]): string {
	const told = culprits
		.slice(0, MOST_NAMED)
		.map((one) => `item ${items[one.batchIndex]} (${words(one)})`)
		.join(', ');
	return culprits.length > MOST_NAMED ? `${told} and ${culprits.length - MOST_NAMED} more` : told;
}

/**
 * A goal whose body was refused because of others in it, `culprits`, which stand in it in the places of `items`. Whether
 * the collector took this one is not documented.
 */
export const refusedWithOthers = (
	node: INode,
	{ statusCode }: Reply,
	culprits: Complaint[],
	items: number[],
): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: 'ABsmartly refused the request that this goal was sent in, because of other goals in it',
			description: `It was sent together with ${named(culprits, items)}. Mend what is refused. It is unknown whether this one was recorded: ${settle}. With When Outcome Is Unknown → Send the Rest Again this node sends the others once more by itself (status ${statusCode})`,
			httpCode: String(statusCode),
		},
	);

/** A good status, but not the collector's JSON: a log-in page or a proxy. Whether the goal was recorded is unknown. */
export const notJson = (node: INode, { statusCode }: Reply): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: 'The reply is not what ABsmartly sends',
			description: `The endpoint answered ${statusCode} with something other than ABsmartly’s JSON. Check the endpoint of the ABsmartly credential and whether a proxy stands in between. It is unknown whether the goal was recorded: ${settle}`,
			httpCode: String(statusCode),
		},
	);

/** No reply at all. */
export function unanswered(node: INode, fault: string, timeoutMs: number, sent: boolean): NodeApiError {
	const message = isTimeout(fault)
		? `ABsmartly did not answer within ${timeoutMs / 1000} seconds`
		: 'ABsmartly could not be reached';
	const doubt = sent ? ` It is unknown whether the goal was recorded: ${settle}.` : '';
	return new NodeApiError(
		node,
		{},
		{
			message,
			description: `The goal got no reply (${fault || 'connection lost'}). Check the endpoint of the ABsmartly credential and the network of this n8n.${doubt}`,
		},
	);
}
