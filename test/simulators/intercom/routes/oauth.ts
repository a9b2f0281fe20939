import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ApiError, invalid, unauthorized } from '../errors';
import type { Json, Workspace } from '../types';

/** What the Developer Hub knows of the app. */
export type App = { clientId: string; clientSecret: string };

/** The first is the default; besides these every loopback address may be redirected to. */
const redirectUris = ['http://localhost:5678/rest/oauth2-credential/callback'];

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL stays on this machine. */
export const isLoopback = (url: string) => URL.canParse(url) && loopback.has(new URL(url).hostname);

/** GET /oauth and POST /auth/eagle/token, which need no token: they lead to one. */
export function registerOAuth(scope: FastifyInstance, app: App, current: () => Workspace) {
	scope.get<{ Querystring: Record<string, string> }>('/oauth', (request, reply) => {
		const { client_id: clientId, state, redirect_uri: redirect = redirectUris[0] } = request.query;
		if (clientId !== app.clientId) throw invalid('client_id is unknown', 'client_id');
		if (!isLoopback(redirect) && !redirectUris.includes(redirect))
			throw invalid('redirect_uri is not registered', 'redirect_uri');
		// ends in `=`, which is lost where the callback is not decoded properly
		const code = Buffer.from(randomUUID().slice(0, 25)).toString('base64');
		current().codes.add(code);
		const target = new URL(redirect);
		target.searchParams.set('code', code);
		if (state !== undefined) target.searchParams.set('state', state);
		return reply.redirect(target.href);
	});

	scope.post('/auth/eagle/token', (request) => {
		const workspace = current();
		const body: Json =
			(request.body as Json | undefined) ??
			Object.fromEntries(new URLSearchParams(request.rawBody?.toString()));
		if (body.client_id !== app.clientId || body.client_secret !== app.clientSecret)
			throw unauthorized('Invalid client credentials');
		if (!workspace.codes.delete(String(body.code)))
			throw new ApiError(401, 'unauthorized', 'Unauthorized Code');
		const token = Buffer.from(`tok:${randomUUID()}`).toString('base64');
		workspace.tokens.add(token);
		return { token_type: 'Bearer', token, access_token: token };
	});
}
