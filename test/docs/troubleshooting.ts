import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GAP, byStatus, eachOnce, errors, refusals, warnings, type Told } from './errors';
import { meanings, refusalMeanings } from './meanings';
import { table } from './table';

/** Writes docs/troubleshooting.md from the sources and from what each message means: `npx tsx test/docs/troubleshooting.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/troubleshooting.md');

const ended = (text: string): string => text.replace(/[.]?$/, '.');

type Entry = { message: string; paths: string[]; advice: string[] };

/** Complete only where something says what it means and what to do. */
function entryOf({ message, advice, paths }: Entry): string {
	const [means, todo = advice.length === 1 ? advice[0] : undefined] = meanings[message] ?? [];
	if (!means || !todo)
		throw new Error(
			`test/docs/meanings.ts does not say what it means or what to do (${paths[0]}): ${message}`,
		);
	return `- **\`${message}\`** ${ended(means)} **Do this:** ${ended(todo)}`;
}

const isIn =
	(...starts: string[]) =>
	(path: string) =>
		starts.some((start) => path.startsWith(start));
const trigger = isIn('nodes/Intercom/IntercomTrigger', 'nodes/Intercom/webhook/');
const polling = isIn('nodes/Intercom/IntercomPollingTrigger', 'nodes/Intercom/polling/');

const absmartlyTrigger = isIn('nodes/Absmartly/AbsmartlyEventTrigger', 'nodes/Absmartly/webhook/');

const places: Array<[title: string, holds: (path: string) => boolean]> = [
	['Any node', isIn('nodes/core/')],
	['Intercom Trigger', trigger],
	['Intercom Polling Trigger', polling],
	['Intercom Plus', (path) => isIn('nodes/Intercom/')(path) && !trigger(path) && !polling(path)],
	['ABsmartly', (path) => isIn('nodes/Absmartly/')(path) && !absmartlyTrigger(path)],
	['ABsmartly Trigger', absmartlyTrigger],
];

const listOf = (told: Told[]): string =>
	eachOnce(told)
		.sort((a, b) => a.message.localeCompare(b.message, 'en'))
		.map(entryOf)
		.join('\n');

const sections = places.map(
	([title, holds]) => `## ${title}\n\n${listOf(errors.filter(({ path }) => holds(path)))}`,
);

/** Statuses with the same advice stand in one row. */
function advised(rows: Array<[status: string, advice: string]>): string {
	const known = rows.filter(([, advice]) => !advice.includes(GAP)).sort(([a], [b]) => Number(a) - Number(b));
	const statusesOf = (wanted: string) =>
		known.filter(([, advice]) => advice === wanted).map(([status]) => status);
	return table(
		['Status', 'What to do'],
		[...new Set(known.map(([, advice]) => advice))].map((advice) => [
			[...new Set(statusesOf(advice))].join(', '),
			ended(advice),
		]),
	);
}

const ofIntercom = byStatus('nodes/Intercom/transport/errors.ts', 'advice');
const ofAbsmartly = byStatus('nodes/Absmartly/publishing/goalErrors.ts', 'advice');
const ofConsole = byStatus('nodes/Absmartly/transport/errors.ts', 'known').filter(
	([status]) => !ofAbsmartly.some(([one]) => one === status),
);

const refusalRows = refusals.map((reason) => {
	const [means, todo = ''] = refusalMeanings[reason] ?? [];
	if (!means) throw new Error(`test/docs/meanings.ts does not say what it means: ${reason}`);
	return [reason, means, ended(todo)];
});

/** Meanings of what nothing says any more. */
export const unused = [
	...Object.keys(meanings).filter(
		(message) => ![...errors, ...warnings].some((one) => one.message === message),
	),
	...Object.keys(refusalMeanings).filter((reason) => !refusals.includes(reason)),
];

/** The page, as it must stand in docs/troubleshooting.md. */
export const page = `# Troubleshooting

<!-- Written by test/docs/troubleshooting.ts from the nodes' sources and test/docs/meanings.ts. Do not edit. -->

Search this page (Ctrl or ⌘ and F) for a few words of the message that you see. \`…\` stands for what differs from case to case. n8n shows it in the output of the node that failed, with a description below it that has Intercom's own code and request ID.

**No message, but nothing happens?**

- _The trigger never starts._ Is the workflow published? Does the node's Production URL stand in Developer Hub → your app → Configure → Webhooks, with the same topics? Is that address reachable from the internet over HTTPS? What was refused stands in n8n's log: see [Refused deliveries](#refused-deliveries).
- _Some events are missing._ The filters of the trigger (Ignore, Contact Role, Team, Tag, Workspace IDs) leave events out without an execution. With _Ignore → Own Changes_, what the owner of the token does is left out: try with another teammate.
- _Polling gives nothing._ It begins with what happens after you publish, and waits for Intercom's search: see [Polling](polling.md).
- _A goal is sent but does not count._ ABsmartly accepts goals of people and at times that no experiment knows: see [how a goal is counted](absmartly.md#how-a-goal-is-counted).
- _Is it the credential?_ **Intercom Plus → Connection → Check** says whose token it is, in which region, and which permissions are missing.

${sections.join('\n\n')}

## Intercom's status

The number stands in the description ("was answered 403").

${advised(ofIntercom)}

From 500 on Intercom has a fault of its own; [its status page](https://www.intercomstatus.com) tells more.

## ABsmartly's status

${advised([...ofAbsmartly, ...ofConsole])}

From 500 on ABsmartly has a fault of its own. A goal may have been recorded all the same: see [unknown outcomes](absmartly.md#when-nobody-knows-whether-it-was-recorded).

## Refused deliveries

Intercom Trigger answers a delivery that it does not believe with 401, 400 or 413, starts nothing, and writes the reason into n8n's log.

${table(['Reason', 'What it means', 'What to do'], refusalRows)}

## In n8n's log

These are no errors of an execution.

${listOf(warnings)}
`;

if (require.main === module) writeFileSync(file, page);
