import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type NodeApiError,
	type NodeExecutionHint,
	type NodeOperationError,
} from 'n8n-workflow';
import { cancelSignal } from '../../core/http/exchange';
import type { Operation, Values } from '../../core/table/operation';
import { inParallel } from '../../core/run/parallel';
import { reader } from '../../core/run/read';
import { atItem } from '../../core/run/run';
import { sender } from '../transport/api';
import { batches, PARALLEL } from './batches';
import { deliver, requestFor, shown } from './deliver';
import { ending } from './ending';
import type { Draft } from './entry';
import { onceInRun, onceInStore, type Once } from './once';
import { courier, type Parcel } from './parcel';
import { runningUnitTypes, unitTypeWarnings, type Place } from '../transport/running';
import { connectCollector } from '../transport/send';
import { isSample, sampleHint, saysSample } from './samples';
import { settingsOf, type Settings } from './settings';
import { noUnit, ROLE_UNKNOWN } from '../values/units';

/**
 * The parameters of one item and the item itself → what to send for it. Throws a `UserError` for what cannot be right.
 * `zone` is the workflow's (IANA name).
 */
export type ToDraft = (values: Values, json: IDataObject, zone: string) => Draft | Promise<Draft>;

type Failure = {
	error: NodeApiError | NodeOperationError;
	status: 'failed' | 'unknown';
	trace?: IDataObject;
};

/** What the item of an input becomes: an element of the output, or of the second one, or a failure. */
type Result = { json: IDataObject } | { withoutUnit: true } | Failure;

const onceFor = (context: IExecuteFunctions, settings: Settings): Once | undefined =>
	!settings.deduplicate
		? undefined
		: context.getMode() === 'manual'
			? onceInRun(settings)
			: onceInStore(context, settings);

/** Why a sample is not sent. */
const SAMPLE = 'sample event';

/** What must be equal in one body. */
const sameBody = ({ headers, entry }: Parcel): string => JSON.stringify([headers, entry.hashed]);

/** What the item says about a parcel that was sent, or was not for that reason. */
function said(
	{ entry, eventKey, sent, warnings, trace }: Parcel,
	traced: boolean,
	reason = 'already sent',
): IDataObject {
	const { goals: [goal] = [], attributes, exposures } = entry;
	return {
		status: sent.length > 0 ? 'sent' : 'skipped',
		...(sent.length === 0 && { reason }),
		...(goal && { goal: goal.name, achievedAt: goal.achievedAt }),
		units: sent.length > 0 ? sent : entry.units,
		...(goal && { properties: goal.properties }),
		...(attributes && { attributes }),
		...(exposures && { exposures }),
		...(eventKey && { eventKey }),
		warnings,
		...(traced && trace && { trace }),
	} as IDataObject;
}

/** What would be sent, instead of sending it. */
function rehearse(parcels: Parcel[]): Array<[number, Result]> {
	const request = requestFor(
		parcels.map(({ entry }) => entry),
		Date.now(),
	);
	return parcels.map(({ item, warnings }, index) => [
		item,
		{ json: { status: 'dry run', request: shown(request, parcels[index].headers, index), warnings } },
	]);
}

function resultOf(node: INode, parcel: Parcel, traced: boolean): Result {
	const { failure, item, trace } = parcel;
	if (!failure) return { json: said(parcel, traced) };
	return { status: failure.status, error: atItem(node, failure.error, item), ...(traced && { trace }) };
}

/**
 * Makes the `runAll` of an operation that publishes. Items become entries, entries that go under the same headers
 * become bodies of at most 500, and what the collector says about an entry comes back to its item. What is wrong with
 * an item is found before anything is sent. Without `continueOnFail` the first failure ends the run: bodies under way
 * are waited for, no further one is sent.
 */
export const publishing =
	(
		prepare: (context: IExecuteFunctions) => ToDraft,
		{ remembers = false } = {},
	): NonNullable<Operation['runAll']> =>
	async (context, operation, continueOnFail) => {
		const node = context.getNode();
		const zone = context.getTimezone();
		const read = reader(context, operation);
		const collector = await connectCollector(context);
		const toDraft = prepare(context);

		// of the first item whose parameters can be read at all
		let chosen: Settings | undefined;
		const results: Result[] = [];
		const parcels: Parcel[] = [];
		for (const [item, { json }] of context.getInputData().entries()) {
			try {
				const values = read(item);
				chosen ??= settingsOf(values, { remembers, isManual: context.getMode() === 'manual' });
				const draft = await toDraft(values, json, zone);
				const isOne = isSample(json, draft);
				if (!('skipped' in draft)) {
					const { origin, ...rest } = draft;
					const parcel: Parcel = { ...rest, item, headers: collector.headers(origin), sent: [] };
					if (isOne) results[item] = { json: said(parcel, false, SAMPLE) };
					else parcels.push(parcel);
				} else if (isOne) results[item] = { json: { status: 'skipped', reason: SAMPLE } };
				else if (draft.skipped === 'no goal for this topic' || chosen.withoutUnit === 'skip')
					results[item] = { json: { status: 'skipped', reason: draft.skipped } };
				else if (chosen.withoutUnit === 'output') results[item] = { withoutUnit: true };
				else throw noUnit(json, values.units, (values.options ?? {}) as IDataObject);
			} catch (error) {
				const failure = atItem(node, error, item);
				// what is not right yet about a sample is worth a word to whoever builds the workflow, no more
				if (saysSample(json)) {
					results[item] = { json: { status: 'skipped', reason: SAMPLE, warnings: [failure.message] } };
					continue;
				}
				if (!continueOnFail) throw failure;
				results[item] = { error: failure, status: 'failed' };
			}
		}

		const settings = chosen ?? settingsOf({}, { remembers });
		const send = courier(
			node,
			async (headers, entries) => await deliver(node, collector, headers, entries, settings),
			onceFor(context, settings),
			cancelSignal(context),
		);
		let failed = false;
		await inParallel(PARALLEL, batches(parcels, settings.batchSize, sameBody), async (batch) => {
			if (failed && !continueOnFail) return;
			if (settings.dryRun) {
				for (const [item, result] of rehearse(batch)) results[item] = result;
				return;
			}
			await send(batch);
			for (const parcel of batch) results[parcel.item] = resultOf(node, parcel, settings.trace);
			failed ||= batch.some(({ failure }) => failure);
		});

		const failure = results.find((result) => result && 'error' in result) as Failure | undefined;
		if (failure && !continueOnFail) {
			throw ending(failure.error, parcels, settings, context.getMode() === 'manual');
		}
		context.addExecutionHints(...(await hintsFor(context, results, parcels)));
		return outputs(context, results, settings);
	};

const placeOf = ({ headers }: Parcel): Place => ({
	application: headers['X-Application'],
	environment: headers['X-Environment'],
});

/**
 * What a person should see though no item failed: events without a unit, and, while they look (a manual run), goals for
 * a unit type that no running experiment uses.
 */
async function hintsFor(
	context: IExecuteFunctions,
	results: Result[],
	parcels: Parcel[],
): Promise<NodeExecutionHint[]> {
	const skipped = (reason: string) =>
		results.filter((result) => 'json' in result && result.json.reason === reason).length;
	const nobody = results.filter((result) => 'withoutUnit' in result).length + skipped('no unit');
	const unknown = skipped(ROLE_UNKNOWN);
	const messages = sampleHint(skipped(SAMPLE), results.length);
	if (nobody > 0) messages.push(`${nobody} of ${results.length} items name nobody for the chosen units`);
	if (unknown > 0) messages.push(`${unknown} of ${results.length} items: ${ROLE_UNKNOWN}`);
	if (context.getMode() === 'manual' && parcels.length > 0) {
		const place = placeOf(parcels[0]);
		// only the first place is asked about, so nothing is said about goals for another
		const there = parcels.filter((parcel) => JSON.stringify(placeOf(parcel)) === JSON.stringify(place));
		const types = there.flatMap(({ entry }) => entry.units.map(({ type }) => type));
		// that this could not be found out says nothing about the goals
		const running = await runningUnitTypes(sender(context), place).catch(() => undefined);
		if (running) messages.push(...unitTypeWarnings(running, types, place));
	}
	return messages.map((message) => ({ message, location: 'outputPane' }));
}

function outputs(
	context: IExecuteFunctions,
	results: Result[],
	{ withoutUnit }: Settings,
): INodeExecutionData[][] {
	const main: INodeExecutionData[] = [];
	const second: INodeExecutionData[] = [];
	const input = context.getInputData();
	for (const [item, result] of results.entries()) {
		const pairedItem = { item };
		if ('json' in result) main.push({ json: result.json, pairedItem });
		else if ('withoutUnit' in result) second.push({ ...input[item], pairedItem });
		else {
			const { error, status, trace } = result;
			// these members alone let n8n tell an error by its item
			const details = {
				status,
				...(error.description && { description: error.description }),
				...(trace && { trace }),
			};
			main.push({ json: { error: error.message, details }, pairedItem });
		}
	}
	return withoutUnit === 'output' ? [main, second] : [main];
}
