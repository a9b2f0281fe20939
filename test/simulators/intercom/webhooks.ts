import { randomUUID } from 'node:crypto';
import type { Clock } from '../server';
import { head, post, railsJson, sign, type Outcome } from './delivery';
import { isLoopback } from './routes/oauth';

const minute = 60_000;
const retryAfterMs = minute;
const throttle = { first: minute, most: 120 * minute };
const pauseMs = 15 * minute;
const errorsBeforePause = 1000;
const patienceMs = 7 * 24 * 60 * minute;
const parallel = 32;

/**
 * One row an attempt, `at` its end in virtual ms; `ms` is real time, `status` null where no answer came, `attempt` 0 where
 * none was made.
 */
export type Delivery = {
	notificationId: string | null;
	topic: string;
	at: number;
	attempt: number;
	status: number | null;
	/** The body's first characters. */
	answer: string;
	ms: number;
	signature: string | null;
	state: 'delivered' | 'retrying' | 'failed';
};

type Notification = {
	id: string | null;
	topic: string;
	attempts: number;
	createdMs: number;
	envelope: object;
};

/** The app's one endpoint and what is sent there: signed, retried once, throttled, paused, suspended or switched off. */
export class Webhooks {
	readonly deliveries: Delivery[] = [];
	readonly notifications: Notification[] = [];
	private subscription: { url: string; topics: string[] } | undefined;
	private disabled = false;
	private suspended = false;
	/** Since when nothing else than errors came back. */
	private failingSince: number | undefined;
	private backoffMs = 0;
	private throttledUntil = 0;
	private pausedUntil = 0;
	private errors = { count: 0, since: 0 };
	private waiting: Array<() => Promise<unknown>> = [];
	private sending = 0;
	private aborter = new AbortController();

	constructor(
		private readonly app: { workspaceId: string; clientSecret: string },
		private readonly clock: Clock,
		private readonly settings = { answerDelayMs: 0 },
	) {}

	get state() {
		const { subscription, disabled, suspended, throttledUntil, pausedUntil } = this;
		return { subscription: subscription ?? null, disabled, suspended, throttledUntil, pausedUntil };
	}

	/** How many posts wait for their answer. */
	underway(): number {
		const made = this.notifications.reduce((sum, { attempts }) => sum + attempts, 0);
		return made - this.deliveries.filter(({ attempt }) => attempt > 0).length;
	}

	/** Stores the endpoint if it is https (or on this machine) and answers HEAD with 2xx; says what came back. */
	async subscribe(url: string, topics: string[]) {
		const allowed = url.startsWith('https://') || (url.startsWith('http://') && isLoopback(url));
		if (!allowed) return { ok: false, status: null, error: 'the URL must be https, or http on loopback' };
		const { status } = await head(url, this.aborter.signal);
		if (!isSuccess(status)) return { ok: false, status, error: 'HEAD was not answered with 2xx' };
		this.subscription = { url, topics };
		this.unburden();
		return { ok: true, status };
	}

	/** "Set live" in the Developer Hub: a HEAD, the end of a suspension, a ping. Undefined if no URL is saved. */
	async setLive() {
		if (!this.subscription) return undefined;
		const { url, topics } = this.subscription;
		const answer = await this.subscribe(url, topics);
		return answer.ok ? { ...answer, ping: await this.ping() } : answer;
	}

	/** Sends this to whoever subscribed to the topic, in the background. */
	notify(topic: string, item: () => unknown) {
		const wanted = this.subscription?.topics ?? [];
		// what is ticked as contact.unarchive is delivered as contact.unarchived
		const names = ['*', topic, topic.replace(/^contact\.unarchived$/, 'contact.unarchive')];
		if (this.isOff || !names.some((name) => wanted.includes(name))) return;
		const notification = this.create(`notif_${randomUUID()}`, topic, item());
		this.notifications.push(notification);
		this.enqueue(() => this.send(notification));
	}

	/** The test request of the Developer Hub; resolves with what came of it. */
	async ping(): Promise<Delivery | undefined> {
		if (!this.subscription) return undefined;
		return this.attempt(this.create(null, 'ping', { type: 'ping', message: 'something something interzen' }));
	}

	/** The same notification once more, as happens after a late answer; false if there is none of that id. */
	redeliver(id: string): boolean {
		const notification = this.notifications.find((one) => one.id === id);
		if (!notification || this.isOff) return false;
		this.enqueue(() => this.attempt(notification));
		return true;
	}

	/** Back to no subscription; what is under way is dropped. */
	reset() {
		this.aborter.abort();
		this.aborter = new AbortController();
		this.subscription = undefined;
		this.deliveries.length = this.notifications.length = this.waiting.length = this.sending = 0;
		this.unburden();
	}

	private get isOff() {
		return this.disabled || this.suspended;
	}

	/** Forgets all that errors have led to. */
	private unburden() {
		Object.assign(this, { disabled: false, suspended: false, failingSince: undefined });
		Object.assign(this, { backoffMs: 0, throttledUntil: 0, pausedUntil: 0 });
		this.errors = { count: 0, since: 0 };
	}

	private create(id: string | null, topic: string, item: unknown): Notification {
		const createdMs = this.clock.now();
		const created_at = Math.floor(createdMs / 1000);
		const envelope = {
			type: 'notification_event',
			app_id: this.app.workspaceId,
			data: { type: 'notification_event_data', item: structuredClone(item) },
			links: {},
			id,
			topic,
			delivery_status: id === null ? null : 'pending',
			delivery_attempts: 1,
			delivered_at: 0,
			first_sent_at: created_at,
			created_at,
			self: null,
		};
		return { id, topic, attempts: 0, createdMs, envelope };
	}

	private enqueue(work: () => Promise<unknown>) {
		this.waiting.push(work);
		this.pump();
	}

	private pump() {
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

	/** One attempt, or none while the subscription may not be served; then whatever the answer asks for. */
	private async send(notification: Notification) {
		const { clock } = this;
		const now = clock.now();
		if (this.isOff || now < this.pausedUntil || now - notification.createdMs > throttle.most)
			return this.record(notification, { status: null, answer: '', ms: 0 }, 'failed', null);
		if (now < this.throttledUntil) return this.later(notification, this.throttledUntil);
		const { signal } = this.aborter;
		// asked before: what is sent again on request meanwhile is no retry
		const isFirst = notification.attempts === 0;
		const row = await this.attempt(notification);
		if (signal.aborted || row.state !== 'failed' || this.isOff) return;
		if (row.status === 429) {
			row.state = 'retrying';
			this.later(notification, this.throttledUntil);
		} else if (isFirst) {
			row.state = 'retrying';
			this.later(notification, clock.now() + retryAfterMs);
		}
	}

	private later(notification: Notification, dueMs: number) {
		this.clock.at(dueMs, () => this.enqueue(() => this.send(notification)));
	}

	private async attempt(notification: Notification): Promise<Delivery> {
		const { signal } = this.aborter;
		const delayMs = this.settings.answerDelayMs;
		this.settings.answerDelayMs = 0;
		const attempts = (notification.attempts += 1);
		const body = railsJson({ ...notification.envelope, delivery_attempts: attempts });
		const signature = sign(body, this.app.clientSecret);
		const outcome = await post(this.subscription?.url ?? '', body, signature, signal, delayMs);
		const state = isSuccess(outcome.status) ? 'delivered' : 'failed';
		if (!signal.aborted) this.judge(outcome.status);
		return this.record({ ...notification, attempts }, outcome, state, signature, signal);
	}

	/** What an answer means for the whole subscription. */
	private judge(status: number | null) {
		const now = this.clock.now();
		if (isSuccess(status)) {
			this.backoffMs = 0;
			this.errors.count = 0;
			this.failingSince = undefined;
			return;
		}
		this.failingSince ??= now;
		if (now - this.failingSince > patienceMs) this.suspended = true;
		if (status === 410) this.disabled = true;
		if (status === 429 && now >= this.throttledUntil) {
			this.backoffMs = Math.min(this.backoffMs * 2 || throttle.first, throttle.most);
			this.throttledUntil = now + this.backoffMs;
		}
		if (this.errors.count === 0 || now - this.errors.since > pauseMs) this.errors = { count: 0, since: now };
		this.errors.count += 1;
		if (this.errors.count <= errorsBeforePause) return;
		this.errors.count = 0;
		this.pausedUntil = now + pauseMs;
	}

	private record(
		{ id, topic, attempts }: Notification,
		outcome: Outcome,
		state: Delivery['state'],
		signature: string | null,
		signal = this.aborter.signal,
	): Delivery {
		const attempt = signature === null ? 0 : attempts;
		const at = this.clock.now();
		const row: Delivery = { notificationId: id, topic, at, attempt, ...outcome, signature, state };
		if (!signal.aborted) this.deliveries.push(row);
		return row;
	}
}

const isSuccess = (status: number | null) => status !== null && status >= 200 && status < 300;
