import type { Field, Operation, Resource, Values } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, asInteger, choose, flag, text, time, yesNo } from '../fields/fields';
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
import { getTranscript, transcriptFields } from '../transcript/getTranscript';
import { newestPart } from '../transcript/lastMessage';
import { replySummary } from './summaries';

const simplify = [
	'title',
	'text',
	'state',
	'url',
	'contacts',
	'tags',
	'created_at',
	'admin_assignee_id',
	'team_assignee_id',
	'id',
];

/** Where the first message itself matters. */
const withSource = simplify.map((key) => (key === 'admin_assignee_id' ? 'source' : key));

const thisConversation = pick('conversation');
const company = pick('company', { required: false, to: 'body' });
const replyQuietly: Field = { ...quietly, since: '2.15' };
const closingWords = text('body', 'Message', {
	typeOptions: { rows: 4 },
	description: 'Words to the customer that go along, text or HTML',
});
/** An action on a conversation: one message type of one endpoint. */
const part = (name: string, action: string, constant: Values, ...fields: Field[]): Operation => ({
	name,
	action,
	request: 'POST /conversations/{conversation_id}/parts',
	body: constant,
	fields: [thisConversation, actingAdmin, ...fields],
	simplify,
});

const reply = (name: string, action: string, constant: Values, ...fields: Field[]): Operation => ({
	name,
	action,
	request: 'POST /conversations/{conversation_id}/reply',
	body: constant,
	fields: [thisConversation, ...fields],
	simplify: replySummary,
	simplifies: newestPart(constant.message_type === 'note'),
});

const assignedTo = (type: 'admin' | 'team', displayName: string): Field =>
	pick(type, {
		displayName,
		name: `${type}_assignee`,
		to: 'body',
		as: 'assignee_id',
		show: { type: [type] },
		description: 'Choose, or give ID 0 to unassign',
	});

export const conversation: Resource = {
	name: 'Conversation',
	permission: needs('Read conversations', 'Write conversations'),
	preset: 'getAll',
	operations: {
		replyAsAdmin: {
			...reply(
				'Reply',
				'Reply to a conversation',
				{ message_type: 'comment', type: 'admin' },
				actingAdmin,
				message,
				attachmentFiles,
				additional(attachmentUrls, createdAt, quickReplies, replyQuietly),
			),
			build: asQuickReply,
		},
		addNote: reply(
			'Add Note',
			'Add a note to a conversation',
			{ message_type: 'note', type: 'admin' },
			actingAdmin,
			message,
			attachmentFiles,
			additional(attachmentUrls, createdAt, replyQuietly),
		),
		close: part(
			'Close',
			'Close a conversation',
			{ message_type: 'close', type: 'admin' },
			additional(closingWords),
		),
		open: part('Open', 'Open a conversation', { message_type: 'open' }),
		snooze: part(
			'Snooze',
			'Snooze a conversation',
			{ message_type: 'snoozed' },
			time('snoozed_until', 'Snooze Until', { required: true }),
		),
		assign: part(
			'Assign',
			'Assign a conversation',
			{ message_type: 'assignment' },
			choose('type', 'Assign To', { admin: 'Admin', team: 'Team' }),
			assignedTo('admin', 'Assignee'),
			assignedTo('team', 'Team'),
			additional(closingWords),
		),
		get: {
			name: 'Get',
			action: 'Get a conversation',
			request: 'GET /conversations/{conversation_id}',
			fields: [
				thisConversation,
				choose(
					'display_as',
					'Message Format',
					{ html: 'HTML', plaintext: 'Plain Text' },
					{ to: 'query', convert: (value) => (value === 'plaintext' ? value : undefined) },
				),
				additional(
					yesNo(
						'include_translations',
						'Include Translations',
						'Whether messages are translated to the language of the conversation',
						{ to: 'query' },
					),
				),
			],
			simplify: withSource.map((key) => (key === 'team_assignee_id' ? 'conversation_parts' : key)),
		},
		getTranscript: {
			name: 'Get Transcript',
			action: 'Get the transcript of a conversation',
			description: 'Get what was said in a conversation as text to read, or as messages for a language model',
			request: 'GET /conversations/{conversation_id}',
			fields: [thisConversation, ...transcriptFields],
			perform: getTranscript,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many conversations',
			request: 'GET /conversations',
			list: 'conversations',
			perPage: 150,
			simplify,
		},
		search: {
			name: 'Search',
			action: 'Search conversations',
			request: 'POST /conversations/search',
			fields: searchFields(
				'conversation',
				{
					...flag(
						'include_monitors',
						'Include Monitors',
						'Whether to give what quality monitors found. Simplify leaves it out.',
					),
					since: '2.16',
				},
				{
					...flag(
						'include_scorecards',
						'Include Scorecards',
						'Whether to give the results of scorecards. Simplify leaves them out.',
					),
					since: '2.16',
				},
			),
			build: searchRequest('conversation'),
			nothing: nothingFound('conversation'),
			list: 'conversations',
			perPage: 150,
			simplify,
		},
		create: {
			name: 'Create',
			action: 'Create a conversation',
			description: 'Start a conversation as a contact',
			request: 'POST /conversations',
			fields: [
				pick('contact', { to: 'body', as: 'from.id' }),
				message,
				additional(
					attachmentUrls,
					pick('brand', { required: false, to: 'body', since: '2.16' }),
					choose(
						'from_type',
						'Contact Type',
						{ contact: 'Any Contact', lead: 'Lead', user: 'User' },
						{ as: 'from.type' },
					),
					createdAt,
					text('subject', 'Subject', { description: 'Subject of an e-mail conversation' }),
				),
			],
			body: { from: { type: 'contact' } },
		},
		replyAsContact: reply(
			'Reply as Contact',
			'Reply to a conversation as a contact',
			{ message_type: 'comment', type: 'user' },
			pick('contact', { to: 'body', as: 'intercom_user_id' }),
			message,
			attachmentFiles,
			additional(attachmentUrls, createdAt, replyQuietly),
		),
		update: {
			name: 'Update',
			action: 'Update a conversation',
			request: 'PUT /conversations/{conversation_id}',
			fields: [thisConversation, mapper('conversation', [company]), additional(company)],
			simplify,
		},
		convertToTicket: {
			name: 'Convert to Ticket',
			action: 'Convert a conversation to a ticket',
			request: 'POST /conversations/{conversation_id}/convert',
			fields: [
				thisConversation,
				pick('ticket_type', { to: 'body', description: 'One of the category Customer' }),
				mapper('convertedTicket'),
				additional(pick('ticket_state', { required: false, to: 'body', since: '2.16' })),
			],
		},
		addContact: {
			name: 'Add Contact',
			action: 'Add a contact to a conversation',
			request: 'POST /conversations/{conversation_id}/customers',
			fields: [
				thisConversation,
				contactReference(
					{ id: 'intercom_user_id', email: 'email', externalId: 'user_id' },
					{ as: 'customer', description: 'Who joins; an e-mail that nobody has yet makes a lead' },
				),
				actingAdmin,
			],
			simplify,
		},
		removeContact: {
			name: 'Remove Contact',
			action: 'Remove a contact from a conversation',
			request: 'DELETE /conversations/{conversation_id}/customers/{contact_id}',
			fields: [thisConversation, pick('contact'), actingAdmin],
			simplify,
		},
		redact: {
			name: 'Redact',
			action: 'Redact a part of a conversation',
			description: 'Blank out a message for good',
			request: 'POST /conversations/redact',
			fields: [
				pick('conversation', { to: 'body' }),
				choose('type', 'Redact', { conversation_part: 'A Reply or Note', source: 'The First Message' }),
				text('conversation_part_id', 'Part ID', {
					required: true,
					show: { type: ['conversation_part'] },
					placeholder: 'e.g. 19381789428',
				}),
				text('source_id', 'Message ID', {
					required: true,
					show: { type: ['source'] },
					placeholder: 'e.g. 19894781231',
					description: 'ID of the source of the conversation',
				}),
			],
			simplify: withSource,
		},
		merge: {
			name: 'Merge',
			action: 'Merge a conversation into another one',
			description: 'Close a conversation and link it to the one that goes on',
			version: '2.16',
			request: 'POST /conversations/{id}/merge',
			fields: [
				pick('conversation', { as: 'id', description: 'The one that is closed' }),
				pick('conversation', {
					displayName: 'Merge Into',
					name: 'merge_into_conversation_id',
					to: 'body',
					convert: asInteger,
					description: 'The one that goes on',
				}),
			],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a conversation for good',
			request: 'DELETE /conversations/{conversation_id}',
			fields: [
				thisConversation,
				additional(
					yesNo(
						'retain_metrics',
						'Retain Metrics',
						'Whether reports keep its figures. To have them deleted too, the app needs the permission delete_conversations_and_metrics.',
						{ to: 'query', default: true, since: '2.16' },
					),
				),
			],
		},
		getDeleted: {
			name: 'Get Many Deleted',
			action: 'Get many deleted conversations',
			description: 'Get the IDs of deleted conversations, and when they were deleted',
			version: '2.16',
			request: 'GET /conversations/deleted',
			fields: [choose('order', 'Order', { desc: 'Newest First', asc: 'Oldest First' }, { to: 'query' })],
			list: 'conversations',
			perPage: 60,
		},
		getHandlingEvents: {
			name: 'Get Many Handling Events',
			action: 'Get many handling events of a conversation',
			description: 'Get when which teammate worked on it and paused',
			version: '2.15',
			request: 'GET /conversations/{id}/handling_events',
			fields: [pick('conversation', { as: 'id' })],
			list: 'handling_events',
		},
		getSideConversations: {
			name: 'Get Many Side Conversations',
			action: 'Get many side conversations of a conversation',
			version: '2.16',
			request: 'GET /conversations/{id}/side_conversations',
			fields: [pick('conversation', { as: 'id' })],
			list: 'side_conversations',
			perPage: 50,
		},
	},
};
