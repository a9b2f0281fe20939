import { appLook } from './items';
import type { Ticket, TicketPart, TicketState, TicketType } from './ticketTypes';
import type { Json, Workspace } from './types';
import { changedAt, contactReference, type Look } from './views';

const maxParts = 500;

/** A state, as tickets carry it. */
export const stateView = (state: TicketState): Json => ({ type: 'ticket_state', ...state });

/** A type of ticket with its attributes; `withStates` as GET /ticket_types has them, tickets do without. */
export function typeView(workspace: Workspace, type: TicketType, withStates = false): Json {
	const { id, name, category, icon, created_at, attributes } = type;
	const states = [...workspace.ticketStates.values()].map(stateView);
	return {
		type: 'ticket_type',
		id,
		name,
		category,
		description: '',
		icon,
		workspace_id: workspace.id,
		archived: false,
		is_internal: category !== 'Customer',
		created_at,
		updated_at: created_at,
		ticket_type_attributes: {
			type: 'list',
			data: attributes.map(({ items, required, archived, ...attribute }, order) => ({
				type: 'ticket_type_attribute',
				...attribute,
				input_options: items ? { list_options: items } : null,
				order,
				workspace_id: workspace.id,
				ticket_type_id: Number(id),
				description: '',
				required_to_create: required ?? false,
				visible_on_create: true,
				visible_to_contacts: category === 'Customer',
				archived: archived ?? false,
				created_at,
				updated_at: created_at,
			})),
		},
		...(withStates ? { ticket_states: { type: 'list', data: states } } : {}),
	};
}

/** One event of a ticket; times in unix s. */
export const ticketPartView = (part: TicketPart): Json => ({
	type: 'ticket_part',
	...part,
	updated_at: part.created_at,
	external_id: null,
	redacted: false,
	app_package_code: null,
});

/** What POST /tickets/{id}/reply answers. */
export function ticketReplyView(part: TicketPart): Json {
	const { id, part_type, body, created_at, author, attachments } = part;
	const updated_at = created_at;
	return {
		type: 'ticket_part',
		id,
		part_type,
		body,
		created_at,
		updated_at,
		author,
		attachments,
		redacted: false,
	};
}

/** Without its parts, as search shows it; assignees are numbers from 2.16 on. */
export function ticketView(workspace: Workspace, ticket: Ticket, { version }: Look): Json {
	const type = workspace.ticketTypes.get(ticket.type);
	const state = workspace.ticketStates.get(ticket.state);
	const names = (type?.attributes ?? []).map(({ name }): [string, unknown] => [name, null]);
	const assignee = (id: string) => (version >= 16 ? Number(id) : id);
	return {
		type: 'ticket',
		id: ticket.id,
		ticket_id: ticket.number,
		category: type?.category,
		ticket_attributes: { ...Object.fromEntries(names), ...ticket.attributes },
		ticket_state: state && stateView(state),
		ticket_type: type && typeView(workspace, type),
		contacts: {
			type: 'contact.list',
			contacts: ticket.contacts.map((id) => contactReference(workspace, id)),
		},
		admin_assignee_id: assignee(ticket.admin_assignee_id),
		team_assignee_id: assignee(ticket.team_assignee_id),
		created_at: ticket.created_at,
		updated_at: changedAt(ticket),
		open: ticket.open,
		snoozed_until: ticket.snoozed_until,
		linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
		is_shared: ticket.is_shared,
		company_id: ticket.company,
	};
}

/** With its 500 newest parts. */
export function fullTicketView(workspace: Workspace, ticket: Ticket, look: Look): Json {
	const parts = ticket.parts.slice(-maxParts).map(ticketPartView);
	return {
		...ticketView(workspace, ticket, look),
		ticket_parts: { type: 'ticket_part.list', ticket_parts: parts, total_count: parts.length },
	};
}

/** How a webhook's `data.item` shows a ticket: all that happened so far, not the new part alone. */
export const ticketItem = (workspace: Workspace, ticket: Ticket): Json => ({
	...fullTicketView(workspace, ticket, appLook(workspace)),
	channel: 'messenger',
});

/** The ticket and the part that is new, as most topics carry them. */
export function ticketPartItem(workspace: Workspace, ticket: Ticket, part: TicketPart): Json {
	const { company_id: _company, snoozed_until: _snoozed, ...shown } = ticketItem(workspace, ticket);
	return { type: 'ticket_ticket_part', ticket: shown, ticket_part: ticketPartView(part) };
}

/** A ticket that was closed names its contacts by id and role alone. */
export const closedTicketItem = (workspace: Workspace, ticket: Ticket): Json => ({
	...ticketItem(workspace, ticket),
	contacts: {
		type: 'contact.list',
		contacts: ticket.contacts.map((id) => ({ id, role: workspace.contacts.get(id)?.role ?? 'user' })),
	},
});

/** A ticket inside of others, as contacts joining and leaving and its conversation show it: ids are numbers. */
export const embeddedTicket = (workspace: Workspace, ticket: Ticket): Json => ({
	type: 'ticket',
	id: Number(ticket.id),
	url: `https://app.intercom.com/a/apps/${workspace.id}/conversations/${ticket.id}`,
	custom_attributes: Object.fromEntries(
		Object.entries(ticket.attributes).map(([name, value]) => [name, { value, type: 'string' }]),
	),
	state: workspace.ticketStates.get(ticket.state)?.category,
	ticket_type: workspace.ticketTypes.get(ticket.type)?.name,
});
