import { NodeOperationError, type IAllExecuteFunctions, type IDataObject, type INode } from 'n8n-workflow';
import { exchange, neverSent, policy, type Policy } from '../core/http';
import { limiterOf } from '../core/limiter';
import type { Send } from '../core/operation';
import { wait } from '../core/wait';
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

/**
 * The only function that talks to ABsmartly's collector: reads the credential once and gives a `Send` that adds the
 * five headers and `publishedAt` (the moment of sending, Unix milliseconds). The collector has no idempotency key,
 * so a goal whose outcome is unknown is not sent again: only 429 and connections that were never made are.
 */
export async function connect(context: IAllExecuteFunctions, how: Policy = policy): Promise<Send> {
	const node = context.getNode();
	const { endpoint, environment, application } = await context.getCredentials<AbsmartlyCredential>(TYPE);
	const limiter = limiterOf(node.credentials?.[TYPE]?.id ?? TYPE, CONCURRENCY, wait);
	const headers = {
		'X-Agent': AGENT,
		'X-Environment': headerValue(node, 'environment', environment),
		'X-Application': headerValue(node, 'application', application),
		'X-Application-Version': '0',
	};

	return async ({ method, path, query, body }) => {
		const outcome = await exchange(
			context,
			{
				method,
				url: withVersion(endpoint) + path,
				qs: query as IDataObject,
				body: { ...body, publishedAt: Date.now() },
				headers,
			},
			{ credentialType: TYPE, limiter, policy: how, mayRepeat: neverSent },
		);
		if ('fault' in outcome) throw unanswered(node, outcome.fault, how.timeoutMs, !neverSent(outcome));
		const { reply } = outcome;
		if (reply.statusCode >= 300) throw refused(node, reply);
		if (reply.body === undefined || reply.body === null || reply.body === '') return { ok: true };
		if (typeof reply.body !== 'object') throw notJson(node, reply);
		if ((reply.body as IDataObject).ok === false) throw refused(node, reply);
		return reply.body as IDataObject;
	};
}
