import { NodeOperationError, type INode } from 'n8n-workflow';

/** What n8n's error holds of a request that found no reply. */
type Held = { cause?: unknown; httpCode?: unknown; messages?: unknown };

/** A code of the system or of a library, such as ECONNRESET, and no status. */
const isCode = (code: unknown): code is string =>
	typeof code === 'string' && code.length <= 80 && /^[A-Z][A-Z0-9_]*$/.test(code);

/**
 * What made a `NodeApiError`. n8n from 1.100 to 2.33 loses an error's cause; of a network fault the code then stands
 * where a status would be, and its own words are the first of `messages`. Without them nothing would be tried again
 * after a reset, and nobody told that what was sent may have arrived.
 */
export function causeOf({ cause, httpCode, messages }: Held): unknown {
	if (cause !== undefined || !isCode(httpCode)) return cause;
	return { code: httpCode, message: Array.isArray(messages) ? (messages[0] as unknown) : undefined };
}

/** The error as one of this node, with its advice: n8n before 1.114 does not take `description` over by itself. */
export function operationError(
	node: INode,
	error: Error,
	options: { itemIndex?: number } = {},
): NodeOperationError {
	const { description } = error as { description?: string | null };
	return new NodeOperationError(node, error, { ...options, ...(description && { description }) });
}
