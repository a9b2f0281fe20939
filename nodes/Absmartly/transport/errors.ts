import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';
import { isTimeout, type Reply } from '../../core/http/exchange';
import type { Fault } from '../../core/http/fault';
import { complaintsIn, isJson } from '../../core/http/reason';
import type { Request } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { consoleAdvice } from './consoleAdvice';

/** ABsmartly's two APIs: the collector takes events and tells what runs, the console holds the lists. */
export type Side = 'collector' | 'console';

/** What differs between the two when a person has to mend something. */
const sides: Record<Side, { credential: string; example: string; key: string; permission: string }> = {
	collector: {
		credential: 'ABsmartly API credential',
		example: 'your collector’s, such as https://your-company.absmartly.io/v1',
		key: 'a current SDK API key (Web Console > Settings > API Keys)',
		permission: 'The API key may not do this. Give it the permission in Web Console > Settings > API Keys',
	},
	console: {
		credential: 'ABsmartly Console API credential',
		example: 'your Web Console’s, such as https://your-company.absmartly.com/v1',
		key: 'a current personal API key (Web Console > your profile > API Keys)',
		permission:
			'The owner of the API key may not do this. Ask an administrator of ABsmartly for the permission (List for lists, Goal Create for goals)',
	},
};

const outage = 'ABsmartly could not answer just now. Try again later';

/** What to do about a refusal. `more` is advice by status that goes before the general one, with `other` for any other. */
export function adviceFor(
	side: Side,
	{ statusCode: status, body }: Reply,
	more: Record<string, string> = {},
	other = 'Check the fields of this node against what ABsmartly names above',
): string {
	const { credential, example, key, permission } = sides[side];
	const known: Record<string, string> = {
		401: `Open the ${credential} and paste ${key}`,
		403: permission,
		404: `Check the endpoint of the ${credential}: it is ${example}`,
		409: 'Something with this name exists already. Choose another name, or use what is there',
		429: 'ABsmartly takes no more requests just now, however long this node waited. Try again in a minute',
	};
	if (status >= 500) return own(more, 'outage') ?? outage;
	if (status >= 300 && status < 400) {
		return `Check the endpoint of the ${credential}: the key is not sent on to another address`;
	}
	if (status >= 400 && !isJson(body))
		return `This is not how ABsmartly answers: a proxy or firewall between this n8n and ABsmartly may have answered in its place. Check the endpoint of the ${credential}: it is ${example}`;
	return own(more, String(status)) ?? own(known, String(status)) ?? other;
}

/** The console says `{errors: [text]}`, `{message}` or `{error}`, the collector `{errors: [{subject, message}]}` or `{message}`. */
export const wordsOf = (body: unknown): string =>
	complaintsIn(body)
		.map(({ field, message, code }) => [field, message ?? code].filter(Boolean).join(': '))
		.join('; ');

/** A refusal as an error: ABsmartly's own `words` about `what` (this, the goal), which a fault of its own kept it from (`verb`), and what to do. */
export const refusal = (
	node: INode,
	{ statusCode, body }: Reply,
	{ what, verb, words, description }: { what: string; verb: string; words: string; description: string },
): NodeApiError =>
	new NodeApiError(node, (typeof body === 'object' && body ? body : {}) as JsonObject, {
		message: !words
			? statusCode < 300
				? `ABsmartly refused ${what} without saying why`
				: `ABsmartly answered with status ${statusCode}`
			: !isJson(body)
				? `ABsmartly answered with status ${statusCode}: ${words}`
				: statusCode >= 500
					? `ABsmartly could not ${verb} ${what}: ${words}`
					: `ABsmartly refused ${what}: ${words}`,
		description,
		httpCode: String(statusCode),
	});

/** A good status, but not JSON: a log-in page, a proxy, or an address that is not ABsmartly's. */
export const strange = (node: INode, { statusCode }: Reply, description: string): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{ message: 'The reply is not what ABsmartly sends', description, httpCode: String(statusCode) },
	);

/** No reply at all; `timeoutMs` in milliseconds. */
export const silence = (node: INode, fault: string, timeoutMs: number, description: string): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: isTimeout(fault)
				? `ABsmartly did not answer within ${timeoutMs / 1000} seconds`
				: 'ABsmartly could not be reached',
			description,
		},
	);

/** Errors after which nobody knows what became of the request. */
const open = new WeakSet<Error>();

/** Whether the request may have been carried out although this is its error. */
export const leavesOpen = (error: unknown): boolean => error instanceof Error && open.has(error);

function leavingOpen(error: NodeApiError, isOpen: boolean): NodeApiError {
	if (isOpen) open.add(error);
	return error;
}

const factsOf = ({ method, path }: Request, { statusCode }: Reply): string =>
	`(${method} ${path} was answered ${statusCode})`;

/** A reply with a status that is no success, or `ok: false`. */
export function refused(node: INode, side: Side, request: Request, reply: Reply): NodeApiError {
	const words = wordsOf(reply.body);
	const { byStatus = {}, other } = side === 'console' ? consoleAdvice(request, reply, words) : {};
	const description = `${adviceFor(side, reply, byStatus, other)} ${factsOf(request, reply)}`;
	return leavingOpen(
		refusal(node, reply, { what: 'this', verb: 'do', words, description }),
		// a 408 comes from what stands in between, and got tired of waiting
		reply.statusCode >= 500 || reply.statusCode === 408,
	);
}

export const notJson = (node: INode, side: Side, request: Request, reply: Reply): NodeApiError =>
	leavingOpen(
		strange(
			node,
			reply,
			`Check the endpoint of the ${sides[side].credential}: it is ${sides[side].example}. Or a proxy stands in between ${factsOf(request, reply)}`,
		),
		true,
	);

/** What is asked for does no harm when it is run again: operations that change an experiment read it first. */
export const unanswered = (
	node: INode,
	side: Side,
	{ method, path }: Request,
	{ fault, unsent }: Fault,
	timeoutMs: number,
): NodeApiError =>
	leavingOpen(
		silence(
			node,
			fault,
			timeoutMs,
			`${method} ${path} got no reply (${fault || 'connection lost'}). Check the endpoint of the ${sides[side].credential} and the network of this n8n, then run it again`,
		),
		!unsent,
	);
