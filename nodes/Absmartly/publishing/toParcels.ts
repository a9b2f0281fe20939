import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { atItem } from '../../core/run/run';
import type { Values } from '../../core/table/operation';
import { asSendable } from '../../core/values/plain';
import type { Origin } from '../transport/send';
import { noUnit } from '../values/units';
import type { Draft } from './entry';
import type { Parcel } from './parcel';
import { said, type Result } from './results';
import { isSample, SAMPLE, saysSample } from './samples';
import { settingsOf, type Settings } from './settings';

/**
 * The parameters of one item and the item itself → what to send for it. Throws a `UserError` for what cannot be right.
 * `zone` is the workflow's (IANA name).
 */
export type ToDraft = (values: Values, json: IDataObject, zone: string) => Draft | Promise<Draft>;

/** The items of a run, as far as that is known before anything is sent. */
type Drafted = { parcels: Parcel[]; results: Result[]; settings: Settings };

/** How the items of one run are read. */
type Reading = {
	read: (item: number) => Values;
	toDraft: ToDraft;
	headers: (origin: Origin) => Record<string, string>;
	/** Whether the operation remembers what it sent. */
	remembers: boolean;
	continueOnFail: boolean;
};

/**
 * Every item as what is to be sent for it, or as what it becomes without that. Without `continueOnFail` it throws what
 * is wrong with the first item that is not right.
 */
export async function toParcels(
	context: IExecuteFunctions,
	{ read, toDraft, headers, remembers, continueOnFail }: Reading,
): Promise<Drafted> {
	const node = context.getNode();
	const zone = context.getTimezone();
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
				asSendable(rest.entry);
				const parcel: Parcel = { ...rest, item, headers: headers(origin), sent: [] };
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
	return { parcels, results, settings: chosen ?? settingsOf({}, { remembers }) };
}
