import { api, grace, lead, simulator } from './intercom/driver';
import { deliveries, happen, item, notification, posts, subscribe } from './intercom/endpoint';

/** What tells one event from the next has to be the same in the notification and in what REST shows afterwards. */

type Facts = Record<string, unknown>;
type Shown = Record<string, never>;

/** As each side has it: ISO in some notifications, unix s in REST. */
const seconds = (time: unknown) =>
	typeof time === 'string' ? Math.floor(Date.parse(time) / 1000) : (time as number);

const times = ({ created_at, updated_at }: Shown): Facts => ({
	created_at: seconds(created_at),
	updated_at: seconds(updated_at),
});

/** The newest part: a conversation's notification has no other, REST and tickets have the whole history. */
function newestPart(object: Shown): Facts {
	const list = (object.conversation_parts ?? object.ticket_parts) as Record<string, Shown[]>;
	const parts = list.conversation_parts ?? list.ticket_parts;
	const { id, part_type, created_at, author, assigned_to } = parts[parts.length - 1];
	return { ...times(object), part: { id, part_type, created_at, author, assigned_to } };
}

const ratingOf = (object: Shown) => ({ ...newestPart(object), rating: object.conversation_rating });

const newestTag = (object: Shown) => (object.tags as { tags: unknown[] }).tags.at(-1);

type Row = {
	topic: string;
	path: (item: Shown) => string;
	/** Of REST's object, and of the notification's where that is another shape. */
	facts: (object: Shown) => Facts;
	told?: (item: Shown) => Facts;
	event?: object;
	/** Whether the object counts as changed by it: being tagged is no change (recorded). */
	isTouched?: boolean;
};

const conversation = ({ id }: Shown) => `/conversations/${id}`;
const contact = ({ id }: Shown) => `/contacts/${id}`;
const company = ({ id }: Shown) => `/companies/${id}`;
const ticketOf = (item: Shown): Shown => ((item.ticket as Shown | undefined) ?? item) as Shown;
const ticket = (item: Shown) => `/tickets/${ticketOf(item).id}`;

const rows: Row[] = [
	{ topic: 'conversation.user.created', path: conversation, facts: times },
	{ topic: 'conversation.admin.single.created', path: conversation, facts: times },
	...[
		'user.replied',
		'admin.replied',
		'admin.noted',
		'admin.assigned',
		'admin.open.assigned',
		'admin.opened',
		'admin.closed',
		'admin.snoozed',
		'admin.unsnoozed',
		'operator.replied',
		'priority.updated',
	].map((end) => ({ topic: `conversation.${end}`, path: conversation, facts: newestPart })),
	{ topic: 'conversation.rating.added', path: conversation, facts: ratingOf },
	{
		topic: 'conversation_part.tag.created',
		path: conversation,
		facts: (object) => ({ ...times(object), tag: newestTag(object) }),
		isTouched: false,
	},
	{
		topic: 'contact.user.created',
		path: contact,
		facts: times,
		event: { contact: { email: 'u@example.com' } },
	},
	{ topic: 'contact.user.updated', path: contact, facts: times },
	{ topic: 'contact.lead.created', path: contact, facts: times, event: { contact: { role: 'lead' } } },
	{ topic: 'contact.lead.updated', path: contact, facts: times, event: { contact: { id: lead } } },
	{ topic: 'company.created', path: company, facts: times },
	{ topic: 'company.updated', path: company, facts: times },
	...[
		'created',
		'state.updated',
		'attribute.updated',
		'note.created',
		'admin.replied',
		'contact.replied',
		'admin.assigned',
		'team.assigned',
		'closed',
	].map((end) => ({
		topic: `ticket.${end}`,
		path: ticket,
		facts: newestPart,
		told: (item: Shown) => newestPart(ticketOf(item)),
	})),
];

it.each(rows)(
	'$topic: the same facts in both',
	async ({ topic, path, facts, told = facts, event, isTouched = true }) => {
		// late in a second, which both have to cut off alike
		simulator.clock.set('2030-01-01T00:00:00.700Z');
		await happen({ topic: 'conversation.user.created', contact: { id: grace } });
		await happen({ topic: 'ticket.created', contact: { id: grace } });
		simulator.clock.set('2030-01-01T00:10:00.900Z');
		await subscribe(topic);
		await happen({ topic, ...(event ?? { contact: { id: grace } }) });
		await deliveries(1);
		simulator.clock.set('2030-01-01T00:20:00Z');
		const { status, body } = await api('GET', path(item()));
		expect(status).toBe(200);
		expect(facts(body)).toEqual(told(item()));
		expect(facts(body).updated_at === notification().created_at).toBe(isTouched);
	},
);

it('shows what can be listed in lists and search just as well', async () => {
	simulator.clock.set('2030-01-01T00:10:00.990Z');
	await subscribe('*');
	await happen({ topic: 'conversation.rating.added', contact: { id: grace } });
	await happen({ topic: 'conversation_part.tag.created', contact: { id: grace } });
	await happen({ topic: 'event.created', contact: { id: grace } });
	await deliveries(3);
	const { body } = await api('POST', '/conversations/search', {
		query: { field: 'contact_ids', operator: '=', value: grace },
	});
	const [found] = body.conversations as Shown[];
	const toldOf = (topic: string) => {
		const index = posts().findIndex((_post, at) => notification(at).topic === topic);
		return item(index);
	};
	expect(found.conversation_rating).toEqual(toldOf('conversation.rating.added').conversation_rating);
	expect(newestTag(found)).toEqual(newestTag(toldOf('conversation_part.tag.created')));
	const { events } = (await api('GET', '/events?type=user&user_id=1')).body;
	expect(events).toEqual([toldOf('event.created')]);
});
