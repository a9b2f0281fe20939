import type { Experiment } from '../world';
import type { Console } from './context';

/** What a variant shows for one metric; numbers or null. Source: specification. */
export type Figures = {
	unit_count: number | null;
	value: number | null;
	mean: number | null;
	var: number | null;
	pvalue: number | null;
	/** Fractions. */
	impact: number | null;
	impact_ci_lower: number | null;
	impact_ci_upper: number | null;
};

/** With less nothing is said of an impact. Assumption. */
const fewest = 2;

const none = { pvalue: null, impact: null, impact_ci_lower: null, impact_ci_upper: null };

/**
 * The usual figures: 1000 units in control, 7 more in each further variant, 1.35 % more of the metric in each. Invented,
 * but they fit together; `world.figures` says otherwise.
 */
function usual(variant: number): Figures {
	const unit_count = 1000 + 7 * variant;
	const impact = Math.round(variant * 135) / 10_000;
	const mean = Math.round(0.2 * (1 + impact) * 1e6) / 1e6;
	return {
		unit_count,
		value: Math.round(mean * unit_count),
		mean,
		var: Math.round(mean * (1 - mean) * 1e6) / 1e6,
		...(variant === 0
			? none
			: { pvalue: 0.04, impact, impact_ci_lower: impact - 0.0125, impact_ci_upper: impact + 0.0125 }),
	};
}

/** What each variant shows for a metric, control first; nothing before the start. */
export function figuresOf(
	{ world }: Pick<Console, 'world'>,
	experiment: Experiment,
	metricId: number,
): Figures[] {
	if (!['running', 'full_on', 'stopped'].includes(experiment.state)) return [];
	return experiment.variants.map((_, variant) => {
		const {
			experiment_id,
			metric_id,
			variant: of,
			...own
		} = world.figures.find(
			(each) =>
				each.experiment_id === experiment.id && each.metric_id === metricId && each.variant === variant,
		) ?? {};
		void [experiment_id, metric_id, of];
		const figures = { ...usual(variant), ...own };
		return (figures.unit_count ?? 0) < fewest
			? { ...figures, value: null, mean: null, var: null, ...none }
			: figures;
	});
}

/** The metrics of an experiment by id, the primary one first. */
export const metricIds = ({ primary_metric_id, secondary_metrics = [] }: Experiment): number[] => [
	...(primary_metric_id ? [primary_metric_id] : []),
	...secondary_metrics.map(({ metric_id }) => metric_id),
];

/** A cell by its column's name and type. */
export type Cell = [name: string, type: string, value: unknown];

const exposures = (experiment: Experiment, { clock }: Console): [first: number, last: number] => {
	const first = experiment.start_at ? Date.parse(experiment.start_at) + 60_000 : 0;
	const last = experiment.stop_at ? Date.parse(experiment.stop_at) : clock.now();
	return [first, Math.max(first, last)];
};

/** The columns that stand once in each row. */
export function commonCells(
	console: Console,
	experiment: Experiment,
	variant: number,
	units: number | null,
): Cell[] {
	const [first, last] = exposures(experiment, console);
	return [
		['variant', 'UInt8', variant],
		['first_exposure_at', 'Int64', first],
		['last_exposure_at', 'Int64', last],
		['unit_count', 'UInt64', console.settings.bigintsAsText && units !== null ? String(units) : units],
	];
}

/** The columns of one metric. Sources: specification; the absolute impacts: CLI. */
export function metricCells(metricId: number, figures: Figures, control: Figures | undefined): Cell[] {
	const name = `metric_${metricId}`;
	const number = 'Nullable(Float64)';
	const base = control?.mean ?? null;
	const absolute = (fraction: number | null) => (fraction === null || base === null ? null : fraction * base);
	return [
		[name, number, figures.value],
		[`${name}_mean`, number, figures.mean],
		[`${name}_var`, number, figures.var],
		[`${name}_pvalue`, number, figures.pvalue],
		[`${name}_impact`, number, figures.impact],
		[`${name}_impact_ci_lower`, number, figures.impact_ci_lower],
		[`${name}_impact_ci_upper`, number, figures.impact_ci_upper],
		[`${name}_abs_impact`, number, absolute(figures.impact)],
		[`${name}_abs_impact_ci_lower`, number, absolute(figures.impact_ci_lower)],
		[`${name}_abs_impact_ci_upper`, number, absolute(figures.impact_ci_upper)],
	];
}

/** Rows of some metrics, one a variant. */
export function resultRows(console: Console, experiment: Experiment, metrics: number[]): Cell[][] {
	const all = metrics.map((id) => ({ id, figures: figuresOf(console, experiment, id) }));
	const variants = figuresOf(console, experiment, metrics[0] ?? 0);
	return variants.map(({ unit_count }, variant) => [
		...commonCells(console, experiment, variant, unit_count),
		...all.flatMap(({ id, figures }) => metricCells(id, figures[variant], figures[0])),
	]);
}

/** What a list shows of the primary metric where `previews=1`. Source: specification. */
export function previewsOf(console: Console, experiment: Experiment) {
	const metric_id = experiment.primary_metric_id;
	if (!metric_id) return [];
	const [first_exposure_at, last_exposure_at] = exposures(experiment, console);
	return figuresOf(console, experiment, metric_id).map(
		(
			{ unit_count, value, mean, var: variance, pvalue, impact, impact_ci_lower, impact_ci_upper },
			variant,
		) => ({
			metric_id,
			environment_type: 'production',
			variant,
			unit_count: console.settings.bigintsAsText && unit_count !== null ? String(unit_count) : unit_count,
			value,
			mean,
			variance,
			pvalue,
			impact,
			impact_lower: impact_ci_lower,
			impact_upper: impact_ci_upper,
			first_exposure_at,
			last_exposure_at,
		}),
	);
}
