import type { IExecuteFunctions } from 'n8n-workflow';
import { processedOf } from '../../core/run/processed';
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

/** What the store holds of a key. */
const begun = (key: string): string => `begun\n${key}`;
const done = (key: string): string => `done\n${key}`;
const doubted = (key: string): string => `doubted\n${key}`;

/** Entries of one run for those in flight. */
const IN_FLIGHT = 2 * PARALLEL * LARGEST_BATCH;

/** What each node of this process is sending just now. */
const everybody = new Map<string, Flights>();

/**
 * Once for this node of this workflow, across executions and restarts, in n8n's own store, which is asked by adding to
 * it, and slow to remove from. Each key has two entries there: `begun` from before it is sent, and `done` from when it
 * is known that it was. Only a key that is begun already is asked whether it is done, together with `doubted`, so that
 * the asking itself never makes it count as sent: that is a key which is begun, done and not doubted. So whatever
 * moment the process dies at, a key that may not have been sent is not taken for sent. Exact in one process
 * (core/processed), not across several. `remember` bounds the keys. With `again` a key whose ending nobody knows is
 * free.
 */
export function onceInStore(
	context: IExecuteFunctions,
	{ remember, again }: { remember: number; again: boolean },
): Once {
	const name = `${context.getWorkflow().id}\n${context.getNode().id}`;
	const flights = everybody.get(name) ?? new Map();
	everybody.set(name, flights);
	const store = processedOf(context, 2 * remember + IN_FLIGHT);
	/** Those of this run that are doubted, and so are done as soon as they are doubted no more. */
	const retried = new Set<string>();
	return {
		claim: async (keys) =>
			await claimAll(flights, keys, async (ours) => {
				const fresh = await store.record(ours.map(begun));
				const known = ours.filter((key) => !fresh.has(begun(key)));
				const asked = await store.record(known.flatMap((key) => [done(key), doubted(key)]));
				const sent = new Set(known.filter((key) => !asked.has(done(key)) && asked.has(doubted(key))));
				await store.forget([...sent].map(doubted));
				for (const key of known) if (again && !sent.has(key)) retried.add(key);
				return (key) =>
					sent.has(key) ? 'sent' : fresh.has(begun(key)) || retried.has(key) ? 'free' : 'unknown';
			}),
		async settle(endings) {
			const all = [...endings];
			const sent = all.filter(([, ending]) => ending === 'sent').map(([key]) => key);
			const failed = all.filter(([, ending]) => ending === 'failed').map(([key]) => key);
			try {
				await store.record(sent.filter((key) => !retried.has(key)).map(done));
				await store.forget([
					...sent.filter((key) => retried.has(key)).map(doubted),
					...failed.flatMap((key) =>
						(retried.has(key) ? [begun, done, doubted] : [begun]).map((of) => of(key)),
					),
				]);
			} finally {
				for (const [key, ending] of endings) {
					retried.delete(key);
					land(flights, key, ending);
				}
			}
		},
	};
}
