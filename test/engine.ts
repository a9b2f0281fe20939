import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	Workflow,
	createRunExecutionData,
	type IBinaryKeyData,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { AbsmartlyApi } from '../credentials/AbsmartlyApi.credentials';
import { AbsmartlyConsoleApi } from '../credentials/AbsmartlyConsoleApi.credentials';
import { IntercomAccessTokenApi } from '../credentials/IntercomAccessTokenApi.credentials';
import { IntercomOAuth2Api } from '../credentials/IntercomOAuth2Api.credentials';
import { Absmartly } from '../nodes/Absmartly/Absmartly.node.ts';
import { AbsmartlyEventTrigger } from '../nodes/Absmartly/AbsmartlyEventTrigger.node.ts';
import { IntercomPlus } from '../nodes/Intercom/IntercomPlus.node.ts';
import { IntercomPollingTrigger } from '../nodes/Intercom/IntercomPollingTrigger.node.ts';
import { IntercomTrigger } from '../nodes/Intercom/IntercomTrigger.node.ts';

/**
 * The nodes inside n8n-core's own engine: its Workflow, expressions, contexts and HTTP helpers, our credential
 * classes, real HTTP to the simulators. Only what the n8n server adds (database, REST) is absent.
 */
const PACKAGE = 'n8n-nodes-intercom-absmartly';

const credentialTypes: Record<string, ICredentialType> = Object.fromEntries(
	[new IntercomAccessTokenApi(), new IntercomOAuth2Api(), new AbsmartlyApi(), new AbsmartlyConsoleApi()].map(
		(type) => [type.name, type],
	),
);

/** Hands over the items it was made with. */
const source = (items: INodeExecutionData[]): INodeType => ({
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [items];
	},
});

const nodes: Record<string, INodeType> = {
	[`${PACKAGE}.intercomPlus`]: new IntercomPlus(),
	// as n8n calls a node that an AI agent has for a tool
	[`${PACKAGE}.intercomPlusTool`]: new IntercomPlus(),
	[`${PACKAGE}.intercomPollingTrigger`]: new IntercomPollingTrigger(),
	[`${PACKAGE}.intercomTrigger`]: new IntercomTrigger(),
	[`${PACKAGE}.absmartly`]: new Absmartly(),
	[`${PACKAGE}.absmartlyEventTrigger`]: new AbsmartlyEventTrigger(),
};

/** A node of this package by its full type; undefined for any other. */
export const nodeType = (type: string): INodeType | undefined => nodes[type];

export type WebhookTrigger = 'intercomTrigger' | 'absmartlyEventTrigger';
export type NodeName = 'intercomPlus' | 'intercomPollingTrigger' | 'absmartly' | WebhookTrigger;
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

function additionalData(credentials: Credentials): IWorkflowExecuteAdditionalData {
	const decrypted = (type: string) => {
		if (!credentials[type]) throw new Error(`the test gives no credential ${type}`);
		return { ...credentials[type] };
	};
	return {
		credentialsHelper: {
			getParentTypes: (type: string) => credentialTypes[type]?.extends ?? [],
			getDecrypted: async (_data: unknown, _details: unknown, type: string) => decrypted(type),
			preAuthentication: async () => undefined,
			runPreAuthentication: async () => undefined,
			authenticate: async (data: ICredentialDataDecryptedObject, type: string, options: IDataObject) => {
				const { authenticate } = credentialTypes[type];
				return typeof authenticate === 'function' ? await authenticate(data, options as never) : options;
			},
			getCredentialsProperties: () => [],
			isCredentialUsableByNode: () => true,
			updateCredentials: async () => {},
		},
		executionId: '9',
		currentNodeExecutionIndex: 0,
		webhookWaitingBaseUrl: 'http://localhost/waiting',
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		formWaitingBaseUrl: 'http://localhost/form',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		userId: 'user',
		variables: {},
		secretsHelpers: {},
		hooks: new ExecutionLifecycleHooks('manual', '9', {
			id: '1',
			name: 'test',
			nodes: [],
			connections: {},
		} as never),
		setExecutionStatus: () => {},
		logAiEvent: () => {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

function nodeOf(
	name: NodeName,
	parameters: INodeParameters,
	credentials: Credentials,
	more: Partial<INode> = {},
): INode {
	return {
		id: 'node-1',
		name: 'Node',
		type: `${PACKAGE}.${name}`,
		typeVersion: nodes[`${PACKAGE}.${name}`].description.version as number,
		position: [0, 0],
		parameters,
		// a credential id of its own, so that no test inherits another one's pauses
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: `${type}-${++credentialIds}`, name: type }]),
		),
		...more,
	};
}
let credentialIds = 0;

export const workflowOf = (
	list: INode[],
	connections: IConnections,
	extra: Record<string, INodeType> = {},
	timezone = 'America/New_York',
): Workflow => {
	const types = { ...nodes, ...extra };
	return new Workflow({
		id: 'workflow-1',
		name: 'test',
		active: true,
		nodes: list,
		connections,
		settings: { timezone },
		nodeTypes: {
			getByName: (type: string) => types[type],
			getByNameAndVersion: (type: string) => types[type],
			getKnownTypes: () => ({}),
		},
	});
};

export type Run = {
	items: INodeExecutionData[];
	/** The second output: a node's own, or what it has with the setting `continueErrorOutput`. */
	errorItems: INodeExecutionData[];
	/** All outputs, where there are more. */
	outputs: INodeExecutionData[][];
	/** What the node tells in its output pane. */
	hints: string[];
	/** Set when the node failed. */
	error?: Error & { description?: string | null; httpCode?: string | null; context?: IDataObject };
};

/** n8n-core before 2.0 takes one parameter after the other. */
function begin(execution: WorkflowExecute, workflow: Workflow, startNode: INode) {
	const { run } = execution;
	if (run.length === 1) return run.call(execution, { workflow, startNode });
	return (run as unknown as (...given: unknown[]) => ReturnType<typeof run>).call(
		execution,
		workflow,
		startNode,
	);
}

/**
 * Runs an action node on input items and gives its first output. `onError` is the node's own setting
 * (`continueRegularOutput` is Continue On Fail).
 */
export async function execute(
	name: NodeName,
	{
		parameters,
		credentials,
		items = [{}],
		files,
		onError,
		cancelWhen,
		mode = 'manual',
		nodeId,
		credentialId,
		timezone,
	}: {
		parameters: INodeParameters;
		credentials: Credentials;
		items?: IDataObject[];
		/** Binary fields that every item has. */
		files?: IBinaryKeyData;
		onError?: INode['onError'];
		/** Cancels the execution as soon as this holds. */
		cancelWhen?: () => boolean;
		mode?: WorkflowExecuteMode;
		/** The same for runs of one and the same node. */
		nodeId?: string;
		/** The same for runs that share their credentials, and with them what a process knows about a workspace. */
		credentialId?: string;
		/** The workflow's; n8n's own default unless given. */
		timezone?: string;
	},
): Promise<Run> {
	const input = source(items.map((json) => ({ json, ...(files && { binary: files }) })));
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: 'test.source',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const shared = Object.fromEntries(
		Object.keys(credentials).map((type) => [type, { id: credentialId ?? '', name: type }]),
	);
	const node = nodeOf(name, parameters, credentials, {
		onError,
		...(nodeId && { id: nodeId }),
		...(credentialId && { credentials: shared }),
	});
	const workflow = workflowOf(
		[start, node],
		{ Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		{ 'test.source': input },
		timezone,
	);
	await workflow.expression.acquireIsolate();
	const execution = begin(new WorkflowExecute(additionalData(credentials), mode), workflow, start);
	const watch = cancelWhen && setInterval(() => cancelWhen() && execution.cancel(), 5);
	if (watch) void execution.finally(() => clearInterval(watch)).catch(() => undefined);
	const { data } = await execution;
	const [run] = data.resultData.runData.Node ?? [];
	return {
		items: run?.data?.main?.[0] ?? [],
		errorItems: run?.data?.main?.[1] ?? [],
		outputs: (run?.data?.main ?? []).map((output) => output ?? []),
		hints: (run?.hints ?? []).map(({ message }) => message),
		error: (run?.error ?? data.resultData.error) as Run['error'],
	};
}

/** What the editor's calls of a node's methods run in. */
async function loading(name: NodeName, credentials: Credentials, parameters: INodeParameters) {
	const node = nodeOf(name, parameters, credentials);
	const workflow = workflowOf([node], {});
	await workflow.expression.acquireIsolate();
	const data = { ...additionalData(credentials), currentNodeParameters: parameters };
	return { context: new LoadOptionsContext(workflow, node, data, ''), methods: nodes[node.type].methods };
}

/** Calls a resource mapper's method as the editor does. */
export async function resourceMapping(
	method: string,
	credentials: Credentials,
	parameters: INodeParameters = {},
) {
	const { context, methods } = await loading('intercomPlus', credentials, {
		authentication: 'accessToken',
		...parameters,
	});
	const list = methods?.resourceMapping?.[method];
	if (!list) throw new Error(`no resource mapping method ${method}`);
	return await list.call(context);
}

/** Calls a picker's list method as the editor does. */
export async function listSearch(
	method: string,
	credentials: Credentials,
	filter?: string,
	paginationToken?: string,
	parameters: INodeParameters = { authentication: 'accessToken' },
	name: NodeName = 'intercomPlus',
) {
	const { context, methods } = await loading(name, credentials, parameters);
	const search = methods?.listSearch?.[method];
	if (!search) throw new Error(`no list method ${method}`);
	return await search.call(context, filter, paginationToken);
}

/** An execute context with nothing around it, for transport tests that need times of their own. */
export async function executeContext(
	name: NodeName,
	credentials: Credentials,
	parameters: INodeParameters = {},
): Promise<ExecuteContext> {
	const node = nodeOf(name, parameters, credentials);
	const workflow = workflowOf([node], {});
	await workflow.expression.acquireIsolate();
	const data = { data: { main: [[{ json: {} }]] }, node, source: null };
	return new ExecuteContext(
		workflow,
		node,
		additionalData(credentials),
		'manual',
		createRunExecutionData(),
		0,
		[{ json: {} }],
		{ main: [[{ json: {} }]] },
		data as never,
		[],
	);
}

export const triggerNode = (
	parameters: INodeParameters,
	credentials: Credentials,
	name: WebhookTrigger = 'intercomTrigger',
) => nodeOf(name, parameters, credentials, { webhookId: 'webhook-1' });

/**
 * A polling trigger in n8n-core's PollContext. Each `poll` is a tick; the node's static data lives on between them as
 * n8n keeps it, through JSON.
 */
export async function pollingTrigger(
	parameters: INodeParameters,
	credentials: Credentials,
	name: NodeName = 'intercomPollingTrigger',
) {
	const node = nodeOf(name, parameters, credentials, { id: `poll-${++credentialIds}` });
	let kept = '{}';
	const tick = async (mode: WorkflowExecuteMode = 'trigger', activation: WorkflowActivateMode = 'init') => {
		const workflow = workflowOf([node], {});
		workflow.staticData = JSON.parse(kept) as IDataObject;
		await workflow.expression.acquireIsolate();
		const context = new PollContext(workflow, node, additionalData(credentials), mode, activation);
		const items = (await nodes[node.type].poll?.call(context)) ?? [[]];
		if (mode !== 'manual') kept = JSON.stringify(workflow.staticData);
		return items[0].map(({ json }) => json);
	};
	const memory = () => (JSON.parse(kept) as Record<string, IDataObject>)[`node:${node.name}`] ?? {};
	return { tick, memory };
}

/** What the engine makes of a trigger's webhook items: it runs the trigger's own `execute` on them. All outputs. */
export async function executeTrigger(
	parameters: INodeParameters,
	credentials: Credentials,
	items: INodeExecutionData[],
	name: WebhookTrigger = 'intercomTrigger',
): Promise<Array<INodeExecutionData[]>> {
	const node = triggerNode(parameters, credentials, name);
	const workflow = workflowOf([node], {});
	await workflow.expression.acquireIsolate();
	const stack = [{ node, data: { main: [items] }, source: null }];
	const runData = createRunExecutionData({ executionData: { nodeExecutionStack: stack } } as never);
	const execution = new WorkflowExecute(additionalData(credentials), 'webhook', runData);
	const { data } = await execution.processRunExecutionData(workflow);
	const [run] = data.resultData.runData.Node;
	if (run.error) throw run.error;
	return (run.data?.main ?? []).map((output) => output ?? []);
}

/** Where a hook of a trigger runs: in test runs the mode is manual. */
export type Hook = {
	name?: WebhookTrigger;
	activation?: WorkflowActivateMode;
	mode?: WorkflowExecuteMode;
	/** What n8n has kept for the node. */
	memory?: IDataObject;
};

/** Runs one of `webhookMethods.default`, as n8n does when it begins or ends to listen. Gives what is kept of it. */
export async function hook(
	method: 'create' | 'delete',
	parameters: INodeParameters,
	credentials: Credentials,
	{ name, activation = 'activate', mode = 'trigger', memory = {} }: Hook = {},
): Promise<IDataObject> {
	const node = triggerNode(parameters, credentials, name);
	const workflow = workflowOf([node], {});
	Object.assign(workflow.getStaticData('node', node), memory);
	await workflow.expression.acquireIsolate();
	const context = new HookContext(workflow, node, additionalData(credentials), mode, activation);
	await nodes[node.type].webhookMethods?.default?.[method]?.call(context);
	return { ...context.getWorkflowStaticData('node') };
}

/** What is kept of an activation. */
export const activate = async (
	parameters: INodeParameters,
	credentials: Credentials,
	activation: WorkflowActivateMode = 'activate',
): Promise<IDataObject> => await hook('create', parameters, credentials, { activation });

/**
 * The trigger behind a real HTTP server on a free port, inside n8n-core's WebhookContext. The server answers as n8n
 * does with Respond Immediately: 200 once `execute` has taken the items, 500 when it rejects.
 */
export async function serveTrigger(
	parameters: INodeParameters,
	credentials: Credentials,
	execute: (items: INodeExecutionData[]) => Promise<void>,
	mode: WorkflowExecuteMode = 'webhook',
	{
		nodeId = `trigger-${++credentialIds}`,
		memory = {},
		name = 'intercomTrigger',
	}: { nodeId?: string; memory?: IDataObject; name?: WebhookTrigger } = {},
): Promise<{ url: string; close: () => Promise<void> }> {
	const node = { ...triggerNode(parameters, credentials, name), id: nodeId };
	const workflow = workflowOf([node], {});
	Object.assign(workflow.getStaticData('node', node), memory);
	await workflow.expression.acquireIsolate();
	const type = nodes[node.type];

	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		// what Express adds and n8n's body parser leaves, which keeps no bytes of a form
		const [contentType] = request.headers['content-type']?.split(';') ?? [];
		const rawBody = contentType === 'multipart/form-data' ? undefined : Buffer.concat(chunks);
		const httpRequest = Object.assign(request, { contentType, rawBody, params: {}, query: {} });
		const json = (body: unknown) => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(body));
		};
		const status = (code: number) => {
			response.statusCode = code;
			return httpResponse;
		};
		const httpResponse: ServerResponse & { json: typeof json; status: (code: number) => unknown } =
			Object.assign(response, { json, status });
		const answer = (code: number, body: unknown) => {
			response.statusCode = code;
			json(body);
		};
		const method = request.method === 'HEAD' ? 'HEAD' : 'POST';
		const webhookDescription = type.description.webhooks?.find(({ httpMethod }) => httpMethod === method);
		const data = { ...additionalData(credentials), httpRequest, httpResponse };
		const context = new WebhookContext(
			workflow,
			node,
			data as never,
			mode,
			{
				httpMethod: method,
				node: node.name,
				path: 'webhook',
				webhookDescription,
				workflowId: '1',
				workflowExecuteAdditionalData: data,
			} as never,
			[],
			null as never,
		);
		const result = (await type.webhook?.call(context)) ?? {};
		if (result.noWebhookResponse) return;
		if (result.workflowData) {
			try {
				await execute(result.workflowData[0] ?? []);
			} catch (error) {
				return answer(500, { message: (error as Error).message });
			}
		}
		answer(200, result.webhookResponse ?? { message: 'Workflow was started' });
	};

	const server = createServer((request, response) => {
		handle(request, response).catch((error: Error) => {
			response.statusCode = 599;
			response.end(`webhook() threw: ${error.message}`);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
