import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { registerAlerts } from './console/alerts';
import { answerRefusal, found, idParams, person, Refusal, userOf, type Console } from './console/context';
import { registerExports } from './console/exports';
import { filtered } from './console/experimentFilters';
import { registerExperiments } from './console/experimentRoutes';
import { forConsole } from './console/experimentViews';
import { registerNotes } from './console/notes';
import { page } from './console/pages';
import { previewsOf } from './console/results';
import { registerResults } from './console/resultRoutes';
import { isTheirs, registerRights } from './console/rights';
import { registerWebhooks } from './console/webhookRoutes';
import { addGoal, named, type Entity, type Goal } from './world';
import type { User } from './console/types';

const goalBody = z.object({ name: z.string().trim().min(1), description: z.string().optional() });

const goalUpdate = z.object({
	data: z.object({
		name: z.string().trim().min(1).optional(),
		description: z.string().optional(),
		archived: z.boolean().optional(),
	}),
});

const eventsBody = z.object({
	filters: z
		.object({
			event_types: z.array(z.string()).optional(),
			event_names: z.array(z.string()).optional(),
			unit_uids: z.array(z.string()).optional(),
			from: z.number().optional(),
			to: z.number().optional(),
		})
		.default({}),
	skip: z.number().int().min(0).default(0),
	take: z.number().int().min(1).default(100),
});

const eventColumns = [
	'event_type',
	'event_at',
	'goal_id',
	'goal_name',
	'unit_type',
	'unit_uid',
	'unit_uid_hex',
	'agent',
	'application',
	'environment',
	'environment_type',
	'properties',
] as const;

/** A person in a list, which shows no key. */
const forList = (console: Console, { id, first_name, last_name }: User): Entity => ({
	...person(console, id),
	id,
	name: `${first_name} ${last_name}`,
	description: '',
	archived: false,
});

/** Goals, with the events of what becomes of them. Sources: live test of the CLI; events: docs. */
function registerGoals(app: FastifyInstance, { world, settings, sender, clock }: Console) {
	const taken = (name: string) =>
		new Refusal(settings.duplicateStatus, `Goal with name "${name}" already exists`);
	const tell = (event_name: string, { id, name, description, archived }: Goal, user_id: number, more = {}) =>
		sender.tell({ event_name, event_at: clock.now(), id, name, description, archived, user_id, ...more });

	app.post('/v1/goals', (request) => {
		const { name, description } = goalBody.parse(request.body);
		if (named(world.goals, name)) throw taken(name);
		const goal = addGoal(world, name, description);
		tell('GoalCreated', goal, userOf(request).id);
		return { ok: true, goal };
	});
	app.put('/v1/goals/:id', (request) => {
		const { data } = goalUpdate.parse(request.body);
		const goal = found('goal', world.goals, idParams.parse(request.params).id);
		const other = data.name ? named(world.goals, data.name) : undefined;
		if (data.name && other && other !== goal) throw taken(data.name);
		const isArchived = !goal.archived && data.archived === true;
		Object.assign(goal, data);
		const links = isArchived ? {} : { goal_tags: [], owners: [], teams: [] };
		tell(isArchived ? 'GoalArchived' : 'GoalEdited', goal, userOf(request).id, links);
		return { ok: true, goal };
	});
}

/** The lists that feed dropdowns, and their elements one by one. */
function registerLists(app: FastifyInstance, console: Console) {
	const { world, settings } = console;
	const lists: Array<[plural: string, singular: string, all: () => Entity[]]> = [
		['goals', 'goal', () => world.goals],
		['applications', 'application', () => world.applications],
		['environments', 'environment', () => world.environments],
		['unit_types', 'unit_type', () => world.unit_types],
		['metrics', 'metric', () => world.metrics],
		['teams', 'team', () => world.teams],
		['experiment_tags', 'experiment_tag', () => world.experiment_tags],
		['users', 'user', () => world.users.map((user) => ({ ...forList(console, user) }))],
	];
	for (const [plural, singular, all] of lists) {
		app.get(`/v1/${plural}`, (request) => page(plural, all(), request.query, settings));
		app.get(`/v1/${plural}/:id`, (request) => ({
			[singular]: found(singular, all(), idParams.parse(request.params).id),
		}));
	}
	app.get('/v1/experiments', (request) => {
		const theirs = world.experiments.filter((each) => isTheirs(userOf(request), each));
		const wanted = filtered(console, theirs, request.query);
		const { previews } = z.object({ previews: z.string().optional() }).parse(request.query);
		return page('experiments', wanted, request.query, settings, (each) => ({
			...forConsole(console, each, true),
			...(previews === '1' && { preview_variants: previewsOf(console, each) }),
		}));
	});
}

/** The console's routes: lists, goals, experiments, results, webhooks, and what arrived at the collector. */
export function registerConsole(app: FastifyInstance, console: Console) {
	const { world } = console;
	registerRights(app, console);
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof Refusal) return answerRefusal(console, error, reply);
		if (!(error instanceof z.ZodError)) throw error;
		const [{ path, message }] = error.issues;
		return answerRefusal(console, new Refusal(400, `${path.join('.') || 'body'}: ${message}`), reply);
	});
	registerLists(app, console);
	registerGoals(app, console);
	registerExperiments(app, console);
	registerNotes(app, console);
	registerAlerts(app, console);
	registerResults(app, console);
	registerWebhooks(app, console);
	registerExports(app, console);

	app.get('/auth/current-user', (request) => ({ user: person(console, userOf(request).id) }));

	app.post('/v1/events', (request) => {
		const { filters, skip, take } = eventsBody.parse(request.body);
		const passes = (wanted: string[] | undefined, value: string) => !wanted || wanted.includes(value);
		const found = world.events.filter(
			(event) =>
				passes(filters.event_types, event.event_type) &&
				passes(filters.event_names, event.goal_name) &&
				passes(filters.unit_uids, event.unit_uid) &&
				event.event_at >= (filters.from ?? -Infinity) &&
				event.event_at <= (filters.to ?? Infinity),
		);
		const rows = found.slice(skip, skip + take).map((event) => eventColumns.map((column) => event[column]));
		return { columnNames: eventColumns, rows };
	});
}
