import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aliases } from '../../nodes/Intercom/webhook/aliases';
import { toEvent } from '../../nodes/Intercom/webhook/event';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { topics, type Distinction, type Polling, type Topic } from '../../nodes/Intercom/webhook/topics';
import { partTopics } from '../../nodes/Intercom/webhook/parts';
import { recordedTopics } from '../facts/partTopics';
import { table } from './table';

/** Writes docs/topics.md from the tables that the nodes use: `npx tsx test/docs/topics.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/topics.md');

const code = (text: string): string => `\`${text}\``;
const dash = '–';

const endings: Record<Distinction, string> = {
	object: '',
	part: ':part:<part id>',
	rating: ':rating:<created_at of the rating>',
	tag: ':tag:<tag id>:<applied_at>',
	updated: ':at:<updated_at>',
	notified: ':at:<created_at of the notification>',
	dataEvent: ':event:<name>:<created_at>',
};

const promises: Record<Polling, string> = {
	exact: 'exact',
	'last state': 'last state only',
	partly: 'in part',
	'per contact': 'per contact only',
	no: dash,
};

const objectOf = (topic: string): string =>
	toEvent(sampleNotification(topic, { now: 0, version: '2.15' }), { verified: true, receivedAt: 0 })
		.objectType;

const rows = Object.entries(partTopics).flatMap(([kind, all]) =>
	all.map(({ topics: short, basis }) => ({ topics: short.map((name) => `${kind}.${name}`), basis })),
);

/** Whether the name was seen in a notification, or which one in its place. */
function recordedAs(topic: string): string {
	if (recordedTopics.has(topic)) return 'yes';
	const other = Object.keys(aliases).find(
		(name) => recordedTopics.has(name) && aliases[name].includes(topic),
	);
	return other ? `as ${code(other)}` : dash;
}

/** What the promise of polling rests on: the name and the parts that were seen, or what follows from those. */
function basisOf({ topic, polling, distinction }: Topic): string {
	if (polling === 'no') return dash;
	if (!recordedTopics.has(topic)) return 'description';
	const bases = new Set(rows.filter((row) => row.topics.includes(topic)).map(({ basis }) => basis));
	if (distinction !== 'part' || !bases.has('assumed')) return 'recordings';
	return bases.has('recorded') ? 'recordings, some parts assumed' : 'recordings of the name, parts assumed';
}

const rowOf = (entry: Topic): string[] => {
	const { topic, label, since, permission, distinction, polling } = entry;
	return [
		code(topic),
		label,
		since ?? 'any',
		permission || dash,
		code(objectOf(topic)),
		code(`<topic>:<id>${endings[distinction]}`),
		promises[polling],
		basisOf(entry),
		recordedAs(topic),
	];
};

const head = [
	'Topic',
	'Shown as',
	'App version',
	'Permission',
	'Object',
	'eventKey',
	'By polling',
	'Rests on',
	'Recorded',
];

const groups = [...new Set(topics.map(({ group }) => group))];

const sections = groups.map((group) => {
	const rows = topics.filter((topic) => topic.group === group).map(rowOf);
	return `## ${group}\n\n${table(head, rows)}`;
});

const aliasRows = Object.entries(aliases).map(([alias, stands]) => [
	code(alias),
	stands.map(code).join(', '),
]);

/** The page, as it must stand in docs/topics.md. */
export const page = `# Topics

<!-- Written by test/docs/topics.ts from the tables that the nodes use. Do not edit. -->

A topic is one kind of thing that can happen in Intercom, such as "a customer replied" or "a ticket was closed". You choose topics in **Intercom Trigger**, and the workflow starts whenever one of them happens. Intercom Plus → Sample Event → Get shows what the event of any topic looks like, without anything happening.

## Where to tick a topic

Intercom sends only what its own app is told to send, and there is no API for it. Open the Developer Hub, choose your app, then Configure → Webhooks, and add the same topics there that you chose in the node. A topic that is missing from Intercom's list needs one of two things:

- **Permission**: your app must have it (Developer Hub → your app → Configure → Authentication). Where several are named, one of them is enough.
- **App version**: the topic exists from this API version on (Developer Hub → your app → Configure → API version). "Preview" means that no numbered version has it yet.

A topic that is new and not in these tables can be typed in by its name.

## What eventKey is for

Every event carries an \`eventKey\`. The same event always has the same key, however often Intercom delivers it and whether it came by webhook or by polling; different events have different keys (where the key ends in a time, events of one object and topic are told apart by the second). Let n8n's **Remove Duplicates** node compare \`eventKey\`, and each event is handled once. In the tables, \`<topic>\` is the topic's name and \`<id>\` the id of the object that the event is about. Times are Unix seconds. Where Intercom leaves out what the key should end with, the id of its notification stands in.

## What polling can promise

**Intercom Polling Trigger** asks Intercom at intervals instead of waiting to be told. Not everything can be found out that way:

- **exact**: every event is found, with the same eventKey, time, contact and actor as by webhook, as long as its object is still there when the poll looks: of what is deleted or archived between two polls nothing is told. Parts of a conversation or a ticket are found as far as Intercom keeps them (the newest 500), companies among the first 10,000. A lead that has become a user before the poll looks is told of as a user created. One act may be several events, as by webhook: an assignment with a text is Conversation Assigned and a teammate's reply. What inbox rules and the away mode assign is not found.
- **last state only**: several changes between two polls are one event. It comes once the second of the last change is over.
- **in part**: Intercom does not always leave a trace that a poll sees. A tag on a message does not count as a change of its conversation, so it is found once something else changes there. The end of a snooze is at times delivered with the part that began it, under another key.
- **per contact only**: events can be listed for one contact at a time, and one that is tracked with a time in the past may be overlooked.
- **${dash}**: only the webhook tells of it.

**Rests on** says what that promise is built on: notifications that Intercom really sent and people published, or its description alone. Most topics of conversations and tickets are told by the type of a part, what it says, who wrote it and what was before; where only some of these combinations were seen, the others are assumed to be alike.

**Recorded** says whether a notification of this very name was seen. Names of the others are as Intercom describes them.

${sections.join('\n\n')}

## Old and other names

These names are found in older guides and other connectors, or were used by API version 1. They can be chosen and mean the topics next to them. An app that is still on version 1 sends the old names: its events start workflows that chose today's, and have today's key, type and time; their \`topic\` is the name that was sent.

${table(['Name', 'Stands for'], aliasRows)}

In version 1, \`contact\` means a lead. Intercom describes \`contact.unarchive\` and sends \`contact.unarchived\`: both are taken for the same. \`ticket.closed\` is a topic of its own: up to version 2.14 of the app it is also sent when a ticket is resolved, from 2.15 on that is \`ticket.resolved\`.
`;

if (require.main === module) writeFileSync(file, page);
