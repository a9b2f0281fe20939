import fc from 'fast-check';
import { partFacts, type PartFact } from '../../facts/partTopics';
import {
	conversationActs,
	ticketActs,
	type IntercomSimulator,
	type Workspace,
} from '../../simulators/intercom';
import type { Author, Contact, Conversation } from '../../simulators/intercom/types';
import type { Ticket } from '../../simulators/intercom/ticketTypes';
import { adminAuthor, botAuthor, writer } from '../../simulators/intercom/workspace';

/**
 * Histories of a workspace, made of the raw rows of recorded facts: what is done is a row's part, and what Intercom tells
 * of it is what the row says. Nothing here knows the table of the nodes.
 */

export type Act = {
	what: 'fact' | 'start' | 'rate' | 'tag' | 'convert' | 'resolve' | 'ticket';
	/** Which of the many there are: rows, people, conversations. */
	pick: number;
	/** Seconds until the next one. */
	pause: number;
};

export type History = {
	acts: Act[];
	/** Before which act the watch begins, and after which ones it looks. */
	begin: number;
	looks: number[];
	unrated: 'null' | 'nulls' | 'empty';
	appVersion: '2.14' | '2.15' | '2.16';
};

const act: fc.Arbitrary<Act> = fc.record({
	what: fc.oneof(
		{ weight: 12, arbitrary: fc.constant('fact' as const) },
		...(['start', 'rate', 'tag', 'convert', 'resolve', 'ticket'] as const).map((what) => ({
			weight: 1,
			arbitrary: fc.constant(what),
		})),
	),
	pick: fc.nat(100_000),
	pause: fc.oneof(fc.constant(0), fc.nat(400)),
});

export const history: fc.Arbitrary<History> = fc.record({
	acts: fc.array(act, { minLength: 4, maxLength: 24 }),
	begin: fc.nat(4),
	looks: fc.uniqueArray(fc.nat(23), { maxLength: 3 }),
	unrated: fc.constantFrom('null', 'nulls', 'empty'),
	appVersion: fc.constantFrom('2.14', '2.15', '2.16', '2.16'),
});

type Scene = {
	workspace: Workspace;
	people: Contact[];
	conversations: Conversation[];
	tickets: Ticket[];
};

const of = <T>(list: T[], pick: number): T => list[pick % list.length];

function authorOf({ by }: PartFact, { workspace, people }: Scene, pick: number): Author {
	if (by === 'bot') return botAuthor(workspace);
	return by === 'contact' ? writer(of(people, pick)) : adminAuthor(of([...workspace.admins.values()], pick));
}

const assignees = {
	admin: { type: 'admin', id: '9600002' },
	team: { type: 'team', id: '8100001' },
	nobody: { type: 'nobody_admin', id: null },
} as const;

const states: Array<[RegExp, Conversation['state']]> = [
	[/^close$/, 'closed'],
	[/^snoozed$/, 'snoozed'],
	[/^open$|unsnooze|^assign/, 'open'],
];

const rowsOf = (on: PartFact['on']) => partFacts.filter((fact) => fact.on === on);

/** What a fact of a conversation describes happens in one of them. */
function happenInConversation(scene: Scene, pick: number) {
	const conversation = of(scene.conversations, pick);
	const shut = conversation.state !== 'open';
	const fits = ({ before }: PartFact) => !before || (before === 'shut') === shut;
	const fact = of(rowsOf('conversation').filter(fits), pick >> 3);
	const said = fact.by === 'contact' ? 'open' : conversation.state;
	conversationActs.append(
		scene.workspace,
		conversation,
		{
			part_type: fact.part_type,
			author: authorOf(fact, scene, pick),
			body: fact.text ? '<p class="no-margin">Hey!</p>' : null,
			assigned_to: fact.to ? assignees[fact.to] : null,
		},
		{ state: states.find(([types]) => types.test(fact.part_type))?.[1] ?? said },
	);
}

/** What a fact of a ticket describes happens to one of them. */
function happenToTicket(scene: Scene, pick: number) {
	const { workspace, tickets } = scene;
	const ticket = of(tickets, pick);
	const fact = of(rowsOf('ticket'), pick >> 3);
	const author = authorOf(fact, scene, pick);
	const part = ticketActs.append(workspace, ticket, fact.part_type, author, {
		body: fact.text ? '<p class="no-margin">Hey!</p>' : null,
		assigned_to: fact.to ? assignees[fact.to] : null,
		previous_ticket_state: /state/.test(fact.part_type) ? 'submitted' : null,
	});
	ticketActs.tellOf(workspace, ticket, part);
}

const acts: Record<Act['what'], (scene: Scene, pick: number) => void> = {
	fact(scene, pick) {
		if (scene.tickets.length > 0 && pick % 2 === 0) happenToTicket(scene, pick);
		else happenInConversation(scene, pick);
	},
	start({ workspace, people, conversations }, pick) {
		const [first, second] = [of(people, pick), of(people, pick + 1)];
		const [admin] = workspace.admins.values();
		const made =
			pick % 2 === 0
				? conversationActs.contactStarts(workspace, first, 'Hello')
				: conversationActs.adminStarts(workspace, admin, [first, second], 'Hello');
		if (pick % 4 === 0) made.contacts.push(second.id);
		conversations.push(made);
	},
	rate({ workspace, people, conversations }, pick) {
		const conversation = of(conversations, pick);
		// Intercom keeps one rating a conversation
		if (conversation.rating) return;
		conversationActs.rate(workspace, conversation, of(people, pick >> 2), 1 + (pick % 5), '');
	},
	tag({ workspace, conversations }, pick) {
		const [tag] = workspace.tags.values();
		const [admin] = workspace.admins.values();
		conversationActs.tagConversation(workspace, of(conversations, pick), tag, admin);
	},
	convert({ workspace, conversations, tickets }, pick) {
		const conversation = of(conversations, pick);
		if (conversation.ticket) return;
		const [admin] = workspace.admins.values();
		tickets.push(ticketActs.convertToTicket(workspace, conversation, admin));
	},
	resolve({ workspace, tickets }, pick) {
		if (tickets.length === 0) return;
		ticketActs.setTicketState(workspace, of(tickets, pick), of([...workspace.ticketStates.values()], pick));
	},
	ticket({ workspace, people, tickets }, pick) {
		tickets.push(ticketActs.createTicket(workspace, of(people, pick)));
	},
};

export type Note = { topic: string; id: string; app_id: string; created_at: number; data: { item: object } };

export const START = Date.parse('2030-03-01T00:00:00.400Z');

/**
 * Plays a history. `watch` is called once where the watch begins, `look` at each look and at the end, with the Unix second
 * that it is. Resolves with what Intercom told since the watch began.
 */
export async function play(
	intercom: IntercomSimulator,
	{ acts: todo, begin, looks, unrated, appVersion }: History,
	watch: (now: number) => Promise<void>,
	look: (now: number) => Promise<void>,
): Promise<{ notes: Note[]; since: number; scene: Scene }> {
	intercom.reset();
	let now = START;
	const goTo = (ms: number) => intercom.clock.set(new Date((now = ms)).toISOString());
	goTo(START);
	Object.assign(intercom.settings, { unrated, appVersion, rateLimit: 1_000_000 });
	const notes: Note[] = [];
	const workspace: Workspace = {
		...intercom.workspace({ silent: true }),
		emit(topic, item) {
			const created_at = Math.floor(now / 1000);
			const data = { item: structuredClone(item()) as object };
			notes.push({ topic, id: `notif_${notes.length}`, app_id: workspace.id, created_at, data });
		},
	};
	const people = [...workspace.contacts.values()].slice(0, 3);
	const scene: Scene = { workspace, people, conversations: [], tickets: [] };
	acts.start(scene, 4);
	acts.ticket(scene, 2);
	let since = 0;
	let first = 0;
	for (const [index, { what, pick, pause }] of todo.entries()) {
		if (index === Math.min(begin, todo.length - 1)) {
			goTo(now + 1000);
			since = Math.floor(now / 1000);
			first = notes.length;
			await watch(since);
			goTo(now + 1000);
		}
		acts[what](scene, pick);
		goTo(now + pause * 1000);
		if (looks.includes(index)) await look(Math.floor(now / 1000));
	}
	goTo(now + 600_000);
	await look(Math.floor(now / 1000));
	return { notes: notes.slice(first), since, scene };
}
