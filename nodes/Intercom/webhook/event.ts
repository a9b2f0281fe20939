import { todaysName } from './aliases';
import { factsOf, idOf } from './facts';
import { moments } from './moments';
import { object, text, toMs, type Json, type Notification } from './payload';
import { contactOf, whoDidIt, type Actor, type Person } from './people';
import { topicNamed, type EventType } from './topics';

export type { Notification } from './payload';

/** The one event shape of webhook and polling. Names and meanings are fixed: shared templates hold them. */
export type IntercomEvent = {
	/** Same event, same key, however often and by whichever way it arrives. */
	eventKey: string;
	notificationId: string | null;
	/** As Intercom sent it: an app on API 1.x sends older names. All else is told by today's name of it. */
	topic: string;
	eventType: EventType;
	objectType: string;
	objectId: string;
	/** The event's own time, ISO 8601 in UTC. */
	occurredAt: string;
	/** The same in Unix milliseconds. */
	occurredAtMs: number;
	workspaceId: string | null;
	deliveryAttempt: number | null;
	source: 'webhook' | 'polling';
	verified: boolean;
	contact: Person | null;
	actor: Actor | null;
	/** Intercom's object as it arrived. */
	data: Json;
};

/** Intercom's own words for a contact, before and after API 2.0. */
const typeOf = (subject: Json, topic: string): string => {
	const type = text(subject.type) ?? topic.split('.')[0];
	return type === 'user' || type === 'lead' ? 'contact' : type;
};

/** How a notification came. `receivedAt` in Unix milliseconds; `source` is webhook unless said. */
export type Arrival = { verified: boolean; receivedAt: number; source?: IntercomEvent['source'] };

/**
 * A notification as the event that both triggers emit. Never throws, whatever the shape: what is missing is null,
 * and where the payload lacks what distinguishes the event, the notification's id stands in for it.
 * `receivedAt` (Unix milliseconds) is the time of an event that names none.
 */
export function toEvent(
	notification: Notification,
	{ verified, receivedAt, source = 'webhook' }: Arrival,
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
	const objectId = idOf(subject) ?? text(beside?.id);
	const standIn = id ?? `at:${occurredAtMs}`;
	const contact = contactOf(facts, topic, distinction);
	return {
		eventKey: [topic, objectId, objectId === null ? standIn : (ending ?? standIn)].filter(Boolean).join(':'),
		notificationId: id,
		topic: notification.topic,
		eventType,
		objectType: typeOf(subject, topic),
		objectId: objectId ?? '',
		occurredAt: new Date(occurredAtMs).toISOString(),
		occurredAtMs,
		workspaceId: text(app_id),
		deliveryAttempt: delivery_attempts ?? null,
		source,
		verified,
		contact,
		actor: whoDidIt(topic, distinction, facts, item, contact),
		data: item,
	};
}
