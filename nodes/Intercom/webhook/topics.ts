/** What happened to the object. */
export type EventType = 'CREATED' | 'UPDATED' | 'DELETED';

/** What tells an event from the next one of its topic on the same object (docs: eventKey). */
export type Distinction = 'object' | 'part' | 'rating' | 'tag' | 'updated' | 'notified' | 'dataEvent';

export type Topic = {
	topic: string;
	label: string;
	/** Permissions of the app in Developer Hub, any one of which is enough. */
	permission: string;
	eventType: EventType;
	distinction: Distinction;
};

const row = (
	permission: string,
	topic: string,
	label: string,
	distinction: Distinction = 'notified',
	eventType: EventType = 'UPDATED',
): Topic => ({ topic, label, permission, eventType, distinction });

const people = 'Read and list users and companies, Read and write users, or Read one user and one company';
const companies = 'Read and list users and companies, or Read one user and one company';
const admins = 'Read admins';
const conversations = 'Read conversations';
const tickets = 'Read tickets';

/** Every topic that a numbered API version offers, by group. Source: Intercom, webhook models 2.14 to 2.16. */
export const topics: Topic[] = [
	row(conversations, 'conversation.user.created', 'Conversation Started by Contact', 'object', 'CREATED'),
	row(conversations, 'conversation.user.replied', 'Conversation Replied to by Contact', 'part'),
	row(
		conversations,
		'conversation.admin.single.created',
		'Conversation Started by Admin',
		'object',
		'CREATED',
	),
	row(conversations, 'conversation.admin.replied', 'Conversation Replied to by Admin', 'part'),
	row(conversations, 'conversation.admin.replied.translated', 'Conversation Reply Translated', 'part'),
	row(conversations, 'conversation.operator.replied', 'Conversation Replied to by Fin or Bot', 'part'),
	row(conversations, 'conversation.admin.noted', 'Conversation Note Added', 'part'),
	row(conversations, 'conversation.admin.assigned', 'Conversation Assigned', 'part'),
	row(conversations, 'conversation.admin.open.assigned', 'Conversation Opened and Assigned', 'part'),
	row(conversations, 'conversation.admin.opened', 'Conversation Opened', 'part'),
	row(conversations, 'conversation.admin.closed', 'Conversation Closed', 'part'),
	row(conversations, 'conversation.admin.snoozed', 'Conversation Snoozed', 'part'),
	row(conversations, 'conversation.admin.unsnoozed', 'Conversation Unsnoozed', 'part'),
	row(conversations, 'conversation.rating.added', 'Conversation Rated', 'rating'),
	row(conversations, 'conversation.priority.updated', 'Conversation Priority Changed', 'part'),
	row(conversations, 'conversation.company.updated', 'Conversation Company Changed'),
	row(conversations, 'conversation.contact.attached', 'Conversation Contact Attached'),
	row(conversations, 'conversation.contact.detached', 'Conversation Contact Detached'),
	row('', 'conversation.read', 'Conversation Read by Contact'),
	row(conversations, 'conversation.deleted', 'Conversation Deleted', 'notified', 'DELETED'),
	row(conversations, 'conversation_part.tag.created', 'Conversation Part Tagged', 'tag'),
	row(conversations, 'conversation_part.redacted', 'Conversation Part Redacted'),

	row(people, 'contact.user.created', 'User Created', 'object', 'CREATED'),
	row(people, 'contact.user.updated', 'User Updated', 'updated'),
	row(people, 'contact.user.tag.created', 'User Tagged', 'tag'),
	row(people, 'contact.user.tag.deleted', 'User Untagged', 'tag'),
	row(people, 'contact.lead.created', 'Lead Created', 'object', 'CREATED'),
	row(people, 'contact.lead.updated', 'Lead Updated', 'updated'),
	row(people, 'contact.lead.added_email', 'Lead Added Email'),
	row(people, 'contact.lead.signed_up', 'Lead Signed Up'),
	row(people, 'contact.lead.tag.created', 'Lead Tagged', 'tag'),
	row(people, 'contact.lead.tag.deleted', 'Lead Untagged', 'tag'),
	row(people, 'contact.email.updated', 'Contact Email Changed'),
	row(people, 'contact.subscribed', 'Contact Subscribed to Emails'),
	row(people, 'contact.unsubscribed', 'Contact Unsubscribed From Emails'),
	row(people, 'granular.subscribe', 'Contact Subscribed to a Type'),
	row(people, 'granular.unsubscribe', 'Contact Unsubscribed From a Type'),
	row(people, 'contact.merged', 'Contact Merged'),
	row(people, 'contact.archived', 'Contact Archived'),
	row(people, 'contact.unarchive', 'Contact Unarchived'),
	row(companies, 'contact.deleted', 'Contact Deleted', 'notified', 'DELETED'),
	row(people, 'visitor.signed_up', 'Visitor Signed Up'),

	row(companies, 'company.created', 'Company Created', 'object', 'CREATED'),
	row(companies, 'company.updated', 'Company Updated', 'updated'),
	row(companies, 'company.deleted', 'Company Deleted', 'notified', 'DELETED'),
	row(companies, 'company.contact.attached', 'Company Contact Attached'),
	row(companies, 'company.contact.detached', 'Company Contact Detached'),

	row(tickets, 'ticket.created', 'Ticket Created', 'object', 'CREATED'),
	row(tickets, 'ticket.state.updated', 'Ticket State Changed', 'updated'),
	row(tickets, 'ticket.attribute.updated', 'Ticket Attribute Changed', 'updated'),
	row(tickets, 'ticket.admin.assigned', 'Ticket Assigned to Admin', 'part'),
	row(tickets, 'ticket.team.assigned', 'Ticket Assigned to Team', 'part'),
	row(tickets, 'ticket.note.created', 'Ticket Note Added', 'part'),
	row(tickets, 'ticket.admin.replied', 'Ticket Replied to by Admin', 'part'),
	row(tickets, 'ticket.admin.replied.translated', 'Ticket Reply Translated', 'part'),
	row(tickets, 'ticket.contact.replied', 'Ticket Replied to by Contact', 'part'),
	row(tickets, 'ticket.contact.attached', 'Ticket Contact Attached'),
	row(tickets, 'ticket.contact.detached', 'Ticket Contact Detached'),
	row(tickets, 'ticket.rating.provided', 'Ticket Rated'),
	row(tickets, 'ticket.admin.snoozed', 'Ticket Snoozed', 'part'),
	row(tickets, 'ticket.admin.unsnoozed', 'Ticket Unsnoozed', 'part'),
	row(tickets, 'ticket.resolved', 'Ticket Resolved', 'updated'),
	row(tickets, 'ticket.closed', 'Ticket Closed', 'part'),

	row('Read events', 'event.created', 'Data Event Tracked', 'dataEvent', 'CREATED'),

	row(conversations, 'call.started', 'Call Started', 'notified', 'CREATED'),
	row(conversations, 'call.ended', 'Call Ended'),
	row(conversations, 'call.recording_available', 'Call Recording Available'),
	row(conversations, 'call.transcription_available', 'Call Transcription Available'),

	row(admins, 'admin.added_to_workspace', 'Admin Added to Workspace'),
	row(admins, 'admin.removed_from_workspace', 'Admin Removed From Workspace'),
	row(admins, 'admin.away_mode_updated', 'Admin Away Mode Changed'),
	row(admins, 'admin.logged_in', 'Admin Logged In'),
	row(admins, 'admin.logged_out', 'Admin Logged Out'),
	row(admins, 'admin.activity_log_event.created', 'Admin Activity Logged', 'notified', 'CREATED'),

	row('Read jobs', 'job.completed', 'Job Completed'),
];

const byName = new Map(topics.map((entry) => [entry.topic, entry]));

/** What the name of a topic that is not in the table tells of it. */
const guess = (topic: string): Topic =>
	row(
		'',
		topic,
		topic,
		'notified',
		topic.endsWith('.created') ? 'CREATED' : topic.endsWith('.deleted') ? 'DELETED' : 'UPDATED',
	);

export const topicNamed = (topic: string): Topic => byName.get(topic) ?? guess(topic);

/** Stands for every topic. */
export const ANY_TOPIC = '*';
