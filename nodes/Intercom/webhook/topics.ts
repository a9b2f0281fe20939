/** What happened to the object. */
export type EventType = 'CREATED' | 'UPDATED' | 'DELETED';

/** What tells an event from the next one of its topic on the same object (docs: eventKey). */
export type Distinction = 'object' | 'part' | 'rating' | 'tag' | 'updated' | 'notified' | 'dataEvent';

/**
 * What polling can promise of a topic: every event under the webhook's own eventKey; the last state only, so that
 * changes between two polls are one; what leaves a trace that a poll sees, which not every event does (recorded);
 * every event, but of one contact at a time; nothing.
 */
export type Polling = 'exact' | 'last state' | 'partly' | 'per contact' | 'no';

export type Topic = {
	topic: string;
	label: string;
	group: string;
	/** Permissions of the app in Developer Hub, any one of which is enough. Empty where none is needed or known. */
	permission: string;
	eventType: EventType;
	distinction: Distinction;
	polling: Polling;
	/** The first version of the app that has it, where not all in use do. */
	since?: '2.14' | '2.15' | '2.16' | 'Preview';
};

const pollingOf: Record<Distinction, Polling> = {
	object: 'exact',
	part: 'exact',
	rating: 'exact',
	tag: 'no',
	updated: 'last state',
	notified: 'no',
	dataEvent: 'per contact',
};

const eventTypeOf = (topic: string): EventType =>
	topic.endsWith('.created') ? 'CREATED' : topic.endsWith('.deleted') ? 'DELETED' : 'UPDATED';

type Row = [
	topic: string,
	label: string,
	distinction?: Distinction,
	more?: Partial<Pick<Topic, 'permission' | 'eventType' | 'polling' | 'since'>>,
];

const fill = (group: string, permission: string, [topic, label, distinction, more]: Row): Topic => ({
	topic,
	label,
	group,
	permission,
	eventType: eventTypeOf(topic),
	distinction: distinction ?? 'notified',
	polling: pollingOf[distinction ?? 'notified'],
	...more,
});

const inGroup = (group: string, permission: string, rows: Row[]): Topic[] =>
	rows.map((row) => fill(group, permission, row));

const people = 'Read and list users and companies, Read and write users, or Read one user and one company';
const companies = 'Read and list users and companies, or Read one user and one company';
const conversations = 'Read conversations';

const CHANGED = { eventType: 'UPDATED' } as const;
const PREVIEW = { since: 'Preview' } as const;
const CALL = { since: '2.14' } as const;

/** Every topic that Intercom documents, by group. Source: Intercom, webhook models 2.14 to 2.16 and Preview. */
export const topics: Topic[] = [
	...inGroup('Conversation', conversations, [
		['conversation.user.created', 'New Conversation From a Customer (First Message)', 'object'],
		['conversation.user.replied', 'Customer Reply (New Message in a Conversation)', 'part'],
		['conversation.admin.single.created', 'New Conversation From a Teammate (First Message)', 'object'],
		['conversation.admin.replied', 'Teammate Reply (New Message in a Conversation)', 'part'],
		// the reply's own part once more: nothing in it tells a poll when it was translated
		[
			'conversation.admin.replied.translated',
			'Teammate Reply Translated',
			'part',
			{ since: '2.16', polling: 'no' },
		],
		[
			'conversation.operator.replied',
			'Fin or Bot Reply (New Message in a Conversation)',
			'part',
			{ since: '2.14' },
		],
		['conversation.admin.noted', 'Conversation Note Added', 'part'],
		['conversation.admin.assigned', 'Conversation Assigned', 'part'],
		['conversation.admin.open.assigned', 'Conversation Opened and Assigned', 'part'],
		['conversation.admin.opened', 'Conversation Opened', 'part'],
		['conversation.admin.closed', 'Conversation Closed', 'part'],
		['conversation.admin.snoozed', 'Conversation Snoozed', 'part'],
		['conversation.admin.unsnoozed', 'Conversation Unsnoozed', 'part', { polling: 'partly' }],
		['conversation.rating.added', 'Conversation Rating Added', 'rating'],
		['conversation.priority.updated', 'Conversation Priority Changed', 'part'],
		['conversation.company.updated', 'Conversation Company Changed', 'notified', { since: '2.15' }],
		['conversation.contact.attached', 'Customer Added to a Conversation'],
		['conversation.contact.detached', 'Customer Removed From a Conversation'],
		['conversation.read', 'Conversation Read by the Customer', 'notified', { permission: '' }],
		['conversation.deleted', 'Conversation Deleted'],
		['conversation_part.redacted', 'Conversation Message Redacted'],
	]),
	...inGroup('Contact', people, [
		['contact.user.created', 'New User', 'object'],
		['contact.user.updated', 'User Updated', 'updated'],
		['contact.lead.created', 'New Lead', 'object'],
		['contact.lead.updated', 'Lead Updated', 'updated'],
		['contact.lead.added_email', 'Lead Left an Email Address'],
		['contact.lead.signed_up', 'Lead Signed Up'],
		['contact.email.updated', 'Contact Email Changed'],
		['contact.subscribed', 'Contact Subscribed to Emails'],
		['contact.unsubscribed', 'Contact Unsubscribed From Emails'],
		['granular.subscribe', 'Contact Subscribed to a Subscription Type'],
		['granular.unsubscribe', 'Contact Unsubscribed From a Subscription Type'],
		['contact.merged', 'Contact Merged'],
		['contact.archived', 'Contact Archived'],
		['contact.unarchive', 'Contact Unarchived'],
		['contact.deleted', 'Contact Deleted', 'notified', { permission: companies }],
		['visitor.signed_up', 'Visitor Signed Up'],
	]),
	...inGroup('Company', companies, [
		['company.created', 'Company Created', 'object'],
		['company.updated', 'Company Updated', 'updated'],
		['company.deleted', 'Company Deleted'],
		['company.contact.attached', 'Contact Added to a Company'],
		['company.contact.detached', 'Contact Removed From a Company'],
	]),
	...inGroup('Ticket', 'Read tickets', [
		['ticket.created', 'Ticket Created', 'object'],
		['ticket.state.updated', 'Ticket State Changed', 'part'],
		['ticket.attribute.updated', 'Ticket Attribute Changed', 'part'],
		['ticket.admin.assigned', 'Ticket Assigned to a Teammate', 'part'],
		['ticket.team.assigned', 'Ticket Assigned to a Team', 'part'],
		['ticket.note.created', 'Ticket Note Added', 'part', CHANGED],
		['ticket.admin.replied', 'Teammate Reply on a Ticket', 'part'],
		[
			'ticket.admin.replied.translated',
			'Teammate Reply on a Ticket Translated',
			'part',
			{ since: '2.16', polling: 'no' },
		],
		['ticket.contact.replied', 'Customer Reply on a Ticket', 'part'],
		['ticket.contact.attached', 'Customer Added to a Ticket'],
		['ticket.contact.detached', 'Customer Removed From a Ticket'],
		['ticket.rating.provided', 'Ticket Rating Added'],
		['ticket.admin.snoozed', 'Ticket Snoozed', 'part', { since: '2.16' }],
		['ticket.admin.unsnoozed', 'Ticket Unsnoozed', 'part', { since: '2.16', polling: 'partly' }],
		// a poll sees the same change as Ticket State Changed
		['ticket.resolved', 'Ticket Resolved', 'part', { since: '2.15', polling: 'no' }],
		['ticket.closed', 'Ticket Closed', 'part'],
	]),
	...inGroup('Tag', people, [
		['contact.user.tag.created', 'User Tagged', 'tag', CHANGED],
		['contact.user.tag.deleted', 'User Untagged', 'tag', CHANGED],
		['contact.lead.tag.created', 'Lead Tagged', 'tag', CHANGED],
		['contact.lead.tag.deleted', 'Lead Untagged', 'tag', CHANGED],
		[
			'conversation_part.tag.created',
			'Conversation Message Tagged',
			'tag',
			{ ...CHANGED, permission: conversations, polling: 'partly' },
		],
	]),
	...inGroup('Data Event', 'Read events', [['event.created', 'Data Event Tracked', 'dataEvent']]),
	...inGroup('Call', conversations, [
		['call.started', 'Call Started', 'notified', { ...CALL, eventType: 'CREATED' }],
		['call.ended', 'Call Ended', 'notified', CALL],
		['call.recording_available', 'Call Recording Available', 'notified', CALL],
		['call.transcription_available', 'Call Transcription Available', 'notified', CALL],
	]),
	...inGroup('Admin', 'Read admins', [
		['admin.added_to_workspace', 'Teammate Added to the Workspace'],
		['admin.removed_from_workspace', 'Teammate Removed From the Workspace'],
		['admin.away_mode_updated', 'Teammate Away Mode Changed'],
		['admin.logged_in', 'Teammate Logged In'],
		['admin.logged_out', 'Teammate Logged Out'],
		['admin.activity_log_event.created', 'Teammate Activity Logged'],
	]),
	...inGroup('Job', 'Read jobs', [['job.completed', 'Job Completed', 'notified', { since: '2.14' }]]),
	...inGroup('Outbound Message', 'Read content data', [
		['content_stat.banner', 'Outbound Banner Engagement'],
		['content_stat.carousel', 'Outbound Carousel Engagement'],
		['content_stat.chat', 'Outbound Chat Message Engagement'],
		['content_stat.checklist', 'Outbound Checklist Engagement'],
		['content_stat.custom_bot', 'Outbound Custom Bot Engagement'],
		['content_stat.email', 'Outbound Email Message Engagement'],
		['content_stat.news_item', 'Outbound News Item Engagement'],
		['content_stat.post', 'Outbound Post Message Engagement'],
		['content_stat.push', 'Outbound Push Message Engagement'],
		['content_stat.series', 'Outbound Series Engagement'],
		['content_stat.series.webhook', 'Outbound Series Webhook Sent'],
		['content_stat.sms', 'Outbound SMS Message Engagement'],
		['content_stat.survey', 'Outbound Survey Engagement'],
		['content_stat.tooltip_group', 'Outbound Tooltip Engagement'],
		['content_stat.tour', 'Outbound Tour Engagement'],
	]),
	...inGroup('Article', 'Read and list articles', [
		['article.created', 'Article Created'],
		['article.updated', 'Article Updated'],
		['article.published', 'Article Published'],
		['article.unpublished', 'Article Unpublished'],
		['article.deleted', 'Article Deleted'],
	]),
	...inGroup('Content Snippet', 'Read content snippets', [
		['content_snippet.created', 'Content Snippet Created', 'notified', { since: '2.16' }],
		['content_snippet.updated', 'Content Snippet Updated', 'notified', { since: '2.16' }],
		['content_snippet.deleted', 'Content Snippet Deleted', 'notified', { since: '2.16' }],
	]),
	...inGroup('Content Import Source', 'Read content', [
		['content_import_source.created', 'Content Import Source Created', 'notified', PREVIEW],
		['content_import_source.updated', 'Content Import Source Updated', 'notified', PREVIEW],
		['content_import_source.deleted', 'Content Import Source Deleted', 'notified', PREVIEW],
	]),
	...inGroup('Audience', 'Read audiences', [
		['audience.created', 'Audience Created', 'notified', PREVIEW],
		['audience.updated', 'Audience Updated', 'notified', PREVIEW],
		['audience.deleted', 'Audience Deleted', 'notified', PREVIEW],
		['audience.member_added', 'Audience Member Added', 'notified', PREVIEW],
		['audience.member_removed', 'Audience Member Removed', 'notified', PREVIEW],
	]),
	...inGroup('Automation', 'Read data connectors', [
		['data_connector.execution.completed', 'Data Connector Executed', 'notified', { since: '2.15' }],
		[
			'procedure.hitl_notification.created',
			'Procedure Waiting for a Person',
			'notified',
			{ ...PREVIEW, permission: conversations },
		],
	]),
	...inGroup('API Activity', 'Read API activity logs', [
		['api.request.completed', 'API Request Completed', 'notified', { since: '2.15' }],
	]),
];

/** What only a poll can tell: Intercom has no topic for it. */
export const pollOnly: Topic[] = inGroup('Conversation', 'Read conversations', [
	['conversation.updated', 'Conversation Changed in Any Way', 'updated'],
]);

const byName = new Map([...topics, ...pollOnly].map((entry) => [entry.topic, entry]));

/** The topic's row. Of a topic that is not in the table, what its name tells. */
export const topicNamed = (topic: string): Topic => byName.get(topic) ?? fill('', '', [topic, topic]);

/** Stands for every topic. */
export const ANY_TOPIC = '*';
