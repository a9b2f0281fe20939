import type { Completing, Field, Operation, Resource, Values } from '../../core/table/operation';
import { own, set } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { needs } from '../connection/permissions';
import { additional, asInteger, choose, identifier, json, rows, text, time, yesNo } from '../fields/fields';
import { ownTeammate, pick } from '../fields/picks';
import { message as body } from '../fields/replies';

const from = pick('admin', {
	displayName: 'From',
	name: 'from',
	required: false,
	to: 'body',
	as: 'from.id',
	convert: asInteger,
	hint: 'Blank: the teammate whose access token it is',
	description: 'The teammate who sends the message',
	async complete(request, item) {
		const sender = request.body.from as Values;
		const id = sender.id ?? asInteger(await ownTeammate(item));
		return { ...request, body: { ...request.body, from: { ...sender, id } } };
	},
});

/** Whom Intercom wants to be told as a user or a lead: `{type, id}`. */
async function asUserOrLead({ id }: Values, { send, once }: Completing): Promise<Values> {
	const path = pathTo('/contacts', id);
	const { role } = await once(path, async () => await send({ method: 'GET', path, query: {}, body: {} }));
	return { type: role, id };
}

const to = pick('contact', {
	displayName: 'To',
	name: 'to',
	to: 'body',
	as: 'to.id',
	async complete(request, item) {
		const body = { ...request.body };
		body.to = await asUserOrLead(body.to as Values, item);
		for (const name of ['cc', 'bcc'])
			if (own(body, name))
				set(
					body,
					name,
					await Promise.all((own(body, name) as Values[]).map(async (one) => await asUserOrLead(one, item))),
				);
		return { ...request, body };
	},
});

const createdAt = time('created_at', 'Created At', { description: 'When it was sent, if not now' });
const openAtOnce = yesNo(
	'create_conversation_without_contact_reply',
	'Open Conversation at Once',
	'Whether the conversation shows in the inbox before the contact has answered',
);

/** More people who get an e-mail. */
const recipients = (name: string, displayName: string): Field =>
	rows(name, displayName, 'Recipient', [pick('contact', { name: 'id', to: 'body' })]);

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
	body: { message_type: type, from: { type: 'admin' }, ...more.body },
});

export const message: Resource = {
	name: 'Message',
	permission: needs('Write conversations'),
	preset: 'sendInApp',
	operations: {
		sendInApp: send('Send In-App Message', 'Send an in-app message', 'inapp', {
			fields: [to, body, from, additional(createdAt, openAtOnce)],
		}),
		sendEmail: send('Send Email', 'Send an email', 'email', {
			fields: [
				to,
				text('subject', 'Subject', { required: true, placeholder: 'e.g. Your trial ends on Friday' }),
				body,
				from,
				additional(
					recipients('bcc', 'BCC'),
					recipients('cc', 'CC'),
					createdAt,
					openAtOnce,
					choose('template', 'Template', { plain: 'Plain', personal: 'Personal' }),
				),
			],
			body: { template: 'plain' },
		}),
		sendWhatsApp: send('Send WhatsApp Message', 'Send a WhatsApp message', 'whatsapp', {
			description: 'Send a WhatsApp message that a template describes',
			version: '2.16',
			fields: [
				from,
				identifier('phone', 'To Phone', { required: true, as: 'to.phone', placeholder: 'e.g. +41791234567' }),
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
