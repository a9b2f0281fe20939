import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { shown } from '../../core/values/plain';
import { ignore, refused } from '../../core/webhook/answering';
import { readBody } from '../../core/webhook/body';
import { deliveriesOf, type Settle } from '../../core/webhook/deliveries';
import { executionCameToBe } from '../../core/webhook/outcome';
import { eventsIn, MOST_EVENTS, standInFor, toEvent, type ConsoleEvent } from './event';
import { chosenEvents, deliveryOf, memoryOf } from './settings';
import { fitsKey, keyIn } from './urlKey';

/** Answers without an execution, and tells the log why. */
function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context.logger.warn(`ABsmartly Trigger refused a delivery with ${status}: ${reason}`);
	return refused(context, status, reason);
}

/** The key that a delivery must have: the user's own, or the one that was made at activation. None where the node polls. */
function expectedKey(context: IWebhookFunctions): unknown {
	const delivery = deliveryOf(context);
	if (delivery === 'byHand') return context.getNodeParameter('key', '');
	return delivery === 'poll' && context.getMode() !== 'manual' ? undefined : memoryOf(context).key;
}

/**
 * Claims each event that did not come before. In the order of their keys, whatever theirs in the delivery, so that two
 * deliveries with the same events do not wait for each other for ever.
 */
async function claimEach(trigger: string, events: ConsoleEvent[]): Promise<Map<string, Settle>> {
	const deliveries = deliveriesOf(trigger);
	const claims = new Map<string, Settle>();
	for (const key of [...new Set(events.map(({ eventKey }) => eventKey))].sort()) {
		const settle = await deliveries.claim(key);
		if (settle) claims.set(key, settle);
	}
	return claims;
}

/** Those whose key was claimed, each once. */
function claimed(events: ConsoleEvent[], claims: Map<string, Settle>): ConsoleEvent[] {
	const left = new Set(claims.keys());
	return events.filter(({ eventKey }) => left.delete(eventKey));
}

const toItems = (events: ConsoleEvent[]): INodeExecutionData[] =>
	events.map((event) => ({ json: event as unknown as IDataObject }));

/** What was asked for: to an execution, one item for each event, unless all came before. */
async function take(context: IWebhookFunctions, events: ConsoleEvent[]): Promise<IWebhookResponseData> {
	// a person who tries the same event again while building wants to see it again
	if (context.getMode() === 'manual') return { workflowData: [toItems(events)] };
	const claims = await claimEach(`${context.getWorkflow().id}:${context.getNode().id}`, events);
	const fresh = claimed(events, claims);
	if (fresh.length === 0) return ignore('taken already');
	void executionCameToBe(context.getResponseObject()).then((came) => {
		for (const settle of claims.values()) settle(came);
	});
	return { workflowData: [toItems(fresh)] };
}

/**
 * One delivery: checks the key, decides, answers. Nothing slow: that is for `execute`, which n8n calls on what this
 * returns. ABsmartly signs nothing, so the key in the URL is all that a stranger lacks.
 */
export async function takeDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	if (!fitsKey(keyIn(request.url), expectedKey(context))) {
		return refuse(context, 403, 'the last part of its URL is not the key of this trigger');
	}
	const read = await readBody(request);
	if ('reason' in read) return refuse(context, read.status, read.reason);
	const found = eventsIn(read.bytes);
	if (!found) return refuse(context, 400, 'its body holds no event of ABsmartly');
	if (found.length > MOST_EVENTS) {
		return refuse(context, 413, `it holds more than ${MOST_EVENTS} events`);
	}
	const chosen = new Set(chosenEvents(context));
	const wanted = found.filter(({ event_name: name }) => chosen.has(name));
	if (wanted.length === 0) {
		const [first] = found;
		return ignore(
			first ? `${shown(first.event_name)} is not among this trigger's events` : 'it holds no event',
		);
	}
	const standIn = standInFor(read.bytes);
	const isTest = context.getMode() === 'manual';
	const receivedAt = Date.now();
	const events = wanted.map((each, index) =>
		toEvent(each, { receivedAt, standIn: standIn(index), isSample: isTest && each.sample === true }),
	);
	return await take(context, events);
}
