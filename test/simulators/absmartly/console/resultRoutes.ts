import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Experiment } from '../world';
import { found, idParams, parseBody, Refusal, type Console } from './context';
import { reachable } from './experimentViews';
import { figuresOf, metricIds, resultRows, type Cell } from './results';

const filters = z.object({}).passthrough();
const mainBody = z.object({ filters });
const oneBody = z.object({ segment_id: z.number().int().optional(), filters: filters.optional() }).nullish();
const historyBody = z.object({
	filters,
	period: z.enum(['1h', '1d', '1w', '1M']).default('1d'),
	tz_offset: z.number().optional(),
});
const metricParams = idParams.extend({ metricId: z.coerce.number().int() });

const seconds = { '1h': 3600, '1d': 86_400, '1w': 604_800, '1M': 2_592_000 };
const periods = 3;

/** Results as the console gives them: in columns, which stand in another order each time if that is set. Source: specification. */
class Columns {
	private asked = 0;

	constructor(private readonly console: Console) {}

	of(rows: Cell[][], names: Array<[name: string, type: string]>) {
		const order = names.map((_, index) => index);
		if (this.console.settings.shuffledColumns) {
			this.asked += 1;
			const by = this.asked % Math.max(names.length, 1);
			order.reverse().push(...order.splice(0, by));
		}
		const pick = <T>(list: T[]): T[] => order.map((index) => list[index]);
		return {
			columnNames: pick(names.map(([name]) => name)),
			columnTypes: pick(names.map(([, type]) => type)),
			rows: rows.map((row) => pick(row.map(([, , value]) => value))),
		};
	}

	from(rows: Cell[][]) {
		return this.of(
			rows,
			(rows[0] ?? []).map(([name, type]) => [name, type]),
		);
	}
}

/** The last so many periods: their begin in seconds, and how much of all participants came until then. */
function history({ clock }: Console, period: keyof typeof seconds): Array<{ date: number; share: number }> {
	const length = seconds[period];
	const last = Math.floor(clock.now() / 1000 / length) * length;
	return Array.from({ length: periods }, (_, index) => ({
		date: last - (periods - 1 - index) * length,
		share: (index + 1) / periods,
	}));
}

function cumulated(console: Console, experiment: Experiment, period: keyof typeof seconds, rows: Cell[][]) {
	const [metric] = metricIds(experiment);
	const units = figuresOf(console, experiment, metric ?? 0).map(({ unit_count }) => unit_count ?? 0);
	return history(console, period).flatMap(({ date, share }) =>
		rows.map((row, variant): Cell[] => [
			['date', 'UInt32', date],
			...row.map(
				([name, type, value]): Cell =>
					name === 'unit_count' ? [name, type, Math.floor(units[variant] / periods)] : [name, type, value],
			),
			['cum_unit_count', 'UInt64', Math.floor(units[variant] * share)],
		]),
	);
}

/** Results of experiments. Sources: specification (`main`, histories), CLI (one metric, cache, recomputation). */
export function registerResults(app: FastifyInstance, console: Console) {
	const { world, clock, settings } = console;
	const columns = new Columns(console);
	const main = (experiment: Experiment) =>
		columns.from(resultRows(console, experiment, metricIds(experiment)));

	app.get('/v1/experiments/:id/metrics', (request) => ({
		experiment_metrics: metricIds(reachable(console, request)).map((metric_id) => ({
			metric_id,
			metric: world.metrics.find(({ id }) => id === metric_id) ?? null,
		})),
	}));
	app.get('/v1/experiments/:id/metrics/main', (request) => {
		const experiment = reachable(console, request);
		const cached = world.snapshots.get(experiment.id);
		if (!cached?.at) throw new Refusal(404, 'there is no snapshot of this experiment');
		return {
			...main(experiment),
			snapshot_data: { created_at: new Date(cached.at).toISOString() },
			pending_update_request: cached.pending,
		};
	});
	app.post('/v1/experiments/:id/metrics/main', (request) => {
		parseBody(mainBody, request.body);
		return main(reachable(console, request));
	});
	app.post('/v1/experiments/:id/metrics/:metricId', (request) => {
		const experiment = reachable(console, request);
		const { metricId } = metricParams.parse(request.params);
		const { segment_id } = parseBody(oneBody, request.body) ?? {};
		const rows = resultRows(console, experiment, [found('metric', world.metrics, metricId).id]);
		if (segment_id === undefined) return columns.from(rows);
		const split = ['desktop', 'mobile'].flatMap((value) =>
			rows.map((row): Cell[] => [[`segment_${segment_id}`, 'String', value], ...row]),
		);
		return columns.from(split);
	});
	app.post('/v1/experiments/:id/metrics/main/history', (request) => {
		const experiment = reachable(console, request);
		const { period } = parseBody(historyBody, request.body);
		const rows = resultRows(console, experiment, metricIds(experiment));
		return columns.from(cumulated(console, experiment, period, rows));
	});
	app.post('/v1/experiments/:id/participants/history', (request) => {
		const experiment = reachable(console, request);
		const { period } = parseBody(historyBody, request.body);
		const rows = resultRows(console, experiment, metricIds(experiment)).map((row) => row.slice(0, 4));
		return columns.from(cumulated(console, experiment, period, rows));
	});
	app.post('/v1/experiments/:id/request_update', (request) => {
		const { id } = reachable(console, request);
		const before = world.snapshots.get(id)?.at ?? 0;
		world.snapshots.set(id, { at: before, pending: true });
		clock.at(clock.now() + settings.updateMs, () =>
			world.snapshots.set(id, { at: clock.now(), pending: false }),
		);
		return { ok: true, errors: [] };
	});
}
