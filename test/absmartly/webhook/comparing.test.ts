import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { compare, type Watched } from '../../../nodes/Absmartly/webhook/poll';
import { hook, pollingTrigger } from '../../engine';
import { startAbsmartly } from '../../simulators/absmartly';
import { absmartly, consoleCredentials } from '../world/driver';

/** What Poll Instead must not give out: what is no event, or one that was told, or one of long ago. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-11-30T12:00:00Z');
const all = new Set(['ExperimentCreated', 'ExperimentReady', 'ExperimentStarted', 'ExperimentStopped']);
const iso = (ms: number) => new Date(ms).toISOString();

/** The types of events that each poll gives out, one poll a minute from NOW on unless it says when. */
function polls(...turns: Array<{ at?: number; list: IDataObject[] }>): string[][] {
	let watched: Watched | undefined;
	return turns.map(({ at, list }, index) => {
		const { events, next } = compare(list, all, watched, at ?? NOW + index * MINUTE);
		watched = JSON.parse(JSON.stringify(next)) as Watched;
		return events.map(({ eventType, objectId }) => `${eventType} ${objectId}`);
	});
}

it('tells once that an experiment is ready, however often it is edited while it is', () => {
	const draft = { id: 1, state: 'created', updated_at: iso(NOW) };
	const ready = (minutes: number) => ({ id: 1, state: 'ready', updated_at: iso(NOW + minutes * MINUTE) });
	expect(
		polls(
			{ list: [draft] },
			{ list: [ready(1)] },
			{ list: [ready(2)] },
			{ list: [{ ...draft, updated_at: iso(NOW + 3 * MINUTE) }] },
			{ list: [ready(4)] },
		),
	).toEqual([[], ['ExperimentReady 1'], [], [], ['ExperimentReady 1']]);
});

it('gives out nothing of months ago where other experiments come in sight after months', () => {
	const old = { id: 2, state: 'running', created_at: iso(NOW + 30 * DAY), start_at: iso(NOW + 31 * DAY) };
	const late = NOW + 90 * DAY;
	expect(
		polls(
			{ list: [] },
			{ at: late, list: [] },
			{ at: late + MINUTE, list: [old, { ...old, id: 3, start_at: iso(late) }] },
		),
	).toEqual([[], [], ['ExperimentStarted 3']]);
});

it('catches up on what happened while n8n did not run', () => {
	const made = { id: 2, created_at: iso(NOW + 10 * DAY), start_at: iso(NOW + 11 * DAY) };
	expect(polls({ list: [] }, { at: NOW + 30 * DAY, list: [made] })).toEqual([
		[],
		['ExperimentCreated 2', 'ExperimentStarted 2'],
	]);
});

it('does not forget what it watches for what is gone', () => {
	const many = (from: number) =>
		Array.from({ length: 10_000 }, (_, index) => ({ id: from + index, created_at: iso(NOW + MINUTE) }));
	const [, , again] = polls({ list: many(5_001) }, { at: NOW + DAY / 2, list: many(1) }, { list: many(1) });
	expect(again).toEqual([]);
});

it('takes what it knew by other events than today’s for unknown', () => {
	const before: Watched = { since: NOW, known: { 1: [1, 2] } };
	const experiment = { id: 1, created_at: iso(NOW - 9 * DAY), start_at: iso(NOW - 8 * DAY) };
	expect(compare([experiment], all, before, NOW).events).toEqual([]);
});

describe('in the node', () => {
	const events = ['ExperimentStarted'];
	const parameters: INodeParameters = { events, delivery: 'poll' };

	it('begins anew with another ABsmartly', async () => {
		const other = await startAbsmartly();
		try {
			for (const one of [absmartly, other]) one.addExperiment();
			other.world.experiments.forEach((each) => Object.assign(each, { start_at: iso(NOW) }));
			const credentials = consoleCredentials();
			const { tick } = await pollingTrigger(parameters, credentials, 'absmartlyEventTrigger');
			await tick();
			Object.assign(credentials.absmartlyConsoleApi, { endpoint: other.url });
			expect(await tick()).toEqual([]);
		} finally {
			await other.close();
		}
	});

	it('begins anew after another way of delivery', async () => {
		const watched = { since: 1, known: { 1: [0, 0, 0, 0, 0, 0] } };
		const memory = await hook('create', { events }, consoleCredentials(), {
			name: 'absmartlyEventTrigger',
			memory: { watched },
		});
		expect(memory.watched).toBeUndefined();
		const kept = await hook('create', parameters, consoleCredentials(), {
			name: 'absmartlyEventTrigger',
			memory: { watched },
		});
		expect(kept.watched).toEqual(watched);
	});
});
