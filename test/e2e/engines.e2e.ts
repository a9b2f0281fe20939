import type { INode } from 'n8n-workflow';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { readTemplate } from '../../playground/templates';
import { conversation, notification } from '../intercom/webhook/notifications';
import { startWorld, type World } from './n8n';

/**
 * How often n8n takes one of its expression engines, where it takes them lazily: starting one costs more than all else
 * that a delivery needs. n8n counts them itself (`expression.pool.acquired`).
 */

let world: World;
beforeAll(async () => {
	world = await startWorld({
		env: {
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			N8N_EXPRESSION_ENGINE_OBSERVABILITY_ENABLED: 'true',
			N8N_METRICS: 'true',
		},
	});
});
afterAll(async () => await world?.stop());

async function enginesTaken(): Promise<number> {
	const metrics = await (await fetch(`${world.n8n.url}/metrics`)).text();
	const line = metrics.split('\n').find((each) => /^n8n_expression_pool_acquired\S* \d/.test(each));
	return Number(line?.split(' ')[1]);
}

let sent = 0;
async function deliver(
	url: string,
	{ topic = 'conversation.user.created', secret = 'sim-client-secret' } = {},
) {
	const event = { ...notification(topic, conversation({ id: `e${++sent}` })), id: `notif_e${sent}` };
	const body = Buffer.from(JSON.stringify(event));
	const headers = { 'content-type': 'application/json', 'x-hub-signature': sign(body, secret) };
	return (await fetch(url, { method: 'POST', headers, body })).status;
}

/** How many engines `work` takes, once what n8n does at publishing is over. */
async function taken(work: () => Promise<unknown>): Promise<number> {
	const before = await enginesTaken();
	await work();
	return (await enginesTaken()) - before;
}

const published = async (nodes: INode[], name: string) => {
	const template = readTemplate('intercom-conversation-to-absmartly-goal.json');
	const workflow = await world.createWorkflow({ ...template, name, nodes });
	return { workflow, url: await world.publish(workflow) };
};

it('takes none for a delivery, accepted, ignored or refused, and none for the execution of the goal template', async () => {
	const { nodes } = readTemplate('intercom-conversation-to-absmartly-goal.json');
	const { workflow, url } = await published(nodes, 'Goal');
	await deliver(url);
	await world.client.finishedExecutions(workflow.id, 1);

	const count = await taken(async () => {
		expect(await deliver(url)).toBe(200);
		expect(await deliver(url, { topic: 'conversation.admin.closed' })).toBe(200);
		expect(await deliver(url, { secret: 'wrong' })).toBe(401);
		const ended = await world.client.finishedExecutions(workflow.id, 2);
		expect(ended.map(({ status }) => status)).toEqual(['success', 'success']);
	});
	expect(world.absmartly.goals()).toHaveLength(2);
	expect(count).toBe(0);
	await world.client.unpublish(workflow.id);
});

it('takes one where a parameter is an expression, so that the count can tell', async () => {
	const { nodes } = readTemplate('intercom-conversation-to-absmartly-goal.json');
	const withExpression = nodes.map((node) =>
		node.type.endsWith('.absmartly')
			? {
					...node,
					parameters: {
						...node.parameters,
						goalName: { __rl: true, mode: 'name', value: '={{ $json.topic }}' },
					},
				}
			: node,
	);
	const { workflow, url } = await published(withExpression, 'Expression');
	const count = await taken(async () => {
		await deliver(url);
		await world.client.finishedExecutions(workflow.id, 1);
	});
	expect(count).toBeGreaterThan(0);
});
