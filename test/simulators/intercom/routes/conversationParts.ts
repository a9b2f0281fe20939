import { adminReplies, assign, close, contactReplies, open, snooze, type Extras } from '../acts';
import * as read from '../body';
import { fullConversationView } from '../conversationViews';
import { ApiError, invalid, notFound, userNotFound } from '../errors';
import { conversationItem } from '../items';
import type { Contact, Conversation, Json, Workspace } from '../types';
import { touch } from '../searchIndex';
import { getAdmin, getConversation, seconds } from '../workspace';
import type { Call, Routes } from './call';
import { participant } from './conversations';
import { attachment } from './messages';

const maxAttachments = 10;

function extrasFrom(body: Json): Extras {
	const urls = read.list(body, 'attachment_urls') ?? [];
	const files = (read.list(body, 'attachment_files') ?? []).filter(read.isObject);
	if (urls.length + files.length > maxAttachments)
		throw invalid(`no more than ${maxAttachments} attachments`, 'attachment_urls');
	const uploaded = files.map(({ name, content_type, data }) => ({
		...attachment(`https://downloads.intercom.example/${name}`),
		content_type,
		filesize: Buffer.from(String(data), 'base64').length,
	}));
	return {
		created_at: read.integer(body, 'created_at'),
		attachments: [...urls.map(attachment), ...uploaded],
		reply_options: (read.list(body, 'reply_options') ?? []).filter(read.isObject),
	};
}

/** `last` is the contact's latest conversation. */
function conversationOf(workspace: Workspace, id: string, contact?: Contact): Conversation {
	if (id !== 'last' || !contact) return getConversation(workspace, id);
	const mine = [...workspace.conversations.values()].filter(({ contacts }) => contacts.includes(contact.id));
	const latest = mine.sort((a, b) => a.touched[1] - b.touched[1]).at(-1);
	if (!latest) throw notFound();
	return latest;
}

function reply({ workspace, params, body, look }: Call) {
	const type = read.required(read.oneOf(body, 'type', ['admin', 'user']), 'type');
	const kinds = ['comment', 'note', 'quick_reply'] as const;
	const kind = read.required(read.oneOf(body, 'message_type', kinds), 'message_type');
	const extras = extrasFrom(body);
	const text = read.text(body, 'body');
	const wordless = kind === 'quick_reply' || (extras.attachments ?? []).length > 0;
	const conversation = type === 'admin' ? byAdmin() : byContact();
	return fullConversationView(workspace, conversation, look);

	function byAdmin() {
		const found = getConversation(workspace, params.id);
		const admin = getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
		if (!wordless && !text) throw invalid('Body is required', 'body');
		adminReplies(workspace, found, admin, kind, text, extras);
		return found;
	}
	function byContact() {
		if (kind === 'note') throw invalid('message_type must be comment', 'message_type');
		const contact = participant(workspace, body);
		if (!contact) throw userNotFound();
		const found = conversationOf(workspace, params.id, contact);
		const chosen = extras.reply_options?.map((option) => option.text).join(', ');
		if (!wordless && !text) throw invalid('Body is required', 'body');
		contactReplies(workspace, found, contact, text ?? chosen ?? '', extras);
		return found;
	}
}

function assignee({ workspace, body }: Call): { type: 'admin' | 'team'; id: string } | null {
	const type = read.required(read.oneOf(body, 'type', ['admin', 'team']), 'type');
	const id = read.required(read.id(body, 'assignee_id'), 'assignee_id');
	if (id === '0') return null;
	if (!(type === 'admin' ? workspace.admins : workspace.teams).has(id))
		throw notFound('Assignee not found', 'assignee_not_found');
	return { type, id };
}

function manage(call: Call) {
	const { workspace, params, body, look } = call;
	const conversation = getConversation(workspace, params.id);
	const kinds = ['close', 'open', 'snoozed', 'assignment'] as const;
	const kind = read.required(read.oneOf(body, 'message_type', kinds), 'message_type');
	const admin = getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
	const text = read.text(body, 'body');
	if (kind === 'close') close(workspace, conversation, admin, text);
	if (kind === 'open') open(workspace, conversation, admin, text);
	if (kind === 'assignment') assign(workspace, conversation, admin, assignee(call), text);
	if (kind === 'snoozed') {
		const until = read.required(read.integer(body, 'snoozed_until'), 'snoozed_until');
		if (until <= seconds(workspace)) throw invalid('snoozed_until must be in the future', 'snoozed_until');
		snooze(workspace, conversation, admin, until);
	}
	return fullConversationView(workspace, conversation, look);
}

const notRedactable = (message: string) => new ApiError(400, 'conversation_part_not_redactable', message);

const noSuchPart = () =>
	notFound('Conversation part or message not found', 'conversation_part_or_message_not_found');

const removed = '<p><i>This message was deleted</i></p>';

function redact({ workspace, body, look }: Call) {
	const type = read.required(read.oneOf(body, 'type', ['conversation_part', 'source']), 'type');
	const id = read.required(read.id(body, 'conversation_id'), 'conversation_id');
	const conversation = getConversation(workspace, id);
	if (type === 'source') {
		const { source } = conversation;
		if (source.id !== read.required(read.id(body, 'source_id'), 'source_id')) throw noSuchPart();
		if (source.delivered_as !== 'customer_initiated') throw notRedactable('The source is not from a contact');
		Object.assign(source, { body: removed, redacted: true, attachments: [] });
		touch(workspace, conversation);
	} else {
		const partId = read.required(read.id(body, 'conversation_part_id'), 'conversation_part_id');
		const part = conversation.parts.find((one) => one.id === partId);
		if (!part) throw noSuchPart();
		if (part.body === null) throw notRedactable('The part has no body');
		Object.assign(part, { body: removed, redacted: true, attachments: [] });
		touch(workspace, conversation);
		workspace.emit('conversation_part.redacted', () => conversationItem(workspace, conversation, [part]));
	}
	return fullConversationView(workspace, conversation, look);
}

/** What is said and done in a conversation. */
export const conversationParts: Routes = {
	'POST /conversations/:id/reply': reply,
	'POST /conversations/:id/parts': manage,
	'POST /conversations/redact': redact,
};
