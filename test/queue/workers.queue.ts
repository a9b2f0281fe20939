import type { StoredWorkflow } from '../../playground/client';
import { mainTemplate, readTemplate } from '../../playground/templates';
import { conversation } from '../intercom/webhook/notifications';
import { perEvent, watchCpu } from './cpu';
import { executionsOn, startQueueWorld, type QueueWorld } from './n8n';
import type { Senders } from './senders';

const EVENTS = Number(process.env.EVENTS ?? 300);
const TOPIC = 'conversation.user.created';

describe('n8n in queue mode', () => {
	let world: QueueWorld;
	let workflow: StoredWorkflow;
	let senders: Senders;
	let sent = 0;

	beforeAll(async () => {
		world = await startQueueWorld();
		workflow = await world.createWorkflow(readTemplate(mainTemplate));
		senders = await world.publish(workflow);
	});
	afterAll(async () => {
		await world?.stop();
	});

	/** Delivers so many new events to the webhook processes with these indexes, in turn. */
	const deliver = async (count: number, to: number[]) => {
		for (let nth = 0; nth < count; nth += 1) {
			const item = conversation({ id: `${world.name}-${sent++}` });
			await senders.notify(TOPIC, item, to[nth % to.length]);
		}
		await senders.answered();
	};

	it(
		`runs each of ${EVENTS} signed events once, on the workers, whichever webhook process took it`,
		async () => {
			const cpu = watchCpu(world);
			const since = Date.now();
			await deliver(EVENTS, [0, 1]);
			const executions = await world.finishedExecutions(workflow.id, EVENTS, 60 + EVENTS / 5);
			const seconds = (Date.now() - since) / 1000;
			const used = perEvent(cpu.stop(), EVENTS);
			const goals = world.absmartly.goals();
			const taken = world.workers.map(executionsOn);
			const times = senders.deliveries().map(({ ms }) => ms);
			console.log(
				`${times.length} deliveries, the slowest ${Math.max(...times)} ms; ${executions.length} executions ` +
					`(${taken.map(({ length }) => length).join(' + ')}), ${goals.length} goals; ` +
					`${Math.round(seconds)} s, ${(EVENTS / seconds).toFixed(1)} events a second; ${used}`,
			);

			expect(senders.delivered()).toBe(EVENTS);
			expect(executions.map(({ status }) => status)).toEqual(Array(EVENTS).fill('success'));
			// as many executions as events, and a goal of each event: none ran twice, none not at all
			expect(goals).toHaveLength(EVENTS);
			expect(new Set(goals.map(({ properties }) => properties?.event_key)).size).toBe(EVENTS);
			expect(taken.flat().sort()).toEqual(executions.map(({ id }) => id).sort());
			for (const each of taken) expect(each.length).toBeGreaterThan(0);
		},
		120_000 + EVENTS * 300,
	);

	it('goes on while a worker and a webhook process are away, and with them once they are back', async () => {
		const before = (await world.executions(workflow.id)).length;
		const [worker, other] = world.workers;
		const [webhook] = world.webhooks;
		const had = executionsOn(worker).length;
		await Promise.all([worker.n8n.kill(), webhook.n8n.kill()]);
		await deliver(10, [1]);
		const meanwhile = await world.finishedExecutions(workflow.id, before + 10);
		expect(executionsOn(worker)).toHaveLength(had);
		expect(executionsOn(other)).toEqual(expect.arrayContaining(meanwhile.slice(before).map(({ id }) => id)));

		await Promise.all([worker.start(), webhook.start(), other.n8n.stop()]);
		await deliver(10, [0]);
		const executions = await world.finishedExecutions(workflow.id, before + 20);
		expect(executionsOn(worker)).toHaveLength(had + 10);
		expect(executions.map(({ status }) => status)).toEqual(Array(before + 20).fill('success'));
		expect(senders.delivered()).toBe(before + 20);
	});
});
