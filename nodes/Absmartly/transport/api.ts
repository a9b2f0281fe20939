import type { IAllExecuteFunctions, IExecuteFunctions } from 'n8n-workflow';
import type { Api } from '../../core/run/run';
import type { Send } from '../../core/table/operation';
import { connectConsole } from './console';
import { elementsOf, readList } from './pages';
import { CONCURRENCY, connect } from './send';

type Connect = (context: IAllExecuteFunctions, options: { stopped?: AbortSignal }) => Promise<Send>;

/** A `Send` to whichever API a request names. Each is connected when it is first needed, so that nobody needs both credentials. */
export function sender(context: IAllExecuteFunctions, stopped?: AbortSignal): Send {
	const lazily = (open: Connect): Send => {
		let opened: Promise<Send> | undefined;
		return async (request) => await (await (opened ??= open(context, { stopped })))(request);
	};
	const toCollector = lazily(connect);
	const toConsole = lazily(connectConsole);
	return async (request) => await (request.api === 'console' ? toConsole : toCollector)(request);
}

/** ABsmartly, as the machine of `nodes/core` wants it for one run. */
export const api = async (context: IExecuteFunctions, stopped: AbortSignal): Promise<Api> => {
	const send = sender(context, stopped);
	return {
		send,
		concurrency: CONCURRENCY,
		async *list(_, request, { list = '', perPage }, { limit }) {
			if (perPage) yield* await readList(send, request, list, limit);
			else yield* elementsOf(await send(request), list).slice(0, limit);
		},
	};
};
