import { createRequire } from 'node:module';
import type { ExecutionStatus, IDataObject, INode, INodeTypeDescription } from 'n8n-workflow';
import type { IConnections, IRunExecutionData, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';
import { until } from './until';

// flatted declares types for its ES module only; this file is CommonJS, for which it ships another build.
const { parse } = createRequire(__filename)('flatted') as { parse(text: string): unknown };

/** A workflow as a template file holds it. `id` is settled by whoever creates it, or by n8n. */
export interface WorkflowDraft {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	meta?: IDataObject | null;
}

export interface StoredWorkflow extends WorkflowDraft {
	id: string;
	versionId: string;
	/** Whether it is published; says nothing about whether its triggers could be started. */
	active: boolean;
}

export interface CredentialDraft {
	name: string;
	type: string;
	data: IDataObject;
}

/** As the list of executions shows it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: WorkflowExecuteMode;
	status: ExecutionStatus;
	/** ISO 8601. */
	startedAt: string;
	/** ISO 8601; null while it runs. */
	stoppedAt: string | null;
}

/** With what each node did: `data.resultData.runData[nodeName][run].data.main[output][item].json`. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

export interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

export interface Owner {
	email: string;
	password: string;
}

/** n8n's answer to a request it refused. */
export class N8nRequestError extends Error {
	constructor(
		request: string,
		readonly status: number,
		readonly answer: string,
	) {
		super(`n8n answered ${status} to ${request}: ${answer.slice(0, 500)}`);
	}
}

/**
 * n8n's own REST API as the editor in the browser uses it: a session cookie and a browser-id header. Logged in once,
 * it stays so over restarts of n8n on the same home.
 */
export class N8nClient {
	private cookie = '';
	private readonly nodeTypes = new Map<string, INodeTypeDescription>();

	/** `url` is n8n's address without a slash at the end. */
	constructor(readonly url: string) {}

	/** Any call under /rest; returns what n8n puts into `data`. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		return (JSON.parse((await this.ask(method, path, body)) || '{}') as { data: T }).data;
	}

	/** Any call under /rest; returns the answer's text. */
	async ask(method: string, path: string, body?: unknown): Promise<string> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'browser-id': 'playground',
				// n8n closes a connection that was idle for 5 s, just when a busy machine uses it again
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const session = response.headers.getSetCookie().find((each) => each.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0];
		const text = await response.text();
		if (!response.ok) throw new N8nRequestError(`${method} ${path}`, response.status, text);
		return text;
	}

	/** Makes the owner's account on a new n8n, and logs in to it on one that has it. */
	async logIn({ email, password }: Owner): Promise<void> {
		type Settings = { userManagement: { showSetupOnFirstLoad: boolean } };
		// an older n8n says that it is ready before this can be asked
		const settings = await until('n8n answers', () => this.call<Settings>('GET', '/settings'));
		if (settings.userManagement.showSetupOnFirstLoad) {
			const names = { firstName: 'Playground', lastName: 'Owner' };
			await this.call('POST', '/owner/setup', { email, password, ...names });
		} else {
			await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** The description of one node type as n8n loaded it; asked for once. */
	async nodeType(name: string, version = 1): Promise<INodeTypeDescription> {
		const key = `${name} ${version}`;
		const known = this.nodeTypes.get(key);
		if (known) return known;
		const nodeInfos = [{ name, version }];
		const [description] = await this.call<INodeTypeDescription[]>('POST', '/node-types', { nodeInfos });
		if (!description) throw new Error(`n8n did not load the node type ${key}`);
		this.nodeTypes.set(key, description);
		return description;
	}

	async credentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.call('GET', '/credentials');
	}

	/** Creates the credential, or renews the data of the one with this name and type; returns its id. */
	async saveCredential(credential: CredentialDraft): Promise<string> {
		const stored = (await this.credentials()).find(
			({ name, type }) => name === credential.name && type === credential.type,
		);
		const { id } = stored
			? await this.call<{ id: string }>('PATCH', `/credentials/${stored.id}`, credential)
			: await this.call<{ id: string }>('POST', '/credentials', credential);
		return id;
	}

	/** The credential test that the editor runs after saving. */
	async testCredential(
		id: string,
		credential: CredentialDraft,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.call('POST', '/credentials/test', { credentials: { id, ...credential } });
	}

	/** The workflow, or undefined if n8n has none with this id. */
	async workflow(id: string): Promise<StoredWorkflow | undefined> {
		try {
			return await this.call<StoredWorkflow>('GET', `/workflows/${id}`);
		} catch (error) {
			if (error instanceof N8nRequestError && [403, 404].includes(error.status)) return undefined;
			throw error;
		}
	}

	/** Creates the workflow unpublished; `id`, if given, must be new. */
	async createWorkflow(draft: WorkflowDraft): Promise<StoredWorkflow> {
		const unpublished = { settings: { executionOrder: 'v1' }, active: false };
		return await this.call('POST', '/workflows', { ...unpublished, ...draft });
	}

	/** Saves new content; what is published stays the older version until `publish`. */
	async updateWorkflow(id: string, draft: WorkflowDraft): Promise<StoredWorkflow> {
		return await this.call('PATCH', `/workflows/${id}`, draft);
	}

	/** Publishes the saved version and returns once its triggers run; throws with n8n's reason if they cannot. */
	async publish(id: string): Promise<void> {
		const stored = await this.workflow(id);
		if (!stored) throw new Error(`n8n has no workflow ${id}`);
		await this.call('POST', `/workflows/${id}/activate`, { versionId: stored.versionId });
		await this.whenPublished(id);
	}

	/** Waits, after `publish` or a restart, until the workflow's triggers run; throws with n8n's reason if they cannot. */
	async whenPublished(id: string): Promise<void> {
		const { status, triggers } = await until(`workflow ${id} is published`, async () => {
			const now = await this.publication(id);
			return now.status !== 'in_progress' && now.status !== 'not_published' && now;
		});
		if (status === 'published') return;
		const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		const reason = reasons.join('; ') || (await this.activationError(id));
		throw new Error(`n8n could not start the triggers of workflow ${id}: ${reason ?? status}`);
	}

	async publication(id: string): Promise<Publication> {
		try {
			return await this.call('GET', `/workflows/${id}/publication-status`);
		} catch (error) {
			if (!(error instanceof N8nRequestError) || error.status !== 404) throw error;
			// an older n8n: what is active runs, unless there is an error
			const errorMessage = (await this.activationError(id)) ?? null;
			const active = !errorMessage && (await this.workflow(id))?.active;
			return {
				status: active ? 'published' : 'failed',
				triggers: [{ nodeId: '', status: '', errorMessage }],
			};
		}
	}

	async unpublish(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, {});
	}

	/** As `active-workflows/error` has it: filled by n8n's older way of activating; now `publication` has the reasons. */
	async activationError(id: string): Promise<string | undefined> {
		return (await this.call<string | null>('GET', `/active-workflows/error/${id}`)) ?? undefined;
	}

	/** Runs the saved workflow as the editor's button does, from the trigger named; returns the execution's id. */
	async run(id: string, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>('POST', `/workflows/${id}/run`, {
			workflowData: await this.workflow(id),
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/**
	 * All of them, the newest first. n8n orders by start but pages by id: of more than 100 some may be missing or double
	 * where they did not start in the order they were made, as in queue mode.
	 */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const all: ExecutionSummary[] = [];
		let cursor: string | null | undefined;
		do {
			const query = new URLSearchParams({ filter: JSON.stringify({ workflowId }), limit: '100' });
			if (cursor) query.set('cursor', cursor);
			const page = await this.call<{ results: ExecutionSummary[]; nextCursor?: string | null }>(
				'GET',
				`/executions?${query}`,
			);
			all.push(...page.results);
			cursor = page.nextCursor;
		} while (cursor);
		return all;
	}

	async execution(id: string): Promise<Execution> {
		const stored = await this.call<ExecutionSummary & { data: string }>('GET', `/executions/${id}`);
		return { ...stored, data: parse(stored.data) as IRunExecutionData };
	}

	/** Waits until the workflow has at least `count` executions and none is under way; the newest first. */
	async finishedExecutions(workflowId: string, count = 1, seconds = 30): Promise<ExecutionSummary[]> {
		return await until(
			`${count} finished executions of workflow ${workflowId}`,
			async () => {
				const all = await this.executions(workflowId);
				return all.length >= count && all.every(({ stoppedAt }) => stoppedAt) && all;
			},
			{ seconds },
		);
	}
}
