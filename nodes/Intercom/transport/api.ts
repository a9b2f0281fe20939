import type { IExecuteFunctions } from 'n8n-workflow';
import type { Api } from '../../core/run/run';
import type { Open } from '../../core/table/operation';
import { credentialType } from '../connection/credential';
import { opener } from './download';
import { elements, sifted, sizeOf, upTo, withPaging } from './pages';
import { everything, MOST_LISTED } from './scroll';
import { CONCURRENCY, connect, governorFor } from './send';

/** Intercom, as the machine of `nodes/core` wants it for one run. */
export async function api(context: IExecuteFunctions, stopped: AbortSignal): Promise<Api> {
	const type = credentialType(context.getNodeParameter('authentication', 0));
	const send = await connect(context, type, { stopped });
	const governor = governorFor(context.getNode(), type);
	const heldBefore = governor.heldMs();
	let opening: Promise<Open> | undefined;
	return {
		send,
		open: async (request, hear) =>
			await (
				await (opening ??= opener(context, type, { stopped }))
			)(request, hear),
		hints() {
			const seconds = Math.round((governor.heldMs() - heldBefore) / 1000);
			return seconds > 0
				? [
						`Waited ${seconds} s for Intercom’s rate limit (${governor.limit() ?? 'some'} requests in 10 seconds, less what the credential leaves to other apps)`,
					]
				: [];
		},
		concurrency: CONCURRENCY,
		list(telling, request, { list = '', perPage, scroll }, { limit, pageSize }) {
			if (scroll && limit > MOST_LISTED)
				return upTo(limit, everything(governor, telling, scroll.replace('GET ', ''), list, stopped));
			const { keep } = request;
			const most = perPage && Math.min(perPage, pageSize ?? perPage);
			// the biggest page that is not bigger than what is wanted; what Additional Body asks for stays
			const size = sizeOf(request) ?? (most && (keep ? most : Math.min(most, limit)));
			const found = elements(telling, size ? withPaging(request, { per_page: size }) : request, list);
			return upTo(limit, keep ? sifted(found, keep) : found);
		},
	};
}
