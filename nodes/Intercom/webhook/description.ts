import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { answering } from '../../core/webhook/answering';
import { authentication } from '../connection/authentication';
import { topics } from './topics';
import { anyEvent, eventChoice, optionsWith, eventsField } from './triggerOptions';

/** How Intercom Trigger looks and listens in n8n: all of its description but who it is. */

/** One output for each chosen topic, in the order of choosing, and one for all others where there may be any. */
export const outputs = `={{ ((topics, options) => options.splitOutputs
	? [...topics, ...(options.otherTopics ? ["Other"] : [])].map((topic) => ({ type: "main", displayName: topic === "*" ? "Any Event" : topic }))
	: [{ type: "main" }])($parameter["topics"] ?? [], $parameter["options"] ?? {}) }}`;

/** What a person sees while the node listens, and the two addresses it listens at. */
export const listening: Pick<INodeTypeDescription, 'triggerPanel' | 'activationMessage' | 'webhooks'> = {
	triggerPanel: {
		header: 'Listen for an Intercom event',
		executionsHelp: {
			inactive:
				'Intercom sends events to one address. To try this node, either switch on Sample When Testing, or paste the Test URL into Developer Hub > your app > Configure > Webhooks while n8n listens. Afterwards publish the workflow and paste the Production URL.',
			active:
				'Events come in at the Production URL: see Executions. To look at one here, open it there and choose Debug in Editor, or switch on Sample When Testing.',
		},
		activationHint:
			'Publish the workflow, then paste its Production URL into Developer Hub > your app > Configure > Webhooks.',
	},
	activationMessage:
		'Now paste the Production URL of Intercom Trigger into Developer Hub > your app > Configure > Webhooks, and tick its topics there.',
	webhooks: [
		{
			name: 'default',
			httpMethod: 'POST',
			path: 'webhook',
			...answering,
		},
		// Intercom checks the address with HEAD when it is saved
		{ name: 'setup', httpMethod: 'HEAD', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
	],
};

export const properties: INodeProperties[] = [
	{
		displayName:
			'Publish this workflow first, then paste its Production URL into Developer Hub > your app > Configure > Webhooks, and tick the topics of the events you choose here. Intercom has no API for that.',
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	authentication,
	eventsField([...topics.map((row) => eventChoice(row)), anyEvent]),
	{
		displayName: 'Sample When Testing',
		name: 'sampleWhenTesting',
		type: 'boolean',
		default: false,
		description:
			'Whether to post a signed sample of the first event to this node when you test it, so that you can build before Intercom can reach this n8n',
	},
	{
		displayName: 'Check Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description:
			'Whether to accept only events that are signed with the client secret of the credential. Without it anybody who knows the URL can start the workflow.',
	},
	optionsWith(
		{
			displayName: 'Collect Events (Milliseconds)',
			name: 'collectEvents',
			type: 'number',
			typeOptions: { minValue: 100, maxValue: 2000 },
			default: 250,
			description:
				'How long an event waits for others, 100 to 2,000 milliseconds. All of them, 500 at most, start the workflow once, as its items: many events then take a fraction of the work.',
		},
		{
			displayName: 'Complete Contact',
			name: 'completeContact',
			type: 'boolean',
			default: false,
			description: 'Whether to fetch the contact, so that its email, name and role are there for every event',
		},
		{
			displayName: 'Fetch Full Object',
			name: 'fetchObject',
			type: 'boolean',
			default: false,
			description:
				'Whether to fetch the conversation, ticket, contact or company as it is now into fullObject',
		},
		{
			displayName: 'Max Delivery Age (Minutes)',
			name: 'maxDeliveryAge',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How long ago Intercom may have first sent an event; an older one is ignored. 0 accepts any age. Use 5 or more: Intercom tries again after about a minute, and clocks differ.',
		},
		{
			displayName: 'Once per Event',
			name: 'once',
			type: 'boolean',
			default: false,
			description:
				'Whether to drop events whose eventKey this node gave out before, also before a restart. Exact with one n8n process; an event whose workflow fails afterwards is not given out again.',
		},
		{
			displayName: 'One Output per Event',
			name: 'splitOutputs',
			type: 'boolean',
			default: false,
			description: 'Whether the node has an output for each event, in the order you chose them',
		},
		{
			displayName: 'Other Events',
			name: 'otherTopics',
			type: 'string',
			default: '',
			placeholder: 'e.g. conversation.closed, some.new.topic',
			description: 'Intercom topics that are not in the list, separated by commas. Older names work too.',
		},
		{
			displayName: 'Respond',
			name: 'respond',
			type: 'options',
			options: [
				{ name: 'Immediately', value: 'immediately' },
				{
					name: 'When the Workflow Finishes',
					value: 'finished',
					description: 'Only for workflows that take less than 5 seconds: Intercom waits no longer',
				},
			],
			default: 'immediately',
			description: 'When Intercom gets its answer',
		},
		{
			displayName: 'Workspace IDs',
			name: 'workspaces',
			type: 'string',
			default: '',
			placeholder: 'e.g. abc123de',
			description: 'Only events of these workspaces, separated by commas',
		},
	),
];
