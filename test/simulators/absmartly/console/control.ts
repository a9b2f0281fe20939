import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { nextId, type Experiment } from '../world';
import { isoNow, type Console } from './context';
import { raiseAlert } from './alerts';
import { perform } from './experimentRoutes';
import type { Action } from './lifeCycle';

const id = z.number().int();

const experimentBody = z
	.object({
		name: z.string().min(1),
		display_name: z.string(),
		type: z.enum(['test', 'feature']),
		state: z.enum(['created', 'ready', 'running', 'development', 'full_on', 'stopped']),
		archived: z.boolean(),
		unitType: z.string(),
		applications: z.array(z.string()),
		teams: z.array(id),
		owners: z.array(id),
		tags: z.array(id),
		primary_metric_id: id.nullable(),
		secondary_metrics: z.array(z.object({ metric_id: id, type: z.string() })),
		variants: z.array(z.object({ name: z.string(), config: z.string().nullable() })),
		analysis_type: z.string().nullable(),
		required_alpha: z.string().nullable(),
		start_at: z.string().nullable(),
		stop_at: z.string().nullable(),
		full_on_at: z.string().nullable(),
		full_on_variant: id.nullable(),
		updated_at: z.string(),
	})
	.partial()
	.strict();

const actionBody = z
	.object({
		action: z.enum(['development', 'start', 'stop', 'full_on', 'archive', 'restart']),
		/** Who does it; the first user where nobody is named. */
		user: id.default(1),
		note: z.string().optional(),
		reason: z.string().optional(),
		full_on_variant: id.optional(),
		archive: z.boolean().optional(),
		state: z.enum(['running', 'development']).optional(),
		reshuffle: z.boolean().optional(),
	})
	.strict();

const alertBody = z.object({ type: z.string().min(1), metadata: z.record(z.unknown()).default({}) }).strict();

const userBody = z
	.object({
		role: z.enum(['FullAdmin', 'Contributor', 'Viewer', 'Base User']),
		teams: z.array(id),
		permissions: z.array(z.string()),
		key: z.string().min(1),
	})
	.partial()
	.strict();

const forgeryBody = z.object({ webhook_id: id.optional(), body: z.unknown() }).strict();

const params = z.object({ id: z.coerce.number().int() });

/** One more experiment: running, like the seeded one, where nothing else is said. Nobody is told of it. */
export function addExperiment(
	console: Pick<Console, 'world' | 'clock'>,
	more: Partial<Experiment> = {},
): Experiment {
	const { world } = console;
	const number = nextId(world.experiments);
	const now = isoNow(console);
	const experiment: Experiment = {
		id: number,
		name: `experiment_${number}`,
		description: '',
		archived: false,
		iteration: 1,
		state: 'running',
		environment: 'production',
		unitType: 'user_id',
		applications: ['www'],
		variants: [
			{ name: 'A', config: null },
			{ name: 'B', config: null },
		],
		primary_metric_id: 1,
		teams: [1],
		owners: [1],
		created_at: now,
		updated_at: now,
		start_at: more.state && !['running', 'full_on', 'stopped'].includes(more.state) ? null : now,
		...more,
	};
	world.experiments.push(experiment);
	return experiment;
}

/** What people and health checks do in the real product, below `/_sim`. */
export function registerConsoleControl(app: FastifyInstance, console: Console) {
	const { world, sender } = console;
	const refuse = (reply: FastifyReply, error: unknown, status = 400) => reply.code(status).send({ error });
	const experiment = (from: unknown) => {
		const { id } = params.parse(from);
		return world.experiments.find((each) => each.id === id);
	};

	app.post('/_sim/experiments', (request, reply) => {
		const wanted = experimentBody.safeParse(request.body);
		return wanted.success ? addExperiment(console, wanted.data) : refuse(reply, wanted.error.issues);
	});
	app.post('/_sim/experiments/:id/actions', (request, reply) => {
		const one = experiment(request.params);
		const wanted = actionBody.safeParse(request.body);
		if (!wanted.success) return refuse(reply, wanted.error.issues);
		const { action, user, ...wish } = wanted.data;
		const who = world.users.find(({ id }) => id === user);
		if (!one || !who) return refuse(reply, 'no such experiment or user', 404);
		try {
			return perform(console, one, who, action satisfies Action, wish);
		} catch (error) {
			return refuse(reply, (error as Error).message);
		}
	});
	app.post('/_sim/experiments/:id/alerts', (request, reply) => {
		const one = experiment(request.params);
		const wanted = alertBody.safeParse(request.body);
		if (!wanted.success) return refuse(reply, wanted.error.issues);
		if (!one) return refuse(reply, 'no such experiment', 404);
		return raiseAlert(console, one, wanted.data.type, wanted.data.metadata);
	});
	app.get('/_sim/users', () => world.users);
	app.put('/_sim/users/:id', (request, reply) => {
		const user = world.users.find(({ id }) => id === params.parse(request.params).id);
		const wanted = userBody.safeParse(request.body);
		if (!wanted.success) return refuse(reply, wanted.error.issues);
		return user ? Object.assign(user, wanted.data) : refuse(reply, 'no such user', 404);
	});
	app.get('/_sim/webhooks', () => world.webhooks);
	app.get('/_sim/webhook_events', () => sender.events);
	app.get('/_sim/webhook_deliveries', () => sender.deliveries);
	app.post('/_sim/webhook_deliveries', (request, reply) => {
		const wanted = forgeryBody.safeParse(request.body);
		if (!wanted.success || wanted.data.body === undefined) return refuse(reply, 'expected {"body":…}');
		sender.forge(wanted.data.body, wanted.data.webhook_id);
		return { ok: true };
	});
}
