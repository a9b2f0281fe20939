import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';
import { isTimeout, neverSent, type Reply } from '../../core/http/exchange';
import type { Fault } from '../../core/http/fault';
import { complaintsIn, isJson, words, type Complaint } from '../../core/http/reason';
import type { Request } from '../../core/table/operation';
import { own } from '../../core/values/own';

const redirected =
	'Check the region and base URL of the credential: the token is not sent on to another address';

const permission =
	'The app behind this credential lacks a permission. Tick it in Developer Hub > your app > Configure > Authentication';

/** What to do next, by status. Source: Intercom API 2.14, error codes. */
const advice: Record<string, string> = {
	301: redirected,
	302: redirected,
	307: redirected,
	308: redirected,
	400: 'Check the fields of this node against what Intercom names above',
	401: 'Open the credential, paste a current access token (Developer Hub > your app > Configure > Authentication) and make sure its region is the workspace’s',
	403: permission,
	404: 'Make sure that the id belongs to this workspace. A record made a moment ago may need a minute until Intercom finds it',
	409: 'This clashes with what Intercom has already. Change what its words above name, then run it again',
	422: 'Intercom understood the request but cannot carry it out. Change the field it names above',
	429: 'The workspace’s request limit stayed used up however long this node waited. Run fewer items at once, or try again in a minute',
};

/** The same where Intercom's own code for it says more than the status. Source: Intercom API 2.14, error codes. */
const adviceByCode: Record<string, string> = {
	action_forbidden:
		'Intercom forbids this for the record that its words above are about, such as a contact who unsubscribed: no permission changes that. Leave the record out, or change it in Intercom',
	api_plan_restricted:
		'The plan of this workspace does not include this. Ask Intercom, or whoever pays for it',
	forbidden: permission,
	token_unauthorized: permission,
	rate_limit_exceeded: advice[429],
};

const exists =
	'A record with these details exists already. Use Create or Update, or update the one that Intercom names above';

const notIntercom =
	'This is not how Intercom answers: a proxy or firewall between this n8n and Intercom may have answered in its place. Ask whoever looks after the network, and check the region and base URL of the credential';

const isContact = ({ path }: Request): boolean => /^\/contacts\/[0-9a-f]{24}(\/|$)/.test(path);

/** Where a contact went that was merged into another one: 404 up to 2.15, 410 with a link to the other one from 2.16 on. */
const canonical = ({ headers }: Reply): string | undefined =>
	/<\/contacts\/([^>/]{1,100})>/.exec(String(headers?.link ?? '').slice(0, 1000))?.[1];

function missingContact(reply: Reply): string {
	const into = canonical(reply);
	return into
		? `This contact was merged into the contact ${into}. Use that one’s ID`
		: `${advice[404]}. A contact that was merged into another one is found by the other one’s ID only`;
}

const outage =
	'Intercom could not answer just now. Try again later; https://www.intercomstatus.com tells more';

/** What a person must know where Intercom may have done the work all the same. */
const doubtOf = ({ method, readOnly }: Request): string =>
	method === 'GET' || readOnly
		? ''
		: ' It is unknown whether Intercom carried this out: look in Intercom before you run it again.';

const sentence = ({ code, message, field }: Complaint): string =>
	[message ?? code, field && `(field: ${field})`].filter(Boolean).join(' ');

function adviceOn(request: Request, reply: Reply, complaints: Complaint[]): string {
	const { statusCode, body } = reply;
	if (statusCode >= 500) return outage;
	if (statusCode >= 400 && !isJson(body)) return notIntercom;
	if ([404, 410].includes(statusCode) && isContact(request)) return missingContact(reply);
	if (complaints.some(({ message = '' }) => statusCode === 409 && /already exists/i.test(message)))
		return exists;
	const byCode = complaints.map(({ code = '' }) => own(adviceByCode, code)).find((one) => one !== undefined);
	return byCode ?? own(advice, String(statusCode)) ?? 'Check the fields of this node';
}

/**
 * A refused request as n8n's error, built once: Intercom's own words in the message; code, field,
 * request id and what to do next in the description.
 */
export function refused(node: INode, request: Request, reply: Reply): NodeApiError {
	const { statusCode, body } = reply;
	const errors = complaintsIn(body);
	const reason = errors.map(sentence).join('; ');
	const requestId = words(own(body as object | undefined, 'request_id'));
	const facts = [
		`${request.method} ${request.path} was answered ${statusCode}`,
		...errors.filter(({ code }) => code).map(({ code }) => `code ${code}`),
		...(requestId ? [`request id ${requestId}`] : []),
	].join(', ');
	const error = new NodeApiError(node, { errors, request_id: requestId } as unknown as JsonObject, {
		message: !reason
			? `Intercom answered with status ${statusCode}`
			: !isJson(body)
				? `Intercom answered with status ${statusCode}: ${reason}`
				: statusCode >= 500
					? `Intercom could not do this: ${reason}`
					: `Intercom refused this: ${reason}`,
		description: `${adviceOn(request, reply, errors)}.${statusCode >= 500 ? doubtOf(request) : ''} (${facts})`,
		httpCode: String(statusCode),
	});
	if (isContact(request)) error.context.mergedInto = canonical(reply);
	return error;
}

/** Whether Intercom has no such object, or no longer: deleted, merged, or never there. */
export const isMissing = (error: unknown): error is NodeApiError =>
	error instanceof NodeApiError && ['404', '410'].includes(error.httpCode ?? '');

/** The ID of the contact that the missing one was merged into, where Intercom says so (API 2.16, ShowContact). */
export const mergedInto = (error: NodeApiError): string | undefined =>
	typeof error.context.mergedInto === 'string' ? error.context.mergedInto : undefined;

/** A reply with a good status that is not JSON: a proxy, a log-in page, or a base URL that is not Intercom's. */
export const notJson = (node: INode, request: Request, { statusCode }: Reply): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: 'The reply is not what Intercom sends',
			description: `${request.method} ${request.path} was answered ${statusCode} with something other than JSON. Check the region and base URL of the credential, and whether a proxy stands in between.${doubtOf(request)}`,
			httpCode: String(statusCode),
		},
	);

/** A file that is not where Intercom sent us for it. */
export const lost = (node: INode, { method, path }: Request, { statusCode }: Reply): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: 'The file is not where Intercom keeps it',
			description: `${method} ${path} led to a signed address on another server, which answered ${statusCode}. Run this again: the address is good for a short time only`,
			httpCode: String(statusCode),
		},
	);

/** Errors of requests that took longer than this node waits. */
const timedOut = new WeakSet<NodeApiError>();

/** Whether Intercom could not do so much at once, as far as one can tell: it answered 5xx, or not in time. */
export const isOverload = (error: unknown): boolean =>
	error instanceof NodeApiError && (Number(error.httpCode) >= 500 || timedOut.has(error));

/** No reply at all. Says whether Intercom may have done the work all the same: then a person must look before sending again. */
export function unanswered(node: INode, request: Request, outcome: Fault, timeoutMs: number): NodeApiError {
	const { method, path } = request;
	const doubt = neverSent(outcome) ? '' : doubtOf(request);
	const error = new NodeApiError(
		node,
		{},
		{
			message: isTimeout(outcome.fault)
				? `Intercom did not answer within ${timeoutMs / 1000} seconds`
				: 'Intercom could not be reached',
			description: `${method} ${path} got no reply (${outcome.fault || 'connection lost'}). Check the network of this n8n, its proxy and the region of the credential.${doubt}`,
		},
	);
	if (isTimeout(outcome.fault)) timedOut.add(error);
	return error;
}
