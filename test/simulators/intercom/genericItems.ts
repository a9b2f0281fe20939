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

/** `contact.unsubscribed` → `contact_unsubscribe`; types are named where it is about single ones. */
const subscription: Builder = (workspace, topic, contact) => ({
	type: topic.replace('.', '_').replace(/d$/, ''),
	contact: contactItem(workspace, contact),
	subscription_types: {
		type: 'list',
		data: topic.startsWith('granular')
			? [{ type: 'subscription', id: '37846', state: 'live', consent_type: 'opt_out' }]
			: [],
	},
	created_at: seconds(workspace),
});

/** The shape of API 1.x, which this one still has. */
const visitor: Builder = (workspace, _topic, contact) => ({
	type: 'user',
	id: contact.id,
	user_id: contact.external_id,
	anonymous: false,
	email: contact.email,
	name: contact.name,
	pseudonym: null,
	app_id: workspace.id,
	companies: { type: 'company.list', companies: [] },
	location_data: {},
});

const admin: Builder = (workspace) => ({
	...adminView(getAdmin(workspace, '9600001')),
	id: 9600001,
	job_title: null,
	away_status_reason: '',
});

const article: Builder = (workspace, topic) => ({
	type: 'article',
	id: workspace.nextId('event'),
	workspace_id: workspace.id,
	parent_id: null,
	parent_type: null,
	title: 'Phone &amp; SMS',
	author_id: 9600001,
	state: topic === 'article.published' ? 'published' : 'draft',
	created_at: new Date(workspace.now()).toISOString(),
	updated_at: new Date(workspace.now()).toISOString(),
});

/** By the longest prefix of the topic: how the object it carries looks where no state change is modelled. */
const builders: Record<string, Builder> = {
	admin,
	'admin.activity_log_event': (workspace) => ({
		type: 'admin_activity_log_event',
		id: workspace.nextId('event'),
		performed_by: { type: 'admin', id: '9600001', email: 'ada@example.com', ip: '192.0.2.1' },
		metadata: {},
		created_at: seconds(workspace),
		activity_type: 'app_name_change',
		activity_description: 'Ada renamed the workspace',
	}),
	'api.request': (workspace, topic) => ({
		type: topic,
		request_id: `req${workspace.nextId('event')}`,
		timestamp: seconds(workspace),
		request: { method: 'GET', path: '/me', ip_address: '192.0.2.1', user_agent: 'curl' },
		authentication: { method: 'access_token', token_id: '1' },
		response: { status: 200 },
		admin: { id: '9600001', email: 'ada@example.com' },
	}),
	article,
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
	'contact.subscribed': subscription,
	'contact.unsubscribed': subscription,
	content_stat: (workspace, topic, contact) => ({
		type: topic,
		content_stat: { type: 'content_stat', id: workspace.nextId('event'), stat_type: 'receipt' },
		contact: contactItem(workspace, contact),
	}),
	conversation: (workspace, _topic, _contact, conversation) => conversationItem(workspace, conversation()),
	'conversation.contact': (workspace, topic, contact, conversation) =>
		conversationContactItem(workspace, conversation(), contact, topic.endsWith('.attached')),
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
	visitor,
};

/** The item of a topic; of one that no prefix is known for, a bare object of the topic's first word. */
export const genericItem: Builder = (workspace, topic, contact, conversation) => {
	const words = topic.split('.');
	const prefixes = words.map((_word, index) => words.slice(0, words.length - index).join('.'));
	const build = prefixes.map((prefix) => builders[prefix]).find(Boolean);
	if (build) return build(workspace, topic, contact, conversation);
	return { type: words[0], id: workspace.nextId('event'), created_at: seconds(workspace) };
};
