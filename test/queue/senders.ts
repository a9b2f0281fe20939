import type { IDataObject } from 'n8n-workflow';
import { atMostUnderway } from '../e2e/load';
import { createClock } from '../simulators/clock';
import { Webhooks, type Delivery } from '../simulators/intercom/webhooks';

/** Deliveries to one process that wait for their answer. */
const PARALLEL = 5;
const MINUTE = 60_000;

/** Intercom's sending side, once for each webhook process: every notification has an id of its own. */
export interface Senders {
	deliveries(): Delivery[];
	/** How many notifications were answered 2xx, at the first or a later attempt. */
	delivered(): number;
	/** The items of those that were not, although Intercom tried a second time. */
	undelivered(): IDataObject[];
	/** Sends it to the process with this index, a few at a time. */
	notify(topic: string, item: IDataObject, index: number): Promise<void>;
	/** Waits for all answers, and for those to what was not answered within 5 seconds and is sent again after a minute. */
	answered(): Promise<void>;
	close(): void;
}

/** Subscribes to every topic at each address; throws where HEAD is not answered with 2xx. */
export async function subscribe(
	app: { workspaceId: string; clientSecret: string },
	urls: string[],
): Promise<Senders> {
	const clock = createClock();
	const senders = await Promise.all(
		urls.map(async (url) => {
			const sender = new Webhooks(app, clock);
			const { ok, status } = await sender.subscribe(url, ['*']);
			if (!ok) throw new Error(`HEAD ${url} was answered with ${status}`);
			return sender;
		}),
	);
	const deliveries = () => senders.flatMap((sender) => sender.deliveries);
	const noneUnderway = async () => {
		for (const sender of senders) await atMostUnderway(sender, 0);
	};
	const delivered = () => {
		const good = deliveries().filter(({ state }) => state === 'delivered');
		return new Set(good.map(({ notificationId }) => notificationId));
	};
	return {
		deliveries,
		delivered: () => delivered().size,
		undelivered() {
			const good = delivered();
			return senders
				.flatMap(({ notifications }) => notifications)
				.filter(({ id }) => !good.has(id))
				.map(({ envelope }) => (envelope as { data: { item: IDataObject } }).data.item);
		},
		async notify(topic, item, index) {
			await atMostUnderway(senders[index], PARALLEL - 1);
			senders[index].notify(topic, () => item);
		},
		async answered() {
			await noneUnderway();
			// what failed within some seconds is sent again within some seconds, not all at once
			for (let second = 0; second < 60; second += 1) {
				clock.advance(MINUTE / 60);
				await noneUnderway();
			}
		},
		close() {
			for (const sender of senders) sender.reset();
			clock.clear();
		},
	};
}
