import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { addGoal, named, type Entity, type Experiment, type World } from './world';

const listQuery = z.object({
	page: z.coerce.number().int().min(1).default(1),
	items: z.coerce.number().int().min(1).default(100),
	search: z.string().default(''),
	archived: z.enum(['true', 'false']).default('false'),
	/** Of experiments; what is archived is listed when it is asked for either way. */
	state: z.string().optional(),
});

const ids = z
	.string()
	.transform((text) => text.split(',').map(Number))
	.optional();

/** What the list of experiments filters by besides; `state` and `application` (a name) as the official CLI sends them. */
const experimentQuery = z.object({
	state: z.enum(['created', 'ready', 'running', 'development', 'full_on', 'stopped', 'archived']).optional(),
	application: z.string().optional(),
	applications: ids,
	unit_types: ids,
});

const idParams = z.object({ id: z.coerce.number().int() });

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

const refuse = (reply: FastifyReply, status: number, message: string) =>
	reply.code(status).send({ ok: false, errors: [message] });

/** What changes how lists answer. */
export type ConsoleSettings = {
	/** Experiments come as a bare array, as the specification says, and not as the CLI reads them. */
	experimentsAsArray: boolean;
	/** Lists say how many elements there are. */
	totals: boolean;
	/** Most elements that a page holds, whatever is asked for. */
	pageLimit: number;
};

/** An experiment as the console shows it. */
function forConsole(world: World, { unitType, applications, environment, ...rest }: Experiment) {
	void environment;
	return {
		...rest,
		unit_type_id: named(world.unit_types, unitType)?.id,
		unit_type: named(world.unit_types, unitType),
		applications: applications.map((name) => {
			const application = named(world.applications, name);
			return { application_id: application?.id, application_version: '0', application };
		}),
	};
}

function experiments(world: World, query: unknown) {
	const wanted = experimentQuery.parse(query);
	return world.experiments
		.map((experiment) => forConsole(world, experiment))
		.filter(
			({ state, archived, applications, unit_type_id }) =>
				(!wanted.state || (archived ? 'archived' : state) === wanted.state) &&
				(!wanted.application ||
					applications.some(({ application }) => application?.name === wanted.application)) &&
				(!wanted.applications ||
					applications.some(({ application_id: id }) => wanted.applications?.includes(Number(id)))) &&
				(!wanted.unit_types || wanted.unit_types.includes(Number(unit_type_id))),
		);
}

function page<T extends Entity>(plural: string, all: T[], query: unknown, settings: ConsoleSettings) {
	const { page, search, archived, state, ...asked } = listQuery.parse(query);
	const items = Math.min(asked.items, settings.pageLimit);
	const found = all.filter(
		(element) =>
			(archived === 'true' || state === 'archived' || !element.archived) &&
			element.name.toLowerCase().includes(search.toLowerCase()),
	);
	const start = (page - 1) * items;
	const elements = found.slice(start, start + items);
	if (plural === 'experiments' && settings.experimentsAsArray) return elements;
	return { items, page, ...(settings.totals && { total: found.length }), [plural]: elements };
}

/** The console's routes that feed dropdowns, create goals and show what arrived. */
export function registerConsole(
	app: FastifyInstance,
	world: World,
	{ consoleKey, settings }: { consoleKey: string; settings: ConsoleSettings },
) {
	app.addHook('preHandler', async (request, reply) => {
		if (request.headers.authorization !== `Api-Key ${consoleKey}`)
			return reply.code(401).send({ message: 'Unauthorized' });
	});
	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof z.ZodError)) throw error;
		const [{ path, message }] = error.issues;
		return refuse(reply, 400, `${path.join('.') || 'body'}: ${message}`);
	});

	const lists: Array<[plural: string, singular: string, all: (query?: unknown) => Entity[]]> = [
		['goals', 'goal', () => world.goals],
		['applications', 'application', () => world.applications],
		['environments', 'environment', () => world.environments],
		['unit_types', 'unit_type', () => world.unit_types],
		['metrics', 'metric', () => world.metrics],
		['experiments', 'experiment', (query = {}) => experiments(world, query)],
	];
	for (const [plural, singular, all] of lists) {
		app.get(`/v1/${plural}`, (request) => page(plural, all(request.query), request.query, settings));
		app.get(`/v1/${plural}/:id`, (request, reply) => {
			const { id } = idParams.parse(request.params);
			const found = all().find((element) => element.id === id);
			return found ? { [singular]: found } : refuse(reply, 404, `${singular} ${id} does not exist`);
		});
	}

	app.post('/v1/goals', (request, reply) => {
		const { name, description } = goalBody.parse(request.body);
		if (named(world.goals, name)) return refuse(reply, 409, `Goal with name "${name}" already exists`);
		return { ok: true, goal: addGoal(world, name, description) };
	});
	app.put('/v1/goals/:id', (request, reply) => {
		const { id } = idParams.parse(request.params);
		const { data } = goalUpdate.parse(request.body);
		const goal = world.goals.find((each) => each.id === id);
		if (!goal) return refuse(reply, 404, `goal ${id} does not exist`);
		const other = data.name ? named(world.goals, data.name) : undefined;
		if (other && other !== goal) return refuse(reply, 409, `Goal with name "${data.name}" already exists`);
		return { ok: true, goal: Object.assign(goal, data) };
	});

	app.get('/auth/current-user', () => ({
		user: { id: 1, email: 'simulator@example.com', first_name: 'Sim', last_name: 'Ulator' },
	}));

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
