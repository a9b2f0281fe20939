import { createHash } from 'node:crypto';
import type {
	Alert,
	ExperimentDetails,
	Export,
	Figure,
	Note,
	User,
	Webhook,
	WebhookEvent,
} from './console/types';
import { webhookEvents } from './console/webhookEvents';

/** One row of a console list. */
export type Entity = { id: number; name: string; description: string; archived: boolean };
export type Goal = Entity & { tags: unknown[]; teams: unknown[]; owners: unknown[] };
export type Environment = Entity & { type: 'production' | 'development' };
export type Metric = Entity & { goal_id: number; type: string; effect: string };
export type State = 'created' | 'ready' | 'running' | 'development' | 'full_on' | 'stopped';
export type Experiment = Entity & {
	iteration: number;
	state: State;
	environment: string;
	unitType: string;
	applications: string[];
	variants: Array<{ name: string; config: string | null }>;
} & Partial<ExperimentDetails>;

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
	users: User[];
	teams: Entity[];
	experiment_tags: Array<Entity & { tag: string }>;
	notes: Note[];
	alerts: Alert[];
	webhook_events: WebhookEvent[];
	webhooks: Webhook[];
	figures: Figure[];
	/** Of results that were computed: when, in ms (0 for never yet), and whether they are being computed anew. */
	snapshots: Map<number, { at: number; pending: boolean }>;
	exports: Export[];
	/** Fields of an account's own, that every new experiment must fill in. */
	required_fields: Array<{ id: number; title: string; type: string }>;
};

const entities = (...names: string[]): Entity[] =>
	names.map((name, index) => ({ id: index + 1, name, description: '', archived: false }));

/** Adds a goal without tags, teams and owners, as an automatically created one has none either. */
export function addGoal(world: Pick<World, 'goals'>, name: string, description = ''): Goal {
	const goal: Goal = {
		id: nextId(world.goals),
		name,
		description,
		archived: false,
		tags: [],
		teams: [],
		owners: [],
	};
	world.goals.push(goal);
	return goal;
}

/** One of each role; the first one's key is that of the credential. */
const people = (key: string): User[] =>
	(['FullAdmin', 'Contributor', 'Viewer', 'Base User'] as const).map((role, index) => ({
		id: index + 1,
		email: index === 0 ? 'simulator@example.com' : `${role.toLowerCase().replace(' ', '-')}@example.com`,
		first_name: index === 0 ? 'Sim' : role,
		last_name: index === 0 ? 'Ulator' : 'User',
		key: index === 0 ? key : `${key}-${role.toLowerCase().replace(' ', '-')}`,
		role,
		teams: role === 'Contributor' ? [1] : [],
		permissions: [],
	}));

/** The next id of a list. */
export const nextId = (list: Array<{ id: number }>): number => Math.max(0, ...list.map(({ id }) => id)) + 1;

/** The tenant as it stands after a start or a reset; `consoleKey` is the first user's. */
export function seed(consoleKey: string): World {
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
				primary_metric_id: 1,
				teams: [1],
				owners: [1],
				created_at: '2026-01-05T09:00:00.000Z',
				updated_at: '2026-01-06T09:00:00.000Z',
				start_at: '2026-01-06T09:00:00.000Z',
			},
		],
		events: [],
		exposures: [],
		users: people(consoleKey),
		teams: entities('Support', 'Growth'),
		experiment_tags: [{ ...entities('support')[0], tag: 'support' }],
		notes: [],
		alerts: [],
		webhook_events: webhookEvents(),
		webhooks: [],
		figures: [],
		snapshots: new Map(),
		exports: [],
		required_fields: [],
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
	const { id, name, iteration, unitType, environment, variants, full_on_variant } = experiment;
	const traffic = (experiment.percentage_of_traffic ?? 100) / 100;
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
		trafficSplit: [1 - traffic, traffic],
		fullOnVariant: full_on_variant ?? 0,
		applications: experiment.applications.map((application) => ({ name: application })),
		variants,
		audience: '',
		audienceStrict: false,
		customFieldValues: null,
	};
}
