import type { IDataObject } from 'n8n-workflow';

/** Notifications as Intercom posts them (shapes of app version 2.14), for tests. Times in Unix seconds. */
export const notification = (topic: string, item: IDataObject, more: IDataObject = {}): IDataObject => ({
	type: 'notification_event',
	app_id: 'abc123de',
	data: { type: 'notification_event_data', item },
	links: {},
	id: 'notif_00000000-0000-4000-8000-000000000001',
	topic,
	delivery_status: 'pending',
	delivery_attempts: 1,
	delivered_at: 0,
	first_sent_at: 1768000001,
	created_at: 1768000000,
	self: null,
	...more,
});

export const conversation = (more: IDataObject = {}): IDataObject => ({
	type: 'conversation',
	id: '215000000000001',
	created_at: 1767990000,
	updated_at: 1768000600,
	source: {
		type: 'conversation',
		id: '3380000001',
		delivered_as: 'customer_initiated',
		body: '<p>Hello 😀</p>',
		author: { type: 'user', id: '69620000000000000000aaaa', name: 'Ada', email: 'ada@example.com' },
	},
	contacts: {
		type: 'contact.list',
		contacts: [{ type: 'contact', id: '69620000000000000000aaaa', external_id: '42' }],
	},
	open: true,
	state: 'open',
	conversation_rating: null,
	conversation_parts: { type: 'conversation_part.list', conversation_parts: [], total_count: 0 },
	...more,
});

export const withPart = (part: IDataObject): IDataObject =>
	conversation({
		conversation_parts: { type: 'conversation_part.list', conversation_parts: [part], total_count: 1 },
	});

/** `contact.*` items carry ISO times, REST the same in Unix seconds. */
export const contact = (more: IDataObject = {}): IDataObject => ({
	type: 'contact',
	id: '69610000000000000000bbbb',
	external_id: '24',
	role: 'user',
	email: 'a@example.com',
	name: 'A',
	created_at: '2026-01-10T04:22:28.240+00:00',
	updated_at: '2026-01-10T04:22:29.238+00:00',
	...more,
});
