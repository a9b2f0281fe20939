import type { Field, Operation, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { email, externalId, owner, role } from '../fields/columns';
import { additional, choose, flag, yesNo } from '../fields/fields';
import { mapper } from '../fields/mapper';
import { pick } from '../fields/picks';
import { getContact } from '../operations/completeLists';
import { createOrUpdate } from '../operations/createOrUpdate';
import { searchFields, searchRequest } from '../search/search';
import { nothingFound } from '../search/searchWords';
import { companySummary, contactSummary } from './summaries';

/** What an item may hold beside the columns of the mapper. */
const beside = [role, email, externalId, owner];

const mergeHistory: Field = {
	...flag(
		'include_merge_history',
		'Include Merge History',
		'Whether to give which contacts were merged into a user. Simplify leaves it out.',
	),
	since: '2.16',
};

const withId = (name: string, action: string, request: `${'POST' | 'DELETE'} /${string}`) => ({
	name,
	action,
	request,
	fields: [pick('contact')],
});

const listOf = (what: string, path: string): Operation => ({
	name: `Get ${what}`,
	action: `Get the ${what.toLowerCase()} of a contact`,
	request: `GET /contacts/{contact_id}/${path}`,
	fields: [pick('contact')],
	list: 'data',
});

export const contact: Resource = {
	name: 'Contact',
	permission: needs('Read and list users and companies', 'Write users and companies'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a contact',
			request: 'POST /contacts',
			fields: [role, email, externalId, mapper('contact', beside), additional(owner)],
			simplify: contactSummary,
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
				mapper('contact', beside),
				additional(
					choose(
						'archived',
						'If Archived',
						{ unarchive: 'Unarchive and Update', skip: 'Leave as It Is', fail: 'Fail' },
						{
							to: undefined,
							description: 'What to do when the contact exists but was archived',
						},
					),
					owner,
				),
			],
			simplify: ['outcome', ...contactSummary.filter((key) => key !== 'created_at')],
			perform: createOrUpdate,
		},
		get: {
			name: 'Get',
			action: 'Get a contact',
			request: 'GET /contacts/{contact_id}',
			fields: [
				pick('contact'),
				yesNo(
					'completeLists',
					'Complete Lists',
					'Whether to read on where Intercom cuts the lists of tags, notes and companies off at 10. Simplify leaves these lists out.',
					{ to: undefined },
				),
				additional(mergeHistory),
			],
			perform: getContact,
			simplify: contactSummary,
		},
		getByExternalId: {
			name: 'Get by External ID',
			action: 'Get a contact by external ID',
			description: 'Get a user by your own ID, exact at once; leads are not found this way',
			request: 'GET /contacts/find_by_external_id/{external_id}',
			fields: [{ ...externalId, to: 'path', required: true }, additional(mergeHistory)],
			simplify: contactSummary,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many contacts',
			request: 'GET /contacts',
			fields: [additional(mergeHistory)],
			list: 'data',
			perPage: 150,
			simplify: contactSummary,
		},
		search: {
			name: 'Search',
			action: 'Search contacts',
			request: 'POST /contacts/search',
			fields: searchFields('contact', mergeHistory),
			build: searchRequest('contact'),
			nothing: nothingFound('contact'),
			list: 'data',
			perPage: 150,
			simplify: contactSummary,
		},
		update: {
			name: 'Update',
			action: 'Update a contact',
			request: 'PUT /contacts/{contact_id}',
			fields: [pick('contact'), mapper('contactChange', [owner]), additional(owner, mergeHistory)],
			simplify: contactSummary,
		},
		merge: {
			name: 'Merge',
			action: 'Merge a lead into a user',
			request: 'POST /contacts/merge',
			fields: [
				pick('contact', {
					displayName: 'Lead',
					name: 'from',
					to: 'body',
					description: 'The lead, which is gone afterwards',
				}),
				pick('contact', {
					displayName: 'User',
					name: 'into',
					to: 'body',
					description: 'The user, who keeps what both had',
				}),
				additional(
					mergeHistory,
					yesNo(
						'skip_duplicate_validation',
						'Skip Duplicate Validation',
						'Whether they may be merged though they share no email or phone',
						{ since: '2.16' },
					),
				),
			],
			simplify: contactSummary,
		},
		archive: withId('Archive', 'Archive a contact', 'POST /contacts/{contact_id}/archive'),
		unarchive: withId('Unarchive', 'Unarchive a contact', 'POST /contacts/{contact_id}/unarchive'),
		block: withId('Block', 'Block a contact', 'POST /contacts/{contact_id}/block'),
		delete: withId('Delete', 'Delete a contact for good', 'DELETE /contacts/{contact_id}'),
		getCompanies: {
			...listOf('Companies', 'companies'),
			list: 'companies',
			perPage: 50,
			simplify: companySummary,
		},
		getSegments: listOf('Segments', 'segments'),
		getSubscriptions: listOf('Subscriptions', 'subscriptions'),
		getTags: listOf('Tags', 'tags'),
		getMergeHistory: {
			...listOf('Merge History', 'merge_history'),
			version: '2.16',
			fields: [
				pick('contact'),
				choose('order', 'Order', { desc: 'Newest First', asc: 'Oldest First' }, { to: 'query' }),
			],
			perPage: 150,
		},
	},
};
