import type { Field, Resource } from '../../core/table/operation';
import { eventProperties } from '../fields/eventProperties';
import { fromConsole, goalPicker, named } from '../fields/fields';
import { entryOptions, onceOptions, optionsWith, propertiesJson } from '../fields/publishFields';
import { units } from '../fields/units';
import { ensureGoal } from '../operations/ensureGoal';
import { goalDraft } from '../publishing/drafts';
import { publishing } from '../publishing/publish';
import { getMany } from './lists';

/** What a person sees at once who tries a workflow by hand. */
const manualRuns: Field = {
	displayName: 'Manual Runs',
	name: 'manualRuns',
	type: 'options',
	default: 'send',
	options: [
		{ name: 'Dry Run', value: 'dryRun', description: 'Shows exactly what would be sent, and sends nothing' },
		{ name: 'Send', value: 'send', description: 'Sends as a published workflow does' },
	],
	description: 'What happens when you run the workflow by hand. A trigger’s sample never counts, either way.',
};

export const goal: Resource = {
	name: 'Goal',
	preset: 'track',
	operations: {
		track: {
			name: 'Track',
			action: 'Track a goal',
			description: 'Count events as goals of your experiments',
			request: 'PUT /context',
			fields: [
				{
					displayName: 'Goal From',
					name: 'goalFrom',
					type: 'options',
					default: 'name',
					options: [
						{
							name: 'Event Topic',
							value: 'topic',
							description: 'A table says which topic is which goal; other topics are skipped',
						},
						{ name: 'Name', value: 'name', description: 'The same goal, or an expression' },
					],
					description: 'How to tell which goal an item is',
				},
				goalPicker({
					name: 'goalName',
					required: true,
					default: named(''),
					show: { goalFrom: ['name'] },
					description: 'The goal exactly as in ABsmartly; create it there before the first event',
				}),
				{
					displayName: 'Goals',
					name: 'goals',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Goal',
					show: { goalFrom: ['topic'] },
					default: {
						goal: [
							{ topic: 'conversation.user.created', goalName: named('intercom_conversation_started') },
							{ topic: 'conversation.rating.added', goalName: named('intercom_conversation_rated') },
							{ topic: 'conversation.user.replied', goalName: named('intercom_user_messaged') },
							{ topic: 'ticket.created', goalName: named('intercom_ticket_created') },
						],
					},
					description: 'Which topic is which goal',
					options: [
						{
							displayName: 'Goal',
							name: 'goal',
							values: [
								{
									displayName: 'Topic',
									name: 'topic',
									type: 'string',
									default: '',
									placeholder: 'e.g. conversation.user.created',
									description: 'The topic as the trigger gives it in the item’s topic',
								},
								goalPicker({
									name: 'goalName',
									default: named(''),
									description: 'The goal exactly as in ABsmartly',
								}),
							],
						},
					],
				},
				units,
				{
					displayName: 'Properties',
					name: 'properties',
					type: 'assignmentCollection',
					default: {},
					description:
						'Facts to filter or sum goals by. Only numbers can be summed. Leave names and emails out.',
				},
				manualRuns,
				optionsWith(...entryOptions, ...onceOptions, eventProperties, propertiesJson),
			],
			runAll: publishing(() => goalDraft, { remembers: true }),
		},
		create: {
			name: 'Create',
			action: 'Create a goal',
			description: 'Create a goal, unless there is one of this name already',
			api: 'console',
			request: 'POST /goals',
			fields: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					required: true,
					default: '',
					to: 'body',
					convert: (name) => String(name).trim(),
					placeholder: 'e.g. intercom_conversation_started',
					description: 'What Track names it by; case counts',
				},
				{
					displayName: 'Description',
					name: 'description',
					type: 'string',
					default: '',
					to: 'body',
					description: 'What the goal means, for whoever reads the experiment. Only for a new goal.',
				},
				fromConsole,
			],
			perform: ensureGoal,
		},
		getAll: getMany('goals', ['name', 'description', 'archived', 'created_at', 'updated_at', 'id']),
	},
};
