import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { executeTrigger, hook, pollingTrigger } from '../../engine';
import { absmartly, consoleCredentials, faults, requested } from '../world/driver';

/** Poll Instead: experiments as they are, compared with what they were. */

const events = [
	'ExperimentCreated',
	'ExperimentReady',
	'ExperimentDevelopment',
	'ExperimentStarted',
	'ExperimentStopped',
	'ExperimentFullOn',
];
const polling = async (more: INodeParameters = {}) => {
	const { tick, memory } = await pollingTrigger(
		{ events, delivery: 'poll', ...more },
		consoleCredentials(),
		'absmartlyEventTrigger',
	);
	const types = async () =>
		((await tick()) ?? []).map(({ eventType, objectId }) => `${String(eventType)} ${String(objectId)}`);
	return { tick, types, memory };
};
const act = async (id: number, body: IDataObject) => {
	const answer = await fetch(`${absmartly.url}/_sim/experiments/${id}/actions`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(await answer.text());
};

it('begins with what happens from now on, and gives each event once', async () => {
	const id = absmartly.addExperiment({ state: 'ready' }).id;
	const { types } = await polling();
	expect(await types()).toEqual([]);
	expect(await types()).toEqual([]);
	await act(id, { action: 'development' });
	expect(await types()).toEqual([`ExperimentDevelopment ${id}`]);
	await act(id, { action: 'start' });
	await act(id, { action: 'full_on', full_on_variant: 1 });
	expect(await types()).toEqual([`ExperimentStarted ${id}`, `ExperimentFullOn ${id}`]);
	await act(id, { action: 'stop' });
	expect(await types()).toEqual([`ExperimentStopped ${id}`]);
	expect(await types()).toEqual([]);
});

it('finds experiments that were not there before, and gives out what was chosen', async () => {
	const { types } = await polling({ events: ['ExperimentCreated', 'ExperimentStarted'] });
	await types();
	const made = absmartly.addExperiment({ state: 'created', start_at: null }).id;
	const running = absmartly.addExperiment().id;
	expect((await types()).sort()).toEqual([
		`ExperimentCreated ${made}`,
		`ExperimentCreated ${running}`,
		`ExperimentStarted ${running}`,
	]);
});

it('gives out nothing of an old experiment that comes in sight', async () => {
	const { types } = await polling();
	await types();
	const old = '2026-01-01T00:00:00.000Z';
	absmartly.addExperiment({ created_at: old, updated_at: old, start_at: old });
	expect(await types()).toEqual([]);
});

it('gives events of one shape, verified, which the workflow gets without another look', async () => {
	const id = absmartly.addExperiment({ state: 'ready' }).id;
	const { tick } = await polling();
	await tick();
	await act(id, { action: 'start' });
	const [event] = await tick();
	expect(event).toMatchObject({
		eventType: 'ExperimentStarted',
		experimentId: String(id),
		name: `experiment_${id}`,
		source: 'polling',
		verified: true,
		eventKey: `ExperimentStarted:${id}:${String(event.occurredAtMs)}`,
		object: { id, state: 'running' },
	});
	absmartly.requests.length = 0;
	const [given] = await executeTrigger(
		{ events, delivery: 'poll' },
		consoleCredentials(),
		[{ json: event }],
		'absmartlyEventTrigger',
	);
	expect(given.map(({ json }) => json)).toEqual([event]);
	expect(requested()).toEqual([]);
});

it('keeps its place where a poll fails', async () => {
	const id = absmartly.addExperiment({ state: 'ready' }).id;
	const { types, memory } = await polling();
	await types();
	await act(id, { action: 'start' });
	const before = memory();
	await faults({ match: '*', times: 10, status: 403, body: { errors: ['Forbidden'] } });
	await expect(types()).rejects.toThrow('ABsmartly refused this');
	expect(memory()).toEqual(before);
	absmartly.reset();
});

it('puts nothing off at n8n’s own start, where ABsmartly cannot be asked', async () => {
	const { tick, types } = await polling();
	await faults({ match: '*', times: 100, status: 503 });
	expect(await tick('trigger', 'init')).toEqual([]);
	await expect(tick('trigger', 'init')).rejects.toThrow('ABsmartly');
	absmartly.reset();
	expect(await types()).toEqual([]);
}, 60_000);

it.each<[string, IDataObject]>([
	['hangs', { delayMs: 120_000, status: 503 }],
	['refuses', { status: 401 }],
])(
	'does not keep n8n’s start where ABsmartly %s',
	async (_, fault) => {
		const { tick } = await polling();
		await faults({ match: '*', times: 100, ...fault });
		const since = Date.now();
		expect(await tick('trigger', 'init')).toEqual([]);
		expect(Date.now() - since).toBeLessThan(30_000);
	},
	60_000,
);

it('reads every page of a list, bare or wrapped', async () => {
	for (let index = 0; index < 250; index++) absmartly.addExperiment();
	const last = absmartly.addExperiment({ state: 'ready' }).id;
	const { types } = await polling();
	await types();
	await act(last, { action: 'start' });
	Object.assign(absmartly.settings, { totals: false, pageLimit: 50 });
	expect(await types()).toEqual([`ExperimentStarted ${last}`]);
});

it('polls nothing where the webhook brings the events', async () => {
	for (const delivery of ['automatic', 'byHand']) {
		const { types } = await polling({ delivery });
		expect(await types()).toEqual([]);
	}
	expect(requested()).toEqual([]);
});

it('is refused for events that no state tells', async () => {
	const parameters = { events: [...events, 'ExperimentCommented', 'GoalEdited'], delivery: 'poll' };
	await expect(
		hook('create', parameters, consoleCredentials(), { name: 'absmartlyEventTrigger' }),
	).rejects.toThrow('Poll Instead cannot notice ExperimentCommented, GoalEdited');
	await hook('create', { events, delivery: 'poll' }, consoleCredentials(), { name: 'absmartlyEventTrigger' });
	expect(absmartly.world.webhooks).toEqual([]);
});
