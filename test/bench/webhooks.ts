import { createHmac, randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { secrets } from '../../playground/credentials';
import { productionUrl } from '../../playground/templates';
import { until } from '../../playground/until';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { alternate, type Row } from './results';
import { size } from './size';
import { usage, type BenchWorld } from './world';
import { behind, intercomTrigger, type Measured } from './workflows';

/** (e) Webhooks of 2 KB accepted per second, 10 connections, one after the other on each. */

const CONNECTIONS = 10;
const TOPIC = 'conversation.user.created';

const sample = sampleNotification(TOPIC, { now: Math.floor(Date.now() / 1000), version: '2.14' });

/** A notification of 2,048 bytes, another one each time. */
export function notification(): string {
	const text = JSON.stringify({ ...sample, id: `notif_${randomUUID()}`, padding: '' });
	return text.replace('"padding":""', `"padding":"${'x'.repeat(Math.max(0, 2048 - text.length))}"`);
}

const signatures = {
	intercom: (body: string) => ({ 'x-hub-signature': sign(Buffer.from(body), secrets.clientSecret) }),
	github: (body: string, secret: string) => ({
		'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
		'x-github-event': 'issues',
	}),
};

async function load(url: string, seconds: number, signed: (body: string) => Record<string, string>) {
	const result = await autocannon({
		url,
		connections: CONNECTIONS,
		duration: seconds,
		requests: [
			{
				method: 'POST',
				setupRequest: (request) => {
					const body = notification();
					return { ...request, body, headers: { 'content-type': 'application/json', ...signed(body) } };
				},
			},
		],
	});
	if (result.non2xx > 0 || result.errors > 0)
		throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} without answer`);
	return result['2xx'] / result.duration;
}

export async function webhooks(world: BenchWorld): Promise<Row[]> {
	const { client, stub } = world;
	await stub.begin({ latencyMs: 0 });
	const github = await world.credential({
		name: 'Stub',
		type: 'githubApi',
		data: { server: stub.url, user: 'bench', accessToken: 'a-token' },
	});
	const named = (value: string) => ({ __rl: true, mode: 'name', value });
	const triggers: Record<string, Measured> = {
		webhook: {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { httpMethod: 'POST', path: 'bare', options: {} },
		},
		githubTrigger: {
			type: 'n8n-nodes-base.githubTrigger',
			parameters: {
				owner: named('bench'),
				repository: named('bench'),
				events: ['issues'],
				options: {},
			},
			credentials: github,
		},
		ours: intercomTrigger({ topics: [TOPIC] }),
	};
	const idle = async () => {
		const filter = JSON.stringify({ status: ['new', 'running'] });
		const path = `/executions?${new URLSearchParams({ filter, limit: '1' })}`;
		const none = async () => (await client.call<{ results: unknown[] }>('GET', path)).results.length === 0;
		await until('no execution is under way', none, { seconds: 120 });
	};
	const facts: Record<string, Row['facts']> = {};
	const contestant = async (name: string) => {
		const workflow = await world.workflow(behind(`webhooks-${name}`, triggers[name]));
		// its path is an expression, which only n8n resolves
		const url = name === 'webhook' ? `${client.url}/webhook/bare` : await productionUrl(client, workflow);
		const { hookSecret } = await stub.counted();
		const signed = (body: string) =>
			name === 'ours'
				? signatures.intercom(body)
				: name === 'githubTrigger'
					? signatures.github(body, hookSecret)
					: {};
		return async (seconds: number) => {
			const { cpuMs } = usage(world.n8n.pid);
			const rate = await load(url, seconds, signed);
			await idle();
			const spent = (usage(world.n8n.pid).cpuMs - cpuMs) / (rate * seconds);
			facts[name] = { 'n8n’s CPU ms a webhook': Number(spent.toFixed(1)) };
			return rate;
		};
	};
	const runs = {
		webhook: await contestant('webhook'),
		githubTrigger: await contestant('githubTrigger'),
		ours: await contestant('ours'),
	};
	for (const run of Object.values(runs)) await run(3);
	const values = await alternate(size.rounds, {
		webhook: async () => await runs.webhook(size.seconds),
		githubTrigger: async () => await runs.githubTrigger(size.seconds),
		ours: async () => await runs.ours(size.seconds),
	});
	return Object.entries(values).map(
		([name, measured]): Row => ({
			contestant: name,
			n: size.seconds,
			unit: 'per second',
			values: measured,
			facts: facts[name],
		}),
	);
}
