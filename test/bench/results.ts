import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One contestant's measurements; `values` in `unit`, one for each round. */
export type Row = {
	contestant: string;
	/** Items or requests of one round. */
	n: number;
	unit:
		| 'ms'
		| 'per second'
		| 'MB'
		| 'CPU ms an item'
		| 'CPU ms a workflow'
		| 'CPU ms a webhook'
		| 'CPU ms an event'
		| 'KB'
		| 'ms to load';
	values: number[];
	/** What the server counted in the last round, and what a reader must know. */
	facts?: Record<string, number | string>;
};

/** Several contestants measured side by side. */
export type Scenario = {
	/** ISO 8601. */
	at: string;
	/** Load average (1 minute) before and after: other work on the machine while this was measured. */
	load: [number, number];
	rows: Row[];
};

export type Results = {
	machine: { cpu: string; cores: number; memoryGb: number; system: string };
	versions: Record<string, string>;
	scenarios: Record<string, Scenario>;
};

export const file = join(__dirname, 'results.json');

export const readResults = () => JSON.parse(readFileSync(file, 'utf8')) as Results;

export const writeResults = (results: Results) =>
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Contestants one after the other, and that `rounds` times over: what slows the machine for a while slows them all. */
export async function alternate<Name extends string>(
	rounds: number,
	contestants: Record<Name, (round: number) => Promise<number>>,
): Promise<Record<Name, number[]>> {
	const names = Object.keys(contestants) as Name[];
	const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	for (let round = 0; round < rounds; round += 1) {
		for (const name of names) {
			const value = await contestants[name](round);
			values[name].push(value);
			console.log(`  ${name}: ${value.toFixed(value < 10 ? 3 : 0)} (${round + 1} of ${rounds})`);
		}
	}
	return values;
}
