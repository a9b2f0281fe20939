import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { knownEvents } from '../../../nodes/Absmartly/webhook/events';
import { eventsIn, toEvent, type Notification } from '../../../nodes/Absmartly/webhook/event';
import { sampleOf } from '../../../nodes/Absmartly/webhook/sample';
import { executeTrigger } from '../../engine';
import { absmartly, consoleCredentials, faults, requested } from '../world/driver';

/** Read Back: of the events that come, those reach the workflow that ABsmartly confirms. */

const run = async (notifications: IDataObject[], parameters: INodeParameters = {}, isSample = false) => {
	const items = notifications.map((one, index) => ({
		json: toEvent(one as Notification, { receivedAt: Date.now(), standIn: `x:${index}`, isSample }),
	}));
	const [given] = await executeTrigger(
		{ events: [], ...parameters },
		consoleCredentials(),
		items as never,
		'absmartlyEventTrigger',
	);
	return given.map(({ json }) => json);
};

const act = async (id: number, body: IDataObject) => {
	const answer = await fetch(`${absmartly.url}/_sim/experiments/${id}/actions`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(await answer.text());
};
const told = () => absmartly.webhooks.events as unknown as IDataObject[];
const last = () => told().at(-1)!;
const types = (events: IDataObject[]) => events.map(({ eventType }) => eventType);

const ready = (more = {}) => absmartly.addExperiment({ state: 'ready', ...more }).id;
const ask = async (method: string, path: string, body: object) => {
	const answer = await fetch(absmartly.url + path, {
		method,
		headers: {
			authorization: 'Api-Key sim-absmartly-console-key',
			'content-type': 'application/json',
		},
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(await answer.text());
};

it('lets every event of an experiment’s life through, with the experiment as it is now', async () => {
	const id = ready();
	for (const action of ['development', 'start', 'full_on', 'stop', 'archive'])
		await act(id, { action, note: `to ${action}`, full_on_variant: action === 'full_on' ? 1 : undefined });
	await act(id, { action: 'archive', archive: false });
	await ask('POST', `/v1/experiments/${id}/activity`, { note: 'Well done' });
	await act(id, { action: 'restart', state: 'running' });
	absmartly.raiseAlert(id, 'sample_ratio_mismatch');

	const given = await run(told());
	expect(types(given)).toEqual([
		'ExperimentDevelopment',
		'ExperimentStarted',
		'ExperimentFullOn',
		'ExperimentStopped',
		'ExperimentArchived',
		'ExperimentUnarchived',
		'ExperimentCommented',
		'ExperimentRestarted',
		'ExperimentAlertCreated',
	]);
	for (const event of given) {
		expect(event).toMatchObject({
			verified: true,
			source: 'webhook',
			experimentId: String(id),
			name: `experiment_${id}`,
			object: { id, variants: [{ name: 'A' }, { name: 'B' }] },
		});
	}
	expect(given[1]).toMatchObject({ comment: 'to start', userId: '1', objectType: 'experiment' });
	expect(given[6]).toMatchObject({ comment: 'Well done', objectType: 'note' });
	expect(given[7]).toMatchObject({ newExperimentId: String(id + 1) });
	expect(given[8]).toMatchObject({ objectType: 'alert', comment: null });
});

it('lets a created and an edited experiment through, and a goal', async () => {
	const created = {
		name: 'new',
		state: 'created',
		unit_type: { unit_type_id: 1 },
		variants: [
			{ variant: 0, name: 'A', config: '{}' },
			{ variant: 1, name: 'B', config: '{}' },
		],
		nr_variants: 2,
	};
	await ask('POST', '/v1/experiments', created);
	const { id } = absmartly.world.experiments.at(-1)!;
	await ask('PUT', `/v1/experiments/${id}`, { id, data: { percentage_of_traffic: 50 } });
	expect(types(await run(told()))).toEqual(expect.arrayContaining(['ExperimentCreated', 'ExperimentEdited']));

	const goal = absmartly.world.goals[0] as unknown as IDataObject;
	const now = Date.now();
	Object.assign(goal, { created_at: new Date(now).toISOString(), updated_at: new Date(now).toISOString() });
	const events = ['GoalCreated', 'GoalEdited', 'GoalArchived'].map((event_name) => ({
		event_name,
		event_at: now,
		id: goal.id,
		name: goal.name,
	}));
	expect(types(await run(events))).toEqual(['GoalCreated', 'GoalEdited']);
	goal.archived = true;
	expect(types(await run(events))).toEqual(['GoalCreated', 'GoalEdited', 'GoalArchived']);
});

describe('an event that was invented', () => {
	/** One second each for the second look. */
	const invented: Array<[string, IDataObject]> = [
		['of an experiment that is not there', { event_name: 'ExperimentStarted', id: 99 }],
		['of an experiment that was started long ago', { event_name: 'ExperimentStarted', id: 1 }],
		['of an experiment that runs', { event_name: 'ExperimentStopped', id: 1 }],
		['of a variant that is not full on', { event_name: 'ExperimentFullOn', id: 1, full_on_variant: 1 }],
		['of a comment that nobody wrote', { event_name: 'ExperimentCommented', id: 7, experiment_id: 1 }],
		[
			'of an alert that nobody raised',
			{ event_name: 'ExperimentAlertCreated', id: 7, experiment_id: 1, type: 'audience_mismatch' },
		],
		['of a restart', { event_name: 'ExperimentRestarted', id: 1, new_experiment_id: 2 }],
		['of an edit long ago', { event_name: 'ExperimentEdited', id: 1, event_at: 1600000000000 }],
		['of a draft that is ready, long ago', { event_name: 'ExperimentReady', id: 1, event_at: 1600000000000 }],
		['of an experiment in the archive', { event_name: 'ExperimentArchived', id: 1 }],
		['of a goal that is not there', { event_name: 'GoalCreated', id: 99 }],
		['of a goal in the archive', { event_name: 'GoalArchived', id: 1 }],
		['whose ID is a path', { event_name: 'ExperimentStarted', id: '../users/1' }],
		['whose ID is an object', { event_name: 'ExperimentStarted', id: { id: 1 } }],
		[
			'of a download elsewhere',
			{
				event_name: 'ExperimentDataExportReady',
				id: 1,
				metadata: { download_url: 'https://example.com/v1/experiments/exports/1/x.zip' },
			},
		],
		[
			'of a download outside of the exports',
			{
				event_name: 'ExperimentDataExportReady',
				id: 1,
				metadata: { download_url: '/v1/experiments/exports/1/../../../auth/current-user' },
			},
		],
	];

	it.each(invented)('%s never reaches the workflow', async (_, event) => {
		expect(await run([{ event_at: Date.now(), user_id: 1, ...event }])).toEqual([]);
	});

	it('does not take a true one with it', async () => {
		const id = ready();
		await act(id, { action: 'start' });
		const forged = { event_name: 'ExperimentStopped', event_at: Date.now(), id };
		expect(types(await run([forged, last(), { ...forged, id: 99 }]))).toEqual(['ExperimentStarted']);
	});

	it('reaches it with Read Back off, unverified', async () => {
		const forged = { event_name: 'ExperimentStopped', event_at: Date.now(), id: 99 };
		expect(await run([forged], { readBack: false })).toMatchObject([
			{ eventType: 'ExperimentStopped', verified: false },
		]);
		expect(requested()).toEqual([]);
	});
});

it('takes a download of an export that lies below the console', async () => {
	const metadata = { download_url: '/v1/experiments/exports/15/x.zip', export_config_id: 3, file_name: 'x' };
	const event = { event_name: 'ExperimentDataExportReady', event_at: Date.now(), id: 1, metadata };
	expect(await run([event])).toMatchObject([{ verified: false, object: { id: 1 } }]);
});

it('asks a second time where ABsmartly shows it late', async () => {
	const id = ready();
	const event = { event_name: 'ExperimentStarted', event_at: Date.now(), id };
	setTimeout(() => void act(id, { action: 'start' }), 400);
	expect(types(await run([event]))).toEqual(['ExperimentStarted']);
});

it('looks into the activity where the object has moved on', async () => {
	const id = ready();
	await act(id, { action: 'start' });
	await act(id, { action: 'stop' });
	const started = told()[0];
	Object.assign(absmartly.world.experiments.at(-1)!, { start_at: null });
	expect(types(await run([started]))).toEqual(['ExperimentStarted']);
});

it('lets through what nobody can be asked about, unverified', async () => {
	const events = knownEvents
		.filter(({ objectType }) => objectType === 'export')
		.map(({ name }) => sampleOf(name, Date.now()));
	const given = await run([...events, { event_name: 'FlagSwitchedOn', id: 1, event_at: 1 }]);
	expect(given).toHaveLength(8);
	expect(given.map(({ verified }) => verified)).toEqual(Array(8).fill(false));
	expect(requested()).toEqual([]);
});

it('lets a sample through without asking', async () => {
	const samples = knownEvents.map(({ name }) => sampleOf(name, Date.now()));
	expect(types(await run(samples, {}, true))).toEqual(knownEvents.map(({ name }) => name));
	expect(requested()).toEqual([]);
});

it('asks about one experiment once for a burst of its events', async () => {
	const id = ready();
	await act(id, { action: 'start' });
	const burst = Array.from({ length: 50 }, (_, index) => ({ ...last(), event_at: Date.now() - index }));
	expect(await run(burst)).toHaveLength(50);
	expect(requested().filter((each) => each.startsWith('GET'))).toEqual([`GET /v1/experiments/${id}`]);
});

it('says of a comment what ABsmartly has, whatever was sent', async () => {
	await ask('POST', '/v1/experiments/1/activity', { note: 'As it was written' });
	expect(await run([{ ...last(), comment: 'As somebody else would have it' }])).toMatchObject([
		{ eventType: 'ExperimentCommented', comment: 'As it was written', verified: true },
	]);
});

it('waits once for a whole burst of invented events', async () => {
	const since = Date.now();
	const forged = Array.from({ length: 200 }, (_, id) => ({
		event_name: 'ExperimentStopped',
		event_at: since,
		id: 1000 + (id % 4),
	}));
	expect(await run(forged)).toEqual([]);
	// each of the four twice: at once, and after the one wait
	expect(requested().filter((each) => each.startsWith('GET'))).toHaveLength(8);
});

it('names the role where the key may not read', async () => {
	absmartly.world.users[0].role = 'Base User';
	await expect(run([{ event_name: 'ExperimentStarted', event_at: Date.now(), id: 1 }])).rejects.toMatchObject(
		{
			message: expect.stringMatching(/^Read Back may not read this in ABsmartly\. .*Experiment Get/),
		},
	);
});

it('says that nothing is lost where ABsmartly cannot be asked', async () => {
	await faults({ match: '*', times: 100, status: 503 });
	await expect(run([{ event_name: 'ExperimentStarted', event_at: Date.now(), id: 1 }])).rejects.toMatchObject(
		{
			message: 'ABsmartly answered with status 503',
			description: expect.stringMatching(/the events stand in this execution\. Retry it/),
		},
	);
}, 60_000);

describe('a body', () => {
	const event = { event_name: 'ExperimentStarted', id: 1 };
	it.each<[string, unknown, number | undefined]>([
		['one object', event, 1],
		['events', { events: [event, event] }, 2],
		['a list', [event], 1],
		['no events', { events: [] }, 0],
		['events among others', { events: [event, 5, null, {}, { event_name: '' }] }, 1],
		['an event that holds events', { ...event, events: [event, event] }, 2],
		['an event that holds other things', { ...event, events: [{ id: 5 }, []] }, 1],
		['an event that holds an empty list', { ...event, events: [] }, 1],
		['a list of lists', [[event], [event]], undefined],
		['other things alone', { events: [5] }, undefined],
		['another object', { event: event }, undefined],
		['a text', 'ExperimentStarted', undefined],
	])('that is %s', (_, body, count) => {
		expect(eventsIn(Buffer.from(JSON.stringify(body)))?.length).toBe(count);
	});
});

describe('an event', () => {
	const arrival = { receivedAt: 1772000000000, standIn: 'hash:0' };
	const keyOf = (notification: IDataObject) =>
		toEvent({ event_name: 'ExperimentStarted', ...notification } as Notification, arrival).eventKey;

	it('has a key of its name, ID and time, and of a restart the new iteration', () => {
		expect(keyOf({ id: 15, event_at: 1772000000001 })).toBe('ExperimentStarted:15:1772000000001');
		const restart = { event_name: 'ExperimentRestarted', id: 15, event_at: 5, new_experiment_id: 16 };
		expect(keyOf(restart)).toBe('ExperimentRestarted:15:5:16');
		expect(keyOf({ id: 15 })).toBe('ExperimentStarted:hash:0');
		expect(keyOf({ event_at: 5 })).toBe('ExperimentStarted:hash:0');
	});

	it.each<[string, IDataObject, unknown]>([
		['an experiment', { event_name: 'ExperimentEdited', id: 3 }, ['experiment', '3', '3']],
		['a comment', { event_name: 'ExperimentCommented', id: 9, experiment_id: 3 }, ['note', '9', '3']],
		['an alert', { event_name: 'ExperimentAlertCreated', id: 9, experiment_id: 3 }, ['alert', '9', '3']],
		['a goal', { event_name: 'GoalEdited', id: 9 }, ['goal', '9', null]],
		['a metric', { event_name: 'MetricNamed', id: 9 }, ['metric', '9', null]],
		['an export', { event_name: 'ExportFailed', id: 9 }, ['export', '9', null]],
		['anything else', { event_name: 'TeamCreated', id: 9 }, ['other', '9', null]],
	])('of %s says what it is about', (_, notification, expected) => {
		const { objectType, objectId, experimentId } = toEvent(notification as Notification, arrival);
		expect([objectType, objectId, experimentId]).toEqual(expected);
	});
});
