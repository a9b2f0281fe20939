import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { absmartly, consoleCredentials, credentials, does, faults, requested } from '../world/driver';

/** Operations on experiments in n8n's engine, by HTTP, against the simulated Web Console. */

const byId = (value: number | string) => ({ __rl: true, mode: 'id', value: String(value) });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });

const run = async (
	operation: string,
	parameters: INodeParameters = {},
	more: { items?: IDataObject[]; key?: string } = {},
) =>
	await does('experiment', operation, parameters, {
		credentials: consoleCredentials(more.key ? { apiKey: more.key } : {}),
		items: more.items,
	});

const written = () => absmartly.requests.filter(({ method }) => method !== 'GET');

const experimentOf = (id: number) => absmartly.world.experiments.find((one) => one.id === id)!;

type Start = Parameters<typeof absmartly.addExperiment>[0];
const checkout = (more: Start = {}) => absmartly.addExperiment({ name: 'checkout_button', ...more }).id;

it('takes an experiment through its whole life, and a second iteration', async () => {
	const id = checkout({ state: 'ready', tags: [1], owners: [1], teams: [1, 2] });
	const steps: Array<[operation: string, parameters: INodeParameters, state: string]> = [
		['develop', {}, 'development'],
		['start', { note: 'Go' }, 'running'],
		['fullOn', { variant: 1 }, 'full_on'],
		['stop', { reason: 'hypothesis_rejected' }, 'stopped'],
		['archive', {}, 'archived'],
		['unarchive', {}, 'stopped'],
	];
	for (const [operation, parameters, state] of steps) {
		const { json, error } = await run(operation, { experiment: byId(id), ...parameters });
		expect([operation, error]).toEqual([operation, undefined]);
		expect(json).toMatchObject([{ id, state, confirmedBy: 'reply' }]);
	}
	const { json, error } = await run('restart', { experiment: byId(id), reason: 'hypothesis_iteration' });
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ previousId: id, iteration: 2, state: 'running', name: 'checkout_button' }]);
	const next = Number(json[0].id);
	expect(next).toBeGreaterThan(id);
	expect(experimentOf(next)).toMatchObject({ parent_id: id, state: 'running' });
	// what both have in common came through the restart whole
	const kept = [
		'variants',
		'applications',
		'unitType',
		'teams',
		'owners',
		'tags',
		'primary_metric_id',
	] as const;
	for (const member of kept)
		expect([member, experimentOf(next)[member]]).toEqual([member, experimentOf(id)[member]]);
	// by its name it is the new one from now on
	expect((await run('stop', { experiment: byName('checkout_button') })).json).toMatchObject([{ id: next }]);
	const { json: activity } = await run('comment', { experiment: byId(next), note: 'The end' });
	expect(activity).toMatchObject([{ action: 'comment', experimentId: next, note: 'The end' }]);
});

it.each([
	['fullOnState', 'full_on'],
	['archivedState', true],
])('does as well where %s is %p', async (setting, value) => {
	Object.assign(absmartly.settings, { [setting]: value });
	const id = checkout();
	for (const [operation, state] of [
		['fullOn', 'full_on'],
		['stop', 'stopped'],
		['archive', 'archived'],
	])
		expect((await run(operation, { experiment: byId(id) })).json).toMatchObject([{ state }]);
	const { json } = await run('unarchive', { experiment: byName('checkout_button') });
	expect(json).toMatchObject([{ id, state: 'stopped' }]);
});

describe('what may have been done', () => {
	const cases: Array<[operation: string, more: Start, path: string, state: string]> = [
		['start', { state: 'ready' }, 'start', 'running'],
		['develop', { state: 'ready' }, 'development', 'development'],
		['stop', {}, 'stop', 'stopped'],
		['fullOn', {}, 'full_on', 'full_on'],
		['archive', { state: 'stopped' }, 'archive', 'archived'],
		['unarchive', { state: 'stopped', archived: true }, 'archive', 'stopped'],
		['restart', { state: 'stopped' }, 'restart', 'running'],
	];

	it.each(cases)('%s is found out by reading, and sent once', async (operation, more, path, state) => {
		const id = checkout(more);
		for (const how of [{ reset: true }, { status: 502, body: '<html>Bad gateway</html>' }]) {
			absmartly.reset();
			checkout(more);
			await faults({ match: `PUT /v1/experiments/${id}/${path}`, recordFirst: true, ...how });
			const { json, error } = await run(operation, { experiment: byId(id) });
			expect(error).toBeUndefined();
			expect(json).toMatchObject([{ state, confirmedBy: 'reading' }]);
			expect(written()).toHaveLength(1);
		}
	});

	it.each(cases)('%s that did not come about is told, and sent once', async (operation, more, path) => {
		const id = checkout(more);
		await faults({ match: `PUT /v1/experiments/${id}/${path}`, reset: true });
		const { error } = await run(operation, { experiment: byId(id) });
		expect(error?.message).toMatch(
			/^The experiment 'checkout_button' was not .+: ABsmartly could not be reached$/,
		);
		expect(written()).toHaveLength(1);
		// and so it may be run again
		expect((await run(operation, { experiment: byId(id) })).error).toBeUndefined();
	});

	it('a comment is found by reading the activity', async () => {
		const id = checkout();
		await faults({ match: `POST /v1/experiments/${id}/activity`, recordFirst: true, reset: true });
		const { json } = await run('comment', { experiment: byId(id), note: 'Once' });
		expect(json).toMatchObject([{ note: 'Once', confirmedBy: 'reading' }]);
		expect(absmartly.world.notes.filter(({ note }) => note === 'Once')).toHaveLength(1);
	});

	it('a restart that is run again with the old ID makes no third iteration', async () => {
		const id = checkout({ state: 'stopped' });
		await run('restart', { experiment: byId(id) });
		const { error } = await run('restart', { experiment: byId(id) });
		expect(error?.message).toMatch(
			/^The experiment 'checkout_button' was restarted already: \d+ comes after \d+$/,
		);
		expect(absmartly.world.experiments.filter(({ name }) => name === 'checkout_button')).toHaveLength(2);
	});
});

it('stops once for all results of one experiment', async () => {
	const id = checkout();
	const items = Array.from({ length: 20 }, (_, row) => ({ row, experimentId: id }));
	const { json, error } = await run(
		'stop',
		{ experiment: byId('={{ $json.experimentId }}'), reason: 'guardrail_metric_impact' },
		{ items },
	);
	expect(error).toBeUndefined();
	expect(json).toHaveLength(20);
	expect(written()).toHaveLength(1);
	expect(JSON.parse(written()[0].body)).toEqual({ reason: 'guardrail_metric_impact' });
});

describe('what ABsmartly refuses', () => {
	it.each([false, true])('is told, with soft refusals %p', async (softRefusals) => {
		absmartly.settings.softRefusals = softRefusals;
		const id = checkout();
		// somebody stops it between the reading and the sending
		await faults({
			match: `PUT /v1/experiments/${id}/stop`,
			status: softRefusals ? 200 : 400,
			body: { ok: false, errors: ['Experiment is not running'] },
		});
		const { error } = await run('stop', { experiment: byId(id) });
		expect(error?.message).toBe('ABsmartly refused this: Experiment is not running');
		expect(written()).toHaveLength(1);
	});

	it('names the note that the account asks for', async () => {
		absmartly.settings.requiredNotes = 'start,stop';
		const id = checkout();
		const { error } = await run('stop', { experiment: byId(id) });
		expect(error?.message).toBe('ABsmartly refused this: note is required to stop');
		expect(error?.description).toMatch(/^This ABsmartly account requires a note\. Fill in Note/);
		expect((await run('stop', { experiment: byId(id), note: 'Enough' })).error).toBeUndefined();
	});

	it('names the experiment that is not there', async () => {
		expect((await run('start', { experiment: byName('nowhere') })).error?.message).toBe(
			"There is no experiment 'nowhere'",
		);
		expect((await run('unarchive', { experiment: byName('support_entry_point') })).error?.message).toBe(
			"There is no archived experiment 'support_entry_point'",
		);
		expect((await run('getOne', { experiment: byId(999) })).error).toMatchObject({ httpCode: '404' });
	});
});

const base = 'sim-absmartly-console-key-base-user';
const viewer = 'sim-absmartly-console-key-viewer';

it.each([
	['archive', viewer, 'Experiment Archive'],
	['comment', base, 'Experiment Get'],
	['develop', viewer, 'Experiment Start in Development'],
	['fullOn', viewer, 'Experiment Full On'],
	['getAlerts', base, 'Experiment Get'],
	['getAll', base, 'Experiment List'],
	['getOne', base, 'Experiment Get'],
	['getResults', base, 'Experiment Get'],
	['restart', viewer, 'Experiment Restart'],
	['start', viewer, 'Experiment Start'],
	['stop', viewer, 'Experiment Stop'],
	['unarchive', viewer, 'Experiment Unarchive'],
])('%s names the right that the key lacks', async (operation, key, permission) => {
	const states: Record<string, Start> = {
		archive: { state: 'stopped' },
		develop: { state: 'ready' },
		restart: { state: 'stopped' },
		start: { state: 'ready' },
		unarchive: { state: 'stopped', archived: true },
	};
	const id = checkout(states[operation]);
	const { error } = await run(operation, { experiment: byId(id), note: 'x' }, { key });
	expect(error).toMatchObject({ message: 'ABsmartly refused this: Forbidden', httpCode: '403' });
	expect(error?.description).toMatch(
		new RegExp(
			`^The owner of the API key may not do this: it takes the permission ${permission}\\. Ask an administrator of ABsmartly for it, or for a role that has it, such as Team (Viewer|Contributor)`,
		),
	);
});

it('needs no collector', async () => {
	const { error } = await does(
		'experiment',
		'start',
		{ experiment: byId(1) },
		{ credentials: credentials() },
	);
	expect(error?.message).toBe('This operation needs an ABsmartly Console API credential');
});

describe('Get Results', () => {
	it('gives the same rows whatever the order of the columns, and numbers where they come as text', async () => {
		const id = checkout();
		absmartly.raiseAlert(id, 'sample_ratio_mismatch');
		const plain = (await run('getResults', { experiment: byId(id) })).json;
		expect(plain).toMatchObject([
			{ variant: 0, participants: 1000, impact: null, result: null, isControl: true },
			{ variant: 1, participants: 1007, impact: 0.0135, impactPercent: 1.35, result: 'positive' },
		]);
		expect(plain[1]).toMatchObject({ alerts: ['sample_ratio_mismatch'], sampleRatioMismatch: true });
		expect(plain[1]).toMatchObject({ analysisType: 'fixed_horizon', metric: 'Conversations started' });
		// the metric counts complaints: more of them is worse
		expect(plain[1]).toMatchObject({ effect: 'negative', isBetter: false });
		Object.assign(absmartly.settings, { shuffledColumns: true, bigintsAsText: true });
		for (let turn = 0; turn < 5; turn++)
			expect((await run('getResults', { experiment: byId(id) })).json).toEqual(plain);
	});

	it('asks again after a 500, since it only reads', async () => {
		await faults({ match: 'POST /v1/experiments/1/metrics/main', status: 500 });
		expect((await run('getResults', { experiment: byId(1) })).error).toBeUndefined();
	});
});

describe('Get Many', () => {
	const found = async (filters: INodeParameters) => {
		const { json, error } = await run('getAll', { returnAll: true, filters });
		expect(error).toBeUndefined();
		return json.map(({ id }) => id);
	};

	it('reads page after page until it has all, or as many as are wanted', async () => {
		for (let count = 0; count < 249; count++) absmartly.addExperiment({ name: `experiment_${count}` });
		expect(new Set(await found({})).size).toBe(250);
		expect(requested()).toHaveLength(3);
		const { json } = await run('getAll', { limit: 120 });
		expect(json).toHaveLength(120);
	});

	it('narrows down by what the console filters by', async () => {
		const first = checkout({ state: 'stopped', teams: [2], tags: [1] });
		const second = checkout({ type: 'feature' });
		const third = checkout();
		absmartly.raiseAlert(third, 'audience_mismatch');
		expect(await found({ state: 'stopped' })).toEqual([first]);
		expect(await found({ teams: '2' })).toEqual([first]);
		expect(await found({ type: 'feature' })).toEqual([second]);
		expect(await found({ alerts: ['audience_mismatch'] })).toEqual([third]);
		expect(await found({ withoutAlerts: ['audience_mismatch'], search: 'checkout' })).toEqual([
			first,
			second,
		]);
		expect(await found({ running_type: 'full_on' })).toEqual([]);
		await run('fullOn', { experiment: byId(third) });
		expect(await found({ running_type: 'full_on' })).toEqual([third]);
	});

	it('sends dates in Unix milliseconds, in the time zone of the workflow, and asks for previews where it must', async () => {
		const date = [
			{ what: 'started_at', from: '2026-02-25T09:33:20Z', to: '' },
			{ what: 'updated_at', from: '', to: '2026-02-26T00:00:00Z' },
		];
		await found({
			dates: { date },
			significance: 'positive',
			impact: '0.01, 0.2',
			sort: 'name',
			sort_asc: true,
		});
		const query = new URLSearchParams(absmartly.requests[0].path.split('?')[1]);
		expect(Object.fromEntries(query)).toMatchObject({
			started_at: '1772012000000,0',
			updated_at: '0,1772064000000',
			significance: 'positive',
			impact: '0.01,0.2',
			previews: '1',
			sort: 'name',
			sort_asc: 'true',
		});
	});

	it.each([
		[{ owners: 'ada' }, /'ada' is not an ABsmartly ID$/],
		[{ impact: '5' }, /'5' is not a smallest and a largest number$/],
		[{ dates: { date: [{ what: 'created_at', from: 'soon', to: '' }] } }, /'soon' is not a date$/],
	])('refuses %j before anything is sent', async (filters, message) => {
		const { error } = await run('getAll', { filters: filters as INodeParameters });
		expect(error?.message).toMatch(message);
		expect(absmartly.requests).toEqual([]);
	});
});
