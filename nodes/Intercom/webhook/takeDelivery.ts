import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { listOf } from '../../core/values/list';
import { own } from '../../core/values/own';
import { numberIn } from '../../core/values/plain';
import { ignore, refused } from '../../core/webhook/answering';
import { readBody } from '../../core/webhook/body';
import { deliveriesOf, type Settle } from '../../core/webhook/deliveries';
import { executionCameToBe } from '../../core/webhook/outcome';
import { credentialType, readCredential, secretsOf } from '../connection/credential';
import type { Memory } from './activation';
import { outOfDate } from './age';
import { expandTopics } from './aliases';
import { collect, windowOf } from './collecting';
import { toEvent, type IntercomEvent, type Notification } from './event';
import { mayPass } from './filters';
import { receive } from './receive';
import { keptSecrets } from './secrets';
import { isSigned, isWellFormed } from './signature';
import { filtersOf, optionsOf, type TriggerOptions } from './triggerOptions';

/** The secrets to judge a delivery by: the kept ones, or those read anew where it does not fit them. */
async function secretsFor(context: IWebhookFunctions, body: Buffer, signature: unknown): Promise<string[]> {
	const type = credentialType(context.getNodeParameter('authentication'));
	const { id, credentials: used = {} } = context.getNode();
	return await keptSecrets(
		`${context.getWorkflow().id}:${id}:${own(used, type)?.id}`,
		async () => secretsOf(await readCredential(context, type)),
		(known) => isSigned(body, signature, known),
	);
}

/** Answers without an execution, and tells the log why. */
function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context.logger.warn(`Intercom Trigger refused a delivery with ${status}: ${reason}`);
	return refused(context, status, reason);
}

/**
 * The region of the workspace that a notification comes from. No notification names it, and to read the credential costs
 * more than all else that a delivery needs, so it is the one kept at activation. Of another workspace it is not known.
 */
function regionFor(context: IWebhookFunctions, { app_id: from, sample }: Notification): string | undefined {
	const { workspace, region } = context.getWorkflowStaticData('node') as Memory;
	const known = workspace?.region ?? region;
	if (sample) return known ?? 'us';
	return workspace?.workspaceId && workspace.workspaceId !== from ? undefined : known;
}

/** A verified notification that was asked for: to the execution, unless a filter leaves it out or it came before. */
async function take(
	context: IWebhookFunctions,
	options: TriggerOptions,
	notification: Notification,
	event: IntercomEvent,
): Promise<IWebhookResponseData> {
	const isManual = context.getMode() === 'manual';
	const { workspace } = context.getWorkflowStaticData('node') as Memory;
	// a sample is of nobody's workspace, team or tag
	const isSample = isManual && event.sample;
	if (!isSample && !mayPass(event, filtersOf(options), workspace?.adminId, options.lookUpRoles)) {
		return ignore('the filters of this trigger leave it out');
	}
	const json = options.output === 'raw' ? notification : (event as unknown as IDataObject);
	// a person who tries the same event again while building wants to see it again
	if (isManual) return { workflowData: [[{ json }]] };
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	const settle = event.notificationId ? await deliveriesOf(trigger).claim(event.notificationId) : () => {};
	if (!settle) return ignore('this notification was taken already');
	return await begin(context, { trigger, json, settle }, windowOf(options.collectEvents));
}

type Taken = { trigger: string; json: IDataObject; settle: Settle };

/** To an execution of its own, or, within `window` milliseconds, to one with the others that come. */
async function begin(
	context: IWebhookFunctions,
	{ trigger, json, settle }: Taken,
	window?: number,
): Promise<IWebhookResponseData> {
	const cameToBe = async () => {
		const came = await executionCameToBe(context.getResponseObject());
		settle(came);
		return came;
	};
	if (window === undefined) {
		void cameToBe();
		return { workflowData: [[{ json }]] };
	}
	const collected = await collect(trigger, { json }, window, cameToBe);
	if (typeof collected !== 'boolean') return { workflowData: [collected] };
	settle(collected);
	return collected
		? { webhookResponse: { message: 'Workflow was started with the events that came together' } }
		: refuse(context, 500, 'n8n could not start the workflow with the events that came together');
}

/**
 * One delivery: verifies, decides, answers. Nothing slow: that is for `execute`, which n8n calls on what this returns.
 */
export async function takeDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const verify = context.getNodeParameter('verifySignature') as boolean;
	const options = optionsOf<TriggerOptions>(context);
	const request = context.getRequestObject();
	const read = await readBody(request);
	if ('reason' in read) return refuse(context, read.status, read.reason);
	const { bytes: body } = read;
	const signature = request.headers['x-hub-signature'];
	const needed = verify && isWellFormed(signature);
	// a credential that cannot be read must not become a failed execution, so it is a reply like any other
	const secrets = needed ? await secretsFor(context, body, signature).catch(() => undefined) : [];
	if (!secrets) return refuse(context, 503, 'the Intercom credential could not be read');
	const chosen = [...(context.getNodeParameter('topics') as string[]), ...listOf(options.otherTopics)];
	const verdict = receive({ body, signature }, { secrets, verify, topics: expandTopics(chosen) });
	if ('reason' in verdict) return refuse(context, verdict.status, verdict.reason);
	if ('ignored' in verdict) return ignore(verdict.ignored);
	const { notification } = verdict;
	const old = outOfDate(notification, numberIn(options.maxDeliveryAge) ?? 0, Date.now());
	if (old) return ignore(old);
	const region = regionFor(context, notification);
	const event = toEvent(notification, { verified: verify, receivedAt: Date.now(), region });
	return await take(context, options, notification, event);
}

/** Intercom checks the address with HEAD when it is saved. */
export function confirmAddress(context: IWebhookFunctions): IWebhookResponseData {
	context.getResponseObject().status(200).end();
	return { noWebhookResponse: true };
}
