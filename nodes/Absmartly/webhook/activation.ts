import { NodeOperationError, sleep, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { isLoopback } from '../../core/http/address';
import { blotting } from '../../core/http/blot';
import { createOneByOne } from '../../core/run/oneByOne';
import type { Send } from '../../core/table/operation';
import { oneLine } from '../../core/values/line';
import { shown } from '../../core/values/plain';
import { brief, connectConsole, consoleAddressOf } from '../transport/console';
import { eventNamed } from './events';
import { hasStatus, register, remove, type Wanted } from './registration';
import { sampleOf } from './sample';
import { chosenEvents, deliveryOf, memoryOf, optionsOf } from './settings';
import { isKey, makeKey } from './urlKey';

/** Longest name of a workflow in that of its webhook, in characters. */
const LONGEST_NAME = 80;

const refusal = (context: IHookFunctions, message: string) =>
	new NodeOperationError(context.getNode(), message);

/** The advice stands in the message, because n8n shows nothing else of a refused activation. */
const NO_ROLE =
	'The owner of the API key may not manage webhooks in ABsmartly. Ask an administrator for the role FullAdmin, or for one with the permission Webhook Admin; or choose Register by Hand or Poll Instead';

const isTest = (context: IHookFunctions): boolean => context.getMode() === 'manual';

const postsSample = (context: IHookFunctions): boolean =>
	context.getNodeParameter('sampleWhenTesting', false) === true;

/** Throws where no event could ever come in. */
function check(context: IHookFunctions, events: string[]): void {
	if (events.length === 0) {
		throw refusal(
			context,
			'ABsmartly Trigger has no event to listen for. Choose at least one under ABsmartly Events',
		);
	}
	const delivery = deliveryOf(context);
	const unseen = delivery === 'poll' ? events.filter((name) => !eventNamed(name)?.polled) : [];
	if (unseen.length > 0) {
		throw refusal(
			context,
			`Poll Instead cannot notice ${shown(unseen.join(', '))}. Remove it, or choose another way under How Events Come In`,
		);
	}
	if (delivery === 'poll' && isTest(context) && !postsSample(context)) {
		throw refusal(
			context,
			'A test does not poll. Switch on Sample When Testing, or publish the workflow and look at its executions',
		);
	}
	if (delivery === 'byHand' && !isKey(context.getNodeParameter('key', ''))) {
		throw refusal(
			context,
			'URL Key has to be 32 to 200 letters, digits, hyphens and underscores that nobody can guess',
		);
	}
}

/** The key of the URL: made once for the node, and again whenever New Key says something else. */
function keyFor(context: IHookFunctions): string {
	const memory = memoryOf(context);
	const { newKey = '' } = optionsOf(context);
	const isRenewed = newKey !== '' && newKey !== (memory.newKey ?? '');
	if (!isKey(memory.key) || isRenewed) memory.key = makeKey();
	if (newKey !== '') memory.newKey = newKey;
	return memory.key ?? '';
}

/** The node's URL before its key. A test run has another one. */
function prefixOf(context: IHookFunctions): string {
	const address = context.getNodeWebhookUrl('default') ?? '';
	return address.slice(0, address.lastIndexOf('/') + 1);
}

/** The webhook that the node needs. A test has another URL, and a name that says so. */
function wantedOf(context: IHookFunctions, events: string[]): Wanted {
	const prefix = prefixOf(context);
	const { id, name } = context.getWorkflow();
	const workflow = oneLine(name ?? id ?? '', LONGEST_NAME);
	const what = isTest(context) ? 'n8n test' : 'n8n';
	return {
		// the last part tells the webhooks of two triggers in one workflow from each other
		name: `${what}: ${workflow} (${context.getNode().id.slice(0, 8)})`,
		url: `${prefix}${keyFor(context)}`,
		prefix,
		events,
	};
}

/** Throws where ABsmartly could never reach the URL. */
async function checkReach(context: IHookFunctions, { prefix }: Wanted): Promise<void> {
	if (!isLoopback(prefix) || isLoopback(await consoleAddressOf(context))) return;
	throw refusal(
		context,
		`ABsmartly cannot reach this n8n at ${shown(new URL(prefix).origin)}. Give n8n its public address (WEBHOOK_URL), or choose Poll Instead`,
	);
}

/** Two publications at once would each make a webhook, and know of one. */
const oneByOne = createOneByOne();
const selfOf = (context: IHookFunctions): string => `${context.getWorkflow().id}:${context.getNode().id}`;

/** The words of an error without the URL's key, which ABsmartly may repeat. */
function wordsOf(context: IHookFunctions, error: unknown): { message: string; description?: string } {
	const { message, description } = error as Error & { description?: string | null };
	const blot = blotting([memoryOf(context).key ?? '']);
	return { message: blot(message), ...(description && { description: blot(description) }) };
}

/**
 * Registers the webhook. Where n8n itself starts, what was registered before is taken to be there, whatever ABsmartly says: a
 * refusal would take the address down, and with it the events that come meanwhile.
 */
async function registerOwn(context: IHookFunctions, events: string[]): Promise<void> {
	const memory = memoryOf(context);
	const wanted = wantedOf(context, events);
	const isStart = ['init', 'leadershipChange'].includes(context.getActivationMode());
	const isKnown = isStart && Boolean(memory.webhookId);
	try {
		await checkReach(context, wanted);
		const send = await connectConsole(context, { always: true, ...(isKnown && { how: brief }) });
		memory.webhookId = await register(send, wanted, memory.webhookId);
	} catch (error) {
		const { message, description } = wordsOf(context, error);
		if (isKnown) {
			context.logger.warn(`ABsmartly Trigger could not look after its webhook: ${message}`);
			return;
		}
		if (hasStatus(error, '403')) throw refusal(context, NO_ROLE);
		throw new NodeOperationError(context.getNode(), message, { description });
	}
}

/** Posts a sample to the node's own test URL, a moment after n8n has begun to listen. */
async function postSample(context: IHookFunctions, url: string, event: string): Promise<void> {
	await sleep(500);
	const body = sampleOf(event, Date.now()) as IDataObject;
	await context.helpers.httpRequest({ method: 'POST', url, body, json: true });
}

/** The URL that a test of this node listens at. */
const testUrl = (context: IHookFunctions): string =>
	deliveryOf(context) === 'byHand' ? (context.getNodeWebhookUrl('default') ?? '') : wantedOf(context, []).url;

/**
 * Refuses activation where no event could ever come in, and registers the webhook where the node is to do that. In a
 * test run it begins the posting of a sample instead, if the node's options ask for one.
 */
export async function activate(context: IHookFunctions): Promise<boolean> {
	const events = chosenEvents(context);
	check(context, events);
	if (isTest(context) && postsSample(context)) {
		void postSample(context, testUrl(context), events[0]).catch((error: Error) =>
			context.logger.warn(`ABsmartly Trigger could not post its sample: ${wordsOf(context, error).message}`),
		);
		return true;
	}
	// what a poll knew by then would all be told at once by the first poll after the webhook
	if (deliveryOf(context) !== 'poll') delete memoryOf(context).watched;
	if (deliveryOf(context) === 'automatic')
		await oneByOne(selfOf(context), async () => await registerOwn(context, events));
	else await deactivate(context);
	return true;
}

async function removeOwn(context: IHookFunctions): Promise<void> {
	const memory = memoryOf(context);
	const { webhookId } = memory;
	if (!webhookId) return;
	delete memory.webhookId;
	try {
		const send: Send = await connectConsole(context, { always: true, how: brief });
		if (!(await remove(send, webhookId, prefixOf(context))))
			context.logger.warn(
				`ABsmartly Trigger left webhook ${webhookId} alone, whose URL is that of another n8n. Remove it under Settings > Webhooks in ABsmartly if nothing listens there`,
			);
	} catch (error) {
		context.logger.warn(
			`ABsmartly Trigger could not remove webhook ${webhookId}. Remove it under Settings > Webhooks in ABsmartly: ${wordsOf(context, error).message}`,
		);
	}
}

/** Removes the webhook, if the node registered one. Never blocks: what could not be removed is told to the log. */
export async function deactivate(context: IHookFunctions): Promise<boolean> {
	await oneByOne(selfOf(context), async () => await removeOwn(context));
	return true;
}
