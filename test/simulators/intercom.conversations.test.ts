import { Intercom } from 'intercom-client';
import { ada, alan, api, client, grace, refusal, simulator, startConversation } from './intercom/driver';

describe('conversations', () => {
	it('starts from a contact with a message, and shows it in HTML or as text', async () => {
		const message = await client.conversations.create({
			from: { type: 'user', id: grace },
			body: 'a < b\nsecond',
		});
		expect(message).toMatchObject({ type: 'user_message', message_type: 'inapp', body: 'a < b\nsecond' });
		const id = String(message.conversation_id);
		expect(await client.conversations.find({ conversation_id: id })).toMatchObject({
			type: 'conversation',
			source: { body: '<p>a &lt; b</p>\n<p>second</p>', author: { type: 'user', id: grace } },
			contacts: { contacts: [{ id: grace, external_id: '1' }] },
			state: 'open',
			open: true,
			admin_assignee_id: null,
			conversation_parts: { total_count: 0 },
		});
		const text = await client.conversations.find({ conversation_id: id, display_as: 'plaintext' });
		expect(text.source?.body).toBe('a < b\nsecond');
		const unknown = { from: { type: 'user', id: 'no' }, body: 'x' };
		expect(await refusal('POST', '/conversations', unknown)).toBe('404 not_found User Not Found');
		expect(await refusal('GET', '/conversations/1')).toBe('404 not_found Resource Not Found');
		await expect(client.conversations.find({ conversation_id: '1' })).rejects.toBeInstanceOf(
			Intercom.NotFoundError,
		);
	});

	it('replies as admin, as note and as contact', async () => {
		const id = await startConversation();
		const admin = { type: 'admin' as const, admin_id: ada };
		await client.conversations.reply({
			conversation_id: id,
			body: {
				...admin,
				message_type: 'comment',
				body: 'On it',
				attachment_urls: ['https://x.example/a.png'],
			},
		});
		await client.conversations.reply({
			conversation_id: id,
			body: { ...admin, message_type: 'note', body: 'VIP' },
		});
		const body = { message_type: 'comment' as const, type: 'user' as const, body: 'Thanks', user_id: '1' };
		const replied = await client.conversations.reply({ conversation_id: 'last', body });
		const parts = replied.conversation_parts?.conversation_parts ?? [];
		expect(parts.map(({ part_type, body, author }) => [part_type, body, author?.type])).toEqual([
			['comment', '<p>On it</p>', 'admin'],
			['note', '<p>VIP</p>', 'admin'],
			['comment', '<p>Thanks</p>', 'user'],
		]);
		expect(parts[0].attachments).toMatchObject([{ name: 'a.png' }]);
		expect(replied.statistics).toMatchObject({ count_conversation_parts: 4, time_to_admin_reply: 0 });
		const path = `/conversations/${id}/reply`;
		const refused = (reply: object) => refusal('POST', path, reply);
		expect(await refused({ ...admin, admin_id: 1, message_type: 'comment', body: 'x' })).toMatch(/^404 /);
		expect(await refused({ ...admin, message_type: 'comment' })).toBe(
			'400 parameter_invalid Body is required',
		);
		expect(await refused({ ...admin, message_type: 'shout', body: 'x' })).toMatch(/^400 /);
		expect(await refused({ type: 'user', message_type: 'comment', body: 'x', user_id: 'no' })).toMatch(
			/^404 /,
		);
		const many = {
			...admin,
			message_type: 'comment',
			body: 'x',
			attachment_urls: Array(11).fill('https://x.example'),
		};
		expect(await refused(many)).toMatch(/^400 parameter_invalid /);
	});

	it('closes, opens, snoozes and assigns', async () => {
		simulator.clock.set('2030-01-01T00:00:00Z');
		const conversation_id = await startConversation();
		const manage = (body: object) =>
			api('POST', `/conversations/${conversation_id}/parts`, { admin_id: ada, ...body });
		expect((await manage({ message_type: 'close', type: 'admin', body: 'Bye' })).body).toMatchObject({
			state: 'closed',
			open: false,
		});
		expect((await manage({ message_type: 'open' })).body).toMatchObject({ state: 'open', open: true });
		const until = 1893456000 + 3600;
		expect((await manage({ message_type: 'snoozed', snoozed_until: until })).body).toMatchObject({
			state: 'snoozed',
			snoozed_until: until,
		});
		simulator.clock.advance(3_601_000);
		expect((await api('GET', `/conversations/${conversation_id}`)).body).toMatchObject({ state: 'open' });
		const assign = (type: string, assignee_id: unknown) =>
			manage({ message_type: 'assignment', type, assignee_id });
		expect((await assign('admin', '9600002')).body).toMatchObject({ admin_assignee_id: 9600002 });
		expect((await assign('team', 8100001)).body).toMatchObject({ team_assignee_id: 8100001 });
		expect((await assign('admin', '0')).body).toMatchObject({
			admin_assignee_id: null,
			team_assignee_id: null,
		});
		await manage({ message_type: 'close', type: 'admin' });
		expect((await assign('admin', '0')).body).toMatchObject({ state: 'open', admin_assignee_id: null });
		const newest = await api('GET', `/conversations/${conversation_id}`, undefined, {
			'intercom-version': '2.16',
		});
		expect(newest.body).toMatchObject({ admin_assignee_id: 0, priority: 'none' });
		expect([
			(await assign('admin', '1')).status,
			(await manage({ message_type: 'open', admin_id: 1 })).status,
		]).toEqual([404, 404]);
		expect((await manage({ message_type: 'snoozed', snoozed_until: 1 })).status).toBe(400);
		expect((await manage({ message_type: 'explode' })).status).toBe(400);
		const { conversation_parts: parts } = await client.conversations.find({ conversation_id });
		expect(parts?.conversation_parts?.map(({ part_type }) => part_type)).toEqual([
			'close',
			'open',
			'snoozed',
			'timer_unsnooze',
			'assignment',
			'assignment',
			'assignment',
			'close',
			'assign_and_reopen',
		]);
	});

	it('updates, tags, redacts and deletes', async () => {
		const id = await startConversation();
		const changed = await api('PUT', `/conversations/${id}`, {
			read: true,
			title: 'Late order',
			custom_attributes: { topic: 'shipping' },
			company_id: '6962000000000000000000c1',
		});
		expect(changed.body).toMatchObject({
			read: true,
			title: 'Late order',
			custom_attributes: { topic: 'shipping' },
		});
		expect(await refusal('PUT', `/conversations/${id}`, { custom_attributes: { x: 1 } })).toMatch(/^400 /);
		expect(
			await client.tags.tagConversation({ conversation_id: id, id: '7001', admin_id: ada }),
		).toMatchObject({
			id: '7001',
			applied_by: { type: 'admin', id: ada },
		});
		expect((await client.conversations.find({ conversation_id: id })).tags?.tags).toMatchObject([
			{ id: '7001' },
		]);
		expect(await refusal('DELETE', `/conversations/${id}/tags/7001`)).toMatch(/^400 parameter_not_found /);
		await client.tags.untagConversation({ conversation_id: id, tag_id: '7001', admin_id: ada });
		const without = refusal('DELETE', `/conversations/${id}/tags/7001`, { admin_id: ada });
		expect(await without).toBe('404 tag_not_found Tag not found');

		const reply = { type: 'admin', message_type: 'comment', admin_id: ada, body: 'secret' };
		const replied = await api('POST', `/conversations/${id}/reply`, reply);
		const list = replied.body.conversation_parts as { conversation_parts: Array<{ id: string }> };
		const part = {
			type: 'conversation_part',
			conversation_id: id,
			conversation_part_id: list.conversation_parts[0].id,
		};
		const redacted = await api('POST', '/conversations/redact', part);
		expect(redacted.body.conversation_parts).toMatchObject({ conversation_parts: [{ redacted: true }] });
		expect(JSON.stringify(redacted.body)).not.toContain('secret');
		const noPart = { ...part, conversation_part_id: '1' };
		expect(await refusal('POST', '/conversations/redact', noPart)).toMatch(
			/^404 conversation_part_or_message_not_found /,
		);
		const deleted = await client.conversations.deleteConversation({ conversation_id: Number(id) });
		expect(deleted).toEqual({ id, object: 'conversation', deleted: true });
		expect((await api('GET', `/conversations/${id}`)).status).toBe(404);
	});

	it('adds and removes participants, but not the last', async () => {
		const id = await startConversation();
		const path = `/conversations/${id}/customers`;
		const add = (customer: object) => api('POST', path, { admin_id: ada, customer });
		expect((await add({ intercom_user_id: alan })).body.contacts).toMatchObject({
			contacts: [{ id: grace }, { id: alan }],
		});
		const { body } = await add({ email: 'unknown@example.com' });
		const { contacts } = body.contacts as { contacts: Array<{ id: string }> };
		expect(await client.contacts.find({ contact_id: contacts[2].id })).toMatchObject({ role: 'lead' });
		expect((await add({ intercom_user_id: 'no' })).status).toBe(404);
		for (const { id: contact } of contacts.slice(1))
			expect((await api('DELETE', `${path}/${contact}`, { admin_id: ada })).status).toBe(200);
		expect(await refusal('DELETE', `${path}/${alan}`, { admin_id: ada })).toBe(
			'404 not_found User Not Found',
		);
		expect(await refusal('DELETE', `${path}/${grace}`, { admin_id: ada })).toBe(
			'422 parameter_invalid Removing the last customer is not allowed',
		);
	});

	it('keeps the 500 newest parts', async () => {
		await startConversation();
		await api('POST', '/_sim/events', {
			topic: 'conversation.user.replied',
			contact: { id: grace },
			times: 503,
		});
		const page = await client.conversations.list();
		expect(page.data[0]).not.toHaveProperty('conversation_parts');
		const { conversation_parts: parts } = await client.conversations.find({
			conversation_id: String(page.data[0].id),
		});
		expect(parts?.conversation_parts).toHaveLength(500);
	});
});
