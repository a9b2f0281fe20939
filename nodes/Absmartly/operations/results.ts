import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { isEmpty, numberIn, shown } from '../../core/values/plain';
import { readExperiment } from '../transport/experiments';
import { stateOf } from './states';

/** A table as ABsmartly gives results: rows without names, and the names of their columns, in any order. */
type Table = { columnNames: string[]; rows: unknown[][] };

type Metric = { id: string; name: string; role: string; effect: unknown };

const isObject = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null;

const listOf = (value: unknown): IDataObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The metrics of an experiment, each once: the primary one, then the others in their order. */
function metricsOf(experiment: IDataObject): Metric[] {
	const metric = (link: unknown, given: unknown, role: unknown): Metric[] => {
		const { id: itself, metric_id: linked, name, effect } = isObject(given) ? given : {};
		const id = link ?? linked ?? itself;
		return isEmpty(id)
			? []
			: [{ id: String(id as string), name: String(name ?? id), role: String(role), effect }];
	};
	const all = [
		...metric(experiment.primary_metric_id, experiment.primary_metric, 'primary'),
		...listOf(experiment.secondary_metrics).flatMap((one) =>
			metric(one.metric_id, one.metric, one.type ?? 'secondary'),
		),
	];
	const seen = new Set<string>();
	return all.filter(({ id }) => !seen.has(id) && seen.add(id));
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
	// without it nobody knows whose the figures are; a table without rows may have no columns either
	const isTable = Array.isArray(columnNames) && Array.isArray(rows);
	if (isTable && (rows.length === 0 || (columnNames as unknown[]).includes('variant')))
		return {
			columnNames: columnNames as unknown as string[],
			rows: (rows as unknown[]).filter(Array.isArray),
		};
	throw new UserError('The reply holds no results', {
		description:
			'ABsmartly gives columnNames, with one called variant, and rows. Check the endpoint of the ABsmartly Console API credential: another service seems to answer there',
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

/** More digits than a number holds for certain: of a figure the first ones count. */
const LONG = /^\d{16,40}$/;

/** A figure; null where there is none, such as "nan". A number may come as text. */
const figure = (value: unknown): number | null =>
	typeof value === 'string' && LONG.test(value) ? Number(value) : (numberIn(value) ?? null);

const iso = (ms: number | null): string | null =>
	ms === null || !(Math.abs(ms) < 8.64e15) ? null : new Date(ms).toISOString();

/** The rows of one metric: one for each variant, in the order of the variants. */
function rowsOf(experiment: IDataObject, metric: Metric, { columnNames, rows }: Table): IDataObject[] {
	const columns = new Map(columnNames.map((name, index) => [name, index]));
	const names = new Map(listOf(experiment.variants).map((one) => [Number(one.variant), one.name]));
	const alerts = alertsOf(experiment);
	return rows
		.map((row) => {
			const cell = (column: string) => figure(row[columns.get(column) ?? -1]);
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
				variantName: (variant !== null && names.get(variant)) || null,
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

/** Most metrics that a message names. */
const MOST_NAMES = 20;

/** Those of this name. Throws a `UserError` that lists what there is where there is none. */
function wanted(all: Metric[], name: unknown): Metric[] {
	if (isEmpty(name)) return all;
	const found = all.filter((metric) => metric.name === name || metric.id === name);
	if (found.length > 0) return found;
	const names = all.slice(0, MOST_NAMES).map((metric) => `'${shown(metric.name)}'`);
	const more = all.length > MOST_NAMES ? [`${all.length - MOST_NAMES} more`] : [];
	throw new UserError(`The experiment has no metric '${shown(name)}'`, {
		description: `It has ${[...names, ...more].join(', ') || 'none'}. Names are case-sensitive`,
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
		// one by one: spread into a call, very many would overflow the stack
		for (const row of rowsOf(experiment, metric, table)) found.push(row);
	}
	return found;
}
