import fc from 'fast-check';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { topics } from '../../../nodes/Intercom/webhook/topics';
import { contact, conversation, notification, withPart } from './notifications';

const event = (topic: string, item: object, more = {}) =>
	toEvent(notification(topic, item as never, more) as Notification, {
		verified: true,
		receivedAt: 1768111111000,
	});

const reply = (id: string, type = 'user') => ({
	type: 'conversation_part',
	id,
	part_type: 'comment',
	created_at: 1768000500,
	author: { id: '69620000000000000000aaaa', type, name: 'Ada', email: 'ada@example.com' },
});

describe('toEvent', () => {
	it('gives the contract’s shape', () => {
		const item = conversation();
		expect(event('conversation.user.created', item)).toEqual({
			text: 'Hello 😀',
			url: null,
			eventKey: 'conversation.user.created:215000000000001',
			notificationId: 'notif_00000000-0000-4000-8000-000000000001',
			topic: 'conversation.user.created',
			eventType: 'CREATED',
			objectType: 'conversation',
			objectId: '215000000000001',
			occurredAt: '2026-01-09T20:20:00.000Z',
			occurredAtMs: 1767990000000,
			workspaceId: 'abc123de',
			deliveryAttempt: 1,
			source: 'webhook',
			verified: true,
			contact: {
				id: '69620000000000000000aaaa',
				externalId: '42',
				email: 'ada@example.com',
				name: 'Ada',
				role: null,
			},
			actor: { type: 'user', id: '69620000000000000000aaaa' },
			data: item,
		});
	});

	it('tells two replies on one conversation apart, and gives a redelivery the same key', () => {
		const first = event('conversation.user.replied', withPart(reply('1')));
		const again = event('conversation.user.replied', withPart(reply('1')), {
			id: 'notif_2',
			delivery_attempts: 2,
		});
		const second = event('conversation.user.replied', withPart(reply('2')));
		expect(first.eventKey).toBe('conversation.user.replied:215000000000001:part:1');
		expect(again.eventKey).toBe(first.eventKey);
		expect(again.deliveryAttempt).toBe(2);
		expect(second.eventKey).not.toBe(first.eventKey);
		expect(first.occurredAtMs).toBe(1768000500000);
	});

	it('takes the newest of several parts', () => {
		const parts = [
			reply('1'),
			{ ...reply('9'), created_at: 1768000900 },
			{ ...reply('3'), created_at: 1768000600 },
		];
		const item = conversation({ conversation_parts: { conversation_parts: parts } });
		expect(event('conversation.user.replied', item).eventKey).toMatch(/part:9$/);
	});

	it('dates a rating by when it was given, and keys it by the rating', () => {
		const item = conversation({
			conversation_rating: {
				rating: 5,
				created_at: 1768000700,
				updated_at: 1768000800,
				contact: { id: '69620000000000000000aaaa' },
			},
		});
		expect(event('conversation.rating.added', item)).toMatchObject({
			eventKey: 'conversation.rating.added:215000000000001:rating:1768000700',
			occurredAtMs: 1768000800000,
			actor: { type: 'user', id: '69620000000000000000aaaa' },
		});
	});

	it('gives the same key for ISO and Unix times', () => {
		const iso = event('contact.user.updated', contact());
		const unix = event('contact.user.updated', contact({ created_at: 1768018948, updated_at: 1768018949 }));
		expect(iso.eventKey).toBe('contact.user.updated:69610000000000000000bbbb:at:1768018949');
		expect(unix.eventKey).toBe(iso.eventKey);
	});

	it('reads the contact and the tag of a tagging', () => {
		const item = {
			type: 'contact_tag',
			created_at: 1768000300,
			tag: { type: 'tag', id: '129', name: 'VIP' },
			contact: contact(),
		};
		expect(event('contact.user.tag.created', item)).toMatchObject({
			eventKey: 'contact.user.tag.created:69610000000000000000bbbb:tag:129:1768000300',
			objectType: 'contact',
			objectId: '69610000000000000000bbbb',
			contact: { externalId: '24', email: 'a@example.com', role: 'user' },
		});
	});

	it('reads a ticket that newer apps nest, and its newest part', () => {
		const ticket = {
			type: 'ticket',
			id: '9',
			created_at: 1768000000,
			updated_at: 1768000400,
			contacts: { contacts: [{ type: 'contact', id: 'c', external_id: 'e' }] },
			ticket_parts: {
				ticket_parts: [{ id: '1', created_at: 1768000001, author: { type: 'admin', id: '7' } }],
			},
		};
		const flat = event('ticket.closed', ticket);
		expect(event('ticket.closed', { ticket }).eventKey).toBe(flat.eventKey);
		expect(flat).toMatchObject({
			objectId: '9',
			contact: { externalId: 'e' },
			actor: { type: 'admin', id: '7' },
		});
	});

	it('reads what has no type: a company and the contact attached to it', () => {
		const item = { company: { type: 'company', id: 'co' }, contact: contact() };
		expect(event('company.contact.attached', item)).toMatchObject({
			objectType: 'company',
			objectId: 'co',
			contact: { externalId: '24' },
		});
	});

	describe('in a group conversation', () => {
		const contacts = {
			contacts: [
				{ id: 'AAA', external_id: '1' },
				{ id: 'BBB', external_id: '2' },
			],
		};

		it('names the one who replied', () => {
			const part = { ...reply('1'), author: { type: 'user', id: 'BBB', name: 'B' } };
			const item = conversation({ contacts, conversation_parts: { conversation_parts: [part] } });
			expect(event('conversation.user.replied', item)).toMatchObject({
				contact: { id: 'BBB', externalId: '2', name: 'B', role: null },
				actor: { type: 'user', id: 'BBB' },
			});
		});

		it('names the one who rated, also when a teammate wrote last', () => {
			const part = { id: '1', created_at: 1768000500, author: { type: 'admin', id: '7' } };
			const item = conversation({
				contacts,
				conversation_parts: { conversation_parts: [part] },
				conversation_rating: { rating: 5, created_at: 1768000700, contact: { id: 'BBB' } },
			});
			expect(event('conversation.rating.added', item)).toMatchObject({
				contact: { id: 'BBB', externalId: '2' },
				actor: { type: 'user', id: 'BBB' },
			});
		});
	});

	it('tells two attachments of one second apart', () => {
		const attached = (id: string) =>
			event('company.contact.attached', { company: { type: 'company', id: 'co' }, contact: contact({ id }) })
				.eventKey;
		expect(attached('a')).not.toBe(attached('b'));
	});

	it('names no actor where the payload names none', () => {
		expect(event('conversation.read', conversation()).actor).toBeNull();
		expect(event('conversation.admin.closed', conversation()).actor).toBeNull();
		expect(event('contact.user.created', contact()).actor).toBeNull();
	});

	it('reads the tag of a part, whose tags are a plain array, and a tag beside a conversation', () => {
		const tags = [{ type: 'tag', id: '129', name: 'VIP', applied_at: 1768000300 }];
		const part = { type: 'conversation_part', id: '5', tags };
		expect(event('conversation_part.tag.created', part).eventKey).toBe(
			'conversation_part.tag.created:5:tag:129:1768000300',
		);
		const beside = { conversation: conversation({ tags: { tags: [{ id: '1' }] } }), tag: tags[0] };
		expect(event('conversation_part.tag.created', beside)).toMatchObject({
			eventKey: 'conversation_part.tag.created:215000000000001:tag:129:1768000300',
			objectType: 'conversation',
		});
	});

	it('reads a ticket’s contacts from a plain array too', () => {
		const item = { type: 'ticket', id: '9', created_at: 1768000000, contacts: [{ id: 'c', role: 'user' }] };
		expect(event('ticket.created', item).contact).toMatchObject({ id: 'c', role: 'user' });
	});

	it('keeps the conversation the object when a contact stands beside it', () => {
		const item = { ...conversation(), contact: contact() };
		expect(event('conversation.contact.attached', item)).toMatchObject({
			objectType: 'conversation',
			objectId: '215000000000001',
			contact: { externalId: '24' },
		});
	});

	it('never gives two people one key: without an object id the notification id ends it', () => {
		const unsubscribed = (id: string) =>
			event('contact.unsubscribed', { type: 'subscription' }, { id }).eventKey;
		expect(unsubscribed('notif_1')).not.toBe(unsubscribed('notif_2'));
		const tagged = (id: string) =>
			event('user.tag.created', { type: 'user_tag', tag: { id: '1' }, user: { type: 'user', id } });
		expect(tagged('u1').eventKey).not.toBe(tagged('u2').eventKey);
		expect(tagged('u1')).toMatchObject({ objectType: 'contact', objectId: 'u1' });
	});

	it.each([
		['conversation.admin.closed', 'part:7'],
		['conversation.admin.snoozed', 'part:7'],
		['conversation.admin.assigned', 'part:7'],
		['conversation.admin.noted', 'part:7'],
	])('ends the key of %s with the part', (topic, ending) => {
		expect(event(topic, withPart({ ...reply('7'), author: { type: 'admin', id: '1' } })).eventKey).toBe(
			`${topic}:215000000000001:${ending}`,
		);
	});

	it.each([
		['contact.user.created', 'CREATED', contact(), ''],
		['company.created', 'CREATED', { type: 'company', id: 'co', created_at: 1768000000 }, ''],
		['company.updated', 'UPDATED', { type: 'company', id: 'co', updated_at: 1768000009 }, ':at:1768000009'],
		['contact.deleted', 'DELETED', { type: 'contact', id: 'c', deleted: true }, ':at:1768000000'],
		['contact.merged', 'UPDATED', contact(), ':at:1768000000'],
		['conversation.deleted', 'DELETED', { type: 'conversation', conversation_id: '5' }, ':at:1768000000'],
		[
			'ticket.state.updated',
			'UPDATED',
			{ type: 'ticket', id: '9', updated_at: 1768000400 },
			':notif_00000000-0000-4000-8000-000000000001',
		],
		[
			'event.created',
			'CREATED',
			{ type: 'event', id: 'e', event_name: 'paid', created_at: 1768000001, user_id: '42' },
			':event:paid:1768000001',
		],
		['a.topic.never.seen', 'UPDATED', { type: 'thing', id: 't' }, ':at:1768000000'],
	])('gives %s its key by the table', (topic, eventType, item, ending) => {
		const made = event(topic, item);
		const id = (item as { id?: string }).id ?? '5';
		expect(made).toMatchObject({ eventKey: `${topic}:${id}${ending}`, eventType });
	});

	it('lets the notification id stand in where nothing distinguishes the event', () => {
		expect(event('conversation.user.replied', conversation()).eventKey).toBe(
			'conversation.user.replied:215000000000001:notif_00000000-0000-4000-8000-000000000001',
		);
	});

	it('knows every topic only once', () => {
		expect(new Set(topics.map(({ topic }) => topic)).size).toBe(topics.length);
	});

	it('never throws, whatever arrives', () => {
		fc.assert(
			fc.property(
				fc.record({
					topic: fc.oneof(fc.string(), fc.constantFrom(...topics.map(({ topic }) => topic))),
					item: fc.jsonValue(),
					extra: fc.jsonValue(),
				}),
				({ topic, item, extra }) => {
					const raw = { ...(extra as object), topic, data: { item } } as unknown as Notification;
					const { occurredAt, occurredAtMs, eventKey } = toEvent(raw, {
						verified: true,
						receivedAt: 1768111111000,
					});
					expect(new Date(occurredAtMs).toISOString()).toBe(occurredAt);
					expect(typeof eventKey).toBe('string');
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe('times that are none', () => {
	it.each([' ', true, '0x10', 0, ''])('%j leaves the rating its other time', (updated_at) => {
		const conversation_rating = { rating: 5, created_at: 1768000001, updated_at };
		const item = { type: 'conversation', id: '1', conversation_rating };
		const { occurredAtMs } = event('conversation.rating.added', item);
		expect(occurredAtMs).toBe(1768000001000);
	});
});
