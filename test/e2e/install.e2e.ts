import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n8n as parts, name, version } from '../../package.json';
import { checkMainJob } from '../../playground/check';
import { N8nClient, type StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { owner } from '../../playground/credentials';
import { startN8n, type N8n, type N8nOptions } from '../../playground/n8n';
import { nodePath } from '../../playground/node';
import { freePort } from '../../playground/ports';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';
import { mainTemplate, productionUrl, readTemplate } from '../../playground/templates';
import { furnish, startServices, type Furnished, type Stops } from '../world';
import { CommunityNodes } from './communityNodes';
import { Editor } from './editor';
import { startOutside, type Outside } from './outside';
import { npmOf, startRegistry, type Registry } from './outside/registry';

const npm = npmOf();

/** The next patch. */
const later = version.replace(/\d+$/, (patch) => String(Number(patch) + 1));

/** The package's life in an n8n that had never heard of it, by clicks, one after the other. npm's registry is played here. */
describe('n8n’s installer of community nodes', () => {
	const home = mkdtempSync(join(tmpdir(), 'n8n-install-'));
	const stops: Stops = [async () => rmSync(home, { recursive: true, force: true })];
	let registry: Registry;
	let outside: Outside;
	let options: N8nOptions;
	let n8n: N8n;
	let page: CommunityNodes;
	let world: Furnished;
	let workflow: StoredWorkflow;

	beforeAll(async () => {
		registry = startRegistry(home);
		await registry.publish();
		outside = await startOutside(home, registry.systems);
		stops.push(async () => await outside.close());
		const env = { ...outside.env, N8N_VERIFIED_PACKAGES_ENABLED: 'true' };
		options = { home, env, port: await freePort(), brokerPort: await freePort() };
		n8n = await startN8n(options);
		stops.push(async () => await n8n.stop());
		await new N8nClient(n8n.url).logIn(owner);
		page = await CommunityNodes.open(n8n.url, owner);
		stops.push(async () => await page.close());
	});
	afterAll(async () => {
		for (const stop of stops.reverse()) await stop();
	});

	it('installs it, and lists its nodes', async () => {
		await page.install(name);
		const text = await page.installed(version);
		expect(text).toContain(`${name}\n${parts.nodes.length} nodes:`);
		for (const node of ['ABsmartly', 'Intercom Plus', 'Intercom Polling Trigger', 'Intercom Trigger'])
			expect(text).toContain(node);
	});

	it('shows its nodes on the canvas and runs them, without a new start', async () => {
		const editor = await Editor.open(n8n.url);
		try {
			await editor.logIn(owner);
			await editor.newWorkflow();
			expect([...(await editor.searchNodes('ABsmartly')).keys()]).toContain('ABsmartly');
		} finally {
			await editor.close();
		}
		world = await furnish(n8n.url, await startServices(stops));
		workflow = await world.createWorkflow(readTemplate(mainTemplate));
		await world.client.publish(workflow.id);
		const url = await productionUrl(world.client, workflow);
		await control('PUT', `${world.intercom.url}/_sim/webhook`, { url, topics: ['*'] });
		expect((await checkMainJob(world.client, workflow, world)).delivery.status).toBe(200);
	});

	it('has it after a new start', async () => {
		await n8n.stop();
		n8n = await startN8n(options);
		await page.reload();
		await page.installed(version);
		await world.client.whenPublished(workflow.id);
		expect((await checkMainJob(world.client, workflow, world)).delivery.status).toBe(200);
	});

	it('updates it, and what was published runs on', async () => {
		await registry.publish(later);
		await page.reload();
		await page.update();
		expect(await page.installed(later)).toContain(`${parts.nodes.length} nodes:`);
		expect((await checkMainJob(world.client, workflow, world)).delivery.status).toBe(200);
	});

	it('takes it away again', async () => {
		await page.uninstall();
		const client = new N8nClient(n8n.url);
		await client.logIn(owner);
		for (const { type } of workflow.nodes.filter((node) => node.type.startsWith(name)))
			await expect(client.nodeType(type)).rejects.toThrow(`Unrecognized node type: ${type}`);
		expect(readdirSync(join(home, '.n8n', 'nodes', 'node_modules'))).toEqual([]);
	});

	it('asked npm for nothing else', () => {
		// npm looks for a newer npm
		expect(new Set(outside.unknown)).toEqual(new Set([`GET ${npm}/npm`]));
	});

	it('comes alone when npm installs it into an image, as in docs/queue-mode', async () => {
		const cwd = join(home, 'image');
		mkdirSync(cwd);
		const compose = readFileSync(join(root, 'docs/queue-mode/compose.yaml'), 'utf8');
		const [, command] = /npm (install .*)$/m.exec(compose)!;
		const env = { PATH: nodePath(), HOME: home, npm_config_registry: npm, ...outside.env };
		await run('npm', command.split(' '), { cwd, env });
		expect(readdirSync(join(cwd, 'node_modules')).filter((file) => !file.startsWith('.'))).toEqual([name]);
	});
});
