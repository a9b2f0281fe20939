import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether the node runs as an AI agent's tool. n8n calls its tool variant by the node's name with `Tool` behind it, and
 * runs it in an ordinary execute context or in one that says so; before 2.2 there is none that does.
 */
export const isTool = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('Tool') || ('isToolExecution' in context && context.isToolExecution());

/** How many bytes a file has that n8n keeps. Before 2.5 n8n does not say so beside it: its store does, or the file itself. */
export async function bytesOf(
	{ helpers }: IExecuteFunctions,
	{ bytes, id, data }: IBinaryData & { bytes?: number },
): Promise<number> {
	if (bytes !== undefined) return bytes;
	return id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');
}
