import { Intercom, IntercomClient, IntercomError } from 'intercom-client';
import { ada, api, client, grace, refusal, simulator, startConversation } from './intercom/driver';

describe('access', () => {
	it('knows whose token it is', async () => {
		const me = await client.admins.identify();
		expect(me).toMatchObject({
			type: 'admin',
			id: ada,
			app: { id_code: 'abc123de', region: 'US', timezone: 'UTC' },
		});
	});

	it('refuses no token, a wrong one, and one that was uninstalled', async () => {
		const denied = '401 unauthorized Access Token Invalid';
		expect(await refusal('GET', '/me', undefined, { authorization: '' })).toBe(denied);
		expect(await refusal('GET', '/contacts', undefined, { authorization: 'Bearer no' })).toBe(denied);
		const stranger = new IntercomClient({ baseUrl: simulator.url, token: 'no' });
		await expect(stranger.admins.list()).rejects.toBeInstanceOf(Intercom.UnauthorizedError);
		expect((await api('POST', '/auth/uninstall')).status).toBe(200);
		expect(await refusal('GET', '/me')).toBe(denied);
	});

	it('goes by Intercom-Version: known ones, rolling ones, none, but no other', async () => {
		for (const version of ['2.7', '2.16', 'Preview', 'Unstable'])
			expect((await api('GET', '/me', undefined, { 'intercom-version': version })).status).toBe(200);
		expect((await api('GET', '/me')).headers.get('intercom-version')).toBe('2.14');
		const unknown = refusal('GET', '/me', undefined, { 'intercom-version': '3.0' });
		expect(await unknown).toMatch(/^400 intercom_version_invalid /);
	});

	it('counts requests in windows of ten seconds', async () => {
		simulator.settings.rateLimit = 2;
		simulator.clock.set('2030-01-01T00:00:03Z');
		const first = await api('GET', '/me');
		const header = (name: string) => Number(first.headers.get(`x-ratelimit-${name}`));
		expect([header('limit'), header('remaining')]).toEqual([2, 1]);
		expect(header('reset')).toBe(Date.parse('2030-01-01T00:00:10Z') / 1000);
		await api('GET', '/me');
		const third = client.admins.list({ maxRetries: 0 });
		await expect(third).rejects.toMatchObject({
			statusCode: 429,
			body: { errors: [{ code: 'rate_limit_exceeded' }] },
		});
		const refused = await api('GET', '/me');
		expect([refused.headers.get('retry-after'), refused.headers.get('x-ratelimit-remaining')]).toEqual([
			null,
			'0',
		]);
		simulator.clock.set('2030-01-01T00:00:10Z');
		expect((await api('GET', '/me')).status).toBe(200);
		expect(simulator.requests).toHaveLength(5);
	});

	it('lets the official client try again after a 429', async () => {
		const fault = { match: 'GET /admins', status: 429, headers: { 'retry-after': '1' } };
		await api('POST', '/_sim/faults', [fault]);
		expect((await client.admins.list()).admins).toHaveLength(3);
		expect(simulator.requests.map(({ path }) => path)).toEqual(['/admins', '/admins']);
	});

	it('refuses a body that is no JSON, and a path there is none of', async () => {
		expect(await refusal('POST', '/contacts', '{"email":')).toMatch(/^400 bad_request /);
		expect(await refusal('GET', '/nothing/here')).toMatch(/^404 not_found /);
	});
});

describe('OAuth', () => {
	const redirect = 'http://localhost:5678/rest/oauth2-credential/callback';
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const consent = (redirectUri: string) =>
		`/oauth?${new URLSearchParams({ client_id: simulator.clientId, state: 's+1=', redirect_uri: redirectUri })}`;

	/** What comes back, besides the state, when a person presses this button. */
	async function press(answer: 'authorize' | 'deny') {
		const reply = await api('POST', consent(redirect), `answer=${answer}`, form);
		expect(reply.status).toBe(303);
		const location = new URL(String(reply.headers.get('location')));
		expect(location.origin + location.pathname).toBe(redirect);
		const { state, ...rest } = Object.fromEntries(location.searchParams);
		expect(state).toBe('s+1=');
		return rest;
	}
	const code = async () => (await press('authorize')).code;
	const client = () => ({ client_id: simulator.clientId, client_secret: simulator.clientSecret });

	it.each(['form', 'json'])('exchanges a code for a token that works, once (%s)', async (kind) => {
		const values = { code: await code(), ...client() };
		expect(values.code).toMatch(/=$/);
		const exchange = () =>
			kind === 'form'
				? api('POST', '/auth/eagle/token', new URLSearchParams(values).toString(), form)
				: api('POST', '/auth/eagle/token', values);
		const { body } = await exchange();
		expect(Object.keys(body).sort()).toEqual(['access_token', 'token', 'token_type']);
		expect([body.token_type, body.token]).toEqual(['Bearer', body.access_token]);
		expect((await api('GET', '/me', undefined, { authorization: `Bearer ${body.token}` })).status).toBe(200);
		const again = await exchange();
		expect([again.status, again.body]).toMatchObject([401, { errors: [{ message: 'Unauthorized Code' }] }]);
	});

	it('refuses a code that lost its =, a wrong secret, and a redirect that is not registered', async () => {
		const cut = (await code()).replace(/=+$/, '');
		expect(await refusal('POST', '/auth/eagle/token', { code: cut, ...client() })).toMatch(/^401 /);
		const values = { code: await code(), client_id: simulator.clientId, client_secret: 'no' };
		expect(await refusal('POST', '/auth/eagle/token', values)).toMatch(/^401 /);
		for (const [method, answer] of [['GET'], ['POST', 'answer=authorize']]) {
			const elsewhere = await api(method, consent('https://evil.example/'), answer, form);
			expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([400, null]);
		}
	});

	it('tells of a person who denies', async () => {
		expect(await press('deny')).toEqual({ error: 'access_denied' });
	});
});

describe('teammates', () => {
	it('lists and finds admins and teams', async () => {
		const { admins = [] } = await client.admins.list();
		expect(admins.map((admin) => admin?.id)).toEqual([ada, '9600002', '9600003']);
		expect(await client.admins.find({ admin_id: Number(ada) })).toMatchObject({
			name: 'Ada Admin',
			team_ids: [8100001],
		});
		expect(await refusal('GET', '/admins/1')).toBe('404 admin_not_found Admin not found');
		expect((await client.teams.list()).teams).toHaveLength(2);
		expect(await client.teams.find({ team_id: '8100002' })).toMatchObject({ name: 'Billing' });
		expect(await refusal('GET', '/teams/1')).toBe('404 team_not_found Team not found');
	});
});

it('gives the official client its error classes', async () => {
	const missing = client.contacts.find({ contact_id: 'no' });
	await expect(missing).rejects.toBeInstanceOf(IntercomError);
	await expect(missing).rejects.toMatchObject({ statusCode: 404, body: { errors: [{ code: 'not_found' }] } });
	const attach = client.companies.attachContact({ contact_id: grace, id: '' });
	await expect(attach).rejects.toBeInstanceOf(Intercom.BadRequestError);
	const id = await startConversation();
	const last = client.conversations.detachContactAsAdmin({
		conversation_id: id,
		contact_id: grace,
		admin_id: ada,
	});
	await expect(last).rejects.toBeInstanceOf(Intercom.UnprocessableEntityError);
});

it('starts afresh on reset', async () => {
	await startConversation();
	await client.contacts.delete({ contact_id: grace });
	simulator.settings.rateLimit = 5;
	await api('POST', '/_sim/reset');
	const { counts } = (await api('GET', '/_sim/state')).body;
	expect(counts).toMatchObject({ admins: 3, teams: 2, contacts: 3, companies: 2, conversations: 0 });
	expect(simulator.settings.rateLimit).toBe(1666);
});
