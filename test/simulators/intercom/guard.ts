import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, errorBody, notFound, unauthorized } from './errors';
import type { Workspace } from './types';

const windowMs = 10_000;

const versions = ['2.7', '2.8', '2.9', '2.10', '2.11', '2.12', '2.13', '2.14', '2.15', '2.16'];
const rolling = ['Preview', 'Unstable'];

/** The minor of the version asked for (2.14 is 14), the app's own where none is; Preview counts as the newest. */
export function versionOf(request: FastifyRequest, workspace: Workspace): number {
	const wanted = request.headers['intercom-version'] ?? workspace.settings.appVersion;
	if (rolling.includes(String(wanted))) return 16;
	if (!versions.includes(String(wanted)))
		throw new ApiError(400, 'intercom_version_invalid', `Intercom-Version ${wanted} is invalid`);
	return Number(String(wanted).split('.')[1]);
}

/** 504 for a page of more elements than the setting bears. */
function refuseLargePage({ query, body }: FastifyRequest, { settings: { largestPage } }: Workspace) {
	const { per_page: own, pagination } = (body ?? {}) as {
		per_page?: unknown;
		pagination?: { per_page?: unknown };
	};
	const asked = (query as { per_page?: unknown }).per_page ?? pagination?.per_page ?? own;
	if (largestPage > 0 && Number(asked) > largestPage)
		throw new ApiError(504, 'request_timeout', 'The request took too long');
}

/** Errors in Intercom's envelope, wherever they come from. */
export function speakErrors(scope: FastifyInstance, { settings }: Pick<Workspace, 'settings'>) {
	scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
		const known = error instanceof ApiError;
		const status = known ? error.status : (error.statusCode ?? 500);
		const code = status >= 500 ? 'server_error' : 'client_error';
		const requestId = randomUUID();
		reply.header('x-request-id', requestId);
		if (status >= 500) request.server.log.error(error);
		const told = errorBody(known ? error : { code, message: error.message }, requestId, settings.errorShape);
		return reply.code(status).type(told.type).send(told.body);
	});
}

/**
 * What every API call passes: the rate limit (fixed 10 s windows of virtual time, three headers on each reply), the
 * token, the version, and a body that is JSON. Returns what forgets the calls counted so far.
 */
export function guard(scope: FastifyInstance, current: () => Workspace) {
	let window = { start: 0, used: 0 };
	const refused = new WeakSet<FastifyRequest>();

	scope.addHook('onRequest', async (request, reply) => {
		const { now, settings } = current();
		const start = Math.floor(now() / windowMs) * windowMs;
		if (window.start !== start) window = { start, used: 0 };
		window.used += 1;
		if (window.used > settings.rateLimit) refused.add(request);
		reply.headers({
			'x-ratelimit-limit': settings.rateLimit,
			'x-ratelimit-remaining': Math.max(0, settings.rateLimit - window.used),
			'x-ratelimit-reset': (start + windowMs) / 1000,
		});
	});

	// not before preHandler: a call that is turned away is on record too
	scope.addHook('preHandler', async (request, reply) => {
		const workspace = current();
		const { rateLimit } = workspace.settings;
		if (refused.has(request))
			throw new ApiError(
				429,
				'rate_limit_exceeded',
				`Exceeded rate limit of ${rateLimit} requests in 10 seconds`,
			);
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
		if (!token || !workspace.tokens.has(token)) throw unauthorized();
		reply.header('intercom-version', `2.${versionOf(request, workspace)}`);
		refuseLargePage(request, workspace);
		if (request.rawBody?.length && request.body === undefined)
			throw new ApiError(400, 'bad_request', 'The body is not valid JSON');
	});

	scope.setNotFoundHandler(() => {
		throw notFound('The requested resource was not found');
	});

	return () => {
		window = { start: 0, used: 0 };
	};
}
