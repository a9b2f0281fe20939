import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { toEvent, type IntercomEvent } from '../../../nodes/Intercom/webhook/event';
import { sampleEvent } from '../../../nodes/Intercom/resources/sampleEvent';
import { sampleNotification, type AppVersion } from '../../../nodes/Intercom/webhook/samples';
import { topicNamed, topics, type Distinction } from '../../../nodes/Intercom/webhook/topics';

type Json = IDataObject;

const NOW = 1772012000;
const versions: AppVersion[] = ['2.14', '2.15'];

const itemOf = (topic: string, version: AppVersion): Json =>
	sampleNotification(topic, { now: NOW, version }).data.item;

const eventOf = (topic: string, version: AppVersion): IntercomEvent =>
	toEvent(sampleNotification(topic, { now: NOW, version }), { verified: true, receivedAt: 1 });

/** Reads on through objects, lists by index. */
const at = (value: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);

const person = z
	.object({
		id: z.string().min(1).nullable(),
		externalId: z.string().min(1).nullable(),
		email: z.string().min(1).nullable(),
		name: z.string().min(1).nullable(),
		role: z.enum(['user', 'lead']).nullable(),
	})
	.strict();

/** The event of both triggers, as the contract has it. */
const shape = z
	.object({
		eventKey: z.string().min(1),
		notificationId: z.string().startsWith('notif_'),
		topic: z.string().min(1),
		eventType: z.enum(['CREATED', 'UPDATED', 'DELETED']),
		objectType: z.string().min(1),
		objectId: z.string(),
		occurredAt: z.string().datetime(),
		occurredAtMs: z.number().int(),
		workspaceId: z.literal('abc123de'),
		deliveryAttempt: z.literal(1),
		source: z.literal('webhook'),
		verified: z.literal(true),
		sample: z.literal(true),
		text: z.string().min(1).nullable(),
		url: z.string().url().nullable(),
		contact: person.nullable(),
		actor: z
			.object({
				type: z.enum(['user', 'lead', 'admin', 'team', 'bot']),
				id: z.string().min(1),
			})
			.strict()
			.nullable(),
		data: z.record(z.unknown()),
	})
	.strict()
	.refine(({ occurredAt, occurredAtMs }) => Date.parse(occurredAt) === occurredAtMs, 'times agree');

/** What is found by the first pattern that fits the topic. */
const found = <T>(table: Array<[RegExp, T]>, topic: string): T => {
	const entry = table.find(([pattern]) => pattern.test(topic));
	if (!entry) throw new Error(`the test knows nothing of ${topic}`);
	return entry[1];
};

/** Type of the event's object, and where its id stands. */
const objects: Array<[RegExp, (item: Json) => [type: unknown, id: unknown]]> = [
	[/^conversation\.contact\./, (item) => ['conversation', at(item, 'conversation.model.id')]],
	[/^conversation\.deleted$/, (item) => ['conversation', item.conversation_id]],
	[/^conversation/, (item) => ['conversation', item.id]],
	[/\.tag\.|subscribe/, (item) => ['contact', at(item, 'contact.id')]],
	[/^(contact|visitor)\./, (item) => ['contact', item.id]],
	[/^company\.contact\./, (item) => ['company', at(item, 'company.id')]],
	[/^ticket\./, (item) => ['ticket', at(item, 'ticket.id') ?? item.id]],
	[/^content_stat\./, (item) => [item.type, at(item, 'content_stat.id')]],
	[/^procedure\./, (item) => [item.type, item.conversation_id]],
	[/^audience\.member_/, (item) => [item.type, item.audience_id]],
	[/^api\./, (item) => [item.type, item.request_id]],
	[/./, (item) => [item.type, item.id]],
];

const partOf = (item: Json): Json => {
	const parts = (at(item, 'conversation_parts.conversation_parts') ??
		at(item.ticket ?? item, 'ticket_parts.ticket_parts') ??
		[]) as Json[];
	const own = item.ticket_part ?? parts.find(({ part_type }) => part_type === 'close') ?? parts.at(-1);
	return own as Json;
};

const seconds = (value: unknown): number =>
	Math.floor(typeof value === 'number' ? value : Date.parse(String(value)) / 1000);

const tagOf = (item: Json): Json => (item.tag ?? at(item, 'tags_added.tags.0')) as Json;

/** By the kind of topic: how its eventKey ends. */
const endings: Record<Distinction, (item: Json, topic: string) => string> = {
	object: () => '',
	part: (item) => `:part:${String(partOf(item).id)}`,
	rating: (item) => `:rating:${String(at(item, 'conversation_rating.created_at'))}`,
	tag: (item) => `:tag:${String(tagOf(item).id)}:${String(tagOf(item).applied_at ?? item.created_at)}`,
	updated: (item) => `:at:${seconds(item.updated_at)}`,
	notified(item, topic) {
		const attached =
			/\.contact\.(at|de)tached$/.test(topic) && item.contact
				? `:contact:${String(at(item, 'contact.id'))}`
				: '';
		const types = (at(item, 'subscription_types.data') ?? []) as Json[];
		const content = at(item, 'content.id') ? `:content:${String(at(item, 'content.id'))}` : '';
		return `${attached}${content}${types.map(({ id }) => `:type:${String(id)}`).join('')}:at:${NOW}`;
	},
	dataEvent: (item) => `:event:${String(item.event_name)}:${String(item.created_at)}`,
};

const ada = { id: '6762f0dd1bb69f9f2193bbf8', externalId: 'sample-user' };
const whole = { ...ada, email: 'ada@example.com', name: 'Ada Example' };
const lead = { ...whole, role: 'lead' };

const contacts: Array<[RegExp, object | null]> = [
	[/^conversation\.deleted$/, null],
	[/^conversation\.admin\.single\.created$/, ada],
	[/^contact\.(archived|deleted)$/, ada],
	[/^contact\.lead\.(?!signed_up)/, lead],
	[/^conversation\.contact\./, { ...whole, role: 'user' }],
	// of an author the type `user` does not say that they are none of the leads
	[/^conversation/, { ...whole, role: null }],
	[/^(contact|company\.contact|content_stat|granular|visitor)/, { ...whole, role: 'user' }],
	[/^ticket\.contact\.(at|de)tached$/, { ...whole, role: 'user' }],
	[/^ticket\./, ada],
	[/^event\./, { ...ada, email: whole.email }],
	[/^(call|data_connector)\./, { id: ada.id }],
	[/./, null],
];

const user = { type: 'user', id: ada.id };
const admin = { type: 'admin', id: '9600001' };

/** Who did it, where the payload says so. */
const actors: Array<[RegExp, object | null]> = [
	[/^conversation\.user\.|^conversation\.rating\.added$|^ticket\.contact\.replied$/, user],
	[/^conversation\.operator\./, { type: 'bot', id: '9600009' }],
	[/^conversation\.(admin|priority)\.|^conversation_part\.tag\./, admin],
	// who wrote a part neither read nor redacted it, and the last to write on a ticket neither made nor rated it
	[/^conversation|^ticket\.(created|rating\.provided)$|^ticket\.contact\.(at|de)tached$/, null],
	// somebody else may have added or removed them, or set them away
	[/^admin\.(added|removed|away)/, null],
	[/^ticket\.|^admin\.|^api\./, admin],
	[/./, null],
];

const names = topics.map(({ topic }) => topic);
const cases = names.flatMap((topic) => versions.map((version): [string, AppVersion] => [topic, version]));

describe.each(cases)('a sample of %s at %s', (topic, version) => {
	const event = eventOf(topic, version);
	const item = itemOf(topic, version);
	const [type, id] = found(objects, topic)(item);

	it('gives the contract’s shape', () => {
		expect(shape.safeParse(event).error?.issues ?? []).toEqual([]);
		expect(event).toMatchObject({ topic, eventType: topicNamed(topic).eventType });
		expect(event.data).toEqual(item);
	});

	it('names its object', () => {
		expect([event.objectType, event.objectId]).toEqual([type, String(id)]);
	});

	it('has the eventKey of its kind', () => {
		const ending = endings[topicNamed(topic).distinction](item, topic);
		expect(event.eventKey).toBe(`${topic}:${String(id)}${ending}`);
	});

	it('happened when the sample says', () => {
		expect(Math.floor(event.occurredAtMs / 1000)).toBe(NOW);
	});

	it('names its contact', () => {
		const expected = found(contacts, topic);
		if (expected) expect(event.contact).toMatchObject(expected);
		else expect(event.contact).toBeNull();
	});

	it('names who did it', () => {
		expect(event.actor).toEqual(found(actors, topic));
	});
});

it.each(names)('gives the same event of %s at both versions', (topic) => {
	const [older, newer] = versions.map((version) => {
		const { eventKey, objectType, objectId, contact, actor, occurredAt } = eventOf(topic, version);
		return { eventKey, objectType, objectId, contact, actor, occurredAt };
	});
	expect(newer).toEqual(older);
});

describe('sampleNotification', () => {
	it('is deterministic, and differs from topic to topic', () => {
		const make = (topic: string) => sampleNotification(topic, { now: NOW, version: '2.14' });
		for (const topic of names) expect(make(topic)).toEqual(make(topic));
		expect(new Set(names.map((topic) => make(topic).id)).size).toBe(names.length);
	});

	it('names nobody but sample-user, in each of Intercom’s members for the ID of your app', () => {
		const idsIn = (value: unknown): unknown[] =>
			typeof value !== 'object' || value === null
				? []
				: Object.entries(value).flatMap(([name, inner]) => [
						// an event's, whose `user_id` is your app's; elsewhere that is Intercom's own
						...(name === 'external_id' || (name === 'user_id' && 'email' in value) ? [inner] : []),
						...idsIn(inner),
					]);
		const found = cases.flatMap(([topic, version]) => idsIn(itemOf(topic, version)));
		expect(found.length).toBeGreaterThan(100);
		expect([...new Set(found)].filter((id) => id !== null)).toEqual(['sample-user']);
		for (const [topic, version] of cases) {
			expect(sampleNotification(topic, { now: NOW, version }).sample).toBe(true);
			expect(eventOf(topic, version).sample).toBe(true);
		}
	});

	it('has ids of Intercom’s form', () => {
		expect(sampleNotification('event.created', { now: NOW, version: '2.14' }).id).toMatch(
			/^notif_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
		);
	});

	it('is plain JSON', () => {
		for (const [topic, version] of cases) {
			const notification = sampleNotification(topic, { now: NOW, version });
			expect(JSON.parse(JSON.stringify(notification))).toEqual(notification);
		}
	});

	it('shows bodies and statistics as the app’s version has them', () => {
		const [older, newer] = versions.map((version) => itemOf('conversation.user.replied', version));
		expect(at(older, 'source.body')).toBe('<p>Hello, how do I change my plan?</p>');
		expect(at(newer, 'source.body')).toBe('Hello, how do I change my plan?');
		expect(at(older, 'statistics.first_contact_reply_at')).toBe('2026-02-25T09:23:20.000Z');
		expect(at(newer, 'statistics.first_contact_reply_at')).toBe(NOW - 600);
		expect(itemOf('ticket.closed', '2.14').type).toBe('ticket');
		expect(Object.keys(itemOf('ticket.closed', '2.15'))).toEqual(['ticket']);
	});

	it.each(['a.topic.never.seen', 'ticket.new', 'granular', 'constructor', '__proto__', ''])(
		'gives a plain object for the unknown topic %j',
		(topic) => {
			expect(eventOf(topic, '2.15')).toMatchObject({ topic, occurredAtMs: expect.any(Number) as number });
			expect(itemOf(topic, '2.15')).toMatchObject({ type: topic.split('.')[0], updated_at: NOW });
		},
	);
});

describe('Sample Event', () => {
	const { get } = sampleEvent.operations;
	const none = { method: 'GET' as const, path: '', query: {}, body: {} };
	const send = () => Promise.reject(new Error('nothing is to be sent'));
	const run = async (values: Json) =>
		await get.perform?.(send, none, { topic: 'ticket.closed', appVersion: '2.15', ...values }, {});

	it('gives the event that the trigger would give', async () => {
		const [event] = (await run({ output: 'event' })) ?? [];
		expect(shape.safeParse(event).error).toBeUndefined();
		expect(Math.abs(Number(event.occurredAtMs) - Date.now())).toBeLessThan(5000);
	});

	it('gives the notification as Intercom posts it', async () => {
		const [notification] = (await run({ output: 'raw' })) ?? [];
		expect(notification).toMatchObject({
			type: 'notification_event',
			topic: 'ticket.closed',
			data: { type: 'notification_event_data', item: { ticket: { type: 'ticket' } } },
		});
	});
});
