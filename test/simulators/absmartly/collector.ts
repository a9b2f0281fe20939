import { SDK } from '@absmartly/javascript-sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../server';
import { ingest, type Origin } from './ingest';
import { lenient, strict, toMessages, type Message, type PublishRequest } from './schema';
import { forSdk, type World } from './world';

/** What the collector reads while it serves: the key, the settings of the moment, the time. */
export type CollectorOptions = {
	apiKey: string;
	settings: {
		autoCreateGoals: boolean;
		strictTimestamps: boolean;
		/** The application and its version are required, as the specification says; Segment sends neither. */
		strictHeaders: boolean;
		/** A body with a goal of this name is refused; none where blank. */
		refusedGoal: string;
		/** Whether the rest of a body that is refused for one of its goals is recorded all the same. */
		recordsRest: boolean;
	};
	clock: Pick<Clock, 'now'>;
};

type ContextData = Exclude<Parameters<SDK['createContextWith']>[1], Promise<unknown>>;

const headersSchema = z.object({
	'x-agent': z.string().min(1),
	'x-environment': z.string().min(1),
	'x-application': z.string().optional(),
	'x-application-version': z.string().regex(/^\d+$/, 'must be an integer').optional(),
});

const allHeaders = headersSchema.required({ 'x-application': true, 'x-application-version': true });

const contextQuery = z.object({ application: z.string().optional(), environment: z.string().optional() });

const refuse = (reply: FastifyReply, message: string) => reply.code(400).send({ code: 400, message });

function running(world: World, { application, environment }: z.infer<typeof contextQuery>) {
	return world.experiments.filter(
		(experiment) =>
			['running', 'full_on'].includes(experiment.state) &&
			!experiment.archived &&
			(!environment || experiment.environment === environment) &&
			(!application || experiment.applications.includes(application)),
	);
}

/** The official SDK decides the variants, so that they are those that a website with the SDK would show. */
function assign(experiments: Array<ReturnType<typeof forSdk>>, units: Record<string, string>) {
	const keys = { apiKey: '-', endpoint: '-', environment: '-', application: '-' };
	// The SDK's type also asks for what it works out itself
	const data = { experiments } as object as ContextData;
	const seen: Array<{ name: string; variant: number; assigned: boolean; eligible: boolean }> = [];
	const context = new SDK(keys).createContextWith({ units }, data, {
		publishDelay: -1,
		eventLogger: (_context, event, exposure) => {
			if (event === 'exposure') seen.push(exposure as (typeof seen)[number]);
		},
	});
	for (const { name } of experiments) context.treatment(name);
	return experiments.flatMap(({ id, iteration, name, variants }, index) => {
		const { variant, assigned, eligible } = seen[index];
		return assigned ? [{ id, iteration, name, variant, eligible, config: variants[variant].config }] : [];
	});
}

/** The collector's routes, as far as clients see them. */
export function registerCollector(app: FastifyInstance, world: World, options: CollectorOptions) {
	app.get('/v1/healthy', (_request, reply) => reply.send());

	// Without a key, because that is how the SDKs of today ask for it
	app.get('/v1/context', (request) => {
		const filter = contextQuery.parse(request.query);
		return { experiments: running(world, filter).map(forSdk) };
	});

	app.register(async (scope) => {
		scope.addHook('preHandler', async (request, reply) => {
			if (request.headers['x-api-key'] !== options.apiKey) return reply.code(401).send();
		});
		scope.get('/v1/context/authed', (request, reply) =>
			request.headers['x-environment'] ? { ok: true } : refuse(reply, 'x-environment: Required'),
		);
		scope.register(async (inner) => registerWithHeaders(inner, world, options));
	});
}

function registerWithHeaders(app: FastifyInstance, world: World, options: CollectorOptions) {
	const bodies = () => (options.settings.strictTimestamps ? strict : lenient);

	function origin(request: FastifyRequest): Origin {
		const headers = headersSchema.parse(request.headers);
		return {
			agent: headers['x-agent'],
			environment: headers['x-environment'],
			application: headers['x-application'] || null,
			receivedAt: options.clock.now(),
		};
	}

	/** What is refused of a body, by its place in it. */
	const refusals = (requests: PublishRequest[]): Message[] =>
		requests.flatMap(({ goals = [] }, batchIndex) =>
			goals.flatMap(({ name }, eventIndex) =>
				name !== '' && name === options.settings.refusedGoal
					? [{ batchIndex, eventIndex, subject: 'goal', message: `goal "${name}" is not accepted` }]
					: [],
			),
		);

	function publish(requests: PublishRequest[], request: FastifyRequest, reply: FastifyReply) {
		const from = origin(request);
		const errors = refusals(requests);
		if (errors.length > 0) {
			const refused = new Set(errors.map(({ batchIndex }) => batchIndex));
			for (const [index, each] of requests.entries())
				if (options.settings.recordsRest && !refused.has(index))
					ingest(world, each, index, from, options.settings.autoCreateGoals);
			return reply.code(400).send({ ok: false, errors });
		}
		const warnings = requests.flatMap((each, index) =>
			ingest(world, each, index, from, options.settings.autoCreateGoals),
		);
		return warnings.length > 0 ? { ok: true, warnings } : { ok: true };
	}

	app.addHook('preHandler', async (request, reply) => {
		const schema = options.settings.strictHeaders ? allHeaders : headersSchema;
		const headers = schema.safeParse(request.headers);
		if (!headers.success) {
			const [{ path, message }] = headers.error.issues;
			return refuse(reply, `${path.join('.')}: ${message}`);
		}
		if (request.method === 'GET') return;
		if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
			return refuse(reply, 'content-type must be application/json');
		if (request.body === undefined || request.body === null) return refuse(reply, 'the body is not JSON');
	});

	// One wrong element refuses the whole body
	app.setErrorHandler((error, _request, reply) => {
		if (!(error instanceof z.ZodError)) throw error;
		return reply.code(400).send({ ok: false, errors: toMessages(error) });
	});

	const publishOne = (request: FastifyRequest, reply: FastifyReply) =>
		publish([bodies().publish.parse(request.body)], request, reply);
	app.put('/v1/context', publishOne);
	app.post('/v1/context/publish', publishOne);
	app.put('/v1/context/batch', (request, reply) =>
		publish(bodies().batch.parse(request.body).requests, request, reply),
	);

	app.post('/v1/context', (request) => {
		const { units } = bodies().assign.parse(request.body);
		const { application, environment } = origin(request);
		const experiments = running(world, { application: application ?? undefined, environment }).map(forSdk);
		// The SDK takes no blank uid
		const named = units.filter(({ uid }) => uid.trim() !== '');
		const uids = Object.fromEntries(named.map(({ type, uid }) => [type, uid]));
		return { units, assignments: assign(experiments, uids) };
	});

	app.get('/v1/experiment', (request) => {
		const { application, environment } = origin(request);
		const filter = { application: application ?? undefined, environment };
		return { ok: true, experiments: running(world, filter).map(forSdk) };
	});
}
