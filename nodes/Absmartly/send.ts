import { NodeOperationError, type IAllExecuteFunctions, type IDataObject, type INode } from 'n8n-workflow';
import { exchange, isSafeAddress, neverSent, policy, type Policy } from '../core/http';
import { limiterOf } from '../core/limiter';
import type { Send } from '../core/operation';
import { wait } from '../core/wait';
import { ask, isReading } from './ask';
import { withVersion } from './endpoint';
import { notJson, refused, unanswered } from './errors';

/** Requests under way at once for one credential. */
export const CONCURRENCY = 20;

/** Shown as the event's agent in ABsmartly. */
const AGENT = 'n8n-nodes-intercom-absmartly';

const TYPE = 'absmartlyApi';

type AbsmartlyCredential = { endpoint: string; environment?: string; application?: string };

function headerValue(node: INode, label: string, value = ''): string {
	const text = value.trim();
	if (/^[\x20-\x7e]*$/.test(text)) return text;
	throw new NodeOperationError(node, `The ${label} of the ABsmartly credential cannot be sent`, {
		description: 'It goes into an HTTP header, which takes plain letters, digits and punctuation on one line',
	});
}

function collector(node: INode, endpoint = ''): string {
	const address = withVersion(endpoint);
	if (isSafeAddress(address)) return address;
	throw new NodeOperationError(node, 'The endpoint of the ABsmartly credential is not usable', {
		description:
			'Give your collector’s address, such as https://your-company.absmartly.io/v1 (http:// only for this machine)',
	});
}

function environmentOf(node: INode, environment?: string): string {
	const name = headerValue(node, 'environment', environment);
	if (name) return name;
	throw new NodeOperationError(node, 'The ABsmartly credential names no environment', {
		description: 'Enter it exactly as in ABsmartly Web Console > Settings > Environments',
	});
}

/**
 * The only function that talks to ABsmartly's collector: reads the credential once and gives a `Send` that adds the
 * five headers and, to what is recorded, `publishedAt` (the moment of sending, Unix milliseconds). The collector has
 * no idempotency key, so a goal whose outcome is unknown is not sent again: only 429 and connections that were never
 * made are.
 */
export async function connect(
	context: IAllExecuteFunctions,
	{ how = policy, stopped }: { how?: Policy; stopped?: AbortSignal } = {},
): Promise<Send> {
	const node = context.getNode();
	const { endpoint, environment, application } = await context.getCredentials<AbsmartlyCredential>(TYPE);
	const limiter = limiterOf(node.credentials?.[TYPE]?.id ?? TYPE, CONCURRENCY, wait);
	const address = collector(node, endpoint);
	const headers = {
		'X-Agent': AGENT,
		'X-Environment': environmentOf(node, environment),
		'X-Application': headerValue(node, 'application', application),
		'X-Application-Version': '0',
	};
	const origin = {
		environment: headers['X-Environment'],
		...(headers['X-Application'] && { application: headers['X-Application'] }),
	};

	return async (request) => {
		const { method, path, query, body } = request;
		if (isReading(request)) {
			// a GET is told in the query what the others are told in the headers
			const asked = method === 'GET' ? { ...request, query: { ...origin, ...query } } : request;
			const rules = { credentialType: TYPE, limiter, policy: how, stopped };
			return await ask(context, 'collector', { address, headers, rules }, asked);
		}
		const outcome = await exchange(
			context,
			{
				method,
				url: address + path,
				qs: query as IDataObject,
				body: { ...body, publishedAt: Date.now() },
				headers,
			},
			{ credentialType: TYPE, limiter, policy: how, stopped, mayRepeat: neverSent },
		);
		if ('fault' in outcome) throw unanswered(node, outcome.fault, how.timeoutMs, !neverSent(outcome));
		const { reply } = outcome;
		if (reply.statusCode >= 300) throw refused(node, reply);
		const answer = reply.body as { ok?: boolean; errors?: unknown[] } | null;
		if (typeof answer !== 'object' || answer === null) throw notJson(node, reply);
		if (answer.ok === false || answer.errors?.length) throw refused(node, reply);
		return answer as IDataObject;
	};
}
