import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, invalid, unauthorized } from '../errors';
import type { Json, Workspace } from '../types';

/** What the Developer Hub knows of the app. */
export type App = { clientId: string; clientSecret: string; workspaceId: string };

/** The first is the default; besides these every loopback address may be redirected to. */
const redirectUris = ['http://localhost:5678/rest/oauth2-credential/callback'];

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL stays on this machine. */
export const isLoopback = (url: string) => URL.canParse(url) && loopback.has(new URL(url).hostname);

type Query = { client_id?: string; state?: string; redirect_uri?: string };

/** Where the answer goes, with the state that came; a request of another app or to another place gets none there. */
function redirectOf(query: Query, { clientId }: App): URL {
	const { client_id, state, redirect_uri: redirect = redirectUris[0] } = query;
	if (client_id !== clientId) throw invalid('client_id is unknown', 'client_id');
	if (!isLoopback(redirect) && !redirectUris.includes(redirect))
		throw invalid('redirect_uri is not registered', 'redirect_uri');
	const target = new URL(redirect);
	if (state !== undefined) target.searchParams.set('state', state);
	return target;
}

/** What a person is asked. The buttons post to the page's own address, so its query says once more who asks. */
const consent = ({ clientId, workspaceId }: App) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Authorize access</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }
button { font: inherit; padding: 0.5rem 1rem; margin-right: 0.5rem; }
</style>
<main>
<h1>Authorize access</h1>
<p>The app <strong>${clientId}</strong> wants to use the workspace <strong>${workspaceId}</strong>. It may:</p>
<ul>
<li>Read and write users and companies</li>
<li>Read and write conversations and tickets</li>
<li>Read admins</li>
</ul>
<form method="post">
<button name="answer" value="authorize">Authorize access</button>
<button name="answer" value="deny">Deny</button>
</form>
<p><small>This is the simulator, not Intercom.</small></p>
</main>
</html>
`;

const formOf = ({ rawBody }: FastifyRequest) => Object.fromEntries(new URLSearchParams(rawBody?.toString()));

/** GET and POST /oauth, where a person agrees or denies, and POST /auth/eagle/token; no token is needed: they lead to one. */
export function registerOAuth(scope: FastifyInstance, app: App, current: () => Workspace) {
	scope.get<{ Querystring: Query }>('/oauth', (request, reply) => {
		redirectOf(request.query, app);
		return reply.type('text/html; charset=utf-8').send(consent(app));
	});

	scope.post<{ Querystring: Query }>('/oauth', (request, reply) => {
		const target = redirectOf(request.query, app);
		if (formOf(request).answer === 'authorize') {
			// ends in `=`, which is lost where the callback is not decoded properly
			const code = Buffer.from(randomUUID().slice(0, 25)).toString('base64');
			current().codes.add(code);
			target.searchParams.set('code', code);
		} else {
			// RFC 6749, 4.1.2.1
			target.searchParams.set('error', 'access_denied');
		}
		return reply.redirect(target.href, 303);
	});

	scope.post('/auth/eagle/token', (request) => {
		const workspace = current();
		const body: Json = (request.body as Json | undefined) ?? formOf(request);
		if (body.client_id !== app.clientId || body.client_secret !== app.clientSecret)
			throw unauthorized('Invalid client credentials');
		if (!workspace.codes.delete(String(body.code)))
			throw new ApiError(401, 'unauthorized', 'Unauthorized Code');
		const token = Buffer.from(`tok:${randomUUID()}`).toString('base64');
		workspace.tokens.add(token);
		return { token_type: 'Bearer', token, access_token: token };
	});
}
