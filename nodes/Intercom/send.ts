import type { IAllExecuteFunctions, IDataObject, INode } from 'n8n-workflow';
import { exchange, neverSent, policy, type Policy } from '../core/http';
import { governorOf, type Governor } from '../core/governor';
import type { Request, Send } from '../core/operation';
import { wait } from '../core/wait';
import { apiOf, readCredential } from './credential';
import { versionFor } from './hosts';
import { notJson, refused, unanswered } from './errors';
import { normalise, outgoing } from './normalise';

/** Requests under way at once for one credential, while the server bears as many. */
export const CONCURRENCY = 50;

/** What may be sent again although it may have been carried out. A message to a customer sent twice is worse than an error. */
const isRepeatable = ({ method, readOnly, repeatable }: Request): boolean =>
	readOnly === true || (repeatable ?? ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method));

/** What holds the requests of a node's credential to the workspace's rate limit, whoever sends them in this process. */
export const governorFor = (node: INode, type: string): Governor =>
	governorOf(node.credentials?.[type]?.id ?? type, CONCURRENCY, wait);

/**
 * The only function that talks to Intercom: reads the credential once and gives a `Send` bound to its region, version
 * and governor. Waits out 429; tries 5xx and lost connections again where that does no harm (idempotent methods and
 * searches). `stopped` ends what has not been sent yet.
 */
export async function connect(
	context: IAllExecuteFunctions,
	type: string,
	{ how = policy, stopped }: { how?: Policy; stopped?: AbortSignal } = {},
): Promise<Send> {
	const node = context.getNode();
	const credential = await readCredential(context, type);
	const { baseUrl, version, reserve } = apiOf(node, credential);
	const governor = governorFor(node, type);
	const credentialOptions = {
		// n8n would fetch and decrypt it again for every request: two thirds of what a request costs
		credentialsDecrypted: { id: '', name: '', type, data: credential },
		// Intercom's tokens do not expire: a 401 is reported as such, and `token` may come without `access_token`
		oauth2: { property: 'token', skipTokenRefresh: true },
	};

	return async (request: Request) => {
		const { method, path, query } = request;
		const sentAs = versionFor(version, request.version);
		const outcome = await exchange(
			context,
			{
				method,
				url: baseUrl + path,
				qs: query as IDataObject,
				// lists in a query go separated by commas (Intercom API 2.16, searchContent)
				arrayFormat: 'comma',
				body: outgoing(request, sentAs) as IDataObject,
				headers: { 'Intercom-Version': sentAs },
			},
			{
				credentialType: type,
				credentialOptions,
				governor,
				policy: how,
				stopped,
				mayRepeat: (outcome) => isRepeatable(request) || neverSent(outcome),
				reserve,
			},
		);
		if ('fault' in outcome) throw unanswered(node, request, outcome, how.timeoutMs);
		const { reply, faults } = outcome;
		// an attempt before this one deleted it and its answer was lost
		if (method === 'DELETE' && reply.statusCode === 404 && faults > 0) return {};
		if (reply.statusCode >= 300) throw refused(node, request, reply);
		if (reply.body === undefined || reply.body === null || reply.body === '') return {};
		if (typeof reply.body !== 'object') throw notJson(node, request, reply);
		return normalise(reply.body as IDataObject, sentAs);
	};
}
