import { toHtml } from './html';
import { appLook } from './items';
import { touch } from './searchIndex';
import type { Ticket, TicketPart, TicketState, TicketType } from './ticketTypes';
import { topicsTold } from './telling';
import { closedTicketItem, ticketItem, ticketPartItem } from './ticketViews';
import type { Admin, AppliedTag, Author, Contact, Conversation, Json, Part, Tag, Workspace } from './types';
import { adminAuthor, botAuthor, seconds } from './workspace';

/** What a ticket may be made with besides its type and contact; `state` and `type` by object, times in unix s. */
export type TicketFields = Partial<
	Pick<
		Ticket,
		'attributes' | 'company' | 'created_at' | 'admin_assignee_id' | 'team_assignee_id' | 'is_shared'
	>
> & { type?: TicketType; state?: TicketState };

const stateOf = (workspace: Workspace, id: string) =>
	workspace.ticketStates.get(id) ?? [...workspace.ticketStates.values()][0];

const tell = (workspace: Workspace, ticket: Ticket, topic: string) =>
	workspace.emit(topic, () => ticketItem(workspace, ticket));

/** These carry the whole ticket; all others a ticket and the part. */
const WHOLE = ['ticket.state.updated', 'ticket.closed'];

/** Snoozing has topics since 2.16. */
const isKnown = (workspace: Workspace, topic: string) =>
	appLook(workspace).version >= 16 || !topic.endsWith('snoozed');

/** Tells of a part under each topic that is sent for such a one. */
export function tellOf(workspace: Workspace, ticket: Ticket, part: TicketPart) {
	for (const topic of topicsTold('ticket', part)) {
		if (!isKnown(workspace, topic)) continue;
		if (topic === 'ticket.closed') tellClosed(workspace, ticket);
		else if (WHOLE.includes(topic)) tell(workspace, ticket, topic);
		else workspace.emit(topic, () => ticketPartItem(workspace, ticket, part));
	}
}

/** Since 2.15 with the ticket one level down; its contacts with a role in place of the external ID. */
function tellClosed(workspace: Workspace, ticket: Ticket) {
	const item = closedTicketItem(workspace, ticket);
	workspace.emit('ticket.closed', () => (appLook(workspace).version >= 15 ? { ticket: item } : item));
}

/** To apps up to 2.14 a ticket that is resolved is closed; to later ones that is a matter of its own. */
const isOpen = (workspace: Workspace, { category }: TicketState, otherwise: boolean) =>
	appLook(workspace).version >= 15 ? otherwise : category !== 'resolved';

/** Appends a part and marks the ticket as changed; nobody is told yet. */
export function append(
	workspace: Workspace,
	ticket: Ticket,
	part_type: string,
	author: Author,
	more: Partial<TicketPart> = {},
): TicketPart {
	const part: TicketPart = {
		id: workspace.nextId('part'),
		part_type,
		body: null,
		created_at: seconds(workspace),
		author,
		ticket_state: stateOf(workspace, ticket.state).category,
		previous_ticket_state: null,
		assigned_to: null,
		attachments: [],
		updated_attribute_data: null,
		...more,
	};
	ticket.parts.push(part);
	touch(workspace, ticket);
	return part;
}

/** Puts the ticket into the workspace; its first part says that it was submitted. */
function submit(workspace: Workspace, ticket: Ticket, author: Author): TicketPart {
	workspace.tickets.set(ticket.id, ticket);
	const previous_ticket_state = stateOf(workspace, ticket.state).category;
	const part = append(workspace, ticket, 'ticket_state_updated_by_admin', author, { previous_ticket_state });
	tell(workspace, ticket, 'ticket.created');
	tellOf(workspace, ticket, part);
	return part;
}

/**
 * ticket.created, and ticket.state.updated for the same part. The part is by Operator, whoever the ticket is of. Without a
 * type it is the first there is.
 */
export function createTicket(
	workspace: Workspace,
	contact: Contact,
	{ type, state, ...fields }: TicketFields = {},
	author: Author = botAuthor(workspace),
): Ticket {
	const now = workspace.now();
	const initial = state ?? [...workspace.ticketStates.values()][0];
	const ticket: Ticket = {
		company: null,
		created_at: Math.floor(now / 1000),
		admin_assignee_id: '0',
		team_assignee_id: '0',
		is_shared: true,
		...fields,
		attributes: { ...fields.attributes },
		id: workspace.nextId('conversation'),
		number: workspace.nextId('ticketNumber'),
		type: (type ?? [...workspace.ticketTypes.values()][0]).id,
		state: initial.id,
		contacts: [contact.id],
		open: isOpen(workspace, initial, true),
		snoozed_until: null,
		tags: [],
		parts: [],
		touched: [now, now],
	};
	submit(workspace, ticket, author);
	return ticket;
}

/** What a part of a conversation is in the history of the ticket that was made of it. */
const asTicketPart = (part: Part): TicketPart => ({
	id: part.id,
	part_type: part.part_type,
	body: part.body,
	created_at: part.created_at,
	author: part.author,
	ticket_state: null,
	previous_ticket_state: null,
	assigned_to: part.assigned_to,
	attachments: part.attachments,
	updated_attribute_data: null,
});

/**
 * A conversation becomes a ticket: with its id, its beginning as `created_at`, and its parts so far before the one that
 * says it was submitted. That part stands in the conversation too.
 */
export function convertToTicket(
	workspace: Workspace,
	conversation: Conversation,
	admin: Admin,
	{ type, attributes }: Pick<TicketFields, 'type' | 'attributes'> = {},
): Ticket {
	const initial = [...workspace.ticketStates.values()][0];
	const ticket: Ticket = {
		company: null,
		created_at: conversation.created_at,
		admin_assignee_id: String(conversation.admin_assignee_id ?? 0),
		team_assignee_id: String(conversation.team_assignee_id ?? 0),
		is_shared: true,
		attributes: { ...attributes },
		id: conversation.id,
		number: workspace.nextId('ticketNumber'),
		type: (type ?? [...workspace.ticketTypes.values()][0]).id,
		state: initial.id,
		contacts: [...conversation.contacts],
		open: true,
		snoozed_until: null,
		tags: [],
		parts: conversation.parts.map(asTicketPart),
		touched: [conversation.touched[0], workspace.now()],
	};
	const { id, part_type, author, created_at } = submit(workspace, ticket, adminAuthor(admin));
	const common = { id, part_type, author, created_at, body: null, assigned_to: null, redacted: false };
	const lists = { attachments: [], reply_options: [], tags: [] };
	conversation.ticket = true;
	conversation.parts.push({ ...common, ...lists, state: conversation.state });
	touch(workspace, conversation);
	return ticket;
}

/** Up to 2.14 resolving closes too, which is a part before. Since 2.15 it has a topic of its own: ticket.resolved. */
export function setTicketState(
	workspace: Workspace,
	ticket: Ticket,
	state: TicketState,
	author = botAuthor(workspace),
) {
	const previous_ticket_state = stateOf(workspace, ticket.state).category;
	const closes = ticket.open && !isOpen(workspace, state, ticket.open);
	Object.assign(ticket, { state: state.id, open: isOpen(workspace, state, ticket.open) });
	const closing = closes ? append(workspace, ticket, 'close', author) : undefined;
	const part = append(workspace, ticket, 'ticket_state_updated_by_admin', author, { previous_ticket_state });
	if (closing) tellOf(workspace, ticket, closing);
	tellOf(workspace, ticket, part);
	if (state.category === 'resolved' && appLook(workspace).version >= 15)
		tell(workspace, ticket, 'ticket.resolved');
}

/** One part an attribute, and each is told of. */
export function changeTicketAttributes(
	workspace: Workspace,
	ticket: Ticket,
	values: Json,
	author = botAuthor(workspace),
) {
	const known = workspace.ticketTypes.get(ticket.type)?.attributes ?? [];
	for (const [name, value] of Object.entries(values)) {
		const id = known.find((attribute) => attribute.name === name)?.id ?? '';
		const previous = String(ticket.attributes[name] ?? '');
		ticket.attributes[name] = value;
		const updated_attribute_data = {
			attribute: { type: 'attribute', id, label: name },
			value: { type: 'value', id: null, label: String(value ?? ''), previous },
		};
		const more = { updated_attribute_data };
		tellOf(workspace, ticket, append(workspace, ticket, 'ticket_attribute_updated_by_admin', author, more));
	}
}

/** To a teammate or a team, with or without a text, which is a reply; `to` null takes it from both, which no topic tells. */
export function assignTicket(
	workspace: Workspace,
	ticket: Ticket,
	to: { type: 'admin' | 'team'; id: string } | null,
	author = botAuthor(workspace),
	text?: string,
) {
	if (to) ticket[`${to.type}_assignee_id`] = to.id;
	else Object.assign(ticket, { admin_assignee_id: '0', team_assignee_id: '0' });
	const assigned_to = to ?? { type: 'nobody_admin' as const, id: null };
	const body = text === undefined ? null : toHtml(text);
	tellOf(workspace, ticket, append(workspace, ticket, 'assignment', author, { assigned_to, body }));
}

/** A note, a teammate's answer or the contact's, which opens the ticket again: by who writes and what. */
export function replyToTicket(
	workspace: Workspace,
	ticket: Ticket,
	author: Author,
	kind: 'comment' | 'note' | 'quick_reply',
	text: string,
	more: Pick<Partial<TicketPart>, 'created_at' | 'attachments'> = {},
): TicketPart {
	const fromContact = author.type === 'user' || author.type === 'lead';
	if (fromContact) Object.assign(ticket, { open: true, snoozed_until: null });
	// on tickets a contact is a user, also where they are a lead
	const by: Author = fromContact ? { ...author, type: 'user' } : author;
	const part = append(workspace, ticket, kind, by, { body: toHtml(text), ...more });
	tellOf(workspace, ticket, part);
	return part;
}

/** Closing has a topic; opening again has none. */
export function setTicketOpen(
	workspace: Workspace,
	ticket: Ticket,
	open: boolean,
	author = botAuthor(workspace),
	text?: string,
) {
	Object.assign(ticket, { open, snoozed_until: null });
	const body = text === undefined ? null : toHtml(text);
	tellOf(workspace, ticket, append(workspace, ticket, open ? 'open' : 'close', author, { body }));
}

/** Until then (unix s), when it ends by itself. */
export function snoozeTicket(
	workspace: Workspace,
	ticket: Ticket,
	until: number,
	author = botAuthor(workspace),
) {
	ticket.snoozed_until = until;
	tellOf(workspace, ticket, append(workspace, ticket, 'snoozed', author));
	workspace.at(until * 1000, () => {
		if (ticket.snoozed_until === until) unsnoozeTicket(workspace, ticket);
	});
}

/** The snooze has run out. Intercom names no part for it: it is taken to be the one of conversations. */
export function unsnoozeTicket(workspace: Workspace, ticket: Ticket) {
	ticket.snoozed_until = null;
	tellOf(workspace, ticket, append(workspace, ticket, 'timer_unsnooze', botAuthor(workspace)));
}

/** Applied anew if it is there already; no topic tells of it. */
export function tagTicket(workspace: Workspace, ticket: Ticket, tag: Tag, adminId: string): AppliedTag {
	const applied = { id: tag.id, applied_at: seconds(workspace), applied_by: { type: 'admin', id: adminId } };
	ticket.tags = [...ticket.tags.filter(({ id }) => id !== tag.id), applied];
	touch(workspace, ticket);
	return applied;
}

/** For good; no topic tells of it. */
export const deleteTicket = (workspace: Workspace, ticket: Ticket) =>
	void workspace.tickets.delete(ticket.id);
