import type { IConnections, IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ExecutionSummary } from '../../playground/client';
import type { World } from './world';

const PACKAGE = 'n8n-nodes-intercom-absmartly';

/** A node of n8n's own (`noOp`), of this package (`intercomPlus`), or any by its full type. */
export function node(
	name: string,
	type: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	const ours = /^(intercom\w*|absmartly)$/.test(type);
	const full = type.includes('.') ? type : `${ours ? PACKAGE : 'n8n-nodes-base'}.${type}`;
	// our triggers begin with 2, and so does n8n's Code
	const typeVersion = /^(intercom\w*Trigger|code)$/.test(type) ? 2 : 1;
	return { id: name, name, type: full, typeVersion, position: [0, 0], parameters, ...more };
}

/** A number of items `{ n }`, made by n8n's Code node. */
export const itemsOf = (count: number): INode =>
	node('Items', 'code', {
		jsCode: `return Array.from({ length: ${count} }, (_, n) => ({ json: { n, bad: n % 3 === 2 } }))`,
	});

const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });

/** Each node's first output to the next one. */
export const inARow = (nodes: INode[]): IConnections =>
	Object.fromEntries(nodes.slice(1).map(({ name }, index) => [nodes[index].name, { main: [[to(name)]] }]));

/** The first node's first output to each of the others. */
export const sideBySide = ([first, ...others]: INode[]): IConnections => ({
	[first.name]: { main: [others.map(({ name }) => to(name))] },
});

/** What became of a run: its status, and by node its outputs and its error. */
export interface Ran {
	id: string;
	status: ExecutionSummary['status'];
	outputs(name: string): INodeExecutionData[][];
	/** The first output's JSON. */
	json(name: string): IDataObject[];
	error(name: string): { message: string; description?: string | null } | undefined;
}

/** What n8n keeps of an execution. */
export async function ranAs({ client }: World, id: string): Promise<Ran> {
	const { status, data } = await client.execution(id);
	const runOf = (name: string) => data.resultData.runData[name]?.[0];
	const outputs = (name: string) => (runOf(name)?.data?.main ?? []).map((items) => items ?? []);
	return {
		id,
		status,
		outputs,
		json: (name) => (outputs(name)[0] ?? []).map(({ json }) => json),
		error: (name) => runOf(name)?.error as ReturnType<Ran['error']>,
	};
}

/** Runs these nodes once behind a manual trigger, as the editor's button does. */
export async function runs(
	world: World,
	nodes: INode[],
	connect: (nodes: INode[]) => IConnections = inARow,
	create: World['createWorkflow'] = world.createWorkflow,
): Promise<Ran> {
	const all = [node('Start', 'manualTrigger'), ...nodes];
	const workflow = await create({ name: 'Check', nodes: all, connections: connect(all) });
	const id = await world.client.run(workflow.id, 'Start');
	await world.client.finishedExecutions(workflow.id, 1, 120);
	return await ranAs(world, id);
}
