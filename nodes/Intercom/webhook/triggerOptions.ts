import type {
	ILoadOptionsFunctions,
	INodeProperties,
	INodePropertyOptions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { listOf } from '../../core/values/list';
import { own } from '../../core/values/own';
import { listSearch } from '../pickers/pickers';
import type { Filters } from './filters';
import type { SlowOptions } from './prepare';
import { ANY_TOPIC, type Topic } from './topics';

/** The topics that most people want, most wanted first. */
const mostUsed = [
	'conversation.user.replied',
	'conversation.user.created',
	'conversation.admin.replied',
	'conversation.admin.closed',
	'conversation.rating.added',
	'ticket.created',
	'ticket.state.updated',
	'contact.user.created',
	'contact.lead.created',
	'contact.user.tag.created',
];

/** An event to choose, under its topic's name, which is what is saved. */
export const eventChoice = ({ topic, label }: Topic, remark = ''): INodePropertyOptions => ({
	name: label,
	value: topic,
	description: `Topic ${topic}${remark && `; ${remark}`}`,
});

export const anyEvent: INodePropertyOptions = {
	name: 'Any Event',
	value: ANY_TOPIC,
	description: 'Everything that the app in Developer Hub sends',
};

/**
 * Which events start the workflow: those that most people want first, then the others in their order. Never labeled
 * Event, Events or Trigger On: n8n makes a trigger of its own of each option of such a field, in its panel.
 */
export const eventsField = (choices: INodePropertyOptions[]): INodeProperties => {
	const rank = ({ value }: INodePropertyOptions) =>
		mostUsed.includes(String(value)) ? mostUsed.indexOf(String(value)) : mostUsed.length;
	return {
		displayName: 'Intercom Events',
		name: 'topics',
		type: 'multiOptions',
		options: [...choices].sort((a, b) => rank(a) - rank(b)),
		default: ['conversation.user.created'],
		description: 'Which events start the workflow',
	};
};

/** What both triggers let a person choose about the events they give. */
const eventOptions: INodeProperties[] = [
	{
		displayName: 'Contact Role',
		name: 'contactRole',
		type: 'options',
		options: [
			{ name: 'Any', value: 'any' },
			{ name: 'Lead', value: 'lead' },
			{ name: 'User', value: 'user' },
		],
		default: 'any',
		description:
			'Only events of contacts with this role. An event whose contact has no known role does not pass.',
	},
	{
		displayName: 'Ignore',
		name: 'ignore',
		type: 'multiOptions',
		options: [
			{
				name: 'Bots and Fin',
				value: 'bots',
				description: 'What Fin, Operator or another bot did',
			},
			{
				name: 'Own Changes',
				value: 'own',
				description:
					'What the admin of this credential did, so that a workflow does not answer itself. Intercom does not say who changed a contact or company.',
			},
		],
		default: ['own'],
		description: 'Whose doings do not start the workflow',
	},
	{
		displayName: 'Ignore Admin Names or IDs',
		name: 'ignoreAdmins',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getAdmins' },
		default: [],
		description:
			'Teammates whose doings do not start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Look Up Unknown Roles',
		name: 'lookUpRoles',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask Intercom if the contact is a lead or a user where the event does not say: one request a contact. If Intercom does not answer, the role stays empty.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Event', value: 'event', description: 'One shape for every event' },
			{ name: 'Raw', value: 'raw', description: 'What Intercom sent, untouched' },
		],
		default: 'event',
	},
	{
		displayName: 'Tag Names or IDs',
		name: 'tags',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getTags' },
		default: [],
		description:
			'Only events whose conversation, ticket or contact carries one of these tags; Intercom shows the first ten of a contact. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Team Names or IDs',
		name: 'teams',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getTeams' },
		default: [],
		description:
			'Only events of conversations and tickets assigned to one of these teams. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

/** The options of a trigger: what both have and these of its own, by name. */
export const optionsWith = (...own: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...eventOptions, ...own].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

export type EventOptions = Partial<Omit<Filters, 'workspaces'>> & {
	workspaces?: string;
	lookUpRoles?: boolean;
	output?: 'event' | 'raw';
};

/** The options of Intercom Trigger. */
export type TriggerOptions = EventOptions &
	SlowOptions & {
		respond?: 'immediately' | 'finished';
		/** In milliseconds; for those that collect at all. */
		collectEvents?: number;
		/** In minutes; 0 for any age. */
		maxDeliveryAge?: number;
	};

export const filtersOf = ({
	workspaces,
	ignore = [],
	ignoreAdmins = [],
	contactRole = 'any',
	teams = [],
	tags = [],
}: EventOptions): Filters => ({
	workspaces: listOf(workspaces),
	ignore,
	ignoreAdmins,
	contactRole,
	teams,
	tags,
});

export const optionsOf = <T extends EventOptions>(context: IWebhookFunctions | IPollFunctions): T =>
	context.getNodeParameter('options', {}) as T;

const choices = (search: string) =>
	async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const found = await own(listSearch, search)?.call(this);
		return (found?.results ?? []).map(({ name, value }) => ({ name, value }));
	};

/** The lists behind the options above. */
export const loadOptions = {
	getAdmins: choices('searchAdmins'),
	getTags: choices('searchTags'),
	getTeams: choices('searchTeams'),
};
