import { NodeApiError, NodeOperationError, type IAllExecuteFunctions, type IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { readCredential } from './credential';

/** Whose token it is. Source: Intercom API 2.14, identifyAdmin. */
export type Workspace = {
	adminId: string;
	workspaceId: string | null;
	name: string | null;
	region: string | null;
};

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export async function askWorkspace(send: Send): Promise<Workspace> {
	const { id, app } = await send({ method: 'GET', path: '/me', query: {}, body: {} });
	const { id_code, name, region } = (app ?? {}) as IDataObject;
	return { adminId: String(id ?? ''), workspaceId: text(id_code), name: text(name), region: text(region) };
}

/**
 * Whose credential it is, asked when a person activates a workflow. Throws what that person can mend: a token that Intercom
 * refuses, the wrong region. That Intercom does not answer just now is only told to the log, since it is no reason not
 * to listen: then `undefined`.
 */
export async function checkCredential(
	context: IAllExecuteFunctions,
	type: string,
	send: Send,
): Promise<Workspace | undefined> {
	const workspace = await askWorkspace(send).catch(async (error: unknown) => {
		if (!(error instanceof NodeApiError) || ['401', '403'].includes(String(error.httpCode)))
			return await Promise.reject(error);
		context.logger.warn(
			`${context.getNode().name} could not check its credential, and ignores nobody’s doings as its own until it can: ${error.message}`,
		);
		return undefined;
	});
	if (workspace) await checkRegion(context, type, workspace);
	return workspace;
}

/** Refuses a credential whose region is not the workspace's: requests would go the long way round, or nowhere. */
export async function checkRegion(
	context: IAllExecuteFunctions,
	type: string,
	{ name, region }: Workspace,
): Promise<void> {
	const { region: chosen = 'us' } = await readCredential(context, type);
	if (chosen === 'custom' || !region || region.toLowerCase() === chosen) return;
	throw new NodeOperationError(
		context.getNode(),
		`The workspace ${name ?? ''} is hosted in region ${region}`,
		{
			description: `The Intercom credential says ${chosen.toUpperCase()}. Choose ${region} there and save it`,
		},
	);
}
