import type { INode, INodeCredentials } from 'n8n-workflow';
import { sign } from '../../nodes/Intercom/webhook/signature';
import type { StoredWorkflow, WorkflowDraft } from '../../playground/client';
import { control } from '../../playground/control';
import { credentialDrafts } from '../../playground/credentials';
import { readTemplate } from '../../playground/templates';
import { conversation, notification } from '../intercom/notifications';
import { executionsOn, startQueueWorld, type QueueExecution, type QueueWorld } from './n8n';

const TOPIC = 'conversation.user.created';
const GOAL = 'intercom_conversation_started';
const DAY = 86_400;
/** Seconds that ABsmartly has to answer. */
const TIMEOUT = 4;

/**
 * The template that sends a goal once, whatever number of workers. Copies of an event are notifications of their own
 * here: a webhook process drops a notification id that it knows, and its memory must not do the work of the gate.
 */
describe('a goal for each event, with a gate in Redis', () => {
	let world: QueueWorld;
	let workflow: StoredWorkflow;
	/** The trigger on each webhook process. */
	let urls: string[];
	let ids = 0;

	/** The template, with less patience for ABsmartly. */
	const gate = (credentials?: INodeCredentials): WorkflowDraft => {
		const { nodes, ...draft } = readTemplate('absmartly-goal-once-with-redis.json');
		const impatient = (node: INode): INode => ({
			...node,
			credentials,
			parameters: { ...node.parameters, options: { timeout: TIMEOUT } },
		});
		return { ...draft, nodes: nodes.map((node) => (node.name === 'ABsmartly' ? impatient(node) : node)) };
	};

	beforeAll(async () => {
		world = await startQueueWorld();
		workflow = await world.createWorkflow(gate());
		urls = await world.publish(workflow);
	});
	afterAll(async () => {
		await world?.stop();
	});

	/** A conversation of this world; its name keeps the keys apart, and has them deleted at the end. */
	const eventKey = (name: string) => `${TOPIC}:${world.name}-${name}`;
	const redisKey = (name: string) => `absmartly-goal:${eventKey(name)}:${GOAL}:42`;
	const goalsOf = (...names: string[]) => {
		const keys = names.map(eventKey);
		return world.absmartly.goals().filter(({ properties }) => keys.includes(String(properties?.event_key)));
	};

	/** One signed notification of an id of its own; how long n8n took to answer 200, in ms. */
	const post = async (url: string, name: string) => {
		const item = conversation({ id: `${world.name}-${name}` });
		const id = `notif_${world.name}-${++ids}`;
		const body = JSON.stringify(notification(TOPIC, item, { id }));
		const signature = sign(Buffer.from(body), world.intercom.clientSecret);
		const headers = { 'content-type': 'application/json', 'x-hub-signature': signature };
		const since = Date.now();
		expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
		return Date.now() - since;
	};

	/** All names at the same moment, to the webhook processes in turn; the executions that came of it. */
	const deliver = async (names: string[], { to = urls, of = workflow } = {}) => {
		const before = (await world.executions(of.id)).length;
		const times = await Promise.all(names.map((name, index) => post(to[index % to.length], name)));
		const all = await world.finishedExecutions(of.id, before + names.length, 120);
		return { executions: all.slice(before), slowest: Math.max(...times) };
	};
	const statusesOf = async (...args: Parameters<typeof deliver>) =>
		(await deliver(...args)).executions.map(({ status }) => status);

	const failNext = async (...faults: object[]) =>
		await control(
			'POST',
			`${world.absmartly.url}/_sim/faults`,
			faults.map((fault) => ({ match: 'PUT /v1/context', ...fault })),
		);
	const errorOf = async ({ id }: QueueExecution) =>
		(await world.client.execution(id)).data.resultData.error?.message ?? '';

	it('lets one of four copies through, of 50 events at the same moment on two workers', async () => {
		const since = Date.now();
		const names = Array.from({ length: 50 }, (_, index) => String(index));
		// every copy right behind the other, and on another process
		const { executions, slowest } = await deliver(names.flatMap((name) => [name, name, name, name]));
		const goals = goalsOf(...names);
		const taken = world.workers.map((worker) => executionsOn(worker).length);
		console.log(
			`200 deliveries, the slowest ${slowest} ms; ${executions.length} executions (${taken.join(' + ')}), ` +
				`${goals.length} goals; ${Math.round((Date.now() - since) / 1000)} s`,
		);

		expect(executions.map(({ status }) => status)).toEqual(Array(200).fill('success'));
		expect(goals.map(({ properties }) => properties?.event_key).sort()).toEqual(names.map(eventKey).sort());
		for (const count of taken) expect(count).toBeGreaterThan(0);
		const ttl = await world.redis.ttl(redisKey('0'));
		expect(ttl).toBeGreaterThan(29 * DAY);
		expect(ttl).toBeLessThanOrEqual(30 * DAY);
	});

	it.each([400, 401])('releases the key when ABsmartly refuses with %i', async (status) => {
		const name = `refused-${status}`;
		await failNext({ status, body: { ok: false, errors: [] } });
		const [refused] = (await deliver([name])).executions;
		expect(refused.status).toBe('error');
		expect(await errorOf(refused)).toMatch(/^Not counted: ABsmartly/);
		expect(await world.redis.get(redisKey(name))).toBeNull();
		expect(goalsOf(name)).toEqual([]);

		expect(await statusesOf([name, name])).toEqual(['success', 'success']);
		expect(goalsOf(name)).toHaveLength(1);
	});

	it('releases the key when the credential cannot be used', async () => {
		const [, { data, ...credential }] = credentialDrafts(world);
		const broken = { ...credential, name: 'No environment', data: { ...data, environment: '' } };
		const absmartlyApi = { id: await world.client.saveCredential(broken), name: broken.name };
		const other = await world.createWorkflow(gate({ absmartlyApi }));
		const to = await world.publish(other);
		const [failed] = (await deliver(['unusable'], { to, of: other })).executions;
		expect(failed.status).toBe('error');
		expect(await errorOf(failed)).toMatch(/^Not counted: The ABsmartly credential names no environment/);
		expect(await world.redis.get(redisKey('unusable'))).toBeNull();
	});

	it('keeps the key when it is unknown whether ABsmartly counted', async () => {
		// both are recorded, and no answer comes: the connection is lost, or the node waits no longer
		await failNext({ recordFirst: true, reset: true }, { recordFirst: true, delayMs: (TIMEOUT + 3) * 1000 });
		const names = ['lost', 'late'];
		const { executions } = await deliver(names);
		expect(executions.map(({ status }) => status)).toEqual(['error', 'error']);
		for (const execution of executions)
			expect(await errorOf(execution)).toMatch(/^Perhaps counted: ABsmartly/);

		expect(await statusesOf(names)).toEqual(['success', 'success']);
		for (const name of names) {
			expect(await world.redis.ttl(redisKey(name))).toBeGreaterThan(29 * DAY);
			expect(goalsOf(name)).toHaveLength(1);
		}
	});
});
