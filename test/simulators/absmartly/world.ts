import { createHash } from 'node:crypto';

/** One row of a console list. */
export type Entity = { id: number; name: string; description: string; archived: boolean };
export type Goal = Entity & { tags: unknown[]; teams: unknown[]; owners: unknown[] };
export type Environment = Entity & { type: 'production' | 'development' };
export type Metric = Entity & { goal_id: number; type: string; effect: string };
export type Experiment = Entity & {
	iteration: number;
	state: 'created' | 'ready' | 'running' | 'development' | 'full_on' | 'stopped';
	environment: string;
	unitType: string;
	applications: string[];
	variants: Array<{ name: string; config: string | null }>;
};

/** A goal achievement as the collector keeps it: one for each unit of its request. */
export type GoalEvent = {
	event_type: 'goal';
	goal_id: number | null;
	goal_name: string;
	unit_type: string;
	unit_uid: string;
	unit_uid_hex: string;
	/** The uid as the sender knew it; null where it came already hashed. */
	uid: string | null;
	event_at: number;
	properties: Record<string, unknown> | null;
	application: string | null;
	environment: string;
	environment_type: Environment['type'] | null;
	agent: string;
	historic: boolean;
	received_at: number;
};

/** A unit that took part in an experiment, from `exposed_at` on. */
export type ExposureEvent = {
	experiment: string;
	unit_type: string;
	unit_uid: string;
	exposed_at: number;
	environment: string;
};

/** Everything the simulated tenant knows. */
export type World = {
	goals: Goal[];
	applications: Entity[];
	environments: Environment[];
	unit_types: Entity[];
	metrics: Metric[];
	experiments: Experiment[];
	events: GoalEvent[];
	exposures: ExposureEvent[];
};

const entities = (...names: string[]): Entity[] =>
	names.map((name, index) => ({ id: index + 1, name, description: '', archived: false }));

/** Adds a goal without tags, teams and owners, as an automatically created one has none either. */
export function addGoal(world: Pick<World, 'goals'>, name: string, description = ''): Goal {
	const id = Math.max(0, ...world.goals.map((goal) => goal.id)) + 1;
	const goal: Goal = { id, name, description, archived: false, tags: [], teams: [], owners: [] };
	world.goals.push(goal);
	return goal;
}

/** The tenant as it stands after a start or a reset. */
export function seed(): World {
	const world: World = {
		goals: [],
		applications: entities('www'),
		environments: [
			{ id: 1, name: 'production', description: '', archived: false, type: 'production' },
			{ id: 2, name: 'development', description: '', archived: false, type: 'development' },
		],
		unit_types: entities('user_id', 'email', 'anonymous_id'),
		metrics: [
			{ ...entities('Conversations started')[0], goal_id: 1, type: 'goal_count', effect: 'negative' },
		],
		experiments: [
			{
				...entities('support_entry_point')[0],
				iteration: 1,
				state: 'running',
				environment: 'production',
				unitType: 'user_id',
				applications: ['www'],
				variants: [
					{ name: 'A', config: null },
					{ name: 'B', config: '{"entry":"button"}' },
				],
			},
		],
		events: [],
		exposures: [],
	};
	addGoal(world, 'intercom_conversation_started');
	addGoal(world, 'intercom_conversation_rated');
	addGoal(world, 'intercom_user_messaged');
	addGoal(world, 'intercom_ticket_created');
	return world;
}

/** The element of that name, archived or not. */
export const named = <T extends Entity>(list: T[], name: string): T | undefined =>
	list.find((element) => element.name === name);

/** A uid as ABsmartly's SDKs send it: MD5 in unpadded base64url, 22 characters. */
export const hashUid = (uid: string) => createHash('md5').update(uid, 'utf8').digest('base64url');

/** An experiment as the SDKs read it; the seeds are as good as any. */
export function forSdk(experiment: Experiment) {
	const { id, name, iteration, unitType, environment, variants } = experiment;
	return {
		id,
		name,
		iteration,
		unitType,
		environment,
		seedHi: 3603515,
		seedLo: 233373850,
		split: variants.map(() => 1 / variants.length),
		trafficSeedHi: 449867249,
		trafficSeedLo: 455443629,
		trafficSplit: [0, 1],
		fullOnVariant: 0,
		applications: experiment.applications.map((application) => ({ name: application })),
		variants,
		audience: '',
		audienceStrict: false,
		customFieldValues: null,
	};
}
