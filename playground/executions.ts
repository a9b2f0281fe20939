import type { ExecutionSummary, N8nClient } from './client';

/** An execution, and where n8n shows it. */
export interface Run {
	id: string;
	status: ExecutionSummary['status'];
	url: string;
}

/** So many of n8n's latest executions are looked at. */
const looked = 50;

/** One delivery's key: a notification starts one execution however often it comes, and says with which attempt. */
export const attemptKey = (notificationId: unknown, attempt: unknown) => `${notificationId} ${attempt}`;

/** Finds the execution that a delivery started by what its trigger put out. Each is read once, when it has ended. */
export class Executions {
	private readonly read = new Set<string>();
	private readonly started = new Map<string, Run>();

	constructor(private readonly client: N8nClient) {}

	/** The executions of the latest deliveries, by `attemptKey`; those known so far where n8n does not answer. */
	async byAttempt(): Promise<ReadonlyMap<string, Run>> {
		try {
			const { results } = await this.client.call<{ results: ExecutionSummary[] }>(
				'GET',
				`/executions?limit=${looked}`,
			);
			for (const each of results) {
				if (each.mode !== 'webhook' || !each.stoppedAt || this.read.has(each.id)) continue;
				await this.note(each);
				this.read.add(each.id);
			}
		} catch {
			// n8n may be ending, or starting anew
		}
		return this.started;
	}

	private async note({ id, workflowId, status }: ExecutionSummary) {
		const { data } = await this.client.execution(id);
		// n8n keeps nothing of an execution that crashed
		const runData = data?.resultData?.runData ?? {};
		const outputs = Object.values(runData).flatMap(([first]) => first?.data?.main ?? []);
		const event = outputs.map((items) => items?.[0]?.json).find((json) => json?.notificationId);
		if (!event) return;
		const url = `${this.client.url}/workflow/${workflowId}/executions/${id}`;
		this.started.set(attemptKey(event.notificationId, event.deliveryAttempt), { id, status, url });
	}
}
