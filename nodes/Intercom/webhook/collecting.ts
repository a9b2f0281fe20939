import { sleep, type INodeExecutionData } from 'n8n-workflow';
import { numberIn } from '../../core/values/plain';

/** The most events that start one execution. */
const MOST = 500;

/** Bounds of the time that events are collected, in milliseconds: Intercom waits 5 seconds for its answer. */
const SHORTEST = 100;
const LONGEST = 2_000;

/** How long the first of several events waits for others, in milliseconds; undefined where it does not, or not that long. */
export function windowOf(given: unknown): number | undefined {
	const ms = numberIn(given);
	return ms !== undefined && ms >= SHORTEST && ms <= LONGEST ? ms : undefined;
}

/** Events that will start one execution, and whether it came to be. */
type Batch = { items: INodeExecutionData[]; close(): void; outcome: Promise<boolean> };

/** The batch of each trigger that others may still join. */
const open = new Map<string, Batch>();

function begin(trigger: string, item: INodeExecutionData, outcome: Promise<boolean>) {
	let full = () => {};
	const filled = new Promise<void>((resolve) => (full = resolve));
	const batch: Batch = {
		items: [item],
		outcome,
		close() {
			if (open.get(trigger) === batch) open.delete(trigger);
			full();
		},
	};
	open.set(trigger, batch);
	return { batch, filled };
}

/**
 * Puts the item of a delivery to those that came to this `trigger` in the last `ms` milliseconds, in their order. The first
 * of them gets all the items, once the time is over or 500 are there: its delivery starts the execution, and `cameToBe`
 * says whether n8n made it. The others get that answer, since their events are in that execution.
 */
export async function collect(
	trigger: string,
	item: INodeExecutionData,
	ms: number,
	cameToBe: () => Promise<boolean>,
): Promise<INodeExecutionData[] | boolean> {
	const joined = open.get(trigger);
	if (joined) {
		joined.items.push(item);
		if (joined.items.length >= MOST) joined.close();
		return await joined.outcome;
	}
	const { batch, filled } = begin(trigger, item, cameToBe());
	await Promise.race([sleep(ms), filled]);
	batch.close();
	return batch.items;
}
