import { toText } from './html';
import { statisticsOf } from './statistics';
import { embeddedTicket } from './ticketViews';
import type { Conversation, Json, Part, Workspace } from './types';
import { appliedTagView, changedAt, contactReference, type Look } from './views';

const maxParts = 500;

function ticketReference(workspace: Workspace, id: string) {
	const ticket = workspace.tickets.get(id);
	return ticket ? embeddedTicket(workspace, ticket) : null;
}

/** One part as replies and webhooks show it; times in unix s. */
export function partView(workspace: Workspace, part: Part, { plaintext }: Look): Json {
	const { tags, reply_options: options, ...plain } = part;
	return {
		type: 'conversation_part',
		...plain,
		body: part.body !== null && plaintext ? toText(part.body) : part.body,
		updated_at: part.created_at,
		notified_at: part.created_at,
		author: { ...part.author, from_ai_agent: false, is_ai_answer: false },
		external_id: null,
		metadata: options.length > 0 ? { quick_reply_options: options } : {},
		email_message_metadata: null,
		tags: tags.map((tag) => appliedTagView(workspace, tag)),
		event_details: {},
		app_package_code: null,
	};
}

/** Without its parts, as lists and search show it. */
export function conversationView(workspace: Workspace, conversation: Conversation, look: Look): Json {
	const { version, plaintext } = look;
	const { source, rating, admin_assignee_id: admin, team_assignee_id: team, parts } = conversation;
	const unassigned = version >= 16 ? 0 : null;
	const statistics = statisticsOf(conversation);
	const firstReply = statistics.first_contact_reply_at;
	const teammates = new Map(parts.map(({ author }) => [author.type === 'admin' ? author.id : '', author]));
	teammates.delete('');
	return {
		type: 'conversation',
		id: conversation.id,
		title: conversation.title,
		created_at: conversation.created_at,
		updated_at: changedAt(conversation),
		waiting_since: conversation.waiting_since,
		snoozed_until: conversation.snoozed_until,
		source: { ...source, body: plaintext ? toText(source.body) : source.body },
		contacts: {
			type: 'contact.list',
			contacts: conversation.contacts.map((id) => contactReference(workspace, id)),
		},
		first_contact_reply: firstReply ? { created_at: firstReply, type: source.type, url: source.url } : null,
		admin_assignee_id: admin ?? unassigned,
		team_assignee_id: team ?? unassigned,
		open: conversation.state !== 'closed',
		state: conversation.state,
		read: conversation.read,
		tags: { type: 'tag.list', tags: conversation.tags.map((tag) => appliedTagView(workspace, tag)) },
		priority: priorityWord(conversation.priority, version),
		sla_applied: null,
		statistics,
		conversation_rating: rating
			? {
					rating: rating.rating,
					remark: rating.remark,
					created_at: rating.created_at,
					updated_at: rating.created_at,
					contact: contactReference(workspace, rating.contact),
					teammate: rating.admin ? { type: 'admin', id: Number(rating.admin) } : null,
				}
			: unrated[workspace.settings.unrated],
		teammates: { type: 'admin.list', admins: [...teammates.keys()].map((id) => ({ type: 'admin', id })) },
		custom_attributes: conversation.custom_attributes,
		topics: { type: 'topic.list', topics: [], total_count: 0 },
		ticket: conversation.ticket ? ticketReference(workspace, conversation.id) : null,
		linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
		ai_agent: null,
		ai_agent_participated: false,
		...(version >= 15 ? { company: companyReference(conversation) } : {}),
	};
}

const nobody = { id: null, type: null };

/** How Intercom shows that nobody rated it: all three were recorded. */
const unrated = {
	null: null,
	nulls: {
		rating: null,
		remark: null,
		created_at: null,
		updated_at: null,
		contact: nobody,
		teammate: nobody,
	},
	empty: {},
};

const companyReference = ({ company }: Conversation) => (company ? { type: 'company', id: company } : null);

const priorityWord = (priority: boolean, version: number) =>
	version >= 16 ? (priority ? 'high' : 'none') : priority ? 'priority' : 'not_priority';

/** With these of its parts, or the 500 newest. */
export function fullConversationView(
	workspace: Workspace,
	conversation: Conversation,
	look: Look,
	parts = conversation.parts.slice(-maxParts),
): Json {
	return {
		...conversationView(workspace, conversation, look),
		conversation_parts: {
			type: 'conversation_part.list',
			conversation_parts: parts.map((part) => partView(workspace, part, look)),
			total_count: parts.length,
		},
	};
}
