import { absmartly, ask, control } from './absmartly/driver';

type Table = { columnNames: string[]; columnTypes: string[]; rows: unknown[][] };

const named = ({ columnNames, rows }: Table) =>
	rows.map((row) => Object.fromEntries(columnNames.map((name, index) => [name, row[index]])));

const main = async (id = 1) =>
	(await ask('POST', `/v1/experiments/${id}/metrics/main`, { filters: {} })).json as Table;

beforeEach(() => absmartly.clock.set('2026-03-01T10:00:00.000Z'));

it('gives a row a variant, control without an impact', async () => {
	const table = await main();
	expect(table.columnNames.slice(0, 5)).toEqual([
		...['variant', 'first_exposure_at', 'last_exposure_at', 'unit_count', 'metric_1'],
	]);
	expect(table.columnTypes).toHaveLength(table.columnNames.length);
	const [control, treatment] = named(table);
	expect(control).toEqual({
		variant: 0,
		first_exposure_at: Date.parse('2026-01-06T09:01:00.000Z'),
		last_exposure_at: expect.any(Number),
		unit_count: 1000,
		metric_1: 200,
		metric_1_mean: 0.2,
		metric_1_var: 0.16,
		metric_1_pvalue: null,
		metric_1_impact: null,
		metric_1_impact_ci_lower: null,
		metric_1_impact_ci_upper: null,
		metric_1_abs_impact: null,
		metric_1_abs_impact_ci_lower: null,
		metric_1_abs_impact_ci_upper: null,
	});
	expect(treatment).toMatchObject({
		variant: 1,
		unit_count: 1007,
		metric_1_mean: 0.2027,
		metric_1_pvalue: 0.04,
		metric_1_impact: 0.0135,
		metric_1_impact_ci_lower: expect.closeTo(0.001),
		metric_1_impact_ci_upper: expect.closeTo(0.026),
		metric_1_abs_impact: expect.closeTo(0.0027),
	});
	expect((await ask('POST', '/v1/experiments/1/metrics/main', {})).status).toBe(422);
});

it('moves columns about with their types and cells, as it is set', async () => {
	const before = await main();
	await control('PUT', 'settings', { shuffledColumns: true });
	const [one, other] = [await main(), await main()];
	expect(one.columnNames).not.toEqual(before.columnNames);
	expect(one.columnNames).not.toEqual(other.columnNames);
	const types = ({ columnNames, columnTypes }: Table) =>
		Object.fromEntries(columnNames.map((name, index) => [name, columnTypes[index]]));
	for (const each of [one, other]) {
		expect(types(each)).toEqual(types(before));
		const still = { last_exposure_at: expect.any(Number) };
		expect(named(each)).toEqual(named(before).map((row) => ({ ...row, ...still })));
	}
});

it('takes other figures, says nothing of scarce data and nothing before the start', async () => {
	absmartly.world.figures.push(
		{ experiment_id: 1, metric_id: 1, variant: 0, unit_count: 1 },
		{ experiment_id: 1, metric_id: 1, variant: 1, impact: -0.2, pvalue: 0.5 },
	);
	const [scarce, told] = named(await main());
	expect(scarce).toMatchObject({ unit_count: 1, metric_1: null, metric_1_mean: null });
	expect(told).toMatchObject({ metric_1_impact: -0.2, metric_1_pvalue: 0.5, unit_count: 1007 });
	const { id } = absmartly.addExperiment({ state: 'ready' });
	expect((await main(id)).rows).toEqual([]);
});

it('gives columns of every metric, of one, and by segment', async () => {
	absmartly.world.metrics.push({ ...absmartly.world.metrics[0], id: 2, name: 'Latency', effect: 'negative' });
	absmartly.world.experiments[0].secondary_metrics = [{ metric_id: 2, type: 'guardrail' }];
	expect((await main()).columnNames).toEqual(expect.arrayContaining(['metric_1', 'metric_2_impact']));
	const one = async (body?: object) => (await ask('POST', '/v1/experiments/1/metrics/2', body)).json as Table;
	expect((await one()).columnNames).not.toContain('metric_1');
	const split = named(await one({ segment_id: 5, filters: {} }));
	expect(split.map(({ segment_5, variant }) => [segment_5, variant])).toEqual([
		['desktop', 0],
		['desktop', 1],
		['mobile', 0],
		['mobile', 1],
	]);
	expect((await ask('POST', '/v1/experiments/1/metrics/9')).status).toBe(404);
	const { experiment } = (await ask('GET', '/v1/experiments/1')).json;
	expect(experiment.secondary_metrics).toMatchObject([{ type: 'guardrail', metric: { name: 'Latency' } }]);
});

it('gives histories by period, their dates in seconds', async () => {
	const body = { filters: {}, period: '1d' };
	const ofMetric = named((await ask('POST', '/v1/experiments/1/metrics/main/history', body)).json);
	expect(ofMetric.map(({ date, variant, cum_unit_count }) => [date, variant, cum_unit_count])).toEqual([
		[Date.parse('2026-02-27') / 1000, 0, 333],
		[Date.parse('2026-02-27') / 1000, 1, 335],
		[Date.parse('2026-02-28') / 1000, 0, 666],
		[Date.parse('2026-02-28') / 1000, 1, 671],
		[Date.parse('2026-03-01') / 1000, 0, 1000],
		[Date.parse('2026-03-01') / 1000, 1, 1007],
	]);
	expect(ofMetric[1]).toHaveProperty('metric_1_impact');
	const units = named((await ask('POST', '/v1/experiments/1/participants/history', body)).json);
	expect(Object.keys(units[0])).toEqual([
		...['date', 'variant', 'first_exposure_at', 'last_exposure_at', 'unit_count', 'cum_unit_count'],
	]);
});

it('has results at hand once they were computed, which takes its time', async () => {
	await control('PUT', 'settings', { updateMs: 60_000 });
	const cached = async () => await ask('GET', '/v1/experiments/1/metrics/main?use_cache=1');
	expect((await cached()).status).toBe(404);
	await ask('POST', '/v1/experiments/1/request_update', { params: { tasks: ['preview_metrics'] } });
	expect((await cached()).status).toBe(404);
	absmartly.clock.advance(60_000);
	expect((await cached()).json).toMatchObject({
		pending_update_request: false,
		rows: [[0], [1]].map(expect.arrayContaining),
	});
	await ask('POST', '/v1/experiments/1/request_update', {});
	expect((await cached()).json).toMatchObject({ pending_update_request: true });
});

it('gives units as texts, as it is set', async () => {
	await control('PUT', 'settings', { bigintsAsText: true });
	expect(named(await main()).map(({ unit_count }) => unit_count)).toEqual(['1000', '1007']);
});
