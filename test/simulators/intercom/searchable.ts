import { DateTime } from 'luxon';
import { isObject } from './body';
import { toText } from './html';
import { type FieldType, type Operator, type Searchable } from './search';
import type { AttributeType, Contact, Conversation, DataAttribute, Workspace } from './types';
import { conversationView } from './conversationViews';
import { changedAt, madeAt } from './views';
import { isListed } from './workspace';

/** Names by type, as words of one text. */
export const fields = (typesOf: Record<FieldType, string>) =>
	new Map(
		Object.entries(typesOf).flatMap(([type, names]) =>
			names
				.split(/\s+/)
				.filter(Boolean)
				.map((name): [string, FieldType] => [name, type as FieldType]),
		),
	);

const contactFields = fields({
	string: `id role name avatar email email_domain phone external_id language_override browser browser_language os
		location.country location.region location.city segment_id tag_id ios_app_version ios_device ios_os_version
		ios_app_name ios_sdk_version android_app_version android_device android_app_name android_sdk_version`,
	integer: 'owner_id',
	date: `created_at signed_up_at updated_at last_seen_at last_contacted_at last_replied_at last_email_opened_at
		last_email_clicked_at ios_last_seen_at android_last_seen_at`,
	boolean: 'unsubscribed_from_emails marked_email_as_spam has_hard_bounced',
});

const conversationFields = fields({
	string: `id source.type source.id source.delivered_as source.subject source.body source.author.id
		source.author.type source.author.name source.author.email source.url contact_ids teammate_ids channel_initiated
		state tag_ids priority statistics.last_closed_by_id conversation_rating.remark conversation_rating.contact_id
		conversation_rating.admin_d ai_agent.resolution_state ai_agent.last_answer_type ai_agent.rating_remark
		ai_agent.source_type ai_agent.source_title`,
	integer: `admin_assignee_id team_assignee_id statistics.time_to_assignment statistics.time_to_admin_reply
		statistics.time_to_first_close statistics.time_to_last_close statistics.median_time_to_reply
		statistics.count_reopens statistics.count_assignments statistics.count_conversation_parts
		conversation_rating.score ai_agent.rating`,
	date: `created_at updated_at waiting_since snoozed_until statistics.first_contact_reply_at
		statistics.first_assignment_at statistics.first_admin_reply_at statistics.first_close_at
		statistics.last_assignment_at statistics.last_assignment_admin_reply_at statistics.last_contact_reply_at
		statistics.last_admin_reply_at statistics.last_close_at conversation_rating.requested_at
		conversation_rating.replied_at`,
	boolean: 'open read ai_agent_participated',
});

/** The operators by type where a field has no rule of its own. */
export const comparisons: Record<FieldType, Operator[]> = {
	string: ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$'],
	integer: ['=', '!=', 'IN', 'NIN', '>', '<'],
	date: ['=', '!=', 'IN', 'NIN', '>', '<'],
	boolean: ['=', '!=', 'IN', 'NIN'],
};

const attributeTypes: Record<AttributeType, FieldType> = {
	string: 'string',
	integer: 'integer',
	float: 'integer',
	boolean: 'boolean',
	date: 'date',
};

/** `custom_attributes.<name>`, for the attributes that this kind of object has. */
function attributeType(
	workspace: Workspace,
	model: DataAttribute['model'],
	field: string,
): FieldType | undefined {
	const attribute = workspace.attributes.find(
		(one) => one.model === model && `custom_attributes.${one.name}` === field,
	);
	return attribute && attributeTypes[attribute.data_type];
}

/** `source.author.id` of an object; null where the way there ends. Names with dots of their own do not occur. */
export const at = (object: unknown, field: string) =>
	field.split('.').reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : null), object) ?? null;

/** Contacts: dates by calendar day of the workspace, no `!=`, `>=`, `<=`, `IN`, `NIN` on them. */
export function searchableContacts(workspace: Workspace): Searchable<Contact> {
	const special: Record<string, (contact: Contact) => unknown> = {
		tag_id: (contact) => contact.tags.map((tag) => tag.id),
		segment_id: () => [],
		email_domain: (contact) => contact.email?.split('@')[1],
		has_hard_bounced: () => false,
		marked_email_as_spam: () => false,
		created_at: madeAt,
		updated_at: changedAt,
	};
	return {
		inclusive: false,
		isListed,
		fieldType: (field) => contactFields.get(field) ?? attributeType(workspace, 'contact', field),
		value: (contact, field) => special[field]?.(contact) ?? at(contact, field),
		operators(field, type) {
			if (field === 'tag_id') return ['=', '!='];
			if (type === 'date') return ['=', '>', '<'];
			return type === 'integer' ? [...comparisons.integer, '>=', '<='] : comparisons[type];
		},
		day(unixSeconds) {
			const start = DateTime.fromSeconds(unixSeconds, { zone: workspace.settings.timezone }).startOf('day');
			if (!start.isValid) throw new Error(`setting timezone: ${start.invalidExplanation}`);
			// a day after 1:00 need not be midnight: some zones put the clock forward at 0:00
			return [start.toSeconds(), start.plus({ days: 1 }).startOf('day').toSeconds()];
		},
	};
}

/** Conversations: to the second, `>` and `<` include the value, as the reference words it. */
export function searchableConversations(workspace: Workspace): Searchable<Conversation> {
	const look = { version: 14 };
	const special: Record<string, (conversation: Conversation) => unknown> = {
		contact_ids: (one) => one.contacts,
		teammate_ids: (one) => one.parts.flatMap(({ author }) => (author.type === 'admin' ? [author.id] : [])),
		tag_ids: (one) => one.tags.map((tag) => tag.id),
		channel_initiated: (one) => one.source.type,
		// single words only: a phrase never matches
		'source.body': (one) =>
			toText(one.source.body)
				.toLowerCase()
				.match(/[\p{L}\p{N}]+/gu) ?? [],
		id: (one) => one.id,
		created_at: (one) => one.created_at,
		updated_at: changedAt,
		state: (one) => one.state,
		open: (one) => one.state !== 'closed',
		'conversation_rating.score': (one) => one.rating?.rating,
		'conversation_rating.replied_at': (one) => one.rating?.created_at,
		'conversation_rating.contact_id': (one) => one.rating?.contact,
		'conversation_rating.admin_d': (one) => one.rating?.admin,
	};
	return {
		inclusive: true,
		fieldType: (field) => conversationFields.get(field) ?? attributeType(workspace, 'conversation', field),
		value: (one, field) => special[field]?.(one) ?? at(conversationView(workspace, one, look), field),
		operators: (_field, type) => comparisons[type],
	};
}
