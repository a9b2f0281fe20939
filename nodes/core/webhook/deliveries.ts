import { keyOf } from './key';

/** Says how it ended for a notification: `true` when its execution came to be. */
export type Settle = (taken: boolean) => void;

export type Deliveries = {
	/**
	 * Claims a notification. A twin of one under way waits for its outcome first, so that nothing is acknowledged that
	 * may yet fail. `undefined` means it was taken already.
	 */
	claim(id: string): Promise<Settle | undefined>;
};

type Entry = { taken?: boolean; outcome: Promise<boolean> };

/** Remembers the last `capacity` notifications of one trigger in this process; the oldest settled ones are forgotten first. */
export function createDeliveries(capacity: number): Deliveries {
	const entries = new Map<string, Entry>();

	const forget = () => {
		for (const [id, { taken }] of entries) {
			if (entries.size <= capacity) return;
			if (taken) entries.delete(id);
		}
	};

	return {
		async claim(of) {
			// with the signature check off anybody may make up IDs
			const id = keyOf(of);
			for (let twin = entries.get(id); twin; twin = entries.get(id)) {
				if (await twin.outcome) return undefined;
			}
			let resolve: Settle = () => {};
			const entry: Entry = { outcome: new Promise((done) => (resolve = done)) };
			entries.set(id, entry);
			return (taken) => {
				if (entry.taken !== undefined) return;
				entry.taken = taken;
				if (taken) forget();
				else entries.delete(id);
				resolve(taken);
			};
		},
	};
}

const CAPACITY = 10_000;
const byTrigger = new Map<string, Deliveries>();

/** The memory of one trigger node, kept while the process lives. */
export function deliveriesOf(trigger: string): Deliveries {
	const deliveries = byTrigger.get(trigger) ?? createDeliveries(CAPACITY);
	byTrigger.set(trigger, deliveries);
	return deliveries;
}
