import type { Resource } from '../../core/operation';
import { typed } from '../../core/typed';
import { ensureGoal } from '../ensureGoal';
import { publish, publishRequest } from '../publish';
import { getMany } from './lists';

export const goal: Resource = {
	name: 'Goal',
	preset: 'track',
	operations: {
		track: {
			name: 'Track',
			action: 'Track a goal',
			description: 'Count an event as a goal of your experiments',
			request: 'PUT /context',
			fields: [
				{
					displayName: 'Goal Name',
					name: 'goalName',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. intercom_conversation_started',
					description: 'Name of the goal exactly as in ABsmartly; create it there before the first event',
				},
				{
					displayName: 'Units',
					name: 'units',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Unit',
					default: { unit: [{ type: 'user_id', uid: '={{ $json.contact.externalId }}' }] },
					description: 'Who achieved the goal. ABsmartly stores the goal once for each unit.',
					options: [
						{
							displayName: 'Unit',
							name: 'unit',
							values: [
								{
									displayName: 'Type',
									name: 'type',
									type: 'string',
									default: 'user_id',
									placeholder: 'e.g. user_id',
									description: 'Name of the unit type as in ABsmartly; case counts',
								},
								{
									displayName: 'ID',
									name: 'uid',
									type: 'string',
									default: '',
									placeholder: 'e.g. 42',
									description: 'The ID that your app gives ABsmartly for this person',
								},
							],
						},
					],
				},
				{
					displayName: 'Achieved At',
					name: 'achievedAt',
					type: 'string',
					required: true,
					default: '={{ $json.occurredAtMs }}',
					description:
						'When it happened: ISO 8601, Unix seconds or milliseconds. By default the event’s own time.',
				},
				{
					displayName: 'Properties',
					name: 'properties',
					type: 'assignmentCollection',
					default: {},
					to: 'body',
					convert: typed,
					description:
						'Facts to filter or sum goals by. Only numbers can be summed. Leave names and e-mails out.',
				},
			],
			build: publishRequest,
			perform: publish,
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
			],
			perform: ensureGoal,
		},
		getAll: getMany('goals', ['id', 'name', 'description', 'archived', 'created_at', 'updated_at']),
	},
};
