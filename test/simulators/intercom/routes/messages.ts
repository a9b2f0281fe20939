import { adminStarts, contactStarts } from '../acts';
import * as read from '../body';
import { ApiError, invalid, userNotFound } from '../errors';
import type { Contact, Json, Workspace } from '../types';
import { adminView } from '../views';
import { findContact, getAdmin, seconds } from '../workspace';
import type { Call, Routes } from './call';

/** Intercom's spec says in_app, its examples and replies inapp; both are taken. */
const messageTypes = ['in_app', 'inapp', 'conversation', 'email'] as const;

/** One recipient or a list of them: `{type, id}`, by user_id or e-mail too. */
function recipients(workspace: Workspace, body: Json, field: string): Contact[] {
	return [body[field] ?? []].flat().map((given) => {
		if (!read.isObject(given)) throw invalid(`${field} is invalid`, field);
		const who = {
			id: read.id(given, 'id'),
			external_id: read.id(given, 'user_id'),
			email: read.text(given, 'email'),
		};
		const contact = findContact(workspace, who);
		if (!contact) throw userNotFound();
		return contact;
	});
}

/** A contact's own message, from POST /conversations and POST /messages alike: a message, not a conversation. */
export function startedByContact({ workspace, body }: Call) {
	const from = read.required(read.object(body, 'from'), 'from');
	read.required(read.oneOf(from, 'type', ['user', 'lead', 'contact']), 'from.type');
	const contact = findContact(workspace, { id: read.required(read.id(from, 'id'), 'from.id') });
	if (!contact) throw userNotFound();
	const text = read.text(body, 'body');
	if (!text) throw invalid('Body is required', 'body');
	const conversation = contactStarts(workspace, contact, text, {
		created_at: read.integer(body, 'created_at'),
		subject: read.text(body, 'subject'),
		attachments: (read.list(body, 'attachment_urls') ?? []).map(attachment),
	});
	return {
		type: 'user_message',
		id: conversation.source.id,
		created_at: conversation.created_at,
		body: text,
		message_type: 'inapp',
		conversation_id: conversation.id,
	};
}

/** A file by its URL, of which nothing else is known. */
export const attachment = (url: unknown): Json => {
	const name = String(url).split('/').pop() ?? '';
	return { type: 'upload', name, url: String(url), content_type: 'application/octet-stream', filesize: 0 };
};

function sentByAdmin({ workspace, body }: Call, from: Json) {
	const admin = getAdmin(workspace, read.required(read.id(from, 'id'), 'from.id'));
	const type = read.oneOf(body, 'message_type', messageTypes) ?? 'inapp';
	const text = read.text(body, 'body');
	const subject = read.text(body, 'subject');
	if (!text) throw invalid('Body is required', 'body');
	if (type === 'email' && !subject)
		throw new ApiError(422, 'parameter_not_found', 'No subject supplied for email message', 'subject');
	read.oneOf(body, 'template', ['plain', 'personal']);
	const to = recipients(workspace, body, 'to');
	if (to.length === 0) read.required(undefined, 'to');
	const others = [...recipients(workspace, body, 'cc'), ...recipients(workspace, body, 'bcc')];
	const message_type = type === 'email' ? 'email' : 'inapp';
	const created_at = read.integer(body, 'created_at') ?? seconds(workspace);
	const extras = { created_at, subject, channel: type === 'email' ? 'email' : 'conversation' };
	// without the flag there is no conversation until the contact answers
	const opened = read.flag(body, 'create_conversation_without_contact_reply')
		? adminStarts(workspace, admin, [...to, ...others], text, extras)
		: undefined;
	for (const contact of [...to, ...others]) contact.last_contacted_at = created_at;
	return {
		type: 'admin_message',
		id: opened?.source.id ?? workspace.nextId('message'),
		created_at,
		subject: subject ?? text,
		body: text,
		message_type,
		...(opened ? { conversation_id: opened.id } : {}),
		owner: adminView(admin),
	};
}

/** By WhatsApp (since 2.16): a template and what fills it, to a phone that need not be a contact's. */
function sentByWhatsApp({ workspace, body }: Call, from: Json) {
	const admin = getAdmin(workspace, read.required(read.id(from, 'id'), 'from.id'));
	const template = read.required(read.text(body, 'template'), 'template');
	read.required(read.list(body, 'components'), 'components');
	read.required(read.text(read.required(read.object(body, 'to'), 'to'), 'phone'), 'to.phone');
	return {
		type: 'admin_message',
		id: workspace.nextId('message'),
		created_at: read.integer(body, 'created_at') ?? seconds(workspace),
		subject: template,
		body: template,
		message_type: 'whatsapp',
		owner: adminView(admin),
	};
}

/** Messages from a teammate to contacts, or from a contact. */
export const messages: Routes = {
	'POST /messages'(call) {
		const from = read.required(read.object(call.body, 'from'), 'from');
		if (from.type !== 'admin') return startedByContact(call);
		const isWhatsApp = call.look.version >= 16 && call.body.message_type === 'whatsapp';
		return isWhatsApp ? sentByWhatsApp(call, from) : sentByAdmin(call, from);
	},
};
