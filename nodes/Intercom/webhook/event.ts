import type { IDataObject } from 'n8n-workflow';
import { pageOf } from '../connection/page';
import { messageOf } from './message';
import { topicOfPart, word } from './parts';
import { topicNamed, type Distinction, type EventType } from './topics';

type Json = IDataObject;

/** What Intercom posts. Source: Intercom, webhook models, notification object. Times in Unix seconds. */
export type Notification = Json & {
	topic: string;
	id?: string | null;
	app_id?: string;
	created_at?: number;
	delivery_attempts?: number;
	data: { item: Json };
	/** Ours, on samples only. */
	sample?: boolean;
};

export type Person = {
	id: string | null;
	externalId: string | null;
	email: string | null;
	name: string | null;
	role: string | null;
};

/** The one event shape of webhook and polling, in the order in which it is shown. Names and meanings are fixed: shared templates hold them. */
export type IntercomEvent = {
	topic: string;
	/** The event's own time, ISO 8601 in UTC. */
	occurredAt: string;
	contact: Person | null;
	/** The message as plain text, where the event is one. */
	text: string | null;
	/** The object's page in the app of its region, where it has one. */
	url: string | null;
	actor: { type: string; id: string } | null;
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

const object = (value: unknown): Json | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

const text = (value: unknown): string | null => word(value) || null;

/** Unix seconds, digit strings or ISO 8601 (the shape depends on object and app version) → Unix milliseconds. */
function toMs(value: unknown): number | undefined {
	if (word(value) === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isNaN(seconds) ? Date.parse(String(value)) : seconds * 1000;
	return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : undefined;
}

/** Whole seconds: REST gives no more, and keys must agree. */
export const toSeconds = (value: unknown): number | undefined => {
	const ms = toMs(value);
	return ms === undefined ? undefined : Math.floor(ms / 1000);
};

/** Members of an embedded list: `tags: { tags: [] }` on most objects, `tags: []` on parts and some tickets. */
export function members(item: Json, list: string): Json[] {
	const all = Array.isArray(item[list]) ? item[list] : object(item[list])?.[list];
	return Array.isArray(all) ? (all as Json[]).filter((member) => object(member)) : [];
}

/** A resolution is told by the part of the state that changed. */
const partTopic = (topic: string): string => (topic === 'ticket.resolved' ? 'ticket.state.updated' : topic);

const newest = (parts: Json[]): Json | undefined =>
	parts.reduce<Json | undefined>(
		(last, part) => (last && (toMs(last.created_at) ?? 0) > (toMs(part.created_at) ?? 0) ? last : part),
		undefined,
	);

/**
 * The part that this event is. Conversation notifications carry the new ones only, ticket notifications the whole
 * history, in which something else may have happened in the same second.
 */
function partOf(item: Json, subject: Json, topic: string): Json | undefined {
	const kind = topic.startsWith('ticket') ? 'ticket' : 'conversation';
	const parts = [...members(subject, 'conversation_parts'), ...members(subject, 'ticket_parts')];
	const own = parts.filter((part) => topicOfPart(kind, part) === partTopic(topic));
	return object(item.ticket_part) ?? newest(own) ?? newest(parts);
}

/** A notification's item, taken apart. */
type Facts = {
	/** What the event is about: conversation, ticket, company, contact … */
	subject: Json;
	/** The contact that stands beside it, as in taggings and attachments. */
	beside?: Json;
	tag?: Json;
	part?: Json;
	rating?: Json;
};

const idOf = (subject: Json): string | null =>
	text(subject.id) ??
	text(subject.conversation_id) ??
	text(object(subject.content_stat)?.id) ??
	text(subject.intercom_user_id) ??
	text(subject.user_id);

function factsOf(item: Json, topic: string): Facts {
	const beside = object(item.contact) ?? object(item.user);
	const conversation = object(item.conversation);
	// newer apps nest the ticket in `ticket.closed`; what has no type holds company or conversation beside a contact;
	// taggings and subscriptions have no id of their own and are about the contact
	const subject =
		object(item.ticket) ??
		(item.type && idOf(item) !== null ? item : undefined) ??
		object(item.company) ??
		object(conversation?.model) ??
		conversation ??
		beside ??
		item;
	return {
		subject,
		beside: beside === subject ? undefined : beside,
		tag: object(item.tag) ?? members(subject, 'tags_added')[0] ?? members(subject, 'tags').at(-1),
		part: partOf(item, subject, topic),
		rating: object(subject.conversation_rating),
	};
}

type Moment = { ending?: string; at?: unknown };

const stamped = (name: string, at: unknown, label: unknown = toSeconds(at)): Moment =>
	word(label) === '' ? { at } : { ending: `${name}:${word(label)}`, at };

/** `<what>:<time>`, if both are there. */
const timed = (what: unknown, at: unknown): string | null =>
	text(what) !== null && toSeconds(at) !== undefined ? `${String(what)}:${toSeconds(at)}` : null;

/** By kind of topic: the end of the key, and when the event happened. */
const moments: Record<Distinction, (facts: Facts, notification: Notification) => Moment> = {
	object: ({ subject }) => ({ ending: '', at: subject.created_at }),
	part: ({ part }) => stamped('part', part?.created_at, part?.id ?? null),
	// `created_at` is when the rating was asked for, `updated_at` when it was given
	rating: ({ rating }) => ({
		...stamped('rating', rating?.created_at),
		at: rating?.updated_at ?? rating?.created_at,
	}),
	tag({ tag }, { created_at, data }) {
		// a tagging has the time itself; a conversation's is when it began
		const tagging = /_tag$/.test(word(data.item.type)) ? data.item.created_at : undefined;
		const at = tag?.applied_at ?? tagging ?? created_at;
		return stamped('tag', at, timed(tag?.id, at));
	},
	updated: ({ subject }) => stamped('at', subject.updated_at),
	// several contacts may be attached, or one subscribe to several types, within a second
	notified({ beside }, { topic, created_at, data }) {
		const seconds = toSeconds(created_at);
		if (seconds === undefined) return { at: created_at };
		const attached = beside && /\.contact\.(at|de)tached$/.test(topic) ? [`contact:${word(beside.id)}`] : [];
		const types = members(object(data.item.subscription_types) ?? {}, 'data').map(
			({ id }) => `type:${word(id)}`,
		);
		return { ending: [...attached, ...types, `at:${seconds}`].join(':'), at: created_at };
	},
	dataEvent: ({ subject }) =>
		stamped('event', subject.created_at, timed(subject.event_name, subject.created_at)),
};

const isContact = (author: Json | undefined): boolean =>
	['user', 'lead', 'contact'].includes(word(author?.type));

const person = (given: Json, known: Json = {}): Person => ({
	id: text(given.id),
	externalId: text(given.external_id ?? given.user_id),
	email: text(given.email ?? known.email),
	name: text(given.name ?? known.name),
	role:
		text(given.role) ?? ['user', 'lead'].find((role) => role === known.type || role === given.type) ?? null,
});

/** The contact of the event: of several in a conversation the one who wrote or rated, else the first. */
function contactOf({ subject, beside, part, rating }: Facts): Person | null {
	if (beside) return person(beside);
	if (['contact', 'visitor', 'user'].includes(word(subject.type))) return person(subject);
	if (subject.type === 'event') {
		return person({ id: subject.intercom_user_id, external_id: subject.user_id, email: subject.email });
	}
	// calls and data connectors name the contact by id alone
	const id = text(subject.contact_id) ?? (subject.type === 'conversation' ? null : text(subject.user_id));
	if (id) return person({ id });
	const authors = [object(part?.author), object(object(subject.source)?.author)].filter(isContact) as Json[];
	const attached = members(subject, 'contacts');
	const rater = object(rating?.contact);
	const doer = rater ?? object(part?.author);
	const chosen = attached.find(({ id }) => id === doer?.id) ?? rater ?? attached[0] ?? authors[0];
	return chosen
		? person(
				chosen,
				authors.find(({ id }) => id === chosen.id),
			)
		: null;
}

const actorOf = (who: Json | undefined): IntercomEvent['actor'] =>
	who && text(who.type) && text(who.id) ? { type: String(who.type), id: String(who.id) } : null;

/** Who did it, where the payload says so: nobody is guessed. */
function whoDidIt(
	topic: string,
	distinction: Distinction,
	{ subject, part, rating, tag }: Facts,
	contact: Person | null,
): IntercomEvent['actor'] {
	if (rating && distinction === 'rating') {
		return contact?.id ? { type: contact.role ?? 'user', id: contact.id } : null;
	}
	if (distinction === 'tag') return actorOf(object(tag?.applied_by));
	if (/^conversation\..*\.created$/.test(topic)) return actorOf(object(object(subject.source)?.author));
	if (distinction === 'part' || (part && topicOfPart('ticket', part) === partTopic(topic))) {
		return actorOf(object(part?.author));
	}
	if (subject.type === 'admin') return actorOf(subject);
	const admin = object(subject.performed_by) ?? object(subject.admin);
	return actorOf(admin && { type: 'admin', ...admin });
}

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
	const { topic, app_id, created_at, delivery_attempts } = notification;
	const item = object(notification.data?.item) ?? {};
	const facts = factsOf(item, topic);
	const { subject, beside } = facts;
	const { distinction, eventType } = topicNamed(topic);
	const { ending, at } = moments[distinction](facts, { ...notification, data: { item } });
	const occurredAtMs = toMs(at) ?? toMs(created_at) ?? receivedAt;
	const id = text(notification.id);
	const objectType = typeOf(subject, topic);
	const objectId = idOf(subject) ?? text(beside?.id);
	const standIn = id ?? `at:${occurredAtMs}`;
	const contact = contactOf(facts);
	const workspaceId = text(app_id);
	return {
		topic,
		occurredAt: new Date(occurredAtMs).toISOString(),
		contact,
		text: messageOf(distinction, facts),
		url: isGone(topic) ? null : pageOf({ region, workspaceId }, objectType, objectId ?? ''),
		actor: whoDidIt(topic, distinction, facts, contact),
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
