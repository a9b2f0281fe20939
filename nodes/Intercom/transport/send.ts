import type { IAllExecuteFunctions, IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';
import { exchange, neverSent, policy, type Exchanged, type Policy } from '../../core/http/exchange';
import { governorOf, type Governor } from '../../core/http/governor';
import { words } from '../../core/http/reason';
import { wait } from '../../core/http/wait';
import type { Hear, Request, Send, Sent } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { apiOf, allSecretsOf, readCredential } from '../connection/credential';
import { versionFor } from '../connection/hosts';
import { notJson, refused, unanswered } from './errors';
import { normalise, outgoing } from './normalise';

/** Requests under way at once for one credential, while the server bears as many. */
export const CONCURRENCY = 50;

/** What may be sent again although it may have been carried out. A message to a customer sent twice is worse than an error. */
const isRepeatable = ({ method, readOnly, repeatable }: Request): boolean =>
	readOnly === true || (repeatable ?? ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method));

/** What holds the requests of a node's credential to the workspace's rate limit, whoever sends them in this process. */
export const governorFor = (node: INode, type: string): Governor =>
	governorOf(own(node.credentials, type)?.id ?? type, CONCURRENCY, wait);

/** How requests are sent, when nothing more may be, and whether replies stay in the shape of the version that answered. */
export type Sending = { how?: Policy; stopped?: AbortSignal; asArrived?: boolean };

/** What a request's reply shall be, where it is not JSON. */
type Wanted = Pick<IHttpRequestOptions, 'encoding'> & { accept?: string };

/** Sends a request and gives whatever came of it. */
export type Ask = (
	request: Request,
	wanted?: Wanted,
	hear?: Hear,
) => Promise<Exchanged & { version: string }>;

/** `You have 1 pending export job`, and what it says of several. */
export function saysTooManyJobs(words: string): boolean {
	const said = words.toLowerCase();
	const pending = said.indexOf('pending ');
	return pending >= 0 && said.includes('export job', pending);
}

/** Too many export jobs are under way, which takes minutes to hours to pass. Source: Intercom API 2.14, createDataExport. */
export const isTooManyJobs = (body: unknown): boolean =>
	saysTooManyJobs(JSON.stringify((body as IDataObject | undefined)?.errors ?? ''));

/** What a person may know of a request that has ended: no query and no body, which may hold what is secret. */
function sentAs(server: string, { method, path }: Request, version: string, exchanged: Exchanged): Sent {
	const reply = 'reply' in exchanged ? exchanged.reply : undefined;
	const { 'x-request-id': id, 'x-ratelimit-remaining': left } = reply?.headers ?? {};
	const requestId = text((reply?.body as IDataObject | undefined)?.request_id) ?? text(id);
	return {
		server,
		method,
		path,
		version: text(reply?.headers['intercom-version']) ?? version,
		status: reply?.statusCode ?? null,
		requestId,
		attempts: exchanged.attempts,
		rateLeft: text(left) === null ? null : Number(left),
	};
}

const text = (value: unknown): string | null => words(value) ?? null;

/** Whether it is Intercom's envelope of errors, whatever the status says. */
const isErrorList = ({ type, errors }: IDataObject): boolean =>
	type === 'error.list' && Array.isArray(errors) && errors.length > 0;

/**
 * The only function that talks to Intercom: reads the credential once and gives an `Ask` bound to its region, version
 * and governor. Waits out 429; tries 5xx and lost connections again where that does no harm (idempotent methods and
 * searches). `stopped` ends what has not been sent yet.
 */
export async function asker(
	context: IAllExecuteFunctions,
	type: string,
	{ how = policy, stopped }: Sending = {},
): Promise<Ask> {
	const node = context.getNode();
	const credential = await readCredential(context, type);
	const { baseUrl, version, reserve } = apiOf(node, credential);
	const secrets = allSecretsOf(credential);
	const governor = governorFor(node, type);
	const credentialOptions = {
		// n8n would fetch and decrypt it again for every request: two thirds of what a request costs
		credentialsDecrypted: { id: '', name: '', type, data: credential },
		// Intercom's tokens do not expire: a 401 is reported as such, and `token` may come without `access_token`
		oauth2: { property: 'token', skipTokenRefresh: true },
	};

	return async (request, { encoding, accept } = {}, hear) => {
		const { method, path, query, body } = request;
		const sentVersion = request.exactVersion || versionFor(version, request.version);
		const exchanged = await exchange(
			context,
			{
				method,
				url: baseUrl + path,
				qs: query as IDataObject,
				// lists in a query go separated by commas (Intercom API 2.16, searchContent)
				arrayFormat: 'comma',
				body: (request.exactVersion ? body : outgoing(request, sentVersion)) as IDataObject,
				headers: {
					'Intercom-Version': sentVersion,
					...(accept && { Accept: accept }),
				},
				...(encoding && { encoding }),
			},
			{
				credentialType: type,
				credentialOptions,
				secrets,
				governor,
				policy: { ...how, attempts: Math.min(request.tries ?? how.attempts, how.attempts) },
				stopped,
				mayRepeat: (outcome) => isRepeatable(request) || neverSent(outcome),
				isTooEarly: ({ statusCode, body: said }) => statusCode === 429 && !isTooManyJobs(said),
				reserve,
			},
		);
		hear?.(sentAs(baseUrl, request, sentVersion, exchanged));
		return { ...exchanged, version: sentVersion };
	};
}

/** A `Send` to Intercom: what `asker` gives, with replies read and refusals told in n8n's errors. */
export async function connect(
	context: IAllExecuteFunctions,
	type: string,
	sending: Sending = {},
): Promise<Send> {
	const node = context.getNode();
	const ask = await asker(context, type, sending);

	return async (request, hear) => {
		const outcome = await ask(request, {}, hear);
		if ('fault' in outcome) throw unanswered(node, request, outcome, (sending.how ?? policy).timeoutMs);
		const { reply, faults, version } = outcome;
		// an attempt before this one deleted it and its answer was lost
		if (request.method === 'DELETE' && reply.statusCode === 404 && faults > 0) return {};
		if (reply.statusCode >= 300) throw refused(node, request, reply);
		if (reply.body === undefined || reply.body === null || reply.body === '') return {};
		if (typeof reply.body !== 'object') throw notJson(node, request, reply);
		const said = reply.body as IDataObject;
		if (isErrorList(said)) throw refused(node, request, reply);
		// who asks for a version wants what it says
		return request.exactVersion || sending.asArrived ? said : normalise(said, version);
	};
}
