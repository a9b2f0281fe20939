import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { startAbsmartly, type Absmartly } from '../test/simulators/absmartly';
import { obstacle } from '../test/simulators/absmartly/metrics';
import { hashUid } from '../test/simulators/absmartly/world';
import { startIntercom, type Delivery, type Intercom } from '../test/simulators/intercom';
import { toText } from '../test/simulators/intercom/html';
import { findContact } from '../test/simulators/intercom/workspace';
import type { RecordedRequest } from '../test/simulators/server';
import type { N8nClient, Owner } from './client';
import { control } from './control';
import { secrets } from './credentials';
import { attemptKey, Executions } from './executions';
import { root } from './tarball';

/** Where the page is, on the Intercom simulator. */
export const pagePath = '/_sim/page';

/** Where the page leads to in n8n, and how to log in there. */
type Links = Owner & { workflows: string; executions: string };

/** What is told of beside the simulators' own state. */
type State = {
	/** When the simulators were started, in ms: another one, and a page that was left open begins anew. */
	readonly run: number;
	/** The webhook's address at first, which the page leads back to. */
	firstWebhook: string | null;
	/** The n8n that the page looks into. */
	shown?: { links: Links; executions: Executions };
};

export interface SimulatorsWithPage {
	intercom: Intercom;
	absmartly: Absmartly;
	/** The page's address. */
	page: string;
	/** From now on the page leads to this n8n. */
	show(client: N8nClient, owner: Owner): void;
}

const files = {
	[pagePath]: { file: 'index.html', type: 'text/html; charset=utf-8' },
	[`${pagePath}/page.css`]: { file: 'page.css', type: 'text/css; charset=utf-8' },
	[`${pagePath}/page.js`]: { file: 'page.js', type: 'text/javascript; charset=utf-8' },
};

/** Nothing from elsewhere, and no script but the page's own file. */
const policy =
	"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** So many of each list are shown. */
const most = 30;

const latest = <Row>(rows: Row[]) => rows.slice(-most).reverse();

const call = (system: string, { at, method, path, status }: RecordedRequest) => ({
	system,
	at,
	method,
	path,
	status: status ?? null,
});

/** What is said in the customer's latest conversation, the oldest first; undefined while there is none. */
function conversationOf({ conversations, tags: names }: ReturnType<Intercom['workspace']>, contact: string) {
	const conversation = [...conversations.values()]
		.filter(({ contacts }) => contacts.includes(contact))
		.at(-1);
	if (!conversation) return undefined;
	const { id, source, state, rating, tags, parts } = conversation;
	const said = [source, ...parts].filter(({ body }) => body);
	return {
		id,
		state,
		rating: rating?.rating ?? null,
		tags: tags.map(({ id }) => names.get(id)?.name ?? id),
		said: said.map(({ body, author }) => ({
			by: author.type === 'admin' || author.type === 'bot' ? 'team' : 'customer',
			name: author.name ?? author.email ?? 'Customer',
			text: toText(body ?? ''),
		})),
	};
}

/** Everything that the page shows at this moment, the newest first; `customer` is an external id. Times in ms. */
async function now(
	{ intercom, absmartly }: Pick<SimulatorsWithPage, 'intercom' | 'absmartly'>,
	state: State,
	customer: string,
) {
	const workspace = intercom.workspace();
	const { world } = absmartly;
	const contact = findContact(workspace, { external_id: customer });
	const deliveries = latest(await control<Delivery[]>('GET', `${intercom.url}/_sim/deliveries`));
	const webhook = await control<{ subscription: { url: string } | null }>(
		'GET',
		`${intercom.url}/_sim/webhook`,
	);
	const url = webhook.subscription?.url ?? null;
	state.firstWebhook ??= url;
	const { run, firstWebhook, shown } = state;
	const executions = await shown?.executions.byAttempt();
	const goals = latest(world.events).map((event) => ({
		name: event.goal_name,
		uid: event.uid,
		at: event.event_at,
		properties: event.properties ?? {},
		obstacle: obstacle(event, world) ?? null,
	}));
	return {
		run,
		links: shown?.links ?? null,
		webhook: url,
		firstWebhook,
		conversation: contact ? (conversationOf(workspace, contact.id) ?? null) : null,
		tickets: contact
			? [...workspace.tickets.values()].filter(({ contacts }) => contacts.includes(contact.id)).length
			: 0,
		exposed: world.exposures.some(({ unit_uid }) => unit_uid === hashUid(customer)),
		goalsOfCustomer: world.events.filter(({ uid }) => uid === customer).length,
		deliveries: deliveries.map((each) => ({
			...each,
			execution: executions?.get(attemptKey(each.notificationId, each.attempt)) ?? null,
		})),
		calls: [
			...latest(intercom.requests).map((each) => call('Intercom', each)),
			...latest(absmartly.requests).map((each) => call('ABsmartly', each)),
		]
			.sort((one, other) => other.at - one.at)
			.slice(0, most),
		goals,
		metrics: absmartly.metrics(),
		faults: [...intercom.faults, ...absmartly.faults],
		answerDelayMs: intercom.settings.answerDelayMs,
	};
}

/**
 * Starts both simulators on 127.0.0.1 with the playground's page in front: it is served by the Intercom simulator and
 * reaches ABsmartly's control through it, so that no browser has to ask across origins. Ports of 0 take free ones.
 */
export async function startSimulators(ports: {
	intercom: number;
	absmartly: number;
}): Promise<SimulatorsWithPage> {
	const absmartly = await startAbsmartly({
		port: ports.absmartly,
		apiKey: secrets.apiKey,
		consoleKey: secrets.consoleApiKey,
	});
	const state: State = { run: Date.now(), firstWebhook: null };
	const pages = (app: FastifyInstance) => {
		for (const [url, { file, type }] of Object.entries(files)) {
			const text = readFileSync(join(root, 'playground/page', file), 'utf8');
			app.get(url, (_request, reply) =>
				reply
					.type(type)
					.header('content-security-policy', policy)
					.header('cache-control', 'no-cache')
					.send(text),
			);
		}
		app.get<{ Querystring: { customer?: string } }>(`${pagePath}/now`, ({ query }) =>
			now({ intercom, absmartly }, state, query.customer ?? ''),
		);
		app.route<{ Params: { '*': string } }>({
			method: ['POST', 'DELETE'],
			url: `${pagePath}/absmartly/*`,
			async handler({ method, params, url, rawBody }, reply) {
				const { search } = new URL(url, absmartly.url);
				const answer = await fetch(`${absmartly.url}/_sim/${params['*']}${search}`, {
					method,
					...(rawBody && {
						headers: { 'content-type': 'application/json' },
						body: new Uint8Array(rawBody),
					}),
				});
				return reply
					.code(answer.status)
					.type('application/json')
					.send(await answer.text());
			},
		});
	};
	const intercom: Intercom = await startIntercom({ port: ports.intercom, ...secrets, pages }).catch(
		async (error) => {
			await absmartly.close();
			throw error;
		},
	);
	return {
		intercom,
		absmartly,
		page: `${intercom.url}${pagePath}`,
		show(client, owner) {
			const home = `${client.url}/home`;
			const links = { ...owner, workflows: `${home}/workflows`, executions: `${home}/executions` };
			state.shown = { links, executions: new Executions(client) };
		},
	};
}
