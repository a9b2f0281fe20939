import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { startSimulator, type Clock, type Simulator } from '../server';
import { registerCollector, type CollectorOptions } from './collector';
import { registerConsole } from './console';
import { raiseAlert } from './console/alerts';
import { found, type Console } from './console/context';
import { addExperiment, registerConsoleControl } from './console/control';
import { registerFiles } from './console/exports';
import { consoleSettings, type ConsoleSettings } from './console/settings';
import { Sender } from './console/sender';
import { metrics, type GoalMetrics } from './metrics';
import { hashUid, named, seed, type Experiment, type GoalEvent, type World } from './world';
import type { Alert } from './console/types';

export type { ConsoleDelivery, ConsoleEvent } from './console/sender';
export type { GoalMetrics } from './metrics';

/** What `PUT /_sim/settings` changes. */
export type Settings = CollectorOptions['settings'] & ConsoleSettings & { latencyMs: number };

/** A row of `GET /_sim/goals`: one for each goal and unit that arrived. */
export type GoalRow = Pick<
	GoalEvent,
	| 'goal_name'
	| 'unit_type'
	| 'unit_uid'
	| 'uid'
	| 'event_at'
	| 'properties'
	| 'application'
	| 'environment'
	| 'agent'
	| 'received_at'
>;

/** The simulator, with what `/_sim/goals` and `/_sim/metrics` answer, and the tenant, for tests in the same process. */
export type Absmartly = Simulator<Settings> & {
	goals(): GoalRow[];
	metrics(): GoalMetrics[];
	/** What the tenant knows, to be added to; a reset brings the seed back. */
	world: World;
	/** What the console's webhooks tell: events, deliveries, forgeries; `idle()` waits for what is under way. */
	webhooks: Pick<Sender, 'events' | 'deliveries' | 'forge' | 'idle' | 'tell'>;
	/** One more experiment, of which nobody is told: running, unless said otherwise. */
	addExperiment(more?: Partial<Experiment>): Experiment;
	/** What a health check does that finds a problem. */
	raiseAlert(experimentId: number, type: string, metadata?: Record<string, unknown>): Alert;
};

export type AbsmartlyOptions = { port?: number; apiKey?: string; consoleKey?: string };

const exposuresSchema = z.array(
	z.object({
		experiment: z.string(),
		unit: z.string(),
		uid: z.string().min(1),
		exposedAt: z.union([z.number().int(), z.string().datetime({ offset: true })]).optional(),
	}),
);

const goalRow = (event: GoalEvent): GoalRow => ({
	goal_name: event.goal_name,
	unit_type: event.unit_type,
	unit_uid: event.unit_uid,
	uid: event.uid,
	event_at: event.event_at,
	properties: event.properties,
	application: event.application,
	environment: event.environment,
	agent: event.agent,
	received_at: event.received_at,
});

function registerControl(app: FastifyInstance, world: World, clock: Clock) {
	app.get('/_sim/goals', () => world.events.map(goalRow));
	app.get('/_sim/metrics', () => metrics(world));
	app.post('/_sim/exposures', (request, reply) => {
		const wanted = exposuresSchema.safeParse(request.body);
		if (!wanted.success) return reply.code(400).send({ error: wanted.error.issues });
		const unknown = wanted.data.filter(({ experiment }) => !named(world.experiments, experiment));
		if (unknown.length > 0) return reply.code(400).send({ error: `no experiment ${unknown[0].experiment}` });
		for (const { experiment, unit, uid, exposedAt } of wanted.data) {
			world.exposures.push({
				experiment,
				unit_type: unit,
				unit_uid: hashUid(uid),
				exposed_at: typeof exposedAt === 'string' ? Date.parse(exposedAt) : (exposedAt ?? clock.now()),
				environment: named(world.experiments, experiment)!.environment,
			});
		}
		return { stored: wanted.data.length };
	});
}

/**
 * Starts ABsmartly on 127.0.0.1: the collector under `/v1`, the console beside it, the control under `/_sim`.
 * It stores one row for each goal and unit, and like the real one it deduplicates nothing.
 */
export async function startAbsmartly(options: AbsmartlyOptions = {}): Promise<Absmartly> {
	const { port, apiKey = 'sim-absmartly-key', consoleKey = 'sim-absmartly-console-key' } = options;
	const world = seed(consoleKey);
	let console!: Console;
	const simulator = await startSimulator<Settings>(
		{
			name: 'absmartly',
			settings: {
				...consoleSettings,
				autoCreateGoals: false,
				strictTimestamps: true,
				strictHeaders: false,
				refusedGoal: '',
				recordsRest: false,
				latencyMs: 0,
			},
			register(app, { settings, clock }) {
				registerControl(app, world, clock);
				app.register(async (scope) => registerCollector(scope, world, { apiKey, settings, clock }));
				console = { world, clock, settings, sender: new Sender(world, clock, settings) };
				registerConsoleControl(app, console);
				registerFiles(app, console);
				app.register(async (scope) => registerConsole(scope, console));
			},
			reset() {
				console.sender.reset();
				Object.assign(world, seed(consoleKey));
			},
		},
		port,
	);
	const { close } = simulator;
	return Object.assign(simulator, {
		async close() {
			console.sender.reset();
			await close();
		},
		goals: () => world.events.map(goalRow),
		metrics: () => metrics(world),
		world,
		webhooks: console.sender,
		addExperiment: (more?: Partial<Experiment>) => addExperiment(console, more),
		raiseAlert: (experimentId: number, type: string, metadata?: Record<string, unknown>) =>
			raiseAlert(console, found('experiment', world.experiments, experimentId), type, metadata),
	});
}
