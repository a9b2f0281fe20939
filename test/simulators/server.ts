import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { admit } from './admission';
import { createClock, type Clock } from './clock';

export type { Clock };

declare module 'fastify' {
	interface FastifyRequest {
		/** The body's exact bytes; `request.body` is undefined where these are not JSON. */
		rawBody?: Buffer;
		/** The fault that this request drew, if any. */
		fault?: Fault;
		/** What `GET /_sim/requests` shows of it. */
		record?: RecordedRequest;
	}
}

/**
 * One request as it arrived: `at` in virtual ms, `path` with its query, `body` as UTF-8 text. `status` is what it was
 * answered, once it was.
 */
export type RecordedRequest = {
	at: number;
	method: string;
	path: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
	status?: number;
};

export interface Simulator<Settings extends { latencyMs: number }> {
	url: string;
	port: number;
	app: FastifyInstance;
	settings: Settings;
	clock: Clock;
	requests: RecordedRequest[];
	/** Still to come. */
	faults: readonly Fault[];
	reset(): void;
	close(): Promise<void>;
}

/** What makes one simulator: its default settings, its routes (in a scope of their own), and how to start afresh. */
export interface Definition<Settings extends { latencyMs: number }> {
	name: string;
	settings: Settings;
	register(app: FastifyInstance, simulator: Simulator<Settings>): void;
	reset(): void;
}

const faultSchema = z
	.object({
		/** By which it can be taken back. */
		name: z.string().optional(),
		match: z.string(),
		times: z.number().int().positive().default(1),
		status: z.number().int().min(200).max(599).optional(),
		headers: z.record(z.string()).default({}),
		body: z.union([z.string(), z.record(z.unknown())]).default(''),
		delayMs: z.number().nonnegative().default(0),
		reset: z.boolean().default(false),
		recordFirst: z.boolean().default(false),
	})
	.strict();
type Fault = z.infer<typeof faultSchema>;

/** A closed port for so many real ms. */
const outageSchema = z.object({ ms: z.number().int().min(1).max(60_000) }).strict();

const clockSchema = z.union([
	z.object({ now: z.string().datetime({ offset: true }) }).strict(),
	z.object({ advanceMs: z.number() }).strict(),
	z.object({}).strict(),
]);

/** `POST /contacts`, `GET /contacts/*`, `*`; the query counts only where the pattern has one. */
function matches(pattern: string, request: FastifyRequest): boolean {
	const url = pattern.includes('?') ? request.url : request.url.split('?')[0];
	const subject = `${request.method} ${url}`;
	return pattern.endsWith('*') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern;
}

function takeFault(faults: Fault[], request: FastifyRequest): Fault | undefined {
	const index = faults.findIndex((fault) => matches(fault.match, request));
	const fault = faults[index];
	if (fault && --fault.times === 0) faults.splice(index, 1);
	return fault;
}

/** Real ms; a closed simulator does not keep the process alive for what still waits. */
const wait = (ms: number) => pause(ms, undefined, { ref: false });

/** Refuses every connection for so many real ms, as a server that is not there. */
function goAway({ server }: FastifyInstance, port: number, ms: number) {
	server.close();
	server.closeAllConnections();
	return setTimeout(() => server.listen(port, '127.0.0.1'), ms).unref();
}

const faultBody = (fault: Fault) =>
	typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body);

const faultHeaders = (fault: Fault) => ({ 'content-type': 'application/json', ...fault.headers });

/** Answers 400 with every unknown or wrongly typed key named; otherwise takes the new values over. */
function changeSettings(settings: object, wanted: unknown, reply: FastifyReply) {
	const known = new Map<string, unknown>(Object.entries(settings));
	const values = z.record(z.unknown()).safeParse(wanted).data ?? {};
	const wrong = Object.keys(values).filter((key) => typeof values[key] !== typeof known.get(key));
	if (wrong.length > 0)
		return reply.code(400).send({ error: `unknown or wrongly typed setting: ${wrong.join(', ')}` });
	return Object.assign(settings, values);
}

/**
 * Starts a simulator on 127.0.0.1 (`port` 0 takes a free one), for this machine alone (`admit`), with the `/_sim` control that all of them share:
 * requests, reset, clock, settings, faults (those still to come are listed, and taken back by name), outage (the port is closed for `ms`). Faults and latency act on the definition's own routes only.
 */
export async function startSimulator<Settings extends { latencyMs: number }>(
	definition: Definition<Settings>,
	port = 0,
): Promise<Simulator<Settings>> {
	const faults: Fault[] = [];
	const clock = createClock();
	let back: NodeJS.Timeout | undefined;
	const app = Fastify({
		bodyLimit: 32 * 1024 * 1024,
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true },
	});
	const simulator: Simulator<Settings> = {
		url: '',
		port,
		app,
		clock,
		settings: structuredClone(definition.settings),
		requests: [],
		faults,
		reset() {
			clock.clear();
			clock.real();
			faults.length = 0;
			simulator.requests.length = 0;
			Object.assign(simulator.settings, structuredClone(definition.settings));
			definition.reset();
		},
		async close() {
			clearTimeout(back);
			clock.clear();
			await app.close();
		},
	};

	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
		request.rawBody = body;
		try {
			done(null, JSON.parse(body.toString('utf8')));
		} catch {
			done(null, undefined);
		}
	});
	app.addHook('onRequest', async (_request, reply) => {
		reply.header('date', new Date(clock.now()).toUTCString());
	});

	admit(app);

	app.register(
		async (control) => {
			control.get('/requests', () => simulator.requests);
			control.post('/reset', () => {
				simulator.reset();
				return { ok: true };
			});
			control.post('/clock', (request, reply) => {
				const wanted = clockSchema.safeParse(request.body ?? {});
				if (!wanted.success)
					return reply.code(400).send({ error: 'expected {"now":ISO}, {"advanceMs":n} or {}' });
				if ('now' in wanted.data) clock.set(wanted.data.now);
				else if ('advanceMs' in wanted.data) clock.advance(wanted.data.advanceMs);
				else clock.real();
				return { now: new Date(clock.now()).toISOString() };
			});
			control.put('/settings', (request, reply) => changeSettings(simulator.settings, request.body, reply));
			control.post('/faults', (request, reply) => {
				const wanted = z.array(faultSchema).safeParse([request.body].flat());
				if (!wanted.success) return reply.code(400).send({ error: wanted.error.issues });
				faults.push(...wanted.data);
				return { pending: faults.length };
			});
			control.post('/outage', (request, reply) => {
				const wanted = outageSchema.safeParse(request.body);
				if (!wanted.success) return reply.code(400).send({ error: 'expected {"ms":1 to 60000}' });
				reply.raw.once('finish', () => {
					clearTimeout(back);
					back = goAway(app, simulator.port, wanted.data.ms);
				});
				return { ok: true };
			});
			control.get('/faults', () => faults);
			control.delete<{ Querystring: { name?: string } }>('/faults', ({ query: { name } }) => {
				const others = name === undefined ? [] : faults.filter((fault) => fault.name !== name);
				faults.splice(0, faults.length, ...others);
				return { pending: faults.length };
			});
		},
		{ prefix: '/_sim' },
	);

	app.addHook('preHandler', async (request, reply) => {
		if (request.url.startsWith('/_sim')) return;
		const { method, url, headers, rawBody } = request;
		const body = rawBody?.toString('utf8') ?? '';
		request.record = { at: clock.now(), method, path: url, headers: { ...headers }, body };
		simulator.requests.push(request.record);
		const fault = (request.fault = takeFault(faults, request));
		if (simulator.settings.latencyMs > 0) await wait(simulator.settings.latencyMs);
		if (!fault || fault.recordFirst) return;
		await wait(fault.delayMs);
		if (fault.reset) {
			reply.hijack();
			request.raw.socket.resetAndDestroy();
		} else if (fault.status) {
			return reply.code(fault.status).headers(faultHeaders(fault)).send(faultBody(fault));
		}
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const fault = request.fault;
		if (!fault?.recordFirst) return payload;
		await wait(fault.delayMs);
		if (fault.reset) request.raw.socket.resetAndDestroy();
		if (!fault.status) return payload;
		reply.code(fault.status).headers(faultHeaders(fault)).removeHeader('content-length');
		return faultBody(fault);
	});
	app.addHook('onResponse', async (request, reply) => {
		// of a connection that was dropped the status is not what anybody saw
		if (request.record && !request.fault?.reset) request.record.status = reply.statusCode;
	});
	app.register(async (scope) => definition.register(scope, simulator));

	try {
		simulator.url = await app.listen({ host: '127.0.0.1', port });
	} catch (error) {
		await app.close();
		const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		throw taken ? new Error(`port ${port} is in use`) : error;
	}
	simulator.port = Number(new URL(simulator.url).port);
	return simulator;
}
