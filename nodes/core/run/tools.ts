import type { IExecuteFunctions } from 'n8n-workflow';
import { keep } from '../http/download';
import { wait } from '../http/wait';
import type { Hear, Open, Send, Tools } from '../table/operation';

type Connected = { send: Send; open?: Open };

/** What one item's operation works with. `hear` is told of all requests; waiting ends when the run is `stopped`, that is failed or cancelled. */
export function toolsOf(context: IExecuteFunctions, api: Connected, stopped: AbortSignal, hear: Hear): Tools {
	const both =
		(other?: Hear): Hear =>
		(sent) => {
			hear(sent);
			other?.(sent);
		};
	const open: Open = async (request, other) => {
		if (!api.open) throw new Error('this API gives out no files');
		return await api.open(request, both(other));
	};
	return {
		send: async (request, other) => await api.send(request, both(other)),
		open,
		keep: async (request, field) => await keep(context, open, request, field),
		async wait(ms) {
			await wait(ms, stopped);
		},
	};
}
