import { productionUrl } from '../../playground/templates';
import { until } from '../../playground/until';
import { load, signedBy, TOPIC, type Signed } from './load';
import { alternate, type Row } from './results';
import { size } from './size';
import { startBench, usage, type BenchWorld } from './world';
import { behind, intercomTrigger, type Measured } from './workflows';

/** (e) Webhooks of 2 KB accepted a second and n8n's CPU for each, at n8n's defaults and with engines taken lazily. */

export const LAZY = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

/** Waits until no execution is under way. */
export const idle = async ({ client }: BenchWorld) => {
	const filter = JSON.stringify({ status: ['new', 'running'] });
	const path = `/executions?${new URLSearchParams({ filter, limit: '1' })}`;
	const none = async () => (await client.call<{ results: unknown[] }>('GET', path)).results.length === 0;
	await until('no execution is under way', none, { seconds: 300, everyMs: 100 });
};

type Contestant = { name: string; url: string; signed: Signed; topic?: string; status?: number };

async function contestants(world: BenchWorld): Promise<Contestant[]> {
	const { client, stub } = world;
	await stub.begin({ latencyMs: 0 });
	const github = await world.credential({
		name: 'Stub',
		type: 'githubApi',
		data: { server: stub.url, user: 'bench', accessToken: 'a-token' },
	});
	const named = (value: string) => ({ __rl: true, mode: 'name', value });
	const published = async (name: string, trigger: Measured): Promise<string> =>
		await productionUrl(client, await world.workflow(behind(`webhooks-${name}`, trigger)));
	await world.workflow(
		behind('webhooks-bare', {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { httpMethod: 'POST', path: 'bare', options: {} },
		}),
	);
	const hub = await published('githubTrigger', {
		type: 'n8n-nodes-base.githubTrigger',
		parameters: { owner: named('bench'), repository: named('bench'), events: ['issues'], options: {} },
		credentials: github,
	});
	const { hookSecret } = await stub.counted();
	const ours = await published('ours', intercomTrigger({ topics: [TOPIC] }));
	const collecting = intercomTrigger({ topics: [TOPIC], options: { collectEvents: 250 } });
	const signed = signedBy.intercom;
	return [
		// its path is an expression, which only n8n resolves
		{ name: 'webhook', url: `${client.url}/webhook/bare`, signed: () => ({}) },
		{ name: 'githubTrigger', url: hub, signed: (body) => signedBy.github(body, hookSecret) },
		{ name: 'ours', url: ours, signed: (body) => signed(body) },
		{
			name: 'oursCollecting',
			url: await published('collecting', collecting),
			signed: (body) => signed(body),
		},
		{ name: 'oursIgnoring', url: ours, signed: (body) => signed(body), topic: 'conversation.admin.closed' },
		{ name: 'oursRefusing', url: ours, signed: (body) => signed(body, 'wrong'), status: 401 },
	];
}

/** So many connections, deliveries of a round and rounds; for whom, if not for those that start executions. */
type Plan = { connections: number; amount: number; rounds: number; also?: string[] };

const EXECUTING = ['webhook', 'githubTrigger', 'ours', 'oursCollecting'];

async function measure(world: BenchWorld, plans: Plan[]): Promise<Row[]> {
	const all = await contestants(world);
	for (const { name, ...warm } of all) {
		await load({ ...warm, connections: 5, amount: 20 });
		await idle(world);
		console.log(`  ${name} is warm`);
	}
	const rows: Row[] = [];
	for (const { connections, amount, rounds, also = [] } of plans) {
		const chosen = all.filter(({ name }) => [...EXECUTING, ...also].includes(name));
		const spent: Record<string, number[]> = {};
		const longest: Record<string, number> = {};
		const otherwise: Record<string, Record<string, number>> = {};
		const runs = chosen.map(({ name, ...rest }) => [
			name,
			async () => {
				const { cpuMs } = usage(world.n8n.pid);
				const { rate, longestMs, others } = await load({ ...rest, connections, amount });
				await idle(world);
				(spent[name] ??= []).push((usage(world.n8n.pid).cpuMs - cpuMs) / amount);
				longest[name] = Math.max(longest[name] ?? 0, longestMs);
				for (const [status, count] of Object.entries(others))
					otherwise[name] = { ...otherwise[name], [status]: (otherwise[name]?.[status] ?? 0) + count };
				return rate;
			},
		]);
		const rates = await alternate(rounds, Object.fromEntries(runs) as Record<string, () => Promise<number>>);
		for (const [contestant, values] of Object.entries(rates)) {
			const facts = {
				deliveries: amount,
				'longest wait ms': longest[contestant],
				'answered otherwise':
					Object.entries(otherwise[contestant] ?? {})
						.map(([status, count]) => `${count} × ${status}`)
						.join(' and ') || 0,
			};
			rows.push({ contestant, n: connections, unit: 'per second', values, facts });
			rows.push({ contestant, n: connections, unit: 'CPU ms a webhook', values: spent[contestant] });
		}
	}
	return rows;
}

/** At n8n's defaults. */
export const webhooks = async (world: BenchWorld): Promise<Row[]> =>
	await measure(world, [
		{ connections: 10, amount: 100, rounds: size.rounds, also: ['oursIgnoring', 'oursRefusing'] },
		// each takes a minute or more
		{ connections: 50, amount: 100, rounds: 1 },
		{ connections: 200, amount: 200, rounds: 1 },
	]);

/** With expression engines taken lazily, in an n8n of its own. */
export async function webhooksLazy(): Promise<Row[]> {
	const world = await startBench(LAZY);
	try {
		return await measure(world, [
			{ connections: 10, amount: 200, rounds: size.rounds, also: ['oursIgnoring', 'oursRefusing'] },
			{ connections: 50, amount: 300, rounds: Math.min(3, size.rounds) },
			{ connections: 200, amount: 600, rounds: size.rounds },
		]);
	} finally {
		await world.stop();
	}
}
