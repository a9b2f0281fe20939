import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../playground/tarball';
import { queueMode } from './n8n';

type Compose = {
	services: Record<string, { environment?: Record<string, string>; build?: object; command?: string }>;
	'x-n8n': { build: { dockerfile_inline: string }; image: string };
};
type Values = Record<'main' | 'webhook' | 'worker', { extraEnvVars: Record<string, string> }> & {
	image: { tag: string };
	nodes: { external: { packages: string[] } };
	db: { postgresdb: { poolSize: number } };
};

const modules = join(root, 'playground', 'node_modules');
const { parse } = createRequire(join(modules, 'n8n'))('yaml') as {
	parse(text: string, options: { merge: boolean }): unknown;
};
const docs = join(root, 'docs');
const read = (file: string) => parse(readFileSync(join(docs, 'queue-mode', file), 'utf8'), { merge: true });
const versionOf = (...path: string[]) =>
	(JSON.parse(readFileSync(join(...path, 'package.json'), 'utf8')) as { version: string }).version;

/** Every word in capitals of what n8n itself is made of. */
function namesIn(...packages: string[]): Set<string> {
	const files = packages.flatMap((name) =>
		readdirSync(join(modules, name, 'dist'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.js'))
			.map((file) => join(modules, name, 'dist', file)),
	);
	return new Set(
		files.flatMap((file) => readFileSync(file, 'utf8').match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? []),
	);
}

/** What of the settings is another one everywhere. */
const isLocal = (name: string) =>
	/_(HOST|PORT|USER|USERNAME|PASSWORD|DATABASE|DB|PREFIX|ADDRESS)$/.test(name);

describe('docs/queue-mode', () => {
	const compose = read('compose.yaml') as Compose;
	const values = read('helm-values.yaml') as Values;
	const { main, 'webhook-1': webhook, 'webhook-2': second, worker } = compose.services;
	const pages = readdirSync(docs)
		.filter((file) => file.endsWith('.md'))
		.map((file) => readFileSync(join(docs, file), 'utf8'))
		.join('\n');
	const known = namesIn('n8n', 'n8n-core', '@n8n/config', '@n8n/backend-common');

	it('names no setting that this n8n does not know', () => {
		const named = [main, webhook, worker].flatMap(({ environment = {} }) => Object.keys(environment));
		const inValues = [values.main, values.webhook, values.worker].flatMap((one) =>
			Object.keys(one.extraEnvVars),
		);
		const inPages = pages.match(/\b(N8N|DB|QUEUE|EXECUTIONS)(_[A-Z0-9]+)+\b/g) ?? [];
		expect(named.length).toBeGreaterThan(30);
		expect(inPages.length).toBeGreaterThan(10);
		const unknown = [...named, ...inValues, ...inPages].filter((name) => !known.has(name));
		// older guides name it, and the page warns of it
		expect(unknown).toEqual(['QUEUE_WORKER_CONCURRENCY']);
	});

	it('has the settings that the tests here run with, and all processes have the same', () => {
		const tested = Object.entries(queueMode('n8n')).filter(([name]) => !isLocal(name));
		expect(tested.length).toBeGreaterThan(6);
		expect(main.environment).toMatchObject(Object.fromEntries(tested));
		for (const { environment } of [webhook, worker]) expect(environment).toEqual(main.environment);
		expect(second).toEqual(webhook);
		for (const one of [webhook, worker]) expect(one.build).toEqual(main.build);
		expect([webhook.command, worker.command]).toEqual(['webhook', 'worker --concurrency=10']);
		expect(String(values.db.postgresdb.poolSize)).toBe(main.environment?.DB_POSTGRESDB_POOL_SIZE);
		for (const { extraEnvVars } of [values.main, values.webhook, values.worker])
			expect(main.environment).toMatchObject(extraEnvVars);
	});

	it('takes this version of the package and the n8n that it is tested with', () => {
		const n8n = versionOf(modules, 'n8n');
		const own = versionOf(root);
		expect(compose['x-n8n'].build.dockerfile_inline).toContain(`n8nio/n8n:${n8n}\n`);
		expect(compose['x-n8n'].build.dockerfile_inline).toContain(`n8n-nodes-intercom-absmartly@${own}\n`);
		expect(compose['x-n8n'].image).toBe(`n8n-intercom-absmartly:${n8n}-${own}`);
		expect(values.image.tag).toBe(n8n);
		expect(values.nodes.external.packages).toEqual([`n8n-nodes-intercom-absmartly@${own}`]);
	});
});
