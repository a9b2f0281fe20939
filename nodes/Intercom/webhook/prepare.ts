import type {
	ICheckProcessedOptions,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { inTurn } from '../../core/turn';
import { credentialType } from '../credential';
import { connect } from '../send';
import { expandTopics, matches } from './aliases';
import { fullObject, withContact } from './enrich';
import { toEvent, type IntercomEvent, type Notification } from './event';
import { ANY_TOPIC } from './topics';

/** The options of Intercom Trigger that take time. */
export type SlowOptions = {
	completeContact?: boolean;
	fetchObject?: boolean;
	once?: boolean;
	otherTopics?: string;
	output?: 'event' | 'raw';
	splitOutputs?: boolean;
};

/** n8n's store is one row a node, read and written whole: bounded, and asked by one execution at a time. */
const STORE: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };

/** Those events whose key this node has not given out before. */
async function unseen(context: IExecuteFunctions, events: IntercomEvent[]): Promise<Set<string>> {
	const keys = [...new Set(events.map(({ eventKey }) => eventKey))];
	const ask = async () => await context.helpers.checkProcessedAndRecord(keys, 'node', STORE);
	const node = `${context.getWorkflow().id}:${context.getNode().id}`;
	// the first two to use the store collide on its insert: then the row is there
	const { new: fresh } = await inTurn(node, async () => await ask().catch(ask));
	return new Set(fresh.map(String));
}

/** The trigger's items after everything slow that the user asked for. A failure here fails the execution and forgets its keys. */
async function enriched(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	{ completeContact, fetchObject, once, output }: SlowOptions,
): Promise<INodeExecutionData[]> {
	const isRaw = output === 'raw';
	const eventOf = ({ json }: INodeExecutionData): IntercomEvent =>
		isRaw
			? toEvent(json as Notification, { verified: true, receivedAt: 0 })
			: (json as unknown as IntercomEvent);
	if (!completeContact && !fetchObject && !once) return items;
	const fresh =
		once && context.getMode() !== 'manual' ? await unseen(context, items.map(eventOf)) : undefined;
	const wanted = fresh ? items.filter((item) => fresh.has(eventOf(item).eventKey)) : items;
	// the raw notification stays as it came
	if (isRaw || (!completeContact && !fetchObject)) return wanted;

	const forget = async (error: unknown) => {
		if (fresh) await context.helpers.removeProcessed([...fresh], 'node', STORE);
		return await Promise.reject(error);
	};
	const work = async (): Promise<INodeExecutionData[]> => {
		const send = await connect(context, credentialType(context.getNodeParameter('authentication', 0)));
		const results: INodeExecutionData[] = [];
		for (const item of wanted) {
			const event = completeContact ? await withContact(send, eventOf(item)) : eventOf(item);
			const more = fetchObject ? { fullObject: await fullObject(send, event) } : {};
			results.push({ ...item, json: { ...(event as unknown as IDataObject), ...more } });
		}
		return results;
	};
	return await work().catch(forget);
}

/** Each item to the output of the first chosen topic that it is of; what is of none goes to the last one (Other). */
function split(items: INodeExecutionData[], chosen: string[], hasOther: boolean): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = Array.from({ length: chosen.length + Number(hasOther) }, () => []);
	const wanted = chosen.map((topic) => expandTopics([topic]));
	for (const item of items) {
		const topic = String(item.json.topic);
		// a topic of its own comes before Any Topic, wherever that stands
		const exact = wanted.findIndex((topics) => !topics.has(ANY_TOPIC) && matches(topics, topic));
		const index = exact >= 0 ? exact : wanted.findIndex((topics) => matches(topics, topic));
		outputs.at(index)?.push(item);
	}
	return outputs;
}

/** What Intercom Trigger does inside the execution, on the items of its webhook. */
export async function prepare(
	context: IExecuteFunctions,
	chosen: string[],
	options: SlowOptions,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const done = await enriched(context, items, options);
	return options.splitOutputs ? split(done, chosen, Boolean(options.otherTopics)) : [done];
}
