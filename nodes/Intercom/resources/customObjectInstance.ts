import type { Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, choose, customAttributes, identifier, text, time } from '../fields/fields';
import { pick } from '../fields/picks';

/** Intercom has no list of types to pick from (2.14 to 2.16). */
const type = text('custom_object_type_identifier', 'Custom Object Type', {
	to: 'path',
	required: true,
	placeholder: 'e.g. Order',
	description: 'Name of the type as Intercom’s API has it (Settings > Data > Custom Objects)',
});
const id = text('custom_object_instance_id', 'Instance ID', {
	to: 'path',
	required: true,
	placeholder: 'e.g. 24',
});
const externalId = identifier('external_id', 'External ID', {
	required: true,
	placeholder: 'e.g. order-123',
	description: 'Your own ID of this instance',
});
const atExternalId = '/custom_object_instances/{custom_object_type_identifier}';
const atId = '/custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}';

export const customObjectInstance: Resource = {
	name: 'Custom Object Instance',
	permission: needs('Read and write custom object instances'),
	preset: 'upsert',
	operations: {
		upsert: {
			name: 'Create or Update',
			action: 'Create or update a custom object instance',
			description: 'Create a new instance, or update the current one if it already exists (upsert)',
			request: `POST ${atExternalId}`,
			fields: [
				type,
				externalId,
				additional(
					{
						...customAttributes,
						description:
							'Values of the type’s attributes, by their API name. A reference takes a list of IDs.',
					},
					time('external_created_at', 'External Created At', {
						description: 'When it was created where it comes from',
					}),
					time('external_updated_at', 'External Updated At', {
						description: 'When it was last changed where it comes from',
					}),
				),
			],
			// the external ID says which one, so a lost answer may be asked for again
			build: (request) => ({ ...request, repeatable: true }),
		},
		get: {
			name: 'Get',
			action: 'Get a custom object instance',
			request: `GET ${atId}`,
			fields: [type, id],
		},
		getByExternalId: {
			name: 'Get by External ID',
			action: 'Get a custom object instance by external ID',
			request: `GET ${atExternalId}`,
			fields: [type, { ...externalId, to: 'query' }],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many custom object instances',
			request: `GET ${atExternalId}`,
			version: '2.16',
			fields: [
				type,
				choose(
					'referencedBy',
					'Referenced By',
					{ any: 'Anything', contact: 'Contact', conversation: 'Conversation' },
					{ to: undefined, description: 'Of which object to give the instances' },
				),
				pick('contact', { to: 'query', as: 'references_contact_id', show: { referencedBy: ['contact'] } }),
				pick('conversation', {
					to: 'query',
					as: 'references_conversation_id',
					show: { referencedBy: ['conversation'] },
				}),
			],
			list: 'data',
			perPage: 150,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a custom object instance',
			request: `DELETE ${atId}`,
			fields: [type, id],
		},
		deleteByExternalId: {
			name: 'Delete by External ID',
			action: 'Delete a custom object instance by external ID',
			request: `DELETE ${atExternalId}`,
			fields: [type, { ...externalId, to: 'query' }],
		},
	},
};
