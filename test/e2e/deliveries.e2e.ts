import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { conversation } from '../intercom/webhook/notifications';
import { createClock } from '../simulators/clock';
import { Webhooks } from '../simulators/intercom/webhooks';
import { groupBy, storedExecutions } from './executions';
import { allEnded, atMostUnderway, killAndRestart } from './load';
import { startWorld, type World } from './n8n';

/**
 * Signed events as Intercom sends them (5 s of patience, one retry after a minute), some of them twice, to a real n8n
 * that is killed three times while they come. Nothing that was ever answered 2xx may be missing among n8n's executions,
 * and nothing may run twice but across a kill. EVENTS of them (300 unless set; the full size is 5,000).
 */
const EVENTS = Number(process.env.EVENTS ?? 300);
const PARALLEL = 10;
const MINUTE = 60_000;
const TOPIC = 'conversation.user.created';

/** Before which events n8n is killed, and how many come while it is away. */
const KILLS = [0.25, 0.5, 0.75].map((share) => Math.floor(EVENTS * share));
const WHILE_AWAY = Math.ceil(EVENTS / 15);
/** About as long as a start takes after a kill. */
const AWAY_MS = 20_000;

/** Every tenth event comes again: at once, a little later or much later; one in twenty of these twice in one moment. */
function redelivery(index: number): { after: number; copies: number } | undefined {
	const nth = (index + 1) / 10;
	if (!Number.isInteger(nth)) return undefined;
	return { after: [0, 5, Math.floor(EVENTS / 5)][nth % 3], copies: nth % 20 === 1 ? 2 : 1 };
}

const nodesWith = (options: INodeParameters): INode[] => [
	{
		id: 'trigger',
		name: 'Intercom Trigger',
		type: 'n8n-nodes-intercom-absmartly.intercomTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters: { topics: [TOPIC], options },
	},
	{
		id: 'nothing',
		name: 'Nothing',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
	},
];
const connections = {
	'Intercom Trigger': { main: [[{ node: 'Nothing', type: 'main' as const, index: 0 }]] },
};

describe.each<[string, INodeParameters]>([
	['Intercom Trigger', {}],
	['Intercom Trigger with Collect Events', { collectEvents: 250 }],
])('%s in an n8n that is killed three times', (_, options) => {
	let world: World;
	let workflow: StoredWorkflow;
	const clock = createClock();
	let webhooks: Webhooks;
	/** When, and which executions had not ended then. */
	const kills: Array<{ at: number; inFlight: number[] }> = [];

	beforeAll(async () => {
		world = await startWorld();
		workflow = await world.createWorkflow({ name: 'Deliveries', nodes: nodesWith(options), connections });
		const { workspaceId, clientSecret } = world.intercom;
		webhooks = new Webhooks({ workspaceId, clientSecret }, clock);
		const answer = await webhooks.subscribe(await world.publish(workflow), [TOPIC]);
		expect(answer.ok).toBe(true);
	});
	afterAll(async () => {
		webhooks?.reset();
		clock.clear();
		await world?.stop();
	});

	/** Kills n8n now, with deliveries under way, and has it back; the minute that retries wait is over then. */
	const killNow = async () => {
		const kill = { at: Date.now(), inFlight: [] as number[] };
		kills.push(kill);
		await killAndRestart(world, workflow, TOPIC, (inFlight) => (kill.inFlight = inFlight));
		clock.advance(MINUTE);
	};

	/** All events, all their redeliveries, all kills, all retries. */
	const deliverAll = async () => {
		const due = new Map<number, string[]>();
		const redeliver = (ids: string[] = []) => ids.forEach((id) => webhooks.redeliver(id));
		let back: Promise<void> | undefined;
		let left = 0;
		for (let index = 0; index < EVENTS; index += 1) {
			if (KILLS.includes(index)) {
				await back;
				left = WHILE_AWAY;
				back = killNow().finally(() => (left = 0));
				back.catch(() => undefined);
			}
			if (left > 0) {
				await sleep(AWAY_MS / WHILE_AWAY);
				left = Math.max(0, left - 1);
				// once the retries come while n8n is still away: these events are lost for a webhook
				if (kills.length === 2 && left === WHILE_AWAY - 5) clock.advance(MINUTE);
				if (left === 0) await back;
			}
			await atMostUnderway(webhooks, PARALLEL - 1);
			webhooks.notify(TOPIC, () => conversation({ id: String(index) }));
			const planned = redelivery(index);
			if (planned) {
				const ids = Array.from({ length: planned.copies }, () => webhooks.notifications[index].id ?? '');
				const at = index + planned.after;
				due.set(at, [...(due.get(at) ?? []), ...ids]);
			}
			redeliver(due.get(index));
			due.delete(index);
		}
		await back;
		for (const ids of due.values()) {
			await atMostUnderway(webhooks, PARALLEL - 1);
			redeliver(ids);
		}
		await atMostUnderway(webhooks, 0);
		clock.advance(MINUTE);
		await atMostUnderway(webhooks, 0);
	};

	it(
		`runs each of ${EVENTS} events that it acknowledged, and none twice but across a kill`,
		async () => {
			const since = Date.now();
			await deliverAll();
			await allEnded(world, workflow);
			const seconds = Math.round((Date.now() - since) / 1000);
			await world.n8n.stop();
			const executions = await storedExecutions(world.n8n.home, TOPIC);

			const { deliveries, notifications } = webhooks;
			// one that collects holds several events
			const runsOf = executions.flatMap((each) => each.eventKeys.map((key) => ({ ...each, key })));
			const byKey = groupBy(runsOf, ({ key }) => key);
			const events = notifications.map(({ id, attempts }, index) => ({
				eventKey: `${TOPIC}:${index}`,
				attempts,
				answered: deliveries.some(
					({ notificationId, state }) => notificationId === id && state === 'delivered',
				),
				runs: byKey.get(`${TOPIC}:${index}`) ?? [],
			}));
			const acknowledged = events.filter(({ answered }) => answered);
			const missing = acknowledged.filter(({ runs }) => runs.length === 0);
			const doubled = events.filter(({ runs }) => runs.length > 1);
			// of two runs in a row by one and the same process, or of more runs than deliveries
			const wrongly = doubled.filter(
				({ runs, attempts }) =>
					runs.length > attempts ||
					runs.slice(1).some(({ createdMs }, index) => {
						const { createdMs: before } = runs[index];
						return !kills.some(({ at }) => before < at && at < createdMs);
					}),
			);
			const crashed = executions.filter(({ status }) => status === 'crashed');
			const inFlight = new Set(kills.flatMap((kill) => kill.inFlight));

			const counts = {
				events: events.length,
				deliveries: deliveries.length,
				'answered 2xx': deliveries.filter(({ state }) => state === 'delivered').length,
				'answered otherwise': deliveries.filter(({ status }) => status !== null && status >= 300).length,
				'not answered': deliveries.filter(({ status }) => status === null).length,
				retries: deliveries.filter(({ state }) => state === 'retrying').length,
				'events acknowledged': acknowledged.length,
				executions: executions.length,
				'distinct event keys': byKey.size,
				missing: missing.length,
				'run again across a kill': doubled.length - wrongly.length,
				'run again otherwise': wrongly.length,
				'in flight at the kills': kills.map((kill) => kill.inFlight.length).join(' + '),
				crashed: crashed.length,
				'acknowledged and only crashed': acknowledged.filter(
					({ runs }) => runs.length > 0 && runs.every(({ status }) => status === 'crashed'),
				).length,
				seconds,
			};
			console.log(
				Object.entries(counts)
					.map(([what, count]) => `${what}: ${count}`)
					.join(', '),
			);

			expect(events).toHaveLength(EVENTS);
			expect(kills).toHaveLength(3);
			expect(counts.retries).toBeGreaterThan(0);
			expect(missing).toEqual([]);
			expect(wrongly).toEqual([]);
			// every execution is of one event that was sent
			const sent = new Set(events.map(({ eventKey }) => eventKey));
			expect([...byKey.keys()].filter((key) => !sent.has(key))).toEqual([]);
			expect(executions.filter(({ status }) => !['success', 'crashed'].includes(status))).toEqual([]);
			expect(crashed.filter(({ id }) => !inFlight.has(id))).toEqual([]);
			for (const kill of kills) expect(kill.inFlight.length).toBeLessThanOrEqual(2 * PARALLEL);
		},
		180_000 + EVENTS * 300,
	);
});
