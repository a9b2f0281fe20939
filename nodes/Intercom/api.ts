import type { IExecuteFunctions } from 'n8n-workflow';
import { cancelSignal } from '../core/http';
import type { Api } from '../core/run';
import { credentialType } from './credential';
import { elements, take, withPaging } from './pages';
import { inTurn, scrolled } from './scroll';
import { CONCURRENCY, connect, governorFor } from './send';

/** Intercom, as the machine of `nodes/core` wants it for one run. */
export async function api(context: IExecuteFunctions, stopped: AbortSignal): Promise<Api> {
	const type = credentialType(context.getNodeParameter('authentication', 0));
	const send = await connect(context, type, { stopped });
	const governor = governorFor(context.getNode(), type);
	const heldBefore = governor.heldMs();
	const cancelled = cancelSignal(context);
	const signal = cancelled ? AbortSignal.any([stopped, cancelled]) : stopped;
	return {
		send,
		hints() {
			const seconds = Math.round((governor.heldMs() - heldBefore) / 1000);
			return seconds > 0
				? [
						`Waited ${seconds} s for Intercom’s rate limit (${governor.limit() ?? 'some'} requests in 10 seconds, less what the credential leaves to other apps)`,
					]
				: [];
		},
		concurrency: CONCURRENCY,
		async list(request, { list = '', perPage, scroll }, limit) {
			if (scroll && limit === Infinity) {
				const path = scroll.replace('GET ', '');
				return await inTurn(governor, async () => await scrolled(send, path, list, signal), signal);
			}
			// the biggest page that is not bigger than what is wanted
			const first = perPage ? withPaging(request, { per_page: Math.min(perPage, limit) }) : request;
			return await take(limit, elements(send, first, list));
		},
	};
}
