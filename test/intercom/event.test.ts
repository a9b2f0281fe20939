import fc from 'fast-check';
import { toEvent, type Notification } from '../../nodes/Intercom/webhook/event';
import { topics } from '../../nodes/Intercom/webhook/topics';
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
				role: 'user',
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
				contact: { id: 'x' },
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
