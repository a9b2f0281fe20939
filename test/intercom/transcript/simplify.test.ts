import type { IDataObject } from 'n8n-workflow';
import type { Api } from '../../../nodes/core/run/run';
import { simplifying } from '../../../nodes/Intercom/transcript/simplify';
import { byId, does, intercom, ADA } from '../world/world';
import { contactActs, conversationActs } from '../../simulators/intercom';

/** What Simplify gives, as a person reads it. */

/** Simplify of an API at that address. */
async function simplifierAt(server: string): Promise<NonNullable<Api['simplify']>> {
	const sent = { server, method: 'GET', path: '/', version: null, status: 200, requestId: null };
	const send: Api['send'] = (_request, hear) => {
		hear?.({ ...sent, attempts: 1, rateLeft: null });
		return Promise.resolve({});
	};
	const api = await simplifying(() => Promise.resolve({ send, concurrency: 1 }))({} as never, {} as never);
	await api.send({ method: 'GET', path: '/', query: {}, body: {} });
	return api.simplify!;
}

const simplified = async (element: IDataObject, members: string[], server = 'https://api.intercom.io') =>
	(await simplifierAt(server))(element, members);

describe('url', () => {
	const contact = { type: 'contact', id: 'c1', workspace_id: 'abc' };
	it.each([
		[contact, 'https://api.intercom.io', 'https://app.intercom.com/a/apps/abc/users/c1'],
		[contact, 'https://api.eu.intercom.io', 'https://app.eu.intercom.com/a/apps/abc/users/c1'],
		[contact, 'https://api.au.intercom.io', 'https://app.au.intercom.com/a/apps/abc/users/c1'],
		[contact, 'http://127.0.0.1:4010', 'https://app.intercom.com/a/apps/abc/users/c1'],
		[
			{ type: 'company', id: 'co', app_id: 'abc' },
			'https://api.eu.intercom.io',
			'https://app.eu.intercom.com/a/apps/abc/companies/co',
		],
		[
			{ type: 'ticket', id: '7', ticket_type: { workspace_id: 'abc' } },
			'https://api.eu.intercom.io',
			'https://app.eu.intercom.com/a/inbox/abc/inbox/conversation/7',
		],
		// a conversation names no workspace: Intercom opens the one of whoever is signed in
		[
			{ type: 'conversation', id: '7' },
			'https://api.eu.intercom.io',
			'https://app.eu.intercom.com/a/inbox/_/inbox/conversation/7',
		],
		// an article has an address of its own
		[
			{ type: 'article', id: '7', url: 'https://help.example' },
			'https://api.intercom.io',
			'https://help.example',
		],
	])('of %j at %s is %s', async (element, server, url) => {
		expect(await simplified(element, ['url'], server)).toEqual({ url });
	});
});

it('gives times in ISO 8601, down in objects, and leaves what is none', async () => {
	const element = {
		created_at: 1772012000,
		updated_at: '2026-02-25T09:33:20Z',
		snoozed_until: 1772012000,
		delivered_at: 0,
		closed_at: null,
		far_at: 1e300,
		count: 1772012000,
		custom_attributes: { renews_at: 1772012000, seats: 12 },
		parts: [{ created_at: 1772012000 }],
	};
	expect(await simplified(element, Object.keys(element))).toEqual({
		...element,
		created_at: '2026-02-25T09:33:20.000Z',
		snoozed_until: '2026-02-25T09:33:20.000Z',
		custom_attributes: { renews_at: '2026-02-25T09:33:20.000Z', seats: 12 },
		parts: [{ created_at: '2026-02-25T09:33:20.000Z' }],
	});
});

it('gives names without the escapes that Intercom writes', async () => {
	const element = { name: 'Phone &amp; SMS', tags: { tags: [{ name: 'A &lt; B' }] }, body: '&amp;' };
	expect(await simplified(element, ['name', 'tags', 'body'])).toEqual({
		name: 'Phone & SMS',
		tags: { tags: [{ name: 'A < B' }] },
		body: '&amp;',
	});
});

describe('text', () => {
	const part = (part_type: string, body: string | null, created_at: number) => ({
		part_type,
		body,
		created_at,
	});
	const conversation = (...parts: IDataObject[]) => ({
		type: 'conversation',
		source: { body: '<p>First &amp; only</p>' },
		conversation_parts: { conversation_parts: parts },
	});
	it.each<[string, IDataObject, string | null]>([
		['the newest message', conversation(part('comment', '<p>b</p>', 2), part('comment', '<p>a</p>', 1)), 'b'],
		['no note', conversation(part('comment', 'a', 1), part('note', 'b', 2)), 'a'],
		['no part without words', conversation(part('comment', 'a', 1), part('close', null, 2)), 'a'],
		['words on the way of an assignment', conversation(part('assignment', '<p>Hey</p>', 1)), 'Hey'],
		['the first message where no part is', conversation(), 'First & only'],
		['the first message of a list’s element', { type: 'conversation', source: { body: 'First' } }, 'First'],
		[
			'a ticket’s description',
			{ type: 'ticket', ticket_attributes: { _default_description_: 'It burns' } },
			'It burns',
		],
		['a part’s own words', { type: 'ticket_part', body: '<p>Here</p>' }, 'Here'],
		['nothing', { type: 'conversation', source: null, conversation_parts: null }, null],
	])('is %s', async (_, element, text) => {
		expect(await simplified(element, ['text'])).toEqual({ text });
	});
});

describe('a reply', () => {
	async function conversation() {
		const workspace = intercom.workspace();
		const contact = contactActs.createContact(workspace, { email: 'reader@example.com' });
		return byId(conversationActs.contactStarts(workspace, contact, 'Help').id);
	}

	it.each([
		['replyAsAdmin', { admin_id: ADA }, 'admin', 'comment'],
		['addNote', { admin_id: ADA }, 'admin', 'note'],
	])('%s gives what was said, not the conversation', async (operation, more, author, part_type) => {
		const conversation_id = await conversation();
		await does('conversation', 'addNote', { conversation_id, admin_id: ADA, body: 'Before' });
		await does('conversation', 'replyAsAdmin', { conversation_id, admin_id: ADA, body: 'Before' });
		const [reply] = await does('conversation', operation, {
			conversation_id,
			body: '<p>Look &amp; see</p>',
			...more,
		});
		expect(reply).toMatchObject({ text: 'Look & see', author: { type: author }, attachments: [], part_type });
		expect(Object.keys(reply)).toEqual(['text', 'author', 'attachments', 'part_type', 'created_at', 'id']);
		const whole = { conversation_id, body: 'Whole', simplify: false, ...more };
		expect(await does('conversation', operation, whole)).toMatchObject([{ type: 'conversation' }]);
	});

	it('to a ticket gives the same', async () => {
		const [{ id }] = await does('ticket', 'create', {
			ticket_type_id: byId('2979330'),
			contact_id: byId(contactActs.createContact(intercom.workspace(), { email: 'x@example.com' }).id),
			title: 'Broken',
		});
		const ticket_id = byId(String(id));
		const [reply] = await does('ticket', 'replyAsAdmin', { ticket_id, admin_id: ADA, body: '<p>Hi</p>' });
		expect(reply).toMatchObject({ text: 'Hi', author: { type: 'admin' }, part_type: 'comment' });
	});
});

it('a ticket tells its company, its title and where to open it', async () => {
	const workspace = intercom.workspace();
	const [{ id: company }] = await does('company', 'upsert', { company_id: 'acme-9', name: 'Acme' });
	const [ticket] = await does('ticket', 'create', {
		ticket_type_id: byId('2979330'),
		contact_id: byId(contactActs.createContact(workspace, { email: 'y@example.com' }).id),
		title: 'Broken',
		additionalFields: { company_id: byId(String(company)) },
	});
	expect(ticket).toMatchObject({
		title: 'Broken',
		company_id: company,
		url: expect.stringMatching(
			/^https:\/\/app\.intercom\.com\/a\/inbox\/\w+\/inbox\/conversation\/\d+$/,
		) as string,
	});
});
