import { toHtml } from './html';
import { conversationContactItem, conversationItem, taggedConversationItem } from './items';
import type { Admin, Author, Contact, Conversation, Json, Part, PartType, Tag, Workspace } from './types';
import { index, touch } from './searchIndex';
import { adminAuthor, botAuthor, contactAuthor, seconds } from './workspace';

/** What a message may bring besides its text. `created_at` in unix s, for messages imported from elsewhere. */
export type Extras = {
	created_at?: number;
	attachments?: Json[];
	reply_options?: Json[];
	subject?: string;
	url?: string | null;
	channel?: string;
};

/** A conversation with nothing but its first message; nobody is told. */
function newConversation(workspace: Workspace, author: Author, to: Contact[], text: string, extras: Extras) {
	const fromContact = author.type === 'user' || author.type === 'lead';
	const now = workspace.now();
	const created_at = extras.created_at ?? Math.floor(now / 1000);
	const conversation: Conversation = {
		id: workspace.nextId('conversation'),
		title: null,
		created_at,
		touched: [now, now],
		waiting_since: fromContact ? created_at : null,
		snoozed_until: null,
		state: 'open',
		read: false,
		priority: false,
		source: {
			type: extras.channel ?? 'conversation',
			id: workspace.nextId('message'),
			delivered_as: fromContact ? 'customer_initiated' : 'admin_initiated',
			subject: extras.subject ?? '',
			body: toHtml(text),
			author,
			attachments: extras.attachments ?? [],
			url: extras.url ?? null,
			redacted: false,
		},
		contacts: to.map((contact) => contact.id),
		admin_assignee_id: null,
		team_assignee_id: null,
		tags: [],
		custom_attributes: {},
		company: null,
		rating: null,
		parts: [],
	};
	workspace.conversations.set(conversation.id, conversation);
	index(workspace, conversation);
	return conversation;
}

/** A contact starts a conversation: conversation.user.created. */
export function contactStarts(workspace: Workspace, contact: Contact, text: string, extras: Extras = {}) {
	const conversation = newConversation(workspace, contactAuthor(contact), [contact], text, extras);
	contact.last_replied_at = conversation.created_at;
	index(workspace, contact);
	workspace.emit('conversation.user.created', () => conversationItem(workspace, conversation));
	return conversation;
}

/** A teammate starts one with these contacts in it: conversation.admin.single.created. */
export function adminStarts(
	workspace: Workspace,
	admin: Admin,
	to: Contact[],
	text: string,
	extras: Extras = {},
) {
	const conversation = newConversation(workspace, adminAuthor(admin), to, text, extras);
	for (const contact of to) {
		contact.last_contacted_at = conversation.created_at;
		index(workspace, contact);
	}
	workspace.emit('conversation.admin.single.created', () => conversationItem(workspace, conversation));
	return conversation;
}

/** Appends a part, marks the conversation as changed, and tells the topic's subscribers with this part alone. */
function append(
	workspace: Workspace,
	conversation: Conversation,
	topic: string,
	part: { part_type: PartType; author: Author; body?: string | null; assigned_to?: Part['assigned_to'] },
	extras: Extras = {},
): Part {
	const added: Part = {
		...part,
		id: workspace.nextId('part'),
		body: part.body ? toHtml(part.body) : null,
		created_at: extras.created_at ?? seconds(workspace),
		assigned_to: part.assigned_to ?? null,
		attachments: extras.attachments ?? [],
		reply_options: extras.reply_options ?? [],
		redacted: false,
		state: conversation.state,
		tags: [],
	};
	conversation.parts.push(added);
	touch(workspace, conversation);
	workspace.emit(topic, () => conversationItem(workspace, conversation, [added]));
	return added;
}

/** The contact answers, which opens a closed or snoozed conversation. */
export function contactReplies(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	body: string,
	extras: Extras = {},
) {
	Object.assign(conversation, { state: 'open', snoozed_until: null, read: false });
	conversation.waiting_since ??= seconds(workspace);
	contact.last_replied_at = seconds(workspace);
	index(workspace, contact);
	const part = { part_type: 'comment' as const, author: contactAuthor(contact), body };
	return append(workspace, conversation, 'conversation.user.replied', part, extras);
}

/** A teammate answers or leaves a note; a note does not end the contact's waiting. */
export function adminReplies(
	workspace: Workspace,
	conversation: Conversation,
	admin: Admin,
	kind: 'comment' | 'note' | 'quick_reply',
	body: string | undefined,
	extras: Extras = {},
) {
	if (kind !== 'note') conversation.waiting_since = null;
	const topic = kind === 'note' ? 'conversation.admin.noted' : 'conversation.admin.replied';
	const part = { part_type: kind, author: adminAuthor(admin), body };
	return append(workspace, conversation, topic, part, extras);
}

/** Fin or another bot answers. */
export function botReplies(workspace: Workspace, conversation: Conversation, body: string) {
	const part = { part_type: 'comment' as const, author: botAuthor(workspace), body };
	return append(workspace, conversation, 'conversation.operator.replied', part);
}

/** conversation.admin.closed, with or without a last word. */
export function close(workspace: Workspace, conversation: Conversation, admin: Admin, body?: string) {
	Object.assign(conversation, { state: 'closed', snoozed_until: null, waiting_since: null });
	const part = { part_type: 'close' as const, author: adminAuthor(admin), body };
	return append(workspace, conversation, 'conversation.admin.closed', part);
}

/** conversation.admin.opened; ends a snooze too. */
export function open(workspace: Workspace, conversation: Conversation, admin: Admin) {
	Object.assign(conversation, { state: 'open', snoozed_until: null });
	const part = { part_type: 'open' as const, author: adminAuthor(admin) };
	return append(workspace, conversation, 'conversation.admin.opened', part);
}

/** Until then (unix s), when it opens by itself unless somebody changed it in between. */
export function snooze(workspace: Workspace, conversation: Conversation, admin: Admin, until: number) {
	Object.assign(conversation, { state: 'snoozed', snoozed_until: until });
	workspace.at(until * 1000, () => {
		if (conversation.state === 'snoozed' && conversation.snoozed_until === until)
			unsnooze(workspace, conversation);
	});
	const part = { part_type: 'snoozed' as const, author: adminAuthor(admin) };
	return append(workspace, conversation, 'conversation.admin.snoozed', part);
}

/** The snooze has run out: conversation.admin.unsnoozed. */
export function unsnooze(workspace: Workspace, conversation: Conversation) {
	Object.assign(conversation, { state: 'open', snoozed_until: null });
	const part = { part_type: 'timer_unsnooze' as const, author: botAuthor(workspace) };
	return append(workspace, conversation, 'conversation.admin.unsnoozed', part);
}

/** To a teammate or a team; `to` null takes it from whoever has it. A closed conversation opens by it: open.assigned. */
export function assign(
	workspace: Workspace,
	conversation: Conversation,
	admin: Admin,
	to: { type: 'admin' | 'team'; id: string } | null,
	body?: string,
) {
	const reopens = conversation.state === 'closed';
	if (reopens) conversation.state = 'open';
	if (to?.type === 'team') conversation.team_assignee_id = Number(to.id);
	else conversation.admin_assignee_id = to && Number(to.id);
	if (!to) conversation.team_assignee_id = null;
	const assigned_to = to ?? { type: 'nobody_admin' as const, id: null };
	const part_type = reopens ? 'assign_and_reopen' : 'assignment';
	const topic = `conversation.admin.${reopens ? 'open.' : ''}assigned`;
	return append(workspace, conversation, topic, {
		part_type,
		author: adminAuthor(admin),
		body,
		assigned_to,
	});
}

/** Sets or takes the priority: conversation.priority.updated. */
export function prioritise(workspace: Workspace, conversation: Conversation, admin: Admin) {
	conversation.priority = !conversation.priority;
	const part = { part_type: 'priority_changed' as const, author: adminAuthor(admin) };
	return append(workspace, conversation, 'conversation.priority.updated', part);
}

/** 1 to 5 by the contact, on the work of whoever the conversation is assigned to. */
export function rate(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	rating: number,
	remark: string,
) {
	const admin = conversation.admin_assignee_id === null ? '9600001' : String(conversation.admin_assignee_id);
	conversation.rating = { rating, remark, created_at: seconds(workspace), contact: contact.id, admin };
	const part = { part_type: 'conversation_rating_changed' as const, author: contactAuthor(contact) };
	return append(workspace, conversation, 'conversation.rating.added', part);
}

/** Applied anew if it is there already: conversation_part.tag.created. */
export function tagConversation(workspace: Workspace, conversation: Conversation, tag: Tag, admin: Admin) {
	const applied = { id: tag.id, applied_at: seconds(workspace), applied_by: { type: 'admin', id: admin.id } };
	conversation.tags = [...conversation.tags.filter(({ id }) => id !== tag.id), applied];
	touch(workspace, conversation);
	workspace.emit('conversation_part.tag.created', () =>
		taggedConversationItem(workspace, conversation, applied),
	);
	return applied;
}

/** A contact joins or leaves; the notification carries both objects. */
export function setParticipant(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	joins: boolean,
) {
	const others = conversation.contacts.filter((id) => id !== contact.id);
	conversation.contacts = joins ? [...others, contact.id] : others;
	touch(workspace, conversation);
	const topic = `conversation.contact.${joins ? 'attached' : 'detached'}`;
	workspace.emit(topic, () => conversationContactItem(workspace, conversation, contact));
}

/** For good: conversation.deleted. */
export function deleteConversation(workspace: Workspace, conversation: Conversation) {
	workspace.conversations.delete(conversation.id);
	workspace.emit('conversation.deleted', () => ({ type: 'conversation', conversation_id: conversation.id }));
}
