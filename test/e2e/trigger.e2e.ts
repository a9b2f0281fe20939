import { readFileSync } from 'node:fs';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { control, type Delivery } from '../../playground/control';
import { until } from '../../playground/until';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { conversation, notification } from '../intercom/webhook/notifications';
import { startWorld, type World } from './n8n';

const DAY = 24 * 60 * 60_000;
const SECRET = 'sim-client-secret';
const PACKAGE = 'n8n-nodes-intercom-absmartly';
const trigger = (parameters: INodeParameters = {}): INode => ({
	id: 'trigger',
	name: 'Intercom Trigger',
	type: `${PACKAGE}.intercomTrigger`,
	typeVersion: 2,
	position: [0, 0],
	parameters: { topics: ['conversation.user.created'], ...parameters },
});
const nothing: INode = {
	id: 'nothing',
	name: 'Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [200, 0],
	parameters: {},
};
const connections = {
	'Intercom Trigger': { main: [[{ node: 'Nothing', type: 'main' as const, index: 0 }]] },
};

let ids = 0;
const started = (more: object = {}) =>
	Buffer.from(
		JSON.stringify({
			...notification('conversation.user.created', conversation()),
			id: `notif_e2e-${++ids}`,
			...more,
		}),
	);

describe('Intercom Trigger in a real n8n', () => {
	let world: World;
	let workflow: StoredWorkflow;
	let url: string;

	beforeAll(async () => {
		world = await startWorld();
		workflow = await world.createWorkflow({ name: 'Trigger', nodes: [trigger(), nothing], connections });
		url = await world.publish(workflow);
	});
	afterAll(async () => {
		await world?.stop();
	});

	const post = async (
		body: Buffer,
		headers: Record<string, string> = { 'x-hub-signature': sign(body, SECRET) },
	) =>
		await fetch(url, {
			method: 'POST',
			body: new Uint8Array(body),
			headers: { 'content-type': 'application/json', ...headers },
		});

	/** How many executions `work` adds, once they have all ended. */
	const executionsOf = async (work: () => Promise<void>, expected: number) => {
		const before = (await world.client.executions(workflow.id)).length;
		await work();
		return (await world.client.finishedExecutions(workflow.id, before + expected)).length - before;
	};

	it('answers HEAD and POST on one address, and nothing else', async () => {
		expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
		expect((await fetch(url)).status).toBe(404);
	});

	it('refuses with 401, without an execution, and tells the log why without the secret', async () => {
		const body = started();
		const signature = sign(body, SECRET);
		const changed = Buffer.from(body.toString().replace('Hello', 'Hullo'));
		const again = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
		const refusals = async () => {
			expect((await post(body, {})).status).toBe(401);
			for (const [sent, header] of [
				[body, ''],
				[body, 'sha1='],
				[body, 'sha256='],
				[body, signature.slice(0, -1)],
				[body, `${signature}, ${signature}`],
				[changed, signature],
				[again, signature],
				[Buffer.alloc(0), signature],
			] as Array<[Buffer, string]>) {
				expect((await post(sent, { 'x-hub-signature': header })).status).toBe(401);
			}
		};
		expect(await executionsOf(refusals, 0)).toBe(0);
		const log = readFileSync(world.n8n.logFile, 'utf8');
		expect(log).toContain('Intercom Trigger refused a delivery with 401: it carries no X-Hub-Signature');
		expect(log).not.toContain(SECRET);
	});

	it.each([
		['emoji', started({ note: '😀👩‍👩‍👧' })],
		['U+2028', started({ note: 'a\u2028b' })],
		['a trailing newline', Buffer.concat([started(), Buffer.from('\n')])],
		[
			'invalid UTF-8',
			Buffer.concat([started({ note: '' }).subarray(0, -2), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
		],
		['15 MiB', started({ note: 'x'.repeat(15 * 2 ** 20) })],
	])('accepts a signed body with %s', async (_, body) => {
		const work = async () => expect((await post(body)).status).toBe(200);
		expect(await executionsOf(work, 1)).toBe(1);
		const [{ status }] = await world.client.executions(workflow.id);
		expect(status).toBe('success');
	});

	it('answers a ping and an unsubscribed topic 200 without an execution', async () => {
		const work = async () => {
			for (const ignored of [notification('ping', {}, { id: null }), notification('contact.deleted', {})]) {
				expect((await post(Buffer.from(JSON.stringify(ignored)))).status).toBe(200);
			}
		};
		expect(await executionsOf(work, 0)).toBe(0);
	});

	it('runs one notification once, however many copies arrive at the same moment', async () => {
		const body = started();
		const work = async () => {
			const answers = await Promise.all([post(body), post(body), post(body)]);
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
			expect((await post(body)).status).toBe(200);
		};
		expect(await executionsOf(work, 1)).toBe(1);
	});

	it('is not published without a client secret, and says why in the workflow’s publication status', async () => {
		const { intercomAccessTokenApi } = world.credentials;
		const bare = {
			name: 'No secret',
			type: 'intercomAccessTokenApi',
			data: { region: 'custom', baseUrl: world.intercom.url, accessToken: 'sim-intercom-token' },
		};
		const credential = { id: await world.client.saveCredential(bare), name: bare.name };
		expect(credential.id).not.toBe(intercomAccessTokenApi.id);
		const draft = (parameters: INodeParameters) => ({
			name: 'No secret',
			nodes: [{ ...trigger(parameters), credentials: { intercomAccessTokenApi: credential } }, nothing],
			connections,
		});
		const refused = await world.createWorkflow(draft({}));
		await expect(world.client.publish(refused.id)).rejects.toThrow(
			'The Intercom credential has no client secret',
		);

		const open = await world.createWorkflow(draft({ verifySignature: false }));
		await world.client.publish(open.id);
	});

	/** Intercom's side: something happens there, and what the Developer Hub's "Set live" asks and tells. */
	const ofIntercom = async <T>(method: string, path: string, body?: unknown) =>
		await control<T>(method, `${world.intercom.url}/_sim${path}`, body);
	const happen = async () =>
		void (await ofIntercom('POST', '/events', { topic: 'conversation.user.created' }));
	const setLive = async () =>
		await ofIntercom<{ ok: boolean; status: number; ping: Delivery }>('POST', '/webhook/live');
	const isSuspended = async () =>
		(await ofIntercom<{ webhook: { suspended: boolean } }>('GET', '/state')).webhook.suspended;
	const live = { ok: true, status: 200, ping: { topic: 'ping', status: 200, state: 'delivered' } };

	it('is set live again on the published workflow after Intercom suspended it', async () => {
		await world.n8n.stop();
		const failed = async (count: number) =>
			await until(`${count} failed deliveries`, async () => {
				const deliveries = await ofIntercom<Delivery[]>('GET', '/deliveries');
				return deliveries.filter(({ attempt, status }) => attempt > 0 && status === null).length >= count;
			});
		await happen();
		await failed(1);
		world.intercom.clock.advance(8 * DAY);
		await happen();
		await failed(2);
		expect(await isSuspended()).toBe(true);

		await world.restart();
		await world.client.whenPublished(workflow.id);
		expect(await executionsOf(happen, 0)).toBe(0);
		expect(await executionsOf(async () => expect(await setLive()).toMatchObject(live), 0)).toBe(0);
		expect(await isSuspended()).toBe(false);
		expect(await executionsOf(happen, 1)).toBe(1);
	});

	it('answers after it was published anew, and after a restart, though Intercom answers errors', async () => {
		await ofIntercom('POST', '/faults', { match: '*', times: 100, status: 503 });
		await world.client.unpublish(workflow.id);
		await until('the address is gone', async () => (await fetch(url, { method: 'HEAD' })).status === 404);
		await expect(setLive()).rejects.toThrow('was answered 422');

		await world.client.publish(workflow.id);
		expect(readFileSync(world.n8n.logFile, 'utf8')).toContain('could not check its credential');
		expect(await setLive()).toMatchObject(live);
		expect(await executionsOf(happen, 1)).toBe(1);

		await world.restart();
		await world.client.whenPublished(workflow.id);
		expect(await setLive()).toMatchObject(live);
		expect(await executionsOf(happen, 1)).toBe(1);
	});

	it('keeps accepting events after Intercom is gone and n8n restarts', async () => {
		await world.intercom.close();
		await world.restart();
		await world.client.whenPublished(workflow.id);
		const work = async () => expect((await post(started())).status).toBe(200);
		expect(await executionsOf(work, 1)).toBe(1);
	});
});

describe('with n8n’s older way of activating', () => {
	it('a missing client secret refuses activation, and after a restart stands in active-workflows/error', async () => {
		const world = await startWorld({ env: { N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false' } });
		const { client } = world;
		const save = async (clientSecret: string) =>
			await client.saveCredential({
				name: 'Rotated',
				type: 'intercomAccessTokenApi',
				data: {
					region: 'custom',
					baseUrl: world.intercom.url,
					accessToken: world.intercom.accessToken,
					clientSecret,
				},
			});
		try {
			const credential = { id: await save(SECRET), name: 'Rotated' };
			const node = { ...trigger(), credentials: { intercomAccessTokenApi: credential } };
			const { id, versionId } = await world.createWorkflow({
				name: 'T',
				nodes: [node, nothing],
				connections,
			});
			await client.call('POST', `/workflows/${id}/activate`, { versionId });
			expect(await client.activationError(id)).toBeUndefined();

			await save('');
			await world.restart();
			const error = await until('n8n tells why', async () => await client.activationError(id));
			expect(error).toMatch('The Intercom credential has no client secret');

			await client.unpublish(id);
			await expect(client.call('POST', `/workflows/${id}/activate`, { versionId })).rejects.toThrow(
				'The Intercom credential has no client secret',
			);
		} finally {
			await world.stop();
		}
	});
});
