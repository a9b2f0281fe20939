import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, ICheckProcessedOptions } from 'n8n-workflow';

/**
 * n8n's store of processed keys as n8n 2.41.1 has it: one row for each workflow and node, read, changed and written
 * back without a lock. The pauses stand for the database, so that calls which are not made one after the other lose
 * each other's entries, and two first ones collide, as they do there.
 */
const rows = new Map<string, string[]>();

type Where = { workflow: { id?: string }; node?: { id: string } };

const hash = (value: DeduplicationItemTypes) => createHash('md5').update(String(value)).digest('base64');
const rowOf = ({ workflow, node }: Where) => `${workflow.id}:${node?.id}`;

let faults = 0;
let calls = 0;
let onWrite = () => {};

async function find(where: Where): Promise<string[] | undefined> {
	calls++;
	await breathe();
	if (faults > 0) {
		faults--;
		throw new Error('the database is locked');
	}
	const row = rows.get(rowOf(where));
	return row && [...row];
}

async function write(where: Where, row: string[], { maxEntries }: ICheckProcessedOptions) {
	await breathe();
	rows.set(rowOf(where), maxEntries ? row.slice(-maxEntries) : row);
	onWrite();
}

void DataDeduplicationService.init({
	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		_scope: string,
		where: Where,
		options: ICheckProcessedOptions,
	) {
		const row = await find(where);
		if (!row) {
			await breathe();
			if (rows.has(rowOf(where))) throw new Error('UNIQUE constraint failed: processed_data');
			await write(where, items.map(hash), options);
			return { new: items, processed: [] };
		}
		const known = new Set(row);
		const fresh = items.filter((item) => !known.has(hash(item)));
		await write(where, [...row, ...fresh.map(hash)], options);
		return { new: fresh, processed: items.filter((item) => known.has(hash(item))) };
	},
	async removeProcessed(
		items: DeduplicationItemTypes[],
		_scope: string,
		where: Where,
		options: ICheckProcessedOptions,
	) {
		const row = await find(where);
		if (!row) return;
		const gone = new Set(items.map(hash));
		await write(
			where,
			row.filter((entry) => !gone.has(entry)),
			options,
		);
	},
} as never);

/** What tests may do with it. */
export const store = {
	clear: () => {
		rows.clear();
		calls = 0;
	},
	/** The next calls fail, as with a database that does not answer. */
	fail: (times: number) => (faults = times),
	calls: () => calls,
	/** What to do after each write from now on. */
	onWrite: (listener: () => void) => (onWrite = listener),
	/** What would survive the process, and how it is found after that. */
	save: () => new Map(rows),
	restore(saved: Map<string, string[]>) {
		rows.clear();
		for (const [where, row] of saved) rows.set(where, row);
	},
	/** Entries of all nodes. */
	size: () => [...rows.values()].flat().length,
};
