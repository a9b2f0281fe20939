import type { IDataObject } from 'n8n-workflow';
import { becameTicket, conversationHistory, ticketHistory, withPart, type Chapter } from '../webhook/history';
import { isContact } from '../webhook/parts';
import { firstTime, members, object as objectIn, toSeconds, type Json, word } from '../webhook/payload';

/** An event found in an object read over REST. `at` in Unix seconds; `item` is what the webhook would carry. */
export type Derived = {
	topic: string;
	at: number;
	item: IDataObject;
	/** Intercom's object, where `item` holds more than that. */
	data?: IDataObject;
	/** What the event is known by where its eventKey would change with the object (`last state only` topics). */
	mark?: string;
};

type Derive = (object: Json) => Derived[];

const at = (value: unknown): number => toSeconds(value) ?? 0;

/** One event a topic of a part, with the object as its webhook carries it: that part alone. */
const ofParts = (object: Json, list: 'conversation_parts' | 'ticket_parts', chapters: Chapter[]): Derived[] =>
	chapters.flatMap(({ part, topics }) =>
		topics.map((topic) => ({ topic, at: at(part.created_at), item: withPart(object, list, part) })),
	);

const created = (topic: string | undefined, object: Json): Derived[] =>
	topic ? [{ topic, at: at(object.created_at), item: object }] : [];

/** An object that was only made was not also updated. */
const updated = (topic: string, object: Json): Derived[] =>
	at(object.updated_at) > at(object.created_at) ? [{ topic, at: at(object.updated_at), item: object }] : [];

export const contactEvents: Derive = (contact) => {
	const role = contact.role === 'lead' ? 'lead' : 'user';
	return [...created(`contact.${role}.created`, contact), ...updated(`contact.${role}.updated`, contact)];
};

export const companyEvents: Derive = (company) => [
	...created('company.created', company),
	...updated('company.updated', company),
];

function startedBy({ source }: Json): string | undefined {
	const author = objectIn(objectIn(source)?.author);
	if (isContact(author)) return 'conversation.user.created';
	return author?.type === 'admin' ? 'conversation.admin.single.created' : undefined;
}

/** A rating that was not given has no members, or only nulls (recorded). */
function rated(conversation: Json): Derived[] {
	const { rating, created_at: asked, updated_at: given } = objectIn(conversation.conversation_rating) ?? {};
	if (word(rating) === '') return [];
	return [{ topic: 'conversation.rating.added', at: at(firstTime(given, asked)), item: conversation }];
}

export const conversationEvents: Derive = (conversation) => [
	...created(startedBy(conversation), conversation),
	...updated('conversation.updated', conversation),
	...ofParts(conversation, 'conversation_parts', conversationHistory(conversation)),
	...rated(conversation),
	...members(conversation, 'tags')
		.filter((tag) => tag.applied_at)
		.map((tag) => ({
			topic: 'conversation_part.tag.created',
			at: at(tag.applied_at),
			item: { conversation, tag },
		})),
];

export const ticketEvents: Derive = (ticket) => [
	{
		topic: 'ticket.created',
		at: at(becameTicket(ticket)?.created_at ?? ticket.created_at),
		item: ticket,
	},
	...ofParts(ticket, 'ticket_parts', ticketHistory(ticket)),
];

export const dataEvents: Derive = (event) => created('event.created', { type: 'event', ...event });
