import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { named, nextId, type Experiment } from '../world';
import type { User } from './types';
import { found, isoNow, parseBody, Refusal, userOf, type Console } from './context';
import { demandFields, differences, erased, experimentInput, stored, told } from './experimentInput';
import { forConsole, reachable } from './experimentViews';
import { restart, tellOf, turn, type Action, type Wish } from './lifeCycle';
import { addNote, forActivity } from './notes';
import { isTheirs } from './rights';
import { registerScheduling } from './scheduling';

const note = z.string().optional();

const bodies = {
	development: z.object({ note }).default({}),
	start: z.object({ note }).default({}),
	stop: z.object({ note, reason: z.string().optional() }).default({}),
	full_on: z.object({ note, full_on_variant: z.number().int() }),
	archive: z.object({ note, archive: z.boolean() }),
};

const restartBody = z.object({
	data: experimentInput,
	note,
	reason: z.string().optional(),
	version: z.number().optional(),
	state: z.enum(['running', 'development']).default('running'),
	reshuffle: z.boolean().default(false),
	restart_as_type: z.enum(['feature', 'experiment']).optional(),
});

const createBody = experimentInput.and(z.object({ name: z.string(), unit_type: z.object({}).passthrough() }));

const newState = z.object({ state: z.enum(['created', 'ready']).default('created') });

const updateBody = z.object({ id: z.number().optional(), data: experimentInput, note });

/** Answers of writes; the experiment as it is afterwards. Source: specification. */
const answer = (console: Console, experiment: Experiment, more: object = {}) => ({
	ok: true,
	errors: [],
	experiment: forConsole(console, experiment),
	...more,
});

/** Does an action as a route or a plan asks for it. */
export function perform(
	console: Console,
	experiment: Experiment,
	user: User,
	action: Action,
	wish: Wish,
	changes: Partial<Experiment> = {},
) {
	if (action === 'restart') {
		const next = restart(console, experiment, user, wish, changes);
		return answer(console, experiment, { new_experiment: forConsole(console, next) });
	}
	const written = turn(console, experiment, user, action, wish);
	return answer(console, experiment, { experiment_note: forActivity(console, written) });
}

/** A draft, or one that is ready. Source: live test of the CLI; that a name is unique: docs. */
function create(console: Console, request: FastifyRequest) {
	const { world, settings } = console;
	const user = userOf(request);
	const input = parseBody(createBody, request.body);
	const { state } = parseBody(newState, { state: input.state });
	demandFields(console, input.custom_section_field_values);
	if (named(world.experiments, input.name))
		throw new Refusal(settings.duplicateStatus, `Experiment with name "${input.name}" already exists`);
	const now = isoNow(console);
	const experiment: Experiment = {
		description: '',
		archived: false,
		iteration: 1,
		environment: 'production',
		unitType: '',
		applications: [],
		variants: [],
		...stored(console, input),
		id: nextId(world.experiments),
		name: input.name,
		state,
		created_at: now,
		updated_at: now,
		created_by_user_id: user.id,
	};
	if (!isTheirs(user, experiment)) throw new Refusal(403, 'Forbidden');
	world.experiments.push(experiment);
	addNote(console, experiment, user, { action: 'create' });
	tellOf(console, 'ExperimentCreated', experiment, user);
	if (state === 'ready' && settings.readyToo) tellOf(console, 'ExperimentReady', experiment, user);
	return answer(console, experiment);
}

/** What may not change any more. Source: docs (creating an experiment). */
const fixedWhileRunning: Array<keyof Experiment> = ['percentages', 'unitType', 'variants', 'name'];

/** A change by `data`; a draft turns ready by it. Source: live test of the CLI. */
function update(console: Console, request: FastifyRequest) {
	const { settings } = console;
	const experiment = reachable(console, request);
	const user = userOf(request);
	const { data, note: comment = '' } = parseBody(updateBody, request.body);
	const isReady = data.state === 'ready' && experiment.state === 'created';
	const changes = differences(experiment, {
		...(settings.partialErases && erased),
		...stored(console, data),
	});
	const fixed = fixedWhileRunning.filter((key) => key in changes);
	if (['running', 'full_on'].includes(experiment.state) && fixed.length > 0)
		throw new Refusal(400, `${fixed.join(', ')} cannot change while the experiment is running`, true);
	Object.assign(experiment, changes, { updated_at: isoNow(console) });
	if (isReady) experiment.state = 'ready';
	const written = addNote(console, experiment, user, { action: 'edit', note: comment });
	if (isReady) tellOf(console, 'ExperimentReady', experiment, user, comment);
	if (!isReady || settings.editedToo)
		tellOf(console, 'ExperimentEdited', experiment, user, comment, { changes: told(console, changes) });
	return answer(console, experiment, { experiment_note: forActivity(console, written) });
}

/** Somebody else edits the experiment between a read and what follows it. */
function interfere(console: Console, experiment: Experiment): void {
	const { settings, world, clock } = console;
	settings.secondWriter -= 1;
	const changes = { percentage_of_traffic: (experiment.percentage_of_traffic ?? 100) - 1 };
	const updated_at = new Date(clock.now() + 1).toISOString();
	Object.assign(experiment, changes, { updated_at });
	addNote(console, experiment, world.users[0], { action: 'edit' });
	tellOf(console, 'ExperimentEdited', experiment, world.users[0], '', { changes });
}

/** Experiments one by one: making, changing, and the actions of their life. */
export function registerExperiments(app: FastifyInstance, console: Console) {
	app.get('/v1/experiments/:id', (request) => {
		const experiment = reachable(console, request);
		const shown = forConsole(console, experiment);
		if (console.settings.secondWriter > 0) interfere(console, experiment);
		return { experiment: shown };
	});
	app.get('/v1/experiments/:id/parent', (request) => {
		const { parent_id } = reachable(console, request);
		if (!parent_id) throw new Refusal(404, 'there is no iteration before');
		return {
			parent_experiment: forConsole(console, found('experiment', console.world.experiments, parent_id)),
		};
	});
	app.post('/v1/experiments', (request) => create(console, request));
	app.put('/v1/experiments/:id', (request) => update(console, request));
	for (const action of ['development', 'start', 'stop', 'full_on', 'archive'] as const)
		app.put(`/v1/experiments/:id/${action}`, (request) => {
			const experiment = reachable(console, request);
			return perform(console, experiment, userOf(request), action, parseBody(bodies[action], request.body));
		});
	app.put('/v1/experiments/:id/restart', (request) => {
		const experiment = reachable(console, request);
		const { data, ...wish } = parseBody(restartBody, request.body);
		const changes = stored(console, data);
		return perform(console, experiment, userOf(request), 'restart', wish, changes);
	});
	registerScheduling(app, console, (experiment, user, action, wish) =>
		perform(console, experiment, user, action, wish),
	);
	// the account's own fields and what its dialogs ask for
	app.get('/v1/experiment_action_dialog_fields', () => ({
		experiment_action_dialog_fields: console.settings.requiredNotes
			.split(',')
			.filter(Boolean)
			.map((action_type, index) => ({
				id: index + 1,
				type: 'test',
				action_type,
				required: true,
				default_value: '',
			})),
	}));
	app.get('/v1/experiment_custom_section_fields', () => ({
		experiment_custom_section_fields: console.world.required_fields.map((field) => ({
			...field,
			required: true,
			archived: false,
			default_value: '',
			custom_section: { type: 'test', archived: false },
		})),
	}));
}
