import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Send } from '../../../nodes/core/table/operation';
import { ownPath } from '../../../nodes/Intercom/operations/customCall';
import { checkConnection } from '../../../nodes/Intercom/connection/health';
import { hosts } from '../../../nodes/Intercom/connection/hosts';
import { execute } from '../../engine';
import { onSimulator } from '../world/running';

/** Any API call, any body, what became of a request, and what the token may: inside n8n's engine against the simulator. */

const { intercom, credentials, fault: faults } = onSimulator();

async function does(parameters: INodeParameters, more: Partial<Parameters<typeof execute>[1]> = {}) {
	const { items, error } = await execute('intercomPlus', { parameters, credentials: credentials(), ...more });
	if (error) throw Object.assign(new Error(error.message), { description: error.description });
	return items.map(({ json }) => json);
}

const fault = async (match: string, status: number, times = 1) =>
	await faults({ match, status, times, body: { errors: [{ code: 'x', message: 'No' }] } });

const last = () => intercom().requests.at(-1)!;
const call = { resource: 'customCall', operation: 'send' };
const pairs = (values: IDataObject) => ({
	assignments: Object.entries(values).map(([name, value]) => ({ name, value, type: typeof value })),
});

describe('a custom call', () => {
	it('sends what it is told to, with the credential, and gives the whole reply', async () => {
		const [me] = await does({ ...call, path: '/me', apiVersion: '2.11' });
		expect(me).toMatchObject({ type: 'admin' });
		expect(last().headers).toMatchObject({
			authorization: 'Bearer sim-intercom-token',
			'intercom-version': '2.11',
		});
	});

	it('takes query and body as pairs or as JSON', async () => {
		await does({
			...call,
			method: 'POST',
			path: 'contacts',
			query: pairs({ a: 'b' }),
			requestBody: pairs({ email: 'new@example.com', owner_id: 9600001 }),
		} as INodeParameters);
		expect([last().path, JSON.parse(last().body)]).toEqual([
			'/contacts?a=b',
			{ email: 'new@example.com', owner_id: 9600001 },
		]);
		await does(
			{
				...call,
				method: 'POST',
				path: '/contacts',
				specifyBody: 'json',
				bodyJson: '={{ { email: $json.email } }}',
				specifyQuery: 'json',
				queryJson: '{"c":"d"}',
			},
			{ items: [{ email: 'two@example.com' }] },
		);
		expect([last().path, JSON.parse(last().body)]).toEqual(['/contacts?c=d', { email: 'two@example.com' }]);
	});

	it('reads a list page by page', async () => {
		const all = await does({
			...call,
			path: '/contacts',
			query: pairs({ per_page: 1 }),
			result: 'list',
			listKey: 'data',
			returnAll: true,
		} as INodeParameters);
		expect(all.length).toBeGreaterThan(1);
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(intercom().requests).toHaveLength(all.length);
		expect(await does({ ...call, path: '/contacts', result: 'list', limit: 1 })).toHaveLength(1);
	});

	it('a list key that the reply has not is told, not taken for an empty list', async () => {
		const wrong = does({ ...call, path: '/contacts', result: 'list', listKey: 'contacts' });
		await expect(wrong).rejects.toMatchObject({
			message: "The reply has no list under 'contacts'",
			description: 'Set List Key to one of: data',
		});
	});

	it('tries again only what does no harm', async () => {
		await fault('GET /me', 503);
		await does({ ...call, path: '/me' });
		expect(intercom().requests).toHaveLength(2);
		await fault('POST /contacts', 503);
		await expect(
			does({
				...call,
				method: 'POST',
				path: '/contacts',
				specifyBody: 'json',
				bodyJson: '{"email":"a@b.co"}',
			}),
		).rejects.toThrow();
		expect(intercom().requests).toHaveLength(3);
	});

	it.each([
		'https://evil.example/me',
		'//evil.example/me',
		'/contacts/../me',
		'/contacts/%2e%2e/me',
		'/contacts/..%2fme',
		'/me?a=b',
		'/me#x',
		'\\\\evil.example',
		'/a b',
		'@evil.example:80/me',
		'.',
		'/',
		'',
	])('refuses %j', (path) => {
		const isRefused = () => {
			try {
				// what is left must be on the host that it is put behind
				return new URL(`https://host.example${ownPath(path)}`).host !== 'host.example' ? 'elsewhere' : 'own';
			} catch {
				return 'refused';
			}
		};
		expect(isRefused()).toBe(path.startsWith('@') ? 'own' : 'refused');
	});
});

describe('the options of every operation', () => {
	it('merge JSON over what the fields make of the body', async () => {
		await does(
			{
				resource: 'contact',
				operation: 'create',
				email: 'a@example.com',
				additionalFields: { name: 'A' },
				requestOptions: { additionalBody: '={{ { name: "B", phone: $json.phone } }}' },
			},
			{ items: [{ phone: '+41790000000' }] },
		);
		expect(JSON.parse(last().body)).toMatchObject({
			email: 'a@example.com',
			name: 'B',
			phone: '+41790000000',
		});
	});

	it('say what is wrong with the JSON', async () => {
		const create = { resource: 'contact', operation: 'create', email: 'a@example.com' };
		await expect(does({ ...create, requestOptions: { additionalBody: '{"a":' } })).rejects.toThrow(
			'is not JSON',
		);
		await expect(does({ ...create, requestOptions: { additionalBody: '[1]' } })).rejects.toThrow(
			'is not an object',
		);
	});

	it('tell what became of the request, with each item and with errors', async () => {
		await fault('GET /admins', 503);
		const admins = await does({
			resource: 'admin',
			operation: 'getAll',
			returnAll: true,
			requestOptions: { requestDetails: true },
		});
		expect(admins.length).toBeGreaterThan(1);
		for (const { _request } of admins)
			expect(_request).toEqual({
				server: intercom().url,
				method: 'GET',
				path: '/admins',
				version: '2.14',
				status: 200,
				requestId: null,
				attempts: 2,
				// of 1,666, less these two unless a window began between them
				rateLeft: expect.any(Number) as number,
				requests: 1,
			});
		const [failed] = await does(
			{
				resource: 'tag',
				operation: 'get',
				tag_id: { __rl: true, mode: 'id', value: '999' },
				requestOptions: { requestDetails: true },
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(failed).toMatchObject({
			error: expect.stringContaining('Intercom refused this'),
			message: {
				_request: { path: '/tags/999', status: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
			},
		});
	});

	it('leave items as they are where nobody asks', async () => {
		const [admin] = await does({ resource: 'admin', operation: 'getAll' });
		expect(admin).not.toHaveProperty('_request');
	});
});

describe('Connection > Check', () => {
	const check = { resource: 'connection', operation: 'check' };

	it('tells whose token it is and what it may', async () => {
		await fault('GET /companies', 403);
		const [health] = await does(check);
		expect(health).toMatchObject({
			connected: true,
			status: 'limited',
			workspace: { id: 'abc123de', name: 'Simulated workspace' },
			problems: [expect.stringContaining('lacks permissions: Read and list users and companies.')],
			region: 'US',
			credentialRegion: null,
			version: '2.14',
			refused: ['Companies'],
			missingPermissions: ['Read and list users and companies'],
			allowed: expect.arrayContaining(['Contacts', 'Conversations', 'Tags', 'Admins']),
		});
		expect((health.access as IDataObject[]).find(({ what }) => what === 'Companies')).toEqual({
			what: 'Companies',
			path: '/companies',
			permission: 'Read and list users and companies',
			access: 'refused',
			reason: 'Intercom refused this: No',
		});
	});

	it.each([
		['US', hosts.us.api, []],
		[
			'EU',
			hosts.us.api,
			[expect.stringContaining('in the region EU, but the credential asks Intercom in US')],
		],
		[
			'US',
			hosts.au.api,
			[expect.stringContaining('in the region US, but the credential asks Intercom in AU')],
		],
		['EU', 'https://proxy.example', []],
		[undefined, hosts.eu.api, []],
	])('a workspace in %s, asked at %s, has the problems %j', async (region, server, problems) => {
		const send: Send = async ({ method, path }, hear) => {
			const none = { version: null, status: 200, requestId: null, attempts: 1, rateLeft: null };
			hear?.({ server, method, path, ...none });
			return { app: { region } };
		};
		const [health] = await checkConnection(send);
		expect(health).toMatchObject({ problems, status: problems.length > 0 ? 'limited' : 'connected' });
	});

	it('fails where the token itself is refused', async () => {
		await fault('GET /me', 401);
		await expect(does(check)).rejects.toThrow('Intercom refused this');
	});
});
