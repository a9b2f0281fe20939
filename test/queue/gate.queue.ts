import type { INode, INodeCredentials } from 'n8n-workflow';
import type { StoredWorkflow, WorkflowDraft } from '../../playground/client';
import { control } from '../../playground/control';
import { credentialDrafts } from '../../playground/credentials';
import { readTemplate } from '../../playground/templates';
import { conversation } from '../intercom/webhook/notifications';
import { executionsOn, startQueueWorld, type QueueExecution, type QueueWorld } from './n8n';
import type { Senders } from './senders';

const TOPIC = 'conversation.user.created';
const GOAL = 'intercom_conversation_started';
const DAY = 86_400;
/** Seconds that ABsmartly has to answer. */
const TIMEOUT = 4;

/**
 * The template that sends a goal once, whatever number of workers. Copies of an event are notifications of their own
 * here: a webhook process drops a notification id that it knows, and its memory must not do the work of the gate. The
 * queue collects the copies, so that both workers take them up at the same moment, ten at a time each.
 */
describe('a goal for each event, with a gate in Redis', () => {
	let world: QueueWorld;
	let workflow: StoredWorkflow;
	let senders: Senders;

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
		senders = await world.publish(workflow);
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

	/** All names to the webhook processes in turn; the executions that came of it, which the workers get at once. */
	const deliver = async (names: string[], { to = senders, of = workflow } = {}) => {
		const before = (await world.executions(of.id)).length;
		await world.queue.pause();
		for (const [index, name] of names.entries()) {
			const item = conversation({ id: `${world.name}-${name}` });
			await to.notify(TOPIC, item, index % world.webhooks.length);
		}
		await to.answered();
		await world.queue.resume();
		return (await world.finishedExecutions(of.id, before + names.length, 120)).slice(before);
	};
	const statusesOf = async (names: string[]) => (await deliver(names)).map(({ status }) => status);

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
		const executions = await deliver(names.flatMap((name) => [name, name, name, name]));
		const goals = goalsOf(...names);
		const taken = world.workers.map((worker) => executionsOn(worker).length);
		console.log(
			`${senders.delivered()} deliveries, ${executions.length} executions (${taken.join(' + ')}), ` +
				`${goals.length} goals; ${Math.round((Date.now() - since) / 1000)} s`,
		);

		expect(senders.delivered()).toBe(200);
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
		const [refused] = await deliver([name]);
		expect(refused.status).toBe('error');
		expect(await errorOf(refused)).toMatch(/^Not counted: ABsmartly/);
		expect(await world.redis.get(redisKey(name))).toBeNull();
		expect(goalsOf(name)).toEqual([]);

		expect(await statusesOf([name, name])).toEqual(['success', 'success']);
		expect(goalsOf(name)).toHaveLength(1);
	});

	it('releases the key when the credential cannot be used', async () => {
		const [, { data, ...credential }] = credentialDrafts(world);
		const broken = {
			...credential,
			name: 'No environment',
			data: { ...data, advanced: true, environment: '' },
		};
		const absmartlyApi = { id: await world.client.saveCredential(broken), name: broken.name };
		const other = await world.createWorkflow(gate({ absmartlyApi }));
		const to = await world.publish(other);
		const [failed] = await deliver(['unusable'], { to, of: other });
		expect(failed.status).toBe('error');
		expect(await errorOf(failed)).toMatch(/^Not counted: The ABsmartly credential names no environment/);
		expect(await world.redis.get(redisKey('unusable'))).toBeNull();
	});

	it('keeps the key when it is unknown whether ABsmartly counted', async () => {
		// both are recorded, and no answer comes: the connection is lost, or the node waits no longer
		await failNext({ recordFirst: true, reset: true }, { recordFirst: true, delayMs: (TIMEOUT + 3) * 1000 });
		const names = ['lost', 'late'];
		const executions = await deliver(names);
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
