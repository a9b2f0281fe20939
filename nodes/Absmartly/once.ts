import { NodeOperationError, type ICheckProcessedOptions, type IExecuteFunctions } from 'n8n-workflow';
import { inTurn } from '../core/turn';

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

type Flights = Map<string, { promise: Promise<Ending>; land: (ending: Ending) => void }>;

/** What each node of this process is sending just now, by key. */
const everybody = new Map<string, Flights>();

function takeOff(flights: Flights, key: string): void {
	let land: (ending: Ending) => void = () => {};
	const promise = new Promise<Ending>((resolve) => (land = resolve));
	flights.set(key, { promise, land });
}

function landed(flights: Flights, endings: Map<string, Ending>): void {
	for (const [key, ending] of endings) {
		flights.get(key)?.land(ending);
		flights.delete(key);
	}
}

/** Claims by memory alone: those in flight follow, the others ask `stateOf`. */
function claimAll(flights: Flights, keys: string[], stateOf: (key: string) => Claim): Claim[] {
	return keys.map((key) => {
		const flight = flights.get(key);
		if (flight) return flight.promise;
		const state = stateOf(key);
		if (state === 'free') takeOff(flights, key);
		return state;
	});
}

/** Doubles within one run only; nothing is remembered. For manual runs, which must not count as having sent. */
export function onceInRun(): Once {
	const flights: Flights = new Map();
	const endings = new Map<string, Ending>();
	return {
		claim: async (keys) => claimAll(flights, keys, (key) => (endings.get(key) === 'sent' ? 'sent' : 'free')),
		async settle(settled) {
			for (const [key, ending] of settled) endings.set(key, ending);
			landed(flights, settled);
		},
	};
}

const seen = (key: string): string => `seen\n${key}`;
const open = (key: string): string => `open\n${key}`;

/**
 * Once for this node of this workflow, across executions and restarts, in n8n's own store. Each key has up to two
 * entries there: `seen` for good, and `open` from before it is sent until it is known that it was. So whatever moment
 * the process dies at, a key that may not have been sent is still open. The store is one row, read, changed and written
 * back without a lock: calls are made one after the other, which is exact in one process and not across several.
 * `remember` bounds the list; the oldest are forgotten first. With `again` a key whose ending nobody knows is free.
 * Source: n8n 2.41.1, DeduplicationHelper.
 */
export function onceInStore(
	context: IExecuteFunctions,
	{ remember, again }: { remember: number; again: boolean },
): Once {
	const node = context.getNode();
	const name = `${context.getWorkflow().id}\n${node.id}`;
	const flights = everybody.get(name) ?? new Map();
	everybody.set(name, flights);
	const options: ICheckProcessedOptions = { mode: 'entries', maxEntries: remember };

	/** Two processes that make the row at the same moment collide, and the second try finds it. */
	const withStore = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work().catch(work);
		} catch (error) {
			throw new NodeOperationError(node, error as Error, {
				message: 'n8n’s store of what was sent before could not be used',
				description:
					'The database of this n8n did not answer as it should. Try again, or switch Deduplicate off',
			});
		}
	};
	const record = async (entries: string[]) =>
		new Set(
			(
				await withStore(async () => await context.helpers.checkProcessedAndRecord(entries, 'node', options))
			).new,
		);
	const forget = async (entries: string[]) => {
		if (entries.length === 0) return;
		await withStore(async () => await context.helpers.removeProcessed(entries, 'node', options));
	};

	return {
		claim: async (keys) =>
			await inTurn(name, async () => {
				const asked = [...new Set(keys.filter((key) => !flights.has(key)))];
				if (asked.length === 0) return claimAll(flights, keys, () => 'free');
				const recorded = await record(asked.flatMap((key) => [seen(key), open(key)]));
				const sent = asked.filter((key) => !recorded.has(seen(key)) && recorded.has(open(key)));
				await forget(sent.map(open));
				const states = new Map<string, Claim>(
					asked.map((key) => [key, again || recorded.has(open(key)) ? 'free' : 'unknown']),
				);
				for (const key of sent) states.set(key, 'sent');
				return claimAll(flights, keys, (key) => states.get(key) ?? 'free');
			}),
		async settle(endings) {
			const keysOf = (ending: Ending) =>
				[...endings].filter(([, each]) => each === ending).map(([key]) => key);
			try {
				await inTurn(
					name,
					async () =>
						await forget([
							...keysOf('sent').map(open),
							...keysOf('failed').flatMap((key) => [open(key), seen(key)]),
						]),
				);
			} finally {
				landed(flights, endings);
			}
		},
	};
}
