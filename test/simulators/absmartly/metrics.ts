import { named, type GoalEvent, type World } from './world';

/** What counts for one known goal; the counts are of stored events, one for each goal and unit. */
export type GoalMetrics = {
	goal_name: string;
	count: number;
	unique_units: number;
	/** Different values of the property `event_key`: a duplicate shows as a `count` above this. */
	unique_event_keys: number;
	/** The sum of each numeric property; a nested one has dots in its name. */
	sums: Record<string, number>;
	attributed: number;
	unattributed: Record<string, number>;
};

/** Why no running experiment counts this event; undefined where one does. */
export function obstacle(event: GoalEvent, world: World): string | undefined {
	if (!named(world.unit_types, event.unit_type)) return 'unknown_unit_type';
	const running = world.experiments.filter(({ state }) => state === 'running');
	const fitting = running.filter(({ unitType }) => unitType === event.unit_type).map(({ name }) => name);
	if (fitting.length === 0) return 'no_running_experiment_on_unit_type';
	const exposures = world.exposures.filter(
		({ experiment, unit_type, unit_uid }) =>
			fitting.includes(experiment) && unit_type === event.unit_type && unit_uid === event.unit_uid,
	);
	if (exposures.length === 0) return 'unit_never_exposed';
	const here = exposures.filter(
		({ environment }) => named(world.environments, environment)?.type === event.environment_type,
	);
	if (here.length === 0) return 'other_environment_type';
	if (here.every(({ exposed_at }) => exposed_at > event.event_at)) return 'before_exposure';
	return undefined;
}

function addNumbers(sums: Record<string, number>, properties: object, prefix = '') {
	for (const [key, value] of Object.entries(properties)) {
		const path = prefix + key;
		if (typeof value === 'number') sums[path] = (sums[path] ?? 0) + value;
		else if (typeof value === 'object' && value !== null) addNumbers(sums, value, `${path}.`);
	}
}

function measure(goal_name: string, events: GoalEvent[], world: World): GoalMetrics {
	const units = new Set(events.map(({ unit_type, unit_uid }) => `${unit_type}:${unit_uid}`));
	const keys = events.map(({ properties }) => properties?.event_key).filter((key) => key !== undefined);
	const sums: Record<string, number> = {};
	const unattributed: Record<string, number> = {};
	let attributed = 0;
	for (const event of events) {
		addNumbers(sums, event.properties ?? {});
		const reason = obstacle(event, world);
		if (reason) unattributed[reason] = (unattributed[reason] ?? 0) + 1;
		else attributed++;
	}
	return {
		goal_name,
		count: events.length,
		unique_units: units.size,
		unique_event_keys: new Set(keys).size,
		sums,
		attributed,
		unattributed,
	};
}

/** The metrics of every goal that has events and was known when they came in. */
export function metrics(world: World): GoalMetrics[] {
	const known = world.events.filter(({ goal_id }) => goal_id !== null);
	const names = [...new Set(known.map(({ goal_name }) => goal_name))];
	return names.map((name) =>
		measure(
			name,
			known.filter(({ goal_name }) => goal_name === name),
			world,
		),
	);
}
