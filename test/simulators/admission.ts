import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Names of this machine alone. Another one leads here only by DNS rebinding: a page from elsewhere would be taken for ours. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** A link that somebody follows; what a page fetches or embeds is none. */
const isVisit = ({ method, headers }: FastifyRequest): boolean =>
	method === 'GET' && headers['sec-fetch-dest'] === 'document';

/** Why a request is refused, or undefined. What is no browser sends neither Origin nor Sec-Fetch-Site, and may ask. */
function refusal(request: FastifyRequest): string | undefined {
	const { host = '', origin, 'sec-fetch-site': site } = request.headers;
	if (!LOOPBACK.test(host)) return 'this host is not of this machine: ask 127.0.0.1 or localhost';
	if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
		return 'a page from elsewhere asks';
	if (site === 'cross-site' && !isVisit(request)) return 'a page from elsewhere asks';
	return undefined;
}

/** JSON alone: what a form of any page can send is none. */
const isJson = (type = ''): boolean => type.split(';')[0].trim().toLowerCase() === 'application/json';

/**
 * Who may ask a simulator, on every route that is registered afterwards: programs on this machine, and its own page.
 * Answers 403 to browsers that were led here by another page, 415 to what is no JSON below `/_sim`.
 */
export function admit(app: FastifyInstance): void {
	app.addHook('onRequest', async (request, reply) => {
		const error = refusal(request);
		if (error) return reply.code(403).send({ error });
	});
	app.addHook('preHandler', async (request, reply) => {
		const hasBody = (request.rawBody?.length ?? 0) > 0;
		// the route, as an address may be written in many ways
		const isControl = request.routeOptions.url?.startsWith('/_sim') ?? false;
		if (isControl && hasBody && !isJson(request.headers['content-type']))
			return reply.code(415).send({ error: 'expected application/json' });
	});
}
