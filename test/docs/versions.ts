import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { versions, type Version } from '../compat/installed';
import { HOLDS, readResults, type Result } from '../compat/results';
import { table } from './table';

/** Writes docs/n8n-versions.md from what `npm run test:compat` came to: `npx tsx test/docs/versions.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/n8n-versions.md');

const results = readResults();

const tested = versions
	.filter((version) => results[version])
	.map((version): [Version, Result] => [version, results[version]!]);

const titles = [...new Set(tested.flatMap(([, { checks }]) => Object.keys(checks)))];

/** What is not as on the newest, each once; the table refers to it by its number. */
const reasons = [
	...new Set(
		tested.flatMap(([, { checks }]) => Object.values(checks)).filter((outcome) => outcome !== HOLDS),
	),
];

/** Of a check that ran nowhere but there, nothing is said of the others. */
function cell({ checks }: Result, title: string): string {
	const outcome = checks[title];
	if (outcome === undefined) return '–';
	return outcome === HOLDS ? 'yes' : `(${reasons.indexOf(outcome) + 1})`;
}

/** What a template needs that the oldest n8n has not: the nodes, and the first version tested that has them. */
export function needs(template: string): { nodes: string[]; from: string } | undefined {
	const lacking = tested.filter(([, { templates }]) => templates[template]?.length > 0);
	if (lacking.length === 0) return undefined;
	const nodes = [...new Set(lacking.flatMap(([, { templates }]) => templates[template]))];
	const [from] = tested[tested.indexOf(lacking.at(-1)!) + 1] ?? [];
	if (!from) throw new Error(`${template} has nodes that no n8n tested has: ${nodes.join(', ')}`);
	return { nodes, from };
}

const names = [...new Set(tested.flatMap(([, { templates }]) => Object.keys(templates)))].sort();
const needing = names.flatMap((name) => {
	const { nodes, from } = needs(name) ?? { nodes: [], from: '' };
	return nodes.length > 0 ? [[`[${name}](../templates/${name})`, nodes.join(', '), from]] : [];
});

/** The page, as it must stand in docs/n8n-versions.md. */
export const page = `# Versions of n8n

<!-- Written by test/docs/versions.ts from what \`npm run test:compat\` came to. Do not edit. -->

This package is for **n8n 1.123, in its newest patch, and every 2.x**. Older ones from 1.83 on work as far as they go; what they
lack stands below. Nothing is refused by its number: each thing that n8n may lack is looked for, and done in another way where it
is not there.

In n8n 1, where these pages say _Publish_, save the workflow and switch it **Active**.

## What was tested

Real servers, each with the package installed as n8n installs a community node.

${table(
	['What', ...tested.map(([, { n8n }]) => n8n)],
	titles.map((title) => [title, ...tested.map(([, result]) => cell(result, title))]),
)}

${reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n')}

The editor is tested by clicks in the oldest version; the newest's in \`npm run test:e2e\`.

## What n8n brought, and what is done without it

${table(
	['n8n', 'Brought', 'Without it'],
	[
		[
			'2.35',
			'Functions in the description of a webhook',
			'The same as expressions: n8n starts its expression engine for each delivery, which costs some milliseconds',
		],
		[
			'2.34',
			'The cause of a network fault, which it had lost since 1.100',
			'The fault is known by its code, which n8n keeps elsewhere. What is repeated and what is reported as unknown is the same',
		],
		[
			'2.8',
			'Respond Immediately waits until the execution exists',
			'The execution answers Intercom itself as its first step. Nothing is acknowledged before; see [queue mode](#queue-mode-before-28). Publishing with _Collect Events_ is refused',
		],
		['2.5', 'The size of a file beside it', 'It is asked of n8n’s store, or counted'],
		['2.2', 'A node can ask whether it runs as a tool', 'It is known by the name of its type'],
		[
			'1.114',
			'An error takes over the advice of the one it is made of',
			'The advice is handed over explicitly',
		],
		[
			'1.83',
			'What the nodes are made of',
			'They load, and say when they are run: “This package needs n8n 1.100 or later”',
		],
	],
)}

## Queue mode before 2.8

There the answer waits until a worker has begun the execution, and without workers until \`N8N_CONCURRENCY_PRODUCTION_LIMIT\` lets
it begin. Where that takes longer than 5 seconds, Intercom takes the delivery for failed and sends it again after a minute. The event
is not lost: its execution is in the queue. In one process that takes deliveries the second one is known and dropped; with several it
may become another execution, so let _Deduplicate_ or [Redis](../templates/absmartly-goal-once-with-redis.json) count it once. If
Intercom suspends the webhook over it, [the catch-up](../templates/intercom-webhook-with-catch-up.json) brings what was missed.

## Templates that need a newer n8n

The others take only nodes that 1.123 has. Three of them did not pass their test on 1.123.81, which was not looked into further:
[intercom-hubspot-sync](../templates/intercom-hubspot-sync.json), [intercom-salesforce-companies](../templates/intercom-salesforce-companies.json)
and [intercom-export-to-google-drive](../templates/intercom-export-to-google-drive.json). Take a newer n8n for them.

${table(['Template', 'Node of n8n', 'There in'], needing)}
`;

if (require.main === module) writeFileSync(file, page);
