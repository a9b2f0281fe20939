import { isContact, topicsOfPart, type State } from './parts';
import { object, partsOf, word, type Json } from './payload';

/** One part of a conversation or ticket, and the topics that Intercom sends for it. */
export type Chapter = { part: Json; topics: string[] };

/** What a part leaves behind, where its type says so. */
const leaves: Array<[RegExp, State]> = [
	[/^close$/, 'closed'],
	[/^snoozed$/, 'snoozed'],
	[/^(open|(timer_)?unsnoozed?|\w+_and_(reopen|unsnooze))$/, 'open'],
];

const STATES = ['open', 'closed', 'snoozed'];

function stateAfter({ part, topics }: Chapter, before: State): State {
	const type = word(part.part_type);
	const told = leaves.find(([types]) => types.test(type))?.[1];
	if (told) return told;
	if (topics.includes('conversation.admin.open.assigned')) return 'open';
	// whatever a contact writes opens the conversation
	if (isContact(object(part.author)) && /^(comment|quick_reply)$/.test(type)) return 'open';
	const said = word(part.state);
	return STATES.includes(said) ? (said as State) : before;
}

/** A conversation's parts, oldest first, with their topics. */
export function conversationHistory(conversation: Json): Chapter[] {
	let state: State = 'open';
	return partsOf(conversation).map((part) => {
		const topics = topicsOfPart('conversation', part, state);
		const chapter = { part, topics };
		state = stateAfter(chapter, state);
		return chapter;
	});
}

const isStatePart = ({ part_type: type }: Json): boolean => word(type).startsWith('ticket_state_updated');

/** The most parts that Intercom keeps, the newest (Intercom API 2.14, retrieveConversation). */
const MOST_PARTS = 500;

/**
 * The part by which a ticket came to be: the first that tells of a state. A ticket that was made of a conversation has
 * that one's parts before it, and its `created_at`. `undefined` where Intercom keeps no part so old.
 */
export function becameTicket(ticket: Json): Json | undefined {
	const parts = partsOf(ticket);
	const first = parts.find(isStatePart);
	if (!first || parts.length < MOST_PARTS) return first;
	const { ticket_state: now, previous_ticket_state: before } = first;
	return word(before) === '' || before === now ? first : undefined;
}

/** A ticket's parts since it is one, oldest first, with their topics. */
export function ticketHistory(ticket: Json): Chapter[] {
	const parts = partsOf(ticket);
	const beginning = becameTicket(ticket);
	const own = beginning ? parts.slice(parts.indexOf(beginning)) : parts;
	return own.map((part) => ({ part, topics: topicsOfPart('ticket', part) }));
}

/** The object with one of its parts alone, as a notification carries it. */
export function withPart(subject: Json, list: 'conversation_parts' | 'ticket_parts', part: Json): Json {
	const type = list.replace(/s$/, '.list');
	return { ...subject, [list]: { type, [list]: [part], total_count: 1 } };
}
