import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send } from '../../core/table/operation';
import { object, text } from '../../core/values/loose';
import { pathTo } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { leavesOpen } from '../transport/errors';
import { readList } from '../transport/pages';

/** The most webhooks and events of webhooks that are read: far more than an account has. */
const MOST = 10_000;

/** How often ABsmartly tries a delivery again that failed: the default of its own command line tool. */
const RETRIES = 3;

/** What the webhook has to be. `prefix` is its URL before the key, by which it is found again. */
export type Wanted = { name: string; url: string; prefix: string; events: string[] };

/** A webhook of ABsmartly as it is. */
type Webhook = { id: string; name: string; url: string; enabled: boolean; on: Set<string> };

const request = (method: Request['method'], path: string, body: IDataObject = {}): Request => ({
	method,
	path,
	query: {},
	body,
});

/** Whether an error is ABsmartly's answer with this status. */
export const hasStatus = (error: unknown, ...statuses: string[]): boolean =>
	error instanceof NodeApiError && statuses.includes(String(error.httpCode));

/** Events that are switched on, by ID. Source: the webhook of ABsmartly's API description. */
function switchedOn(events: unknown): Set<string> {
	const list = Array.isArray(events) ? events : [];
	const on = list.map(object).filter((event) => event && event.enabled !== false);
	return new Set(on.map((event) => text(event?.webhook_event_id) ?? '').filter(Boolean));
}

const toWebhook = ({ id, name, url, enabled, events }: IDataObject): Webhook => ({
	id: text(id) ?? '',
	name: text(name) ?? '',
	url: text(url) ?? '',
	enabled: enabled !== false,
	on: switchedOn(events),
});

/** One webhook with its events, which lists may lack; undefined where there is none any more. */
async function read(send: Send, id: string): Promise<Webhook | undefined> {
	try {
		const { webhook } = await send(request('GET', pathTo('/webhooks', id)));
		return toWebhook(object(webhook) ?? {});
	} catch (error) {
		if (hasStatus(error, '404')) return undefined;
		return await Promise.reject(error);
	}
}

/** One spelling of a URL: the host in small letters, without the port that goes without saying. */
function spelled(url: string): string {
	try {
		return new URL(url).href;
	} catch {
		return url;
	}
}

/** Whether a URL is of this node: what comes before its key is the address of this n8n and the node's own ID. */
const isOwn = (url: string, prefix: string): boolean =>
	prefix !== '' && spelled(url).startsWith(spelled(prefix));

/** The node's own webhooks, by ID: those whose URL begins as its own. Never one of somebody else. */
async function findAll(send: Send, prefix: string): Promise<string[]> {
	const all = await readList(send, request('GET', '/webhooks'), 'webhooks', MOST);
	const own = all.filter(({ url }) => isOwn(text(url) ?? '', prefix));
	return own.map(({ id }) => text(id) ?? '').filter(Boolean);
}

/** The node's own webhook, the one that it made before any other, and those that do the same once more. */
async function find(
	send: Send,
	{ prefix }: Wanted,
	id?: string,
): Promise<{ webhook?: Webhook; twins: string[] }> {
	const known = id ? await read(send, id) : undefined;
	const own = await findAll(send, prefix);
	if (known && isOwn(known.url, prefix)) return { webhook: known, twins: own.filter((one) => one !== id) };
	const [first, ...twins] = own;
	return { webhook: first ? await read(send, first) : undefined, twins };
}

/** Removes webhooks whose deliveries would all be doubles. What cannot be removed does no harm. */
async function removeAll(send: Send, ids: string[]): Promise<void> {
	for (const id of ids) await send(request('DELETE', pathTo('/webhooks', id))).catch(() => undefined);
}

/** The IDs of events by the names that ABsmartly has for them. Throws a `UserError` that names each it does not have. */
async function idsOf(send: Send, events: string[]): Promise<Map<string, string>> {
	const list = await readList(send, request('GET', '/webhook_events'), 'webhook_events', MOST);
	const ids = new Map(list.map(({ id, name }) => [text(name) ?? '', text(id) ?? '']));
	const missing = events.filter((name) => !ids.get(name));
	if (missing.length === 0) return new Map(events.map((name) => [name, ids.get(name) ?? '']));
	throw new UserError(
		`This ABsmartly has no event ${shown(missing.join(', '))}. Remove it from ABsmartly Events or Other Events`,
	);
}

/** Events as they are written: those wanted on, any other that is on off. The shape of an element is an assumption. */
const switches = (wanted: string[], on: Set<string> = new Set()) => [
	...wanted.map((id) => ({ webhook_event_id: Number(id), enabled: true })),
	...[...on]
		.filter((id) => !wanted.includes(id))
		.map((id) => ({ webhook_event_id: Number(id), enabled: false })),
];

/** Makes the webhook. Where nobody knows whether that went well it may be there all the same. */
async function make(send: Send, wanted: Wanted, ids: string[]): Promise<Webhook | undefined> {
	const { name, url } = wanted;
	const description = 'Registered by n8n, which removes it when the workflow is unpublished';
	const body = { name, url, description, enabled: true, ordered: false, max_retries: RETRIES };
	try {
		const { webhook } = await send(request('POST', '/webhooks', { ...body, events: switches(ids) }));
		const id = text(object(webhook)?.id);
		return id ? await read(send, id) : (await find(send, wanted)).webhook;
	} catch (error) {
		const made = leavesOpen(error) ? (await find(send, wanted)).webhook : undefined;
		return made ?? (await Promise.reject(error));
	}
}

/** Why ABsmartly's webhook is not what it was asked to be, and what to do. */
function refusal(wanted: Wanted, ids: Map<string, string>, webhook?: Webhook): UserError {
	const off = [...ids].filter(([, id]) => !webhook?.on.has(id)).map(([event]) => event);
	const called = shown(webhook?.name || wanted.name);
	return new UserError(
		off.length > 0
			? `ABsmartly registered the webhook without its events. Switch on ${shown(off.join(', '))} at '${called}' under Settings > Webhooks, then publish again`
			: `ABsmartly did not change the webhook '${called}' as it was asked to. Remove it under Settings > Webhooks, then publish again`,
	);
}

/**
 * Sees to it that the webhook is there, once, with this URL and these events on, and gives its ID: finds its own again
 * (`known`, or by `prefix`), corrects what differs, or makes it. Rejects with a `NodeApiError`, or with a `UserError`
 * where ABsmartly has no such event, does not switch one on, or keeps another URL.
 */
export async function register(send: Send, wanted: Wanted, known?: string): Promise<string> {
	const ids = await idsOf(send, wanted.events);
	const all = [...ids.values()];
	const isRight = ({ url, enabled, on }: Webhook) =>
		spelled(url) === spelled(wanted.url) && enabled && all.every((id) => on.has(id));
	const isExact = (webhook: Webhook) => isRight(webhook) && webhook.on.size === all.length;

	// only what was there before: what another n8n makes at this moment would be removed by each of the two
	const { webhook: earlier, twins } = await find(send, wanted, known);
	let webhook = earlier ?? (await make(send, wanted, all));
	if (webhook && !isExact(webhook)) {
		const { id, on } = webhook;
		const data = { url: wanted.url, enabled: true, events: switches(all, on) };
		await send(request('PUT', pathTo('/webhooks', id), { data }));
		webhook = await read(send, id);
	}
	if (!webhook || !isRight(webhook)) throw refusal(wanted, ids, webhook);
	await removeAll(send, twins);
	return webhook.id;
}

/**
 * Removes the webhook, and says whether it is gone. One whose URL begins otherwise is another n8n's and stays: a copy of an
 * n8n's database has the ID, too.
 */
export async function remove(send: Send, id: string, prefix: string): Promise<boolean> {
	const webhook = await read(send, id);
	if (!webhook) return true;
	if (!isOwn(webhook.url, prefix)) return false;
	try {
		await send(request('DELETE', pathTo('/webhooks', id)));
	} catch (error) {
		if (!hasStatus(error, '404')) await Promise.reject(error);
	}
	return true;
}
