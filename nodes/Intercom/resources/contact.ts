import type { Field, Resource } from '../../core/operation';
import { createOrUpdate, needsIdentity } from '../createOrUpdate';
import { additional, asInteger, choose, customAttributes, pick, text, time, yesNo } from '../fields';
import { searchFields, searchRequest } from '../search';

const simplify = [
	'id',
	'external_id',
	'role',
	'name',
	'email',
	'phone',
	'owner_id',
	'created_at',
	'updated_at',
	'custom_attributes',
];

const role = choose(
	'role',
	'Role',
	{ user: 'User', lead: 'Lead' },
	{ description: 'A user has an account with you; a lead does not yet' },
);
const email = text('email', 'Email', { placeholder: 'e.g. ada@example.com' });
const externalId = text('external_id', 'External ID', {
	placeholder: 'e.g. 42',
	description: 'Your own ID of this person, as your app knows it',
});

const details: Field[] = [
	text('avatar', 'Avatar URL', { placeholder: 'e.g. https://example.com/ada.png' }),
	customAttributes,
	time('last_seen_at', 'Last Seen At'),
	text('name', 'Name', { placeholder: 'e.g. Ada Lovelace' }),
	pick('admin', { displayName: 'Owner', name: 'owner_id', required: false, to: 'body', convert: asInteger }),
	text('phone', 'Phone', { placeholder: 'e.g. +41791234567' }),
	time('signed_up_at', 'Signed Up At'),
	yesNo('unsubscribed_from_emails', 'Unsubscribed From Emails', 'Whether this person gets no e-mails'),
];

const withId = (name: string, action: string, request: `${'POST' | 'DELETE'} /${string}`) => ({
	name,
	action,
	request,
	fields: [pick('contact')],
});

export const contact: Resource = {
	name: 'Contact',
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a contact',
			request: 'POST /contacts',
			fields: [role, email, externalId, additional(...details)],
			simplify,
		},
		upsert: {
			name: 'Create or Update',
			action: 'Create or update a contact',
			description: 'Create a new contact, or update the current one if it already exists (upsert)',
			request: 'POST /contacts',
			fields: [
				role,
				email,
				externalId,
				choose(
					'archived',
					'If Archived',
					{ unarchive: 'Unarchive and Update', skip: 'Leave as It Is', fail: 'Fail' },
					{
						to: undefined,
						description: 'What to do when the contact exists but was archived',
					},
				),
				additional(...details),
			],
			simplify: [...simplify.filter((key) => key !== 'created_at'), 'outcome'],
			build: needsIdentity,
			perform: createOrUpdate,
		},
		get: {
			name: 'Get',
			action: 'Get a contact',
			request: 'GET /contacts/{contact_id}',
			fields: [pick('contact')],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many contacts',
			request: 'GET /contacts',
			list: 'data',
			perPage: 150,
			simplify,
		},
		search: {
			name: 'Search',
			action: 'Search contacts',
			request: 'POST /contacts/search',
			fields: searchFields('contact'),
			build: searchRequest('contact'),
			list: 'data',
			perPage: 150,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a contact',
			request: 'PUT /contacts/{contact_id}',
			fields: [pick('contact'), additional(role, email, externalId, ...details)],
			simplify,
		},
		delete: withId('Delete', 'Delete a contact for good', 'DELETE /contacts/{contact_id}'),
		archive: withId('Archive', 'Archive a contact', 'POST /contacts/{contact_id}/archive'),
		unarchive: withId('Unarchive', 'Unarchive a contact', 'POST /contacts/{contact_id}/unarchive'),
	},
};
