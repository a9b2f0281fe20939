import type { IDataObject } from 'n8n-workflow';
import { members, toSeconds } from '../webhook/event';
import { topicOfPart } from '../webhook/parts';

/** An event found in an object read over REST. `at` in Unix seconds; `item` is what the webhook would carry. */
export type Derived = {
	topic: string;
	at: number;
	item: IDataObject;
	/** Intercom's object, where `item` holds more than that. */
	data?: IDataObject;
	/** What the event is known by where its eventKey would change with the object (`last state only` topics). */
	mark?: string;
};

type Json = IDataObject;
type Derive = (object: Json) => Derived[];

const is = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const at = (value: unknown): number => toSeconds(value) ?? 0;

/** One event a part, with the object as its webhook carries it: that part alone. What only its last state tells is left out. */
const ofParts =
	(kind: 'conversation' | 'ticket', leftOut: string[] = []): Derive =>
	(object) => {
		const list = `${kind}_parts`;
		return members(object, list).flatMap((part) => {
			const topic = topicOfPart(kind, part);
			const item = { ...object, [list]: { type: `${kind}_part.list`, [list]: [part], total_count: 1 } };
			return topic && !leftOut.includes(topic) ? [{ topic, at: at(part.created_at), item }] : [];
		});
	};

const created = (topic: string | undefined, object: Json): Derived[] =>
	topic ? [{ topic, at: at(object.created_at), item: object }] : [];

/** An object that was only made was not also updated. */
const updated = (topic: string, object: Json): Derived[] =>
	at(object.updated_at) > at(object.created_at) ? [{ topic, at: at(object.updated_at), item: object }] : [];

export const contactEvents: Derive = (contact) => {
	const role = contact.role === 'lead' ? 'lead' : 'user';
	return [...created(`contact.${role}.created`, contact), ...updated(`contact.${role}.updated`, contact)];
};

export const companyEvents: Derive = (company) => [
	...created('company.created', company),
	...updated('company.updated', company),
];

const startedBy = ({ source }: Json): string | undefined => {
	const starter = String(is(source) && is(source.author) ? source.author.type : '');
	if (['user', 'lead', 'contact'].includes(starter)) return 'conversation.user.created';
	return starter === 'admin' ? 'conversation.admin.single.created' : undefined;
};

export const conversationEvents: Derive = (conversation) => {
	const { conversation_rating: rating } = conversation;
	return [
		...created(startedBy(conversation), conversation),
		...updated('conversation.updated', conversation),
		...ofParts('conversation')(conversation),
		...(is(rating) && rating.rating
			? [
					{
						topic: 'conversation.rating.added',
						at: at(rating.updated_at ?? rating.created_at),
						item: conversation,
					},
				]
			: []),
		...members(conversation, 'tags')
			.filter((tag) => tag.applied_at)
			.map((tag) => ({
				topic: 'conversation_part.tag.created',
				at: at(tag.applied_at),
				item: { conversation, tag },
			})),
	];
};

const lastStateOnly = ['ticket.state.updated', 'ticket.attribute.updated'];

/** The part that tells of a new ticket's first state changes nothing. */
const isChange = ({ part_type, ticket_state: now, previous_ticket_state: before }: Json): boolean =>
	!/state/.test(String(part_type)) || (Boolean(before) && before !== now);

/** The newest part of a change; those before it are not seen any more in the ticket's state. */
function lastChange(ticket: Json, topic: string): Derived[] {
	const changes = members(ticket, 'ticket_parts').filter(
		(part) => topicOfPart('ticket', part) === topic && isChange(part),
	);
	const last = changes.sort((a, b) => at(a.created_at) - at(b.created_at)).at(-1);
	return last
		? [
				{
					topic,
					at: at(last.created_at),
					item: ticket,
					mark: `${topic}:${String(ticket.id)}:${String(last.id)}`,
				},
			]
		: [];
}

export const ticketEvents: Derive = (ticket) => [
	...created('ticket.created', ticket),
	...ofParts('ticket', lastStateOnly)(ticket),
	...lastStateOnly.flatMap((topic) => lastChange(ticket, topic)),
];

export const dataEvents: Derive = (event) => created('event.created', { type: 'event', ...event });
