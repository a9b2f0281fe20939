import { randomUUID } from 'node:crypto';
import type { Field, Operation, Request, Resource, Values } from '../../core/operation';
import { actingAdmin, additional, choose, pick, text, textList, time } from '../fields';
import { searchFields, searchRequest } from '../search';
import { getTranscript, transcriptFields } from '../transcript/getTranscript';

const simplify = [
	'id',
	'title',
	'state',
	'created_at',
	'updated_at',
	'source',
	'contacts',
	'admin_assignee_id',
	'team_assignee_id',
	'tags',
];

const thisConversation = pick('conversation');
const body = text('body', 'Message', {
	required: true,
	typeOptions: { rows: 4 },
	placeholder: 'e.g. Thanks, we are on it',
	description: 'Text or HTML',
});
const closingWords = text('body', 'Message', {
	typeOptions: { rows: 4 },
	description: 'Words to the customer that go along, text or HTML',
});
const attachments = textList('attachment_urls', 'Attachment URLs', {
	placeholder: 'e.g. https://example.com/invoice.pdf',
	description: 'Up to 10 addresses of files, separated by commas',
});
const createdAt = time('created_at', 'Created At', { description: 'When it was written, if not now' });

/** Quick replies are a message type of their own. Source: Intercom API 2.14, replyConversation. */
const asQuickReply = (request: Request): Request =>
	request.body.reply_options
		? { ...request, body: { ...request.body, message_type: 'quick_reply' } }
		: request;

const quickReplies: Field = {
	displayName: 'Quick Replies',
	name: 'reply_options',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Quick Reply',
	default: {},
	to: 'body',
	convert: (value) =>
		(value as { option?: Values[] }).option?.map(({ text: words, uuid }) => ({
			text: words,
			uuid: uuid || randomUUID(),
		})),
	description: 'Answers the customer can tap',
	options: [
		{
			displayName: 'Option',
			name: 'option',
			values: [
				{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Yes, please' },
				{
					displayName: 'UUID',
					name: 'uuid',
					type: 'string',
					default: '',
					description: 'A UUID that tells this answer from others; made for you if left blank',
				},
			],
		},
	],
};

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
	simplify,
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
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a conversation',
			description: 'Start a conversation as a contact',
			request: 'POST /conversations',
			fields: [
				pick('contact', { to: 'body', as: 'from.id', description: 'Who starts the conversation' }),
				body,
				additional(
					attachments,
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
		replyAsAdmin: {
			...reply(
				'Reply as Admin',
				'Reply to a conversation as admin',
				{ message_type: 'comment', type: 'admin' },
				actingAdmin,
				body,
				additional(attachments, createdAt, quickReplies),
			),
			build: asQuickReply,
		},
		replyAsContact: reply(
			'Reply as Contact',
			'Reply to a conversation as contact',
			{ message_type: 'comment', type: 'user' },
			pick('contact', { to: 'body', as: 'intercom_user_id', description: 'Who replies' }),
			body,
			additional(attachments, createdAt),
		),
		addNote: reply(
			'Add Note',
			'Add a note to a conversation',
			{ message_type: 'note', type: 'admin' },
			actingAdmin,
			body,
			additional(attachments, createdAt),
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
			],
			simplify: [...simplify.filter((key) => key !== 'updated_at'), 'conversation_parts'],
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
			fields: searchFields('conversation'),
			build: searchRequest('conversation'),
			list: 'conversations',
			perPage: 150,
			simplify,
		},
	},
};
