import type { IExecuteFunctions } from 'n8n-workflow';
import { processedOf } from '../core/processed';
import { LARGEST_BATCH, PARALLEL } from './batches';

/** How sending ended for one key. */
export type Ending = 'sent' | 'failed' | 'unknown';

/**
 * What a key may do: `free` is the caller's to send and to settle; `sent` was sent before; `unknown` was in flight when
 * its execution ended; a promise is in flight at this moment, and resolves to how that ends.
 */
export type Claim = 'free' | 'sent' | 'unknown' | Promise<Ending>;

/** Sends each key once. */
export type Once = {
	/** One claim for each key, in their order. A key twice in one call is in flight for its second. */
	claim(keys: string[]): Promise<Claim[]>;
	/** Says how the caller's free keys ended. `failed` ones are free again. */
	settle(endings: Map<string, Ending>): Promise<void>;
};

/** What is being sent just now, by key. */
type Flights = Map<string, { promise: Promise<Ending>; land: (ending: Ending) => void }>;

/** Those keys that nobody is sending are ours from now on; the others follow. */
function takeOff(
	flights: Flights,
	keys: string[],
): { ours: string[]; followed: Map<string, Promise<Ending>> } {
	const ours: string[] = [];
	const followed = new Map<string, Promise<Ending>>();
	for (const key of new Set(keys)) {
		const flight = flights.get(key);
		if (flight) {
			followed.set(key, flight.promise);
			continue;
		}
		let land: (ending: Ending) => void = () => {};
		const promise = new Promise<Ending>((resolve) => (land = resolve));
		flights.set(key, { promise, land });
		ours.push(key);
	}
	return { ours, followed };
}

function land(flights: Flights, key: string, ending: Ending): void {
	flights.get(key)?.land(ending);
	flights.delete(key);
}

/** Claims that go by what is in flight, and for the rest by `look`; what turns out not to be free has landed. */
async function claimAll(
	flights: Flights,
	keys: string[],
	look: (ours: string[]) => Promise<(key: string) => 'free' | 'sent' | 'unknown'>,
): Promise<Claim[]> {
	const { ours, followed } = takeOff(flights, keys);
	const doubles = new Set<string>();
	try {
		const stateOf = await look(ours);
		return keys.map((key) => {
			const flight = followed.get(key) ?? (doubles.has(key) ? flights.get(key)?.promise : undefined);
			if (flight) return flight;
			doubles.add(key);
			const state = stateOf(key);
			if (state !== 'free') land(flights, key, state);
			return state;
		});
	} catch (error) {
		for (const key of ours) land(flights, key, 'failed');
		return await Promise.reject(error);
	}
}

/**
 * Doubles within one run only; nothing is remembered. For manual runs, which must not count as having sent. With
 * `again` a key whose ending nobody knows is free.
 */
export function onceInRun({ again }: { again: boolean }): Once {
	const flights: Flights = new Map();
	const ended = new Map<string, Ending>();
	const stateOf = (key: string) => {
		const ending = ended.get(key);
		return ending === 'sent' || (ending === 'unknown' && !again) ? ending : 'free';
	};
	return {
		claim: async (keys) => await claimAll(flights, keys, async () => stateOf),
		async settle(endings) {
			for (const [key, ending] of endings) {
				ended.set(key, ending);
				land(flights, key, ending);
			}
		},
	};
}

const seen = (key: string): string => `seen\n${key}`;
const open = (key: string): string => `open\n${key}`;

/** Entries of one run that are open besides: two for each of those in flight. */
const IN_FLIGHT = 2 * PARALLEL * LARGEST_BATCH;

/** What each node of this process is sending just now. */
const everybody = new Map<string, Flights>();

/**
 * Once for this node of this workflow, across executions and restarts, in n8n's own store. Each key has up to two
 * entries there: `seen` for good, and `open` from before it is sent until it is known that it was. So whatever moment
 * the process dies at, a key that may not have been sent is still open. Exact in one process (core/processed), not
 * across several. `remember` bounds the keys. With `again` a key whose ending nobody knows is free.
 */
export function onceInStore(
	context: IExecuteFunctions,
	{ remember, again }: { remember: number; again: boolean },
): Once {
	const name = `${context.getWorkflow().id}\n${context.getNode().id}`;
	const flights = everybody.get(name) ?? new Map();
	everybody.set(name, flights);
	const store = processedOf(context, remember + IN_FLIGHT);
	return {
		claim: async (keys) =>
			await claimAll(flights, keys, async (ours) => {
				const fresh = await store.record(ours.flatMap((key) => [seen(key), open(key)]));
				const sent = new Set(ours.filter((key) => !fresh.has(seen(key)) && fresh.has(open(key))));
				// asking made them open again
				await store.forget([...sent].map(open));
				return (key) => (sent.has(key) ? 'sent' : again || fresh.has(open(key)) ? 'free' : 'unknown');
			}),
		async settle(endings) {
			const gone = [...endings].flatMap(([key, ending]) =>
				ending === 'sent' ? [open(key)] : ending === 'failed' ? [open(key), seen(key)] : [],
			);
			try {
				await store.forget(gone);
			} finally {
				for (const [key, ending] of endings) land(flights, key, ending);
			}
		},
	};
}
