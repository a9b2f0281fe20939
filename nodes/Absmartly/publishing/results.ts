import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	NodeApiError,
	NodeExecutionHint,
	NodeOperationError,
} from 'n8n-workflow';
import { failed } from '../../core/run/details';
import { atItem } from '../../core/run/run';
import { sender } from '../transport/api';
import { runningUnitTypes, unitTypeWarnings, type Place } from '../transport/running';
import { ROLE_UNKNOWN } from '../values/units';
import { requestFor, shown } from './deliver';
import type { Parcel } from './parcel';
import { SAMPLE, sampleHint } from './samples';
import type { Settings } from './settings';

export type Failure = {
	error: NodeApiError | NodeOperationError;
	status: 'failed' | 'unknown';
	trace?: IDataObject;
};

/** What the item of an input becomes: an element of the output, or of the second one, or a failure. */
export type Result = { json: IDataObject } | { withoutUnit: true } | Failure;

/** What the item says about a parcel that was sent, or was not for that reason. */
export function said(
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
export function rehearse(parcels: Parcel[]): Array<[number, Result]> {
	const request = requestFor(
		parcels.map(({ entry }) => entry),
		Date.now(),
	);
	return parcels.map(({ item, warnings }, index) => [
		item,
		{ json: { status: 'dry run', request: shown(request, parcels[index].headers, index), warnings } },
	]);
}

/** What became of a parcel, with what went over the wire if `traced`. */
export function resultOf(node: INode, parcel: Parcel, traced: boolean): Result {
	const { failure, item, trace } = parcel;
	if (!failure) return { json: said(parcel, traced) };
	return { status: failure.status, error: atItem(node, failure.error, item), ...(traced && { trace }) };
}

const placeOf = ({ headers }: Parcel): Place => ({
	application: headers['X-Application'],
	environment: headers['X-Environment'],
});

/**
 * What a person should see though no item failed: events without a unit, and, while they look (a manual run), goals for
 * a unit type that no running experiment uses.
 */
export async function hintsFor(
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

/** The node's outputs, every item paired. */
export function outputs(
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
			main.push(failed(error, item, { status, ...(trace && { trace }) }));
		}
	}
	return withoutUnit === 'output' ? [main, second] : [main];
}
