import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { acts } from './absmartly/console/acts';
import { absmartly, control, fullAdmin, receive } from './absmartly/driver';

/** ABsmartly's official CLI, which knows nothing of us, does its calls against the simulator. */

type Json = ReturnType<typeof JSON.parse>;

const package_ = resolve(__dirname, '../../node_modules/@absmartly/cli/dist/index.js');
let home: string;
let session: ChildProcess;
let answers: AsyncIterator<string>;
let complaints = '';
/** Every request of the CLI by its route, over all tests. */
const routes = new Set<string>();

beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), 'absmartly-cli-'));
	session = spawn(
		process.execPath,
		[join(__dirname, 'absmartly/cli.mjs'), `${absmartly.url}/v1`, fullAdmin],
		{
			stdio: 'pipe',
		},
	);
	answers = createInterface(session.stdout!)[Symbol.asyncIterator]();
	session.stderr?.on('data', (data) => (complaints += data));
});
afterEach(() => {
	for (const { method, path, status = 0 } of absmartly.requests)
		if (status < 400) routes.add(routeOf(method, path.split('?')[0]));
});
afterAll(() => {
	session.kill();
	rmSync(home, { recursive: true });
});

/** The route that takes a request: where several fit, the one with the fewest parameters. */
function routeOf(method: string, path: string): string {
	const parts = path.split('/');
	const fits = (route: string) => {
		const [ofRoute, pattern] = route.split(' ');
		const wanted = pattern.split('/');
		const isAlike = wanted.every((part, index) => part.startsWith(':') || part === parts[index]);
		return ofRoute === method && wanted.length === parts.length && isAlike;
	};
	const parameters = (route: string) => route.split(':').length;
	const [best = ''] = [...acts.keys()].filter(fits).sort((one, other) => parameters(one) - parameters(other));
	return best;
}

/** One call of the CLI's API client: its value, or what it throws. */
async function cli(method: string, ...args: unknown[]): Promise<Json> {
	session.stdin?.write(`${JSON.stringify([method, ...args])}\n`);
	const { value, done } = await answers.next();
	if (done) throw new Error(`the session of the CLI is over: ${complaints}`);
	const answer = JSON.parse(value) as { value: Json; error?: string; status?: number };
	if (answer.error !== undefined) throw Object.assign(new Error(answer.error), { status: answer.status });
	return answer.value;
}

/** One command line, as a person types it: what it prints. */
const abs = async (...args: string[]): Promise<string> =>
	await new Promise((done, fail) => {
		const all = ['--endpoint', `${absmartly.url}/v1`, '--api-key', fullAdmin, '-o', 'json', ...args];
		const env = { ...process.env, HOME: home, NO_COLOR: '1' };
		execFile(process.execPath, [package_, ...all], { env, cwd: home }, (error, stdout, stderr) => {
			if (error) return fail(new Error(`${stderr}${stdout}`));
			done(stdout);
		});
	});

/** As the CLI's test against a real server makes it. */
const draft = {
	name: 'cli_checkout',
	display_name: 'Checkout',
	type: 'test',
	state: 'created',
	teams: [{ team_id: 1 }],
	owners: [{ user_id: 1 }],
	unit_type: { unit_type_id: 1 },
	applications: [{ application_id: 1, application_version: '1' }],
	primary_metric: { metric_id: 1 },
	secondary_metrics: [],
	experiment_tags: [],
	variants: [
		{ name: 'A', variant: 0, config: '{}' },
		{ name: 'B', variant: 1, config: '{}' },
	],
	variant_screenshots: [],
	nr_variants: 2,
	percentages: '50/50',
	percentage_of_traffic: 100,
	analysis_type: 'fixed_horizon',
	required_alpha: 0.05,
	required_power: 0.8,
	audience: '{}',
	minimum_detectable_effect: '5',
	custom_section_field_values: {},
};

describe('its API client', () => {
	it('takes an experiment through its whole life', async () => {
		const { id } = await cli('createExperiment', draft);
		expect(await cli('updateExperiment', id, { state: 'ready' }, { note: 'done' })).toMatchObject({
			state: 'ready',
		});
		expect(await cli('developmentExperiment', id, 'try')).toMatchObject({ state: 'development' });
		expect(await cli('startExperiment', id, 'go')).toMatchObject({ state: 'running' });
		await cli('updateExperiment', id, { percentage_of_traffic: 50 });
		expect(await cli('fullOnExperiment', id, 1, 'b')).toMatchObject({ full_on_variant: 1 });
		expect(await cli('stopExperiment', id, 'testing', 'enough')).toMatchObject({ state: 'stopped' });
		const next = await cli('restartExperiment', id, { note: 'again', reason: 'testing', reshuffle: true });
		expect(next).toMatchObject({ name: 'cli_checkout', iteration: 2, state: 'running' });
		expect(next.id).not.toBe(id);
		expect(await cli('getParentExperiment', next.id)).toMatchObject({ id });
		expect(await cli('resolveExperimentId', 'cli_checkout')).toBe(next.id);
		await cli('archiveExperiment', id, false, 'old');
		expect(await cli('getExperiment', id)).toMatchObject({ archived: true });
		await cli('archiveExperiment', id, true);
		const notes = await cli('listExperimentActivity', id);
		expect(notes.map(({ action }: Json) => action)).toEqual([
			...[
				'create',
				'edit',
				'development',
				'start',
				'edit',
				'full_on',
				'stop',
				'restart',
				'archive',
				'unarchive',
			],
		]);
		const edits = absmartly.webhooks.events.filter(({ event_name }) => event_name === 'ExperimentEdited');
		expect(edits).toMatchObject([{ changes: { percentage_of_traffic: 50 } }]);
	});

	it('lists, comments, schedules, and handles alerts', async () => {
		expect(
			await cli('listExperiments', { state: 'running', application: 'www', previews: true }),
		).toMatchObject([{ id: 1, preview_variants: [{ variant: 0 }, { variant: 1 }] }]);
		const note = await cli('createExperimentNote', 1, 'hm');
		await cli('replyToExperimentNote', 1, note.id, 'yes');
		await cli('editExperimentNote', 1, note.id, 'hm!');
		expect(await cli('listExperimentActivity', 1)).toMatchObject([
			{ note: 'hm!' },
			{ note: 'yes', reply_to_note_id: note.id },
		]);
		const inAnHour = new Date(absmartly.clock.now() + 3_600_000).toISOString();
		const plan = await cli('createScheduledAction', 1, 'stop', inAnHour, 'later', 'testing');
		await cli('deleteScheduledAction', 1, plan.id);
		absmartly.raiseAlert(1, 'sample_ratio_mismatch');
		const [alert] = await cli('listExperimentAlerts', 1);
		await cli('dismissAlert', alert.id);
		expect(await cli('listExperimentAlerts', 1)).toMatchObject([{ dismissed: true }]);
	});

	it('reads results by column, whatever their order', async () => {
		await control('PUT', 'settings', { shuffledColumns: true });
		await expect(cli('getExperimentMetricsCached', 1)).rejects.toMatchObject({ status: 404 });
		await cli('requestExperimentUpdate', 1, { tasks: ['preview_metrics'] });
		const cached = await cli('getExperimentMetricsCached', 1);
		const one = await cli('getExperimentMetricData', 1, 1);
		for (const { columnNames, rows } of [cached, one])
			expect(rows.map((row: unknown[]) => row[columnNames.indexOf('metric_1_impact')])).toEqual([
				null,
				0.0135,
			]);
		expect(cached.columnNames).not.toEqual(one.columnNames);
		expect(await cli('listExperimentMetrics', 1)).toMatchObject([{ metric_id: 1 }]);
	});

	it('registers a webhook, which hears', async () => {
		const receiver = await receive();
		const kinds = await cli('listWebhookEvents');
		const started = kinds.find(({ name }: Json) => name === 'ExperimentStarted');
		const { id } = await cli('createWebhook', {
			name: 'n8n',
			url: receiver.url,
			description: '',
			events: [],
		});
		const events = [{ webhook_event_id: started.id, enabled: true }];
		expect(await cli('updateWebhook', id, { events, ordered: true })).toMatchObject({ id, ordered: true });
		expect(await cli('listWebhooks')).toHaveLength(1);
		expect((await cli('getWebhook', id)).events).toMatchObject([{ event: { name: 'ExperimentStarted' } }]);
		await cli('startExperiment', absmartly.addExperiment({ state: 'ready' }).id, 'go');
		await absmartly.webhooks.idle();
		expect(receiver.bodies).toMatchObject([{ event_name: 'ExperimentStarted', comment: 'go' }]);
		await cli('deleteWebhook', id);
		await expect(cli('getWebhook', id)).rejects.toMatchObject({ status: 404 });
	});

	it('knows goals, users and what lists feed', async () => {
		const goal = await cli('createGoal', { name: 'cli_goal', tags: [], owners: [], teams: [] });
		expect(await cli('updateGoal', goal.id, { description: 'd' })).toMatchObject({ description: 'd' });
		const lists = ['Goals', 'Metrics', 'Applications', 'Environments', 'UnitTypes', 'Teams', 'Users'];
		for (const list of [...lists, 'ExperimentTags']) expect(await cli(`list${list}`)).not.toEqual([]);
		expect(await cli('getCurrentUser')).toMatchObject({ id: 1, email: 'simulator@example.com' });
		expect(await cli('listCustomSectionFields')).toEqual([]);
		expect(await cli('listExperimentActionDialogFields')).toEqual([]);
		expect(await cli('listEvents', { filters: {}, take: 10 })).toEqual(expect.anything());
	});

	it('sees refusals for what they are', async () => {
		await expect(cli('startExperiment', 1)).rejects.toMatchObject({ status: 400 });
		await control('PUT', 'settings', { softRefusals: true });
		await expect(cli('startExperiment', 1)).rejects.toThrow(
			'startExperiment failed: Experiment is already running',
		);
		absmartly.world.users[0].role = 'Viewer';
		await expect(cli('stopExperiment', 1, 'testing')).rejects.toThrow('Forbidden: Insufficient permissions');
		absmartly.world.users[0].key = 'another';
		await expect(cli('listExperiments')).rejects.toThrow('Unauthorized');
	});
});

describe('its commands', () => {
	it('list, get, start, comment, show results, and register a webhook', async () => {
		const { id } = absmartly.addExperiment({ state: 'ready', name: 'to_start' });
		expect(JSON.parse(await abs('experiments', 'list', '--state', 'ready'))).toMatchObject([
			{ id, name: 'to_start' },
		]);
		await abs('experiments', 'start', 'to_start', '--note', 'by CLI');
		expect(JSON.parse(await abs('experiments', 'get', String(id)))).toMatchObject({ id, state: 'running' });
		await abs('experiments', 'activity', 'create', String(id), '--note', 'hm');
		const results = await abs('experiments', 'metrics', 'results', String(id));
		expect(results).toContain('Conversations started');
		await abs('webhooks', 'create', '--name', 'n8n', '--url', 'http://127.0.0.1:1/hook');
		expect(absmartly.world.webhooks).toMatchObject([{ name: 'n8n', enabled: true, max_retries: 3 }]);
		await abs('experiments', 'stop', String(id), '--reason', 'testing');
		expect(absmartly.webhooks.events.map(({ event_name }) => event_name)).toEqual([
			'ExperimentStarted',
			'ExperimentCommented',
			'ExperimentStopped',
		]);
	}, 60_000);

	it('export an experiment’s data to a file', async () => {
		await control('PUT', 'settings', { exportMs: 50 });
		await abs('experiments', 'export', '1', '--download', '--new', '--interval', '1');
		const [file] = readdirSync(home).filter((name) => name.endsWith('.zip'));
		expect(readFileSync(join(home, file), 'latin1')).toContain('exposures_0.csv');
		expect(await cli('listExportConfigs', { statuses: 'COMPLETED' })).toMatchObject([{ experiment_id: 1 }]);
		await expect(abs('experiments', 'export', '1', '--new')).rejects.toThrow('recently created');
	}, 60_000);
});

it('has done every act that is said to be its own', () => {
	const own = [...acts]
		.filter(([, { from }]) => from === 'CLI' || from === 'live test')
		.map(([route]) => route);
	expect(own.filter((route) => !routes.has(route))).toEqual([]);
});
