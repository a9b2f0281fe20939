import { createHmac } from 'node:crypto';
import { ada, api, client, grace, simulator, startConversation } from './intercom/driver';
import {
	behaviour,
	deliveries,
	happen,
	item,
	notification,
	posts,
	received,
	subscribe,
	topics,
	url,
} from './intercom/endpoint';

/** Those of the 2.16 page, by first words and what follows. */
const everyTopic = Object.entries({
	admin:
		'added_to_workspace removed_from_workspace away_mode_updated logged_in logged_out activity_log_event.created',
	article: 'created updated published unpublished deleted',
	call: 'started ended transcription_available recording_available',
	company: 'created updated deleted contact.attached contact.detached',
	contact: `archived unarchived deleted email.updated lead.created lead.updated lead.added_email lead.signed_up
		lead.tag.created lead.tag.deleted user.created user.updated user.tag.created user.tag.deleted merged subscribed
		unsubscribed`,
	content_stat: 'banner chat email push series series.webhook sms survey tour',
	conversation: `user.created user.replied admin.single.created admin.replied admin.noted admin.assigned
		admin.open.assigned admin.opened admin.closed admin.snoozed admin.unsnoozed operator.replied rating.added
		priority.updated read deleted contact.attached contact.detached company.updated`,
	conversation_part: 'redacted tag.created',
	event: 'created',
	granular: 'subscribe unsubscribe',
	job: 'completed',
	ticket: `created state.updated note.created attribute.updated admin.assigned team.assigned contact.attached
		contact.detached admin.replied contact.replied rating.provided resolved closed`,
	visitor: 'signed_up',
}).flatMap(([first, rest]) => rest.split(/\s+/).map((word) => `${first}.${word}`));

describe('saving the URL', () => {
	it('asks by HEAD first and stores it on 2xx', async () => {
		expect((await subscribe('*')).body).toEqual({ ok: true, status: 200 });
		expect(received.map(({ method }) => method)).toEqual(['HEAD']);
		expect((await api('GET', '/_sim/webhook')).body).toMatchObject({ subscription: { url, topics: ['*'] } });
	});

	it('refuses what HEAD is not answered well for, what does not answer, and plain http elsewhere', async () => {
		behaviour.headStatus = 404;
		expect(await subscribe('*')).toMatchObject({ status: 422, body: { ok: false, status: 404 } });
		const save = (to: string) => api('PUT', '/_sim/webhook', { url: to });
		expect(await save('http://127.0.0.1:1/x')).toMatchObject({
			status: 422,
			body: { ok: false, status: null },
		});
		expect(await save('http://hooks.example/x')).toMatchObject({
			status: 422,
			body: { ok: false, status: null },
		});
		expect(await happen({ topic: 'conversation.user.created' })).toEqual([]);
		expect((await api('GET', '/_sim/state')).body.webhook).toMatchObject({ subscription: null });
	});
});

describe('a notification', () => {
	it('is signed over its exact bytes, which parsing and writing anew would change', async () => {
		await subscribe('*');
		await happen({ topic: 'conversation.user.created', conversation: { body: 'Grüße & <b>Küsse</b> ✓' } });
		const [row] = await deliveries(1);
		const [{ headers, body }] = posts();
		const sign = (bytes: Buffer | string) =>
			`sha1=${createHmac('sha1', simulator.clientSecret).update(bytes).digest('hex')}`;
		expect(headers['x-hub-signature']).toBe(sign(body));
		expect(row.signature).toBe(sign(body));
		expect(sign(JSON.stringify(JSON.parse(String(body))))).not.toBe(sign(body));
		expect(headers).toMatchObject({
			'user-agent': 'intercom-parrot-service-client/1.0',
			'content-type': 'application/json',
			accept: 'application/json',
		});
	});

	it('tells of a conversation that is there by then, with its own time', async () => {
		await subscribe('conversation.user.created');
		simulator.clock.set('2030-01-01T00:00:00.900Z');
		const contact = { external_id: '777', email: 'new@example.com', name: 'New' };
		const [id] = await happen({ topic: 'conversation.user.created', contact });
		const [row] = await deliveries(1);
		expect(row).toMatchObject({
			notificationId: id,
			topic: 'conversation.user.created',
			attempt: 1,
			status: 200,
			answer: 'taken',
			state: 'delivered',
		});
		expect(row.at).toBeGreaterThanOrEqual(1893456000900);
		expect(notification()).toMatchObject({
			type: 'notification_event',
			app_id: 'abc123de',
			id,
			topic: 'conversation.user.created',
			delivery_status: 'pending',
			delivery_attempts: 1,
			created_at: 1893456000,
			first_sent_at: 1893456000,
			data: { type: 'notification_event_data', item: { type: 'conversation', created_at: 1893456000 } },
		});
		const { id: conversation, contacts } = item();
		expect(contacts.contacts).toMatchObject([{ external_id: '777' }]);
		expect(await client.conversations.find({ conversation_id: conversation })).toMatchObject({
			created_at: 1893456000,
		});
		expect(await client.contacts.showContactByExternalId({ external_id: '777' })).toMatchObject({
			name: 'New',
		});
	});

	it('goes out for the topics asked for only, as often as told, under an id of its own', async () => {
		await subscribe('conversation.user.replied');
		expect(await happen({ topic: 'conversation.user.created' })).toEqual([]);
		const ids = await happen({ topic: 'conversation.user.replied', times: 40 });
		expect(new Set(ids).size).toBe(40);
		await deliveries(40);
		expect(
			new Set(posts().map((_post, index) => item(index).conversation_parts.conversation_parts[0].id)).size,
		).toBe(40);
		expect(new Set(topics())).toEqual(new Set(['conversation.user.replied']));
	});

	it.each([
		['2.14', '<p>Hi &amp; bye</p>', 'string'],
		['2.15', 'Hi & bye', 'number'],
	])('follows the version of the app (%s)', async (appVersion, body, time) => {
		await api('PUT', '/_sim/settings', { appVersion });
		await subscribe('*');
		await happen({
			topic: 'conversation.user.replied',
			contact: { id: grace },
			conversation: { body: 'Hi & bye' },
		});
		await deliveries(1);
		expect(item().conversation_parts.conversation_parts[0].body).toBe(body);
		expect(typeof item().statistics.last_contact_reply_at).toBe(time);
		expect(typeof item().created_at).toBe('number');
	});

	it('is sent for what happens over the API', async () => {
		await subscribe('*');
		const made = await client.contacts.create({ email: 'hook@example.com' });
		const contact_id = String(made.id);
		await client.contacts.update({ contact_id, name: 'Hook' });
		await client.tags.tagContact({ contact_id, id: '7001' });
		await client.tags.untagContact({ contact_id, tag_id: '7001' });
		const id = await startConversation(contact_id);
		const admin = { admin_id: ada, type: 'admin' };
		await api('POST', `/conversations/${id}/reply`, { ...admin, message_type: 'comment', body: 'Hi' });
		await api('POST', `/conversations/${id}/reply`, { ...admin, message_type: 'note', body: 'Hm' });
		const assignment = { ...admin, message_type: 'assignment', assignee_id: '9600002' };
		await api('POST', `/conversations/${id}/parts`, assignment);
		await api('POST', `/conversations/${id}/parts`, { ...admin, message_type: 'close' });
		await api('POST', `/conversations/${id}/parts`, { ...admin, message_type: 'open' });
		await client.tags.tagConversation({ conversation_id: id, id: '7001', admin_id: ada });
		await client.companies.createOrUpdate({ company_id: 'hooked', name: 'Hooked' });
		await client.contacts.archive({ contact_id });
		await client.contacts.delete({ contact_id });
		await deliveries(14);
		expect(topics().sort()).toEqual(
			[
				'contact.user.created',
				'contact.user.updated',
				'contact.user.tag.created',
				'contact.user.tag.deleted',
				'conversation.user.created',
				'conversation.admin.replied',
				'conversation.admin.noted',
				'conversation.admin.assigned',
				'conversation.admin.closed',
				'conversation.admin.opened',
				'conversation_part.tag.created',
				'company.created',
				'contact.archived',
				'contact.deleted',
			].sort(),
		);
		const of = (topic: string) => item(topics().indexOf(topic));
		expect(of('contact.user.created')).toMatchObject({
			email: 'hook@example.com',
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}\+00:00$/),
		});
		expect(of('contact.user.tag.created')).toMatchObject({ type: 'contact_tag', tag: { name: 'VIP' } });
		const closed = of('conversation.admin.closed');
		expect(closed).toMatchObject({ open: false, state: 'closed', conversation_parts: { total_count: 1 } });
		expect(closed.conversation_parts.conversation_parts[0]).toMatchObject({
			part_type: 'close',
			author: { id: ada },
		});
		const tagging = of('conversation_part.tag.created');
		expect(tagging.tags_added.tags).toMatchObject([{ id: '7001' }]);
		expect(tagging.conversation_parts.conversation_parts).toMatchObject([{ part_type: 'open' }]);
		expect(of('contact.archived')).toEqual({
			type: 'contact',
			id: contact_id,
			external_id: null,
			archived: true,
		});
		expect(of('contact.deleted')).toEqual({
			id: contact_id,
			external_id: null,
			type: 'contact',
			deleted: true,
		});
	});

	it('has a likely item for topics that change nothing here', async () => {
		await subscribe('*');
		await happen({ topic: 'conversation.rating.added', conversation: { rating: 4 } });
		expect((await deliveries(1))[0].state).toBe('delivered');
		expect(item().conversation_rating).toMatchObject({ rating: 4, contact: { type: 'contact' } });
		await happen({ topic: 'event.created', item: { event_name: 'mine' } });
		await deliveries(2);
		expect(item()).toMatchObject({ type: 'event', event_name: 'mine' });
		expect(await happen({ topic: 'article.published' })).toHaveLength(1);
		await deliveries(3);
		expect(item().type).toBe('article');
		expect((await api('POST', '/_sim/events', { topic: 'x', contakt: {} })).status).toBe(400);
	});

	it.each(['2.14', '2.15'])('can be made for every topic there is (%s)', async (appVersion) => {
		simulator.settings.appVersion = appVersion;
		for (const topic of everyTopic) {
			await subscribe(topic);
			expect([topic, await happen({ topic })]).toEqual([topic, [expect.any(String)]]);
		}
		await deliveries(everyTopic.length);
		for (const topic of everyTopic) expect(Object.keys(item(topics().indexOf(topic)))).not.toEqual([]);
		const closed = item(topics().indexOf('ticket.closed'));
		expect(appVersion === '2.14' ? closed : closed.ticket).toMatchObject({ type: 'ticket', open: false });
		const merged = item(topics().indexOf('contact.merged'));
		expect([merged.type, merged.merged_from]).toEqual(['contact', undefined]);
	});

	it('tests the endpoint with a ping, which has no id', async () => {
		expect((await api('POST', '/_sim/ping')).status).toBe(422);
		await subscribe('contact.archived');
		expect((await api('POST', '/_sim/ping')).body).toMatchObject({
			topic: 'ping',
			status: 200,
			notificationId: null,
		});
		expect(notification()).toMatchObject({
			id: null,
			delivery_status: null,
			data: { item: { type: 'ping' } },
		});
	});
});
