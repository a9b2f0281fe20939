import { ANY_TOPIC } from './topics';

/**
 * Names that are none of today's topics → the topics that they stand for. Source: Intercom, webhook models 1.1
 * (where `user` and `contact` are today's users and leads); the rest are names that other connectors made up.
 */
export const aliases: Record<string, string[]> = {
	// so deliveries are called; Intercom's description leaves the d out
	'contact.unarchived': ['contact.unarchive'],
	'user.created': ['contact.user.created'],
	'user.updated': ['contact.user.updated'],
	// in API 1.x it meant that the user was archived
	'user.deleted': ['contact.deleted', 'contact.archived'],
	'user.unsubscribed': ['contact.unsubscribed'],
	'user.email.updated': ['contact.email.updated'],
	'user.tag.created': ['contact.user.tag.created'],
	'user.tag.deleted': ['contact.user.tag.deleted'],
	'contact.created': ['contact.lead.created'],
	'contact.signed_up': ['contact.lead.signed_up'],
	'contact.added_email': ['contact.lead.added_email'],
	'contact.tag.created': ['contact.lead.tag.created'],
	'contact.tag.deleted': ['contact.lead.tag.deleted'],
	'conversation.created': ['conversation.user.created', 'conversation.admin.single.created'],
	'conversation.closed': ['conversation.admin.closed'],
	'conversation.assigned': ['conversation.admin.assigned', 'conversation.admin.open.assigned'],
	'ticket.updated': [
		'ticket.attribute.updated',
		'ticket.state.updated',
		'ticket.admin.assigned',
		'ticket.team.assigned',
		'ticket.note.created',
		'ticket.admin.replied',
		'ticket.contact.replied',
	],
};

// a topic comes from outside and may be called 'constructor'
const byName = new Map(Object.entries(aliases));

const standsFor = (topic: string): string[] => byName.get(topic) ?? [];

/**
 * What a topic is called today: an old name is resolved before anything else is told of the event. Names that others
 * made up for several topics stay: Intercom never sends them.
 */
export function todaysName(topic: string): string {
	const [first, ...more] = standsFor(topic);
	return more.length === 0 || topic.startsWith('user.') ? (first ?? topic) : topic;
}

/** The chosen names, trimmed, and all topics that they stand for. Blank ones are left out. */
export function expandTopics(chosen: string[]): Set<string> {
	const names = chosen.map((name) => name.trim()).filter((name) => name !== '');
	return new Set(names.flatMap((name) => [name, ...standsFor(name)]));
}

/**
 * Whether a notification of this topic was asked for. `chosen` comes from `expandTopics`. An app still on API 1.x
 * sends the old names: such a one is wanted if any of the topics that it stands for is.
 */
export const matches = (chosen: Set<string>, topic: string): boolean =>
	[ANY_TOPIC, topic, ...standsFor(topic)].some((name) => chosen.has(name));
