import type { IDataObject } from 'n8n-workflow';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { conversation, contact, notification, withPart } from './notifications';

/** What an event says in words, and where its object stands in Intercom's app. */

const eventOf = (topic: string, item: IDataObject, region?: string) =>
	toEvent(notification(topic, item) as Notification, { verified: true, receivedAt: 0, region });

const part = (more: IDataObject) => ({
	type: 'conversation_part',
	id: '1',
	part_type: 'comment',
	created_at: 1768000500,
	author: { type: 'user', id: '69620000000000000000aaaa' },
	...more,
});
const ticket = (more: IDataObject = {}) => ({
	type: 'ticket',
	id: '7',
	created_at: 1768000500,
	ticket_attributes: { _default_title_: 'Cannot pay', _default_description_: 'The card\nis refused.' },
	...more,
});

describe('text', () => {
	it.each([
		[
			'conversation.user.replied',
			withPart(part({ body: '<p>One &amp; two</p><p>three</p>' })),
			'One & two\n\nthree',
		],
		['conversation.user.replied', withPart(part({ body: 'If a < b\nthen &lt; c' })), 'If a < b\nthen &lt; c'],
		['conversation.user.replied', withPart(part({ body: '<p></p>' })), null],
		['conversation.user.replied', withPart(part({ body: null })), null],
		[
			'conversation.admin.noted',
			withPart(part({ part_type: 'note', body: '<p>Asked before</p>' })),
			'Asked before',
		],
		['conversation.admin.closed', withPart(part({ part_type: 'close', body: null })), null],
		['conversation.user.created', conversation(), 'Hello 😀'],
		// a poll finds the first message in a conversation that has gone on
		['conversation.user.created', withPart(part({ body: '<p>Later</p>' })), 'Hello 😀'],
		[
			'conversation.user.created',
			{ type: 'conversation', id: '1', conversation_message: { body: '<p>As in API 1.x</p>' } },
			'As in API 1.x',
		],
		['conversation_part.tag.created', withPart(part({ body: '<p>The tagged one</p>' })), 'The tagged one'],
		['conversation_part.tag.created', conversation(), 'Hello 😀'],
		[
			'conversation.rating.added',
			conversation({ conversation_rating: { rating: 5, remark: 'Quick' } }),
			'Quick',
		],
		['conversation.rating.added', conversation({ conversation_rating: { rating: 5, remark: null } }), null],
		['ticket.created', ticket(), 'The card\nis refused.'],
		['ticket.created', ticket({ ticket_attributes: 'none' }), null],
		[
			'ticket.contact.replied',
			{ type: 'ticket_ticket_part', ticket: ticket(), ticket_part: part({ body: 'Here' }) },
			'Here',
		],
		['contact.user.created', contact(), null],
		['conversation.contact.attached', { conversation: { model: { id: 1 } }, contact: contact() }, null],
	])('of %s %j is %j', (topic, item, text) => {
		expect(eventOf(topic, item as IDataObject).text).toBe(text);
	});
});

describe('url', () => {
	const inbox = '/a/inbox/abc123de/inbox/conversation';
	it.each([
		['conversation.user.created', conversation(), 'us', `https://app.intercom.com${inbox}/215000000000001`],
		[
			'conversation.user.created',
			conversation(),
			'EU',
			`https://app.eu.intercom.com${inbox}/215000000000001`,
		],
		['ticket.created', ticket(), 'AU', `https://app.au.intercom.com${inbox}/7`],
		[
			'contact.user.created',
			contact(),
			'eu',
			'https://app.eu.intercom.com/a/apps/abc123de/users/69610000000000000000bbbb',
		],
		[
			'contact.user.tag.deleted',
			{ type: 'contact_tag', contact: contact(), tag: { id: '1' } },
			'us',
			'https://app.intercom.com/a/apps/abc123de/users/69610000000000000000bbbb',
		],
		[
			'company.updated',
			{ type: 'company', id: 'c/1' },
			'us',
			'https://app.intercom.com/a/apps/abc123de/companies/c%2F1',
		],
		['contact.deleted', { type: 'contact', id: '1', deleted: true }, 'us', null],
		['conversation.deleted', { type: 'conversation', conversation_id: '1' }, 'us', null],
		['event.created', { type: 'event', id: 'e', event_name: 'x', created_at: 1 }, 'us', null],
		['conversation.user.created', conversation(), undefined, null],
		['conversation.user.created', conversation(), 'constructor', null],
		[
			'conversation.user.created',
			conversation(),
			'custom',
			`https://app.intercom.com${inbox}/215000000000001`,
		],
	])('of %s %j in %j is %j', (topic, item, region, url) => {
		expect(eventOf(topic, item as IDataObject, region).url).toBe(url);
	});

	it('is that of whoever is signed in, where the notification names no workspace', () => {
		const unsaid = notification('conversation.user.created', conversation(), { app_id: null });
		expect(toEvent(unsaid as Notification, { verified: true, receivedAt: 0, region: 'us' }).url).toBe(
			'https://app.intercom.com/a/inbox/_/inbox/conversation/215000000000001',
		);
	});
});
