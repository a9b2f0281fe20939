import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { answering } from '../../core/webhook/answering';
import { knownEvents } from './events';
import { SHORTEST } from './urlKey';

/** How ABsmartly Trigger looks and listens in n8n: all of its description but who it is. */

/**
 * n8n takes a segment that begins with a colon for any text. The node's own ID before it, since n8n keeps one path for
 * one node only; with Register by Hand the key itself, so that n8n shows the URL to paste.
 */
const path =
	'={{ $webhookId + "/" + ($parameter.delivery === "byHand" && $parameter.key ? $parameter.key : ":key") }}';

/** What a person sees while the node listens, and where it listens. */
export const listening: Pick<INodeTypeDescription, 'triggerPanel' | 'activationMessage' | 'webhooks'> = {
	triggerPanel: {
		header: 'Listen for an ABsmartly event',
		executionsHelp: {
			inactive:
				'While you wait here, this node registers a webhook of its own in ABsmartly. Make something happen there, or switch on Sample When Testing.',
			active:
				'Events come in by themselves: see Executions. To look at one here, open it there and choose Debug in Editor, or switch on Sample When Testing.',
		},
		activationHint: 'Publish the workflow, and it starts whenever one of its events happens in ABsmartly.',
	},
	webhooks: [
		{
			name: 'default',
			httpMethod: 'POST',
			path,
			isFullPath: true,
			ndvHideUrl: '={{ $parameter.delivery !== "byHand" }}',
			...answering,
		},
	],
};

/** Minutes between two polls. */
const intervals = [1, 5, 15, 30];

/** What n8n takes for the times of polls: none where the node does not poll. */
const pollTimes: INodeProperties = {
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'hidden',
	default:
		'={{ { item: $parameter.delivery === "poll" ? [{ mode: "everyX", unit: "minutes", value: $parameter.pollMinutes }] : [] } }}',
};

export const properties: INodeProperties[] = [
	pollTimes,
	{
		displayName: 'ABsmartly Events',
		name: 'events',
		type: 'multiOptions',
		options: knownEvents.map(({ name, label }) => ({ name: label, value: name })),
		default: ['ExperimentStarted'],
		description: 'Which events start the workflow',
	},
	{
		displayName: 'How Events Come In',
		name: 'delivery',
		type: 'options',
		options: [
			{
				name: 'Register Automatically',
				value: 'automatic',
				description: 'This node registers its webhook in ABsmartly, and removes it again',
			},
			{
				name: 'Register by Hand',
				value: 'byHand',
				description: 'An administrator of ABsmartly enters the Production URL of this node',
			},
			{
				name: 'Poll Instead',
				value: 'poll',
				description: 'For an API key that may not register webhooks: compares the states of experiments',
			},
		],
		default: 'automatic',
	},
	{
		displayName: 'URL Key',
		name: 'key',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { delivery: ['byHand'] } },
		description: `The last part of the URL, which nobody may guess: ${SHORTEST} or more letters, digits, hyphens and underscores of a password generator. Publish, then paste the Production URL into ABsmartly under Settings > Webhooks.`,
	},
	{
		displayName: 'Check Every',
		name: 'pollMinutes',
		type: 'options',
		options: intervals.map((minutes) => ({
			name: minutes === 1 ? 'Minute' : `${minutes} Minutes`,
			value: minutes,
		})),
		default: 5,
		displayOptions: { show: { delivery: ['poll'] } },
	},
	{
		displayName: 'Read Back',
		name: 'readBack',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask ABsmartly about each event first, and drop what it does not confirm. ABsmartly signs nothing, so without it anybody who knows the URL can invent events. Exports and unknown events cannot be confirmed.',
	},
	{
		displayName: 'Sample When Testing',
		name: 'sampleWhenTesting',
		type: 'boolean',
		default: false,
		description: 'Whether to post a sample of the first event to this node when you test it',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'New Key',
				name: 'newKey',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026-12-01',
				description:
					'Any text. Whenever you change it and publish, the webhook gets a URL with a new key, and the old one no longer works.',
			},
			{
				displayName: 'Other Events',
				name: 'otherEvents',
				type: 'string',
				default: '',
				placeholder: 'e.g. FlagSwitchedOn',
				description: 'Names of events that are not in the list, as ABsmartly has them, separated by commas',
			},
		],
	},
];
