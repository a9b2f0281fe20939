import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, asInteger, text } from '../fields/fields';
import { pick } from '../fields/picks';
import { translations } from '../fields/translations';

const simplify = [
	'name',
	'description',
	'url',
	'order',
	'default_locale',
	'created_at',
	'updated_at',
	'parent_id',
	'help_center_id',
	'id',
];

const name = text('name', 'Name');
const description = text('description', 'Description', { placeholder: 'e.g. First steps with our product' });
const parent = pick('collection', {
	displayName: 'Parent Collection',
	name: 'parent_id',
	required: false,
	to: 'body',
});
const translated = translations(name, description);

export const collection: Resource = {
	name: 'Collection',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a collection',
			request: 'POST /help_center/collections',
			fields: [
				{ ...name, required: true },
				additional(
					description,
					parent,
					pick('help_center', { required: false, to: 'body', convert: asInteger }),
					translated,
				),
			],
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a collection',
			request: 'GET /help_center/collections/{collection_id}',
			fields: [pick('collection')],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many collections',
			request: 'GET /help_center/collections',
			list: 'data',
			perPage: 50,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a collection',
			request: 'PUT /help_center/collections/{collection_id}',
			fields: [pick('collection'), additional(name, description, parent, translated)],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a collection',
			request: 'DELETE /help_center/collections/{collection_id}',
			fields: [pick('collection')],
		},
	},
};
