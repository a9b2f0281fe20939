import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionSummary, StoredWorkflow } from '../../playground/client';
import { until } from '../../playground/until';
import { hasEnded, storedExecutions } from './executions';
import type { World } from './n8n';
import type { Source } from './sources';

/** Waits until at most `count` deliveries wait for their answer. */
export async function atMostUnderway(source: Pick<Source, 'underway'>, count: number): Promise<void> {
	while (source.underway() > count) await sleep(5);
}

/** Waits until no execution of the workflow is under way; else says which are, and since when. */
export async function allEnded({ client }: World, { id }: StoredWorkflow): Promise<void> {
	const filter = JSON.stringify({ workflowId: id, status: ['new', 'running'] });
	const path = `/executions?${new URLSearchParams({ filter, limit: '20' })}`;
	let left: ExecutionSummary[] = [];
	const none = async () => {
		left = (await client.call<{ results: ExecutionSummary[] }>('GET', path)).results;
		return left.length === 0;
	};
	await until('all executions have ended', none, { seconds: 120 }).catch(() => {
		const named = left.map((one) => `${one.id} ${one.status} since ${one.startedAt}`);
		throw new Error(`at ${new Date().toISOString()} still under way: ${named.join(', ')}`);
	});
}

/** SIGKILL now; gives the ids of the executions that had not ended, once n8n is back and its triggers run. */
export async function killAndRestart(
	world: World,
	{ id }: StoredWorkflow,
	topic: string,
	killed: (inFlight: number[]) => void,
): Promise<void> {
	await world.n8n.kill();
	const stored = await storedExecutions(world.n8n.home, topic);
	killed(stored.filter(({ status }) => !hasEnded(status)).map((execution) => execution.id));
	await world.restart();
	await world.client.whenPublished(id);
}
