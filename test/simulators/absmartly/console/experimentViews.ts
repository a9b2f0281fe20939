import type { FastifyRequest } from 'fastify';
import { named, type Experiment, type World } from '../world';
import { found, idParams, person, Refusal, userOf, type Console } from './context';
import { isTheirs } from './rights';

export const isFullOn = ({ full_on_at, state }: Experiment): boolean => !!full_on_at && state !== 'stopped';

/** The experiment of the path, if it is there and the one who asks may see it. */
export function reachable(console: Console, request: FastifyRequest): Experiment {
	const experiment = found('experiment', console.world.experiments, idParams.parse(request.params).id);
	if (!isTheirs(userOf(request), experiment)) throw new Refusal(403, 'Forbidden');
	return experiment;
}

const byId = <T extends { id: number }>(list: T[], id: number | null | undefined): T | undefined =>
	list.find((each) => each.id === id);

const alertsOf = (world: World, id: number) =>
	world.alerts
		.filter(({ experiment_id }) => experiment_id === id)
		.map((alert) => ({ ...alert, metadata: JSON.stringify(alert.metadata) }));

/** The links of an experiment to other objects, by id and with the objects. Source: specification. */
function links(console: Console, experiment: Experiment) {
	const { world } = console;
	const { applications, variants, owners = [], teams = [], tags = [] } = experiment;
	const metric = (id: number | null | undefined) => byId(world.metrics, id) ?? null;
	return {
		applications: applications.map((name) => {
			const application = named(world.applications, name);
			return { application_id: application?.id, application_version: '0', application };
		}),
		variants: variants.map((variant, index) => ({ variant: index, ...variant })),
		primary_metric: metric(experiment.primary_metric_id),
		secondary_metrics: (experiment.secondary_metrics ?? []).map((each, order_index) => ({
			...each,
			order_index,
			metric: metric(each.metric_id),
		})),
		owners: owners.map((user_id) => ({ user_id, user: person(console, user_id) })),
		teams: teams.map((team_id) => ({ team_id, team: byId(world.teams, team_id) })),
		experiment_tags: tags.map((experiment_tag_id) => ({
			experiment_tag_id,
			experiment_tag: byId(world.experiment_tags, experiment_tag_id),
		})),
	};
}

/** An experiment as the console shows it. Source: specification; `display_name`, `type` and the report: CLI. */
export function forConsole(console: Console, experiment: Experiment, isListed = false) {
	const { world, settings } = console;
	const { unitType, environment, scheduled = [], parent_id, reason, seed = 1, more, ...rest } = experiment;
	void environment;
	void parent_id;
	const { owners, teams, tags, ...flat } = rest;
	void [owners, teams, tags];
	const state = settings.archivedState && rest.archived ? 'archived' : rest.state;
	const linked = links(console, experiment);
	const { applications, variants } = linked;
	return {
		display_name: rest.name,
		type: 'test',
		nr_variants: rest.variants.length,
		percentages: rest.variants.map(() => Math.floor(100 / rest.variants.length)).join('/'),
		percentage_of_traffic: 100,
		audience: '{"filter":[{"and":[]}]}',
		audience_strict: false,
		analysis_type: 'fixed_horizon',
		required_alpha: '0.1',
		required_power: '0.8',
		development_at: null,
		start_at: null,
		stop_at: null,
		full_on_at: null,
		full_on_variant: null,
		primary_metric_id: null,
		custom_section_field_values: [],
		...more,
		...flat,
		state,
		unit_type_id: named(world.unit_types, unitType)?.id,
		unit_type: named(world.unit_types, unitType),
		seed: settings.bigintsAsText ? String(seed) : seed,
		created_by: person(console, rest.created_by_user_id ?? 1),
		experiment_report: rest.state === 'stopped' ? { type: 'stop', stop_reason: reason ?? null } : null,
		alerts: alertsOf(world, rest.id),
		scheduled_actions: scheduled,
		...(isListed && settings.shallowLists ? { variants: undefined, applications } : { ...linked, variants }),
	};
}
