import { creators, stubCredentials } from './contestants';
import { alternate, type Row } from './results';
import { size } from './size';
import { onItems, type Measured } from './workflows';
import type { BenchWorld, Run } from './world';

/** (a) Contacts created, 40 ms a request, no rate limit; and memory. */

/** A run that did not do everything has no time that could be compared. */
export function complete(name: string, run: Run, n: number): Run {
	if (run.error || run.failed > 0 || run.items !== n)
		throw new Error(`${name}: ${run.items} of ${n} items, ${run.failed} failed, ${run.error ?? 'no error'}`);
	return run;
}

export async function create(world: BenchWorld): Promise<Row[]> {
	const nodes = creators(world, await stubCredentials(world));
	const facts: Record<string, Record<string, number | string>> = {};
	const counted = async (name: string, n: number, cpuMs?: number) => {
		const { requests, written, mostInFlight, connections } = await world.stub.counted();
		if (written !== n) throw new Error(`${name} wrote ${written} of ${n}`);
		facts[name] = {
			requests,
			mostInFlight,
			connections,
			...(cpuMs && { 'n8n’s CPU ms an item': Number((cpuMs / n).toFixed(2)) }),
		};
	};
	const inN8n = async (name: string, node: Measured) => {
		const workflow = await world.workflow(onItems(`create-${name}`, node));
		return async (n = size.n) => {
			await world.stub.begin({});
			const run = complete(name, await world.call(workflow, n), n);
			await counted(name, n, run.cpuMs);
			return run;
		};
	};
	const outside = (name: string) => async () => {
		await world.stub.begin({});
		const ms = await world.outside(`create ${name}`, size.n);
		await counted(name, size.n);
		return ms;
	};

	const runs = {
		builtIn: await inN8n('builtIn', nodes.builtIn),
		httpRequest: await inN8n('httpRequest', nodes.httpRequest),
		httpRequestJson: await inN8n('httpRequestJson', nodes.httpRequestJson),
		httpRequestBatched: await inN8n('httpRequestBatched', nodes.httpRequestBatched),
		ours: await inN8n('ours', nodes.ours),
		oursWithExpressions: await inN8n('oursWithExpressions', nodes.oursWithExpressions),
	};
	// the first run of a node type pays for its loading
	for (const run of Object.values(runs)) await run(20);
	const times = Object.fromEntries(
		Object.entries(runs).map(([name, run]) => [name, async () => (await run()).ms]),
	);
	const values = await alternate(size.rounds, {
		...times,
		'intercom-client': outside('intercom-client'),
		undici: outside('undici'),
	});
	const rows: Row[] = Object.entries(values).map(([contestant, measured]) => ({
		contestant,
		n: size.n,
		unit: 'ms',
		values: measured,
		facts: facts[contestant],
	}));
	if (size.large === 0) return rows;

	for (const [contestant, run] of Object.entries(runs).reverse()) {
		// they would take minutes to say the same again
		if (contestant === 'httpRequestBatched' || contestant === 'builtIn') continue;
		// a fresh process: what an earlier run left in the heap would hide what this one needs
		await world.restart();
		await run(20);
		const { ms, peakMb } = await run(size.large);
		console.log(`  ${contestant}, ${size.large} once: ${ms} ms, ${peakMb.toFixed(0)} MB`);
		rows.push({ contestant, n: size.large, unit: 'ms', values: [ms], facts: facts[contestant] });
		rows.push({ contestant, n: size.large, unit: 'MB', values: [peakMb] });
	}
	return rows;
}
