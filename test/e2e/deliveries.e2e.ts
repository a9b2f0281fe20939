import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { groupBy, storedExecutions } from './executions';
import { allEnded, atMostUnderway, killAndRestart } from './load';
import { startWorld, type World } from './n8n';
import { fromAbsmartly, fromIntercom, type Source } from './sources';

/**
 * Events as Intercom and ABsmartly send them (5 s of patience, again after a minute), some of them twice, to a real n8n
 * that is killed three times while they come. Nothing that was ever answered 2xx may be missing among n8n's executions,
 * and nothing may run twice but across a kill. EVENTS of them (300 unless set; the full size is 5,000).
 */
const EVENTS = Number(process.env.EVENTS ?? 300);
const PARALLEL = 10;
const MINUTE = 60_000;

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

type Subject = {
	/** The trigger's type, and what people call it. */
	type: string;
	name: string;
	parameters: INodeParameters;
	open(world: World, workflow: StoredWorkflow): Promise<Source>;
};

const intercom = (options: INodeParameters): Subject => ({
	type: 'intercomTrigger',
	name: 'Intercom Trigger',
	parameters: { topics: ['conversation.user.created'], options },
	open: fromIntercom,
});

const subjects: Record<string, Subject> = {
	'Intercom Trigger': intercom({}),
	'Intercom Trigger with Collect Events': intercom({ collectEvents: 250 }),
	'ABsmartly Trigger': {
		type: 'absmartlyEventTrigger',
		name: 'ABsmartly Trigger',
		// these comments stand in nobody's activity
		parameters: { events: ['ExperimentCommented'], readBack: false },
		open: fromAbsmartly,
	},
};

const draftOf = ({ type, name, parameters }: Subject) => ({
	name: 'Deliveries',
	nodes: [
		{
			id: 'trigger',
			name,
			type: `n8n-nodes-intercom-absmartly.${type}`,
			typeVersion: 2,
			position: [0, 0],
			parameters,
		},
		{
			id: 'nothing',
			name: 'Nothing',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
		},
	] satisfies INode[],
	connections: { [name]: { main: [[{ node: 'Nothing', type: 'main' as const, index: 0 }]] } },
});

describe.each(Object.entries(subjects))('%s in an n8n that is killed three times', (_, subject) => {
	let world: World;
	let workflow: StoredWorkflow;
	let source: Source;
	/** When, and which executions had not ended then. */
	const kills: Array<{ at: number; inFlight: number[] }> = [];

	beforeAll(async () => {
		world = await startWorld();
		workflow = await world.createWorkflow(draftOf(subject));
		source = await subject.open(world, workflow);
	});
	afterAll(async () => {
		source?.end();
		await world?.stop();
	});

	/** Kills n8n now, with deliveries under way, and has it back; the minute that retries wait is over then. */
	const killNow = async () => {
		const kill = { at: Date.now(), inFlight: [] as number[] };
		kills.push(kill);
		await killAndRestart(world, workflow, source.topic, (inFlight) => (kill.inFlight = inFlight));
		source.advance(MINUTE);
	};

	/** All events, all their redeliveries, all kills, all retries. */
	const deliverAll = async () => {
		const due = new Map<number, number[]>();
		const redeliver = (indexes: number[] = []) => indexes.forEach((each) => source.redeliver(each));
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
				if (kills.length === 2 && left === WHILE_AWAY - 5) source.advance(MINUTE);
				if (left === 0) await back;
			}
			await atMostUnderway(source, PARALLEL - 1);
			source.notify(index);
			const planned = redelivery(index);
			if (planned) {
				const copies = Array.from({ length: planned.copies }, () => index);
				const at = index + planned.after;
				due.set(at, [...(due.get(at) ?? []), ...copies]);
			}
			redeliver(due.get(index));
			due.delete(index);
		}
		await back;
		for (const copies of due.values()) {
			await atMostUnderway(source, PARALLEL - 1);
			redeliver(copies);
		}
		await source.idle();
		source.advance(MINUTE);
		await source.idle();
	};

	it(
		`runs each of ${EVENTS} events that it acknowledged, and none twice but across a kill`,
		async () => {
			const since = Date.now();
			await deliverAll();
			await allEnded(world, workflow);
			const seconds = Math.round((Date.now() - since) / 1000);
			await world.n8n.stop();
			const executions = await storedExecutions(world.n8n.home, source.topic);

			const deliveries = source.posts();
			// one that collects holds several events
			const runsOf = executions.flatMap((each) => each.eventKeys.map((key) => ({ ...each, key })));
			const byKey = groupBy(runsOf, ({ key }) => key);
			const events = source.events().map((each) => ({ ...each, runs: byKey.get(each.eventKey) ?? [] }));
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
