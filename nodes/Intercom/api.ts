import type { IExecuteFunctions } from 'n8n-workflow';
import type { Operation, Request } from '../core/operation';
import type { Api } from '../core/run';
import { credentialType } from './credential';
import { elements, take } from './pages';
import { CONCURRENCY, connect } from './send';

/** The biggest page that is not bigger than what is wanted. */
const paged = (request: Request, { perPage }: Operation, limit: number): Request => {
	if (!perPage) return request;
	const per_page = Math.min(perPage, limit);
	return 'query' in request.body
		? { ...request, body: { ...request.body, pagination: { per_page } } }
		: { ...request, query: { ...request.query, per_page } };
};

/** Intercom, as the machine of `nodes/core` wants it. */
export async function api(context: IExecuteFunctions): Promise<Api> {
	const send = await connect(context, credentialType(context.getNodeParameter('authentication', 0)));
	return {
		send,
		list: async (request, operation, limit) =>
			await take(limit, elements(send, paged(request, operation, limit), operation.list!)),
		concurrency: CONCURRENCY,
	};
}
