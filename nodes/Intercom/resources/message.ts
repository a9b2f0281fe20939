import type { Field, Operation, Resource } from '../../core/operation';
import { additional, asInteger, choose, pick, text, time, yesNo } from '../fields';

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
	preset: 'sendInApp',
	operations: {
		sendInApp: send('Send In-App Message', 'Send an in app message', 'inapp', {
			fields: [from, ...to, body, additional(createdAt, openAtOnce)],
		}),
		sendEmail: send('Send Email', 'Send an email', 'email', {
			fields: [
				from,
				...to,
				text('subject', 'Subject', { required: true, placeholder: 'e.g. Your trial ends on Friday' }),
				body,
				choose('template', 'Template', { plain: 'Plain', personal: 'Personal' }),
				additional(createdAt, openAtOnce),
			],
		}),
	},
};
