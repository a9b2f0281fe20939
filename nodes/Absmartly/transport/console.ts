import { NodeOperationError, type IAllExecuteFunctions, type IDataObject, type INode } from 'n8n-workflow';
import { isSafeAddress } from '../../core/http/address';
import { policy, type Policy } from '../../core/http/exchange';
import { governorOf } from '../../core/http/governor';
import { wait } from '../../core/http/wait';
import type { Send } from '../../core/table/operation';
import { ask } from './ask';
import { withVersion } from './endpoint';
import { bareKey } from './key';

const TYPE = 'absmartlyConsoleApi';

/** Requests under way at once for one credential: fewer than at the collector, since people work in the console. */
const CONCURRENCY = 5;

/** As long as ABsmartly's own command line tool waits. */
const patient: Policy = { ...policy, timeoutMs: 30_000 };

/** For what must not keep others waiting: n8n starts one workflow after the other, and a person waits for one to end. */
export const brief: Policy = { ...policy, timeoutMs: 5_000, attempts: 2, patience: 1, longestPauseMs: 5_000 };

/** Whether the node shows the console's credential, which is optional, and the user has given one. */
export const hasConsole = ({ credentials, parameters }: INode): boolean =>
	credentials?.[TYPE] !== undefined && Boolean((parameters.options as IDataObject | undefined)?.consoleLists);

function consoleAddress(node: INode, endpoint = ''): string {
	const address = withVersion(endpoint);
	if (isSafeAddress(address)) return address;
	throw new NodeOperationError(node, 'The endpoint of the ABsmartly Console API credential is not usable', {
		description:
			'Give your Web Console’s address, such as https://your-company.absmartly.com/v1 (http:// only for this machine)',
	});
}

/** The address of the console that the credential says. Throws where no key may be sent there. */
export async function consoleAddressOf(context: IAllExecuteFunctions): Promise<string> {
	const { endpoint } = await context.getCredentials<{ endpoint?: string }>(TYPE);
	return consoleAddress(context.getNode(), endpoint);
}

/**
 * The only function that talks to ABsmartly's Web Console: reads the credential once and gives a `Send` bound to its
 * address. Reading is tried again after 5xx and lost connections, a POST only if it was never sent. `always` is for a node
 * that shows the credential whatever its options are.
 * Source: ABsmartly Web Console API 1.0.0.
 */
export async function connectConsole(
	context: IAllExecuteFunctions,
	{ how = patient, stopped, always }: { how?: Policy; stopped?: AbortSignal; always?: boolean } = {},
): Promise<Send> {
	const node = context.getNode();
	if (!always && !hasConsole(node)) {
		throw new NodeOperationError(node, 'This operation needs an ABsmartly Console API credential', {
			description:
				'Add one to this node. It takes the address of your Web Console and a personal API key (Web Console > your profile > API Keys)',
		});
	}
	const { endpoint, apiKey } = await context.getCredentials<{ endpoint?: string; apiKey?: string }>(TYPE);
	const address = consoleAddress(node, endpoint);
	const governor = governorOf(node.credentials?.[TYPE]?.id ?? TYPE, CONCURRENCY, wait);
	const rules = { credentialType: TYPE, secrets: [bareKey(apiKey)], governor, policy: how, stopped };
	return async (request) => await ask(context, 'console', { address, rules }, request);
}
