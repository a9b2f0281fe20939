import type { Field } from '../../core/table/operation';

/** Members of an event that many goals carry, by where they stand in the item. */
const known = {
	'actor.type': 'Actor Type',
	'contact.role': 'Contact Role',
	'data.conversation_rating.rating': 'Conversation Rating',
	eventType: 'Event Type',
	objectId: 'Object ID',
	objectType: 'Object Type',
	'data.team_assignee_id': 'Team ID',
	topic: 'Topic',
	workspaceId: 'Workspace ID',
};

/** Properties of a goal without an expression, which n8n would start an engine for at each event. */
export const eventProperties: Field = {
	displayName: 'Properties From Event',
	name: 'eventProperties',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Property',
	default: {},
	description:
		'Facts to take from the event as they are. This is faster than an expression; what an event lacks is left out.',
	options: [
		{
			displayName: 'Property',
			name: 'property',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. conversation_id',
					description: 'What ABsmartly calls it',
				},
				{
					displayName: 'Value From',
					name: 'from',
					type: 'options',
					default: 'objectId',
					options: [
						...Object.entries(known).map(([value, name]) => ({ name, value })),
						{ name: 'Attribute', value: 'attribute', description: 'A value of the item that you name' },
					].sort((a, b) => a.name.localeCompare(b.name)),
					description: 'Which value of the event',
				},
				{
					displayName: 'Attribute',
					name: 'attribute',
					type: 'string',
					default: '',
					placeholder: 'e.g. data.custom_attributes.plan',
					show: { from: ['attribute'] },
					description: 'Where the value stands in the item, with dots between the steps',
				},
			],
		},
	],
};
