import { NodeOperationError, type IAllExecuteFunctions, type IDataObject } from 'n8n-workflow';
import type { Send } from '../core/operation';
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
