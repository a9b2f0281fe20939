import type { IDataObject } from 'n8n-workflow';
import type { N8nClient, StoredWorkflow } from './client';
import { control, type Delivery, type Goal } from './control';
import { secrets, type Simulators } from './credentials';
import { until } from './until';

/** What the main job did once, for people to read and for tests to look into. */
export interface CheckResult {
	notificationId: string;
	delivery: Delivery;
	goal: Goal;
	conversationId: string;
	executionId: string;
}

interface Event {
	objectId: string;
	topic: string;
}

/** The item that a node put out first in its first run. */
async function firstItem(client: N8nClient, executionId: string, nodeName: string): Promise<IDataObject> {
	const { runData } = (await client.execution(executionId)).data.resultData;
	const item = runData[nodeName]?.[0]?.data?.main[0]?.[0];
	if (!item) throw new Error(`execution ${executionId}: ${nodeName} put out nothing`);
	return item.json;
}

/**
 * Does the package's main job once, from outside: a customer starts a conversation in Intercom, the published
 * workflow runs in n8n, ABsmartly has the goal. Throws if any of it does not happen within 30 seconds, happens twice,
 * or the goal does not carry the conversation's own time.
 */
export async function checkMainJob(
	client: N8nClient,
	workflow: StoredWorkflow,
	{ intercom, absmartly }: Simulators,
): Promise<CheckResult> {
	const before = (await client.executions(workflow.id)).length;
	const customer = `check-${Date.now()}`;
	const { notificationIds } = await control<{ notificationIds: string[] }>(
		'POST',
		`${intercom.url}/_sim/events`,
		{
			topic: 'conversation.user.created',
			contact: { external_id: customer, email: `${customer}@example.com`, name: 'A Customer' },
		},
	);
	const [notificationId] = notificationIds;

	const delivery = await until('Intercom delivers the notification', async () => {
		const deliveries = await control<Delivery[]>('GET', `${intercom.url}/_sim/deliveries`);
		return deliveries.find((each) => each.notificationId === notificationId && each.state !== 'retrying');
	});
	if (delivery.state !== 'delivered')
		throw new Error(`n8n answered the notification with ${delivery.status}`);

	const executions = await client.finishedExecutions(workflow.id, before + 1);
	const [execution] = executions;
	if (executions.length !== before + 1) throw new Error('the notification started more than one execution');
	if (execution.status !== 'success')
		throw new Error(`execution ${execution.id} ended as ${execution.status}`);

	const allGoals = await control<Goal[]>('GET', `${absmartly.url}/_sim/goals`);
	const goals = allGoals.filter(({ uid }) => uid === customer);
	if (goals.length !== 1)
		throw new Error(`ABsmartly has ${goals.length} goals of ${customer} instead of one`);
	const [goal] = goals;

	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.intercomTrigger'));
	if (!trigger) throw new Error(`${workflow.name} has no Intercom Trigger`);
	const { objectId } = (await firstItem(client, execution.id, trigger.name)) as unknown as Event;
	const { created_at: createdAt } = await control<{ created_at: number }>(
		'GET',
		`${intercom.url}/conversations/${objectId}`,
		undefined,
		secrets.accessToken,
	);
	if (goal.event_at !== createdAt * 1000) {
		throw new Error(`the goal's event_at is ${goal.event_at}, the conversation began at ${createdAt * 1000}`);
	}
	return { notificationId, delivery, goal, conversationId: objectId, executionId: execution.id };
}

/**
 * Asks for the page as a browser does: the page, the script and the style that it names, and what it shows. Throws
 * where one of them is not there, or where it does not show the execution of the delivery that `checkMainJob` saw.
 */
export async function checkPage(page: string, { notificationId, executionId }: CheckResult): Promise<void> {
	const ask = async (path: string, type: string) => {
		const response = await fetch(new URL(path, page));
		const found = response.headers.get('content-type') ?? 'nothing';
		if (!response.ok || !found.startsWith(type))
			throw new Error(`${response.url} was answered ${response.status} with ${found} instead of ${type}`);
		return await response.text();
	};
	const html = await ask(page, 'text/html');
	const path = (pattern: RegExp) => pattern.exec(html)?.[1] ?? 'missing';
	await ask(path(/<script[^<>]* src="([^"<>]+)"/), 'text/javascript');
	await ask(path(/<link rel="stylesheet" href="([^"]+)"/), 'text/css');
	const { deliveries } = JSON.parse(await ask(`${page}/now`, 'application/json')) as {
		deliveries: Array<{ notificationId: string; execution: { id: string } | null }>;
	};
	const delivery = deliveries.find((each) => each.notificationId === notificationId);
	if (delivery?.execution?.id !== executionId)
		throw new Error(`the page shows ${JSON.stringify(delivery)} instead of execution ${executionId}`);
}
