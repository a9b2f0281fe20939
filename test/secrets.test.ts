import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { NodeApiError, type IDataObject, type INodeParameters } from 'n8n-workflow';
import { activate, execute, executeContext, listSearch, pollingTrigger, type Credentials } from './engine';
import { connect } from '../nodes/Intercom/transport/send';

/** A server that says again what it was sent, or what it knows, gets no secret into anything a person or a log may read. */

const secrets = {
	accessToken: 'dG9rOnRoZS1hY2Nlc3MtdG9rZW4=',
	clientSecret: 'the-client-secret',
	previousClientSecret: 'the-client-secret-before',
	identityVerificationSecret: 'the-identity-secret',
	messengerApiSecret: 'the-messenger-secret',
	apiKey: 'the/api key+of"ABsmartly',
};
const all = Object.values(secrets);
const intercomSecrets = all.filter((secret) => secret !== secrets.apiKey);

/** What the server answers: the status, and the body for a text that holds every secret. */
const shapes: Record<string, [status: number, body: (said: string) => unknown]> = {
	'an error list': [
		422,
		(said) => ({
			type: 'error.list',
			request_id: said,
			errors: [{ code: said, message: said, field: said }],
		}),
	],
	'a field with such a name': [400, (said) => ({ errors: { [said]: ['wrong'] } })],
	'a message': [401, (message) => ({ message })],
	'a page': [403, (said) => `<html><title>${said}</title><body>${said}</body></html>`],
	'a page that writes signs as entities': [
		403,
		(said) =>
			`<html><title>${said.replace(/\W/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`)}</title></html>`,
	],
	'a text': [404, (said) => `${encodeURIComponent(said)} ${JSON.stringify(said)}`],
	'an outage': [503, (said) => ({ errors: [{ message: said }] })],
	'a success that is none': [200, (said) => ({ ok: false, errors: [said], message: said })],
	'a success that is no JSON': [200, (said) => `token ${said}`],
};

let shape = Object.values(shapes)[0];
let server: Server;
let url = '';
let asked = 0;
beforeAll(async () => {
	server = createServer((request: IncomingMessage, response: ServerResponse) => {
		asked++;
		request.resume().on('end', () => {
			const { authorization = '', 'x-api-key': key = '' } = request.headers;
			const known = authorization.startsWith('Bearer') ? intercomSecrets : [secrets.apiKey];
			const said = [...known, authorization, key].join(' ');
			const [status, body] = shape;
			const text = body(said);
			response.writeHead(status, {
				'content-type': typeof text === 'string' ? 'text/html' : 'application/json',
				'x-request-id': encodeURIComponent(said),
				'intercom-version': authorization,
				'retry-after': '0.001',
			});
			response.end(typeof text === 'string' ? text : JSON.stringify(text));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => (server.closeAllConnections(), server.close()));

const credentials = (): Credentials => ({
	intercomAccessTokenApi: { region: 'custom', baseUrl: url, ...secrets } as never,
	absmartlyApi: { endpoint: url, environment: 'production', application: 'www', ...secrets } as never,
	absmartlyConsoleApi: { endpoint: url, ...secrets } as never,
});

/** Everything that can be read of a value. */
function readable(value: unknown): string {
	const { message, stack, description } = value as { message?: string; stack?: string; description?: string };
	const bare = inspect(value, { depth: 10, maxStringLength: null, maxArrayLength: null, showHidden: true });
	return [bare, JSON.stringify(value), message, stack, description].join('\n');
}

function expectNoSecret(value: unknown): void {
	const text = readable(value);
	for (const secret of all) {
		const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
		for (const form of forms) expect(text.includes(form) ? text : '').toBe('');
	}
}

const failing = async (work: Promise<unknown>): Promise<unknown> =>
	await work.catch((error: unknown) => error);

describe.each(Object.keys(shapes))('a server that answers with %s', (name) => {
	beforeEach(() => {
		shape = shapes[name];
		asked = 0;
	});

	it.each<['intercomPlus' | 'absmartly', INodeParameters]>([
		[
			'intercomPlus',
			{ resource: 'contact', operation: 'get', contact_id: { __rl: true, mode: 'id', value: '1' } },
		],
		[
			'intercomPlus',
			{
				resource: 'customCall',
				operation: 'send',
				method: 'POST',
				path: '/x',
				specifyBody: 'json',
				bodyJson: '{"a": 1}',
			},
		],
		['absmartly', { resource: 'goal', operation: 'track', goalName: 'g', unitsMode: 'define' }],
		['absmartly', { resource: 'experiment', operation: 'getRunning' }],
	])(
		'tells nothing of it in items and errors of %s %j',
		async (node, parameters) => {
			for (const onError of ['continueErrorOutput', 'stopWorkflow'] as const) {
				const more = { requestOptions: { requestDetails: true } };
				const items = [
					{
						eventKey: 'a:1',
						topic: 't',
						occurredAtMs: 1772000000000,
						contact: { externalId: '1' },
						data: {},
					},
				];
				const run = await execute(node, {
					parameters: { ...parameters, ...more },
					credentials: credentials(),
					onError,
					items,
				});
				expectNoSecret(run);
				expect(asked).toBeGreaterThan(0);
			}
		},
		30_000,
	);

	it('tells nothing of it in pickers, polls and activation', async () => {
		const polls = await pollingTrigger(
			{ authentication: 'accessToken', topics: ['contact.user.created'] },
			credentials(),
		);
		const parameters = {
			authentication: 'accessToken',
			topics: ['contact.user.created'],
			verifySignature: true,
			options: {},
		};
		for (const work of [
			async () => await listSearch('searchTeams', credentials()),
			async () => await polls.tick('manual'),
			async () => await activate(parameters, credentials()),
		]) {
			asked = 0;
			expectNoSecret(await failing(work()));
			expect(asked).toBeGreaterThan(0);
		}
		expectNoSecret(polls.memory());
	}, 60_000);
});

it('passes on no request with an error that is neither a reply nor a fault of the network', async () => {
	const context = await executeContext('intercomPlus', credentials());
	const header = `Bearer ${secrets.accessToken}`;
	const cause = Object.assign(new Error(`blocked ${header}`), {
		config: { headers: { Authorization: header } },
		request: { _header: header },
	});
	context.helpers.httpRequestWithAuthentication = async () => {
		throw new NodeApiError(context.getNode(), cause as never);
	};
	const send = await connect(context, 'intercomAccessTokenApi');
	const error = await failing(send({ method: 'GET', path: '/me', query: {} as IDataObject, body: {} }));
	expectNoSecret(error);
	expect((error as Error).message).toBe('blocked Bearer [secret]');
});

it('knows the tokens of OAuth2', async () => {
	const oauthTokenData = {
		token: 'an-oauth-token',
		access_token: 'an-access-token',
		refresh_token: 'a-refresh',
	};
	const credential = { region: 'custom', baseUrl: url, grantType: 'authorizationCode', oauthTokenData };
	const context = await executeContext(
		'intercomPlus',
		{ intercomOAuth2Api: credential as never },
		{ authentication: 'oAuth2' },
	);
	const send = await connect(context, 'intercomOAuth2Api');
	shape = [400, () => ({ message: Object.values(oauthTokenData).join() })];
	const error = await failing(send({ method: 'GET', path: '/me', query: {}, body: {} }));
	expect((error as Error).message).toBe('Intercom refused this: [secret],[secret],[secret]');
});
