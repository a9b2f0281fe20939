import type { IExecuteFunctions } from 'n8n-workflow';
import type { Api } from '../core/run';
import { credentialType } from './credential';
import { elements, take, withPaging } from './pages';
import { CONCURRENCY, connect } from './send';

/** Intercom, as the machine of `nodes/core` wants it for one run. */
export async function api(context: IExecuteFunctions, stopped: AbortSignal): Promise<Api> {
	const send = await connect(context, credentialType(context.getNodeParameter('authentication', 0)), {
		stopped,
	});
	return {
		send,
		concurrency: CONCURRENCY,
		async list(request, { list = '', perPage }, limit) {
			// the biggest page that is not bigger than what is wanted
			const first = perPage ? withPaging(request, { per_page: Math.min(perPage, limit) }) : request;
			return await take(limit, elements(send, first, list));
		},
	};
}
