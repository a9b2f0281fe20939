import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { processedOf } from '../../core/run/processed';
import { credentialType } from '../connection/credential';
import { connect } from '../transport/send';
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

/** Events that Once per Event remembers. */
const REMEMBERED = 10_000;

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
	const store = once && context.getMode() !== 'manual' ? processedOf(context, REMEMBERED) : undefined;
	const fresh = await store?.record([...new Set(items.map((item) => eventOf(item).eventKey))]);
	const wanted = fresh ? items.filter((item) => fresh.has(eventOf(item).eventKey)) : items;
	// the raw notification stays as it came
	if (isRaw || (!completeContact && !fetchObject)) return wanted;

	const forget = async (error: unknown) => {
		if (fresh) await store?.forget([...fresh]);
		return await Promise.reject(error);
	};
	const work = async (): Promise<INodeExecutionData[]> => {
		const send = await connect(context, credentialType(context.getNodeParameter('authentication', 0)));
		const results: INodeExecutionData[] = [];
		for (const item of wanted) {
			const event = completeContact ? await withContact(send, eventOf(item)) : eventOf(item);
			const more = fetchObject ? { fullObject: await fullObject(send, event) } : {};
			const { data, ...rest } = event;
			results.push({ ...item, json: { ...(rest as unknown as IDataObject), ...more, data } });
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
