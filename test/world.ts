import { randomUUID } from 'node:crypto';
import { N8nClient, type StoredWorkflow, type WorkflowDraft } from '../playground/client';
import { owner, saveCredentials, type Credentials } from '../playground/credentials';
import { prepare } from '../playground/templates';
import { startAbsmartly, type Absmartly } from './simulators/absmartly';
import { startIntercom, type Intercom } from './simulators/intercom';

/** How to end what was started; run in reverse. */
export type Stops = Array<() => Promise<unknown>>;

export interface Services {
	intercom: Intercom;
	absmartly: Absmartly;
}

/** What tests find in every n8n: an owner logged in, both simulators, credentials for them. */
export interface Furnished extends Services {
	client: N8nClient;
	/** Credentials for the simulators by type, as nodes hold them. */
	credentials: Credentials;
	/**
	 * Creates a workflow as the editor imports it: nodes without a credential get the one for the simulators, webhooks
	 * an id. Unpublished.
	 */
	createWorkflow(draft: WorkflowDraft): Promise<StoredWorkflow>;
}

/**
 * What `start` makes, with a `stop` that ends everything `start` pushed on `stops`, the last first. If `start` fails,
 * what it had started is ended too.
 */
export async function startAll<T extends object>(
	start: (stops: Stops) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
	const stops: Stops = [];
	const stop = async () => {
		for (const each of stops.splice(0).reverse()) await each();
	};
	try {
		return Object.assign(await start(stops), { stop });
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Both simulators on free ports. */
export async function startServices(stops: Stops): Promise<Services> {
	const intercom = await startIntercom();
	stops.push(() => intercom.close());
	const absmartly = await startAbsmartly();
	stops.push(() => absmartly.close());
	return { intercom, absmartly };
}

/** Logs in to the n8n at `url` and stores credentials for the simulators there. */
export async function furnish(url: string, services: Services): Promise<Furnished> {
	const client = new N8nClient(url);
	await client.logIn(owner);
	const credentials = await saveCredentials(client, services);
	return {
		...services,
		client,
		credentials,
		async createWorkflow(draft) {
			const id = draft.id ?? randomUUID().slice(0, 18);
			return await client.createWorkflow(await prepare(client, draft, id, credentials));
		},
	};
}
