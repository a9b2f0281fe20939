import type { IDataObject } from 'n8n-workflow';

type Part = IDataObject;

/** A value as text; '' where there is none. An object has none: turning it into one may throw. */
export const word = (value: unknown): string =>
	value === undefined || value === null || typeof value === 'object' ? '' : String(value);

const object = (value: unknown): Part | undefined =>
	typeof value === 'object' && value !== null ? (value as Part) : undefined;

const author = (part: Part): string => word(object(part.author)?.type);
const isByContact = (part: Part): boolean => ['user', 'lead', 'contact'].includes(author(part));

const reply = (part: Part): string => {
	if (isByContact(part)) return 'conversation.user.replied';
	return author(part) === 'bot' ? 'conversation.operator.replied' : 'conversation.admin.replied';
};

const ticketReply = (part: Part): string =>
	isByContact(part) ? 'ticket.contact.replied' : 'ticket.admin.replied';

/** Which topic a conversation part is, by part type and author. Source: Intercom API 2.14, conversation_part; webhook models. */
const conversationTopics: Record<string, (part: Part) => string> = {
	comment: reply,
	quick_reply: reply,
	note: () => 'conversation.admin.noted',
	note_and_reopen: () => 'conversation.admin.noted',
	note_and_unsnooze: () => 'conversation.admin.noted',
	assignment: () => 'conversation.admin.assigned',
	assign_and_unsnooze: () => 'conversation.admin.assigned',
	assign_and_reopen: () => 'conversation.admin.open.assigned',
	close: () => 'conversation.admin.closed',
	// a customer's reply opens a closed conversation
	open: (part) => (isByContact(part) ? 'conversation.user.replied' : 'conversation.admin.opened'),
	snoozed: () => 'conversation.admin.snoozed',
	unsnoozed: () => 'conversation.admin.unsnoozed',
	timer_unsnooze: () => 'conversation.admin.unsnoozed',
	priority_changed: () => 'conversation.priority.updated',
};

/** The same for ticket parts. Source: Intercom API 2.14, ticket_part. */
const ticketTopics: Record<string, (part: Part) => string> = {
	comment: ticketReply,
	quick_reply: ticketReply,
	note: () => 'ticket.note.created',
	assignment: ({ assigned_to: to }) =>
		object(to)?.type === 'team' ? 'ticket.team.assigned' : 'ticket.admin.assigned',
	close: () => 'ticket.closed',
	snoozed: () => 'ticket.admin.snoozed',
	// Intercom does not say which part ends a ticket's snooze: a conversation's
	unsnoozed: () => 'ticket.admin.unsnoozed',
	timer_unsnooze: () => 'ticket.admin.unsnoozed',
};

/** `ticket_state_updated_by_admin` and its kin, whose end names who did it. */
const ticketChanges: Array<[RegExp, string]> = [
	[/^ticket_state_updated/, 'ticket.state.updated'],
	[/^ticket_attribute_updated/, 'ticket.attribute.updated'],
];

/** The topic of one part of a conversation or ticket; `undefined` where Intercom sends none for it. */
export function topicOfPart(kind: 'conversation' | 'ticket', part: Part): string | undefined {
	const type = word(part.part_type);
	const topics = kind === 'ticket' ? ticketTopics : conversationTopics;
	if (Object.hasOwn(topics, type)) return topics[type](part);
	return kind === 'ticket' ? ticketChanges.find(([pattern]) => pattern.test(type))?.[1] : undefined;
}
