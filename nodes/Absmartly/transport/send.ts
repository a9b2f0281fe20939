import { NodeOperationError, type IAllExecuteFunctions, type IDataObject, type INode } from 'n8n-workflow';
import { isSafeAddress } from '../../core/http/address';
import {
	exchange,
	neverSent,
	policy,
	type Exchanged,
	type Policy,
	type Reply,
} from '../../core/http/exchange';
import { governorOf } from '../../core/http/governor';
import { wait } from '../../core/http/wait';
import type { Request, Send } from '../../core/table/operation';
import { ask, type Way } from './ask';
import { withVersion } from './endpoint';

/** Requests under way at once for one credential. */
export const CONCURRENCY = 20;

/** Shown as the event's agent in ABsmartly, unless an operation names another. */
const AGENT = 'n8n-nodes-intercom-absmartly';

const TYPE = 'absmartlyApi';

/** For one attempt. A body of 500 goals takes the collector longer than a single one. */
export const TIMEOUT_SECONDS = 30;

const patient: Policy = { ...policy, timeoutMs: TIMEOUT_SECONDS * 1000 };

/** Whose events they are: ABsmartly's names for it, as an operation may name them in place of the credential. */
export type Origin = { application?: string; environment?: string; agent?: string };

/** The collector for one run. */
export type Collector = Pick<Way, 'address' | 'rules'> & {
	/** The headers that go with a request, without the key. */
	headers(origin?: Origin): Record<string, string>;
	/**
	 * Sends one request until it has an outcome to keep. 429 is waited out; anything that leaves open whether the events
	 * were recorded is sent again only with `again`, since the collector has no idempotency key.
	 */
	exchange(
		request: Request,
		headers: Record<string, string>,
		how: { again: boolean; timeoutMs: number },
	): Promise<Exchanged>;
};

/** Where a credential that does not show its environment sends to: n8n leaves hidden fields out. */
const PRODUCTION = 'production';

type AbsmartlyCredential = { endpoint: string; apiKey?: string; environment?: string; application?: string };

/** Whether the reply confirms anything: only the collector's own JSON does. */
export const isConfirmation = ({ body }: Reply): boolean => typeof body === 'object' && body !== null;

const isFaulty = (reply: Reply): boolean =>
	reply.statusCode >= 500 || (reply.statusCode < 300 && !isConfirmation(reply));

function headerValue(node: INode, label: string, value = ''): string {
	const text = value.trim();
	if (/^[\x20-\x7e]*$/.test(text)) return text;
	throw new NodeOperationError(node, `The ${label} cannot be sent to ABsmartly`, {
		description: 'It goes into an HTTP header, which takes plain letters, digits and punctuation on one line',
	});
}

function addressOf(node: INode, endpoint = ''): string {
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
 * The only function that talks to ABsmartly's collector: reads the credential once and gives what sends with its key
 * and headers. `stopped` ends what has not been sent yet.
 */
export async function connectCollector(
	context: IAllExecuteFunctions,
	{ stopped }: { stopped?: AbortSignal } = {},
): Promise<Collector> {
	const node = context.getNode();
	const credential = await context.getCredentials<AbsmartlyCredential>(TYPE);
	const governor = governorOf(node.credentials?.[TYPE]?.id ?? TYPE, CONCURRENCY, wait);
	const address = addressOf(node, credential.endpoint);
	const secrets = [credential.apiKey ?? ''];
	const rules = { credentialType: TYPE, secrets, governor, policy: patient, stopped };
	return {
		address,
		rules,
		headers: ({ application, environment, agent } = {}) => ({
			'X-Agent': headerValue(node, 'agent', agent) || AGENT,
			'X-Environment': environmentOf(
				node,
				environment?.trim() ? environment : (credential.environment ?? PRODUCTION),
			),
			'X-Application': headerValue(
				node,
				'application',
				application?.trim() ? application : credential.application,
			),
			'X-Application-Version': '0',
		}),
		exchange: async ({ method, path, query, body }, headers, { again, timeoutMs }) =>
			await exchange(
				context,
				{
					method,
					url: address + path,
					qs: query as IDataObject,
					body: body as IDataObject,
					headers,
				},
				{
					...rules,
					policy: { ...policy, timeoutMs },
					isFaulty,
					mayRepeat: (outcome) => again || neverSent(outcome),
				},
			),
	};
}

/**
 * The collector's questions (a context, the running experiments, its health), as the machine of `nodes/core` sends them.
 * A GET is told in the query what the others are told in the headers.
 */
export async function connect(
	context: IAllExecuteFunctions,
	{ stopped }: { stopped?: AbortSignal } = {},
): Promise<Send> {
	const { address, headers, rules } = await connectCollector(context, { stopped });
	const own = headers();
	const place = {
		environment: own['X-Environment'],
		...(own['X-Application'] && { application: own['X-Application'] }),
	};
	return async (request) =>
		await ask(
			context,
			'collector',
			{ address, headers: own, rules },
			request.method === 'GET' ? { ...request, query: { ...place, ...request.query } } : request,
		);
}
