import type { Field, Resource } from '../../core/table/operation';
import { additional, choose, flag, rows, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const description = text('description', 'Description', {
	placeholder: 'e.g. The plan this customer pays for',
});
const messengerWritable = yesNo(
	'messenger_writable',
	'Messenger Writable',
	'Whether the Messenger may set it',
);
const options = (more: Partial<Field>): Field =>
	rows('options', 'Options', 'Option', [text('value', 'Value', { placeholder: 'e.g. 11-50' })], {
		description: 'What the list offers: at least two',
		...more,
	});

const types = {
	boolean: 'Boolean',
	date: 'Date',
	datetime: 'Date and Time',
	float: 'Decimal Number',
	integer: 'Whole Number',
	options: 'List of Options',
	string: 'Text',
};

export const dataAttribute: Resource = {
	name: 'Data Attribute',
	permission:
		'Your app in Intercom’s Developer Hub needs the permission “Write data attributes” to change; the one to read is not documented: –',
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a data attribute',
			request: 'POST /data_attributes',
			fields: [
				text('name', 'Name', { required: true }),
				choose('model', 'Model', { contact: 'Contact', company: 'Company' }),
				choose('data_type', 'Type', types, { description: 'Cannot be changed later' }, 'string'),
				options({ required: true, show: { data_type: ['options'] } }),
				additional(description, messengerWritable),
			],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many data attributes',
			request: 'GET /data_attributes',
			fields: [
				choose(
					'model',
					'Model',
					{ contact: 'Contact', company: 'Company', conversation: 'Conversation' },
					{
						to: 'query',
						description: 'Conversations only where the credential’s API version is 2.15 or lower',
					},
				),
				flag('include_archived', 'Include Archived', 'Whether to give archived attributes too'),
			],
			list: 'data',
			simplify: [
				'name',
				'full_name',
				'label',
				'model',
				'data_type',
				'options',
				'custom',
				'api_writable',
				'archived',
				'id',
			],
		},
		update: {
			name: 'Update',
			action: 'Update a data attribute',
			request: 'PUT /data_attributes/{data_attribute_id}',
			fields: [
				pick('data_attribute'),
				additional(
					yesNo('archived', 'Archived', 'Whether to archive it, or to bring it back'),
					description,
					messengerWritable,
					options({}),
				),
			],
		},
	},
};
