import { ada, api, client, grace, refusal } from './intercom/driver';

describe('messages', () => {
	const from = { type: 'admin' as const, id: Number(ada) };
	const to = { type: 'user' as const, id: grace };

	it('sends in-app messages and e-mails', async () => {
		const sent = await client.messages.create({ message_type: 'inapp', body: 'Hi', from, to });
		expect(sent).toMatchObject({
			type: 'admin_message',
			message_type: 'inapp',
			body: 'Hi',
			owner: { id: ada },
		});
		expect(sent).not.toHaveProperty('conversation_id');
		const mail = {
			message_type: 'email' as const,
			subject: 'Hello',
			body: 'Hi',
			template: 'plain',
			from,
			to,
		};
		expect(await client.messages.create(mail)).toMatchObject({ message_type: 'email', subject: 'Hello' });
		const several = [to, { type: 'user', user_id: '42' }];
		expect(
			(await api('POST', '/messages', { message_type: 'in_app', body: 'Hi', from, to: several })).status,
		).toBe(200);
	});

	it('opens the conversation at once if asked to', async () => {
		const wanted = { message_type: 'inapp' as const, body: 'Hi', from, to };
		const sent = await client.messages.create({ ...wanted, create_conversation_without_contact_reply: true });
		const opened = await client.conversations.find({ conversation_id: String(sent.conversation_id) });
		expect(opened.source).toMatchObject({ delivered_as: 'admin_initiated', body: '<p>Hi</p>', id: sent.id });
	});

	it('says what is missing', async () => {
		const send = (body: object) => refusal('POST', '/messages', { from, to, ...body });
		const noSubject = '422 parameter_not_found No subject supplied for email message';
		expect(await send({ message_type: 'email', body: 'Hi' })).toBe(noSubject);
		expect(await send({ message_type: 'inapp', body: null })).toBe('400 parameter_invalid Body is required');
		expect(await send({ body: 'Hi', to: { type: 'user', id: 'no' } })).toBe('404 not_found User Not Found');
		expect(await send({ body: 'Hi', from: { type: 'admin', id: 1 } })).toMatch(/^404 admin_not_found /);
		expect(await send({ body: 'Hi', message_type: 'fax' })).toMatch(/^400 parameter_invalid /);
		expect(await refusal('POST', '/messages', { body: 'Hi' })).toMatch(/^400 parameter_not_found /);
	});
});
