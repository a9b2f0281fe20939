import type { Field, Operation, Resource, Values } from '../../core/table/operation';
import { additional, asInteger, choose, json, text, time, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';
import { needs } from '../connection/permissions';

const from = pick('admin', {
	displayName: 'From',
	name: 'from',
	to: 'body',
	as: 'from.id',
	convert: asInteger,
	description: 'The teammate who sends the message',
});
const to = [
	pick('contact', { displayName: 'To', name: 'to', to: 'body', as: 'to.id' }),
	choose('to_type', 'Recipient Type', { user: 'User', lead: 'Lead' }, { as: 'to.type' }),
];
const body = text('body', 'Message', {
	required: true,
	typeOptions: { rows: 4 },
	description: 'Text or HTML',
});
const createdAt = time('created_at', 'Created At', { description: 'When it was sent, if not now' });
const openAtOnce = yesNo(
	'create_conversation_without_contact_reply',
	'Open Conversation at Once',
	'Whether the conversation shows in the inbox before the contact has answered',
);

/** More people who get an e-mail: `[{type, id}]`. */
const recipients = (name: string, displayName: string): Field => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Recipient',
	default: {},
	to: 'body',
	convert: (value) => (value as { recipient?: Values[] }).recipient,
	options: [
		{
			displayName: 'Recipient',
			name: 'recipient',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{ name: 'Lead', value: 'lead' },
						{ name: 'User', value: 'user' },
					],
					default: 'user',
				},
				{
					displayName: 'Contact ID',
					name: 'id',
					type: 'string',
					default: '',
					placeholder: 'e.g. 6762f0dd1bb69f9f2193bbf8',
				},
			],
		},
	],
});

const send = (
	name: string,
	action: string,
	type: string,
	more: Partial<Operation> & { fields: Field[] },
): Operation => ({
	name,
	action,
	request: 'POST /messages',
	...more,
	body: { message_type: type, from: { type: 'admin' } },
});

export const message: Resource = {
	name: 'Message',
	notice: needs('Write conversations'),
	preset: 'sendInApp',
	operations: {
		sendInApp: send('Send In-App Message', 'Send an in-app message', 'inapp', {
			fields: [from, ...to, body, additional(createdAt, openAtOnce)],
		}),
		sendEmail: send('Send Email', 'Send an email', 'email', {
			fields: [
				from,
				...to,
				text('subject', 'Subject', { required: true, placeholder: 'e.g. Your trial ends on Friday' }),
				body,
				choose('template', 'Template', { plain: 'Plain', personal: 'Personal' }),
				additional(recipients('bcc', 'BCC'), recipients('cc', 'CC'), createdAt, openAtOnce),
			],
		}),
		sendWhatsApp: send('Send WhatsApp Message', 'Send a WhatsApp message', 'whatsapp', {
			description: 'Send a WhatsApp message that a template describes',
			version: '2.16',
			fields: [
				from,
				text('phone', 'To Phone', { required: true, as: 'to.phone', placeholder: 'e.g. +41791234567' }),
				text('template', 'Template', {
					required: true,
					placeholder: 'e.g. order_shipped',
					description: 'Name of the template, as WhatsApp has it',
				}),
				json('components', 'Components', {
					required: true,
					placeholder: 'e.g. [{"type": "BODY", "parameters": [{"type": "text", "text": "Ada"}]}]',
					description: 'What fills the placeholders of the template',
				}),
				additional(
					createdAt,
					text('locale', 'Locale', { placeholder: 'e.g. en', description: 'Language of the template' }),
					openAtOnce,
					text('name', 'To Name', { as: 'to.name', placeholder: 'e.g. Ada Lovelace' }),
				),
			],
		}),
		getStatuses: {
			name: 'Get Many WhatsApp Statuses',
			action: 'Get the WhatsApp statuses of an outbound message',
			description: 'Get what became of the WhatsApp messages of one outbound message',
			version: '2.16',
			request: 'GET /messages/status',
			fields: [
				text('ruleset_id', 'Ruleset ID', {
					to: 'query',
					required: true,
					placeholder: 'e.g. 12345',
					description: 'The outbound message',
				}),
			],
			list: 'events',
			perPage: 100,
		},
		getWhatsAppStatus: {
			name: 'Get WhatsApp Status',
			action: 'Get the status of a WhatsApp message',
			description: 'Get whether a WhatsApp message was sent, delivered, read, or failed',
			version: '2.16',
			request: 'GET /messages/whatsapp/status',
			fields: [
				text('message_id', 'Message ID', { to: 'query', required: true, placeholder: 'e.g. wamid.HBgLMTY1' }),
			],
		},
	},
};
