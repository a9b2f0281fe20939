import { own } from '../../../core/values/own';
import { acts, partOf, prose, snoozedUntil, type Act } from './acts';
import { contact, reference } from './contacts';
import {
	ada,
	birth,
	CONVERSATION,
	customer,
	fin,
	iso,
	list,
	MINUTE,
	numberOf,
	teammate,
	vip,
	type Build,
	type Json,
	type Occasion,
} from './occasion';

function conversationPart(occasion: Occasion, act: Act): Json {
	const { author, ...part } = partOf(occasion, act);
	return {
		type: 'conversation_part',
		notified_at: part.created_at,
		assigned_to: null,
		author: { ...(author as Json), from_ai_agent: author === fin, is_ai_answer: author === fin },
		external_id: null,
		metadata: {},
		email_message_metadata: null,
		state: act.whole?.state ?? 'open',
		tags: [],
		event_details: {},
		app_package_code: null,
		...part,
	};
}

/** Its parts are the new ones only. */
export const conversation: Build = (occasion) => {
	const { topic, now, version } = occasion;
	const act = own(acts, topic);
	const parts = act ? [conversationPart(occasion, act)] : [];
	const created = birth(occasion);
	const byTeammate = topic === 'conversation.admin.single.created';
	const repliedAt = byTeammate ? null : version === '2.14' ? iso(created) : created;
	return {
		type: 'conversation',
		id: CONVERSATION,
		created_at: created,
		updated_at: now,
		waiting_since: byTeammate ? null : created,
		snoozed_until: snoozedUntil(occasion, act),
		source: {
			type: 'conversation',
			id: '3380000001',
			delivered_as: byTeammate ? 'admin_initiated' : 'customer_initiated',
			subject: '',
			body: prose(byTeammate ? 'Hello Ada, do you need help?' : 'Hello, how do I change my plan?', occasion),
			author: byTeammate ? teammate : customer,
			attachments: [],
			url: 'https://shop.example/cart',
			redacted: false,
		},
		contacts: { type: 'contact.list', contacts: [reference] },
		first_contact_reply: byTeammate
			? null
			: { created_at: created, type: 'conversation', url: 'https://shop.example/cart' },
		admin_assignee_id: null,
		team_assignee_id: null,
		open: true,
		state: 'open',
		read: false,
		tags: { type: 'tag.list', tags: [] },
		priority: 'not_priority',
		sla_applied: null,
		statistics: {
			type: 'conversation_statistics',
			time_to_assignment: null,
			first_contact_reply_at: repliedAt,
			last_contact_reply_at: repliedAt,
			last_close_at: null,
			count_reopens: 0,
			count_assignments: 0,
			count_conversation_parts: parts.length + 1,
			handling_time: null,
		},
		conversation_rating: null,
		teammates: { type: 'admin.list', admins: [] },
		title: '',
		custom_attributes: {},
		topics: { type: 'topic.list', topics: [], total_count: 0 },
		ticket: null,
		linked_objects: list(),
		ai_agent: null,
		ai_agent_participated: false,
		conversation_parts: {
			type: 'conversation_part.list',
			conversation_parts: parts,
			total_count: parts.length,
		},
		...act?.whole,
	};
};

export const ratedConversation: Build = (occasion) => ({
	...conversation(occasion),
	conversation_rating: {
		rating: 5,
		remark: 'Quick and friendly',
		created_at: occasion.now - MINUTE,
		updated_at: occasion.now,
		contact: reference,
		teammate: { type: 'admin', id: teammate.id },
	},
});

export const taggedConversation: Build = (occasion) => {
	const tags = {
		type: 'tag.list',
		tags: [{ ...vip, applied_at: occasion.now, applied_by: { type: 'admin', id: teammate.id } }],
	};
	return { ...conversation(occasion), tags, tags_added: tags };
};

/** Intercom's inner record in place of the conversation. */
export const conversationContact: Build = (occasion) => {
	const id = Number(CONVERSATION);
	const [created, now] = [iso(birth(occasion)), iso(occasion.now)];
	const part = { id: Number(numberOf(occasion.topic)), conversation_id: id, body: '', created_at: now };
	const model = { id, user_id: ada.id, message_type: 'conversation', created_at: created, updated_at: now };
	return {
		conversation: { parts: [part], options: { expand_for_notification: true }, model },
		contact: contact(occasion),
	};
};
