import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { name } from '../../package.json';
import { N8nClient, type StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { owner } from '../../playground/credentials';
import { startN8n, type N8n } from '../../playground/n8n';
import { freePort } from '../../playground/ports';
import { productionUrl } from '../../playground/templates';
import { startOutside } from '../e2e/outside';
import { startRegistry } from '../e2e/outside/registry';
import { furnish, startAll, startServices, type Furnished } from '../world';
import { folderOf, type Version } from './installed';

/** An n8n of some version that installed this package as it installs any community package, and both simulators. */
export interface World extends Furnished {
	n8n: N8n;
	/** What the installer found in the package. */
	installedNodes: unknown[];
	/** Publishes it, then points the Intercom simulator's webhook at its trigger; returns that Production URL. */
	publish(workflow: StoredWorkflow): Promise<string>;
	stop(): Promise<void>;
}

/** Starts it on free ports, with npm's registry played on this machine. */
export async function startWorld(version: Version): Promise<World> {
	const folder = folderOf(version);
	return await startAll(async (stops) => {
		const home = mkdtempSync(join(tmpdir(), 'n8n-compat-'));
		stops.push(async () => rmSync(home, { recursive: true, force: true }));
		const registry = startRegistry(home, folder);
		await registry.publish();
		const outside = await startOutside(home, registry.systems);
		stops.push(async () => await outside.close());
		const port = await freePort();
		const env = { ...outside.env, WEBHOOK_URL: `http://127.0.0.1:${port}/` };
		const n8n = await startN8n({ home, env, port, brokerPort: await freePort(), folder });
		stops.push(async () => await n8n.stop());
		const client = new N8nClient(n8n.url);
		await client.logIn(owner);
		const { installedNodes } = await client.call<{ installedNodes: unknown[] }>(
			'POST',
			'/community-packages',
			{ name },
		);
		const services = await startServices(stops);
		const furnished = await furnish(n8n.url, services);
		return {
			...furnished,
			n8n,
			installedNodes,
			async publish(workflow: StoredWorkflow) {
				await furnished.client.publish(workflow.id);
				const url = await productionUrl(furnished.client, workflow);
				await control('PUT', `${services.intercom.url}/_sim/webhook`, { url, topics: ['*'] });
				return url;
			},
		};
	});
}
