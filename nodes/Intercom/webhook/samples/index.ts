import { own } from '../../../core/values/own';
import type { Notification } from '../event';
import { topicNamed } from '../topics';
import { company, companyContact, contact, contactTag, goneContact, subscription, visitor } from './contacts';
import { conversation, conversationContact, ratedConversation, taggedConversation } from './conversations';
import {
	COMPANY,
	CONVERSATION,
	deleted,
	hash,
	uuidOf,
	WORKSPACE,
	type AppVersion,
	type Build,
} from './occasion';
import {
	activityLog,
	admin,
	apiRequest,
	article,
	audience,
	audienceMember,
	call,
	contentStat,
	dataEvent,
	execution,
	importSource,
	job,
	plain,
	procedure,
	snippet,
} from './others';
import { closedTicket, ticketAndPart, ticketContact, wholeTicket } from './tickets';

export type { AppVersion } from './occasion';

/** By topic or its beginning; the longest one counts. Source: Intercom, webhook models 2.14 to Preview. */
const builders: Record<string, Build> = {
	conversation,
	'conversation.rating.added': ratedConversation,
	'conversation.contact': conversationContact,
	'conversation.company.updated': (occasion) => ({
		...conversation(occasion),
		company: { type: 'company', id: COMPANY },
	}),
	'conversation.deleted': () => ({ type: 'conversation', conversation_id: CONVERSATION }),
	conversation_part: conversation,
	'conversation_part.tag.created': taggedConversation,

	contact,
	'contact.user.tag': contactTag,
	'contact.lead.tag': contactTag,
	'contact.subscribed': subscription,
	'contact.unsubscribed': subscription,
	granular: subscription,
	'contact.merged': (occasion) => ({
		...contact(occasion),
		merged_from: { type: 'contact', id: hash('merged').slice(0, 24) },
	}),
	'contact.archived': goneContact('archived'),
	'contact.deleted': goneContact('deleted'),
	visitor,

	company,
	'company.contact': companyContact,
	'company.deleted': () => deleted('company', COMPANY),

	ticket: ticketAndPart,
	'ticket.created': wholeTicket,
	'ticket.state.updated': wholeTicket,
	'ticket.resolved': wholeTicket,
	'ticket.rating.provided': wholeTicket,
	'ticket.closed': closedTicket,
	'ticket.contact.attached': ticketContact,
	'ticket.contact.detached': ticketContact,

	event: dataEvent,
	call,
	admin,
	'admin.activity_log_event': activityLog,
	job,
	content_stat: contentStat,
	article,
	'article.deleted': () => deleted('article', '15147019'),
	content_snippet: snippet,
	'content_snippet.deleted': () => deleted('content_snippet', '4711'),
	content_import_source: importSource,
	'content_import_source.deleted': () => deleted('content_import_source', 33),
	audience,
	'audience.deleted': () => deleted('audience', '123'),
	'audience.member_added': audienceMember,
	'audience.member_removed': audienceMember,
	'data_connector.execution': execution,
	procedure,
	'api.request': apiRequest,
};

function builderOf(topic: string): Build {
	const isKnown = topicNamed(topic).group !== '';
	const words = isKnown ? topic.split('.') : [];
	const beginnings = words.map((_, index) => words.slice(0, words.length - index).join('.'));
	return beginnings.map((beginning) => own(builders, beginning)).find(Boolean) ?? plain;
}

/**
 * A notification of the topic as Intercom would post it now (`now` in Unix seconds), with made-up data; also of a topic
 * that nobody knows. The same call gives the same notification, and a topic's ids are the same at any time.
 * Beyond Intercom's own members it says `sample: true`, and its customer's external ID is `sample-user`.
 */
export function sampleNotification(
	topic: string,
	{ now, version }: { now: number; version: AppVersion },
): Notification {
	const item = builderOf(topic)({ topic, now, version });
	const data = { type: 'notification_event_data', item };
	return {
		type: 'notification_event',
		app_id: WORKSPACE,
		data,
		links: {},
		id: `notif_${uuidOf(topic)}`,
		topic,
		delivery_status: 'pending',
		delivery_attempts: 1,
		delivered_at: 0,
		first_sent_at: now,
		created_at: now,
		self: null,
		sample: true,
	};
}
