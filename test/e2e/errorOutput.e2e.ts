import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { control } from '../../playground/control';
import { startWorld, type World } from './n8n';

/** 300 items in a real n8n, every third one refused, with On Error set to Continue (using error output). */

const ITEMS = 300;
const ALAN = '6961000000000000000000a2';
const REFUSED = 'not_accepted';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(async () => await world?.stop());

const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** What leaves by the success output and by the error output of the node, which has these parameters. */
async function outputsOf(type: string, parameters: INodeParameters): Promise<INodeExecutionData[][]> {
	const items = `return Array.from({ length: ${ITEMS} }, (_, n) => ({ json: { n, bad: n % 3 === 2 } }))`;
	const tested: INode = {
		...node('Tested', `n8n-nodes-intercom-absmartly.${type}`, 1, parameters),
		onError: 'continueErrorOutput',
	};
	const workflow = await world.createWorkflow({
		name: type,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Items', 'n8n-nodes-base.code', 2, { jsCode: items }),
			tested,
		],
		connections: {
			Start: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] },
		},
	});
	const id = await world.client.run(workflow.id, 'Start');
	await world.client.finishedExecutions(workflow.id);
	const execution = await world.client.execution(id);
	expect(execution.status).toBe('success');
	const [run] = execution.data.resultData.runData.Tested;
	return (run.data?.main ?? []).map((output) => output ?? []);
}

const numbers = (items: INodeExecutionData[]) => items.map(({ json }) => json.n);
const refused = Array.from({ length: ITEMS }, (_, n) => n).filter((n) => n % 3 === 2);

it('Intercom Plus with Request Details: 200 succeed, 100 fail, each with its request', async () => {
	const [done, failed] = await outputsOf('intercomPlus', {
		resource: 'contact',
		operation: 'get',
		contact_id: { __rl: true, mode: 'id', value: `={{ $json.bad ? "nobody" : "${ALAN}" }}` },
		requestOptions: { requestDetails: true },
	});
	expect([done.length, failed.length]).toEqual([200, 100]);
	expect(numbers(failed)).toEqual(refused);
	for (const { json } of done) expect(json._request).toMatchObject({ status: 200 });
	for (const { json } of failed)
		expect(json).toMatchObject({
			bad: true,
			error: 'Intercom refused this: User Not Found',
			message: { description: expect.stringContaining('404'), _request: { status: 404 } },
		});
});

it('ABsmartly with Trace: 200 succeed, 100 fail, each with its request', async () => {
	await control('PUT', `${world.absmartly.url}/_sim/settings`, { refusedGoal: REFUSED });
	const [done, failed] = await outputsOf('absmartly', {
		resource: 'goal',
		operation: 'track',
		goalName: {
			__rl: true,
			mode: 'name',
			value: `={{ $json.bad ? "${REFUSED}" : "intercom_conversation_started" }}`,
		},
		units: {
			unit: [
				{ type: { __rl: true, mode: 'name', value: 'user_id' }, from: 'value', uid: '={{ "u" + $json.n }}' },
			],
		},
		options: { trace: true, onUnknown: 'rest', achievedAt: '2026-02-25T09:33:20Z' },
	});
	expect([done.length, failed.length]).toEqual([200, 100]);
	expect(numbers(failed)).toEqual(refused);
	for (const { json } of done) expect(json.status).toBe('sent');
	for (const { json } of failed)
		expect(json).toMatchObject({
			bad: true,
			error: expect.stringContaining(`goal "${REFUSED}" is not accepted`),
			message: { status: 'failed', trace: { statusCode: 400 } as IDataObject },
		});
});
