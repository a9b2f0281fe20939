import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Experiment } from '../world';
import { Refusal, type Console } from './context';

const id = z.number().int();

/** An experiment as it is written: links by id. Source: live test of the CLI. */
export const experimentInput = z
	.object({
		name: z.string().trim().min(1),
		display_name: z.string().nullish(),
		type: z.enum(['test', 'feature']),
		state: z.string(),
		unit_type: z.object({ unit_type_id: id }),
		applications: z.array(z.object({ application_id: id })),
		primary_metric: z.object({ metric_id: id }).nullable(),
		secondary_metrics: z.array(z.object({ metric_id: id, type: z.string().default('secondary') })),
		owners: z.array(z.object({ user_id: id })),
		teams: z.array(z.object({ team_id: id })),
		experiment_tags: z.array(z.object({ experiment_tag_id: id })),
		variants: z.array(z.object({ variant: id, name: z.string().nullish(), config: z.string().nullish() })),
		percentages: z.string(),
		percentage_of_traffic: z.number(),
		audience: z.string(),
		analysis_type: z.string().nullable(),
		required_alpha: z.coerce.string().nullable(),
		custom_section_field_values: z.record(z.unknown()),
	})
	.partial()
	.passthrough();

export type ExperimentInput = z.infer<typeof experimentInput>;

/** Names that a change is written by, where the stored one is another. */
const ownNames = new Set([
	...['unit_type', 'applications', 'primary_metric', 'secondary_metrics', 'owners', 'teams'],
	...['experiment_tags', 'variants', 'state', 'name', 'display_name', 'type', 'percentages'],
	...['percentage_of_traffic', 'audience', 'analysis_type', 'required_alpha'],
]);

/** What the server keeps to itself, whatever is written. Source: CLI, which strips it. */
const serverFields = new Set([
	...['id', 'iteration', 'archived', 'created_at', 'updated_at', 'start_at', 'stop_at', 'full_on_at'],
	...['full_on_variant', 'development_at', 'seed', 'alerts', 'scheduled_actions', 'experiment_report'],
	...['created_by', 'created_by_user_id', 'unit_type_id', 'primary_metric_id', 'nr_variants', 'description'],
]);

const filled = <T extends object>(changes: T): Partial<T> =>
	Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;

/** What is written of an experiment, as it is stored; what names something unknown is refused with 422. */
export function stored({ world }: Console, input: ExperimentInput): Partial<Experiment> {
	const known = <T extends { id: number }>(what: string, list: T[], wanted: number): T => {
		const one = list.find((each) => each.id === wanted);
		if (!one) throw new Refusal(422, `${what} ${wanted} does not exist`);
		return one;
	};
	const more = Object.entries(input).filter(([key]) => !ownNames.has(key) && !serverFields.has(key));
	return filled({
		name: input.name,
		display_name: input.display_name ?? undefined,
		type: input.type,
		unitType: input.unit_type && known('unit type', world.unit_types, input.unit_type.unit_type_id).name,
		applications: input.applications?.map(
			({ application_id }) => known('application', world.applications, application_id).name,
		),
		primary_metric_id:
			input.primary_metric &&
			(input.primary_metric.metric_id === 0
				? null
				: known('metric', world.metrics, input.primary_metric.metric_id).id),
		secondary_metrics: input.secondary_metrics?.map(({ metric_id, type }) => ({
			metric_id: known('metric', world.metrics, metric_id).id,
			type,
		})),
		owners: input.owners?.map(({ user_id }) => known('user', world.users, user_id).id),
		teams: input.teams?.map(({ team_id }) => known('team', world.teams, team_id).id),
		tags: input.experiment_tags?.map(
			({ experiment_tag_id }) => known('tag', world.experiment_tags, experiment_tag_id).id,
		),
		variants: input.variants
			?.slice()
			.sort((one, other) => one.variant - other.variant)
			.map(({ name, config }, index) => ({
				name: name ?? String.fromCharCode(65 + index),
				config: config ?? null,
			})),
		percentages: input.percentages,
		percentage_of_traffic: input.percentage_of_traffic,
		audience: input.audience,
		analysis_type: input.analysis_type,
		required_alpha: input.required_alpha,
		more: more.length > 0 ? Object.fromEntries(more) : undefined,
	});
}

/** Refuses an experiment that leaves out what the account demands. Source: text of the error: cross-SDK tests of ABsmartly. */
export function demandFields({ world }: Console, values: Record<string, unknown> | undefined): void {
	const missing = world.required_fields.filter(({ id: field }) => {
		const entry = new Map(Object.entries(values ?? {})).get(String(field)) as { value?: unknown } | undefined;
		return entry?.value === undefined || entry.value === '';
	});
	if (missing.length === 0) return;
	const names = missing.map(({ title, id: field }) => `'${title}' (id: ${field})`).join(', ');
	throw new Refusal(422, `custom field values are required: ${names}`);
}

/** What a change says anew, by its stored names: all that differs. */
export function differences(old: Experiment, changes: Partial<Experiment>): Partial<Experiment> {
	const before = new Map<string, unknown>(Object.entries(old));
	return Object.fromEntries(
		Object.entries(changes).filter(([key, value]) => !isDeepStrictEqual(before.get(key), value)),
	) as Partial<Experiment>;
}

/** What the event of an edit says: ids where objects are linked. Source: docs. */
export function told(
	{ world }: Console,
	{ more = {}, unitType, applications, ...rest }: Partial<Experiment>,
) {
	return {
		...rest,
		...more,
		...(unitType && { unit_type_id: world.unit_types.find(({ name }) => name === unitType)?.id }),
		...(applications && {
			applications: applications.map((each) => world.applications.find(({ name }) => name === each)?.id),
		}),
	};
}

/** What is erased by a change that does not name it, where `partialErases` is set. */
export const erased = {
	display_name: undefined,
	secondary_metrics: [],
	owners: [],
	teams: [],
	tags: [],
	primary_metric_id: null,
} satisfies Partial<Record<keyof Experiment, unknown>>;
