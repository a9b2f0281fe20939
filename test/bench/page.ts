import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { table } from '../docs/table';
import { about, figure, ratio } from './about';
import { claims, holds } from './claims';
import { plot } from './plot';
import { settings } from './settings';
import { median, readResults, type Results, type Row, type Scenario } from './results';

/** Writes docs/performance.md and its plot from results.json: `npx tsx test/bench/page.ts`. */

const docs = join(resolve(__dirname, '../..'), 'docs');
export const files = { page: join(docs, 'performance.md'), plot: join(docs, 'performance.svg') };

const factsOf = ({ facts = {} }: Row): string =>
	Object.entries(facts)
		.map(([name, value]) => `${name} ${value}`)
		.join(', ');

function section(name: string, scenario: Scenario, cores: number): string {
	const { title, text, reference } = about[name];
	const rows = scenario.rows.map((row) => {
		const over = ratio(scenario, row, reference);
		return [
			row.contestant,
			String(row.n),
			over === undefined ? '–' : figure(over),
			`${figure(median(row.values))} ${row.unit}`,
			String(row.values.length),
			factsOf(row) || '–',
		];
	});
	const head = [
		'Contestant',
		'N',
		`Ratio to \`${reference}\``,
		'Median',
		'Rounds',
		'Counted in the last round',
	];
	// the benchmark itself keeps two processes busy
	const busy =
		Math.max(...scenario.load) > cores + 2
			? ' Other programs used the cores as well: these figures are rough.'
			: '';
	const [before, after] = scenario.load.map((load) => load.toFixed(1));
	return `## ${title}\n\n${text}\n\n${table(head, rows)}\n\nMeasured ${scenario.at.slice(0, 16)}Z; load average ${before} before, ${after} after.${busy}`;
}

const verdict = (held: boolean | undefined): string =>
	held === undefined ? 'not measured' : held ? 'yes' : 'no';

/** The page, as it must stand in docs/performance.md. */
export function page(results: Results): string {
	const { machine, versions, scenarios } = results;
	const claimRows = claims(results).map((claim) => [
		about[claim.scenario].title,
		claim.says,
		claim.value === undefined ? '–' : figure(claim.value),
		`${claim.kind} ${figure(claim.bound)}`,
		verdict(holds(claim)),
	]);
	const versionList = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	return `# Performance

<!-- Written by test/bench/page.ts from test/bench/results.json. Do not edit. -->

Measured with \`npm run bench\`: the package in a real n8n, beside what a user would pick instead, contestants in turn. Times inside n8n are n8n's own figure for the node. They do not carry over to another machine; ratios within a table mostly do.

${machine.cores} shared cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.system}; ${versionList.join(', ')}. The server that answers runs on the same cores.

![Ratios of medians](performance.svg)

## What is aimed at

${table(['Scenario', 'Ours', 'Measured', 'Aim', 'Reached'], claimRows)}

${settings(results)}

${Object.keys(about)
	.filter((name) => scenarios[name])
	.map((name) => section(name, scenarios[name], machine.cores))
	.join('\n\n')}
`;
}

export function writePage() {
	const results = readResults();
	writeFileSync(files.page, page(results));
	writeFileSync(files.plot, plot(results));
}

if (require.main === module) writePage();
