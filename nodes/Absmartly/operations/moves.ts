import type { Move } from './move';
import { stateOf } from './states';

export const toDevelopment: Move = {
	action: 'development',
	done: 'moved to development',
	from: ['ready'],
	advice:
		'Only an experiment that is ready can be moved to development. Make a draft ready in ABsmartly Web Console',
	reached: (experiment) => stateOf(experiment) === 'development',
};

export const toRunning: Move = {
	action: 'start',
	done: 'started',
	from: ['ready', 'development'],
	advice:
		'Only an experiment that is ready or in development can be started. Make a draft ready in ABsmartly Web Console; to run a stopped experiment again, use Restart',
	reached: (experiment) => stateOf(experiment) === 'running',
};

export const toStopped: Move = {
	action: 'stop',
	done: 'stopped',
	from: ['running', 'full_on'],
	advice: 'Only an experiment that is running or full on can be stopped',
	reached: (experiment) => stateOf(experiment) === 'stopped',
};

export const toFullOn: Move = {
	action: 'full_on',
	done: 'set full on',
	from: ['running'],
	advice: 'Only a running experiment can be set full on',
	// what tells is the variant: nothing says what becomes of the state
	reached: ({ full_on_variant: variant }, { body }) => Number(variant) === Number(body.full_on_variant),
};

export const toArchived: Move = {
	action: 'archive',
	done: 'archived',
	from: ['created', 'ready', 'stopped'],
	advice:
		'An experiment must be stopped before it can be archived. To restore one that is archived, use Unarchive',
	reached: (experiment) => stateOf(experiment) === 'archived',
};

export const fromArchive: Move = {
	action: 'unarchive',
	done: 'unarchived',
	from: ['archived'],
	advice: 'Only an archived experiment can be unarchived',
	reached: (experiment) => stateOf(experiment) !== 'archived',
};
