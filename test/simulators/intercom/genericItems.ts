import { adminView, contactReference } from './views';
import {
	companyContactItem,
	companyItem,
	contactItem,
	conversationContactItem,
	conversationItem,
} from './items';
import { eventView } from './routes/events';
import type { Contact, Conversation, Json, Workspace } from './types';
import { getAdmin, seconds } from './workspace';

type Builder = (
	workspace: Workspace,
	topic: string,
	contact: Contact,
	conversation: () => Conversation,
) => Json;

const firstCompany = (workspace: Workspace) => [...workspace.companies.values()][0];

/** A ticket in its first state, with the part that this topic stands for. */
const ticket: Builder = (workspace, topic, contact) => {
	const now = seconds(workspace);
	const id = workspace.nextId('conversation');
	const resolved = topic === 'ticket.resolved' || topic === 'ticket.closed';
	const ticket = {
		type: 'ticket',
		id,
		ticket_id: id.slice(-6),
		ticket_attributes: { _default_title_: 'It does not work', _default_description_: 'At all' },
		ticket_state: {
			type: 'ticket_state',
			id: resolved ? '4517896' : '4517893',
			category: resolved ? 'resolved' : 'submitted',
			internal_label: resolved ? 'Resolved' : 'Submitted',
			external_label: resolved ? 'Resolved' : 'Submitted',
		},
		ticket_type: {
			type: 'ticket_type',
			id: '2979330',
			name: 'Tickets',
			category: 'Customer',
			archived: false,
		},
		contacts: { type: 'contact.list', contacts: [contactReference(workspace, contact.id)] },
		admin_assignee_id: '0',
		team_assignee_id: '0',
		created_at: now,
		updated_at: now,
		ticket_parts: {
			type: 'ticket_part.list',
			total_count: 1,
			ticket_parts: [
				{
					type: 'ticket_part',
					id: workspace.nextId('part'),
					part_type: ticketParts[topic] ?? 'ticket_state_updated_by_admin',
					ticket_state: resolved ? 'resolved' : 'submitted',
					previous_ticket_state: 'submitted',
					created_at: now,
					updated_at: now,
					author: { id: '9600001', type: 'admin', name: 'Ada Admin', email: 'ada@example.com' },
					attachments: [],
					redacted: false,
				},
			],
		},
		open: !resolved,
		snoozed_until: null,
		linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
		category: 'Customer',
		is_shared: true,
		company_id: null,
		channel: 'messenger',
	};
	// since 2.15 it fires when the conversation closes, and holds the ticket one level down
	return topic === 'ticket.closed' && workspace.settings.appVersion !== '2.14' ? { ticket } : ticket;
};

const ticketParts: Record<string, string> = {
	'ticket.note.created': 'note',
	'ticket.admin.replied': 'comment',
	'ticket.contact.replied': 'comment',
	'ticket.admin.assigned': 'assignment',
	'ticket.team.assigned': 'assignment',
	'ticket.attribute.updated': 'ticket_attribute_updated_by_admin',
};

const subscription: Builder = (workspace, _topic, contact) => ({
	type: 'subscription',
	contact: contactItem(workspace, contact),
	subscription_type: { type: 'subscription_type', id: '37846', state: 'live', consent_type: 'opt_out' },
});

/** By the longest prefix of the topic: how the object it carries looks where no state change is modelled. */
const builders: Record<string, Builder> = {
	admin: (workspace) => adminView(getAdmin(workspace, '9600001')),
	call: (workspace, topic, contact) => ({
		type: 'call',
		id: workspace.nextId('event'),
		contact_id: contact.id,
		admin_id: '9600001',
		state: topic === 'call.started' ? 'initiated' : 'completed',
		direction: 'inbound',
		created_at: seconds(workspace),
		updated_at: seconds(workspace),
	}),
	'company.contact': (workspace, _topic, contact) =>
		companyContactItem(workspace, firstCompany(workspace), contact),
	company: (workspace) => companyItem(workspace, firstCompany(workspace)),
	'company.deleted': (workspace) => {
		const { id, company_id } = firstCompany(workspace);
		return { type: 'company', id, company_id, deleted: true };
	},
	contact: (workspace, _topic, contact) => contactItem(workspace, contact),
	'contact.merged': (workspace, _topic, contact) => ({
		...contactItem(workspace, contact),
		merged_from: { type: 'contact', id: workspace.nextId('contact') },
	}),
	'contact.subscribed': subscription,
	'contact.unsubscribed': subscription,
	content_stat: (workspace, topic, contact) => ({
		type: topic,
		content_stat: { type: 'content_stat', id: workspace.nextId('event'), stat_type: 'receipt' },
		contact: contactItem(workspace, contact),
	}),
	conversation: (workspace, _topic, _contact, conversation) => conversationItem(workspace, conversation()),
	'conversation.contact': (workspace, _topic, contact, conversation) =>
		conversationContactItem(workspace, conversation(), contact),
	conversation_part: (workspace, _topic, _contact, conversation) =>
		conversationItem(workspace, conversation()),
	event: (workspace, _topic, contact) =>
		eventView(workspace, {
			id: workspace.nextId('event'),
			event_name: 'placed-order',
			created_at: seconds(workspace),
			contact: contact.id,
			metadata: { order: '3434' },
		}),
	granular: subscription,
	job: (workspace) => ({
		type: 'job',
		id: workspace.nextId('event'),
		status: 'success',
		resource_type: 'ticket',
		resource_id: null,
		resource_url: null,
	}),
	ping: () => ({ type: 'ping', message: 'something something interzen' }),
	ticket,
	visitor: (workspace, _topic, contact) => contactItem(workspace, contact),
};

/** The item of a topic; of one that no prefix is known for, a bare object of the topic's first word. */
export const genericItem: Builder = (workspace, topic, contact, conversation) => {
	const words = topic.split('.');
	const prefixes = words.map((_word, index) => words.slice(0, words.length - index).join('.'));
	const build = prefixes.map((prefix) => builders[prefix]).find(Boolean);
	if (build) return build(workspace, topic, contact, conversation);
	return { type: words[0], id: workspace.nextId('event'), created_at: seconds(workspace) };
};
