import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { control, type Delivery } from '../../playground/control';
import { readTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import { conversation, notification } from '../intercom/webhook/notifications';
import { startWorld, type World } from './n8n';

/** What the two triggers do beyond taking an event: test mode, answering late, once, outputs, catching up, forwarding. */
describe('the triggers in a real n8n', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(async () => {
		await world?.stop();
	});

	const node = (name: string, type: string, parameters: INodeParameters = {}): INode => ({
		id: name,
		name,
		type,
		// our triggers begin with 2
		typeVersion: type.endsWith('intercomTrigger') ? 2 : 1,
		position: [0, 0],
		parameters,
	});
	const trigger = (parameters: INodeParameters) =>
		node('Intercom Trigger', 'n8n-nodes-intercom-absmartly.intercomTrigger', parameters);
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	let ids = 0;
	const post = async (url: string, topic: string, item: IDataObject, more: IDataObject = {}) => {
		const body = JSON.stringify({ ...notification(topic, item), id: `notif_t-${++ids}`, ...more });
		const signature = sign(Buffer.from(body), 'sim-client-secret');
		const headers = { 'content-type': 'application/json', 'x-hub-signature': signature };
		return await fetch(url, { method: 'POST', body, headers });
	};
	const ranIn = async (executionId: string, name: string) =>
		(await world.client.execution(executionId)).data.resultData.runData[name]?.[0]?.data?.main[0]?.map(
			({ json }) => json,
		) ?? [];

	it('posts itself a signed sample when a person tests the workflow', async () => {
		const workflow = await world.createWorkflow({
			name: 'Sample',
			nodes: [
				trigger({ topics: ['conversation.rating.added'], sampleWhenTesting: true }),
				node('Nothing', 'n8n-nodes-base.noOp'),
			],
			connections: { 'Intercom Trigger': { main: [[to('Nothing')]] } },
		});
		const answer = await world.client.call<IDataObject>('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: 'Intercom Trigger' },
		});
		expect(answer).toEqual({ waitingForWebhook: true });
		const [{ id, status, mode }] = await world.client.finishedExecutions(workflow.id);
		expect([status, mode]).toEqual(['success', 'manual']);
		expect(await ranIn(id, 'Nothing')).toMatchObject([
			{
				topic: 'conversation.rating.added',
				verified: true,
				sample: true,
				contact: { externalId: 'sample-user' },
			},
		]);
	});

	it('answers when the workflow has finished, if that was chosen', async () => {
		const workflow = await world.createWorkflow({
			name: 'Late',
			nodes: [
				trigger({ topics: ['*'], options: { respond: 'finished' } }),
				node('Wait', 'n8n-nodes-base.wait', { resume: 'timeInterval', amount: 1, unit: 'seconds' }),
			],
			connections: { 'Intercom Trigger': { main: [[to('Wait')]] } },
		});
		const url = await world.publish(workflow);
		const started = Date.now();
		expect((await post(url, 'conversation.user.created', conversation())).status).toBe(200);
		const [{ stoppedAt }] = await world.client.finishedExecutions(workflow.id);
		expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
		expect(Date.parse(stoppedAt!)).toBeLessThanOrEqual(Date.now());
	});

	it('gives each topic its output, and an eventKey once, also to executions at the same moment', async () => {
		const topics = ['conversation.user.created', 'contact.deleted'];
		const workflow = await world.createWorkflow({
			name: 'Once',
			nodes: [
				trigger({ topics, options: { splitOutputs: true, once: true } }),
				node('Started', 'n8n-nodes-base.noOp'),
				node('Deleted', 'n8n-nodes-base.noOp'),
			],
			connections: { 'Intercom Trigger': { main: [[to('Started')], [to('Deleted')]] } },
		});
		const url = await world.publish(workflow);
		const copies = Array.from({ length: 5 }, async () => await post(url, topics[0], conversation()));
		await Promise.all([...copies, post(url, topics[1], { type: 'contact', id: 'c', deleted: true })]);
		const executions = await world.client.finishedExecutions(workflow.id, 6);
		expect(executions.map(({ status }) => status)).toEqual(Array(6).fill('success'));
		const given = await Promise.all(
			executions.map(async ({ id }) => [await ranIn(id, 'Started'), await ranIn(id, 'Deleted')]),
		);
		expect(given.flatMap(([first]) => first)).toHaveLength(1);
		expect(given.flatMap(([, second]) => second)).toMatchObject([{ topic: 'contact.deleted' }]);
	});

	it('the poll brings what came while n8n was down, and Once drops what the webhook brought already', async () => {
		const workflow = await world.createWorkflow(readTemplate('intercom-webhook-with-catch-up.json'));
		await world.publish(workflow);
		const happen = async (name: string) => {
			const contact = { external_id: name, email: `${name}@example.com`, name };
			await control('POST', `${world.intercom.url}/_sim/events`, {
				topic: 'conversation.user.created',
				contact,
			});
		};
		// the poll begins with the second in which the workflow was published
		await new Promise((resolve) => setTimeout(resolve, 1100));
		await happen('before');
		await world.client.finishedExecutions(workflow.id, 1);
		await world.n8n.stop();
		await happen('meanwhile');
		await until('the delivery has failed', async () => {
			const deliveries = await control<Delivery[]>('GET', `${world.intercom.url}/_sim/deliveries`);
			return deliveries.at(-1)!.state === 'retrying';
		});
		await world.restart();
		await world.client.whenPublished(workflow.id);
		const executions = await world.client.finishedExecutions(workflow.id, 2);
		const given = (
			await Promise.all(executions.map(async ({ id }) => await ranIn(id, 'Your Steps Here')))
		).flat();
		expect(given.map(({ contact, source }) => [(contact as IDataObject).externalId, source]).sort()).toEqual([
			['before', 'webhook'],
			['meanwhile', 'polling'],
		]);
	});

	describe('forwarding', () => {
		let server: Server;
		let received: Array<{ headers: IncomingHttpHeaders; body: Buffer }>;
		beforeAll(async () => {
			received = [];
			server = createServer((request, response) => {
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					received.push({ headers: request.headers, body: Buffer.concat(chunks) });
					response.end('{}');
				});
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		});
		afterAll(async () => {
			await new Promise((resolve) => server.close(resolve));
		});

		it('sends the event on with a signature that fits its bytes', async () => {
			const template = readTemplate('intercom-forward-signed-events.json');
			const draft = { name: 'Signature key', type: 'crypto', data: { hmacSecret: 'the receiver’s key' } };
			const crypto = { id: await world.client.saveCredential(draft), name: draft.name };
			const nodes = template.nodes.map((each) => {
				if (each.name === 'Sign') return { ...each, credentials: { crypto } };
				if (each.name !== 'Send to Callback') return each;
				const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
				return { ...each, parameters: { ...each.parameters, url } };
			});
			const workflow = await world.createWorkflow({ ...template, nodes });
			const url = await world.publish(workflow);
			await post(url, 'conversation.user.created', conversation({ title: 'Ünïcödé 😀' }));
			const [{ status }] = await world.client.finishedExecutions(workflow.id);
			expect(status).toBe('success');
			const [{ headers, body }] = received;
			expect(headers['x-signature']).toBe(
				`sha256=${createHmac('sha256', 'the receiver’s key').update(body).digest('hex')}`,
			);
			expect(JSON.parse(body.toString())).toMatchObject({
				eventKey: decodeURI(String(headers['x-event-key'])),
				data: { title: 'Ünïcödé 😀' },
			});
		});
	});
});
