import { randomUUID } from 'node:crypto';

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
