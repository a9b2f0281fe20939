import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type JsonObject,
	type IPollFunctions,
} from 'n8n-workflow';
import { toInstant } from '../core/values/time';
import { authentication, credentials } from './connection/authentication';
import { credentialType } from './connection/credential';
import type { CustomResource } from './polling/custom';
import { newestEvents, poll, type State, type Wish } from './polling/poll';
import { connect } from './transport/send';
import {
	eventOptions,
	filtersOf,
	listOf,
	loadOptions,
	optionsOf,
	type EventOptions,
} from './webhook/triggerOptions';
import type { IntercomEvent } from './webhook/event';
import { passes } from './webhook/filters';
import { pollOnly, topics } from './webhook/topics';
import { checkCredential } from './connection/workspace';

type Options = EventOptions & { startFrom?: string; timezone?: string; lag?: number; bound?: number };

/** What n8n keeps for the node. `checked` is the id of the credential that was checked last. */
type Memory = IDataObject & State & { checked?: string };

/** How many of the newest events a person sees who tries the node. */
const SHOWN = 10;

const topicOptions = [...topics, ...pollOnly]
	.filter(({ polling }) => polling !== 'no')
	.map(({ topic, label, polling, permission }) => ({
		name: label,
		value: topic,
		description: `Topic ${topic}${polling === 'last state' ? '; several changes between two polls are one event' : ''}; permission: ${permission}`,
	}))
	.sort((a, b) => a.name.localeCompare(b.name));

function startOf(context: IPollFunctions, { startFrom, timezone }: Options): number | undefined {
	if (!startFrom) return undefined;
	const ms = toInstant(startFrom, timezone?.trim() || context.getTimezone());
	if (ms !== undefined) return Math.floor(ms / 1000);
	throw new NodeOperationError(context.getNode(), `Start From '${startFrom}' is not a date`, {
		description: 'Give a date such as 2026-02-25T09:00:00',
	});
}

function wishOf(context: IPollFunctions, options: Options): Wish {
	const { resource = [] } = context.getNodeParameter('customResources', {}) as {
		resource?: CustomResource[];
	};
	const chosen = context.getNodeParameter('topics', []) as string[];
	if (chosen.length === 0 && resource.length === 0) {
		throw new NodeOperationError(context.getNode(), 'There is nothing to watch', {
			description: 'Choose at least one topic, or add a custom resource',
		});
	}
	return {
		topics: chosen,
		contacts: listOf(context.getNodeParameter('contacts', '') as string),
		custom: resource,
		startFrom: startOf(context, options),
		lag: Math.max(0, Number(options.lag ?? 300)),
		bound: Math.max(1, Number(options.bound ?? 5000)),
	};
}

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
		if (events.length > 0) return toItems(events, options);
		throw new NodeOperationError(context.getNode(), 'Nothing of this kind is among the newest', {
			description: 'Make one in Intercom, for example by writing in your Messenger, and try again',
		});
	}
	const memory = context.getWorkflowStaticData('node') as Memory;
	const credential = context.getNode().credentials?.[type]?.id ?? '';
	// only when a person activates it with a new credential: at n8n's start an outage of Intercom must not stop the workflow
	if (memory.checked !== credential && ['activate', 'update'].includes(context.getActivationMode())) {
		const workspace = await checkCredential(context, type, send);
		if (workspace) Object.assign(memory, { workspace, checked: credential });
	}
	const { events, next } = await poll(send, wish, memory, Math.floor(Date.now() / 1000));
	const filters = filtersOf(options);
	const wanted = events.filter((event) => passes(event, filters, next.workspace?.adminId));
	// only now, when all was read
	Object.assign(memory, next);
	return toItems(wanted, options);
}

export class IntercomPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Polling Trigger',
		name: 'intercomPollingTrigger',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['trigger'],
		version: 2,
		subtitle: '={{ $parameter["topics"].join(", ") }}',
		description: 'Looks into Intercom at intervals, for n8n without a public address',
		defaults: { name: 'Intercom Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [
			authentication,
			{
				displayName: 'Topics',
				name: 'topics',
				type: 'multiOptions',
				options: topicOptions,
				default: ['conversation.user.created'],
				description: 'Which events start the workflow',
			},
			{
				displayName: 'External IDs of Contacts to Watch',
				name: 'contacts',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. 42, 43',
				displayOptions: { show: { topics: ['event.created'] } },
				description:
					'Intercom lists data events of one contact at a time: separate the external IDs by commas. For all contacts use Intercom Trigger.',
			},
			{
				displayName: 'Custom Resources',
				name: 'customResources',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Resource',
				default: {},
				description: 'Other lists of the API to watch. Each is read to its end at every poll.',
				options: [
					{
						displayName: 'Resource',
						name: 'resource',
						values: [
							{
								displayName: 'Event',
								name: 'event',
								type: 'options',
								options: [
									{ name: 'Created', value: 'created' },
									{ name: 'Updated', value: 'updated' },
								],
								default: 'updated',
							},
							{
								displayName: 'ID Field',
								name: 'idField',
								type: 'string',
								default: 'id',
								description: 'Which member tells one record from another',
							},
							{
								displayName: 'List Key',
								name: 'listKey',
								type: 'string',
								default: 'data',
								description: 'Which member of the reply holds the records',
							},
							{
								displayName: 'Name',
								name: 'name',
								type: 'string',
								default: '',
								placeholder: 'e.g. article',
								description: 'Becomes part of the topic: custom.article.updated',
							},
							{
								displayName: 'Path',
								name: 'path',
								type: 'string',
								default: '',
								placeholder: 'e.g. /articles',
							},
							{
								displayName: 'Time Field',
								name: 'timeField',
								type: 'string',
								default: 'updated_at',
								description: 'Which member tells when the record was created or updated',
							},
							{
								displayName: 'Time Format',
								name: 'timeFormat',
								type: 'options',
								options: [
									{ name: 'ISO 8601 or Unix Seconds', value: 'auto' },
									{ name: 'Unix Milliseconds', value: 'milliseconds' },
								],
								default: 'auto',
							},
						],
					},
				],
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					...eventOptions,
					{
						displayName: 'Most Objects a Poll',
						name: 'bound',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 5000,
						description: 'How many changed objects of a kind one poll reads; the next one reads on',
					},
					{
						displayName: 'Search Delay (Seconds)',
						name: 'lag',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 300,
						description:
							'How late Intercom’s search may show a change. That much is read again at every poll.',
					},
					{
						displayName: 'Start From',
						name: 'startFrom',
						type: 'dateTime',
						default: '',
						description:
							'Begins with what happened since then; without it, with what happens from now on. Another date begins anew.',
					},
					{
						displayName: 'Time Zone',
						name: 'timezone',
						type: 'string',
						default: '',
						placeholder: 'e.g. Europe/Berlin',
						description: 'In which Start From is meant; the workflow’s if left blank',
					},
				],
			},
		],
	};

	methods = { loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const self = `${this.getWorkflow().id}:${this.getNode().id}`;
		if (this.getMode() === 'manual') return [await pollOnce(this)];
		if (busy.has(self)) {
			this.logger.warn('Intercom Polling Trigger skipped a poll: the one before still runs');
			return null;
		}
		busy.add(self);
		const isStart = !started.has(self) && ['init', 'leadershipChange'].includes(this.getActivationMode());
		try {
			const items = await pollOnce(this);
			started.add(self);
			return items.length > 0 ? [items] : null;
		} catch (error) {
			if (!isStart || !(error instanceof NodeApiError))
				throw new NodeApiError(this.getNode(), error as JsonObject);
			// n8n would put the workflow off for longer and longer; the next poll is soon enough
			started.add(self);
			this.logger.warn(`Intercom Polling Trigger could not poll at n8n's start: ${error.message}`);
			return null;
		} finally {
			busy.delete(self);
		}
	}
}
