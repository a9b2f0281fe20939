import { z } from 'zod';
import { named, type Experiment } from '../world';
import { type Console } from './context';
import { isFullOn } from './experimentViews';
import { figuresOf } from './results';

const csv = z
	.string()
	.transform((text) => text.split(','))
	.optional();
const ids = z
	.string()
	.transform((text) => text.split(',').map(Number))
	.optional();
/** `from,to`, 0 or nothing where it is open. */
const range = ids;
const flag = z.enum(['0', '1', 'true', 'false']).optional();

const alertTypes = [
	...['sample_ratio_mismatch', 'cleanup_needed', 'audience_mismatch', 'sample_size_reached'],
	...['experiments_interact', 'group_sequential_updated', 'assignment_conflict', 'metric_threshold_reached'],
];

/** What the list of experiments filters by. Sources: CLI, specification. */
const experimentQuery = z
	.object({
		state: z
			.string()
			.transform((text) => text.split(','))
			.pipe(
				z.array(
					z.enum([
						'created',
						'ready',
						'running',
						'development',
						'full_on',
						'stopped',
						'archived',
						'scheduled',
					]),
				),
			),
		type: csv,
		/** A name. */
		application: z.string(),
		applications: ids,
		unit_types: ids,
		owners: ids,
		teams: ids,
		tags: ids,
		iterations_of: z.coerce.number().int(),
		created_at: range,
		updated_at: range,
		started_at: range,
		stopped_at: range,
		full_on_at: range,
		analysis_type: csv,
		running_type: z.enum(['full_on', 'experiment']),
		significance: csv,
		/** Fractions and percent, `min,max`; they need `previews=1`. */
		impact: range,
		confidence: range,
		previews: flag,
	})
	.partial()
	.passthrough();

type Wanted = z.infer<typeof experimentQuery>;

const isWithin = (at: string | null | undefined, [from, to]: number[]): boolean => {
	const ms = at ? Date.parse(at) : NaN;
	return ms >= (from || -Infinity) && ms <= (to || Infinity);
};

const isBetween = (value: number | null, [from, to]: number[]): boolean =>
	value !== null && value >= (from ?? -Infinity) && value <= (to ?? Infinity);

/** In which of the states that can be asked for an experiment is. */
function statesOf(experiment: Experiment): string[] {
	if (experiment.archived) return ['archived'];
	return [
		experiment.state,
		...(isFullOn(experiment) ? ['full_on'] : []),
		...(experiment.scheduled?.length ? ['scheduled'] : []),
	];
}

/** What the preview of the primary metric says of the best variant. */
function previewed(console: Console, experiment: Experiment) {
	const figures = experiment.primary_metric_id
		? figuresOf(console, experiment, experiment.primary_metric_id).slice(1)
		: [];
	const [best] = figures.sort((one, other) => (other.impact ?? -Infinity) - (one.impact ?? -Infinity));
	if (!best || best.impact === null || best.pvalue === null)
		return { significance: undefined, impact: null, confidence: null };
	const { impact, pvalue, impact_ci_lower: lower, impact_ci_upper: upper } = best;
	const significance =
		lower !== null && lower > 0 ? 'positive' : upper !== null && upper < 0 ? 'negative' : 'insignificant';
	return { significance, impact, confidence: (1 - pvalue) * 100 };
}

type Test = (experiment: Experiment, console: Console) => boolean;

/** One test for each filter that is asked for. */
function tests(wanted: Wanted): Test[] {
	const all: Array<Test | false | undefined> = [
		wanted.state && ((each) => statesOf(each).some((state) => wanted.state?.includes(state as never))),
		wanted.type && (({ type = 'test' }) => wanted.type!.includes(type)),
		!!wanted.application && (({ applications }) => applications.includes(wanted.application!)),
		wanted.applications &&
			(({ applications }, { world }) =>
				applications.some((name) => wanted.applications!.includes(named(world.applications, name)?.id ?? 0))),
		wanted.unit_types &&
			(({ unitType }, { world }) => wanted.unit_types!.includes(named(world.unit_types, unitType)?.id ?? 0)),
		wanted.owners && (({ owners = [] }) => owners.some((id) => wanted.owners!.includes(id))),
		wanted.teams && (({ teams = [] }) => teams.some((id) => wanted.teams!.includes(id))),
		wanted.tags && (({ tags = [] }) => tags.some((id) => wanted.tags!.includes(id))),
		wanted.iterations_of !== undefined &&
			(({ name }, { world }) =>
				world.experiments.find(({ id }) => id === wanted.iterations_of)?.name === name),
		wanted.created_at && (({ created_at }) => isWithin(created_at, wanted.created_at!)),
		wanted.updated_at && (({ updated_at }) => isWithin(updated_at, wanted.updated_at!)),
		wanted.started_at && (({ start_at }) => isWithin(start_at, wanted.started_at!)),
		wanted.stopped_at && (({ stop_at }) => isWithin(stop_at, wanted.stopped_at!)),
		wanted.full_on_at && (({ full_on_at }) => isWithin(full_on_at, wanted.full_on_at!)),
		wanted.analysis_type &&
			(({ analysis_type = 'fixed_horizon' }) => wanted.analysis_type!.includes(String(analysis_type))),
		wanted.running_type && ((each) => isFullOn(each) === (wanted.running_type === 'full_on')),
	];
	return all.filter((test): test is Test => !!test);
}

/** Of previews, which only `previews=1` computes. Source: specification. */
function previewTests(wanted: Wanted): Test[] {
	if (wanted.previews !== '1' && wanted.previews !== 'true') return [];
	const all: Array<Test | undefined> = [
		wanted.significance &&
			((each, console) => wanted.significance!.includes(previewed(console, each).significance ?? '')),
		wanted.impact && ((each, console) => isBetween(previewed(console, each).impact, wanted.impact!)),
		wanted.confidence &&
			((each, console) => isBetween(previewed(console, each).confidence, wanted.confidence!)),
	];
	return all.filter((test): test is Test => !!test);
}

/** By alert: 1 or true for those that have one of that type, not dismissed; 0 or false for the others. */
function alertTests(wanted: Wanted): Test[] {
	const asked = new Map<string, unknown>(Object.entries(wanted));
	return alertTypes.flatMap((type) => {
		const value = flag.parse(asked.get(type));
		if (value === undefined) return [];
		return (({ id }, { world }) => {
			const has = world.alerts.some(
				(alert) => alert.experiment_id === id && alert.type === type && !alert.dismissed,
			);
			return has === (value === '1' || value === 'true');
		}) satisfies Test;
	});
}

/** The experiments that pass every filter of the query. */
export function filtered(console: Console, experiments: Experiment[], query: unknown): Experiment[] {
	const wanted = experimentQuery.parse(query);
	const all = [...tests(wanted), ...previewTests(wanted), ...alertTests(wanted)];
	return experiments.filter((experiment) => all.every((test) => test(experiment, console)));
}
