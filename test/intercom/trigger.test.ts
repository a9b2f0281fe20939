import {
	resolveWebhookDescriptionField,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';
import { request } from 'node:http';
import { answersEarly } from '../../nodes/core/n8n/webhooks';
import { IntercomTrigger } from '../../nodes/Intercom/IntercomTrigger.node.ts';
import { KEPT_MS } from '../../nodes/Intercom/webhook/secrets';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { checkRegion } from '../../nodes/Intercom/connection/workspace';
import { activate, executeContext, serveTrigger, triggerNode, workflowOf, type Credentials } from '../engine';
import { startIntercom, type IntercomSimulator } from '../simulators/intercom';
import { conversation, notification, withPart } from './webhook/notifications';

const SECRET = 'client-secret';
const credentials: Credentials = {
	intercomAccessTokenApi: { region: 'us', accessToken: 't', clientSecret: SECRET },
};
const parameters: INodeParameters = { topics: ['conversation.user.created'] };
const started = notification('conversation.user.created', conversation());
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

type Served = Awaited<ReturnType<typeof serveTrigger>>;
let served: Served | undefined;
let executions: INodeExecutionData[][] = [];
afterEach(async () => {
	await served?.close();
	served = undefined;
	executions = [];
});

async function serve(
	more: INodeParameters = {},
	work = async () => {},
	given = credentials,
	mode?: 'manual',
	memory: IDataObject = {},
) {
	served = await serveTrigger(
		{ ...parameters, ...more },
		given,
		async (items) => {
			await work();
			executions.push(items);
		},
		mode,
		{ memory },
	);
	return served;
}

const post = async (
	body: Buffer,
	headers: Record<string, string> = { 'x-hub-signature': sign(body, SECRET) },
) =>
	await fetch(served!.url, {
		method: 'POST',
		body: new Uint8Array(body),
		headers: { 'content-type': 'application/json', ...headers },
	});

it('answers 200 to an old delivery that is signed, and makes no execution, where an age is set', async () => {
	await serve({ options: { maxDeliveryAge: 5 } });
	const now = Math.floor(Date.now() / 1000);
	const old = await post(bytes({ ...started, first_sent_at: now - 3600 }));
	expect([old.status, await old.json()]).toEqual([
		200,
		{ message: 'Ignored: it was first sent 60 minutes ago, and Max Delivery Age is 5' },
	]);
	expect(executions).toEqual([]);
	await post(bytes({ ...started, first_sent_at: now }));
	expect(executions).toHaveLength(1);
});

describe('activation', () => {
	let intercom: IntercomSimulator;
	beforeAll(async () => {
		intercom = await startIntercom();
	});
	afterAll(async () => await intercom.close());
	beforeEach(() => intercom.reset());

	const withToken = (more: IDataObject = {}): Credentials => ({
		intercomAccessTokenApi: {
			region: 'custom',
			baseUrl: intercom.url,
			accessToken: intercom.accessToken,
			clientSecret: SECRET,
			...more,
		} as never,
	});

	it('is refused when events are checked and there is no client secret', async () => {
		await expect(activate(parameters, withToken({ clientSecret: ' ' }))).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The Intercom credential has no client secret\. Copy it from .*Basic Information/,
			),
		});
		expect(intercom.requests).toEqual([]);
		await activate({ ...parameters, verifySignature: false }, withToken({ clientSecret: ' ' }));
	});

	it('refuses an age that is no number', async () => {
		const options = { maxDeliveryAge: 'soon' };
		await expect(activate({ ...parameters, options }, withToken())).rejects.toThrow(
			"'Max Delivery Age (Minutes)' is 'soon', which is not a number",
		);
	});

	it('asks whose credential it is, and keeps that', async () => {
		expect(await activate(parameters, withToken())).toMatchObject({
			workspace: { workspaceId: 'abc123de', region: 'US' },
		});
		expect(intercom.requests.map(({ path }) => path)).toEqual(['/me']);
	});

	it.each([
		['eu', 'eu'],
		[undefined, 'us'],
		['custom', 'custom'],
	])('keeps that the credential says %s, at n8n’s start too', async (said, region) => {
		expect(await activate(parameters, withToken({ region: said }), 'init')).toEqual({ region });
	});

	it('is refused with a token that Intercom refuses', async () => {
		await expect(activate(parameters, withToken({ accessToken: 'old' }))).rejects.toMatchObject({
			message: 'Intercom refused this: Access Token Invalid',
		});
	});

	it('asks nobody when n8n starts or another process takes the lead, so that an outage changes nothing', async () => {
		for (const mode of ['init', 'leadershipChange'] as const)
			await activate(parameters, withToken({ accessToken: 'old' }), mode);
		expect(intercom.requests).toEqual([]);
	});

	it('goes on, with a line in the log, when Intercom cannot be reached', async () => {
		expect(await activate(parameters, withToken({ baseUrl: 'http://127.0.0.1:9' }))).toEqual({
			region: 'custom',
		});
	}, 15_000);

	it('takes the OAuth2 client secret', async () => {
		const oauth: Credentials = {
			intercomOAuth2Api: {
				...withToken().intercomAccessTokenApi,
				oauthTokenData: { token: intercom.accessToken },
			},
		};
		await activate({ ...parameters, authentication: 'oAuth2' }, oauth);
		expect(intercom.requests).toHaveLength(1);
	});
});

describe('checkRegion', () => {
	const workspace = { adminId: '1', workspaceId: 'w', name: 'Acme', region: 'EU' };
	const check = async (region: string) => {
		const given: Credentials = { intercomAccessTokenApi: { region, accessToken: 't' } };
		await checkRegion(await executeContext('intercomTrigger', given), 'intercomAccessTokenApi', workspace);
	};

	it('names both regions when they differ', async () => {
		await expect(check('us')).rejects.toMatchObject({
			message: 'The workspace Acme is hosted in region EU',
			description: expect.stringContaining('says US'),
		});
		await check('eu');
		await check('custom');
	});
});

describe('a signed event', () => {
	it('starts one execution with the event', async () => {
		await serve();
		expect((await post(bytes(started))).status).toBe(200);
		expect(executions).toHaveLength(1);
		expect(executions[0][0].json).toMatchObject({
			eventKey: 'conversation.user.created:215000000000001',
			verified: true,
			contact: { externalId: '42' },
		});
	});

	it.each([
		['emoji', bytes({ ...started, note: '😀👩‍👩‍👧' })],
		['U+2028', Buffer.from(JSON.stringify({ ...started, note: 'a\u2028b' }).replace('\\u2028', '\u2028'))],
		['escaped slashes', Buffer.from(JSON.stringify(started).replaceAll('/', '\\/'))],
		['a trailing newline', Buffer.from(`${JSON.stringify(started)}\n`)],
		[
			'invalid UTF-8',
			Buffer.concat([
				bytes({ ...started, note: '' }).subarray(0, -2),
				Buffer.from([0xff, 0xfe]),
				Buffer.from('"}'),
			]),
		],
		['15 MiB', bytes({ ...started, note: 'x'.repeat(15 * 2 ** 20) })],
	])('may hold %s', async (_, body) => {
		await serve();
		expect((await post(body)).status).toBe(200);
		expect(executions).toHaveLength(1);
	});

	it('may come untouched instead', async () => {
		await serve({ options: { output: 'raw' } });
		await post(bytes(started));
		expect(executions[0][0].json).toEqual(started);
	});

	it('is marked where the check is off', async () => {
		await serve({ verifySignature: false });
		expect((await post(bytes(started), {})).status).toBe(200);
		expect(executions[0][0].json.verified).toBe(false);
	});

	it('is accepted under the previous secret', async () => {
		const rotating: Credentials = {
			intercomAccessTokenApi: { accessToken: 't', clientSecret: 'new', previousClientSecret: SECRET },
		};
		await serve({}, async () => {}, rotating);
		expect((await post(bytes(started))).status).toBe(200);
		expect(executions).toHaveLength(1);
	});
});

describe('anything else', () => {
	const body = bytes(started);
	const signature = sign(body, SECRET);
	it.each<[string, Buffer, Record<string, string>]>([
		['no signature', body, {}],
		['an empty signature', body, { 'x-hub-signature': '' }],
		['the scheme alone', body, { 'x-hub-signature': 'sha1=' }],
		['sha256=', body, { 'x-hub-signature': 'sha256=' }],
		['a signature of another length', body, { 'x-hub-signature': signature.slice(0, -2) }],
		[
			'a changed byte',
			Buffer.from(body.toString().replace('abc123de', 'abc123df')),
			{ 'x-hub-signature': signature },
		],
		[
			'the body re-serialised',
			Buffer.from(JSON.stringify(started, null, 1)),
			{ 'x-hub-signature': signature },
		],
		['an empty body', Buffer.alloc(0), { 'x-hub-signature': signature }],
	])('with %s gets 401 and no execution', async (_, sent, headers) => {
		await serve();
		expect((await post(sent, headers)).status).toBe(401);
		expect(executions).toEqual([]);
	});

	it('with the header sent twice gets 401', async () => {
		await serve();
		const status = await new Promise((resolve, reject) => {
			const sent = request(served!.url, { method: 'POST' }, (response) =>
				resolve(response.resume().statusCode),
			);
			sent.setHeader('x-hub-signature', [signature, signature]);
			sent.on('error', reject);
			sent.end(body);
		});
		expect(status).toBe(401);
		expect(executions).toEqual([]);
	});

	it('that is signed but no notification gets 400 and no execution', async () => {
		await serve();
		for (const odd of ['[]', 'null', '5', '{"topic":5}', 'no json']) {
			expect((await post(Buffer.from(odd))).status).toBe(400);
		}
		expect(executions).toEqual([]);
	});

	it.each([
		['ping', notification('ping', { type: 'ping' }, { id: null })],
		['an unsubscribed topic', notification('contact.deleted', {})],
	])('that is %s is answered 200 without an execution', async (_, ignored) => {
		await serve();
		expect((await post(bytes(ignored))).status).toBe(200);
		expect(executions).toEqual([]);
	});

	it('HEAD is answered 200', async () => {
		await serve();
		expect((await fetch(served!.url, { method: 'HEAD' })).status).toBe(200);
		expect(executions).toEqual([]);
	});

	it('gets 503 and no execution when the credential cannot be read, but 401 at once when it is not even signed', async () => {
		await serve({}, async () => {}, {});
		expect((await post(body, { 'x-hub-signature': signature })).status).toBe(503);
		expect((await post(body, {})).status).toBe(401);
		expect(executions).toEqual([]);
	});

	it('gets 401 when the credential lost its secret after activation', async () => {
		await serve({}, async () => {}, { intercomAccessTokenApi: { accessToken: 't' } });
		expect((await post(body)).status).toBe(401);
		expect(executions).toEqual([]);
	});
});

describe.each(['webhook', 'manual'] as const)('a credential that changes while n8n runs, mode %s', (mode) => {
	let now = 0;
	beforeEach(() => jest.spyOn(performance, 'now').mockImplementation(() => now));
	afterEach(() => jest.restoreAllMocks());

	/** A trigger whose credential can be changed, and whose reads of it are counted. */
	async function changing(first: IDataObject) {
		const state = { held: first, reads: 0 };
		const given: Credentials = {
			intercomAccessTokenApi: {
				accessToken: 't',
				get clientSecret() {
					state.reads++;
					return state.held.clientSecret as string;
				},
				get previousClientSecret() {
					return state.held.previousClientSecret as string;
				},
			},
		};
		await serve({}, async () => {}, given, mode === 'manual' ? mode : undefined);
		let events = 0;
		const statusOf = async (secret: string) => {
			const body = bytes({ ...started, id: `notif_${mode}_${events++}` });
			return (await post(body, { 'x-hub-signature': sign(body, secret) })).status;
		};
		return { state, statusOf };
	}

	it('is read once for many events', async () => {
		const { state, statusOf } = await changing({ clientSecret: SECRET });
		for (let each = 0; each < 20; each++) expect(await statusOf(SECRET)).toBe(200);
		expect(state.reads).toBe(1);
		expect(executions).toHaveLength(20);
	});

	it('takes a new secret at once, the previous one while it is there, and the removed one a minute at most', async () => {
		const { state, statusOf } = await changing({ clientSecret: SECRET });
		expect(await statusOf(SECRET)).toBe(200);
		now += 1000;
		state.held = { clientSecret: 'new', previousClientSecret: SECRET };
		expect(await statusOf('new')).toBe(200);
		expect(await statusOf(SECRET)).toBe(200);
		state.held = { clientSecret: 'new' };
		now += KEPT_MS - 1;
		expect(await statusOf(SECRET)).toBe(200);
		now += 1;
		expect(await statusOf(SECRET)).toBe(401);
		expect(await statusOf('new')).toBe(200);
	});

	it('takes nothing a minute after its secret was removed', async () => {
		const { state, statusOf } = await changing({ clientSecret: SECRET });
		expect(await statusOf(SECRET)).toBe(200);
		state.held = {};
		now += KEPT_MS;
		for (const secret of [SECRET, '', 'undefined']) expect(await statusOf(secret)).toBe(401);
		expect(executions).toHaveLength(1);
	});

	it('is read once a second under wrong signatures, and right ones go through meanwhile', async () => {
		const { state, statusOf } = await changing({ clientSecret: SECRET });
		for (let second = 0; second < 3; second++) {
			const wrong = await Promise.all(Array.from({ length: 100 }, async () => await statusOf('wrong')));
			expect(new Set(wrong)).toEqual(new Set([401]));
			expect(await statusOf(SECRET)).toBe(200);
			expect(state.reads).toBe(second + 1);
			now += 1000;
		}
		expect(executions).toHaveLength(3);
	});
});

describe('n8n’s answer', () => {
	const immediately = answersEarly ? 'responseNode' : 'onReceived';
	const takesFunctions = typeof resolveWebhookDescriptionField === 'function';

	it.each([
		[{}, immediately, ''],
		[{ options: {} }, immediately, ''],
		[{ options: { respond: 'immediately' } }, immediately, ''],
		[{ options: { respond: 'finished' } }, 'lastNode', 'noData'],
	])('is for %j the same with and without n8n’s expression engine', async (given, mode, data) => {
		const node = triggerNode(given, credentials);
		const workflow = workflowOf([node], {});
		await workflow.expression.acquireIsolate();
		const [webhook] = new IntercomTrigger().description.webhooks!;
		const native = (field: string) =>
			takesFunctions
				? resolveWebhookDescriptionField(workflow.getNode(node.name)!, webhook, field)
				: undefined;
		for (const [field, value] of Object.entries({ responseMode: mode, responseData: data })) {
			expect(native(field)).toEqual(takesFunctions ? { resolved: true, value } : undefined);
			const template = webhook[field as 'responseData'] as string;
			expect(workflow.expression.getSimpleParameterValue(node, template, 'webhook', {})).toBe(value);
		}
		await workflow.expression.releaseIsolate();
	});
});

describe('what the user chose', () => {
	it('may be an older name, typed in, and the event has Intercom’s own', async () => {
		await serve({ topics: [], options: { otherTopics: 'conversation.created' } });
		await post(bytes(started));
		expect(executions[0][0].json.topic).toBe('conversation.user.created');
	});

	it('fits an app that still speaks API 1.x', async () => {
		await serve({ topics: ['contact.user.created'] });
		await post(bytes(notification('user.created', { type: 'user', id: '1', user_id: '42' })));
		expect(executions[0][0].json).toMatchObject({ topic: 'user.created', objectType: 'contact' });
	});

	it('leaves out what the credential’s own admin did, without an execution', async () => {
		const part = { id: '1', created_at: 1768000500, author: { type: 'admin', id: '7' } };
		const mine = bytes(notification('conversation.admin.replied', withPart(part)));
		const choice = { topics: ['*'], options: { ignore: ['own'] } };
		await serve(choice, async () => {}, credentials, undefined, { workspace: { adminId: '7' } });
		expect((await post(mine)).status).toBe(200);
		expect(executions).toEqual([]);
		await served?.close();
		await serve(choice, async () => {}, credentials, undefined, { workspace: { adminId: '8' } });
		await post(mine);
		expect(executions).toHaveLength(1);
	});
});

describe('where the event’s object stands', () => {
	const urlWith = async (memory: IDataObject, sent: IDataObject = started) => {
		await serve({ topics: ['*'] }, async () => {}, credentials, undefined, memory);
		await post(bytes(sent));
		return executions[0][0].json.url;
	};
	const page = (app: string) => `https://${app}/a/inbox/abc123de/inbox/conversation/215000000000001`;
	const workspace = { adminId: '7', workspaceId: 'abc123de', region: 'AU' };

	it('is the region that Intercom names for the workspace', async () => {
		expect(await urlWith({ workspace, region: 'us' })).toBe(page('app.au.intercom.com'));
	});

	it('is the region of the credential where Intercom could not be asked', async () => {
		expect(await urlWith({ region: 'eu' })).toBe(page('app.eu.intercom.com'));
	});

	it('is not known of another workspace, nor before the first activation', async () => {
		expect(await urlWith({ workspace: { ...workspace, workspaceId: 'other' }, region: 'us' })).toBeNull();
		await served?.close();
		executions = [];
		expect(await urlWith({})).toBeNull();
	});

	it('costs no read of the credential', async () => {
		const given: Credentials = { intercomAccessTokenApi: { accessToken: 't', clientSecret: SECRET } };
		let reads = 0;
		Object.defineProperty(given.intercomAccessTokenApi, 'region', {
			enumerable: true,
			get: () => (reads++, 'eu'),
		});
		await serve({ verifySignature: false }, async () => {}, given, undefined, { workspace });
		await post(bytes(started), {});
		expect(executions[0][0].json.url).toBe(page('app.au.intercom.com'));
		expect(reads).toBe(0);
	});
});

describe('a sample', () => {
	const sample = sampleNotification('conversation.user.created', { now: 1772012000, version: '2.14' });
	const filtered: INodeParameters = {
		sampleWhenTesting: true,
		options: { workspaces: 'mine', teams: ['5'] },
	};

	it('says so, and passes the filters of whoever tests the workflow', async () => {
		await serve(filtered, async () => {}, credentials, 'manual', {
			workspace: { adminId: '7', workspaceId: 'mine', region: 'EU' },
		});
		await post(bytes(sample));
		expect(executions[0][0].json).toMatchObject({
			sample: true,
			contact: { externalId: 'sample-user' },
			url: 'https://app.eu.intercom.com/a/inbox/abc123de/inbox/conversation/215000000000001',
		});
	});

	it('says so untouched too', async () => {
		await serve({ options: { output: 'raw' } }, async () => {}, credentials, 'manual');
		await post(bytes(sample));
		expect(executions[0][0].json).toEqual(sample);
		expect(executions[0][0].json.sample).toBe(true);
	});

	it('alone does: a real event is filtered in a test as ever', async () => {
		await serve(filtered, async () => {}, credentials, 'manual');
		await post(bytes(started));
		expect(executions).toEqual([]);
	});
});
