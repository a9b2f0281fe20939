import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode } from 'n8n-workflow';
import type { N8nClient, StoredWorkflow, WorkflowDraft } from './client';
import type { Credentials } from './credentials';
import { root } from './tarball';

const directory = join(root, 'templates');

/** The template whose workflow the playground publishes. */
export const mainTemplate = 'intercom-conversation-to-absmartly-goal.json';

/** File names, the main template first. */
export function templateFiles(): string[] {
	const files = readdirSync(directory).filter((file) => file.endsWith('.json') && file !== mainTemplate);
	return [mainTemplate, ...files.sort()];
}

/** A template as the file in templates/ holds it: without ids of workflow, credentials and webhooks. */
export const readTemplate = (file: string) =>
	JSON.parse(readFileSync(join(directory, file), 'utf8')) as WorkflowDraft;

const hash = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex');

/** The same for the same text always: a webhook's address must survive a new start. */
const stableUuid = (...parts: string[]) =>
	hash(...parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');

/**
 * What the editor does when somebody imports a template: each node gets the credentials that its type takes, each
 * webhook an id of its own. The webhook ids follow from `id` and the node's name.
 */
export async function prepare(
	client: N8nClient,
	draft: WorkflowDraft,
	id: string,
	credentials: Credentials,
): Promise<WorkflowDraft & { id: string }> {
	const nodes = await Promise.all(
		draft.nodes.map(async (node): Promise<INode> => {
			const type = await client.nodeType(node.type, node.typeVersion);
			// HTTP Request names the credential of another node that it uses
			const { nodeCredentialType, genericAuthType } = node.parameters;
			const named = [nodeCredentialType, genericAuthType].map(String);
			const taken = [...(type.credentials ?? []).map(({ name }) => name), ...named].filter(
				(name) => credentials[name],
			);
			const fitting = Object.fromEntries(taken.map((name) => [name, credentials[name]]));
			return {
				...node,
				...(type.webhooks && { webhookId: node.webhookId ?? stableUuid(id, node.name) }),
				...(taken.length > 0 && { credentials: { ...fitting, ...node.credentials } }),
			};
		}),
	);
	return { ...draft, id, nodes };
}

/**
 * Imports a template file under an id that follows from its name. One that is there already is only touched when
 * the file or the credentials changed since; `changed` says whether anything was written.
 */
export async function importTemplate(
	client: N8nClient,
	file: string,
	credentials: Credentials,
): Promise<{ workflow: StoredWorkflow; changed: boolean }> {
	const id = hash(file).slice(0, 16);
	const prepared = await prepare(client, readTemplate(file), id, credentials);
	const draft = { ...prepared, meta: { ...prepared.meta, importedFrom: hash(JSON.stringify(prepared)) } };
	const stored = await client.workflow(id);
	if (!stored) return { workflow: await client.createWorkflow(draft), changed: true };
	if (stored.meta?.importedFrom === draft.meta.importedFrom) return { workflow: stored, changed: false };
	return { workflow: await client.updateWorkflow(id, draft), changed: true };
}

/** Where the outside world reaches the workflow's first webhook trigger: the Production URL that the editor shows. */
export async function productionUrl(client: N8nClient, workflow: StoredWorkflow): Promise<string> {
	for (const node of workflow.nodes) {
		const { webhooks } = await client.nodeType(node.type, node.typeVersion);
		const webhook = webhooks?.find(({ name }) => name === 'default');
		if (!webhook) continue;
		const fullPath = Boolean(webhook.isFullPath);
		return NodeHelpers.getNodeWebhookUrl(`${client.url}/webhook`, workflow.id, node, webhook.path, fullPath);
	}
	throw new Error(`no node of ${workflow.name} has a webhook`);
}
