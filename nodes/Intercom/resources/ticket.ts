import type { Field, Operation, Resource, Values } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, asInteger, text, time, yesNo } from '../fields/fields';
import { mapper } from '../fields/mapper';
import { actingAdmin, pick } from '../fields/picks';
import { contactReference } from '../fields/references';
import {
	asQuickReply,
	attachmentFiles,
	attachmentUrls,
	createdAt,
	message,
	quickReplies,
	quietly,
} from '../fields/replies';
import { searchFields, searchRequest } from '../search/search';
import { nothingFound } from '../search/searchWords';
import { replySummary } from './summaries';

const simplify = [
	'title',
	'text',
	'ticket_state',
	'url',
	'ticket_attributes',
	'contacts',
	'created_at',
	'admin_assignee_id',
	'ticket_id',
	'id',
];

const thisTicket = pick('ticket');
const typeInBody = pick('ticket_type', { to: 'body' });
const company = pick('company', { to: 'body', required: false });
const files: Field = { ...attachmentFiles, since: '2.16' };

const title = text('title', 'Title', {
	as: 'ticket_attributes._default_title_',
	required: true,
	placeholder: 'e.g. Delivery of order 42',
});
const description = text('description', 'Description', {
	as: 'ticket_attributes._default_description_',
	typeOptions: { rows: 4 },
	placeholder: 'e.g. The parcel has not arrived',
});

const creation: Field[] = [
	typeInBody,
	contactReference({ id: 'id', email: 'email', externalId: 'external_id' }, { as: 'contacts' }, (one) => [
		one,
	]),
	title,
	description,
	mapper('newTicket', [company]),
	additional(
		company,
		createdAt,
		pick('admin', {
			displayName: 'Assignee',
			name: 'admin_assignee_id',
			required: false,
			to: 'body',
			as: 'assignment.admin_assignee_id',
		}),
		pick('team', {
			name: 'team_assignee_id',
			required: false,
			to: 'body',
			as: 'assignment.team_assignee_id',
		}),
		pick('conversation', {
			displayName: 'Conversation to Link',
			name: 'conversation_to_link_id',
			required: false,
			to: 'body',
		}),
		quietly,
	),
];

const reply = (name: string, action: string, constant: Values, ...fields: Field[]): Operation => ({
	name,
	action,
	request: 'POST /tickets/{ticket_id}/reply',
	body: constant,
	fields: [thisTicket, ...fields],
	simplify: replySummary,
});

export const ticket: Resource = {
	name: 'Ticket',
	permission: needs('Read tickets', 'Write tickets'),
	preset: 'search',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a ticket',
			request: 'POST /tickets',
			fields: creation,
			// its text and time are what was just said, and now
			simplify: [
				...simplify.filter((key) => !['text', 'created_at', 'ticket_id', 'id'].includes(key)),
				'team_assignee_id',
				'company_id',
				'ticket_id',
				'id',
			],
			// Intercom's descriptions do not promise it in the reply
			simplifies: (reply, { body }) => ({ company_id: (body.company_id as string) ?? null, ...reply }),
		},
		replyAsAdmin: {
			...reply(
				'Reply',
				'Reply to a ticket',
				{ message_type: 'comment', type: 'admin' },
				actingAdmin,
				message,
				files,
				additional(attachmentUrls, createdAt, quickReplies, quietly),
			),
			build: asQuickReply,
		},
		addNote: reply(
			'Add Note',
			'Add a note to a ticket',
			{ message_type: 'note', type: 'admin' },
			actingAdmin,
			message,
			files,
			additional(
				attachmentUrls,
				createdAt,
				yesNo(
					'cross_post',
					'Cross-Post',
					'Whether the note goes to all linked conversations too (back-office tickets only)',
				),
				quietly,
			),
		),
		get: {
			name: 'Get',
			action: 'Get a ticket',
			request: 'GET /tickets/{ticket_id}',
			fields: [thisTicket],
			simplify: simplify.map((key) => (key === 'admin_assignee_id' ? 'ticket_parts' : key)),
		},
		search: {
			name: 'Search',
			action: 'Search tickets',
			request: 'POST /tickets/search',
			fields: searchFields('ticket'),
			build: searchRequest('ticket'),
			nothing: nothingFound('ticket'),
			list: 'tickets',
			perPage: 150,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a ticket',
			request: 'PUT /tickets/{ticket_id}',
			fields: [
				thisTicket,
				pick('ticket_type', {
					required: false,
					to: undefined,
					description:
						'Only for the attributes below: the ticket keeps its type. Where it is blank, each ticket that gets attributes is read first, one more request.',
				}),
				mapper('ticket', [company]),
				additional(
					pick('admin', {
						displayName: 'Acting Admin',
						required: false,
						to: 'body',
						convert: asInteger,
						description: 'The teammate on whose behalf this is done; Operator if left blank',
					}),
					pick('assignee', { required: false, to: 'body' }),
					company,
					yesNo('is_shared', 'Shared', 'Whether the customer sees the ticket'),
					yesNo('open', 'Open', 'Whether the ticket is open'),
					quietly,
					time('snoozed_until', 'Snoozed Until'),
					pick('ticket_state', { required: false, to: 'body' }),
				),
			],
			simplify,
		},
		replyAsContact: {
			...reply(
				'Reply as Contact',
				'Reply to a ticket as a contact',
				{ message_type: 'comment', type: 'user' },
				contactReference(
					{ id: 'intercom_user_id', email: 'email', externalId: 'user_id' },
					{ as: 'contact' },
				),
				message,
				files,
				additional(attachmentUrls, createdAt, quietly),
			),
			// here the reference stands in the body itself
			build: ({ body: { contact, ...body }, ...request }) => ({
				...request,
				body: { ...body, ...(contact as Values) },
			}),
		},
		changeType: {
			name: 'Change Type',
			action: 'Change the type of a ticket',
			version: '2.16',
			request: 'POST /tickets/{ticket_id}/change_type',
			fields: [thisTicket, typeInBody, pick('ticket_state', { to: 'body' }), mapper('ticket')],
			simplify,
		},
		linkConversation: {
			name: 'Link Conversation',
			action: 'Link a conversation to a ticket',
			version: '2.16',
			request: 'POST /tickets/{ticket_id}/linked_conversations',
			fields: [thisTicket, pick('conversation', { to: 'body' })],
		},
		unlinkConversation: {
			name: 'Unlink Conversation',
			action: 'Unlink a conversation from a ticket',
			version: '2.16',
			request: 'DELETE /tickets/{ticket_id}/linked_conversations/{id}',
			fields: [thisTicket, pick('conversation', { as: 'id' })],
		},
		delete: {
			name: 'Delete',
			action: 'Delete a ticket',
			request: 'DELETE /tickets/{ticket_id}',
			fields: [thisTicket],
		},
		enqueue: {
			name: 'Create in Background',
			action: 'Create a ticket in the background',
			description: 'Have a ticket created later; Job → Get tells whether it has been',
			request: 'POST /tickets/enqueue',
			fields: creation,
		},
	},
};
