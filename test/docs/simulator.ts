import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acts, behaviors } from '../simulators/absmartly/console/acts';
import { factOf } from '../facts/requests';
import { kinds } from '../simulators/intercom/routes';
import { partFacts, type PartFact } from '../facts/partTopics';
import { table } from './table';

/** Writes docs/simulator.md from the routes of both simulators: `npx tsx test/docs/simulator.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/simulator.md');

const requests = Object.keys(kinds);
const count = (kind: string): number => requests.filter((request) => kinds[request] === kind).length;
const rows = requests.map((request) => [
	`\`${request}\``,
	String(factOf(request, 14)?.since),
	kinds[request],
]);

const code = (text: string): string => `\`${text}\``;

const states = { open: 'open', shut: 'closed or snoozed' };

const actOf = ({ on, part_type, text, by, to, before, topics, from }: PartFact): string[] => [
	on,
	code(part_type),
	text ? 'yes' : 'no',
	by,
	to ?? '–',
	before ? states[before] : 'any',
	topics.map((topic) => code(`${on}.${topic}`)).join(', ') || 'none',
	from,
];

/** What else happens there, and where that comes from. */
const others: Array<[act: string, from: PartFact['from']]> = [
	[
		'A conversation becomes a ticket: the ticket has its id, its beginning as `created_at` and its parts; `ticket.created` and `ticket.state.updated` for one and the same part',
		'recording',
	],
	['A ticket that is made directly is told of in the same way', 'assumption'],
	[
		'Up to app version 2.14 resolving a ticket closes it: `ticket.closed` carries the part of closing and that of the state',
		'recording',
	],
	[
		'Notifications of tickets carry `ticket_ticket_part`; `ticket.created`, `ticket.state.updated` and `ticket.closed` the ticket',
		'recording',
	],
	['Each attribute of a ticket that changes is a part and a notification', 'assumption'],
	[
		'Contacts inside of conversations and tickets have no role; on a ticket that was closed a role and no external ID',
		'recording',
	],
	[
		'A contact writes as `user`, also where they are a lead; only the first message of a conversation names a `lead`',
		'recording',
	],
	[
		'A conversation that nobody rated shows null, an object of nulls or an empty one (setting `unrated`)',
		'recording',
	],
	['A rating: `conversation.rating.added`', 'description'],
	['A tag on a part leaves `updated_at` of the conversation alone', 'recording'],
	['A redacted part comes inside its conversation, which counts as changed', 'recording'],
	[
		'`contact.unarchived` is what arrives; `contact.archived` and `contact.deleted` name the contact and little else',
		'recording',
	],
	['`contact.merged` does not name the contact that went', 'recording'],
	['A tagging of a contact does not say when it was', 'recording'],
	[
		'A contact who joins or leaves a conversation comes with Intercom’s own record: ids as numbers, who did it in a text',
		'recording',
	],
	['`visitor.signed_up` has the shape of API 1.x', 'recording'],
	['Names of companies and tags are escaped', 'recording'],
	['A conversation’s end of snooze by itself is a part of Operator', 'description'],
	[
		'After a conversation became a ticket, what is done to the ticket is told of as the ticket’s alone',
		'assumption',
	],
];

const consoleRows = [...acts].map(([route, { does, may, from }]) => [code(route), does, may ?? 'none', from]);

/** The page, as it must stand in docs/simulator.md. */
export const page = `# What the simulators answer

<!-- Written by test/docs/simulator.ts from the simulator's routes. Do not edit. -->

Tests and \`npm start\` play [Intercom](#intercom) and [ABsmartly](#absmartly) on your machine.

Both answer this machine alone: programs on it, and the page of \`npm start\`. What a page from elsewhere asks is refused with 403 (by \`Host\`, \`Origin\` and \`Sec-Fetch-Site\`), and their control below \`/_sim\` takes no body but \`application/json\`.

## Intercom

The simulator answers all ${requests.length} operations of Intercom's API 2.14, 2.15 and 2.16. An operation that came with a later version than the one asked for is not found.

- **stateful** (${count('stateful')}): keeps what it is told. What one request writes, the next one reads; search, pages, limits, errors and notifications follow Intercom's.
- **replayed** (${count('replayed')}): keeps nothing. It refuses what its description does not take (unknown or missing members, wrong types), and answers in the shape of its description's reply, always alike, with the IDs of the request.

${table(['Request', 'Since', 'Answer'], rows)}

### What it tells of an act

Where each behavior comes from: a **recording** is a notification or an object that Intercom really sent and somebody published; a **description** is Intercom's own; an **assumption** follows from the other two, and nobody has seen it.

One part of a conversation or ticket, and the notifications that are sent for it:

${table(['Of', 'Part', 'With text', 'By', 'Assigned to', 'Before', 'Topics', 'From'], partFacts.map(actOf))}

And beside that:

${table(['Act', 'From'], others)}

## ABsmartly

The collector takes events as ABsmartly's SDKs send them. The console keeps what it is told: what one request writes, the next one reads, and its webhooks tell of it. Where nobody outside of ABsmartly knows how the real one behaves, a setting of \`/_sim/settings\` chooses (\`test/simulators/absmartly/console/settings.ts\`).

Where each behavior comes from: the **specification** and the **docs** are ABsmartly's own; a **live test** is one of ABsmartly's official CLI that is also run against a real server; the **CLI** sends or reads it so; an **assumption** is ours, and nobody outside has seen it. A test lets the CLI do every act of the live test and of its own against the simulator.

${table(['Request', 'What it does', 'Permission', 'From'], consoleRows)}

And beside that:

${table(['Act', 'From'], behaviors)}
`;

if (require.main === module) writeFileSync(file, page);
