import { nextId, type Experiment, type State } from '../world';
import type { User } from './types';
import { isoNow, Refusal, type Console } from './context';
import { isFullOn } from './experimentViews';
import { addNote } from './notes';

/** What the body of an action says. */
export type Wish = {
	note?: string;
	reason?: string;
	full_on_variant?: number;
	archive?: boolean;
	state?: 'running' | 'development';
	version?: number;
	reshuffle?: boolean;
	restart_as_type?: 'feature' | 'experiment';
};

export type Action = 'development' | 'start' | 'stop' | 'full_on' | 'archive' | 'restart';

const wordOf = (experiment: Experiment): string =>
	experiment.archived ? 'archived' : isFullOn(experiment) ? 'full on' : experiment.state;

const refuse = (experiment: Experiment, what: string): never => {
	throw new Refusal(400, `Experiment ${experiment.id} is ${wordOf(experiment)} and cannot be ${what}`, true);
};

function demand(experiment: Experiment, what: string, ...states: State[]): void {
	if (experiment.archived || !states.includes(experiment.state)) refuse(experiment, what);
}

const has = (list: string, action: string): boolean => list.split(',').includes(action);

/** What an account makes mandatory. Source: CLI (dialog fields); that the server enforces it: assumption. */
function demandWords({ settings }: Console, action: string, { note, reason }: Wish): void {
	if (has(settings.requiredNotes, action) && !note?.trim())
		throw new Refusal(422, `note is required to ${action}`);
	if (has(settings.requiredReasons, action) && !reason?.trim())
		throw new Refusal(422, `reason is required to ${action}`);
}

/** The event of an experiment, with the common fields. Source: docs; that those of feature flags are told of: assumption. */
export function tellOf(
	{ sender, clock, settings }: Console,
	event_name: string,
	{ id, name, type }: Experiment,
	user: User,
	comment = '',
	more: object = {},
): void {
	if (settings.silentFeatures && type === 'feature') return;
	sender.tell({ event_name, event_at: clock.now(), id, name, user_id: user.id, comment, ...more });
}

type Turn = (experiment: Experiment, wish: Wish, console: Console, now: string) => Partial<Experiment>;

/** What each action changes, unless the state forbids it. */
const turns: Record<Exclude<Action, 'restart'>, Turn> = {
	development(experiment, _wish, _console, now) {
		demand(experiment, 'started in development', 'ready');
		return { state: 'development', development_at: now };
	},
	start(experiment, _wish, { settings }, now) {
		const drafts: State[] = settings.startsDrafts ? ['created'] : [];
		if (experiment.state === 'running') throw new Refusal(400, 'Experiment is already running', true);
		demand(experiment, 'started', 'ready', 'development', ...drafts);
		return { state: 'running', start_at: now };
	},
	stop({ state }, { reason = null }, _console, now) {
		if (state !== 'running' && state !== 'full_on') throw new Refusal(400, 'Experiment is not running', true);
		return { state: 'stopped', stop_at: now, reason };
	},
	full_on(experiment, { full_on_variant = 0 }, { settings }, now) {
		if (isFullOn(experiment)) refuse(experiment, 'put full on');
		demand(experiment, 'put full on', 'running');
		if (!experiment.variants[full_on_variant] || full_on_variant < 1)
			throw new Refusal(422, `full_on_variant ${full_on_variant} does not exist`);
		return { state: settings.fullOnState, full_on_at: now, full_on_variant };
	},
	archive(experiment, { archive = true }, { settings }) {
		if (archive === experiment.archived) refuse(experiment, archive ? 'archived' : 'restored');
		const isRunning = ['running', 'full_on', 'development'].includes(experiment.state);
		if (archive && isRunning && !settings.archivesRunning) refuse(experiment, 'archived');
		return { archived: archive };
	},
};

const names: Record<Exclude<Action, 'restart'>, [event: string, note: string]> = {
	development: ['ExperimentDevelopment', 'development'],
	start: ['ExperimentStarted', 'start'],
	stop: ['ExperimentStopped', 'stop'],
	full_on: ['ExperimentFullOn', 'full_on'],
	archive: ['ExperimentArchived', 'archive'],
};

/**
 * Does what was asked of one experiment: its state, a note, an event. Sources: live test of the CLI (states), docs (events).
 * Refuses with 400 what the state does not allow, with 422 what is not said.
 */
export function turn(
	console: Console,
	experiment: Experiment,
	user: User,
	action: Exclude<Action, 'restart'>,
	wish: Wish,
) {
	demandWords(console, action, wish);
	const now = isoNow(console);
	Object.assign(experiment, turns[action](experiment, wish, console, now), { updated_at: now });
	const { full_on_variant } = experiment;
	const [event, name] =
		action === 'archive' && wish.archive === false ? ['ExperimentUnarchived', 'unarchive'] : names[action];
	tellOf(console, event, experiment, user, wish.note, action === 'full_on' ? { full_on_variant } : {});
	return addNote(console, experiment, user, {
		action: name,
		note: wish.note ?? '',
		variant: wish.full_on_variant ?? null,
	});
}

/** Stops the experiment and makes its next iteration, of which the event tells. Sources: live test, docs; reshuffling: assumption. */
export function restart(
	console: Console,
	experiment: Experiment,
	user: User,
	wish: Wish,
	changes: Partial<Experiment>,
): Experiment {
	const { world, settings } = console;
	demandWords(console, 'restart', wish);
	demand(experiment, 'restarted', 'stopped', 'running', 'full_on');
	const newest = Date.parse(experiment.updated_at ?? '') || 0;
	if (settings.refusesStale && (wish.version ?? 0) < newest)
		throw new Refusal(409, 'version is outdated', true);
	const now = isoNow(console);
	const state = wish.state ?? 'running';
	const { seed = 1, iteration } = experiment;
	const next: Experiment = {
		...structuredClone(experiment),
		...changes,
		...(wish.restart_as_type && { type: wish.restart_as_type === 'feature' ? 'feature' : 'test' }),
		id: nextId(world.experiments),
		iteration: iteration + 1,
		state,
		archived: false,
		parent_id: experiment.id,
		reason: null,
		scheduled: [],
		seed: wish.reshuffle ? seed + 1 : seed,
		created_at: now,
		updated_at: now,
		created_by_user_id: user.id,
		development_at: state === 'development' ? now : null,
		start_at: state === 'running' ? now : null,
		stop_at: null,
		full_on_at: null,
		full_on_variant: null,
	};
	const { reason = null } = wish;
	if (experiment.state !== 'stopped') Object.assign(experiment, { state: 'stopped', stop_at: now, reason });
	experiment.updated_at = now;
	world.experiments.push(next);
	addNote(console, experiment, user, {
		action: 'restart',
		note: wish.note ?? '',
		new_experiment_id: next.id,
	});
	tellOf(console, 'ExperimentRestarted', experiment, user, wish.note, {
		new_experiment_id: next.id,
		new_experiment_state: state,
	});
	if (settings.startedToo && state === 'running') tellOf(console, 'ExperimentStarted', next, user, wish.note);
	return next;
}
