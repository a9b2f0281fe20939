import type { StoredWorkflow } from '../../playground/client';
import { mainTemplate, readTemplate } from '../../playground/templates';
import { atMostUnderway } from '../e2e/load';
import { conversation } from '../intercom/notifications';
import { createClock } from '../simulators/clock';
import { Webhooks } from '../simulators/intercom/webhooks';
import { executionsOn, startQueueWorld, type QueueWorld } from './n8n';

/** How many (300 unless set), and how many deliveries to one process wait for their answer. */
const EVENTS = Number(process.env.EVENTS ?? 300);
const PARALLEL = 5;
const TOPIC = 'conversation.user.created';

describe('n8n in queue mode', () => {
	let world: QueueWorld;
	let workflow: StoredWorkflow;
	/** Intercom's sending side, once for each webhook process. */
	let senders: Webhooks[];
	const clock = createClock();

	beforeAll(async () => {
		world = await startQueueWorld();
		workflow = await world.createWorkflow(readTemplate(mainTemplate));
		const urls = await world.publish(workflow);
		senders = urls.map(() => new Webhooks(world.intercom, clock));
		const answers = await Promise.all(urls.map((url, index) => senders[index].subscribe(url, [TOPIC])));
		expect(answers.map(({ ok }) => ok)).toEqual(urls.map(() => true));
	});
	afterAll(async () => {
		for (const sender of senders ?? []) sender.reset();
		clock.clear();
		await world?.stop();
	});

	const deliveries = () => senders.flatMap((sender) => sender.deliveries);

	let events = 0;
	/** Delivers an event to the process with this index, a few at a time. */
	const deliver = async (index: number) => {
		const item = conversation({ id: `${world.name}-${events++}` });
		await atMostUnderway(senders[index], PARALLEL - 1);
		senders[index].notify(TOPIC, () => item);
	};

	it(
		`runs each of ${EVENTS} signed events once, on the workers, whichever webhook process took it`,
		async () => {
			const since = Date.now();
			for (let index = 0; index < EVENTS; index += 1) await deliver(index % senders.length);
			const executions = await world.finishedExecutions(workflow.id, EVENTS, 60 + EVENTS / 5);
			const goals = world.absmartly.goals();
			const taken = world.workers.map(executionsOn);
			console.log(
				`${deliveries().length} deliveries, the slowest ${Math.max(...deliveries().map(({ ms }) => ms))} ms; ` +
					`${executions.length} executions (${taken.map(({ length }) => length).join(' + ')}), ` +
					`${goals.length} goals; ${Math.round((Date.now() - since) / 1000)} s`,
			);

			expect(deliveries().map(({ state }) => state)).toEqual(Array(EVENTS).fill('delivered'));
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
		for (let count = 0; count < 10; count += 1) await deliver(1);
		const meanwhile = await world.finishedExecutions(workflow.id, before + 10);
		expect(executionsOn(worker)).toHaveLength(had);
		expect(executionsOn(other)).toEqual(expect.arrayContaining(meanwhile.slice(before).map(({ id }) => id)));

		await Promise.all([worker.start(), webhook.start(), other.n8n.stop()]);
		for (let count = 0; count < 10; count += 1) await deliver(0);
		const executions = await world.finishedExecutions(workflow.id, before + 20);
		expect(executionsOn(worker)).toHaveLength(had + 10);
		expect(executions.map(({ status }) => status)).toEqual(Array(before + 20).fill('success'));
		expect(deliveries().map(({ state }) => state)).toEqual(Array(before + 20).fill('delivered'));
	});
});
