import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../server';
import type { World } from '../world';
import type { Webhook } from './types';
import type { ConsoleSettings, WebhookBody } from './settings';

/** What a webhook tells: `event_at` in ms. Source of the common fields: ABsmartly's docs, settings page. */
export type ConsoleEvent = { event_name: string; event_at: number; id: number } & Record<string, unknown>;

/** One row an attempt: `at` its end in virtual ms, `status` null where no answer was heard. */
export type ConsoleDelivery = {
	webhook_id: number;
	url: string;
	event_names: string[];
	body: string;
	attempt: number;
	at: number;
	status: number | null;
	state: 'delivered' | 'retrying' | 'failed';
};

const parallel = 32;

/** Deliveries go to this machine alone, whatever somebody registers. */
export function isOfThisMachine(url: string): boolean {
	return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

const bodies: Record<WebhookBody, (events: ConsoleEvent[]) => unknown[]> = {
	bare: (events) => events,
	events: (events) => events.map((event) => ({ events: [event] })),
	batch: (events) => [{ events }],
	array: (events) => [events],
};

const eventsOf = (body: unknown): ConsoleEvent[] => {
	if (Array.isArray(body)) return body as ConsoleEvent[];
	const { events } = body as { events?: ConsoleEvent[] };
	return events ?? [body as ConsoleEvent];
};

/** Sends events to the webhooks that want them: in order or side by side, again where that failed, with the faults that are set. */
export class Sender {
	readonly events: ConsoleEvent[] = [];
	readonly deliveries: ConsoleDelivery[] = [];
	private gathered = new Map<number, ConsoleEvent[]>();
	/** The end of what is under way, by the webhook that is ordered. */
	private lines = new Map<number, Promise<unknown>>();
	private waiting: Array<() => Promise<unknown>> = [];
	private sending = 0;
	private aborter = new AbortController();

	constructor(
		private readonly world: World,
		private readonly clock: Clock,
		private readonly settings: ConsoleSettings,
	) {}

	/** Tells whoever wants to know. */
	tell(event: ConsoleEvent): void {
		this.events.push(event);
		const kind = this.world.webhook_events.find(({ name }) => name === event.event_name);
		for (const webhook of this.world.webhooks)
			if (webhook.enabled && this.wants(webhook, kind?.id)) this.gather(webhook, event);
	}

	/** Sends this body as it is, to one webhook or all, whatever they want: what is forged, unknown or broken. */
	forge(body: unknown, webhookId?: number): void {
		for (const webhook of this.world.webhooks)
			if (webhookId === undefined || webhook.id === webhookId) this.dispatch(webhook, body);
	}

	/** Once nothing is under way; what waits for the clock does not count. */
	async idle(): Promise<void> {
		do await pause(5);
		while (this.sending > 0 || this.waiting.length > 0 || this.gathered.size > 0);
	}

	reset(): void {
		this.aborter.abort();
		this.aborter = new AbortController();
		this.gathered.clear();
		this.lines.clear();
		this.events.length = this.deliveries.length = this.waiting.length = this.sending = 0;
	}

	private wants({ events }: Webhook, id: number | undefined): boolean {
		if (!events) return this.settings.hearsAll;
		return events.some(({ webhook_event_id, enabled }) => enabled && webhook_event_id === id);
	}

	private gather(webhook: Webhook, event: ConsoleEvent): void {
		const more = this.gathered.get(webhook.id);
		if (more) return void more.push(event);
		this.gathered.set(webhook.id, [event]);
		const { webhookBody, disorder, gatherMs } = this.settings;
		const { signal } = this.aborter;
		const ms = webhookBody === 'batch' || webhookBody === 'array' || disorder ? gatherMs : 0;
		setTimeout(() => !signal.aborted && this.leave(webhook), ms).unref();
	}

	private leave(webhook: Webhook): void {
		const events = this.gathered.get(webhook.id) ?? [];
		this.gathered.delete(webhook.id);
		const { webhookBody, disorder, duplicates } = this.settings;
		const list = bodies[webhookBody](disorder && !webhook.ordered ? [...events].reverse() : events);
		for (const body of list)
			for (let copy = 0; copy <= duplicates; copy += 1) this.dispatch(webhook, structuredClone(body));
	}

	private dispatch(webhook: Webhook, body: unknown): void {
		const { signal } = this.aborter;
		const { lateMs } = this.settings;
		const go = () => !signal.aborted && this.enqueue(webhook, JSON.stringify(body), eventsOf(body));
		if (lateMs > 0) this.clock.at(this.clock.now() + lateMs, go);
		else go();
	}

	private enqueue(webhook: Webhook, body: string, events: ConsoleEvent[]): void {
		const names = events.map(({ event_name }) => event_name);
		const send = () => this.send(webhook, body, names);
		if (!webhook.ordered) return void this.begin(send);
		const before = this.lines.get(webhook.id) ?? Promise.resolve();
		this.lines.set(
			webhook.id,
			before.then(() => new Promise<void>((done) => this.begin(send, done))),
		);
	}

	private begin(work: () => Promise<unknown>, done?: () => void): void {
		this.waiting.push(() => work().finally(done));
		this.pump();
	}

	private pump(): void {
		const { signal } = this.aborter;
		while (this.sending < parallel && this.waiting.length > 0) {
			this.sending += 1;
			void this.waiting
				.shift()?.()
				.finally(() => {
					if (signal.aborted) return;
					this.sending -= 1;
					this.pump();
				});
		}
	}

	/** All attempts of one delivery. What follows an ordered one waits for the last. */
	private async send(webhook: Webhook, body: string, event_names: string[]): Promise<void> {
		const { signal } = this.aborter;
		for (let attempt = 1; ; attempt += 1) {
			const { id: webhook_id, url, max_retries } = webhook;
			const status = await this.post(url, body, signal);
			if (signal.aborted) return;
			const isDone = status !== null && status >= 200 && status < 300;
			const state = isDone ? 'delivered' : attempt <= max_retries ? 'retrying' : 'failed';
			const at = this.clock.now();
			this.deliveries.push({ webhook_id, url, event_names, body, attempt, at, status, state });
			if (state !== 'retrying') return;
			await this.rest(signal);
			const isThere = this.world.webhooks.some(({ id, enabled }) => id === webhook_id && enabled);
			if (signal.aborted || !isThere) return;
		}
	}

	/** Until the next attempt; meanwhile others may be sent. */
	private async rest(signal: AbortSignal): Promise<void> {
		this.sending -= 1;
		const due = this.clock.now() + this.settings.retryMs;
		const next = new Promise<void>((done) => this.clock.at(due, done));
		this.pump();
		await next;
		if (!signal.aborted) this.sending += 1;
	}

	private async post(url: string, body: string, signal: AbortSignal): Promise<number | null> {
		if (!isOfThisMachine(url)) return null;
		// AbortSignal.timeout within AbortSignal.any is lost to the garbage collector in Node 20, and then never fires
		const late = new AbortController();
		const timer = setTimeout(() => late.abort(), this.settings.patienceMs);
		const headers = { 'content-type': 'application/json' };
		const within = AbortSignal.any([signal, late.signal]);
		const status = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: within })
			.then(async (response) => {
				await response.text();
				return response.status;
			})
			.catch(() => null)
			.finally(() => clearTimeout(timer));
		if (this.settings.unheard < 1) return status;
		this.settings.unheard -= 1;
		return null;
	}
}
