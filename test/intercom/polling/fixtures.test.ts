import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../../nodes/core/table/operation';
import { poll } from '../../../nodes/Intercom/polling/poll';
import { expandTopics } from '../../../nodes/Intercom/webhook/aliases';
import { toEvent, type IntercomEvent } from '../../../nodes/Intercom/webhook/event';
import { receive } from '../../../nodes/Intercom/webhook/receive';
import { sign } from '../../../nodes/Intercom/webhook/signature';
import { topicNamed } from '../../../nodes/Intercom/webhook/topics';
import { conversation, deliveries, part, ticket, type Delivery } from '../../fixtures/deliveries';
import { fin, leadWrites, sam, STARTED, WORKSPACE, type Json } from '../../fixtures/people';
import { partFacts, type PartFact } from '../../facts/partTopics';

/** Deliveries of real shape, through the webhook and, where polling promises it, through a poll of the same history. */

const SECRET = 'secret';
const chosen = expandTopics(['*']);

function heard({ topic, item, at = STARTED + 900 }: Pick<Delivery, 'topic' | 'item' | 'at'>): IntercomEvent {
	const body = Buffer.from(
		JSON.stringify({
			type: 'notification_event',
			app_id: WORKSPACE,
			data: { type: 'notification_event_data', item },
			links: {},
			id: 'notif_1',
			topic,
			delivery_status: 'pending',
			delivery_attempts: 1,
			created_at: at,
		}),
	);
	const terms = { secrets: [SECRET], verify: true, topics: chosen };
	const verdict = receive({ body, signature: sign(body, SECRET) }, terms);
	if (!('notification' in verdict)) throw new Error(`refused: ${JSON.stringify(verdict)}`);
	return toEvent(verdict.notification, { verified: true, receivedAt: 0 });
}

/** What a poll from before the object's beginning finds of this topic. */
async function polled(topic: string, object: Json): Promise<IntercomEvent[]> {
	const kind = `${String(object.type)}s`;
	const { conversation_parts: _parts, ticket_parts: _more, ...listed } = object;
	const replies: Record<string, object> = {
		[`POST /${kind}/search`]: { [kind]: [listed], total_count: 1 },
		[`GET /${kind}/${String(object.id)}`]: object,
		'GET /me': { id: sam.id, app: { id_code: WORKSPACE } },
	};
	const send: Send = async ({ method, path }) => replies[`${method} ${path}`] as IDataObject;
	const wish = { topics: [topic], contacts: [], custom: [], startFrom: STARTED - 100, lag: 0, bound: 100 };
	return (await poll(send, wish, {}, STARTED + 100_000)).events;
}

const alike = ({
	topic,
	eventKey,
	occurredAtMs,
	contact,
	actor,
	eventType,
	objectType,
	objectId,
}: IntercomEvent) => ({
	...{ topic, eventKey, occurredAtMs, contact, actor, eventType, objectType, objectId },
});

it.each(deliveries.map((delivery) => [delivery.row, delivery] as const))('%s', async (_, delivery) => {
	const event = heard(delivery);
	expect(event).toMatchObject({ topic: delivery.topic, ...delivery.event, data: delivery.item });
	if (!delivery.rest) return;
	const found = (await polled(delivery.topic, delivery.rest)).filter(
		({ eventKey }) => eventKey === event.eventKey,
	);
	expect(found.map(alike)).toEqual([alike(event)]);
});

const authors = { contact: leadWrites, admin: sam, bot: fin };
const assignees = {
	admin: { type: 'admin', id: sam.id },
	team: { type: 'team', id: '8714865' },
	nobody: { type: 'nobody_admin', id: null },
};

/** A conversation or ticket in which the fact's part is the last. */
function bodyOf({ on, part_type, text, by, to, before }: PartFact): { object: Json; last: Json } {
	const last = part(900, part_type, 600, authors[by], {
		body: text ? '<p class="no-margin">Hey!</p>' : null,
		assigned_to: to ? assignees[to] : null,
		...(on === 'ticket' && { type: 'ticket_part' }),
	});
	const earlier = before === 'shut' ? [part(800, 'close', 500, sam)] : [];
	const first = part(700, 'ticket_state_updated_by_admin', 1, sam, { ticket_state: 'submitted' });
	return {
		object: on === 'ticket' ? ticket([first, last]) : conversation([...earlier, last]),
		last,
	};
}

const rows = partFacts.flatMap((fact) => fact.topics.map((name) => [`${fact.on}.${name}`, fact] as const));

it.each(
	rows.map(([topic, fact]) => [topic, `${fact.part_type}${fact.text ? ' with text' : ''}`, fact] as const),
)('%s by a part of type %s is the same either way', async (topic, _, fact) => {
	const { object, last } = bodyOf(fact);
	const item =
		fact.on === 'conversation'
			? conversation([last])
			: { type: 'ticket_ticket_part', ticket: object, ticket_part: last };
	const event = heard({ topic, item });
	expect(event.eventKey).toBe(`${topic}:${String(object.id)}:part:900`);
	expect(topicNamed(topic).polling).not.toBe('no');
	const found = (await polled(topic, object)).filter(({ eventKey }) => eventKey.endsWith(':part:900'));
	expect(found.map(alike)).toEqual([alike(event)]);
});
