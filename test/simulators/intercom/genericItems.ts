import { adminView } from './views';
import { companyContactItem, contactItem, conversationContactItem, conversationItem } from './items';
import type { Contact, Conversation, Json, Workspace } from './types';
import { getAdmin, seconds } from './workspace';

type Builder = (
	workspace: Workspace,
	topic: string,
	contact: Contact,
	conversation: () => Conversation,
) => Json;

const firstCompany = (workspace: Workspace) => [...workspace.companies.values()][0];

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
