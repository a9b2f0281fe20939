import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { n8n as parts } from '../../package.json';
import { checkMainJob } from '../../playground/check';
import type { StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { mainTemplate, readTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { cases, files } from '../intercom/resources/cases';
import { seedExamples } from '../intercom/resources/seeded';
import { conversation, notification } from '../intercom/webhook/notifications';
import { version } from './installed';
import { check, writeResults } from './results';
import { inARow, itemsOf, node, ranAs, runs, sideBySide } from './workflows';
import { startWorld, type World } from './world';

const ALAN = '6961000000000000000000a2';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const getContact: INodeParameters = { resource: 'contact', operation: 'get', contact_id: byId(ALAN) };

/** What this package does in a real n8n of another version, through its own community-node installer. */
describe(`n8n ${version}`, () => {
	let world: World;
	let main: StoredWorkflow;
	let url: string;

	beforeAll(async () => {
		world = await startWorld(version);
		main = await world.createWorkflow(readTemplate(mainTemplate));
	});
	afterAll(async () => {
		await world?.stop();
		writeResults();
	});

	const post = async (body: Buffer, signature = sign(body, 'sim-client-secret')) =>
		await fetch(url, {
			method: 'POST',
			body: new Uint8Array(body),
			headers: { 'content-type': 'application/json', 'x-hub-signature': signature },
		});
	let ids = 0;
	const started = () =>
		Buffer.from(
			JSON.stringify({
				...notification('conversation.user.created', conversation({ id: `c${++ids}` })),
				id: `notif_compat-${ids}`,
			}),
		);
	const faults = async (service: { url: string }, ...list: IDataObject[]) =>
		await control('POST', `${service.url}/_sim/faults`, list);

	check('Installed as a community node: all nodes, with their icons', async () => {
		for (const name of ['absmartly', 'intercomPlus', 'intercomPollingTrigger', 'intercomTrigger']) {
			const type = await world.client.nodeType(
				`n8n-nodes-intercom-absmartly.${name}`,
				name.endsWith('Trigger') ? 2 : 1,
			);
			const { light, dark } = type.iconUrl as { light: string; dark: string };
			for (const path of [light, dark])
				expect((await fetch(`${world.n8n.url}/${path}`)).headers.get('content-type')).toMatch('svg');
		}
		const [installed] = await world.client.call<Array<{ installedNodes: unknown[] }>>(
			'GET',
			'/community-packages',
		);
		expect(installed.installedNodes).toHaveLength(parts.nodes.length);
	});

	check('The main job: a conversation becomes a goal', async () => {
		url = await world.publish(main);
		expect((await checkMainJob(world.client, main, world)).delivery.status).toBe(200);
	});

	check('A delivery without the right signature gets 401 and no execution', async () => {
		const before = (await world.client.executions(main.id)).length;
		expect((await post(started(), 'sha1=0000000000000000000000000000000000000000')).status).toBe(401);
		expect((await post(started())).status).toBe(200);
		expect(await world.client.finishedExecutions(main.id, before + 1)).toHaveLength(before + 1);
	});
});
