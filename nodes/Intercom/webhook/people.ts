import { jsonParse } from 'n8n-workflow';
import { somebody, type Facts } from './facts';
import { isContact } from './parts';
import { members, named, object, text, word, type Json } from './payload';
import type { Distinction } from './topics';

export type Person = {
	id: string | null;
	externalId: string | null;
	email: string | null;
	name: string | null;
	/** user or lead; null where the payload does not say. */
	role: string | null;
};

/** Who did something: user, lead, admin, team, bot. */
export type Actor = { type: string; id: string };

/**
 * The role, where the payload says it. Of an author the type `user` says nothing: Intercom calls leads so too
 * (recorded). In API 1.x, whose people have a `user_id`, the type is the role, and `contact` means a lead.
 */
function roleOf(given: Json): string | null {
	const role = text(given.role);
	if (role) return role;
	const type = word(given.type);
	const isOld = 'user_id' in given || 'anonymous' in given;
	if (type === 'lead' || (isOld && type === 'contact')) return 'lead';
	return isOld && type === 'user' ? 'user' : null;
}

/** One person out of all that the payload says of them, what comes first first; null where it names nobody. */
function person(mentions: Json[]): Person | null {
	const first = (read: (given: Json) => string | null): string | null =>
		mentions.map(read).find((value) => value !== null) ?? null;
	const whole: Person = {
		id: first(({ id }) => text(id)),
		externalId: first(({ external_id, user_id }) => text(external_id) ?? text(user_id)),
		email: first(({ email }) => text(email)),
		name: first(({ name }) => named(name)),
		role: first(roleOf),
	};
	return (whole.id ?? whole.externalId ?? whole.email) ? whole : null;
}

/** Who wrote this part, and who began; of other parts a poll sees more than a notification carries. */
const authorsOf = ({ part, isOwnPart, source }: Facts): Json[] =>
	[isOwnPart ? object(part?.author) : undefined, object(source?.author)]
		.filter((author) => author !== undefined)
		.filter(isContact);

/** Whom a conversation or ticket names: those in it, the rater, and those who wrote. */
const mentionsOf = (facts: Facts): Json[] => [
	...members(facts.subject, 'contacts'),
	...[facts.beside, somebody(facts.rating?.contact)].filter((each) => each !== undefined),
	...authorsOf(facts),
];

/** A conversation is what was said first: no part tells of it. */
const STARTED = /^conversation\.(user|admin\.single)\.created$/;

/** The contact who did this very event. */
function doerOf({ part, rating, source }: Facts, topic: string, distinction: Distinction): Json | undefined {
	if (rating) return somebody(rating.contact);
	const doing = STARTED.test(topic) ? source : distinction === 'part' ? part : undefined;
	const author = object(doing?.author);
	return isContact(author) ? somebody(author) : undefined;
}

/** The contact of the event: who did it, else who stands beside it, else the first who is in the conversation. */
export function contactOf(facts: Facts, topic: string, distinction: Distinction): Person | null {
	const { subject, beside } = facts;
	if (['contact', 'visitor', 'user', 'lead'].includes(word(subject.type))) return person([subject]);
	if (subject.type === 'event') {
		const { intercom_user_id: id, user_id: external_id, email } = subject;
		return person([{ id, external_id, email }]);
	}
	const doer = doerOf(facts, topic, distinction);
	// calls and data connectors name the contact by ID alone
	const id =
		text(subject.contact_id) ??
		(word(subject.type).startsWith('conversation') ? null : text(subject.user_id));
	if (!doer && !beside && id) return person([{ id }]);
	const mentions = mentionsOf(facts);
	const chosen = doer ?? beside ?? mentions.find(somebody);
	if (!chosen) return null;
	const same = mentions.filter((each) => text(each.id) !== null && text(each.id) === text(chosen.id));
	return person(doer ? [...same, chosen] : [chosen, ...same]);
}

const actorOf = (who: Json | undefined): Actor | null =>
	who && text(who.type) && text(who.id) ? { type: word(who.type), id: word(who.id) } : null;

/** Who attached or detached a contact stands in a text of JSON inside Intercom's own record (recorded). */
function whoAttached({ data }: Json): Json | undefined {
	const inner =
		typeof data === 'string' && data.length < 10_000 ? jsonParse<unknown>(data, { fallbackValue: {} }) : {};
	const { added_by: adder, removed_by: remover } = object(inner) ?? {};
	return object(adder) ?? object(remover);
}

/** What is told of an admin is that admin's own doing, where nobody else could have done it. */
const OWN_DOING = /^admin\.logged_(in|out)$/;

/** Who did it, where the payload says so: nobody is guessed. */
export function whoDidIt(
	topic: string,
	distinction: Distinction,
	facts: Facts,
	item: Json,
	contact: Person | null,
): Actor | null {
	const { subject, part, isOwnPart, rating, tag, source } = facts;
	if (distinction === 'rating') {
		const rater = text(somebody(rating?.contact)?.id);
		return rater ? { type: contact?.role ?? 'user', id: rater } : null;
	}
	if (distinction === 'tag') return actorOf(object(tag?.applied_by));
	if (STARTED.test(topic)) return actorOf(object(source?.author));
	if (distinction === 'part' || isOwnPart) return actorOf(object(part?.author));
	const [record] = members(object(item.conversation) ?? {}, 'parts');
	if (record) return actorOf(whoAttached(record));
	if (subject.type === 'admin') return OWN_DOING.test(topic) ? actorOf(subject) : null;
	const admin = object(subject.performed_by) ?? object(subject.admin);
	return actorOf(admin && { type: 'admin', ...admin });
}
