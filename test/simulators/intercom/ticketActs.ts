import { toHtml } from './html';
import { appLook } from './items';
import { touch } from './searchIndex';
import type { Ticket, TicketPart, TicketPartType, TicketState, TicketType } from './ticketTypes';
import { ticketItem } from './ticketViews';
import type { AppliedTag, Author, Contact, Json, Tag, Workspace } from './types';
import { botAuthor, contactAuthor, seconds } from './workspace';

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

/** To apps up to 2.14 a ticket that is resolved is closed; to later ones that is a matter of its own. */
const isOpen = (workspace: Workspace, { category }: TicketState, otherwise: boolean) =>
	appLook(workspace).version >= 15 ? otherwise : category !== 'resolved';

/** Appends a part and marks the ticket as changed; nobody is told yet. */
function append(
	workspace: Workspace,
	ticket: Ticket,
	part_type: TicketPartType,
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

/** ticket.created; its first part says that it was submitted. Without a type it is the first there is. */
export function createTicket(
	workspace: Workspace,
	contact: Contact,
	{ type, state, ...fields }: TicketFields = {},
	author: Author = contactAuthor(contact),
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
	workspace.tickets.set(ticket.id, ticket);
	const previous_ticket_state = initial.category;
	append(workspace, ticket, 'ticket_state_updated_by_admin', author, { previous_ticket_state });
	tell(workspace, ticket, 'ticket.created');
	return ticket;
}

/** ticket.state.updated, and resolving has a topic of its own: ticket.closed up to 2.14, ticket.resolved since. */
export function setTicketState(
	workspace: Workspace,
	ticket: Ticket,
	state: TicketState,
	author = botAuthor(workspace),
) {
	const previous_ticket_state = stateOf(workspace, ticket.state).category;
	Object.assign(ticket, { state: state.id, open: isOpen(workspace, state, ticket.open) });
	append(workspace, ticket, 'ticket_state_updated_by_admin', author, { previous_ticket_state });
	tell(workspace, ticket, 'ticket.state.updated');
	if (state.category === 'resolved')
		tell(workspace, ticket, appLook(workspace).version >= 15 ? 'ticket.resolved' : 'ticket.closed');
}

/** One part an attribute, ticket.attribute.updated once for all of them. */
export function changeTicketAttributes(
	workspace: Workspace,
	ticket: Ticket,
	values: Json,
	author = botAuthor(workspace),
) {
	Object.assign(ticket.attributes, values);
	const known = workspace.ticketTypes.get(ticket.type)?.attributes ?? [];
	for (const [name, value] of Object.entries(values)) {
		const id = known.find((attribute) => attribute.name === name)?.id ?? '';
		const updated_attribute_data = {
			attribute: { type: 'attribute', id, label: name },
			value: { type: 'value', id: null, label: String(value ?? '') },
		};
		append(workspace, ticket, 'ticket_attribute_updated_by_admin', author, { updated_attribute_data });
	}
	tell(workspace, ticket, 'ticket.attribute.updated');
}

/** To a teammate or a team, each with its topic; `to` null takes it from both, which no topic tells. */
export function assignTicket(
	workspace: Workspace,
	ticket: Ticket,
	to: { type: 'admin' | 'team'; id: string } | null,
	author = botAuthor(workspace),
) {
	if (to) ticket[`${to.type}_assignee_id`] = to.id;
	else Object.assign(ticket, { admin_assignee_id: '0', team_assignee_id: '0' });
	const assigned_to = to ?? { type: 'nobody_admin' as const, id: null };
	append(workspace, ticket, 'assignment', author, { assigned_to });
	if (to) tell(workspace, ticket, `ticket.${to.type}.assigned`);
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
	const part = append(workspace, ticket, kind, author, { body: toHtml(text), ...more });
	const topic = kind === 'note' ? 'note.created' : fromContact ? 'contact.replied' : 'admin.replied';
	tell(workspace, ticket, `ticket.${topic}`);
	return part;
}

/** Closing is ticket.closed, since 2.15 with the ticket one level down; opening again has no topic. */
export function setTicketOpen(
	workspace: Workspace,
	ticket: Ticket,
	open: boolean,
	author = botAuthor(workspace),
) {
	Object.assign(ticket, { open, snoozed_until: null });
	append(workspace, ticket, open ? 'open' : 'close', author);
	const item = ticketItem(workspace, ticket);
	if (!open)
		workspace.emit('ticket.closed', () => (appLook(workspace).version >= 15 ? { ticket: item } : item));
}

/** Snoozing has topics since 2.16. */
function tellOfSnooze(workspace: Workspace, ticket: Ticket, topic: string) {
	if (appLook(workspace).version >= 16) tell(workspace, ticket, topic);
}

/** Until then (unix s), when it ends by itself. */
export function snoozeTicket(
	workspace: Workspace,
	ticket: Ticket,
	until: number,
	author = botAuthor(workspace),
) {
	ticket.snoozed_until = until;
	append(workspace, ticket, 'snoozed', author);
	tellOfSnooze(workspace, ticket, 'ticket.admin.snoozed');
	workspace.at(until * 1000, () => {
		if (ticket.snoozed_until === until) unsnoozeTicket(workspace, ticket);
	});
}

/** The snooze has run out. Intercom names no part for it: it is taken to be the one of conversations. */
export function unsnoozeTicket(workspace: Workspace, ticket: Ticket) {
	ticket.snoozed_until = null;
	append(workspace, ticket, 'timer_unsnooze', botAuthor(workspace));
	tellOfSnooze(workspace, ticket, 'ticket.admin.unsnoozed');
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
