import type { IDataObject } from 'n8n-workflow';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { policy } from '../../../nodes/core/http/exchange';
import type { Request } from '../../../nodes/core/table/operation';
import { CONCURRENCY, connect } from '../../../nodes/Intercom/transport/send';
import { execute, executeContext, type Credentials } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

const TYPE = 'intercomAccessTokenApi';
const quick = { ...policy, backoffMs: 10, timeoutMs: 2_000 };
const credentials = (more: IDataObject = {}): Credentials => ({
	[TYPE]: { region: 'custom', baseUrl: intercom.url, accessToken: 'sim-intercom-token', ...more } as never,
});

const ask = (method: Request['method'], path: string, body = {}): Request => ({
	method,
	path,
	query: {},
	body,
});
const GET = ask('GET', '/me');
const POST = ask('POST', '/contacts', { email: 'a@example.com' });

const send = async (request: Request, more: IDataObject = {}) =>
	await (
		await connect(await executeContext('intercomPlus', credentials(more)), TYPE, { how: quick })
	)(request);

const fault = async (faults: IDataObject) =>
	await fetch(`${intercom.url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify([faults]),
	});

const errorList = (code: string, message: string, field?: string) =>
	JSON.stringify({ type: 'error.list', request_id: 'req-1', errors: [{ code, message, field }] });

describe('an error', () => {
	it.each([
		[401, 'unauthorized', 'Access Token Invalid', /paste a current access token/],
		[403, 'api_plan_restricted', 'Active subscription needed.', /plan of this workspace/],
		[404, 'not_found', 'User Not Found', /belongs to this workspace/],
		[409, 'conflict', 'A contact matching those details already exists with id=69', /Create or Update/],
		[422, 'data_invalid', 'Not like this', /Change the field/],
	])('%i is told in Intercom’s words, with what to do next', async (status, code, message, advice) => {
		await fault({ match: '*', times: 1, status, body: errorList(code, message, 'email') });
		await expect(send(GET)).rejects.toMatchObject({
			message: `Intercom refused this: ${message} (field: email)`,
			description: expect.stringMatching(advice),
			httpCode: String(status),
		});
		expect(intercom.requests).toHaveLength(1);
	});

	it('names method, path, code and request id, and never the token', async () => {
		await fault({ match: '*', times: 1, status: 404, body: errorList('not_found', 'User Not Found') });
		const error = await send(GET).catch((caught: Error) => caught);
		expect(error).toMatchObject({
			description: expect.stringContaining('(GET /me was answered 404, code not_found, request id req-1)'),
		});
		expect(JSON.stringify(error)).not.toContain('sim-intercom-token');
	});

	it('an expired token reaches the person in words to act on', async () => {
		const { error } = await execute('intercomPlus', {
			parameters: { resource: 'admin', operation: 'me' },
			credentials: credentials({ accessToken: 'expired' }),
		});
		expect(error?.message).toBe('Intercom refused this: Access Token Invalid');
		expect(error?.description).toMatch(/^Open the credential/);
	});

	it.each([
		[
			'HTML with status 200',
			{ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>log in</html>' },
		],
		['broken JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"type":' }],
	])('%s is told apart from an answer', async (_, reply) => {
		await fault({ match: '*', times: 1, ...reply });
		await expect(send(GET)).rejects.toMatchObject({ message: 'The reply is not what Intercom sends' });
	});

	it('an error page without errors[] still says what to do', async () => {
		await fault({
			match: '*',
			times: 9,
			status: 503,
			headers: { 'content-type': 'text/html' },
			body: '<h1>down</h1>',
		});
		await expect(send(GET)).rejects.toMatchObject({
			message: 'Intercom answered with status 503: down',
			description: expect.stringContaining('intercomstatus.com'),
		});
	});
});

describe('trying again', () => {
	it('5xx: GET until it works, at most four times', async () => {
		await fault({ match: '*', times: 2, status: 502 });
		expect(await send(GET)).toMatchObject({ type: 'admin' });
		expect(intercom.requests).toHaveLength(3);
		intercom.requests.length = 0;
		await fault({ match: '*', times: 9, status: 500 });
		await expect(send(GET)).rejects.toMatchObject({ httpCode: '500' });
		expect(intercom.requests).toHaveLength(4);
	});

	it('5xx: never POST, which may have done its work, and the person learns that', async () => {
		await fault({ match: '*', times: 1, status: 500, recordFirst: true });
		await expect(send(POST)).rejects.toMatchObject({
			httpCode: '500',
			description: expect.stringContaining('unknown whether Intercom carried this out'),
		});
		expect(intercom.requests).toHaveLength(1);
	});

	it('a lost connection: GET again, POST not, and the person learns that the outcome is unknown', async () => {
		await fault({ match: '*', times: 1, reset: true });
		expect(await send(GET)).toMatchObject({ type: 'admin' });
		intercom.requests.length = 0;
		await fault({ match: '*', times: 1, reset: true, recordFirst: true });
		await expect(send(POST)).rejects.toMatchObject({
			message: 'Intercom could not be reached',
			description: expect.stringContaining('unknown whether Intercom carried this out'),
		});
		expect(intercom.requests).toHaveLength(1);
	});

	it('a search: like GET, since it only reads', async () => {
		await fault({ match: '*', times: 1, reset: true });
		const search = ask('POST', '/contacts/search', {
			query: { field: 'email', operator: '=', value: 'a@example.com' },
		});
		expect(await send({ ...search, readOnly: true })).toMatchObject({ data: [] });
		await fault({ match: '*', times: 9, reset: true });
		await expect(send({ ...search, readOnly: true })).rejects.toMatchObject({
			description: expect.not.stringContaining('unknown whether'),
		});
	});

	it('a DELETE whose first answer was lost is done, not missing', async () => {
		const { id } = await send(POST);
		await fault({ match: '*', times: 1, reset: true, recordFirst: true });
		expect(await send(ask('DELETE', `/contacts/${String(id)}`))).toEqual({});
		await expect(send(ask('DELETE', `/contacts/${String(id)}`))).rejects.toMatchObject({ httpCode: '404' });
	});

	it('nothing at all once the run has failed, while what is under way may end', async () => {
		const parameters = { resource: 'note', operation: 'createOnContact', body: 'Hello' };
		const contact_id = { __rl: true, mode: 'id', value: '={{ $json.to }}' };
		await fault({
			match: 'POST /contacts/6961000000000000000000a2/notes',
			times: CONCURRENCY - 1,
			status: 429,
			headers: { 'retry-after': '1' },
		});
		const items = Array.from({ length: 2 * CONCURRENCY }, (_, n) => ({
			to: n === CONCURRENCY - 1 ? 'nobody' : '6961000000000000000000a2',
		}));
		const { error } = await execute('intercomPlus', {
			parameters: { ...parameters, contact_id },
			credentials: credentials(),
			items,
		});
		expect(error?.message).toMatch(/Not Found/);
		const before = intercom.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 2500));
		expect(intercom.requests).toHaveLength(before);
	});

	it('no answer in time: says how long it waited', async () => {
		await fault({ match: '*', times: 9, delayMs: 5000 });
		await expect(send(POST)).rejects.toMatchObject({ message: 'Intercom did not answer within 2 seconds' });
	});

	it('429: waits until the reset, for every method, and all callers with it', async () => {
		await fetch(`${intercom.url}/_sim/settings`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: '{"rateLimit":3}',
		});
		// 300 ms before the window's end, so that the test need not wait ten seconds
		await fetch(`${intercom.url}/_sim/clock`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ now: '2026-01-10T08:00:09.000Z' }),
		});
		const sender = await connect(
			await executeContext('intercomPlus', credentials({ rateReserve: 0 })),
			TYPE,
			{
				how: policy,
			},
		);
		const emails = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`);
		const made = await Promise.all(
			emails.map(async (email) => await sender(ask('POST', '/contacts', { email }))),
		);
		expect(made.map(({ email }) => email)).toEqual(emails);
		// five at once, two of them refused, and both sent again after the one reset
		expect(intercom.requests).toHaveLength(7);
	});

	it('429: Retry-After, in seconds, is obeyed', async () => {
		await fault({ match: '*', times: 1, status: 429, headers: { 'retry-after': '1' } });
		const started = Date.now();
		expect(await send(POST)).toMatchObject({ email: 'a@example.com' });
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
	});

	it('429 without end: tells, once patience is over', async () => {
		await fault({
			match: '*',
			times: 99,
			status: 429,
			body: errorList('rate_limit_exceeded', 'Exceeded rate limit'),
			headers: { 'retry-after': '0.01' },
		});
		const sender = await connect(await executeContext('intercomPlus', credentials()), TYPE, {
			how: { ...quick, patience: 2 },
		});
		await expect(sender(GET)).rejects.toMatchObject({
			httpCode: '429',
			description: expect.stringContaining('request limit'),
		});
		expect(intercom.requests).toHaveLength(3);
	});
});

describe('the token', () => {
	let other: Server;
	let seen: IDataObject[] = [];
	const serve = async (listener: RequestListener) => {
		other = createServer(listener);
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		return `http://localhost:${(other.address() as AddressInfo).port}`;
	};
	afterEach(async () => {
		other.closeAllConnections();
		await new Promise((resolve) => other.close(resolve));
		seen = [];
	});

	it('does not follow a redirect to another origin', async () => {
		const url = await serve((request, response) => {
			seen.push(request.headers as IDataObject);
			response.end('{}');
		});
		await fault({ match: '*', times: 1, status: 302, headers: { location: `${url}/steal` } });
		await expect(send(GET)).rejects.toMatchObject({ message: 'Intercom answered with status 302' });
		expect(seen).toEqual([]);
	});

	it('does not follow a next page that points elsewhere', async () => {
		const url = await serve((request, response) => {
			seen.push(request.headers as IDataObject);
			response.end('{}');
		});
		const pages = { type: 'pages', next: `${url}/steal?page=2`, page: 1, per_page: 1, total_pages: 2 };
		await fault({
			match: 'GET /tags',
			times: 1,
			status: 200,
			body: JSON.stringify({ type: 'list', data: [{ id: '1' }], pages }),
		});
		const { items } = await execute('intercomPlus', {
			parameters: { resource: 'tag', operation: 'getAll', returnAll: true },
			credentials: credentials(),
		});
		expect(items.length).toBeGreaterThan(1);
		expect(seen).toEqual([]);
		expect(intercom.requests.map(({ path }) => path)).toEqual(['/tags', '/tags?page=2']);
	});
});

describe('cancelling the execution', () => {
	it('ends requests and pauses at once', async () => {
		await fault({ match: '*', times: 99, delayMs: 10_000 });
		await execute('intercomPlus', {
			parameters: { resource: 'admin', operation: 'me' },
			credentials: credentials(),
			items: Array.from({ length: 100 }, () => ({})),
			cancelWhen: () => intercom.requests.length === CONCURRENCY,
		});
		// the answers would have taken longer than a test may
		expect(intercom.requests).toHaveLength(CONCURRENCY);
	});
});
