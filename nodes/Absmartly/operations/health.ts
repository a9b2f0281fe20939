import { NodeApiError, type IDataObject } from 'n8n-workflow';
import type { Request, Send } from '../../core/table/operation';

/** Down, as opposed to a wrong key or address, which a person must mend. */
const isDown = (error: unknown): error is NodeApiError =>
	error instanceof NodeApiError && (!error.httpCode || Number(error.httpCode) >= 500);

/** One element: whether the collector is healthy, the reason if not, and how long the answer took in milliseconds. */
export async function health(send: Send, request: Request): Promise<IDataObject[]> {
	const start = Date.now();
	const reason = await send(request).then(
		() => undefined,
		async (error: unknown) => (isDown(error) ? error.message : await Promise.reject(error)),
	);
	return [{ healthy: !reason, ...(reason && { reason }), responseTimeMs: Date.now() - start }];
}
