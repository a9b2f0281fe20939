import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
	type JsonObject,
} from 'n8n-workflow';
import { isEndless } from '../../core/run/paging';
import type { Send } from '../../core/table/operation';
import { listOf } from '../../core/values/list';
import { own } from '../../core/values/own';
import { asNumber, isEmpty } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';
import { credentialType } from '../connection/credential';
import { checkCredential } from '../connection/workspace';
import { connect } from '../transport/send';
import { withRoles } from '../webhook/enrich';
import type { IntercomEvent } from '../webhook/event';
import { isOfRole, mayPass } from '../webhook/filters';
import { filtersOf, optionsOf, type EventOptions } from '../webhook/triggerOptions';
import type { CustomResource } from './custom';
import { newestEvents, poll, type State, type Wish } from './poll';

type Options = EventOptions & {
	customResources?: { resource?: CustomResource[] };
	startFrom?: string;
	timezone?: string;
	lag?: number;
	bound?: number;
};

/** What n8n keeps for the node. `checked` is the id of the credential that was checked last. */
type Memory = IDataObject & State & { checked?: string };

/** How many of the newest events a person sees who tries the node. */
const SHOWN = 10;

function startOf(context: IPollFunctions, { startFrom, timezone }: Options): number | undefined {
	if (!startFrom) return undefined;
	const ms = toInstant(startFrom, timezone?.trim() || context.getTimezone());
	if (ms !== undefined) return Math.floor(ms / 1000);
	throw new NodeOperationError(context.getNode(), `Start From '${startFrom}' is not a date`, {
		description: 'Give a date such as 2026-02-25T09:00:00',
	});
}

function wishOf(context: IPollFunctions, options: Options): Wish {
	const { resource = [] } = options.customResources ?? {};
	const chosen = context.getNodeParameter('topics', []) as string[];
	if (chosen.length === 0 && resource.length === 0) {
		throw new NodeOperationError(context.getNode(), 'There is nothing to watch', {
			description: 'Choose at least one event, or add a custom resource',
		});
	}
	return {
		topics: chosen,
		contacts: listOf(context.getNodeParameter('contacts', '') as string),
		custom: resource,
		startFrom: startOf(context, options),
		lag: Math.max(0, isEmpty(options.lag) ? 300 : asNumber('Search Delay (Seconds)', options.lag)),
		bound: Math.max(1, isEmpty(options.bound) ? 5000 : asNumber('Most Objects a Poll', options.bound)),
	};
}

/** With their roles looked up, where that is of use and the user did not switch it off. */
const complete = async (
	send: Send,
	events: IntercomEvent[],
	{ lookUpRoles = true, contactRole = 'any', output }: Options,
): Promise<IntercomEvent[]> =>
	lookUpRoles && (output !== 'raw' || contactRole !== 'any') ? await withRoles(send, events) : events;

const toItems = (events: IntercomEvent[], { output }: Options): INodeExecutionData[] =>
	events.map((event) => ({ json: output === 'raw' ? event.data : (event as unknown as IDataObject) }));

/** n8n starts the next poll although the last one still runs; these are the nodes whose poll does. */
const busy = new Set<string>();

/** Those that have polled since this process began. */
const started = new Set<string>();

async function pollOnce(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const type = credentialType(context.getNodeParameter('authentication'));
	const options = optionsOf<Options>(context);
	const wish = wishOf(context, options);
	// an event holds Intercom's object as it is, by webhook and by polling
	const send = await connect(context, type, { asArrived: true });
	if (context.getMode() === 'manual') {
		const events = await newestEvents(send, wish, SHOWN);
		if (events.length > 0) return toItems(await complete(send, events, options), options);
		throw new NodeOperationError(context.getNode(), 'Nothing of this kind is among the newest', {
			description: 'Make one in Intercom, for example by writing in your Messenger, and try again',
		});
	}
	const memory = context.getWorkflowStaticData('node') as Memory;
	const credential = own(context.getNode().credentials, type)?.id ?? '';
	// only when a person activates it with a new credential: at n8n's start an outage of Intercom must not stop the workflow
	if (memory.checked !== credential && ['activate', 'update'].includes(context.getActivationMode())) {
		const workspace = await checkCredential(context, type, send);
		if (workspace) Object.assign(memory, { workspace, checked: credential });
	}
	const { events, next } = await poll(send, wish, memory, Math.floor(Date.now() / 1000));
	const filters = filtersOf(options);
	const likely = events.filter((event) =>
		mayPass(event, filters, next.workspace?.adminId, options.lookUpRoles),
	);
	const wanted = (await complete(send, likely, options)).filter((event) =>
		isOfRole(event, filters.contactRole),
	);
	// only now, when all was read
	Object.assign(memory, next);
	return toItems(wanted, options);
}

/**
 * One turn of the node in n8n: null where there is nothing new, or where the turn before still runs. In a test run the
 * newest events, whatever was given out before. Rejects with a `NodeApiError` or `NodeOperationError`.
 */
export async function takeTurn(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const self = `${context.getWorkflow().id}:${context.getNode().id}`;
	if (context.getMode() === 'manual') return [await pollOnce(context)];
	if (busy.has(self)) {
		context.logger.warn('Intercom Polling Trigger skipped a poll: the one before still runs');
		return null;
	}
	busy.add(self);
	const isStart = !started.has(self) && ['init', 'leadershipChange'].includes(context.getActivationMode());
	try {
		const items = await pollOnce(context);
		started.add(self);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		if (!isStart || !(error instanceof NodeApiError || isEndless(error)))
			throw new NodeApiError(context.getNode(), error as JsonObject);
		// n8n would put the workflow off for longer and longer; the next poll is soon enough
		started.add(self);
		context.logger.warn(`Intercom Polling Trigger could not poll at n8n's start: ${error.message}`);
		return null;
	} finally {
		busy.delete(self);
	}
}
