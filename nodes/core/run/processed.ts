import { NodeOperationError, type ICheckProcessedOptions, type IExecuteFunctions } from 'n8n-workflow';
import { gather, type Pending } from './gather';

/** What a node has processed, in n8n's own store. */
export type Processed = {
	/** Which of the entries were not there; all are from now on. */
	record(entries: string[]): Promise<Set<string>>;
	forget(entries: string[]): Promise<void>;
};

type Job = { context: IExecuteFunctions; maxEntries: number; record?: string[]; forget?: string[] };
type Ask = Pending<Job, Set<string>>;

/** Two processes that make the row at the same moment collide on its insert, and the second try finds it. */
async function twice<T>({ context }: Job, work: () => Promise<T>): Promise<T> {
	try {
		return await work().catch(work);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error, {
			message: 'n8n’s store of what was processed before could not be used',
			description:
				'The database of this n8n did not answer as it should. Try again, or switch the option off that needs it',
		});
	}
}

/** One call for all; they are answered, or fail, together. */
async function forgetAll(asks: Ask[]): Promise<void> {
	if (asks.length === 0) return;
	const [{ job }] = asks;
	const entries = asks.flatMap(({ job: { forget = [] } }) => forget);
	const options: ICheckProcessedOptions = { mode: 'entries', maxEntries: job.maxEntries };
	try {
		await twice(job, async () => await job.context.helpers.removeProcessed(entries, 'node', options));
		for (const { answer } of asks) answer(new Set());
	} catch (error) {
		for (const { fail } of asks) fail(error);
	}
}

/** One call for all; what two of them ask for is new to the first alone. */
async function recordAll(asks: Ask[]): Promise<void> {
	if (asks.length === 0) return;
	const [{ job }] = asks;
	const entries = [...new Set(asks.flatMap(({ job: { record = [] } }) => record))];
	const options: ICheckProcessedOptions = { mode: 'entries', maxEntries: job.maxEntries };
	const { new: fresh } = await twice(
		job,
		async () => await job.context.helpers.checkProcessedAndRecord(entries, 'node', options),
	);
	const left = new Set(fresh.map(String));
	for (const { job: own, answer } of asks) {
		answer(new Set((own.record ?? []).filter((entry) => left.delete(entry))));
	}
}

/** The one way to each node's row of the store in this process. */
const desks = new Map<string, (job: Job) => Promise<Set<string>>>();

function deskOf(context: IExecuteFunctions): (job: Job) => Promise<Set<string>> {
	const name = `${context.getWorkflow().id}\n${context.getNode().id}`;
	const desk =
		desks.get(name) ??
		gather(async (asks: Ask[]) => {
			await forgetAll(asks.filter(({ job }) => job.forget));
			await recordAll(asks.filter(({ job }) => job.record));
		});
	desks.set(name, desk);
	return desk;
}

/**
 * n8n's store for this node: one row of at most `maxEntries`, the oldest dropped first, which n8n reads, changes and
 * writes back without a lock. So in this process one execution at a time uses it, on behalf of all that wait, which
 * makes it exact here and cheap under load; across several processes it is neither.
 * Rejects with a `NodeOperationError`. Source: n8n 2.41.1, DeduplicationHelper.
 */
export function processedOf(context: IExecuteFunctions, maxEntries: number): Processed {
	const desk = deskOf(context);
	return {
		record: async (record) => (record.length > 0 ? await desk({ context, maxEntries, record }) : new Set()),
		async forget(forget) {
			if (forget.length > 0) await desk({ context, maxEntries, forget });
		},
	};
}
