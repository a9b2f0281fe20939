import type { Resource } from '../../core/operation';
import { goalDraft } from '../drafts';
import { publishing } from '../publish';
import { deduplicate, onceOptions, optionsWith, sendEventKey, severalWorkers, units } from './fields';

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
				{
					displayName: 'Goal Name',
					name: 'goalName',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. intercom_conversation_started',
					show: { goalFrom: ['name'] },
					description: 'Name of the goal exactly as in ABsmartly; create it there before the first event',
				},
				{
					displayName: 'Goals',
					name: 'goals',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Goal',
					show: { goalFrom: ['topic'] },
					default: {
						goal: [
							{ topic: 'conversation.user.created', goalName: 'intercom_conversation_started' },
							{ topic: 'conversation.rating.added', goalName: 'intercom_conversation_rated' },
							{ topic: 'conversation.user.replied', goalName: 'intercom_user_messaged' },
							{ topic: 'ticket.created', goalName: 'intercom_ticket_created' },
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
								{
									displayName: 'Goal Name',
									name: 'goalName',
									type: 'string',
									default: '',
									placeholder: 'e.g. intercom_conversation_started',
									description: 'Name of the goal exactly as in ABsmartly',
								},
							],
						},
					],
				},
				units,
				{
					displayName: 'Achieved At',
					name: 'achievedAt',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2026-02-25T09:33:20Z',
					description:
						'When it happened: ISO 8601, Unix seconds, milliseconds or microseconds. Empty for the event’s own time.',
				},
				{
					displayName: 'Properties',
					name: 'properties',
					type: 'assignmentCollection',
					default: {},
					description:
						'Facts to filter or sum goals by. Only numbers can be summed. Leave names and emails out.',
				},
				deduplicate,
				severalWorkers,
				optionsWith(...onceOptions, sendEventKey),
			],
			runAll: publishing(() => goalDraft),
		},
	},
};
