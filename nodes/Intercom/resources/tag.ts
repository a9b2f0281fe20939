import type { Field, Operation, Request, Resource, Values } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { choose, text } from '../fields/fields';
import { actingAdmin, pick } from '../fields/picks';
import { tagMany, tagOne } from '../operations/tagMany';

const thisTag = pick('tag');
const tagInBody = pick('tag', { to: 'body', as: 'id' });

/** Companies are tagged by the tag's name, not its id. Source: Intercom API 2.14, createTag (tag_company_request). */
const tagName: Field = pick('tag', {
	name: 'tag_name',
	to: 'body',
	as: 'name',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTagNames', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. VIP' },
	],
	lookup: undefined,
});

const ofCompany = (untag: boolean): Pick<Operation, 'request' | 'fields' | 'build'> => ({
	request: 'POST /tags',
	fields: [pick('company', { to: undefined }), tagName],
	build: (request: Request, { company_id: id }: Values): Request => ({
		...request,
		body: { ...request.body, companies: [{ id, ...(untag && { untag }) }] },
	}),
});

const many = (untag: boolean): Pick<Operation, 'request' | 'fields' | 'build' | 'runAll'> => ({
	request: 'POST /tags',
	fields: [
		choose('tagged', 'Items Are', { users: 'Contacts', companies: 'Companies' }, { to: undefined }),
		pick('contact', { to: undefined, show: { tagged: ['users'] } }),
		pick('company', { to: undefined, show: { tagged: ['companies'] } }),
		tagName,
	],
	build: tagOne(untag),
	runAll: tagMany,
});

const inOneRequest = '50 in a request; triggers on tags may not fire';

export const tag: Resource = {
	name: 'Tag',
	permission: needs('Read tags', 'Write tags'),
	preset: 'getAll',
	operations: {
		tagContact: {
			name: 'Tag Contact',
			action: 'Tag a contact',
			request: 'POST /contacts/{contact_id}/tags',
			fields: [pick('contact'), tagInBody],
		},
		tagConversation: {
			name: 'Tag Conversation',
			action: 'Tag a conversation',
			request: 'POST /conversations/{conversation_id}/tags',
			fields: [pick('conversation'), tagInBody, actingAdmin],
		},
		tagCompany: { name: 'Tag Company', action: 'Tag a company', ...ofCompany(false) },
		tagTicket: {
			name: 'Tag Ticket',
			action: 'Tag a ticket',
			request: 'POST /tickets/{ticket_id}/tags',
			fields: [pick('ticket'), tagInBody, actingAdmin],
		},
		untagContact: {
			name: 'Untag Contact',
			action: 'Untag a contact',
			request: 'DELETE /contacts/{contact_id}/tags/{tag_id}',
			fields: [pick('contact'), thisTag],
		},
		untagConversation: {
			name: 'Untag Conversation',
			action: 'Untag a conversation',
			request: 'DELETE /conversations/{conversation_id}/tags/{tag_id}',
			fields: [pick('conversation'), thisTag, actingAdmin],
		},
		untagCompany: { name: 'Untag Company', action: 'Untag a company', ...ofCompany(true) },
		untagTicket: {
			name: 'Untag Ticket',
			action: 'Untag a ticket',
			request: 'DELETE /tickets/{ticket_id}/tags/{tag_id}',
			fields: [pick('ticket'), thisTag, actingAdmin],
		},
		upsert: {
			name: 'Create or Update',
			action: 'Create or update a tag',
			description: 'Create a new tag, or update the current one if it already exists (upsert)',
			request: 'POST /tags',
			fields: [
				text('name', 'Name', { required: true, placeholder: 'e.g. VIP' }),
				text('id', 'ID to Rename', {
					placeholder: 'e.g. 129',
					description: 'ID of the tag that gets this name; leave blank to create it',
				}),
			],
		},
		get: { name: 'Get', action: 'Get a tag', request: 'GET /tags/{tag_id}', fields: [thisTag] },
		getAll: { name: 'Get Many', action: 'Get many tags', request: 'GET /tags', list: 'data' },
		delete: { name: 'Delete', action: 'Delete a tag', request: 'DELETE /tags/{tag_id}', fields: [thisTag] },
		tagMany: {
			name: 'Tag Many',
			action: 'Tag many contacts or companies',
			description: `Tag the contacts or companies of all items, ${inOneRequest}`,
			...many(false),
		},
		untagMany: {
			name: 'Untag Many',
			action: 'Untag many contacts or companies',
			description: `Take a tag off the contacts or companies of all items, ${inOneRequest}`,
			...many(true),
		},
	},
};
