import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow, WorkflowDraft } from '../../playground/client';
import { readTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import { groupBy, hasEnded } from '../e2e/executions';
import { contactActs, conversationActs } from '../simulators/intercom';
import { conversationItem } from '../simulators/intercom/items';
import { perEvent, watchCpu } from './cpu';
import { executionsOn, startQueueWorld, unfinishedOn, type Process, type QueueWorld } from './n8n';
import type { Senders } from './senders';

const EVENTS = Number(process.env.EVENTS ?? 300);
const TOPIC = 'conversation.user.created';
/** The trigger's Collect Events, in ms; 0 leaves it off. */
const COLLECT = Number(process.env.COLLECT ?? 0);
const MINUTES_A_POLL = 1;

/** What n8n does about jobs whose worker was killed, within seconds and not minutes. */
const soon = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** An execution with the event keys in its data; n8n drops the data of one whose worker was killed. */
type Keyed = { id: string; status: string; keys: string[] | null };

/**
 * The templates of queue mode together, as docs/queue-mode.md says: a goal for each event with a gate in Redis; what was
 * not counted, by polling; and beside them a workflow that only polls. Processes are killed while events come in.
 */
describe('a worker killed twice, a webhook process killed, and brought back under load', () => {
	let world: QueueWorld;
	let goals: StoredWorkflow;
	let polling: StoredWorkflow;
	let senders: Senders;
	let since: string;

	/** Keys in Redis of this world alone, which are deleted with it. */
	const ofThisWorld = (draft: WorkflowDraft): WorkflowDraft =>
		JSON.parse(
			JSON.stringify(draft).replaceAll('absmartly-goal:', `absmartly-goal:${world.name}:`),
		) as WorkflowDraft;
	const change = (draft: WorkflowDraft, changes: Record<string, INodeParameters>): WorkflowDraft => ({
		...draft,
		nodes: draft.nodes.map((node) => ({
			...node,
			parameters: { ...node.parameters, ...changes[node.name] },
		})),
	});

	beforeAll(async () => {
		world = await startQueueWorld({ env: soon });
		since = new Date().toISOString();
		goals = await world.createWorkflow(
			change(ofThisWorld(readTemplate('absmartly-goal-once-with-redis.json')), {
				'Intercom Trigger': COLLECT > 0 ? { options: { collectEvents: COLLECT } } : {},
			}),
		);
		senders = await world.publish(goals);
		const node = (name: string, type: string, parameters: INodeParameters = {}): INode => ({
			id: name,
			name,
			type,
			// our triggers begin with 2
			typeVersion: type.endsWith('.intercomPollingTrigger') ? 2 : 1,
			position: [0, 0],
			parameters,
		});
		const trigger = 'n8n-nodes-intercom-absmartly.intercomPollingTrigger';
		const pollTimes = { item: [{ mode: 'everyX', value: MINUTES_A_POLL, unit: 'minutes' }] };
		polling = await world.createWorkflow({
			name: 'Polling',
			nodes: [node('Poll', trigger, { pollTimes, topics: [TOPIC] }), node('Polled', 'n8n-nodes-base.noOp')],
			connections: { Poll: { main: [[{ node: 'Polled', type: 'main', index: 0 }]] } },
		});
		await world.client.publish(polling.id);
	});
	afterAll(async () => {
		await world?.stop();
	});

	const keyed = async (workflowIds: string[]) => {
		const { rows } = await world.database.query<Keyed>(
			`SELECT id::text, status, ARRAY(SELECT DISTINCT (regexp_matches(data, $2, 'g'))[1]) AS keys
			 FROM execution_entity JOIN execution_data ON "executionId" = id WHERE execution_entity."workflowId" = ANY($1)`,
			[workflowIds, `"(${TOPIC}:[^"]+)"`],
		);
		return rows;
	};

	/** Neither ended nor still to be taken by a worker. */
	const inFlight = async () => {
		const waiting = new Set((await world.queue.getWaiting()).map(({ data }) => data.executionId));
		const all = await keyed([goals.id, polling.id]);
		return all.filter(({ id, status }) => !hasEnded(status) && !waiting.has(id));
	};

	const recorded = () => groupBy(world.absmartly.goals(), ({ properties }) => String(properties?.event_key));

	it(
		`counts each of ${EVENTS} events once, or lists its execution, and the template sends what is listed`,
		async () => {
			world.absmartly.settings.latencyMs = 300;
			const [worker] = world.workers;
			const [webhook] = world.webhooks;
			const workspace = world.intercom.workspace({ silent: true });
			const contacts = Array.from({ length: 97 }, (_, index) =>
				contactActs.createContact(workspace, { role: 'user', external_id: `user-${index}` }),
			);
			const killed: Keyed[] = [];
			let back = Promise.resolve();
			const kill = async (process: Process) => {
				await back;
				await process.n8n.kill();
				killed.push(...(await inFlight()));
				back = process.start();
			};
			const isAtWork = (process: Process) => {
				const known = new Set(killed.map(({ id }) => id));
				return unfinishedOn(process).some((id) => !known.has(id));
			};
			const kills = [
				{ after: EVENTS / 4, process: worker },
				{ after: EVENTS / 2, process: webhook },
				{ after: (EVENTS * 3) / 4, process: worker },
			];

			const cpu = watchCpu(world);
			const started = Date.now();
			const keys: string[] = [];
			for (let index = 0; index < EVENTS; index += 1) {
				const contact = contacts[index % contacts.length];
				const item = conversationItem(workspace, conversationActs.contactStarts(workspace, contact, 'Hello'));
				keys.push(`${TOPIC}:${String(item.id)}`);
				await senders.notify(TOPIC, item as IDataObject, index % world.webhooks.length);
				const [next] = kills;
				if (next && index >= next.after && (next.process === webhook || isAtWork(next.process))) {
					kills.shift();
					await kill(next.process);
				}
			}
			await back;
			await senders.answered();
			const queueIsEmpty = async () =>
				(await world.queue.getWaiting()).length + (await world.queue.getActive()).length === 0;
			await until('the queue is empty', queueIsEmpty, { seconds: 120 + EVENTS });
			const seconds = Math.round((Date.now() - started) / 1000);
			const used = cpu.stop();
			// the process that took an event looks for half a minute whether it came to a good end, and lists it
			const allListed = async () => (await inFlight()).length === 0;
			await until('those in flight are listed', allListed, { seconds: 40 }).catch(() => undefined);
			// where that process was killed too, main lists it when it starts
			await world.main.n8n.stop();
			await world.main.start();
			await world.client.whenPublished(polling.id);
			await world.finishedExecutions(goals.id, 1, 60);

			const executions = await keyed([goals.id]);
			const listed = executions.filter(({ status }) => status !== 'success');
			const keysKilled = new Set(killed.flatMap((one) => one.keys ?? []));
			const undelivered = new Set(senders.undelivered().map(({ id }) => `${TOPIC}:${String(id)}`));
			const before = recorded();
			const missing = keys.filter((key) => !before.has(key));
			const silent = missing.filter((key) => !keysKilled.has(key) && !undelivered.has(key));
			const doubled = [...before].filter(([, { length }]) => length > 1).map(([key]) => key);

			const polled = async () =>
				(await keyed([polling.id]))
					.filter(({ status }) => status === 'success')
					.flatMap((one) => one.keys ?? []);
			const unpolled = async () => {
				const found = new Set(await polled());
				return keys.filter((key) => !found.has(key));
			};
			const late = await until(
				'the polls have found all that was not in their killed executions',
				async () => {
					const left = await unpolled();
					return left.every((key) => keysKilled.has(key)) && left;
				},
				{ seconds: 70 * MINUTES_A_POLL },
			);

			// n8n has dropped what these were about: its own Retry has nothing to run
			const empty = listed.filter((one) => !one.keys?.length);
			for (const { id } of empty) await world.client.call('POST', `/executions/${id}/retry`, {});
			const afterRetry = recorded().size;
			const template = change(ofThisWorld(readTemplate('absmartly-goal-send-uncounted.json')), {
				'Intercom Polling Trigger': { options: { startFrom: since } },
				Wait: { amount: 1, unit: 'seconds' },
			});
			const replay = await world.createWorkflow(template);
			await world.client.publish(replay.id);
			const isComplete = async () => recorded().size === EVENTS;
			await until('the template has sent what was not counted', isComplete, { seconds: 90 + EVENTS / 20 });
			const [metric] = world.absmartly.metrics();

			console.log(
				Object.entries({
					events: EVENTS,
					deliveries: senders.deliveries().length,
					'never accepted': undelivered.size,
					executions: executions.length,
					'taken by each worker': world.workers.map((each) => executionsOn(each).length).join(' + '),
					'in flight at the kills': killed.length,
					'listed as failed or crashed': listed.length,
					'of these without their data': empty.length,
					'events without a goal': missing.length,
					'neither a goal nor listed': silent.length,
					'counted twice': doubled.length,
					'polled changes in killed executions': late.length,
					'goals after the replay': metric.count,
					'unique event keys': metric.unique_event_keys,
					seconds,
					'events a second, with the kills': (EVENTS / seconds).toFixed(1),
				})
					.map(([what, count]) => `${what}: ${count}`)
					.join(', ') + `\n${perEvent(used, EVENTS)}`,
			);

			expect(kills).toEqual([]);
			expect(silent).toEqual([]);
			expect(doubled).toEqual([]);
			const ids = killed.map(({ id }) => id);
			expect(listed.filter(({ id }) => !ids.includes(id))).toEqual([]);
			expect(listed.length).toBeGreaterThan(0);
			expect(missing.length).toBeLessThanOrEqual(listed.length + undelivered.size);
			expect(afterRetry).toBe(before.size);
			expect(metric.unique_event_keys).toBe(EVENTS);
			// a worker may be killed between ABsmartly's answer and the mark: a second goal, which the metric does not count
			const again = [...recorded()].filter(([, { length }]) => length > 1).map(([key]) => key);
			expect(again.filter((key) => !keysKilled.has(key))).toEqual([]);
		},
		300_000 + EVENTS * 400,
	);
});
