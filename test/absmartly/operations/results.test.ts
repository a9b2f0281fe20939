import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { checkout, columnar, doing, recorded, refuses } from '../world/recorded';

/** Get Results, on tables as ABsmartly's description has them. */

const main = 'POST /experiments/{}/metrics/main';
const single = 'POST /experiments/{}/metrics/{}';
const running = (more: IDataObject = {}) => checkout({ state: 'running', ...more });

/** The results of a table that holds both metrics. */
const both = () => columnar(5, Object.fromEntries(columnsOf(columnar(6), 'metric_6')));

function columnsOf({ columnNames, rows }: IDataObject, prefix: string): Array<[string, unknown[]]> {
	const table = rows as unknown as unknown[][];
	return (columnNames as string[])
		.map((name, index): [string, unknown[]] => [name, table.map((row) => row[index])])
		.filter(([name]) => name.startsWith(prefix));
}

it('gives a flat row for each metric and variant', async () => {
	const console = recorded(running(), { [main]: both });
	const rows = await doing(console, 'getResults');
	expect(rows.map(({ metric, variant, role }) => [metric, role, variant])).toEqual([
		['Orders', 'primary', 0],
		['Orders', 'primary', 1],
		['Page load', 'guardrail', 0],
		['Page load', 'guardrail', 1],
	]);
	expect(rows[1]).toEqual({
		experimentId: 42,
		experiment: 'checkout_button',
		iteration: 1,
		state: 'running',
		analysisType: 'group_sequential',
		metricId: 5,
		metric: 'Orders',
		role: 'primary',
		effect: 'positive',
		variant: 1,
		variantName: 'Green',
		isControl: false,
		participants: 1010,
		value: 102.4,
		mean: 0.10135,
		variance: 0.0912,
		impact: 0.0135,
		impactPercent: 1.35,
		ciLower: 0.006,
		ciUpper: 0.021,
		ciLowerPercent: 0.6,
		ciUpperPercent: 2.1,
		pValue: 0.003,
		confidencePercent: 99.7,
		result: 'positive',
		isBetter: true,
		firstExposureAt: null,
		lastExposureAt: '2026-02-25T10:06:40.000Z',
		sampleRatioMismatch: true,
		alerts: ['sample_ratio_mismatch'],
	});
	expect(rows[0]).toMatchObject({
		isControl: true,
		impact: null,
		impactPercent: null,
		result: null,
		isBetter: null,
	});
	expect(console.sent()).toEqual(['GET /experiments/{}', main]);
	expect(console.requests[1]).toMatchObject({ body: { filters: {} }, readOnly: true });
});

it('says of a metric that should fall that it is worse where it rises', async () => {
	const rows = await doing(recorded(running(), { [main]: both }), 'getResults');
	expect(rows[3]).toMatchObject({ metric: 'Page load', result: 'positive', isBetter: false });
});

it.each([
	[0.001, 0.02, 'positive'],
	[-0.02, -0.001, 'negative'],
	[-0.02, 0.02, 'insignificant'],
	[0, 0.02, 'insignificant'],
	[null, 0.02, null],
])('reads the interval %p to %p as %p', async (lower, upper, result) => {
	const table = columnar(5, {
		metric_5_impact_ci_lower: [null, lower],
		metric_5_impact_ci_upper: [null, upper],
	});
	const rows = await doing(recorded(running(), { [main]: () => table }), 'getResults', { metric: 'Orders' });
	expect(rows[1]).toMatchObject({ result });
});

it('is never certain', async () => {
	const table = columnar(5, { metric_5_pvalue: [null, 0] });
	const [, row] = await doing(recorded(running(), { [main]: () => table }), 'getResults', {
		metric: 'Orders',
	});
	expect(row.confidencePercent).toBe(99.99);
});

it('gives the same whatever the order of columns and rows, and whatever other columns there are', async () => {
	const expected = await doing(recorded(running(), { [main]: both }), 'getResults');
	const { columnNames, rows } = both();
	const names = columnNames as string[];
	const cells = rows as unknown as unknown[][];
	await fc.assert(
		fc.asyncProperty(
			fc.shuffledSubarray([...names.keys()], { minLength: names.length }),
			fc.boolean(),
			async (order, turned) => {
				const shuffled = {
					columnNames: [...order.map((index) => names[index]), 'segment_7', 'metric_5_abs_impact'],
					rows: cells.map((row) => [...order.map((index) => row[index]), 'Safari', 3]),
				};
				if (turned) shuffled.rows.reverse();
				expect(await doing(recorded(running(), { [main]: () => shuffled }), 'getResults')).toEqual(expected);
			},
		),
		{ numRuns: 50 },
	);
});

it('asks for each metric that is not among the main ones', async () => {
	const console = recorded(running());
	const rows = await doing(console, 'getResults');
	expect(rows.map(({ metric }) => metric)).toEqual(['Orders', 'Orders', 'Page load', 'Page load']);
	expect(console.sent()).toEqual(['GET /experiments/{}', main, single]);
	expect(console.requests[2].path).toBe('/experiments/42/metrics/6');
});

it('gives one metric by its name, and says which there are where there is none of it', async () => {
	const console = recorded(running(), { [main]: both });
	expect(
		(await doing(console, 'getResults', { metric: 'Page load' })).map(({ metricId }) => metricId),
	).toEqual([6, 6]);
	await expect(doing(console, 'getResults', { metric: 'page load' })).rejects.toMatchObject({
		message: "The experiment has no metric 'page load'",
		description: "It has 'Orders', 'Page load'. Names are case-sensitive",
	});
});

it('has nothing to give where there are no results, nor metrics', async () => {
	const empty = () => ({ columnNames: ['variant', 'metric_5', 'metric_6'], columnTypes: [], rows: [] });
	expect(await doing(recorded(running(), { [main]: empty }), 'getResults')).toEqual([]);
	const bare = running({ primary_metric_id: null, primary_metric: null, secondary_metrics: null });
	expect(await doing(recorded(bare, { [main]: empty }), 'getResults')).toEqual([]);
});

it('does not know of alerts where the console does not list them', async () => {
	const rows = await doing(recorded(running({ alerts: undefined }), { [main]: both }), 'getResults');
	expect(rows[0]).toMatchObject({ alerts: null, sampleRatioMismatch: null });
});

it('refuses what is no table', async () => {
	const console = recorded(running(), { [main]: () => ({ rows: [] }) });
	await expect(doing(console, 'getResults')).rejects.toMatchObject({ message: 'The reply holds no results' });
});

it('passes on what ABsmartly says', async () => {
	const console = recorded(running(), { [main]: refuses(400, 'no data yet') });
	await expect(doing(console, 'getResults')).rejects.toMatchObject({
		message: 'ABsmartly refused this: no data yet',
	});
});

it('takes hostile cells for nothing', async () => {
	const table = columnar(5, {
		variant: ['0', 1],
		unit_count: [{}, 'many'],
		metric_5: ['12', 'NaN'],
		first_exposure_at: [1e300, 'yesterday'],
	});
	const rows = await doing(recorded(running(), { [main]: () => table }), 'getResults', { metric: 'Orders' });
	expect(rows).toMatchObject([
		{ variant: 0, participants: null, value: 12, firstExposureAt: null },
		{ variant: 1, participants: null, value: null, firstExposureAt: null },
	]);
});
