import { pageOf } from '../connection/page';
import { todaysName } from './aliases';
import { factsOf, idOf } from './facts';
import { messageOf } from './message';
import { moments } from './moments';
import { object, text, toMs, type Json, type Notification } from './payload';
import { contactOf, whoDidIt, type Actor, type Person } from './people';
import { topicNamed, type EventType } from './topics';

export type { Notification } from './payload';

/** The one event shape of webhook and polling, in the order in which it is shown. Names and meanings are fixed: shared templates hold them. */
export type IntercomEvent = {
	/** As Intercom sent it: an app on API 1.x sends older names. All else is told by today's name of it. */
	topic: string;
	/** The event's own time, ISO 8601 in UTC. */
	occurredAt: string;
	contact: Person | null;
	/** The message as plain text, where the event is one. */
	text: string | null;
	/** The object's page in the app of its region, where it has one. */
	url: string | null;
	actor: Actor | null;
	objectType: string;
	objectId: string;
	eventType: EventType;
	/** Same event, same key, however often and by whichever way it arrives. */
	eventKey: string;
	/** `occurredAt` in Unix milliseconds. */
	occurredAtMs: number;
	workspaceId: string | null;
	notificationId: string | null;
	deliveryAttempt: number | null;
	source: 'webhook' | 'polling';
	verified: boolean;
	/** Only on samples: such an event never counts. */
	sample?: true;
	/** Intercom's object as it arrived. */
	data: Json;
};

/** Intercom's own words for a contact, before and after API 2.0. */
const typeOf = (subject: Json, topic: string): string => {
	const type = text(subject.type) ?? topic.split('.')[0];
	return type === 'user' || type === 'lead' ? 'contact' : type;
};

/** Whether the object itself was deleted, and not only its tag. */
const isGone = (topic: string): boolean => /^[^.]+\.deleted$/.test(topic);

/** How a notification came. `receivedAt` in Unix milliseconds; `source` is webhook unless said; `region` is that of its workspace. */
export type Arrival = {
	verified: boolean;
	receivedAt: number;
	source?: IntercomEvent['source'];
	region?: string | null;
};

/**
 * A notification as the event that both triggers emit. Never throws, whatever the shape: what is missing is null,
 * and where the payload lacks what distinguishes the event, the notification's id stands in for it.
 * `receivedAt` (Unix milliseconds) is the time of an event that names none.
 */
export function toEvent(
	notification: Notification,
	{ verified, receivedAt, source = 'webhook', region }: Arrival,
): IntercomEvent {
	const { app_id, created_at, delivery_attempts } = notification;
	const topic = todaysName(notification.topic);
	const item = object(notification.data?.item) ?? {};
	const { distinction, eventType } = topicNamed(topic);
	const facts = factsOf(item, topic, distinction);
	const { subject, beside } = facts;
	const { ending, at } = moments[distinction](facts, { ...notification, topic, data: { item } });
	const occurredAtMs = toMs(at) ?? toMs(created_at) ?? receivedAt;
	const id = text(notification.id);
	const objectType = typeOf(subject, topic);
	const objectId = idOf(subject) ?? text(beside?.id);
	const standIn = id ?? `at:${occurredAtMs}`;
	const contact = contactOf(facts, topic, distinction);
	const workspaceId = text(app_id);
	return {
		topic: notification.topic,
		occurredAt: new Date(occurredAtMs).toISOString(),
		contact,
		text: messageOf(distinction, facts),
		url: isGone(topic) ? null : pageOf({ region, workspaceId }, objectType, objectId ?? ''),
		actor: whoDidIt(topic, distinction, facts, item, contact),
		objectType,
		objectId: objectId ?? '',
		eventType,
		eventKey: [topic, objectId, objectId === null ? standIn : (ending ?? standIn)].filter(Boolean).join(':'),
		occurredAtMs,
		workspaceId,
		notificationId: id,
		deliveryAttempt: delivery_attempts ?? null,
		source,
		verified,
		...(notification.sample === true && { sample: true as const }),
		data: item,
	};
}
