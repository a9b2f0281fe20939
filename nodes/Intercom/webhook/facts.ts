import { own } from '../../core/values/own';
import { becameTicket } from './history';
import { mayBe } from './parts';
import { members, object, partsOf, text, toMs, word, type Json } from './payload';
import type { Distinction } from './topics';

/** A notification's item, taken apart. */
export type Facts = {
	/** What the event is about: conversation, ticket, company, contact … */
	subject: Json;
	/** The contact that stands beside it, as in taggings and attachments. */
	beside?: Json;
	tag?: Json;
	/** The part that this event is, and whether the payload shows that it is. */
	part?: Json;
	isOwnPart: boolean;
	/** The part by which the ticket came to be. */
	beginning?: Json;
	/** Intercom shows a rating that was not given as an object of nulls. */
	rating?: Json;
	/** The message that began a conversation. */
	source?: Json;
};

/** What identifies the object, by the member that holds it; content_stat and attachments hold it one level down. */
const IDS = ['id', 'conversation_id', 'request_id', 'audience_id', 'intercom_user_id', 'user_id'];

const WHO = ['id', 'external_id', 'user_id', 'email'];

export function idOf(subject: Json): string | null {
	const inner = text(object(subject.content_stat)?.id);
	for (const name of IDS) if (text(own(subject, name))) return text(own(subject, name));
	return inner;
}

/** Somebody, and not an object of nulls. */
export const somebody = (value: unknown): Json | undefined => {
	const given = object(value);
	return given && WHO.some((name) => text(own(given, name)) !== null) ? given : undefined;
};

/** A resolution is told by the part of the state that changed. */
const topicOfParts = (topic: string): string =>
	topic === 'ticket.resolved' ? 'ticket.state.updated' : topic;

/** The newest; of one second the last that Intercom lists. */
const newest = (parts: Json[]): Json | undefined =>
	parts.reduce<Json | undefined>(
		(last, part) => (last && (toMs(last.created_at) ?? 0) > (toMs(part.created_at) ?? 0) ? last : part),
		undefined,
	);

/**
 * The part that this event is. Conversation notifications carry the new ones only, ticket notifications the whole
 * history, in which something else may have happened in the same second.
 */
function partOf(item: Json, subject: Json, topic: string): Pick<Facts, 'part' | 'isOwnPart'> {
	const kind = topic.startsWith('ticket') ? 'ticket' : 'conversation';
	const parts = partsOf(subject);
	const own =
		object(item.ticket_part) ?? newest(parts.filter((part) => mayBe(kind, part, topicOfParts(topic))));
	return { part: own ?? newest(parts), isOwnPart: own !== undefined };
}

/** The tag that is new; the list of all tags says when it was put on, that of the new ones does not (recorded). */
function tagOf(item: Json, subject: Json): Json | undefined {
	const all = members(subject, 'tags');
	const [added] = members(subject, 'tags_added');
	if (object(item.tag)) return object(item.tag);
	return added ? (all.find(({ id }) => id === added.id) ?? added) : all.at(-1);
}

function ratingOf({ conversation_rating: given }: Json): Json | undefined {
	const rating = object(given);
	return rating && word(rating.rating) !== '' ? rating : undefined;
}

/** Takes an item apart, whatever the version of the app. Source: Intercom, webhook models, and recorded deliveries. */
export function factsOf(item: Json, topic: string, distinction: Distinction): Facts {
	const beside = somebody(item.contact) ?? somebody(item.user);
	const conversation = object(item.conversation);
	// newer apps nest the ticket in `ticket.closed`; what has no type holds company or conversation beside a contact;
	// taggings and subscriptions have no id of their own and are about the contact
	// (a conversation that was made a ticket carries both, and is meant itself)
	const isWhole = Boolean(item.type) && idOf(item) !== null;
	const subject =
		(isWhole ? item : object(item.ticket)) ??
		object(item.company) ??
		object(conversation?.model) ??
		conversation ??
		beside ??
		item;
	return {
		subject,
		beside: beside === subject ? undefined : beside,
		tag: tagOf(item, subject),
		...partOf(item, subject, topic),
		beginning: topic === 'ticket.created' ? becameTicket(subject) : undefined,
		rating: distinction === 'rating' ? ratingOf(subject) : undefined,
		source: object(subject.source) ?? object(subject.conversation_message),
	};
}
