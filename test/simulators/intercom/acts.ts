import { toHtml } from './html';
import { conversationContactItem, conversationItem, taggedConversationItem } from './items';
import type { Admin, Author, Contact, Conversation, Json, Part, PartType, Tag, Workspace } from './types';
import { index, touch } from './searchIndex';
import { topicsTold } from './telling';
import { adminAuthor, botAuthor, contactAuthor, seconds, writer } from './workspace';

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
		ticket: false,
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

/** A part to be, as far as it is not what any part is. */
type Draft = { part_type: PartType; author: Author; body?: string | null; assigned_to?: Part['assigned_to'] };

/**
 * Appends a part, marks the conversation as changed, and tells of it under each topic that is sent for such a part, with
 * this part alone. `change` is what it does to the conversation.
 */
export function append(
	workspace: Workspace,
	conversation: Conversation,
	draft: Draft,
	change: Partial<Pick<Conversation, 'state' | 'snoozed_until' | 'waiting_since' | 'read' | 'priority'>> = {},
	extras: Extras = {},
): Part {
	const wasShut = conversation.state !== 'open';
	Object.assign(conversation, change);
	const added: Part = {
		...draft,
		id: workspace.nextId('part'),
		body: draft.body ? toHtml(draft.body) : null,
		created_at: extras.created_at ?? seconds(workspace),
		assigned_to: draft.assigned_to ?? null,
		attachments: extras.attachments ?? [],
		reply_options: extras.reply_options ?? [],
		redacted: false,
		state: conversation.state,
		tags: [],
	};
	conversation.parts.push(added);
	touch(workspace, conversation);
	// an answer may be a file or a choice alone
	const isAnswer = SPOKEN.includes(added.part_type) || added.author.type === 'user';
	const told = { ...added, body: added.body ?? (isAnswer ? '' : null) };
	for (const topic of topicsTold('conversation', told, wasShut))
		workspace.emit(topic, () => conversationItem(workspace, conversation, [added]));
	return added;
}

const SPOKEN = ['comment', 'note', 'quick_reply'];

/** The contact answers, which opens a closed or snoozed conversation. */
export function contactReplies(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	body: string,
	extras: Extras = {},
) {
	contact.last_replied_at = seconds(workspace);
	index(workspace, contact);
	const part_type = conversation.state === 'closed' ? 'open' : 'comment';
	const waiting_since = conversation.waiting_since ?? seconds(workspace);
	return append(
		workspace,
		conversation,
		{ part_type, author: writer(contact), body },
		{ state: 'open', snoozed_until: null, read: false, waiting_since },
		extras,
	);
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
	const change = kind === 'note' ? {} : { waiting_since: null };
	const part = { part_type: kind, author: adminAuthor(admin), body };
	return append(workspace, conversation, part, change, extras);
}

/** Fin or another bot answers. */
export function botReplies(workspace: Workspace, conversation: Conversation, body: string) {
	const part = { part_type: 'comment', author: botAuthor(workspace), body };
	return append(workspace, conversation, part);
}

/** What the bot does when a conversation begins: four parts at once, of which two say something. */
export function botGreets(workspace: Workspace, conversation: Conversation) {
	const author = botAuthor(workspace);
	const say = (part_type: PartType, body?: string) =>
		append(workspace, conversation, { part_type, author, body });
	return [
		say('language_detection_details'),
		say('channel_and_reply_time_expectation', 'The team will reply as soon as they can.'),
		say('comment', 'Give the team a way to reach you:'),
		say('attribute_collector'),
	];
}

/** The contact has read what is new: conversation.read, with all those parts. */
export function readBy(workspace: Workspace, conversation: Conversation, parts: Part[]) {
	conversation.read = true;
	touch(workspace, conversation);
	workspace.emit('conversation.read', () => conversationItem(workspace, conversation, parts));
}

/** With or without a last word, which is a reply as well. */
export function close(workspace: Workspace, conversation: Conversation, admin: Admin, body?: string) {
	const part = { part_type: 'close', author: adminAuthor(admin), body };
	return append(workspace, conversation, part, {
		state: 'closed',
		snoozed_until: null,
		waiting_since: null,
	});
}

/** Ends a snooze too. With a text it is a reply, and nothing tells of the opening. */
export function open(workspace: Workspace, conversation: Conversation, admin: Admin, body?: string) {
	const part = { part_type: 'open', author: adminAuthor(admin), body };
	return append(workspace, conversation, part, { state: 'open', snoozed_until: null });
}

/** Until then (unix s), when it opens by itself unless somebody changed it in between. */
export function snooze(workspace: Workspace, conversation: Conversation, admin: Admin, until: number) {
	workspace.at(until * 1000, () => {
		if (conversation.state === 'snoozed' && conversation.snoozed_until === until)
			unsnooze(workspace, conversation);
	});
	const part = { part_type: 'snoozed', author: adminAuthor(admin) };
	return append(workspace, conversation, part, { state: 'snoozed', snoozed_until: until });
}

/** The snooze has run out. */
export function unsnooze(workspace: Workspace, conversation: Conversation) {
	const part = { part_type: 'timer_unsnooze', author: botAuthor(workspace) };
	return append(workspace, conversation, part, { state: 'open', snoozed_until: null });
}

/** To a teammate or a team; `to` null takes it from whoever has it. A closed or snoozed conversation opens by it. */
export function assign(
	workspace: Workspace,
	conversation: Conversation,
	admin: Admin,
	to: { type: 'admin' | 'team'; id: string } | null,
	body?: string,
) {
	if (to?.type === 'team') conversation.team_assignee_id = Number(to.id);
	else conversation.admin_assignee_id = to && Number(to.id);
	if (!to) conversation.team_assignee_id = null;
	const assigned_to = to ?? { type: 'nobody_admin' as const, id: null };
	const part_type = !to && conversation.state !== 'open' ? 'assign_and_reopen' : 'assignment';
	return append(
		workspace,
		conversation,
		{ part_type, author: adminAuthor(admin), body, assigned_to },
		{ state: 'open', snoozed_until: null },
	);
}

/** Sets or takes the priority. */
export function prioritise(workspace: Workspace, conversation: Conversation, admin: Admin) {
	const part = { part_type: 'priority_changed', author: adminAuthor(admin) };
	return append(workspace, conversation, part, { priority: !conversation.priority });
}

/** 1 to 5 by the contact, on the work of whoever the conversation is assigned to: conversation.rating.added. */
export function rate(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	rating: number,
	remark: string,
) {
	const admin = conversation.admin_assignee_id === null ? '9600001' : String(conversation.admin_assignee_id);
	conversation.rating = { rating, remark, created_at: seconds(workspace), contact: contact.id, admin };
	const part = { part_type: 'conversation_rating_changed', author: botAuthor(workspace) };
	const added = append(workspace, conversation, part);
	workspace.emit('conversation.rating.added', () => conversationItem(workspace, conversation, [added]));
	return added;
}

/**
 * Tags the newest part, or the first message where there is none: conversation_part.tag.created. Applied anew if it is
 * there already. The conversation does not count as changed by it.
 */
export function tagConversation(workspace: Workspace, conversation: Conversation, tag: Tag, admin: Admin) {
	const applied = { id: tag.id, applied_at: seconds(workspace), applied_by: { type: 'admin', id: admin.id } };
	conversation.tags = [...conversation.tags.filter(({ id }) => id !== tag.id), applied];
	const part = conversation.parts.at(-1);
	if (part) part.tags = [...part.tags.filter(({ id }) => id !== tag.id), applied];
	workspace.emit('conversation_part.tag.created', () =>
		taggedConversationItem(workspace, conversation, part, applied),
	);
	return applied;
}

/** A contact joins or leaves; the notification carries Intercom's own record of it. */
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
	workspace.emit(topic, () => conversationContactItem(workspace, conversation, contact, joins));
}

/** For good: conversation.deleted. */
export function deleteConversation(workspace: Workspace, conversation: Conversation) {
	workspace.conversations.delete(conversation.id);
	workspace.emit('conversation.deleted', () => ({ type: 'conversation', conversation_id: conversation.id }));
}
