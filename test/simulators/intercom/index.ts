import type { FastifyInstance } from 'fastify';
import { startSimulator, type Simulator } from '../server';
import { registerControl } from './control';
import { guard, speakErrors, versionOf } from './guard';
import { FILES } from './replaying/routes';
import { routes } from './routes';
import { registerOAuth } from './routes/oauth';
import { factOf, minorOf } from '../../facts/requests';
import { isObject } from './body';
import { notFound } from './errors';
import type { IntercomSettings, Workspace } from './types';
import { Webhooks } from './webhooks';
import { createWorkspace, quietly } from './workspace';

export type { Delivery } from './webhooks';
export type { IntercomSettings, Workspace } from './types';
export * as conversationActs from './acts';
export * as contactActs from './contactActs';
export * as companyActs from './companyActs';
export * as ticketActs from './ticketActs';
export { trackEvent } from './eventActs';

type Identity = { accessToken: string; clientId: string; clientSecret: string; workspaceId: string };

/**
 * A running Intercom: its address, what the credential needs, and the control of every simulator.
 *
 * `workspace()` is the way past HTTP, for tests that change thousands of objects: the workspace of the moment (a reset
 * makes a new one, so ask again), to be handed to the acts of this module, `conversationActs.contactStarts(workspace,
 * contact, 'Hello')`. What they do is at once in REST and, as far as `searchLagMs` allows, in search; whoever
 * subscribed is notified, unless it is `workspace({ silent: true })` that they were handed.
 */
export type IntercomSimulator = Simulator<IntercomSettings> &
	Identity & { workspace(options?: { silent?: boolean }): Workspace };
export type { IntercomSimulator as Intercom };

const defaults: IntercomSettings = {
	rateLimit: 1666,
	searchLagMs: 0,
	timezone: 'UTC',
	appVersion: '2.14',
	latencyMs: 0,
	answerDelayMs: 0,
	paging: 'stable',
	unrated: 'null',
	exportChecks: 2,
	exportEnd: 'complete',
	largestPage: 0,
	errorShape: 'list',
	lastScrollParam: true,
};

/**
 * Starts an Intercom workspace on loopback: REST API, OAuth and webhooks over real HTTP, all state in memory.
 * `port` 0 takes a free one; `pages` adds routes of its own, which belong under `/_sim`.
 */
export async function startIntercom(
	options: Partial<Identity> & { port?: number; pages?: (app: FastifyInstance) => void } = {},
): Promise<IntercomSimulator> {
	const { port = 0, pages, ...given } = options;
	const identity: Identity = {
		accessToken: 'sim-intercom-token',
		clientId: 'sim-client-id',
		clientSecret: 'sim-client-secret',
		workspaceId: 'abc123de',
		...given,
	};
	let reset = () => {};
	let current: () => Workspace;
	const simulator = await startSimulator<IntercomSettings>(
		{
			name: 'Intercom',
			settings: defaults,
			reset: () => reset(),
			register(app, { clock, settings }) {
				const webhooks = new Webhooks(identity, clock, settings);
				const fresh = () =>
					createWorkspace({
						id: identity.workspaceId,
						accessToken: identity.accessToken,
						settings,
						now: () => clock.now(),
						at: (ms, action) => void clock.at(ms, action),
						emit: (topic, item) => webhooks.notify(topic, item),
					});
				let workspace = fresh();
				current = () => workspace;
				speakErrors(app, { settings });
				registerControl(app, current, webhooks);
				registerOAuth(app, identity, current);
				pages?.(app);
				app.get(`${FILES}/:name`, (_request, reply) => reply.type('audio/mpeg').send(Buffer.from('ID3')));
				app.register(async (api) => {
					const forget = guard(api, current);
					mount(api, current);
					reset = () => {
						webhooks.reset();
						forget();
						workspace = fresh();
					};
				});
			},
		},
		port,
	);
	const close = simulator.close;
	return Object.assign(simulator, identity, {
		workspace: ({ silent = false } = {}) => (silent ? quietly(current()) : current()),
		async close() {
			reset();
			await close();
		},
	});
}

/** The minor that first has it; what 2.14 has is taken to be in those before it, what none describes is OAuth's. */
const firstWith = (route: string): number => {
	const minor = minorOf(factOf(route, 14)?.since ?? '2.14');
	return minor > 14 ? minor : 0;
};

/** Puts every route of the table behind its path, as a call on the current workspace. */
function mount(api: Parameters<typeof guard>[0], current: () => Workspace) {
	for (const [route, handler] of Object.entries(routes)) {
		const [method, path] = route.split(' ');
		const since = firstWith(route);
		api.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
			method,
			url: path,
			async handler(request, reply) {
				const { params, query, body } = request;
				const workspace = current();
				const look = { version: versionOf(request, workspace), plaintext: query.display_as === 'plaintext' };
				if (look.version < since) throw notFound('The requested resource was not found');
				const url = new URL(request.url, `http://${request.headers.host}`);
				return handler({ workspace, params, query, body: isObject(body) ? body : {}, url, look, reply });
			},
		});
	}
}
