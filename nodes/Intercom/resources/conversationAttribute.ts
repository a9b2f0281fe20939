import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, attributeTypes, choose, splitList, text, textList, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const simplify = [
	'name',
	'description',
	'data_type',
	'required',
	'options',
	'reference',
	'archived',
	'updated_at',
	'visible_to_team_ids',
	'id',
];

const name = text('name', 'Name');
const multiline = yesNo('multiline', 'Multiline', 'Whether it takes several lines of text (type Text only)');
const details = [
	text('description', 'Description', { placeholder: 'e.g. What it is about' }),
	yesNo('required', 'Required', 'Whether teammates must fill it in before they close a conversation'),
	textList('visible_to_team_ids', 'Visible to Team IDs', {
		placeholder: 'e.g. 814865, 814866',
		description: 'IDs of the teams that see it, separated by commas; all teams if left blank',
	}),
];
const reference = [
	choose('reference_type', 'Relation', { one: 'To One', many: 'To Many' }, { as: 'reference.type' }),
	text('object_type_id', 'Object Type ID', {
		as: 'reference.object_type_id',
		placeholder: 'e.g. order',
		description: 'Type of the custom objects that it refers to',
	}),
];

const thisAttribute = pick('conversation_attribute', { as: 'id' });
const thisOption = pick('conversation_attribute_option', { name: 'option_id' });
const label = text('label', 'Label', { required: true, placeholder: 'e.g. Billing' });
const version = '2.16';

export const conversationAttribute: Resource = {
	name: 'Conversation Attribute',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a conversation attribute',
			version,
			request: 'POST /conversations/attributes',
			fields: [
				{ ...name, required: true },
				choose('data_type', 'Type', { ...attributeTypes, relationship: 'Relationship' }),
				{ ...multiline, show: { data_type: ['string'] } },
				textList('options', 'Options', {
					show: { data_type: ['list'] },
					convert: (value) => splitList(value)?.map((option) => ({ label: option })),
					placeholder: 'e.g. Billing, Delivery',
					description: 'What to choose from, separated by commas',
				}),
				...reference.map((field) => ({ ...field, show: { data_type: ['relationship'] } })),
				additional(...details),
			],
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a conversation attribute',
			version,
			request: 'GET /conversations/attributes/{id}',
			fields: [thisAttribute],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many conversation attributes',
			version,
			request: 'GET /conversations/attributes',
			fields: [
				additional(
					yesNo('include_archived', 'Include Archived', 'Whether archived ones are given too', {
						to: 'query',
					}),
				),
			],
			list: 'data',
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a conversation attribute',
			version,
			request: 'PUT /conversations/attributes/{id}',
			fields: [thisAttribute, additional(name, multiline, ...reference, ...details)],
			simplify,
		},
		addOption: {
			name: 'Add Option',
			action: 'Add an option to a conversation attribute',
			version,
			request: 'POST /conversations/attributes/{id}/options',
			fields: [thisAttribute, label],
			simplify,
		},
		updateOption: {
			name: 'Update Option',
			action: 'Update an option of a conversation attribute',
			version,
			request: 'PUT /conversations/attributes/{id}/options/{option_id}',
			fields: [thisAttribute, thisOption, label],
			simplify,
		},
		removeOption: {
			name: 'Remove Option',
			action: 'Remove an option from a conversation attribute',
			description: 'Remove an option from a list attribute, which Intercom archives',
			version,
			request: 'DELETE /conversations/attributes/{id}/options/{option_id}',
			fields: [thisAttribute, thisOption],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a conversation attribute',
			description: 'Delete an attribute of conversations, which Intercom archives',
			version,
			request: 'DELETE /conversations/attributes/{id}',
			fields: [thisAttribute],
			simplify,
		},
	},
};
