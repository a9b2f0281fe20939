import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { policy, type Policy } from '../../core/http/exchange';
import { processedOf } from '../../core/run/processed';
import type { Send } from '../../core/table/operation';
import { credentialType } from '../connection/credential';
import { connect } from '../transport/send';
import { expandTopics, matches } from './aliases';
import { fullObject, withContact, withRoles } from './enrich';
import { toEvent, type IntercomEvent, type Notification } from './event';
import { isOfRole } from './filters';
import { ANY_TOPIC } from './topics';

/** The options of Intercom Trigger that take time. */
export type SlowOptions = {
	completeContact?: boolean;
	contactRole?: string;
	fetchObject?: boolean;
	lookUpRoles?: boolean;
	once?: boolean;
	otherTopics?: string;
	output?: 'event' | 'raw';
	splitOutputs?: boolean;
};

/** Events that Once per Event remembers. */
const REMEMBERED = 10_000;

type Taken = { item: INodeExecutionData; event: IntercomEvent };

const eventOf = ({ json }: INodeExecutionData, isRaw: boolean): IntercomEvent =>
	isRaw
		? toEvent(json as Notification, { verified: true, receivedAt: 0 })
		: (json as unknown as IntercomEvent);

/** A role is no reason to keep an event waiting for minutes while Intercom is out. */
const HASTY: Policy = { ...policy, attempts: 2, timeoutMs: 10_000 };

/** Roles looked up where that is of use, and the events whose contact has the role that is wanted. */
async function ofRole(
	context: IExecuteFunctions,
	type: string,
	taken: Taken[],
	{ completeContact, contactRole = 'any', lookUpRoles = true, output }: SlowOptions,
): Promise<Taken[]> {
	const isOfUse = contactRole !== 'any' || (output !== 'raw' && !completeContact);
	if (!lookUpRoles || !isOfUse) return taken;
	const events = taken.map(({ event }) => event);
	// a credential that cannot be read is told of by whatever cannot do without
	const known = await connect(context, type, { how: HASTY })
		.then(async (send) => await withRoles(send, events))
		.catch(() => events);
	const all = taken.map(({ item }, index) => ({ item, event: known[index] }));
	// a sample is of nobody's role
	return all.filter(({ event }) => event.sample || isOfRole(event, contactRole));
}

/** The trigger's items after everything slow that the user asked for. A failure here fails the execution and forgets its keys. */
async function enriched(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	options: SlowOptions,
): Promise<INodeExecutionData[]> {
	const { completeContact, fetchObject, once, output } = options;
	const isRaw = output === 'raw';
	const taken = items.map((item): Taken => ({ item, event: eventOf(item, isRaw) }));
	const store = once && context.getMode() !== 'manual' ? processedOf(context, REMEMBERED) : undefined;
	const fresh = await store?.record([...new Set(taken.map(({ event }) => event.eventKey))]);
	const wanted = fresh ? taken.filter(({ event }) => fresh.has(event.eventKey)) : taken;

	const type = credentialType(context.getNodeParameter('authentication', 0));
	let connection: Promise<Send> | undefined;
	const connected = async () => await (connection ??= connect(context, type));
	const work = async (): Promise<INodeExecutionData[]> => {
		const results: INodeExecutionData[] = [];
		for (const { item, event } of await ofRole(context, type, wanted, options)) {
			// the raw notification stays as it came
			if (isRaw) {
				results.push(item);
				continue;
			}
			const whole = completeContact ? await withContact(await connected(), event) : event;
			const more = fetchObject ? { fullObject: await fullObject(await connected(), whole) } : {};
			const { data, ...rest } = whole;
			results.push({ ...item, json: { ...(rest as unknown as IDataObject), ...more, data } });
		}
		return results;
	};
	return await work().catch(async (error: unknown) => {
		if (fresh) await store?.forget([...fresh]);
		return await Promise.reject(error);
	});
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
