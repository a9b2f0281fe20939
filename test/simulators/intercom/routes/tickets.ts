import { checkType } from '../attributes';
import * as read from '../body';
import { createContact } from '../contactActs';
import { ApiError, invalid, missing, notFound, userNotFound } from '../errors';
import { searchableTickets } from '../searchableTickets';
import { touch } from '../searchIndex';
import { searchPage } from '../searching';
import * as acts from '../ticketActs';
import type { Ticket, TicketType } from '../ticketTypes';
import { fullTicketView, ticketReplyView, ticketView } from '../ticketViews';
import type { Contact, Json, Workspace } from '../types';
import { appliedTagView } from '../views';
import {
	adminAuthor,
	botAuthor,
	contactAuthor,
	findContact,
	getAdmin,
	getCompany,
	getTag,
	getTicket,
	seconds,
} from '../workspace';
import type { Call, Routes } from './call';
import { participant } from './conversations';
import { attachment } from './messages';

const limits = { perPage: 20, max: 150 };

/** By name, each one that the type has and in that attribute's own kind of value. */
function attributesFrom(type: TicketType | undefined, body: Json): Json | undefined {
	const values = read.object(body, 'ticket_attributes');
	for (const [name, value] of Object.entries(values ?? {})) {
		const known = type?.attributes.find((attribute) => attribute.name === name);
		if (!known) throw invalid(`Attribute '${name}' does not exist on this type`, 'ticket_attributes');
		checkType(known, value, 'ticket_attributes');
	}
	return values;
}

/** The one contact that a ticket is for; an e-mail that nobody has yet makes a new one. */
function contactFrom(workspace: Workspace, body: Json): Contact {
	const [first, ...others] = (read.list(body, 'contacts') ?? []).filter(read.isObject);
	if (!first) throw missing('contacts is a required parameter', 'contacts');
	if (others.length > 0) throw invalid('only one contact is supported', 'contacts');
	const email = read.text(first, 'email');
	const who = { id: read.id(first, 'id'), external_id: read.id(first, 'external_id'), email };
	const contact = findContact(workspace, who);
	if (contact) return contact;
	if (who.id || who.external_id || !email) throw userNotFound();
	return createContact(workspace, { role: 'lead', email });
}

/** A teammate's id or a team's. */
function assigneeFrom(workspace: Workspace, id: string): { type: 'admin' | 'team'; id: string } | null {
	if (id === '0') return null;
	if (workspace.admins.has(id)) return { type: 'admin', id };
	if (workspace.teams.has(id)) return { type: 'team', id };
	throw notFound('Assignee not found', 'assignee_not_found');
}

function make({ workspace, body }: Call): Ticket {
	const type = workspace.ticketTypes.get(read.required(read.id(body, 'ticket_type_id'), 'ticket_type_id'));
	if (!type) throw notFound('Ticket type not found', 'ticket_type_not_found');
	const attributes = attributesFrom(type, body);
	const company = read.id(body, 'company_id');
	if (company) getCompany(workspace, company);
	const assignment = read.object(body, 'assignment') ?? {};
	const [admin, team] = [read.id(assignment, 'admin_assignee_id'), read.id(assignment, 'team_assignee_id')];
	if (admin) getAdmin(workspace, admin);
	const created_at = read.integer(body, 'created_at') ?? seconds(workspace);
	return acts.createTicket(workspace, contactFrom(workspace, body), {
		type,
		attributes,
		company: company ?? null,
		created_at,
		admin_assignee_id: admin ?? '0',
		team_assignee_id: team ?? '0',
	});
}

/** How long a ticket that is created in the background takes. */
const queueMs = 1000;

/** What stands in the place of a ticket that could not be made. */
const FAILED = '';

function jobView({ workspace, url }: Call, id: string) {
	const ticket = workspace.jobs.get(id);
	if (ticket === undefined) throw notFound('Job not found', 'job_not_found');
	return {
		type: 'job',
		id,
		url: `${url.origin}/jobs/status/${id}`,
		status: ticket === FAILED ? 'failed' : ticket ? 'success' : 'pending',
		resource_type: 'ticket',
		resource_id: ticket || null,
		resource_url: ticket ? `${url.origin}/tickets/${ticket}` : null,
	};
}

function enqueue(call: Call) {
	const { workspace, body } = call;
	if (!workspace.ticketTypes.has(read.required(read.id(body, 'ticket_type_id'), 'ticket_type_id')))
		throw notFound('Ticket type not found', 'ticket_type_not_found');
	const id = workspace.nextId('job');
	workspace.jobs.set(id, null);
	workspace.at(workspace.now() + queueMs, () => {
		try {
			workspace.jobs.set(id, make(call).id);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			workspace.jobs.set(id, FAILED);
		}
	});
	return jobView(call, id);
}

/** Since 2.16, within a category. What both types know by the same name stays. */
function changeType({ workspace, params, body, look }: Call) {
	const ticket = getTicket(workspace, params.id);
	const type = workspace.ticketTypes.get(read.required(read.id(body, 'ticket_type_id'), 'ticket_type_id'));
	if (look.version < 16 || !type) throw notFound('Ticket type not found', 'ticket_type_not_found');
	if (type.category !== workspace.ticketTypes.get(ticket.type)?.category)
		throw invalid('The type is of another category', 'ticket_type_id');
	const stateId = read.required(read.id(body, 'ticket_state_id'), 'ticket_state_id');
	const state = workspace.ticketStates.get(stateId);
	if (!state) throw notFound('Ticket state not found', 'ticket_state_not_found');
	const known = type.attributes.map(({ name }) => name);
	const kept = Object.entries(ticket.attributes).filter(([name]) => known.includes(name));
	ticket.attributes = { ...Object.fromEntries(kept), ...attributesFrom(type, body) };
	ticket.type = type.id;
	acts.setTicketState(workspace, ticket, state);
	return fullTicketView(workspace, ticket, look);
}

/** The body since 2.14; who acts is Operator where no admin is named. */
function update({ workspace, params, body, look }: Call) {
	const ticket = getTicket(workspace, params.id);
	const adminId = read.id(body, 'admin_id');
	const author = adminId ? adminAuthor(getAdmin(workspace, adminId)) : botAuthor(workspace);
	const values = attributesFrom(workspace.ticketTypes.get(ticket.type), body);
	const stateId = read.id(body, 'ticket_state_id');
	const state = workspace.ticketStates.get(stateId ?? ticket.state);
	if (!state) throw notFound('Ticket state not found', 'ticket_state_not_found');
	const assigneeId = read.id(body, 'assignee_id');
	const assignee = assigneeId ? assigneeFrom(workspace, assigneeId) : undefined;
	const company = read.id(body, 'company_id');
	if (company) getCompany(workspace, company);
	const until = read.integer(body, 'snoozed_until');
	if (until !== undefined && until <= seconds(workspace))
		throw invalid('snoozed_until must be in the future', 'snoozed_until');
	const open = read.flag(body, 'open');
	const shared = read.flag(body, 'is_shared');

	if (values) acts.changeTicketAttributes(workspace, ticket, values, author);
	if (state.id !== ticket.state) acts.setTicketState(workspace, ticket, state, author);
	if (assignee !== undefined) acts.assignTicket(workspace, ticket, assignee, author);
	if (open !== undefined && open !== ticket.open) acts.setTicketOpen(workspace, ticket, open, author);
	if (until !== undefined) acts.snoozeTicket(workspace, ticket, until, author);
	if (shared !== undefined || body.company_id !== undefined) {
		ticket.is_shared = shared ?? ticket.is_shared;
		if (body.company_id !== undefined) ticket.company = company ?? null;
		touch(workspace, ticket);
	}
	return fullTicketView(workspace, ticket, look);
}

function reply({ workspace, params, body }: Call) {
	const ticket = getTicket(workspace, params.id);
	const type = read.required(read.oneOf(body, 'type', ['admin', 'user']), 'type');
	const kinds = ['comment', 'note', 'quick_reply'] as const;
	const kind = read.required(read.oneOf(body, 'message_type', kinds), 'message_type');
	const text = read.text(body, 'body');
	const attachments = (read.list(body, 'attachment_urls') ?? []).map(attachment);
	if (!text && kind !== 'quick_reply' && attachments.length === 0) throw invalid('Body is required', 'body');
	const created_at = read.integer(body, 'created_at') ?? seconds(workspace);
	const author = type === 'admin' ? byAdmin() : byContact(ticket);
	return ticketReplyView(
		acts.replyToTicket(workspace, ticket, author, kind, text ?? '', { created_at, attachments }),
	);

	function byAdmin() {
		return adminAuthor(getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id')));
	}
	function byContact(to: Ticket) {
		if (kind === 'note') throw invalid('message_type must be comment', 'message_type');
		const contact = participant(workspace, body);
		if (!contact) throw userNotFound();
		if (workspace.ticketTypes.get(to.type)?.category !== 'Customer')
			throw new ApiError(400, 'client_error', 'A user cannot reply to a ticket of this category');
		return contactAuthor(contact);
	}
}

/** Tickets; they are listed by searching only. */
export const tickets: Routes = {
	'POST /tickets': (call) => fullTicketView(call.workspace, make(call), call.look),
	'POST /tickets/enqueue': enqueue,
	'GET /jobs/status/:id': (call) => jobView(call, call.params.id),
	'POST /tickets/:id/change_type': changeType,
	'POST /tickets/search'(call) {
		const { workspace, look } = call;
		const all = workspace.tickets.values();
		const { items, ...page } = searchPage(call, all, searchableTickets(workspace), limits);
		return { type: 'ticket.list', tickets: items.map((one) => ticketView(workspace, one, look)), ...page };
	},
	'GET /tickets/:id': ({ workspace, params, look }) =>
		fullTicketView(workspace, getTicket(workspace, params.id), look),
	'PUT /tickets/:id': update,
	'DELETE /tickets/:id'({ workspace, params }) {
		const ticket = getTicket(workspace, params.id);
		acts.deleteTicket(workspace, ticket);
		return { id: ticket.id, object: 'ticket', deleted: true };
	},
	'POST /tickets/:id/reply': reply,
	'POST /tickets/:id/tags'({ workspace, params, body }) {
		const ticket = getTicket(workspace, params.id);
		const tag = getTag(workspace, read.required(read.id(body, 'id'), 'id'));
		const admin = getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
		return appliedTagView(workspace, acts.tagTicket(workspace, ticket, tag, admin.id));
	},
	'DELETE /tickets/:id/tags/:tag'({ workspace, params, body }) {
		const ticket = getTicket(workspace, params.id);
		getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
		const applied = ticket.tags.find(({ id }) => id === params.tag);
		if (!applied) throw notFound('Tag not found', 'tag_not_found');
		ticket.tags = ticket.tags.filter((tag) => tag !== applied);
		touch(workspace, ticket);
		return appliedTagView(workspace, applied);
	},
};
