import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, attributeTypes, choose, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const simplify = [
	'name',
	'description',
	'data_type',
	'input_options',
	'order',
	'required_to_create',
	'default',
	'archived',
	'ticket_type_id',
	'id',
];

const name = text('name', 'Name');
const description = text('description', 'Description', { placeholder: 'e.g. How bad it is' });

const details = [
	yesNo('allow_multiple_values', 'Allow Multiple Values', 'Whether it takes several files (type Files only)'),
	text('list_items', 'List Items', {
		placeholder: 'e.g. Low,Medium,High',
		description: 'Items to choose from, separated by commas (type List only)',
	}),
	yesNo('multiline', 'Multiline', 'Whether it takes several lines of text (type Text only)'),
	yesNo('required_to_create', 'Required for Teammates', 'Whether teammates must fill it in'),
	yesNo('required_to_create_for_contacts', 'Required for Contacts', 'Whether contacts must fill it in'),
	yesNo('visible_on_create', 'Visible to Teammates', 'Whether teammates see it when they make a ticket', {
		default: true,
	}),
	yesNo('visible_to_contacts', 'Visible to Contacts', 'Whether contacts see it when they make a ticket', {
		default: true,
	}),
];

export const ticketTypeAttribute: Resource = {
	name: 'Ticket Type Attribute',
	permission: undocumented,
	preset: 'create',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a ticket type attribute',
			request: 'POST /ticket_types/{ticket_type_id}/attributes',
			fields: [
				pick('ticket_type'),
				{ ...name, required: true },
				{ ...description, required: true },
				choose('data_type', 'Type', attributeTypes),
				additional(...details),
			],
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a ticket type attribute',
			request: 'PUT /ticket_types/{ticket_type_id}/attributes/{attribute_id}',
			fields: [
				pick('ticket_type'),
				pick('ticket_type_attribute', { name: 'attribute_id' }),
				additional(
					yesNo('archived', 'Archived', 'Whether it no longer shows on tickets'),
					name,
					description,
					...details,
				),
			],
			simplify,
		},
	},
};
