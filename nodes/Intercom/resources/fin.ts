import type { Field, Request, Resource, Values } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, attributes, choose, identifier, rows, text, time } from '../fields/fields';
import { pick } from '../fields/picks';
import { message } from '../fields/replies';
import { toIso } from '../transport/times';

const conversationId = text('conversation_id', 'Conversation ID', {
	required: true,
	placeholder: 'e.g. ext-123',
	description: 'Your own ID of the conversation',
});

const authors = { agent: 'Agent', fin: 'Fin', user: 'User' };
const writtenAt = time('timestamp', 'Written At', { convert: toIso });

const attachments = rows(
	'attachments',
	'Attachments',
	'Attachment',
	[
		text('content_type', 'Content Type', {
			required: true,
			show: { type: ['file'] },
			placeholder: 'e.g. image/png',
		}),
		text('data', 'Data', {
			required: true,
			show: { type: ['file'] },
			placeholder: 'e.g. iVBORw0KGgo=',
			description: 'The file in Base64',
		}),
		text('name', 'File Name', {
			required: true,
			show: { type: ['file'] },
			placeholder: 'e.g. screenshot.png',
		}),
		choose('type', 'Type', { file: 'File', url: 'URL' }, {}, 'url'),
		text('url', 'URL', {
			required: true,
			show: { type: ['url'] },
			placeholder: 'e.g. https://example.com/document.pdf',
			description: 'A public address',
		}),
	],
	{ description: 'Up to 10 files' },
);

const history = rows(
	'history',
	'History',
	'Message',
	[choose('author', 'Author', authors, {}, 'user'), message, { ...writtenAt, required: true }],
	{ as: 'conversation_metadata.history', description: 'Up to 10 messages from before' },
);

const few = { description: 'Up to 10 values that Fin may use' };
const spoken: Field[] = [
	conversationId,
	{ ...message, as: 'message.body' },
	identifier('user_id', 'User ID', {
		as: 'user.id',
		required: true,
		placeholder: 'e.g. 42',
		description: 'Your own ID of the user (the contact’s external ID)',
	}),
];
const aside: Field[] = [
	attachments,
	choose('author', 'Author', authors, { as: 'message.author' }, 'user'),
	{ ...writtenAt, as: 'message.timestamp', description: 'When it was written, if not now' },
	attributes('user_attributes', 'User Attributes', { as: 'user.attributes', ...few }),
	identifier('user_email', 'User Email', { as: 'user.email', placeholder: 'e.g. ada@example.com' }),
	text('user_name', 'User Name', { as: 'user.name', placeholder: 'e.g. Ada Lovelace' }),
];

/** By its time Intercom knows a message that comes twice. Source: Intercom API 2.14, fin_agent_message. */
function now(request: Request): Request {
	const message = {
		author: 'user',
		timestamp: new Date().toISOString(),
		...(request.body.message as Values),
	};
	return { ...request, body: { ...request.body, message }, repeatable: true };
}

export const finAgent: Resource = {
	name: 'Fin Agent',
	permission: undocumented,
	preset: 'start',
	operations: {
		start: {
			name: 'Start Conversation',
			action: 'Start a conversation with Fin',
			description: 'Start a conversation with Fin, to whose API Intercom’s accounts team gives access',
			request: 'POST /fin/start',
			fields: [
				...spoken,
				additional(
					...aside,
					attributes('conversation_attributes', 'Conversation Attributes', {
						as: 'conversation_metadata.attributes',
						...few,
					}),
					history,
				),
			],
			build: now,
		},
		reply: {
			name: 'Reply',
			action: 'Reply to Fin',
			description: 'Give Fin the user’s answer',
			request: 'POST /fin/reply',
			fields: [...spoken, additional(...aside)],
			build: now,
		},
		rate: {
			name: 'Submit Rating',
			action: 'Submit a rating of Fin',
			description: 'Submit the user’s rating of a conversation with Fin',
			request: 'POST /fin/csat',
			fields: [
				conversationId,
				choose(
					'rating',
					'Rating',
					{ amazing: 'Amazing', bad: 'Bad', good: 'Good', ok: 'OK', terrible: 'Terrible' },
					{},
					'amazing',
				),
				additional(text('remark', 'Remark', { placeholder: 'e.g. Solved in seconds' })),
			],
			// the same rating again changes nothing
			build: (request) => ({ ...request, repeatable: true }),
		},
	},
};

const version = '2.15';

export const finVoice: Resource = {
	name: 'Fin Voice',
	permission: undocumented,
	preset: 'register',
	operations: {
		register: {
			name: 'Register Call',
			action: 'Register a voice call',
			description: 'Link a call of your provider to a call and a conversation of Fin Voice',
			version,
			request: 'POST /fin_voice/register',
			fields: [
				text('phone_number', 'Phone Number', { required: true, placeholder: 'e.g. +41791234567' }),
				text('call_id', 'Call ID', {
					required: true,
					placeholder: 'e.g. call-123-abc',
					description: 'The ID that the call has with its provider',
				}),
				choose('source', 'Source', { aws_connect: 'AWS Connect', five9: 'Five9', zoom_phone: 'Zoom Phone' }),
				additional(attributes('data', 'Data', { description: 'Anything else about the call' })),
			],
		},
		get: {
			name: 'Get Call',
			action: 'Get a voice call',
			version,
			request: 'GET /fin_voice/collect/{id}',
			fields: [
				text('id', 'Reference ID', {
					to: 'path',
					required: true,
					placeholder: 'e.g. 123',
					description: 'The ID that Register Call answered with',
				}),
			],
		},
		getByExternalId: {
			name: 'Get Call by External ID',
			action: 'Get a voice call by external ID',
			version,
			request: 'GET /fin_voice/external_id/{external_id}',
			fields: [
				identifier('external_id', 'External ID', {
					to: 'path',
					required: true,
					placeholder: 'e.g. call-123-abc',
					description: 'The ID that the call has with its provider',
				}),
			],
		},
		getByPhoneNumber: {
			name: 'Get Call by Phone Number',
			action: 'Get the newest voice call of a phone number',
			version,
			request: 'GET /fin_voice/phone_number/{phone_number}',
			fields: [
				text('phone_number', 'Phone Number', {
					to: 'path',
					required: true,
					placeholder: 'e.g. +41791234567',
				}),
			],
		},
		getOfConversation: {
			name: 'Get Many Calls of Conversation',
			action: 'Get many voice calls of a conversation',
			version,
			request: 'GET /fin_voice/conversation/{conversation_id}',
			fields: [pick('conversation')],
		},
	},
};
