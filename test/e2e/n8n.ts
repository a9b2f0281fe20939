import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient, type StoredWorkflow, type WorkflowDraft } from '../../playground/client';
import { saveCredentials, type Credentials } from '../../playground/credentials';
import { startN8n, type N8n, type N8nOptions } from '../../playground/n8n';
import { freePort } from '../../playground/ports';
import { installPackage, sourceHash } from '../../playground/tarball';
import { prepare, productionUrl } from '../../playground/templates';
import { startAbsmartly, type Absmartly } from '../simulators/absmartly';
import { startIntercom, type Intercom } from '../simulators/intercom';

/** A real n8n with this package from its own tarball, both simulators, an owner logged in, credentials stored. */
export interface World {
	/** The process that runs now; another one after `restart`. */
	n8n: N8n;
	client: N8nClient;
	intercom: Intercom;
	absmartly: Absmartly;
	/** Credentials for the simulators by type, as nodes hold them. */
	credentials: Credentials;
	owner: { email: string; password: string };
	/**
	 * Creates a workflow as the editor imports it: nodes without a credential get the one for the simulators, webhooks
	 * an id. Unpublished.
	 */
	createWorkflow(draft: WorkflowDraft): Promise<StoredWorkflow>;
	/** Publishes it, then points the Intercom simulator's webhook at its trigger; returns that Production URL. */
	publish(workflow: StoredWorkflow): Promise<string>;
	/** The same n8n again on the same home and port, after `stop` or, with `hard`, after `kill`. */
	restart(options?: { hard?: boolean }): Promise<void>;
	/** Ends everything and deletes the home. */
	stop(): Promise<void>;
}

/** Starts a world on free ports with an n8n that has never run before. `env` goes to n8n. Takes 10 to 30 seconds. */
export async function startWorld({ env }: Pick<N8nOptions, 'env'> = {}): Promise<World> {
	const home = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const stops: Array<() => Promise<void>> = [async () => rmSync(home, { recursive: true, force: true })];
	const stop = async () => {
		for (const each of stops.splice(0).reverse()) await each();
	};
	try {
		await installPackage(home, sourceHash());
		const intercom = await startIntercom();
		stops.push(() => intercom.close());
		const absmartly = await startAbsmartly();
		stops.push(() => absmartly.close());
		const options = { home, env, port: await freePort(), brokerPort: await freePort() };
		const n8n = await startN8n(options);
		stops.push(() => world.n8n.stop());

		const client = new N8nClient(n8n.url);
		const owner = { email: 'owner@example.com', password: 'Playground1' };
		const world: World = {
			n8n,
			client,
			intercom,
			absmartly,
			owner,
			credentials: {},
			async createWorkflow(draft) {
				const id = draft.id ?? randomUUID().slice(0, 18);
				return await client.createWorkflow(await prepare(client, draft, id, world.credentials));
			},
			async publish(workflow) {
				await client.publish(workflow.id);
				const url = await productionUrl(client, workflow);
				const body = JSON.stringify({ url, topics: ['*'] });
				const headers = { 'content-type': 'application/json' };
				const answer = await fetch(`${intercom.url}/_sim/webhook`, { method: 'PUT', headers, body });
				if (!answer.ok) throw new Error(`the simulator refused ${url}: ${await answer.text()}`);
				return url;
			},
			async restart({ hard = false } = {}) {
				await (hard ? world.n8n.kill() : world.n8n.stop());
				world.n8n = await startN8n(options);
			},
			stop,
		};
		await client.logIn(owner);
		world.credentials = await saveCredentials(client, { intercom, absmartly });
		return world;
	} catch (error) {
		await stop();
		throw error;
	}
}
