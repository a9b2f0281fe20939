import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { isEmpty, numberIn, shown } from '../../core/values/plain';
import { readExperiment } from '../transport/experiments';
import { stateOf } from './states';

/** A table as ABsmartly gives results: rows without names, and the names of their columns, in any order. */
type Table = { columnNames: string[]; rows: unknown[][] };

type Metric = { id: string; name: string; role: string; effect: unknown };

const listOf = (value: unknown): IDataObject[] => (Array.isArray(value) ? (value as IDataObject[]) : []);

/** The metrics of an experiment: the primary one, then the others in their order. */
function metricsOf(experiment: IDataObject): Metric[] {
	const metric = (id: unknown, given: unknown, role: unknown): Metric => {
		const { name, effect } = (given ?? {}) as IDataObject;
		return { id: String(id as string), name: String(name ?? id), role: String(role), effect };
	};
	const primary = experiment.primary_metric as IDataObject | null | undefined;
	const first = experiment.primary_metric_id ?? primary?.metric_id ?? primary?.id;
	return [
		...(isEmpty(first) ? [] : [metric(first, primary, 'primary')]),
		...listOf(experiment.secondary_metrics).map((one) =>
			metric(one.metric_id, one.metric, one.type ?? 'secondary'),
		),
	];
}

/** The table of a reply. Rejects with a `UserError` where it is none. */
async function ask(send: Send, path: string, readOnly = true): Promise<Table> {
	const reply = await send({
		method: 'POST',
		path,
		query: {},
		body: { filters: {} },
		api: 'console',
		readOnly,
	});
	const { columnNames, rows } = reply;
	if (Array.isArray(columnNames) && Array.isArray(rows)) return reply as object as Table;
	throw new UserError('The reply holds no results', {
		description:
			'ABsmartly gives columnNames and rows. Check the endpoint of the ABsmartly Console API credential: another service seems to answer there',
	});
}

/** What an experiment's alerts are called; undefined where the console does not list them with it. */
const alertsOf = ({ alerts }: IDataObject): string[] | undefined =>
	Array.isArray(alerts)
		? listOf(alerts)
				.filter(({ dismissed }) => dismissed !== true)
				.map(({ type }) => String(type))
		: undefined;

/** A fraction in percent, without the digits that a computer adds: 0.07 is 7. */
const inPercent = (fraction: number | null): number | null =>
	fraction === null ? null : Number((fraction * 100).toPrecision(12));

/** Never 100: no test is certain. Source: ABsmartly's own command line tool. */
const MOST_CONFIDENT = 99.99;

/** What the interval says. Source: ABsmartly's docs on interpreting metrics. */
function significance(lower: number | null, upper: number | null): string | null {
	if (lower === null || upper === null) return null;
	return lower > 0 ? 'positive' : upper < 0 ? 'negative' : 'insignificant';
}

/** Whether a significant difference is one for the better; null where there is none, or the metric does not say what is. */
function isBetter(result: string | null, effect: unknown): boolean | null {
	if (result === null || result === 'insignificant') return null;
	return effect === 'positive' || effect === 'negative' ? result === effect : null;
}

function figuresOf(cell: (column: string) => number | null, { id, effect }: Metric, isControl: boolean) {
	const of = (ending: string) => cell(`metric_${id}${ending}`);
	const [impact, ciLower, ciUpper] = ['_impact', '_impact_ci_lower', '_impact_ci_upper'].map(of);
	const pValue = of('_pvalue');
	const result = isControl ? null : significance(ciLower, ciUpper);
	return {
		value: of(''),
		mean: of('_mean'),
		variance: of('_var'),
		impact,
		impactPercent: inPercent(impact),
		ciLower,
		ciUpper,
		ciLowerPercent: inPercent(ciLower),
		ciUpperPercent: inPercent(ciUpper),
		pValue,
		confidencePercent: pValue === null ? null : Math.min(inPercent(1 - pValue) ?? 0, MOST_CONFIDENT),
		result,
		isBetter: isBetter(result, effect),
	};
}

const iso = (ms: number | null): string | null =>
	ms === null || !(Math.abs(ms) < 8.64e15) ? null : new Date(ms).toISOString();

/** The rows of one metric: one for each variant, in the order of the variants. */
function rowsOf(experiment: IDataObject, metric: Metric, { columnNames, rows }: Table): IDataObject[] {
	const columns = new Map(columnNames.map((name, index) => [name, index]));
	const names = new Map(listOf(experiment.variants).map((one) => [Number(one.variant), one.name]));
	const alerts = alertsOf(experiment);
	return rows
		.map((row) => {
			const cell = (column: string) => numberIn(row[columns.get(column) ?? -1]) ?? null;
			const variant = cell('variant');
			return {
				experimentId: experiment.id ?? null,
				experiment: experiment.name ?? null,
				iteration: experiment.iteration ?? null,
				state: stateOf(experiment),
				analysisType: experiment.analysis_type ?? null,
				metricId: numberIn(metric.id) ?? metric.id,
				metric: metric.name,
				role: metric.role,
				effect: metric.effect ?? null,
				variant,
				variantName: names.get(variant ?? NaN) ?? null,
				isControl: variant === 0,
				participants: cell('unit_count'),
				...figuresOf(cell, metric, variant === 0),
				firstExposureAt: iso(cell('first_exposure_at')),
				lastExposureAt: iso(cell('last_exposure_at')),
				sampleRatioMismatch: alerts?.includes('sample_ratio_mismatch') ?? null,
				alerts: alerts ?? null,
			} as IDataObject;
		})
		.sort((a, b) => Number(a.variant) - Number(b.variant));
}

/** Those of this name. Throws a `UserError` that lists what there is where there is none. */
function wanted(all: Metric[], name: unknown): Metric[] {
	if (isEmpty(name)) return all;
	const found = all.filter((metric) => metric.name === name || metric.id === name);
	if (found.length > 0) return found;
	throw new UserError(`The experiment has no metric '${shown(name)}'`, {
		description: `It has ${all.map((metric) => `'${shown(metric.name)}'`).join(', ') || 'none'}. Case counts`,
	});
}

/**
 * `perform` of Get Results: an item for each metric and variant, from the columns of their names, wherever they stand. One
 * request gives the main metrics; each metric that is not among them takes another.
 * Source: ABsmartly Web Console API, `POST /experiments/{id}/metrics/main`; of the others its command line tool.
 */
export async function results(
	send: Send,
	request: Request,
	{ experiment: id, metric: name }: Values,
): Promise<IDataObject[]> {
	const experiment = await readExperiment(send, id);
	const metrics = wanted(metricsOf(experiment), name);
	const main = await ask(send, request.path);
	const found: IDataObject[] = [];
	for (const metric of metrics) {
		const isMain = main.columnNames.includes(`metric_${metric.id}`);
		const table = isMain ? main : await ask(send, pathTo('/experiments', id, 'metrics', metric.id));
		found.push(...rowsOf(experiment, metric, table));
	}
	return found;
}
