import { readTemplate, productionUrl } from '../../playground/templates';
import { until } from '../../playground/until';
import { load, signedBy } from './load';
import { alternate, type Row } from './results';
import { size } from './size';
import { idle, LAZY } from './webhooks';
import { startBench, type BenchWorld } from './world';

/** (i) The main job: signed deliveries over 200 connections become goals in ABsmartly, by the template that ships. */

const CONNECTIONS = 200;
const TEMPLATE = 'intercom-conversation-to-absmartly-goal.json';

async function counted(world: BenchWorld, options: Record<string, number>) {
	const { client, absmartly } = world;
	const { nodes, connections } = readTemplate(TEMPLATE);
	const workflow = await world.createWorkflow({
		name: 'End to End',
		connections,
		nodes: nodes.map((node) =>
			node.type.endsWith('.intercomTrigger')
				? {
						...node,
						parameters: {
							...node.parameters,
							options: { ...(node.parameters.options as object), ...options },
						},
					}
				: node,
		),
	});
	await client.publish(workflow.id);
	const url = await productionUrl(client, workflow);
	return async (amount: number): Promise<number> => {
		const keys = () => new Set(absmartly.goals().map(({ properties }) => properties?.event_key)).size;
		const before = { goals: absmartly.goals().length, keys: keys() };
		const started = performance.now();
		const { others } = await load({
			url,
			connections: Math.min(CONNECTIONS, amount),
			amount,
			signed: (body) => signedBy.intercom(body),
		});
		if (Object.keys(others).length > 0) throw new Error(`Answered otherwise: ${JSON.stringify(others)}`);
		const all = async () => absmartly.goals().length - before.goals >= amount;
		await until(`${amount} goals are in ABsmartly`, all, { seconds: 600, everyMs: 50 });
		const seconds = (performance.now() - started) / 1000;
		await idle(world);
		const [goals, distinct] = [absmartly.goals().length - before.goals, keys() - before.keys];
		if (goals !== amount || distinct !== amount)
			throw new Error(`Of ${amount} events there are ${goals} goals, ${distinct} distinct`);
		return amount / seconds;
	};
}

/** Two servers, one of them idle while the other is measured. */
export async function endToEnd(): Promise<Row[]> {
	const [defaults, lazy] = [await startBench(), await startBench(LAZY)];
	try {
		const amounts = { defaults: size.n / 2, lazyCollecting: size.large || size.n };
		const runs = {
			defaults: await counted(defaults, {}),
			lazyCollecting: await counted(lazy, { collectEvents: 250 }),
		};
		for (const run of Object.values(runs)) await run(50);
		const values = await alternate(size.rounds, {
			defaults: async () => await runs.defaults(amounts.defaults),
			lazyCollecting: async () => await runs.lazyCollecting(amounts.lazyCollecting),
		});
		return Object.entries(values).map(
			([contestant, measured]): Row => ({
				contestant,
				n: CONNECTIONS,
				unit: 'per second',
				values: measured,
				facts: { events: amounts[contestant as keyof typeof amounts] },
			}),
		);
	} finally {
		await defaults.stop();
		await lazy.stop();
	}
}
