import { absmartly, ask, control } from './absmartly/driver';

const put = async (id: number, action: string, body: object = {}) =>
	await ask('PUT', `/v1/experiments/${id}${action && `/${action}`}`, body);

/** What the events say, the time aside. */
const told = () => absmartly.webhooks.events.map(({ event_at, ...rest }) => (void event_at, rest));
const names = () => absmartly.webhooks.events.map(({ event_name }) => event_name);
const stateOf = async (id: number) => (await ask('GET', `/v1/experiments/${id}`)).json.experiment.state;
const actions = async (id: number) =>
	(await ask('GET', `/v1/experiments/${id}/activity`)).json.experiment_notes.map(
		({ action, note }: { action: string; note: string }) => [action, note],
	);

/** What the live test of the official CLI sends. */
const draft = {
	name: 'checkout',
	display_name: 'Checkout',
	type: 'test',
	teams: [{ team_id: 1 }],
	owners: [{ user_id: 1 }],
	unit_type: { unit_type_id: 1 },
	applications: [{ application_id: 1, application_version: '1' }],
	primary_metric: { metric_id: 1 },
	secondary_metrics: [],
	experiment_tags: [{ experiment_tag_id: 1 }],
	variants: [
		{ name: 'A', variant: 0, config: '{}' },
		{ name: 'B', variant: 1, config: '{}' },
	],
	nr_variants: 2,
	percentages: '50/50',
	percentage_of_traffic: 100,
	analysis_type: 'fixed_horizon',
	required_alpha: 0.05,
	audience: '{}',
	minimum_detectable_effect: '5',
};

describe('a life', () => {
	it('goes from draft to archive with a note and an event each', async () => {
		absmartly.clock.set('2026-03-01T10:00:00.000Z');
		const created = await ask('POST', '/v1/experiments', draft);
		expect(created.json).toMatchObject({
			ok: true,
			errors: [],
			experiment: {
				id: 2,
				name: 'checkout',
				state: 'created',
				iteration: 1,
				owners: [{ user_id: 1, user: { email: 'simulator@example.com' } }],
				teams: [{ team_id: 1, team: { name: 'Support' } }],
				applications: [{ application_id: 1, application: { name: 'www' } }],
				primary_metric: { id: 1, name: 'Conversations started' },
				experiment_tags: [{ experiment_tag: { tag: 'support' } }],
				variants: [{ variant: 0, name: 'A', config: '{}' }, { variant: 1 }],
				required_alpha: '0.05',
				minimum_detectable_effect: '5',
				created_at: expect.stringMatching(/^2026-03-01T10:00:0/),
			},
		});
		expect(await put(2, '', { id: 2, data: { ...draft, state: 'ready' } })).toMatchObject({ status: 200 });
		expect(await stateOf(2)).toBe('ready');
		await put(2, 'development', { note: 'try' });
		expect(await stateOf(2)).toBe('development');
		const started = await put(2, 'start', { note: 'go' });
		expect(started.json).toMatchObject({
			ok: true,
			errors: [],
			experiment: { state: 'running', start_at: expect.any(String), development_at: expect.any(String) },
			experiment_note: { action: 'start', note: 'go', created_by: { id: 1 } },
		});
		await put(2, 'full_on', { full_on_variant: 1 });
		expect((await ask('GET', '/v1/experiments/2')).json.experiment).toMatchObject({
			state: 'running',
			full_on_variant: 1,
			full_on_at: expect.any(String),
		});
		const stopped = await put(2, 'stop', { reason: 'testing', note: 'enough' });
		expect(stopped.json.experiment).toMatchObject({
			state: 'stopped',
			stop_at: expect.any(String),
			experiment_report: { stop_reason: 'testing' },
		});
		await put(2, 'archive', { archive: true });
		expect((await ask('GET', '/v1/experiments/2')).json.experiment).toMatchObject({
			archived: true,
			state: 'stopped',
		});
		await put(2, 'archive', { archive: false });

		expect(await actions(2)).toEqual([
			['create', ''],
			['edit', ''],
			['development', 'try'],
			['start', 'go'],
			['full_on', ''],
			['stop', 'enough'],
			['archive', ''],
			['unarchive', ''],
		]);
		const common = { id: 2, name: 'checkout', user_id: 1 };
		expect(told()).toEqual([
			{ event_name: 'ExperimentCreated', ...common, comment: '' },
			{ event_name: 'ExperimentReady', ...common, comment: '' },
			{ event_name: 'ExperimentDevelopment', ...common, comment: 'try' },
			{ event_name: 'ExperimentStarted', ...common, comment: 'go' },
			{ event_name: 'ExperimentFullOn', ...common, comment: '', full_on_variant: 1 },
			{ event_name: 'ExperimentStopped', ...common, comment: 'enough' },
			{ event_name: 'ExperimentArchived', ...common, comment: '' },
			{ event_name: 'ExperimentUnarchived', ...common, comment: '' },
		]);
		const times = absmartly.webhooks.events.map(({ event_at }) => new Date(event_at).toISOString());
		expect(times[0]).toMatch(/^2026-03-01T10:00:0/);
	});

	it.each<
		[state: 'created' | 'ready' | 'running' | 'stopped', action: string, body: object, message: RegExp]
	>([
		['created', 'start', {}, /is created and cannot be started/],
		['created', 'development', {}, /cannot be started in development/],
		['running', 'start', {}, /already running/],
		['running', 'archive', { archive: true }, /cannot be archived/],
		['running', 'development', {}, /cannot be started in development/],
		['ready', 'stop', {}, /not running/],
		['ready', 'full_on', { full_on_variant: 1 }, /cannot be put full on/],
		['ready', 'restart', { data: {} }, /cannot be restarted/],
		['stopped', 'stop', {}, /not running/],
		['stopped', 'start', {}, /is stopped and cannot be started/],
		['stopped', 'archive', { archive: false }, /cannot be restored/],
	])('refuses a %s one to %s', async (state, action, body, message) => {
		const { id } = absmartly.addExperiment({ state });
		const refused = await put(id, action, body);
		expect([refused.status, refused.json.ok, refused.json.errors]).toEqual([
			400,
			false,
			[expect.stringMatching(message)],
		]);
		await control('PUT', 'settings', { softRefusals: true });
		expect(await put(id, action, body)).toMatchObject({ status: 200, json: { ok: false } });
		await control('PUT', 'settings', { errorShape: 'message' });
		expect(await put(id, action, body)).toMatchObject({ status: 200, json: { ok: false } });
		expect(await stateOf(id)).toBe(state);
		expect(names()).toEqual([]);
		expect(await actions(id)).toEqual([]);
	});

	it('starts a draft, archives a running one and names states otherwise, as it is set', async () => {
		await control('PUT', 'settings', {
			startsDrafts: true,
			archivesRunning: true,
			fullOnState: 'full_on',
			archivedState: true,
		});
		const { id } = absmartly.addExperiment({ state: 'created' });
		await put(id, 'start');
		await put(id, 'full_on', { full_on_variant: 1 });
		expect(await stateOf(id)).toBe('full_on');
		expect((await put(id, 'full_on', { full_on_variant: 1 })).status).toBe(400);
		await put(id, 'archive', { archive: true });
		expect(await stateOf(id)).toBe('archived');
	});

	it('refuses a variant that is not there, none, and control', async () => {
		const answers = [{ full_on_variant: 2 }, {}, { full_on_variant: 0 }].map(
			async (body) => (await put(1, 'full_on', body)).status,
		);
		expect(await Promise.all(answers)).toEqual([422, 422, 422]);
	});

	it('restarts as a new iteration, of which the event of the old one tells', async () => {
		await put(1, 'stop', { reason: 'testing' });
		const body = { data: {}, version: 1, state: 'development', reshuffle: true, note: 'again' };
		const { json } = await put(1, 'restart', body);
		expect(json.new_experiment).toMatchObject({
			id: 2,
			name: 'support_entry_point',
			iteration: 2,
			state: 'development',
			seed: 2,
			stop_at: null,
			variants: [{ name: 'A' }, { name: 'B' }],
		});
		expect(json.experiment).toMatchObject({ id: 1, state: 'stopped' });
		expect(told().at(-1)).toEqual({
			event_name: 'ExperimentRestarted',
			id: 1,
			name: 'support_entry_point',
			user_id: 1,
			comment: 'again',
			new_experiment_id: 2,
			new_experiment_state: 'development',
		});
		const { experiment_notes } = (await ask('GET', '/v1/experiments/1/activity')).json;
		expect(experiment_notes.at(-1)).toMatchObject({ action: 'restart', new_experiment_id: 2 });
		const { parent_experiment } = (await ask('GET', '/v1/experiments/2/parent')).json;
		expect(parent_experiment.id).toBe(1);
		expect((await ask('GET', '/v1/experiments/1/parent')).status).toBe(404);
	});

	it('stops a running one that is restarted, and takes its changes over', async () => {
		await control('PUT', 'settings', { startedToo: true });
		const data = { percentages: '20/80', type: 'test' };
		const { json } = await put(1, 'restart', { data, restart_as_type: 'feature' });
		expect(json.new_experiment).toMatchObject({ percentages: '20/80', type: 'feature', state: 'running' });
		expect(await stateOf(1)).toBe('stopped');
		expect(names()).toEqual(['ExperimentRestarted', 'ExperimentStarted']);
		await control('PUT', 'settings', { refusesStale: true });
		expect((await put(2, 'restart', { data: {}, version: 1 })).status).toBe(409);
		expect((await put(2, 'restart', { data: {}, version: absmartly.clock.now() })).status).toBe(200);
	});

	it('does what was scheduled when its time comes, unless it was taken back', async () => {
		absmartly.clock.set('2026-03-01T10:00:00.000Z');
		const plan = async (action: string, scheduled_at: string) =>
			await ask('POST', '/v1/experiments/1/scheduled_action', { action, scheduled_at, note: 'later' });
		expect((await plan('stop', '2026-03-01T09:00:00.000Z')).status).toBe(422);
		const { scheduled_action } = (await plan('stop', '2026-03-01T11:00:00.000Z')).json;
		expect(scheduled_action).toMatchObject({ id: 1, action: 'stop' });
		expect((await ask('GET', '/v1/experiments?state=scheduled')).json.experiments).toHaveLength(1);
		await ask('DELETE', '/v1/experiments/1/scheduled_action/1');
		absmartly.clock.advance(3_600_000);
		expect(await stateOf(1)).toBe('running');
		await plan('stop', '2026-03-01T12:00:00.000Z');
		absmartly.clock.advance(3_600_000);
		expect(await stateOf(1)).toBe('stopped');
		expect(await actions(1)).toEqual([['stop', 'later']]);
	});

	it('drops what was scheduled and is not allowed by then, and carries no plan into the next iteration', async () => {
		const inAnHour = () => new Date(absmartly.clock.now() + 3_600_000).toISOString();
		const plan = async (action: string) =>
			await ask('POST', '/v1/experiments/1/scheduled_action', { action, scheduled_at: inAnHour() });
		await plan('start');
		absmartly.clock.advance(3_600_000);
		expect([await stateOf(1), await actions(1)]).toEqual(['running', []]);
		await plan('stop');
		await put(1, 'restart', { data: {} });
		const { experiment } = (await ask('GET', '/v1/experiments/2')).json;
		expect(experiment.scheduled_actions).toEqual([]);
		absmartly.clock.advance(3_600_000);
		expect(await stateOf(2)).toBe('running');
	});

	it('starts nothing that is archived', async () => {
		const { id } = absmartly.addExperiment({ state: 'ready', archived: true });
		expect((await put(id, 'start')).json.errors).toEqual([expect.stringContaining('is archived')]);
	});
});

describe('writing', () => {
	it('tells of an edit only what changed, links by id', async () => {
		const { id } = absmartly.addExperiment({ state: 'created', name: 'a' });
		const data = {
			name: 'a',
			teams: [{ team_id: 2 }],
			owners: [{ user_id: 1 }],
			percentage_of_traffic: 50,
			state: 'created',
		};
		await put(id, '', { id, data, note: 'less' });
		expect(told()).toEqual([
			{
				event_name: 'ExperimentEdited',
				id,
				name: 'a',
				user_id: 1,
				comment: 'less',
				changes: { teams: [2], percentage_of_traffic: 50 },
			},
		]);
	});

	it('takes no change without data, and none of a running one’s split', async () => {
		expect((await put(1, '', { percentages: '10/90' })).json.errors).toEqual(['data: Required']);
		const split = await put(1, '', { data: { percentages: '10/90' } });
		expect([split.status, split.json.errors[0]]).toEqual([400, expect.stringMatching(/^percentages cannot/)]);
		expect((await put(1, '', { data: { percentage_of_traffic: 10 } })).status).toBe(200);
	});

	it('is edited by somebody else after it was read, as it is set', async () => {
		await control('PUT', 'settings', { secondWriter: 1, refusesStale: true });
		const read = async () => (await ask('GET', '/v1/experiments/1')).json.experiment;
		const before = await read();
		expect(before.percentage_of_traffic).toBe(100);
		const version = Date.parse(before.updated_at);
		expect((await put(1, 'restart', { data: {}, version })).status).toBe(409);
		expect([(await read()).percentage_of_traffic, (await read()).percentage_of_traffic]).toEqual([99, 99]);
		expect(told()).toMatchObject([
			{ event_name: 'ExperimentEdited', changes: { percentage_of_traffic: 99 } },
		]);
	});

	it('erases what a change leaves out, as it is set', async () => {
		await put(1, '', { data: { percentage_of_traffic: 10 } });
		expect(absmartly.world.experiments[0].teams).toEqual([1]);
		await control('PUT', 'settings', { partialErases: true });
		await put(1, '', { data: { percentage_of_traffic: 20 } });
		expect(absmartly.world.experiments[0].teams).toEqual([]);
	});

	it('sends further events of what turns ready, as it is set', async () => {
		await control('PUT', 'settings', { readyToo: true, editedToo: true });
		await ask('POST', '/v1/experiments', { ...draft, state: 'ready' });
		const { id } = absmartly.addExperiment({ state: 'created' });
		await put(id, '', { data: { state: 'ready' } });
		expect(names()).toEqual(['ExperimentCreated', 'ExperimentReady', 'ExperimentReady', 'ExperimentEdited']);
	});

	it('tells of feature flags, or not, as it is set', async () => {
		await ask('POST', '/v1/experiments', { ...draft, type: 'feature' });
		expect(names()).toEqual(['ExperimentCreated']);
		await control('PUT', 'settings', { silentFeatures: true });
		await put(2, '', { data: { state: 'ready' } });
		expect(names()).toEqual(['ExperimentCreated']);
	});

	it('refuses a name that is taken, unknown links, and what the account demands', async () => {
		await ask('POST', '/v1/experiments', draft);
		expect(await ask('POST', '/v1/experiments', draft)).toMatchObject({
			status: 409,
			json: { errors: ['Experiment with name "checkout" already exists'] },
		});
		await control('PUT', 'settings', { duplicateStatus: 400 });
		expect((await ask('POST', '/v1/experiments', draft)).status).toBe(400);
		const lost = { ...draft, name: 'b', teams: [{ team_id: 9 }] };
		expect((await ask('POST', '/v1/experiments', lost)).json.errors).toEqual(['team 9 does not exist']);
		const running = await ask('POST', '/v1/experiments', { ...draft, name: 'b', state: 'running' });
		expect([running.status, running.json.errors[0]]).toEqual([422, expect.stringMatching(/^state: /)]);
		absmartly.world.required_fields.push({ id: 7, title: 'Hypothesis', type: 'text' });
		const { status, json } = await ask('POST', '/v1/experiments', { ...draft, name: 'b' });
		expect([status, json.errors]).toEqual([422, ["custom field values are required: 'Hypothesis' (id: 7)"]]);
		const fields = { custom_section_field_values: { 7: { type: 'text', value: 'more' } } };
		expect((await ask('POST', '/v1/experiments', { ...draft, name: 'b', ...fields })).status).toBe(200);
		const listed = (await ask('GET', '/v1/experiment_custom_section_fields')).json;
		expect(listed.experiment_custom_section_fields).toMatchObject([{ id: 7, title: 'Hypothesis' }]);
	});

	it('demands notes and reasons, as it is set', async () => {
		await control('PUT', 'settings', { requiredNotes: 'stop,start', requiredReasons: 'stop' });
		expect((await put(1, 'stop', {})).json.errors).toEqual(['note is required to stop']);
		expect((await put(1, 'stop', { note: 'a' })).json.errors).toEqual(['reason is required to stop']);
		expect((await put(1, 'stop', { note: 'a', reason: 'testing' })).status).toBe(200);
		const { experiment_action_dialog_fields: fields } = (
			await ask('GET', '/v1/experiment_action_dialog_fields')
		).json;
		expect(fields.map(({ action_type }: { action_type: string }) => action_type)).toEqual(['stop', 'start']);
	});

	it('comments, replies, and changes a comment', async () => {
		const { json } = await ask('POST', '/v1/experiments/1/activity', { note: 'hm' });
		expect(json).toMatchObject({ ok: true, experiment_note: { id: 1, action: 'comment', note: 'hm' } });
		await ask('POST', '/v1/experiments/1/activity/1/reply', { note: 'yes' });
		await ask('PUT', '/v1/experiments/1/activity/1', { note: 'hm!' });
		expect(await actions(1)).toEqual([
			['comment', 'hm!'],
			['comment', 'yes'],
		]);
		expect(told()).toEqual([
			{
				event_name: 'ExperimentCommented',
				id: 1,
				experiment_id: 1,
				user_id: 1,
				comment: 'hm',
				reply_to_note_id: null,
			},
			{
				event_name: 'ExperimentCommented',
				id: 2,
				experiment_id: 1,
				user_id: 1,
				comment: 'yes',
				reply_to_note_id: 1,
			},
		]);
		expect((await ask('POST', '/v1/experiments/1/activity', {})).status).toBe(422);
		expect((await ask('GET', '/v1/experiments/1/activity?offset=1')).json.experiment_notes).toHaveLength(1);
	});

	it('raises an alert, lists it and dismisses it', async () => {
		await control('POST', 'experiments/1/alerts', { type: 'sample_ratio_mismatch', metadata: { p: 0.001 } });
		expect(told()).toEqual([
			{
				event_name: 'ExperimentAlertCreated',
				id: 1,
				type: 'sample_ratio_mismatch',
				experiment_id: 1,
				created_at: expect.any(Number),
				updated_at: expect.any(Number),
				metadata: '{"p":0.001}',
			},
		]);
		const alerts = async (query = '') =>
			(await ask('GET', `/v1/experiment_alerts${query}`)).json.experiment_alerts;
		expect(await alerts('?experiment_id=1')).toMatchObject([
			{ id: 1, dismissed: false, metadata: '{"p":0.001}' },
		]);
		expect(await alerts('?experiment_id=2')).toEqual([]);
		expect((await ask('GET', '/v1/experiments/1')).json.experiment.alerts).toHaveLength(1);
		const srm = async (value: number) =>
			(await ask('GET', `/v1/experiments?sample_ratio_mismatch=${value}`)).json.total;
		expect([await srm(1), await srm(0)]).toEqual([1, 0]);
		await ask('PUT', '/v1/experiment_alerts/1/dismiss');
		expect(await alerts()).toMatchObject([{ dismissed: true }]);
		expect([await srm(1), await srm(0)]).toEqual([0, 1]);
	});

	it('tells of goals', async () => {
		await ask('POST', '/v1/goals', { name: 'new_goal' });
		await ask('PUT', '/v1/goals/5', { data: { description: 'd' } });
		await ask('PUT', '/v1/goals/5', { data: { archived: true } });
		expect(told()).toMatchObject([
			{ event_name: 'GoalCreated', id: 5, name: 'new_goal', archived: false, user_id: 1 },
			{ event_name: 'GoalEdited', description: 'd', goal_tags: [], owners: [], teams: [] },
			{ event_name: 'GoalArchived', archived: true },
		]);
	});
});

describe('reading', () => {
	it.each<[query: string, found: string[]]>([
		['state=running,stopped', ['support_entry_point', 'stopped', 'full']],
		['state=full_on', ['full']],
		['running_type=full_on', ['full']],
		['running_type=experiment&state=running', ['support_entry_point']],
		['type=feature', ['flag']],
		['teams=2', ['stopped']],
		['owners=3', ['flag']],
		['tags=1', ['full']],
		['ids=1,3', ['support_entry_point', 'full']],
		['search=ENTRY', ['support_entry_point']],
		['search=shown', ['flag']],
		['started_at=1767600000000,1767700000000', ['support_entry_point']],
		['stopped_at=1767800000000,0', ['stopped']],
		['created_at=0,1767700000000', ['support_entry_point']],
		['analysis_type=group_sequential', ['stopped']],
		['iterations_of=1', ['support_entry_point']],
		['sort=name&sort_asc=true', ['flag', 'full', 'stopped', 'support_entry_point']],
		['sort=id', ['flag', 'full', 'stopped', 'support_entry_point']],
		['previews=1&significance=positive', ['support_entry_point', 'stopped', 'full']],
		['previews=1&impact=0.02,1', []],
		['previews=1&confidence=95,100', ['support_entry_point', 'stopped', 'full']],
	])('filters by %s', async (query, found) => {
		absmartly.clock.set('2026-03-01T10:00:00.000Z');
		absmartly.addExperiment({
			name: 'stopped',
			state: 'stopped',
			teams: [2],
			stop_at: '2026-02-01T00:00:00.000Z',
			analysis_type: 'group_sequential',
		});
		const full_on_at = '2026-03-01T10:00:00.000Z';
		absmartly.addExperiment({ name: 'full', tags: [1], full_on_at, full_on_variant: 1 });
		absmartly.addExperiment({
			name: 'flag',
			display_name: 'Shown otherwise',
			type: 'feature',
			state: 'ready',
			owners: [3],
		});
		const { experiments } = (await ask('GET', `/v1/experiments?${query}`)).json;
		expect(experiments.map(({ name }: { name: string }) => name)).toEqual(found);
	});

	it('gives pages of the size that is asked for, or set', async () => {
		await control('PUT', 'settings', { defaultItems: 10 });
		const { items, webhook_events } = (await ask('GET', '/v1/webhook_events')).json;
		expect([items, webhook_events.length]).toEqual([10, 10]);
		expect((await ask('GET', '/v1/webhook_events?items=50')).json.webhook_events).toHaveLength(26);
	});

	it('lists less deep, and 64-bit numbers as texts, as it is set', async () => {
		await control('PUT', 'settings', { shallowLists: true, bigintsAsText: true });
		const [listed] = (await ask('GET', '/v1/experiments?previews=1')).json.experiments;
		expect(listed).not.toHaveProperty('owners');
		expect(listed.preview_variants).toMatchObject([{ unit_count: '1000', impact: null }, { impact: 0.0135 }]);
		const { experiment } = (await ask('GET', '/v1/experiments/1')).json;
		expect(experiment).toMatchObject({ seed: '1', owners: [{ user_id: 1 }] });
	});
});
