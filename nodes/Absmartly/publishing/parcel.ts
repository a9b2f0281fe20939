import { NodeApiError, type IDataObject, type INode, type NodeOperationError } from 'n8n-workflow';
import { unlessAborted } from '../../core/http/abort';
import { operationError } from '../../core/n8n/errors';
import type { Unit } from '../values/units';
import type { Delivered } from './deliver';
import type { Entry } from './entry';
import { settle } from './goalErrors';
import type { Claim, Ending, Once } from './once';
import type { Fate } from './outcome';

/** The entry of one item on its way, and what has become of it so far. */
export type Parcel = {
	item: number;
	entry: Entry;
	/** The headers it goes under, which may differ between items. */
	headers: Record<string, string>;
	eventKey?: string;
	warnings: string[];
	/** For whom it was sent now; none if it had been sent before. */
	sent: Unit[];
	trace?: IDataObject;
	failure?: Exclude<Fate, { status: 'sent' }>;
};

/** A parcel for one of its units: what is sent once. Without a key it is sent as often as it comes. */
type Lot = { parcel: Parcel; unit: Unit; key: string };

/** The same event for the same goal and unit, however often it comes. */
const lotsOf = (parcel: Parcel): Lot[] =>
	parcel.entry.units.map((unit) => {
		const goals = (parcel.entry.goals ?? []).map(({ name }) => name);
		const parts = [parcel.eventKey, ...goals, unit.type, unit.uid];
		return { parcel, unit, key: parcel.eventKey ? JSON.stringify(parts) : '' };
	});

const inDoubt = (node: INode): NodeApiError =>
	new NodeApiError(
		node,
		{},
		{
			message: 'It is unknown whether this goal was sent before',
			description: `An earlier execution began to send it and never heard how that ended: ${settle}`,
		},
	);

const unsettled =
	'n8n’s store could not note how this ended: if the event comes again, it will be reported as unknown';

const asNodeError = (node: INode, error: unknown): NodeApiError | NodeOperationError =>
	error instanceof NodeApiError ? error : operationError(node, error as Error);

type Deliver = (headers: Record<string, string>, entries: Entry[], items: number[]) => Promise<Delivered[]>;

/** What sends the lots of one run. */
type Courier = {
	node: INode;
	deliver: Deliver;
	once?: Once;
	cancelled?: AbortSignal;
	/** How this run's own lots ended: a double of one that failed fails with it. */
	own: Map<string, Fate>;
};

/** None where that fails: then these have failed, and whatever was sent before stays sent. */
async function claim({ node, once }: Courier, lots: Lot[]): Promise<Map<Lot, Claim>> {
	const keyed = once ? lots.filter(({ key }) => key) : [];
	try {
		const claims = once && keyed.length > 0 ? await once.claim(keyed.map(({ key }) => key)) : [];
		const claimed = new Map(keyed.map((lot, index) => [lot, claims[index]]));
		return new Map(lots.map((lot) => [lot, claimed.get(lot) ?? 'free']));
	} catch (error) {
		const failure: Fate = { status: 'failed', error: asNodeError(node, error) };
		for (const { parcel } of lots) parcel.failure = failure;
		return new Map();
	}
}

function note(
	{ own }: Courier,
	{ parcel, unit, key }: Lot,
	{ fate, trace }: Delivered,
	first: boolean,
): void {
	if (key) own.set(key, fate);
	parcel.trace = trace;
	if (fate.status !== 'sent') {
		parcel.failure = fate;
		return;
	}
	parcel.sent.push(unit);
	if (first) for (const warning of fate.warnings) parcel.warnings.push(warning);
}

async function settleAll({ once }: Courier, endings: Map<string, Ending>, lots: Lot[]): Promise<void> {
	if (endings.size === 0) return;
	try {
		await once?.settle(endings);
	} catch {
		for (const { parcel } of lots) parcel.warnings.push(unsettled);
	}
}

/** Sends lots that were claimed, those of one parcel as one entry, and settles them. */
async function send(by: Courier, lots: Lot[]): Promise<void> {
	if (lots.length === 0) return;
	const byParcel = new Map<Parcel, Lot[]>();
	for (const lot of lots) {
		const own = byParcel.get(lot.parcel) ?? [];
		own.push(lot);
		byParcel.set(lot.parcel, own);
	}
	const groups = [...byParcel.values()];
	const keys = lots.map(({ key }) => key).filter(Boolean);
	const endings = new Map<string, Ending>(keys.map((key) => [key, 'unknown']));
	try {
		const delivered = await by.deliver(
			groups[0][0].parcel.headers,
			groups.map((group) => ({ ...group[0].parcel.entry, units: group.map(({ unit }) => unit) })),
			groups.map(([{ parcel }]) => parcel.item),
		);
		for (const [index, group] of groups.entries()) {
			for (const lot of group) {
				note(by, lot, delivered[index], lot === group[0]);
				if (lot.key) endings.set(lot.key, delivered[index].fate.status);
			}
		}
	} catch (error) {
		// whatever it was, it may have come after sending
		const doubt: Fate = { status: 'unknown', error: asNodeError(by.node, error) };
		for (const { parcel } of lots) parcel.failure = doubt;
	} finally {
		await settleAll(by, endings, lots);
	}
}

/** Waits for lots that are another's. Those that failed elsewhere are left for us. */
async function follow({ node, own, cancelled }: Courier, claims: Array<[Lot, Claim]>): Promise<Lot[]> {
	const left: Lot[] = [];
	for (const [lot, claimed] of claims) {
		const ending = await unlessAborted(Promise.resolve(claimed), cancelled);
		const mine = own.get(lot.key);
		if (mine && mine.status !== 'sent') lot.parcel.failure = mine;
		else if (ending === 'unknown') lot.parcel.failure = { status: 'unknown', error: inDoubt(node) };
		else if (ending === 'failed') left.push(lot);
	}
	return left;
}

/**
 * Gives a function that sends parcels that go under the same headers and writes into each what became of it. With
 * `once`, each lot is claimed before and settled after; one that another execution is sending just now is waited for,
 * and tried here if it failed there. Rejects only when `cancelled` is aborted, and then claims nothing more.
 */
export function courier(
	node: INode,
	deliver: Deliver,
	once: Once | undefined,
	cancelled?: AbortSignal,
): (parcels: Parcel[]) => Promise<void> {
	const by: Courier = { node, deliver, once, cancelled, own: new Map() };
	return async (parcels) => {
		let lots = parcels.flatMap(lotsOf);
		while (lots.length > 0) {
			cancelled?.throwIfAborted();
			const claims = [...(await claim(by, lots))];
			const isFree = ([, claimed]: [Lot, Claim]) => claimed === 'free';
			await send(
				by,
				claims.filter(isFree).map(([lot]) => lot),
			);
			lots = await follow(
				by,
				claims.filter((each) => !isFree(each)),
			);
		}
	};
}
