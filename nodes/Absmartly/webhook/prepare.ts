import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { cancelSignal } from '../../core/http/attempt';
import { wait } from '../../core/http/wait';
import { inParallel } from '../../core/run/parallel';
import { operationError } from '../../core/n8n/errors';
import { oneLine } from '../../core/values/line';
import type { Send } from '../../core/table/operation';
import { connectConsole } from '../transport/console';
import type { ConsoleEvent } from './event';
import { canBeRead, readBack } from './readBack';
import { hasStatus } from './registration';

/** Events that are read back at once. */
const AT_ONCE = 5;

/** How long ABsmartly may take to show what it has told, in milliseconds. */
const LAG_MS = 1_000;

/** As much of an ID as is told, in characters. */
const LONGEST_ID = 40;

const ROLE =
	'Read Back may not read this in ABsmartly. Ask an administrator to give the owner of the API key a role that may get experiments, goals and metrics (Experiment Get), or switch Read Back off';

/** The sender was told that all is well, and sends nothing again. */
const AGAIN = 'Nothing is lost: the events stand in this execution. Retry it, and they are read back again';

/** What `send` gives, each request once in so many events: a burst is often about one experiment. */
function remembering(send: Send): Send {
	const asked = new Map<string, Promise<IDataObject>>();
	return async (request) => {
		const key = JSON.stringify([request.path, request.query]);
		const reply = asked.get(key) ?? send(request);
		asked.set(key, reply);
		return await reply;
	};
}

/** What became of events that are not to be believed: gone, and told. */
function tell(context: IExecuteFunctions, dropped: ConsoleEvent[]): void {
	for (const { eventType, objectId } of dropped.slice(0, 10)) {
		const message = `ABsmartly Trigger dropped ${eventType} of ${oneLine(objectId, LONGEST_ID) || 'nothing'}: ABsmartly does not say that it happened`;
		context.logger.warn(message);
		context.addExecutionHints({ message, location: 'outputPane' });
	}
}

const isSettled = (event: ConsoleEvent): boolean =>
	event.verified || event.sample === true || !canBeRead(event);

/** Each event as ABsmartly confirms it, in their order; undefined where it does not, asked twice. */
async function confirmed(
	context: IExecuteFunctions,
	events: ConsoleEvent[],
): Promise<Array<ConsoleEvent | undefined>> {
	if (events.every(isSettled)) return events;
	const send = await connectConsole(context, { always: true, stopped: cancelSignal(context) });
	const look = async (known: Array<ConsoleEvent | undefined>) => {
		const once = remembering(send);
		return await inParallel(AT_ONCE, events, async (event, index) =>
			isSettled(event) ? event : (known[index] ?? (await readBack(once, event))),
		);
	};
	const first = await look([]);
	if (first.every((event) => event !== undefined)) return first;
	await wait(LAG_MS, cancelSignal(context));
	return await look(first);
}

/** The items whose events ABsmartly confirms. */
async function readAll(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const events = items.map(({ json }) => json as unknown as ConsoleEvent);
	const found = await confirmed(context, events);
	tell(
		context,
		events.filter((_, index) => !found[index]),
	);
	return items.flatMap((item, index) =>
		found[index] ? [{ ...item, json: found[index] as unknown as IDataObject }] : [],
	);
}

/** What ABsmartly Trigger does inside the execution, on the items of its webhook or its poll. Rejects with an error of n8n. */
export async function prepare(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (context.getNodeParameter('readBack', 0, true) === false) return [items];
	try {
		return [await readAll(context, items)];
	} catch (error) {
		if (hasStatus(error, '403')) throw new NodeOperationError(context.getNode(), ROLE);
		const { description } = error as { description?: string | null };
		const advice = [description, AGAIN].filter(Boolean).join('. ');
		throw operationError(context.getNode(), Object.assign(error as Error, { description: advice }));
	}
}
