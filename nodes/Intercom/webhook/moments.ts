import type { Facts } from './facts';
import { firstTime, members, type Notification, object, text, toSeconds, word } from './payload';
import type { Distinction } from './topics';

/** The end of the key (`undefined` where the payload lacks it), and when the event happened, as Intercom wrote it. */
export type Moment = { ending?: string; at?: unknown };

const stamped = (name: string, at: unknown, label: unknown = toSeconds(at)): Moment =>
	word(label) === '' ? { at } : { ending: `${name}:${word(label)}`, at };

/** `<what>:<time>`, if both are there. */
const timed = (what: unknown, at: unknown): string | null =>
	text(what) !== null && toSeconds(at) !== undefined ? `${word(what)}:${toSeconds(at)}` : null;

/** What else than the second tells two of a topic apart: who was attached, added, or subscribed to what. */
function others({ beside }: Facts, { topic, data: { item } }: Notification): string[] {
	const attached = beside && /\.contact\.(at|de)tached$/.test(topic) ? [`contact:${word(beside.id)}`] : [];
	const content = text(object(item.content)?.id);
	const types = members(object(item.subscription_types) ?? {}, 'data').map(({ id }) => `type:${word(id)}`);
	return [...attached, ...(content ? [`content:${content}`] : []), ...types];
}

/** By kind of topic: the end of the key, and when the event happened. */
export const moments: Record<Distinction, (facts: Facts, notification: Notification) => Moment> = {
	object({ subject, beginning }, { topic, created_at }) {
		// a ticket that was made of a conversation shows when that began
		const made = topic === 'ticket.created' ? (beginning?.created_at ?? created_at) : undefined;
		return { ending: '', at: made ?? subject.created_at };
	},
	part: ({ part }) => stamped('part', part?.created_at, part?.id ?? null),
	// `created_at` is when the rating was asked for, `updated_at` when it was given
	rating: ({ rating }) => ({
		...stamped('rating', rating?.created_at),
		at: firstTime(rating?.updated_at, rating?.created_at),
	}),
	tag({ tag }, { created_at, data }) {
		// a tagging has the time itself; a conversation's is when it began
		const tagging = /_tag$/.test(word(data.item.type)) ? data.item.created_at : undefined;
		const at = tag?.applied_at ?? tagging ?? created_at;
		return stamped('tag', at, timed(tag?.id, at));
	},
	updated: ({ subject }) => stamped('at', subject.updated_at),
	// several contacts may be attached, or one subscribe to several types, within a second
	notified(facts, notification) {
		const seconds = toSeconds(notification.created_at);
		const at = notification.created_at;
		if (seconds === undefined) return { at };
		return { ending: [...others(facts, notification), `at:${seconds}`].join(':'), at };
	},
	dataEvent: ({ subject }) =>
		stamped('event', subject.created_at, timed(subject.event_name, subject.created_at)),
};
