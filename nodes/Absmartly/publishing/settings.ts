import type { IDataObject } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { TIMEOUT_SECONDS } from '../transport/send';
import { LARGEST_BATCH } from './batches';

/** What is chosen once for a run; expressions are read for the first item. */
export type Settings = {
	/** Absent where the operation remembers nothing. */
	deduplicate?: boolean;
	/** Whether a body whose outcome is unknown is sent again. */
	again: boolean;
	/** Whether what was refused only because of others in its body is sent again without these. */
	rest: boolean;
	/** Entries in one body. */
	batchSize: number;
	/** Keys that are remembered as sent. */
	remember: number;
	/** For one attempt, in milliseconds. */
	timeoutMs: number;
	dryRun: boolean;
	trace: boolean;
	withoutUnit: 'skip' | 'fail' | 'output';
};

const within = (value: unknown, least: number, most: number, preset: number): number =>
	Math.min(Math.max(Math.trunc(Number(value)) || preset, least), most);

/** `remembers`: the operation can remember what it sent. `isManual`: a person runs the workflow by hand. */
export function settingsOf(
	{ manualRuns, options }: Values,
	{ remembers = false, isManual = false } = {},
): Settings {
	const chosen = (options ?? {}) as IDataObject;
	return {
		...(remembers && { deduplicate: chosen.deduplicate !== false }),
		again: chosen.onUnknown === 'send',
		rest: chosen.onUnknown === 'send' || chosen.onUnknown === 'rest',
		batchSize: within(chosen.batchSize, 1, LARGEST_BATCH, LARGEST_BATCH),
		remember: within(chosen.remember, 1_000, 100_000, 10_000),
		timeoutMs: within(chosen.timeout, 1, 300, TIMEOUT_SECONDS) * 1000,
		dryRun: chosen.dryRun === true || (isManual && manualRuns === 'dryRun'),
		trace: chosen.trace === true,
		withoutUnit: (chosen.withoutUnit as Settings['withoutUnit']) ?? 'skip',
	};
}
