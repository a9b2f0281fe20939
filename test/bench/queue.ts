import { productionUrl, mainTemplate, readTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import { watchCpu, type Role } from '../queue/cpu';
import { startQueueWorld } from '../queue/n8n';
import { load, signedBy } from './load';
import type { Row } from './results';
import { size } from './size';
import { LAZY } from './webhooks';

/** (j) Queue mode: what a delivery that becomes a goal costs each kind of process, on PostgreSQL and Redis. */

/** To each of the two webhook processes. */
const CONNECTIONS = 50;
const ROLES: Role[] = ['webhooks', 'workers', 'main', 'PostgreSQL', 'Redis'];

async function eventCost(env: Record<string, string>, options: Record<string, number>) {
	const world = await startQueueWorld({ env });
	try {
		const { nodes, connections } = readTemplate(mainTemplate);
		const workflow = await world.createWorkflow({
			name: 'Goals',
			connections,
			nodes: nodes.map((node) =>
				node.type.endsWith('.intercomTrigger')
					? { ...node, parameters: { ...node.parameters, options } }
					: node,
			),
		});
		await world.client.publish(workflow.id);
		const { pathname } = new URL(await productionUrl(world.client, workflow));
		const send = async (amount: number) => {
			const goals = world.absmartly.goals().length;
			const halves = world.webhooks.map(async ({ n8n }) => {
				const half = { amount: amount / 2, connections: Math.min(CONNECTIONS, amount / 2) };
				const { others } = await load({
					...half,
					url: n8n.url + pathname,
					signed: (body) => signedBy.intercom(body),
				});
				if (Object.keys(others).length > 0) throw new Error(`Answered otherwise: ${JSON.stringify(others)}`);
			});
			await Promise.all(halves);
			const all = async () => world.absmartly.goals().length - goals >= amount;
			await until(`${amount} goals are in ABsmartly`, all, { seconds: 600 });
		};
		await send(20);
		const cpu = watchCpu(world);
		const started = performance.now();
		await send(size.n);
		const seconds = (performance.now() - started) / 1000;
		const used = cpu.stop();
		const ended = await world.executions(workflow.id);
		return { used, rate: size.n / seconds, executions: ended.length };
	} finally {
		await world.stop();
	}
}

export async function queue(): Promise<Row[]> {
	const settings: Record<string, [Record<string, string>, Record<string, number>]> = {
		defaults: [{ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'false' }, {}],
		lazy: [LAZY, {}],
		lazyCollecting: [LAZY, { collectEvents: 250 }],
	};
	const rows: Row[] = [];
	for (const [contestant, [env, options]] of Object.entries(settings)) {
		const { used, rate, executions } = await eventCost(env, options);
		const each = ROLES.map((role): [Role, number] => [role, (used[role] ?? 0) / size.n]);
		rows.push({
			contestant,
			n: size.n,
			unit: 'CPU ms an event',
			values: [each.reduce((sum, [, ms]) => sum + ms, 0)],
			facts: {
				...Object.fromEntries(each.map(([role, ms]) => [`${role} ms`, Number(ms.toFixed(1))])),
				executions,
				'events a second': Number(rate.toFixed(1)),
			},
		});
		console.log(`  ${contestant}: ${JSON.stringify(rows.at(-1)?.facts)}`);
	}
	return rows;
}
