import type { IDataObject } from 'n8n-workflow';
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
};

export type Person = {
	id: string | null;
	externalId: string | null;
	email: string | null;
	name: string | null;
	role: string | null;
};

/** The one event shape of webhook and polling. Names and meanings are fixed: shared templates hold them. */
export type IntercomEvent = {
	/** Same event, same key, however often and by whichever way it arrives. */
	eventKey: string;
	notificationId: string | null;
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
	actor: { type: string; id: string } | null;
	/** Intercom's object as it arrived. */
	data: Json;
};

const object = (value: unknown): Json | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

const text = (value: unknown): string | null =>
	value === undefined || value === null || value === '' || typeof value === 'object' ? null : String(value);

/** Unix seconds, digit strings or ISO 8601 (the shape depends on object and app version) → Unix milliseconds. */
function toMs(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isNaN(seconds) ? Date.parse(String(value)) : seconds * 1000;
	return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : undefined;
}

/** Whole seconds: REST gives no more, and keys must agree. */
const toSeconds = (value: unknown): number | undefined => {
	const ms = toMs(value);
	return ms === undefined ? undefined : Math.floor(ms / 1000);
};

/** Members of an embedded list: `contacts: { contacts: [] }`, `tags: { tags: [] }`. */
const members = (item: Json, list: string): Json[] => {
	const all = object(item[list])?.[list];
	return Array.isArray(all) ? (all as Json[]).filter((member) => object(member)) : [];
};

/** The newest part. Conversation notifications carry the new ones only, ticket notifications the whole history. */
function newestPart(item: Json): Json | undefined {
	const parts = [...members(item, 'conversation_parts'), ...members(item, 'ticket_parts')];
	return parts.reduce<Json | undefined>(
		(newest, part) =>
			newest && (toMs(newest.created_at) ?? 0) > (toMs(part.created_at) ?? 0) ? newest : part,
		undefined,
	);
}

/** What a notification is about, freed of its wrappers (a ticket inside `ticket.closed` of newer apps, a company beside its contact). */
const subjectOf = (item: Json): Json =>
	object(item.ticket) ?? (item.type ? item : (object(item.company) ?? object(item.conversation) ?? item));

type Moment = { ending?: string; at?: unknown };

const stamped = (name: string, at: unknown, label: unknown = toSeconds(at)): Moment =>
	label === undefined || label === null ? { at } : { ending: `${name}:${String(label)}`, at };

/** By kind of topic: the end of the key, and when the event happened. */
const moments: Record<Distinction, (item: Json, notification: Notification) => Moment> = {
	object: (item) => ({ ending: '', at: item.created_at }),
	part: (item) => {
		const part = newestPart(item);
		return stamped('part', part?.created_at, part?.id ?? null);
	},
	rating: (item) => {
		const rating = object(item.conversation_rating);
		// `created_at` is when the rating was asked for, `updated_at` when it was given
		return { ...stamped('rating', rating?.created_at), at: rating?.updated_at ?? rating?.created_at };
	},
	tag: (item, { created_at }) => {
		const tag = object(item.tag) ?? members(item, 'tags_added')[0] ?? members(item, 'tags').at(-1);
		const at = tag?.applied_at ?? item.created_at ?? created_at;
		const seconds = toSeconds(at);
		return tag?.id && seconds !== undefined ? stamped('tag', at, `${String(tag.id)}:${seconds}`) : { at };
	},
	updated: (item) => stamped('at', item.updated_at),
	notified: (_item, { created_at }) => stamped('at', created_at),
	dataEvent: (item) =>
		stamped(
			'event',
			item.created_at,
			text(item.event_name) && toSeconds(item.created_at) !== undefined
				? `${String(item.event_name)}:${toSeconds(item.created_at)}`
				: null,
		),
};

const person = (given: Json | undefined, known: Json = {}): Person | null =>
	given
		? {
				id: text(given.id),
				externalId: text(given.external_id ?? given.user_id),
				email: text(given.email ?? known.email),
				name: text(given.name ?? known.name),
				role: text(given.role ?? known.type),
			}
		: null;

const isContact = (author: Json | undefined): boolean =>
	['user', 'lead', 'contact'].includes(String(author?.type));

function contactOf(item: Json, authors: Json[]): Person | null {
	const own = ['contact', 'visitor', 'user'].includes(String(item.type))
		? item
		: (object(item.contact) ?? object(item.user));
	const attached = own ?? members(item, 'contacts')[0];
	if (attached) {
		return person(
			attached,
			authors.find((author) => isContact(author) && author.id === attached.id),
		);
	}
	return item.type === 'event'
		? person({ id: item.intercom_user_id, external_id: item.user_id, email: item.email })
		: person(authors.find(isContact));
}

const actorOf = (who: Json | undefined): IntercomEvent['actor'] =>
	who && text(who.type) && text(who.id) ? { type: String(who.type), id: String(who.id) } : null;

function whoDidIt(topic: string, item: Json, contact: Person | null): IntercomEvent['actor'] {
	const part = object(newestPart(item)?.author);
	if (topic === 'conversation.rating.added') {
		return contact?.id ? { type: contact.role ?? 'user', id: contact.id } : null;
	}
	if (item.type === 'admin') return actorOf(item);
	return actorOf(part ?? object(object(item.tag)?.applied_by) ?? object(object(item.source)?.author));
}

/**
 * A notification as the event that both triggers emit. Never throws, whatever the shape: what is missing is null,
 * and where the payload lacks what distinguishes the event, the notification's id stands in for it.
 * `receivedAt` (Unix milliseconds) is the time of an event that names none.
 */
export function toEvent(
	notification: Notification,
	{ verified, receivedAt }: { verified: boolean; receivedAt: number },
): IntercomEvent {
	const { topic, id = null, app_id, created_at, delivery_attempts } = notification;
	const item = object(notification.data?.item) ?? {};
	const subject = subjectOf(item);
	const { distinction, eventType } = topicNamed(topic);
	const { ending, at } = moments[distinction](subject, notification);
	const occurredAtMs = toMs(at) ?? toMs(created_at) ?? receivedAt;
	const authors = [object(newestPart(subject)?.author), object(object(subject.source)?.author)].filter(
		(author) => author !== undefined,
	);
	const tagged = object(subject.contact);
	const objectType =
		tagged && subject.type !== 'company' ? 'contact' : (text(subject.type) ?? topic.split('.')[0]);
	const objectId =
		text(subject.id) ??
		text(subject.conversation_id) ??
		text(tagged?.id) ??
		text(subject.intercom_user_id) ??
		text(subject.user_id) ??
		'';
	const contact = contactOf(item.type ? subject : { ...subject, contact: item.contact }, authors);
	const keyEnd = ending ?? id ?? `at:${occurredAtMs}`;
	return {
		eventKey: [topic, objectId, keyEnd].filter(Boolean).join(':'),
		notificationId: text(id),
		topic,
		eventType,
		objectType,
		objectId,
		occurredAt: new Date(occurredAtMs).toISOString(),
		occurredAtMs,
		workspaceId: text(app_id),
		deliveryAttempt: delivery_attempts ?? null,
		source: 'webhook',
		verified,
		contact,
		actor: whoDidIt(topic, subject, contact),
		data: item,
	};
}
