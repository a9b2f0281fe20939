import { conversation } from '../intercom/webhook/notifications';
import { createClock } from '../simulators/clock';
import { Webhooks } from '../simulators/intercom/webhooks';
import { atMostUnderway } from './load';
import type { World } from './n8n';
import type { StoredWorkflow } from '../../playground/client';

/** An event as its sender knows it: how often it was posted, and whether that was ever answered 2xx. */
type Sent = { eventKey: string; attempts: number; answered: boolean };

/** What sends events to a trigger: five seconds of patience, and again after a minute what was not answered 2xx. */
export type Source = {
	/** What every event key begins with. */
	topic: string;
	/** Posts the event of this number, or posts it once more. */
	notify(index: number): void;
	redeliver(index: number): void;
	/** How many posts wait for their answer. */
	underway(): number;
	/** Once none does. */
	idle(): Promise<void>;
	/** Lets so many virtual ms go by. */
	advance(ms: number): void;
	/** Every event that was sent, in their order. */
	events(): Sent[];
	/** A row for each post; `status` is null where no answer came. */
	posts(): Array<{ status: number | null; state: 'delivered' | 'retrying' | 'failed' }>;
	end(): void;
};

/** Publishes the workflow and sends to it what Intercom would. */
export async function fromIntercom(world: World, workflow: StoredWorkflow): Promise<Source> {
	const topic = 'conversation.user.created';
	const clock = createClock();
	const { workspaceId, clientSecret } = world.intercom;
	const webhooks = new Webhooks({ workspaceId, clientSecret }, clock);
	const answer = await webhooks.subscribe(await world.publish(workflow), [topic]);
	expect(answer.ok).toBe(true);
	return {
		topic,
		notify: (index) => webhooks.notify(topic, () => conversation({ id: String(index) })),
		redeliver: (index) => void webhooks.redeliver(webhooks.notifications[index].id ?? ''),
		underway: () => webhooks.underway(),
		idle: async () => await atMostUnderway(webhooks, 0),
		advance: (ms) => clock.advance(ms),
		events: () =>
			webhooks.notifications.map(({ id, attempts }, index) => ({
				eventKey: `${topic}:${index}`,
				attempts,
				answered: webhooks.deliveries.some(
					({ notificationId, state }) => notificationId === id && state === 'delivered',
				),
			})),
		posts: () => webhooks.deliveries,
		end() {
			webhooks.reset();
			clock.clear();
		},
	};
}

/** Publishes the workflow, which registers its webhook, and has the simulated console send to it. */
export async function fromAbsmartly(world: World, workflow: StoredWorkflow): Promise<Source> {
	const topic = 'ExperimentCommented';
	const { absmartly } = world;
	const { webhooks, settings, clock } = absmartly;
	Object.assign(settings, { retryMs: 60_000 });
	await world.client.publish(workflow.id);
	expect(absmartly.world.webhooks).toHaveLength(1);
	const [{ id: webhook }] = absmartly.world.webhooks;
	const events: Array<{ event_name: string; event_at: number; id: number }> = [];
	let told = 0;
	const rowsOf = (id: number) =>
		webhooks.deliveries.filter(({ body }) => (JSON.parse(body) as { id: number }).id === id);
	return {
		topic,
		notify(index) {
			const event = { event_name: topic, event_at: clock.now(), id: index, experiment_id: 1, comment: '' };
			events.push(event);
			told += 1;
			webhooks.tell(event);
		},
		redeliver(index) {
			told += 1;
			webhooks.forge(events[index], webhook);
		},
		underway: () => told - webhooks.deliveries.filter(({ attempt }) => attempt === 1).length,
		idle: async () => await webhooks.idle(),
		advance: (ms) => clock.advance(ms),
		events: () =>
			events.map(({ event_at, id }) => {
				const rows = rowsOf(id);
				return {
					eventKey: `${topic}:${id}:${event_at}`,
					attempts: rows.length,
					answered: rows.some(({ state }) => state === 'delivered'),
				};
			}),
		posts: () => webhooks.deliveries,
		end: () => absmartly.reset(),
	};
}
