import { NodeApiError, type INode } from 'n8n-workflow';
import type { Reply } from '../../core/http/exchange';
import { isJson, words as oneLine } from '../../core/http/reason';
import { adviceFor, refusal, silence, strange, wordsOf } from '../transport/errors';

/** One complaint of the collector. Source: ABsmartly collector API, PublishResponseMessage. */
export type Complaint = { batchIndex: number; eventIndex: number; subject: string; message: string };

/** What to do about a goal that may have been recorded or not. */
export const settle =
	'check Events in the Web Console. If it is missing there, set When Outcome Is Unknown to Send Again (n8n saves it by itself), and choose Retry with currently saved workflow at the failed execution';

const badGoal = 'Check the units, the goal name and the time of this item';

/** What to do about a goal, where that is more than about any request. */
const advice: Record<string, string> = {
	403: 'The API key may not send events. Give it the permission in Web Console > Settings > API Keys',
	413: 'The request is too big. Lower Batch Size in Options, or send fewer or shorter properties',
	outage: `ABsmartly could not take the goal just now. It may have been recorded all the same: ${settle}`,
};

/** `goal: not known`, or `goal 3: not known` for the third goal of one request. */
export const words = ({ eventIndex, subject, message }: Complaint): string =>
	`${oneLine(subject) ?? 'event'}${eventIndex > 0 ? ` ${eventIndex + 1}` : ''}: ${oneLine(message) ?? ''}`;

/** Complaints that an error tells. */
const MOST_TOLD = 10;

/** The complaints in a member of a reply, which may be anything: a proxy's JSON is not the collector's. */
export const complaints = (list: unknown): Complaint[] =>
	(Array.isArray(list) ? (list as Array<Complaint | null>) : []).filter(
		(each) => typeof each?.message === 'string',
	) as Complaint[];

/** The collector's own words, or whatever else answered in its place. */
function saidOf(body: unknown): string {
	const theirs = complaints(isJson(body) ? (body as { errors?: unknown } | null)?.errors : undefined);
	return theirs.length > 0 ? theirs.slice(0, MOST_TOLD).map(words).join('; ') : wordsOf(body);
}

/** A goal that the collector refused, in its own words. */
export const refused = (node: INode, reply: Reply): NodeApiError =>
	refusal(node, reply, {
		what: 'the goal',
		verb: 'take',
		words: saidOf(reply.body),
		description: `${adviceFor('collector', reply, advice, badGoal)} (status ${reply.statusCode})`,
	});

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

/** A good status, but not the collector's JSON: whether the goal was recorded is unknown. */
export const notJson = (node: INode, reply: Reply): NodeApiError =>
	strange(
		node,
		reply,
		`The endpoint answered ${reply.statusCode} with something other than ABsmartly’s JSON. Check the endpoint of the ABsmartly credential and whether a proxy stands in between. It is unknown whether the goal was recorded: ${settle}`,
	);

/** No reply at all. `sent`: the goal may have left. */
export const unanswered = (node: INode, fault: string, timeoutMs: number, sent: boolean): NodeApiError =>
	silence(
		node,
		fault,
		timeoutMs,
		`The goal got no reply (${fault || 'connection lost'}). Check the endpoint of the ABsmartly credential and the network of this n8n.${sent ? ` It is unknown whether the goal was recorded: ${settle}.` : ''}`,
	);
