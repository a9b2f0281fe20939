import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { CONCURRENCY } from '../../nodes/Intercom/transport/send';
import { execute, listSearch, type Credentials } from '../engine';
import { startIntercom, type IntercomSimulator } from '../simulators/intercom';
import { mapped } from './world/running';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

const credentials = (more: IDataObject = {}): Credentials => ({
	intercomAccessTokenApi: {
		region: 'custom',
		baseUrl: intercom.url,
		accessToken: 'sim-intercom-token',
		...more,
	} as never,
});

type More = { items?: IDataObject[]; onError?: INode['onError'] };

/** Runs `resource.operation` and gives the items' JSON; a failure is thrown. */
async function does(resource: string, operation: string, parameters: INodeParameters = {}, more: More = {}) {
	const { items, error } = await execute('intercomPlus', {
		parameters: { resource, operation, ...parameters },
		credentials: credentials(),
		...more,
	});
	if (error) throw Object.assign(new Error(error.message), { description: error.description });
	return items.map(({ json }) => json);
}

const byId = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const requests = () => intercom.requests.map(({ method, path }) => `${method} ${path}`);
const lastBody = () => JSON.parse(intercom.requests.at(-1)?.body || '{}') as IDataObject;
const sim = async (path: string, body: unknown, method = 'POST') =>
	await fetch(`${intercom.url}/_sim/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

const ALAN = '6961000000000000000000a2';
const VISITOR = '6961000000000000000000a3';
const ADA_ADMIN = byId('9600001');
const make = async (email: string) => (await does('contact', 'create', { email }))[0].id as string;
const converse = async () => {
	const [message] = await does('conversation', 'create', { contact_id: byId(ALAN), body: 'Hello' });
	return message.conversation_id as string;
};

describe('every request', () => {
	it('carries the version, the token and nothing to another origin', async () => {
		await does('admin', 'me');
		expect(intercom.requests[0].headers).toMatchObject({
			authorization: 'Bearer sim-intercom-token',
			'intercom-version': '2.14',
			accept: expect.stringContaining('application/json'),
		});
	});

	it('carries the version that the credential pins', async () => {
		await execute('intercomPlus', {
			parameters: { resource: 'admin', operation: 'me' },
			credentials: credentials({ apiVersion: '2.13' }),
		});
		expect(intercom.requests[0].headers['intercom-version']).toBe('2.13');
	});

	it('works with OAuth2, whose token reply may hold `token` alone', async () => {
		const { items, error } = await execute('intercomPlus', {
			parameters: { authentication: 'oAuth2', resource: 'admin', operation: 'me' },
			credentials: {
				intercomOAuth2Api: {
					region: 'custom',
					baseUrl: intercom.url,
					clientId: 'sim-client-id',
					clientSecret: 'sim-client-secret',
					grantType: 'authorizationCode',
					authentication: 'body',
					authUrl: `${intercom.url}/oauth`,
					accessTokenUrl: `${intercom.url}/auth/eagle/token`,
					oauthTokenData: { token_type: 'Bearer', token: 'sim-intercom-token' },
				} as never,
			},
		});
		expect(error).toBeUndefined();
		expect(items[0].json.type).toBe('admin');
	});

	it.each([['http://intercom.example'], ['ftp://127.0.0.1'], ['not an address'], ['']])(
		'refuses the base URL %p before anything is sent',
		async (baseUrl) => {
			const { error } = await execute('intercomPlus', {
				parameters: { resource: 'admin', operation: 'me' },
				credentials: credentials({ baseUrl }),
			});
			expect(error?.message).toBe('The base URL of the Intercom credential is not usable');
			expect(intercom.requests).toEqual([]);
		},
	);
});

describe('Admin', () => {
	it('Get Many, Get and Get Current', async () => {
		const admins = await does('admin', 'getAll', { returnAll: true });
		expect(admins.map(({ id }) => id)).toContain('9600001');
		expect(Object.keys(admins[0]).length).toBeLessThanOrEqual(10);
		expect(await does('admin', 'get', { admin_id: ADA_ADMIN })).toMatchObject([{ id: '9600001' }]);
		const [me] = await does('admin', 'me');
		expect(me.app).toMatchObject({ id_code: 'abc123de', region: 'US' });
	});

	it('Get finds a teammate by e-mail, and names those there are when it does not', async () => {
		const [{ id, email }] = await does('admin', 'getAll', { limit: 1 });
		expect(await does('admin', 'get', { admin_id: byId(String(email), 'email') })).toMatchObject([{ id }]);
		await expect(
			does('admin', 'get', { admin_id: byId('nobody@example.com', 'email') }),
		).rejects.toMatchObject({
			message: "No teammate with e-mail 'nobody@example.com' in this workspace",
			description: expect.stringContaining(String(email)),
		});
	});
});

describe('Contact', () => {
	it('Create sends what is filled in, in the API’s types', async () => {
		const [contact] = await does('contact', 'create', {
			role: 'user',
			email: 'ada@example.com',
			external_id: '7',
			attributes: mapped({
				name: 'Ada',
				signed_up_at: '2026-01-10T08:00:00Z',
				unsubscribed_from_emails: 'true',
				mrr: '12.5',
			}),
			additionalFields: { owner_id: ADA_ADMIN },
		});
		expect(lastBody()).toEqual({
			role: 'user',
			email: 'ada@example.com',
			external_id: '7',
			name: 'Ada',
			signed_up_at: 1768032000,
			owner_id: 9600001,
			unsubscribed_from_emails: true,
			custom_attributes: { mrr: 12.5 },
		});
		expect(contact).toMatchObject({ external_id: '7', name: 'Ada', custom_attributes: { mrr: 12.5 } });
		expect(Object.keys(contact).length).toBeLessThanOrEqual(10);
	});

	it('gives the raw contact without Simplify', async () => {
		const [contact] = await does('contact', 'get', { contact_id: byId(ALAN), simplify: false });
		expect(contact).toHaveProperty('has_hard_bounced');
	});

	it.each([
		['id', ALAN],
		['externalId', '42'],
		['email', 'alan@example.com'],
	])('Get by %s', async (mode, value) => {
		expect(await does('contact', 'get', { contact_id: byId(value, mode) })).toMatchObject([
			{ id: ALAN, name: 'Alan Turing' },
		]);
	});

	it('Get by an e-mail that nobody has says so', async () => {
		await expect(does('contact', 'get', { contact_id: byId('x@example.com', 'email') })).rejects.toThrow(
			"No contact with e-mail 'x@example.com' in this workspace",
		);
	});

	it('Get Many reads all pages, or just enough of them', async () => {
		for (let i = 0; i < 160; i++) {
			await fetch(`${intercom.url}/contacts`, {
				method: 'POST',
				headers: { authorization: 'Bearer sim-intercom-token', 'content-type': 'application/json' },
				body: JSON.stringify({ email: `many${i}@example.com` }),
			});
		}
		intercom.requests.length = 0;
		const all = await does('contact', 'getAll', { returnAll: true });
		expect(new Set(all.map(({ id }) => id)).size).toBe(163);
		expect(all).toHaveLength(163);
		expect(requests()).toHaveLength(2);

		intercom.requests.length = 0;
		expect(await does('contact', 'getAll', { limit: 5 })).toHaveLength(5);
		expect(requests()).toEqual(['GET /contacts?per_page=5']);
	});

	it('Search by filters and by JSON', async () => {
		const filters = {
			filter: [
				{ field: 'email', operator: 'contains', value: 'example.com' },
				{ field: 'role', operator: 'equals', value: 'lead' },
			],
		};
		expect(await does('contact', 'search', { filters, match: 'AND', returnAll: true })).toMatchObject([
			{ id: VISITOR },
		]);
		const query = '{"field":"external_id","operator":"=","value":"42"}';
		expect(await does('contact', 'search', { options: { query }, limit: 1 })).toMatchObject([{ id: ALAN }]);
		expect(lastBody()).toMatchObject({ pagination: { per_page: 1 } });
	});

	it.each<[string, INodeParameters, RegExp]>([
		['no filter', { filters: {} }, /no filter/],
		['bad JSON', { options: { query: '{' } }, /not one that Intercom takes/],
		[
			'a date that is none',
			{ filters: { filter: [{ field: 'created_at', operator: 'greaterThan', value: 'soon' }] } },
			/^'created_at' is 'soon', which is not a date$/,
		],
	])('Search with %s is caught before sending', async (_, parameters, message) => {
		await expect(does('contact', 'search', parameters)).rejects.toThrow(message);
		expect(requests()).toEqual([]);
	});

	it('Update, Archive, Unarchive, Delete', async () => {
		const id = await make('short-lived@example.com');
		expect(
			await does('contact', 'update', { contact_id: byId(id), attributes: mapped({ name: 'New' }) }),
		).toMatchObject([{ id, name: 'New' }]);
		expect(await does('contact', 'archive', { contact_id: byId(id) })).toMatchObject([
			{ id, archived: true },
		]);
		expect(await does('contact', 'unarchive', { contact_id: byId(id) })).toMatchObject([
			{ id, archived: false },
		]);
		expect(await does('contact', 'delete', { contact_id: byId(id) })).toMatchObject([{ id, deleted: true }]);
		await expect(does('contact', 'get', { contact_id: byId(id) })).rejects.toThrow(/Not Found/i);
	});

	it('Update clears by null, and by an option left blank, and leaves alone what an expression did not find', async () => {
		const attributes = mapped({
			name: '={{ null }}',
			avatar: '',
			phone: '={{ $json.nothing }}',
			email: 'alan@example.com',
		});
		const additionalFields = { owner_id: byId('') };
		await does('contact', 'update', { contact_id: byId(ALAN), attributes, additionalFields });
		expect(lastBody()).toEqual({ name: null, email: 'alan@example.com', owner_id: null });
	});

	it('By Email guesses none of several', async () => {
		for (const name of ['A', 'B'])
			await does('contact', 'create', {
				role: 'lead',
				email: 'twin@example.com',
				attributes: mapped({ name }),
			});
		await expect(
			does('contact', 'delete', { contact_id: byId('twin@example.com', 'email') }),
		).rejects.toMatchObject({
			message: "2 contacts have the e-mail 'twin@example.com'",
			description: expect.stringContaining('external ID'),
		});
	});

	it('a date of the picker is meant in the workflow’s time zone', async () => {
		await does('contact', 'create', {
			email: 'z@example.com',
			attributes: mapped({ signed_up_at: '2026-01-10T09:00:00' }),
		});
		// n8n's default zone is America/New_York
		expect(lastBody()).toMatchObject({ signed_up_at: Date.parse('2026-01-10T14:00:00Z') / 1000 });
	});

	it.each([[0], [-1], ['={{ "abc" }}']])('Get Many with limit %p says so', async (limit) => {
		await expect(does('contact', 'getAll', { limit })).rejects.toThrow(/^'?Limit'? is/);
	});

	describe('Create or Update', () => {
		it('refuses to make a nameless contact', async () => {
			await expect(does('contact', 'upsert', { email: '={{ $json.nothing }}' })).rejects.toThrow(
				"'Email', 'External ID' and 'Phone' are all empty",
			);
			expect(requests()).toEqual([]);
		});

		it('tells when the details belong to two contacts', async () => {
			await expect(
				does('contact', 'upsert', { external_id: '42', email: 'grace@example.com' }),
			).rejects.toMatchObject({
				message: 'Two contacts match these details',
				description: expect.stringContaining('Merge them'),
			});
		});

		const upsert = async (archived = 'unarchive', name = 'B') =>
			(
				await does('contact', 'upsert', {
					external_id: '99',
					email: 'b@example.com',
					attributes: mapped({ name }),
					additionalFields: { archived },
				})
			)[0];

		it('creates, then updates the same contact', async () => {
			const created = await upsert();
			expect(created.outcome).toBe('created');
			expect(await upsert('unarchive', 'C')).toMatchObject({ id: created.id, name: 'C', outcome: 'updated' });
		});

		it('ends with one contact for fifty at once', async () => {
			const items = Array.from({ length: 50 }, () => ({}));
			const results = await does('contact', 'upsert', { external_id: '99' }, { items });
			expect(new Set(results.map(({ id }) => id)).size).toBe(1);
			expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
		});

		it('makes one contact though the answers to the first tries were lost', async () => {
			const fault = { match: 'POST /contacts', times: 2, reset: true, recordFirst: true };
			await fetch(`${intercom.url}/_sim/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify([fault]),
			});
			const { id } = await upsert();
			expect(await upsert()).toMatchObject({ id, outcome: 'unchanged' });
			const tries = intercom.requests.filter(({ method, path }) => `${method} ${path}` === 'POST /contacts');
			expect(tries).toHaveLength(4);
		});

		it('unarchives, leaves or refuses an archived one, as chosen', async () => {
			const { id } = await upsert();
			const archive = async () => await does('contact', 'archive', { contact_id: byId(id as string) });
			await archive();
			expect(await upsert('skip')).toMatchObject({ id, outcome: 'skipped' });
			await expect(upsert('fail')).rejects.toThrow(`The archived contact ${String(id)} has these details`);
			expect(await upsert()).toMatchObject({ id, outcome: 'unarchived', name: 'B' });
		});
	});
});

describe('Conversation', () => {
	const admin = { admin_id: ADA_ADMIN };

	it('Create, Reply, Add Note and Reply as Contact', async () => {
		const id = await converse();
		const on = { conversation_id: byId(id) };
		await does('conversation', 'replyAsAdmin', { ...on, ...admin, body: 'Hi' });
		expect(lastBody()).toEqual({ message_type: 'comment', type: 'admin', admin_id: '9600001', body: 'Hi' });
		await does('conversation', 'addNote', { ...on, ...admin, body: 'Big customer' });
		await does('conversation', 'replyAsContact', {
			...on,
			contact_id: byId('42', 'externalId'),
			body: 'Thanks',
		});
		const [{ conversation_parts }] = await does('conversation', 'get', { ...on, display_as: 'plaintext' });
		const { conversation_parts: parts } = conversation_parts as { conversation_parts: IDataObject[] };
		expect(parts.map(({ part_type, body }) => [part_type, body])).toEqual([
			['comment', 'Hi'],
			['note', 'Big customer'],
			['comment', 'Thanks'],
		]);
	});

	it('Reply with quick replies and attachments', async () => {
		const option = [{ text: 'Yes', uuid: 'a5b1d8a0-0000-4000-8000-000000000001' }];
		await does('conversation', 'replyAsAdmin', {
			conversation_id: byId(await converse()),
			...admin,
			body: 'Solved?',
			additionalFields: {
				reply_options: { option },
				attachment_urls: 'https://a.example/1.pdf, https://a.example/2.pdf',
			},
		});
		expect(lastBody()).toMatchObject({
			message_type: 'quick_reply',
			reply_options: option,
			attachment_urls: ['https://a.example/1.pdf', 'https://a.example/2.pdf'],
		});
	});

	it('makes the UUID of a quick reply that has none', async () => {
		await does('conversation', 'replyAsAdmin', {
			conversation_id: byId(await converse()),
			...admin,
			body: 'Solved?',
			additionalFields: { reply_options: { option: [{ text: 'Yes', uuid: '' }] } },
		});
		expect(lastBody().reply_options).toEqual([
			{ text: 'Yes', uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		]);
	});

	it('Snooze, Open, Assign and Close', async () => {
		const on = { conversation_id: byId(await converse()), ...admin };
		const until = Math.floor(Date.now() / 1000) + 3600;
		expect(
			await does('conversation', 'snooze', { ...on, snoozed_until: new Date(until * 1000).toISOString() }),
		).toMatchObject([{ state: 'snoozed' }]);
		expect(lastBody()).toMatchObject({ snoozed_until: until });
		expect(await does('conversation', 'open', on)).toMatchObject([{ state: 'open' }]);
		expect(
			await does('conversation', 'assign', { ...on, type: 'admin', admin_assignee: byId('9600002') }),
		).toMatchObject([{ admin_assignee_id: 9600002 }]);
		const [team] = (await listSearch('searchTeams', credentials())).results;
		await does('conversation', 'assign', { ...on, type: 'team', team_assignee: byId(team.name, 'name') });
		expect(lastBody()).toEqual({
			message_type: 'assignment',
			type: 'team',
			admin_id: '9600001',
			assignee_id: team.value,
		});
		expect(await does('conversation', 'close', { ...on, additionalFields: { body: 'Bye' } })).toMatchObject([
			{ state: 'closed' },
		]);
	});

	it('Get Many and Search', async () => {
		const ids = [await converse(), await converse()];
		expect((await does('conversation', 'getAll', { returnAll: true })).map(({ id }) => id)).toEqual(
			expect.arrayContaining(ids),
		);
		const filters = {
			filter: [
				{ field: 'open', operator: 'equals', value: 'true' },
				{ field: 'id', operator: 'in', value: ids.join(', ') },
			],
		};
		expect(await does('conversation', 'search', { filters, returnAll: true })).toHaveLength(2);
	});
});

describe('Message', () => {
	it('Send In-App Message and Send Email', async () => {
		const base = { from: ADA_ADMIN, to: byId(ALAN), body: 'Hello' };
		expect(await does('message', 'sendInApp', base)).toMatchObject([{ message_type: 'inapp' }]);
		expect(lastBody()).toEqual({
			message_type: 'inapp',
			from: { type: 'admin', id: 9600001 },
			to: { type: 'user', id: ALAN },
			body: 'Hello',
		});
		expect(
			await does('message', 'sendEmail', {
				...base,
				from: byId(''),
				subject: 'News',
				additionalFields: {
					template: 'personal',
					cc: { row: [{ id: byId('visitor@example.com', 'email') }] },
				},
			}),
		).toMatchObject([{ message_type: 'email', subject: 'News' }]);
		expect(lastBody()).toMatchObject({
			from: { type: 'admin', id: 9600001 },
			template: 'personal',
			cc: [{ type: 'lead', id: '6961000000000000000000a3' }],
		});
	});

	it('an e-mail whose subject came out empty is caught before sending; other refusals are told in Intercom’s words', async () => {
		const email = { from: ADA_ADMIN, body: 'x' };
		await expect(
			does('message', 'sendEmail', { ...email, to: byId(ALAN), subject: '={{ "" }}' }),
		).rejects.toThrow("'Subject' is empty");
		expect(requests()).toEqual([]);
		await expect(
			does('message', 'sendEmail', { ...email, to: byId('nobody'), subject: 'News' }),
		).rejects.toMatchObject({
			message: 'Intercom refused this: User Not Found',
			description: expect.stringContaining('code not_found'),
		});
	});
});

describe('Tag', () => {
	it('Create or Update, Get, Get Many, Delete', async () => {
		const [{ id }] = await does('tag', 'upsert', { name: 'Beta' });
		expect(await does('tag', 'upsert', { name: 'Gamma', id: String(id) })).toMatchObject([
			{ id, name: 'Gamma' },
		]);
		expect(await does('tag', 'get', { tag_id: byId('gamma', 'name') })).toMatchObject([{ id }]);
		const all = await does('tag', 'getAll', { returnAll: true });
		expect(all.map(({ name }) => name)).toContain('Gamma');
		expect(await does('tag', 'getAll', { limit: 1 })).toHaveLength(1);
		expect(await does('tag', 'delete', { tag_id: byId(String(id)) })).toEqual([{ deleted: true }]);
		await expect(does('tag', 'get', { tag_id: byId('gamma', 'name') })).rejects.toThrow(
			"No tag named 'gamma'",
		);
	});

	it('tags and untags a contact, a company and a conversation', async () => {
		const [{ id }] = await does('tag', 'upsert', { name: 'VIP' });
		const tag = { tag_id: byId(String(id)) };
		const contact = { contact_id: byId(ALAN) };
		expect(await does('tag', 'tagContact', { ...contact, ...tag })).toMatchObject([{ id }]);
		expect(await does('tag', 'untagContact', { ...contact, ...tag })).toMatchObject([{ id }]);

		const company = { company_id: byId('acme', 'companyId'), tag_name: byId('VIP', 'name') };
		await does('tag', 'tagCompany', company);
		expect(lastBody()).toEqual({ name: 'VIP', companies: [{ id: '6962000000000000000000c1' }] });
		await does('tag', 'untagCompany', company);
		expect(lastBody()).toEqual({ name: 'VIP', companies: [{ id: '6962000000000000000000c1', untag: true }] });

		const conversation = { conversation_id: byId(await converse()), admin_id: ADA_ADMIN };
		expect(await does('tag', 'tagConversation', { ...conversation, ...tag })).toMatchObject([{ id }]);
		expect(await does('tag', 'untagConversation', { ...conversation, ...tag })).toMatchObject([{ id }]);
	});

	it('looks a name up once for a hundred items', async () => {
		await does('tag', 'upsert', { name: 'VIP' });
		intercom.requests.length = 0;
		const items = Array.from({ length: 100 }, () => ({}));
		await does('tag', 'tagContact', { contact_id: byId(ALAN), tag_id: byId('VIP', 'name') }, { items });
		expect(requests().filter((request) => request === 'GET /tags')).toHaveLength(1);
	});
});

describe('pickers', () => {
	it.each([
		'searchAdmins',
		'searchCompanies',
		'searchContacts',
		'searchTags',
		'searchTagNames',
		'searchTeams',
	])('%s lists and filters', async (method) => {
		const { results } = await listSearch(method, credentials());
		expect(results.length).toBeGreaterThan(0);
		const [{ name }] = results;
		const filtered = await listSearch(method, credentials(), name.slice(0, 4));
		expect(filtered.results.map((result) => result.name)).toContain(name);
		expect((await listSearch(method, credentials(), 'zzzzzz')).results).toEqual([]);
	});

	it('searchContacts reads on', async () => {
		for (let i = 0; i < 55; i++) await make(`more${i}@example.com`);
		const first = await listSearch('searchContacts', credentials());
		const second = await listSearch('searchContacts', credentials(), '', first.paginationToken as string);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(58);
		expect(second.paginationToken).toBeUndefined();
	});

	it('searchConversations finds one by its number, wherever it stands', async () => {
		const id = await converse();
		for (let i = 0; i < 55; i++) await converse();
		expect(
			(await listSearch('searchConversations', credentials(), id)).results.map(({ value }) => value),
		).toEqual([id]);
	});

	it('searchConversations lists by number', async () => {
		const id = await converse();
		expect((await listSearch('searchConversations', credentials())).results).toMatchObject([{ value: id }]);
	});
});

describe('items', () => {
	it('come out in order, each paired with its own', async () => {
		const items = Array.from({ length: 60 }, (_, n) => ({ n }));
		await sim('settings', { latencyMs: 5 }, 'PUT');
		const run = await execute('intercomPlus', {
			parameters: {
				resource: 'contact',
				operation: 'create',
				email: '={{ "p" + $json.n + "@example.com" }}',
			},
			credentials: credentials(),
			items,
		});
		expect(run.items.map(({ json, pairedItem }) => [json.email, pairedItem])).toEqual(
			items.map(({ n }) => [`p${n}@example.com`, { item: n }]),
		);
	});

	it('of a list are paired with the item that asked', async () => {
		const run = await execute('intercomPlus', {
			parameters: { resource: 'admin', operation: 'getAll', limit: 2 },
			credentials: credentials(),
			items: [{}, {}],
		});
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
	});

	it('that fail carry the message, with Continue On Fail, and the others go through', async () => {
		const run = await execute('intercomPlus', {
			parameters: {
				resource: 'contact',
				operation: 'get',
				contact_id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			credentials: credentials(),
			items: [{ id: ALAN }, { id: 'nobody' }, { id: '' }, { id: VISITOR }],
			onError: 'continueRegularOutput',
		});
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json, pairedItem }) => [json.id ?? json.error, pairedItem])).toEqual([
			[ALAN, { item: 0 }],
			[expect.stringMatching(/not found/i), { item: 1 }],
			["'Contact' is empty", { item: 2 }],
			[VISITOR, { item: 3 }],
		]);
	});

	it('that fail go to the error output, where the node has one', async () => {
		const run = await execute('intercomPlus', {
			parameters: {
				resource: 'contact',
				operation: 'get',
				contact_id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			credentials: credentials(),
			items: [{ id: ALAN }, { id: 'nobody' }],
			onError: 'continueErrorOutput',
		});
		expect(run.items.map(({ json }) => json.id)).toEqual([ALAN]);
		expect(run.errorItems.map(({ json, pairedItem }) => [json.error, json.message, pairedItem])).toEqual([
			[
				expect.stringMatching(/not found/i),
				{ description: expect.stringMatching(/belongs to this workspace/) },
				{ item: 1 },
			],
		]);
	});

	it('do not all fail because one look-up did', async () => {
		await sim('faults', [{ match: 'GET /tags', times: 1, status: 403, body: '{}' }]);
		const run = await execute('intercomPlus', {
			parameters: { resource: 'tag', operation: 'get', tag_id: { __rl: true, mode: 'name', value: 'VIP' } },
			credentials: credentials(),
			items: Array.from({ length: 60 }, () => ({})),
			onError: 'continueRegularOutput',
		});
		const failures = run.items.filter(({ json }) => json.error);
		expect(failures.length).toBeLessThanOrEqual(CONCURRENCY);
		expect(failures.length).toBeGreaterThan(0);
		const items = failures.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(new Set(items).size).toBe(failures.length);
		expect(failures[0].json.message).toEqual({ description: expect.stringMatching(/lacks a permission/) });
	});

	it('stop at the first failure without it, and the error names the item', async () => {
		const run = await execute('intercomPlus', {
			parameters: {
				resource: 'contact',
				operation: 'get',
				contact_id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			credentials: credentials(),
			items: [{ id: ALAN }, { id: 'nobody' }],
		});
		expect(run.error?.context?.itemIndex).toBe(1);
	});
});
