import { join } from 'node:path';
import { packagedNode } from '../../playground/node';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';
import type { Row } from './results';
import { size } from './size';

/** (f) CPU of our own code, in a process that does nothing else: it is not the clock that counts here. */
export async function cpu(): Promise<Row[]> {
	const args = ['--import', 'tsx', join(__dirname, 'cpuTask.ts'), String(size.n), String(size.rounds)];
	const env = { ...process.env, N8N_LOG_LEVEL: 'silent' };
	const printed = await run(packagedNode().node, args, { cwd: root, env });
	const values = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as Record<string, number[]>;
	return Object.entries(values).map(([contestant, measured]): Row => {
		console.log(`  ${contestant}: ${measured.map((ms) => ms.toFixed(4)).join(', ')} CPU ms`);
		return { contestant, n: size.n, unit: 'CPU ms an item', values: measured };
	});
}
