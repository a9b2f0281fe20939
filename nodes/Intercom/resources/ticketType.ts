import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, choose, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const simplify = [
	'name',
	'category',
	'description',
	'icon',
	'ticket_type_attributes',
	'ticket_states',
	'archived',
	'created_at',
	'updated_at',
	'id',
];

const name = text('name', 'Name');
const details = [
	choose('category', 'Category', {
		Customer: 'Customer',
		'Back-office': 'Back Office',
		Tracker: 'Tracker',
	}),
	text('description', 'Description', { placeholder: 'e.g. Something does not work' }),
	text('icon', 'Icon', { placeholder: 'e.g. 🐞', description: 'An emoji' }),
	yesNo('is_internal', 'Internal', 'Whether tickets of this type are for teammates only'),
];

export const ticketType: Resource = {
	name: 'Ticket Type',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a ticket type',
			request: 'POST /ticket_types',
			fields: [{ ...name, required: true }, additional(...details)],
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a ticket type',
			request: 'GET /ticket_types/{ticket_type_id}',
			fields: [pick('ticket_type')],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many ticket types',
			request: 'GET /ticket_types',
			list: 'data',
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a ticket type',
			request: 'PUT /ticket_types/{ticket_type_id}',
			fields: [
				pick('ticket_type'),
				additional(
					yesNo('archived', 'Archived', 'Whether no tickets of this type can be made any more'),
					name,
					...details,
				),
			],
			simplify,
		},
	},
};
