import type { IExecuteFunctions } from 'n8n-workflow';
import { cancelSignal } from '../../core/http/exchange';
import { inParallel } from '../../core/run/parallel';
import { reader } from '../../core/run/read';
import type { Operation } from '../../core/table/operation';
import { connectCollector } from '../transport/send';
import { batches, PARALLEL } from './batches';
import { deliver } from './deliver';
import { ending } from './ending';
import { onceInRun, onceInStore, type Once } from './once';
import { courier, type Parcel } from './parcel';
import { hintsFor, outputs, rehearse, resultOf, type Failure } from './results';
import type { Settings } from './settings';
import { toParcels, type ToDraft } from './toParcels';

const onceFor = (context: IExecuteFunctions, settings: Settings): Once | undefined =>
	!settings.deduplicate
		? undefined
		: context.getMode() === 'manual'
			? onceInRun(settings)
			: onceInStore(context, settings);

/** What must be equal in one body. */
const sameBody = ({ headers, entry }: Parcel): string => JSON.stringify([headers, entry.hashed]);

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
		const collector = await connectCollector(context);
		const { parcels, results, settings } = await toParcels(context, {
			read: reader(context, operation),
			toDraft: prepare(context),
			headers: collector.headers,
			remembers,
			continueOnFail,
		});
		const send = courier(
			node,
			async (headers, entries, items) => await deliver(node, collector, headers, entries, items, settings),
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
