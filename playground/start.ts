import { join } from 'node:path';
import { PlainError, playgroundPorts } from './addresses';
import { checkMainJob, checkPage } from './check';
import { N8nClient, type StoredWorkflow } from './client';
import { control } from './control';
import { owner, saveCredentials, type Simulators } from './credentials';
import { logTail, startN8n, type N8n } from './n8n';
import { startSimulators } from './page';
import { freePort } from './ports';
import { step } from './steps';
import { build, installedHash, installPackage, root, sourceHash } from './tarball';
import { importTemplate, productionUrl, templateFiles } from './templates';

/** `npm start`: the playground; with `--check` it does the main job once and ends with 0 or 1. */
const home = join(root, '.playground');

const stopping = new AbortController();
const stops: Array<() => Promise<void>> = [];

interface Playground extends Simulators {
	n8n: N8n;
	client: N8nClient;
	workflow: StoredWorkflow;
	/** The page's address, and the one of the workflow's executions. */
	page: string;
	executions: string;
}

/** Imports every template, publishes the main one and returns it. */
async function importTemplates(client: N8nClient, simulators: Simulators): Promise<StoredWorkflow> {
	const credentials = await saveCredentials(client, simulators);
	const [main, ...others] = templateFiles();
	for (const file of others) await importTemplate(client, file, credentials);
	const { workflow, changed } = await importTemplate(client, main, credentials);
	if (changed || !workflow.active) await client.publish(workflow.id);
	else await client.whenPublished(workflow.id);
	return workflow;
}

async function start(): Promise<Playground> {
	const { signal } = stopping;
	const ports = await playgroundPorts();
	const sources = sourceHash();
	if (installedHash(home) !== sources) {
		await step('Building and packing this package (10 to 30 s)', async () => {
			await build(signal);
			await installPackage(home, sources, signal);
		});
	}
	const { intercom, absmartly, page, show } = await startSimulators(ports);
	stops.push(
		() => intercom.close(),
		() => absmartly.close(),
	);

	const n8n = await step('Starting n8n (5 to 30 s)', async () =>
		startN8n({ home, port: ports.n8n, brokerPort: await freePort(), signal }),
	);
	stops.unshift(() => n8n.stop());
	const client = new N8nClient(n8n.url);
	const workflow = await step('Account, credentials, templates', async () => {
		await client.logIn(owner);
		return await importTemplates(client, { intercom, absmartly });
	});
	await step('Pointing Intercom’s webhook at the published workflow', async () => {
		const url = await productionUrl(client, workflow);
		await control('PUT', `${intercom.url}/_sim/webhook`, { url, topics: ['*'] });
	});
	show(client, owner);
	const executions = `${n8n.url}/workflow/${workflow.id}/executions`;
	return { n8n, client, workflow, intercom, absmartly, page, executions };
}

function introduce({ n8n, intercom, absmartly, page, executions }: Playground) {
	const event = {
		topic: 'conversation.user.created',
		contact: { external_id: '42', email: 'ada@example.com', name: 'Ada' },
	};
	console.log(`
Start here           ${page}
n8n                  ${n8n.url}   (e-mail ${owner.email}, password ${owner.password})
Intercom simulator   ${intercom.url}
ABsmartly simulator  ${absmartly.url}

Or without the page: a customer starts a conversation.
  curl ${intercom.url}/_sim/events -H 'content-type: application/json' -d '${JSON.stringify(event)}'

Then look here:
  ${absmartly.url}/_sim/goals   the goal that ABsmartly recorded
  ${intercom.url}/_sim/deliveries   the notification, and what n8n answered
  ${executions}   what each node did

Ctrl-C ends all of it. What you change in n8n stays in .playground/ (n8n's log: ${n8n.logFile}).`);
}

async function check({ client, workflow, intercom, absmartly, page }: Playground) {
	const result = await step('A customer starts a conversation', () =>
		checkMainJob(client, workflow, { intercom, absmartly }),
	);
	await step('Its page shows it', () => checkPage(page, result));
	const { notificationId, delivery, goal, conversationId, executionId } = result;
	console.log(`
Notification  ${notificationId} (${delivery.topic}): HTTP ${delivery.status} after ${delivery.ms} ms
Execution     ${executionId} of "${workflow.name}": success
Goal          ${JSON.stringify(goal)}
Its time      ${new Date(goal.event_at).toISOString()}, when conversation ${conversationId} was created
OK`);
}

/** Ends whatever runs, once, however often it is asked. */
let stopped: Promise<void> | undefined;
function stop(): Promise<void> {
	stopping.abort();
	return (stopped ??= (async () => {
		for (const each of stops) await each();
	})());
}

/** Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that runs this: its shell passes no signal on. */
function whenAskedToEnd(end: () => void) {
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
	const parent = process.ppid;
	if (process.env.npm_lifecycle_event !== 'start') return;
	setInterval(() => process.ppid !== parent && end(), 1000).unref();
}

async function main() {
	const checking = process.argv.includes('--check');
	const started = start();
	whenAskedToEnd(async () => {
		if (!stopping.signal.aborted) console.log('\nStopping …');
		stopping.abort();
		await started.catch(() => undefined);
		await stop();
		process.exit(checking ? 130 : 0);
	});
	try {
		const playground = await started;
		if (checking) {
			await check(playground);
		} else {
			introduce(playground);
			await playground.n8n.ended;
			if (stopping.signal.aborted) return;
			const { logFile } = playground.n8n;
			throw new PlainError(`n8n has ended. The last lines of ${logFile}:\n${logTail(logFile)}`);
		}
	} catch (error) {
		if (stopping.signal.aborted) return;
		process.exitCode = 1;
		console.error(error instanceof PlainError ? error.message : error);
	}
	await stop();
}

void main();
