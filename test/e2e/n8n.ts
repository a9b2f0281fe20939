import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { startN8n, type N8n, type N8nOptions } from '../../playground/n8n';
import { freePort } from '../../playground/ports';
import { installPackage, sourceHash } from '../../playground/tarball';
import { productionUrl } from '../../playground/templates';
import { furnish, startAll, startServices, type Furnished, type Services, type Stops } from '../world';

/** A real n8n with this package from its own tarball, both simulators, an owner logged in, credentials stored. */
export interface World extends Furnished {
	/** The process that runs now; another one after `restart`. */
	readonly n8n: N8n;
	/** Publishes it, then points the Intercom simulator's webhook at its trigger; returns that Production URL. */
	publish(workflow: StoredWorkflow): Promise<string>;
	/** The same n8n again on the same home and port, after `stop` or, with `hard`, after `kill`. */
	restart(options?: { hard?: boolean }): Promise<void>;
	/** Ends everything and deletes the home. */
	stop(): Promise<void>;
}

type WorldOptions = Pick<N8nOptions, 'env'> & {
	/** Starts the simulators, and pushes what ends them. */
	services?: (stops: Stops) => Promise<Services>;
};

/** Starts a world on free ports with an n8n that has never run before. `env` goes to n8n. Takes 10 to 30 seconds. */
export async function startWorld({
	env,
	services: startThem = startServices,
}: WorldOptions = {}): Promise<World> {
	return await startAll(async (stops) => {
		const home = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		stops.push(async () => rmSync(home, { recursive: true, force: true }));
		await installPackage(home, sourceHash());
		const services = await startThem(stops);
		const options = { home, env, port: await freePort(), brokerPort: await freePort() };
		let n8n = await startN8n(options);
		stops.push(() => n8n.stop());
		const furnished = await furnish(n8n.url, services);
		return {
			...furnished,
			get n8n() {
				return n8n;
			},
			async publish(workflow: StoredWorkflow) {
				await furnished.client.publish(workflow.id);
				const url = await productionUrl(furnished.client, workflow);
				await control('PUT', `${services.intercom.url}/_sim/webhook`, { url, topics: ['*'] });
				return url;
			},
			async restart({ hard = false } = {}) {
				await (hard ? n8n.kill() : n8n.stop());
				n8n = await startN8n(options);
			},
		};
	});
}
