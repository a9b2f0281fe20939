import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { hashUid, nextId, type Experiment } from '../world';
import type { Export, ExportStatus, User } from './types';
import { found, idParams, isoNow, Refusal, userOf, type Console } from './context';
import { reachable } from './experimentViews';
import { zip } from './zip';

const day = 86_400_000;
/** So long a file can be had. Source: docs. */
const keptMs = 30 * day;
/** So long no other export of the same experiment is begun. Its text is known from the CLI, its length is an assumption. */
const recentMs = 10 * 60_000;

const ended: ExportStatus[] = ['COMPLETED', 'FAILED', 'CANCELLED'];

const configQuery = z.object({ statuses: z.string().optional() });
const fileParams = z.object({ configId: z.coerce.number().int(), fileKey: z.string() });

const statusOf = ({ histories }: Export): ExportStatus => histories.at(-1)?.status ?? 'WAITING';

/** An export as the console shows it. Source: CLI. */
const forConsole = ({ id, experiment_id, created_at, file }: Export) => ({
	id,
	experiment_id,
	created_at,
	download_file_key: file?.key ?? null,
	download_created_at: file?.created_at ?? null,
	download_deleted_at: file?.deleted_at ?? null,
	downloadable: !!file && !file.deleted_at,
});

const csv = (rows: unknown[][]): string =>
	rows
		.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(','))
		.join('\r\n');

/** The exposures and goals of an experiment, as files. Names and columns are assumptions; that they are CSV in a ZIP: docs. */
function files({ world }: Console, { name, unitType }: Experiment): Record<string, string> {
	const exposures = world.exposures.filter(({ experiment }) => experiment === name);
	const units = new Set(exposures.map(({ unit_uid }) => unit_uid));
	const goals = world.events.filter(
		({ unit_type, unit_uid }) => unit_type === unitType && units.has(unit_uid),
	);
	return {
		'exposures_0.csv': csv([
			['unit_type', 'unit_uid', 'exposed_at'],
			...exposures.map(({ unit_type, unit_uid, exposed_at }) => [unit_type, unit_uid, exposed_at]),
		]),
		'goals_0.csv': csv([
			['goal_name', 'unit_type', 'unit_uid', 'event_at'],
			...goals.map((goal) => [goal.goal_name, goal.unit_type, goal.unit_uid, goal.event_at]),
		]),
	};
}

/**
 * Waits, runs, is completed, has its file: one step each `exportMs`, with an event for each. Sources: CLI (states, the file comes
 * last), release notes (names of events), docs (`ExperimentDataExportReady`); what the other events say is an assumption.
 */
function run(console: Console, one: Export, experiment: Experiment, user: User): void {
	const { world, clock, settings, sender } = console;
	const tell = (event_name: string, more: object = {}) =>
		sender.tell({ event_name, event_at: clock.now(), id: one.id, user_id: user.id, ...more });
	const to = (status: ExportStatus, progress: number) =>
		void one.histories.push({
			id: one.histories.length + 1,
			status,
			progress,
			exported_rows: progress,
			total_rows: 100,
			remaining_seconds: (100 - progress) / 10,
			created_at: isoNow(console),
		});
	const finish = () => {
		const key = `${hashUid(`${one.id}`)}.zip`;
		one.file = { key, created_at: isoNow(console), deleted_at: null, token: randomUUID() };
		const download_url = `/v1/experiments/exports/${one.id}/${key}`;
		const metadata = { download_url, export_config_id: one.id, file_name: key };
		tell('ExportDownloadReady', { metadata });
		sender.tell({
			event_name: 'ExperimentDataExportReady',
			event_at: clock.now(),
			id: experiment.id,
			user_id: user.id,
			metadata,
		});
		clock.at(clock.now() + keptMs, () => one.file && (one.file.deleted_at = isoNow(console)));
	};
	const steps: Array<() => void> = settings.exportFails
		? [() => (to('IN_PROGRESS', 10), tell('ExportStarted')), () => (to('FAILED', 10), tell('ExportFailed'))]
		: [
				() => (to('IN_PROGRESS', 50), tell('ExportStarted')),
				() => (to('COMPLETED', 100), tell('ExportCompleted')),
				finish,
			];
	to('WAITING', 0);
	tell('ExportCreated');
	for (const [index, step] of steps.entries())
		clock.at(clock.now() + (index + 1) * settings.exportMs, () => world.exports.includes(one) && step());
}

/** Exports of an experiment's data. Sources: CLI, docs. */
export function registerExports(app: FastifyInstance, console: Console) {
	const { world, clock } = console;
	const config = (params: unknown) => found('export config', world.exports, idParams.parse(params).id);

	app.post('/v1/experiments/:id/export_data', (request) => {
		const experiment = reachable(console, request);
		const user = userOf(request);
		const mine = world.exports.filter(({ experiment_id }) => experiment_id === experiment.id);
		if (mine.some((each) => !ended.includes(statusOf(each))))
			throw new Refusal(400, 'An export of this experiment is already in progress');
		if (
			mine.some(
				(each) => statusOf(each) === 'COMPLETED' && clock.now() - Date.parse(each.created_at) < recentMs,
			)
		)
			throw new Refusal(400, 'An export of this experiment was recently created');
		const one: Export = {
			id: nextId(world.exports),
			experiment_id: experiment.id,
			created_at: isoNow(console),
			histories: [],
		};
		world.exports.push(one);
		run(console, one, experiment, user);
		return { ok: true, errors: [], exportConfig: forConsole(one) };
	});
	app.get('/v1/export_configs', (request) => {
		const wanted = configQuery.parse(request.query).statuses?.split(',');
		const all = world.exports.filter((each) => !wanted || wanted.includes(statusOf(each)));
		return { export_configs: all.map(forConsole) };
	});
	app.get('/v1/export_configs/:id', (request) => ({ export_config: forConsole(config(request.params)) }));
	app.get('/v1/export_configs/:id/export_histories', (request) => ({
		export_histories: config(request.params).histories,
	}));
	// the file lies with another host, which lets those in who have its address
	app.get('/v1/experiments/exports/:configId/:fileKey', (request, reply) => {
		const { configId, fileKey } = fileParams.parse(request.params);
		const file = world.exports.find(({ id }) => id === configId)?.file;
		if (!file || file.deleted_at || file.key !== fileKey) throw new Refusal(404, 'the file is not there');
		const port = new URL(`http://${request.headers.host}`).port;
		return reply.redirect(`http://localhost:${port}/files/${file.token}`, 302);
	});
}

/** The host of the files, which refuses who shows it a key that is none of its own. Assumption. */
export function registerFiles(app: FastifyInstance, console: Console) {
	app.get<{ Params: { token: string } }>('/files/:token', (request, reply) => {
		const { world } = console;
		const one = world.exports.find(({ file }) => file?.token === request.params.token);
		const experiment = world.experiments.find(({ id }) => id === one?.experiment_id);
		if (!one || !experiment) return reply.code(404).send();
		if (request.headers.authorization) return reply.code(400).type('application/xml').send('<Error/>');
		return reply.type('application/zip').send(zip(files(console, experiment)));
	});
}
