import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject, INodeCredentialsDetails } from 'n8n-workflow';
import type { CredentialDraft, StoredWorkflow, WorkflowDraft } from '../../playground/client';
import { packagedNode } from '../../playground/node';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';
import { until } from '../../playground/until';
import { startWorld, type World } from '../e2e/n8n';
import { certify } from '../certificate';
import { startIntercom } from '../simulators/intercom';
import type { Counted, StubMessage, StubSettings } from './stub';
import { MEASURED } from './workflows';

/** The stub as this process sees it. */
export type Stub = {
	/** Without a slash at the end. */
	url: string;
	/** Counts from here on. */
	begin(settings: Partial<StubSettings>): Promise<void>;
	counted(): Promise<Counted>;
};

/** What one run of the measured node took and gave. */
export type Run = {
	/** n8n's own figure, `executionTime`. */
	ms: number;
	items: number;
	/** The first item. */
	first?: IDataObject;
	/** Items that say that they failed. */
	failed: number;
	/** Why the node failed, if it did. */
	error?: string;
	/** Peak resident memory of the n8n process while the node ran, over that before the call, in MB. Linux only. */
	peakMb: number;
	/** CPU that the n8n process spent while the node ran. Linux only. */
	cpuMs: number;
};

export type BenchWorld = World & {
	stub: Stub;
	/** Stores a credential; gives what a node holds of it. */
	credential(draft: CredentialDraft): Promise<Record<string, INodeCredentialsDetails>>;
	/** Creates and publishes; the workflow is called by `call`. */
	workflow(draft: WorkflowDraft): Promise<StoredWorkflow>;
	/** Calls the workflow with `n` items and waits for the execution's end. */
	call(workflow: StoredWorkflow, n: number, seconds?: number): Promise<Run>;
	/** Runs a task of clients.ts in a process of its own; milliseconds. */
	outside(task: string, n: number): Promise<number>;
};

const typescript = ['--import', 'tsx'];

async function startStub({ certificate, key }: { certificate: string; key: string }, contact: object) {
	const process24 = { execPath: packagedNode().node, execArgv: typescript, cwd: root };
	const child: ChildProcess = fork(join(__dirname, 'stub.ts'), [certificate, key], process24);
	const answer = async () => ((await once(child, 'message')) as [StubMessage])[0];
	const { port } = (await answer()) as { port: number };
	const ask = async (message: object) => {
		const reply = answer();
		child.send(message);
		return (await reply) as Counted;
	};
	const defaults: StubSettings = {
		latencyMs: 40,
		limit: 0,
		contacts: 0,
		contact: contact as StubSettings['contact'],
	};
	const stub: Stub = {
		url: `https://127.0.0.1:${port}`,
		begin: async (settings) => void (await ask({ settings: { ...defaults, ...settings } })),
		counted: async () => await ask({}),
	};
	await stub.begin({});
	return { stub, port, close: () => child.disconnect() };
}

/** A contact as the simulator, and so the API, gives it. */
async function sampleContact(): Promise<object> {
	const intercom = await startIntercom();
	const reply = await fetch(`${intercom.url}/contacts`, {
		method: 'POST',
		headers: { authorization: `Bearer ${intercom.accessToken}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			role: 'user',
			email: 'bench@example.com',
			external_id: 'bench',
			name: 'Ada Lovelace',
			phone: '+41791234567',
		}),
	});
	const contact = (await reply.json()) as object;
	await intercom.close();
	if (!reply.ok) throw new Error(`The simulator answered ${reply.status}: ${JSON.stringify(contact)}`);
	return contact;
}

/** Resident memory (MB) and CPU spent so far (ms, user and system) of a process; zeros where the system does not say. */
export function usage(pid: number): { mb: number; cpuMs: number } {
	try {
		const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
		// after the name in parentheses; ticks of 10 ms
		const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
		const [user, system] = fields.split(' ').slice(11, 13).map(Number);
		return { mb: (pages * 4096) / 1e6, cpuMs: (user + system) * 10 };
	} catch {
		return { mb: 0, cpuMs: 0 };
	}
}

/** The n8n of the end-to-end tests, with the stub beside it. `env` goes to n8n. */
export async function startBench(env: Record<string, string> = {}): Promise<BenchWorld> {
	const directory = mkdtempSync(join(tmpdir(), 'n8n-bench-'));
	const files = await certify(directory, ['api.intercom.io']);
	const { stub, port, close } = await startStub(files, await sampleContact());
	const world = await startWorld({
		env: {
			NODE_EXTRA_CA_CERTS: files.certificate,
			// BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=<dir>" tells where n8n's time goes
			NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'redirect.js'))} ${process.env.BENCH_NODE_OPTIONS ?? ''}`,
			BENCH_STUB_PORT: String(port),
			...env,
		},
	});
	const { client, stop } = world;
	let calls = 0;

	const newest = async ({ id }: StoredWorkflow) => {
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId: id }), limit: '1' });
		const path = `/executions?${query}`;
		const { results } = await client.call<{ results: Array<{ id: string; stoppedAt: string | null }> }>(
			'GET',
			path,
		);
		return results[0];
	};

	return Object.assign(world, {
		stub,
		async credential(draft: CredentialDraft) {
			return { [draft.type]: { id: await client.saveCredential(draft), name: draft.name } };
		},
		async workflow(draft: WorkflowDraft) {
			const stored = await world.createWorkflow(draft);
			await client.publish(stored.id);
			return stored;
		},
		async call(workflow: StoredWorkflow, n: number, seconds = 900): Promise<Run> {
			// after a restart it may not be yet
			await client.whenPublished(workflow.id);
			const before = (await newest(workflow))?.id;
			const { pid } = world.n8n;
			const floor = usage(pid).mb;
			const samples: Array<ReturnType<typeof usage> & { at: number }> = [];
			const sampling = setInterval(() => samples.push({ at: Date.now(), ...usage(pid) }), 50);
			calls += 1;
			const query = new URLSearchParams({ n: String(n), run: `${Date.now()}-${calls}` });
			const reply = await fetch(`${client.url}/webhook/${workflow.name}?${query}`);
			if (!reply.ok) throw new Error(`${workflow.name} was answered ${reply.status}`);
			const { id } = await until(
				`the execution of ${workflow.name} ends`,
				async () => {
					const execution = await newest(workflow);
					return execution?.stoppedAt && execution.id !== before ? execution : undefined;
				},
				{ seconds, everyMs: 500 },
			);
			clearInterval(sampling);
			const { resultData } = (await client.execution(id)).data;
			const [ran] = resultData.runData[MEASURED] ?? [];
			if (!ran) throw new Error(`${workflow.name} did not run: ${resultData.error?.message}`);
			const during = samples.filter(
				({ at }) => at >= ran.startTime && at <= ran.startTime + ran.executionTime,
			);
			const items = ran.data?.main?.[0] ?? [];
			return {
				ms: ran.executionTime,
				items: items.length,
				first: items[0]?.json,
				failed: items.filter(({ json, error }) => error ?? json.error).length,
				error: ran.error?.message,
				peakMb: Math.max(0, ...during.map(({ mb }) => mb)) - floor,
				cpuMs: (during.at(-1)?.cpuMs ?? 0) - (during[0]?.cpuMs ?? 0),
			};
		},
		async outside(task: string, n: number) {
			const args = [...typescript, join(__dirname, 'clients.ts'), task, stub.url, String(n), `${Date.now()}`];
			const childEnv = { ...process.env, NODE_EXTRA_CA_CERTS: files.certificate };
			const printed = await run(packagedNode().node, args, { cwd: root, env: childEnv });
			const { ms, items } = JSON.parse(printed) as { ms: number; items: number };
			if (items !== n) throw new Error(`${task} did ${items} of ${n}`);
			return ms;
		},
		async stop() {
			await stop();
			close();
			await wait(100);
			rmSync(directory, { recursive: true, force: true });
		},
	});
}
