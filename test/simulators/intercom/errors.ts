import { randomUUID } from 'node:crypto';
import type { ErrorShape } from './types';

/** An answer other than success, in Intercom's words. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly field?: string,
	) {
		super(message);
	}
}

/** Intercom's `error.list` envelope. */
export function errorList(
	error: Pick<ApiError, 'code' | 'message' | 'field'>,
	requestId: string = randomUUID(),
) {
	const { code, message, field } = error;
	return {
		type: 'error.list',
		request_id: requestId,
		errors: [{ code, message, ...(field ? { field } : {}) }],
	};
}

/** What is sent of an error, in the shape that the setting says: JSON, or a text of some type. */
export function errorBody(
	error: Pick<ApiError, 'code' | 'message' | 'field'>,
	requestId: string,
	shape: ErrorShape,
): { type: string; body: unknown } {
	const { code, message, field = 'base' } = error;
	const json = (body: object) => ({ type: 'application/json; charset=utf-8', body });
	const shapes: Record<ErrorShape, { type: string; body: unknown }> = {
		list: json(errorList(error, requestId)),
		texts: json({ errors: [message] }),
		fields: json({ errors: { [field]: [message] } }),
		text: json({ error: message }),
		object: json({ error: { code, message } }),
		message: json({ message }),
		plain: { type: 'text/plain', body: message },
		page: {
			type: 'text/html',
			body: `<html><head><title>${message}</title></head><body>nginx</body></html>`,
		},
	};
	return shapes[shape];
}

/** 400 for a value that cannot be. */
export const invalid = (message: string, field?: string) =>
	new ApiError(400, 'parameter_invalid', message, field);

/** 400 for a value that is not there. */
export const missing = (message: string, field?: string) =>
	new ApiError(400, 'parameter_not_found', message, field);

/** 401, the same for no token, a wrong and a revoked one. */
export const unauthorized = (message = 'Access Token Invalid') => new ApiError(401, 'unauthorized', message);

/** 404; some objects have a code of their own. */
export const notFound = (message = 'Resource Not Found', code = 'not_found') =>
	new ApiError(404, code, message);

/** 404 for a contact, which Intercom still calls user here. */
export const userNotFound = () => notFound('User Not Found');
