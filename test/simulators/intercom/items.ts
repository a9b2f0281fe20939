import type {
	AppliedTag,
	Company,
	Contact,
	Conversation,
	Json,
	Part,
	Tag,
	Touched,
	Workspace,
} from './types';
import { fullConversationView } from './conversationViews';
import { companyView, contactView, tagView, type Look } from './views';

/**
 * How a webhook's `data.item` shows an object. It follows the version of the app, not that of any request: ISO times
 * on contacts and companies, and up to 2.14 HTML bodies and ISO statistics on conversations.
 */
export function appLook(workspace: Workspace): Look & { isoStatistics: boolean } {
	const version = Number(workspace.settings.appVersion.split('.')[1]);
	return { version, plaintext: version >= 15, isoStatistics: version < 15 };
}

const iso = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');

const isoTimes = ({ touched: [made, changed] }: Touched) => ({
	created_at: iso(made),
	updated_at: iso(changed),
});

const isoOrNull = (unixSeconds: number | null) => (unixSeconds === null ? null : iso(unixSeconds * 1000));

/** A contact, all its times in ISO. */
export function contactItem(workspace: Workspace, contact: Contact): Json {
	return {
		...contactView(workspace, contact, appLook(workspace)),
		...isoTimes(contact),
		signed_up_at: isoOrNull(contact.signed_up_at),
		last_seen_at: isoOrNull(contact.last_seen_at),
		last_replied_at: isoOrNull(contact.last_replied_at),
		last_contacted_at: isoOrNull(contact.last_contacted_at),
	};
}

/** What is left of a deleted contact or company. */
export const deletedContactItem = ({ id, external_id }: Contact): Json => ({
	id,
	external_id,
	type: 'contact',
	deleted: true,
});

/** What is left to say of an archived one. */
export const archivedContactItem = ({ id, external_id }: Contact): Json => ({
	type: 'contact',
	id,
	external_id,
	archived: true,
});

/** What was put on or taken off whom; not when. */
export const contactTagItem = (workspace: Workspace, contact: Contact, tag: Tag): Json => ({
	type: 'contact_tag',
	tag: { type: 'tag', id: tag.id, name: tag.name },
	contact: contactItem(workspace, contact),
});

/** A company: ISO times, tags by id, plan null where there is none. */
export function companyItem(workspace: Workspace, company: Company): Json {
	const { tags: _tags, segments: _segments, ...view } = companyView(workspace, company);
	const plan = company.plan ? view.plan : null;
	const last_request_at = isoOrNull(company.last_request_at);
	return { ...view, ...isoTimes(company), last_request_at, plan, tag_ids: company.tags };
}

/** Both objects and no type. */
export function companyContactItem(workspace: Workspace, company: Company, contact: Contact): Json {
	const { plan: _plan, ...embedded } = companyItem(workspace, company);
	return { company: { ...embedded, plan_id: company.plan }, contact: contactItem(workspace, contact) };
}

/** Only the parts that are new, never the history. */
export function conversationItem(workspace: Workspace, conversation: Conversation, parts: Part[] = []): Json {
	const look = appLook(workspace);
	const view = fullConversationView(workspace, conversation, look, parts);
	return look.isoStatistics ? { ...view, statistics: isoStatistics(view.statistics as Json) } : view;
}

const isoStatistics = (statistics: Json) =>
	Object.fromEntries(
		Object.entries(statistics).map(([name, value]) => [
			name,
			name.endsWith('_at') && typeof value === 'number' ? new Date(value * 1000).toISOString() : value,
		]),
	);

/** A conversation with the part that was tagged, the first message where that is it, and the tag that is new. */
export function taggedConversationItem(
	workspace: Workspace,
	conversation: Conversation,
	part: Part | undefined,
	tag: AppliedTag,
): Json {
	const { source, created_at, state } = conversation;
	const first: Part = {
		id: source.id,
		part_type: 'comment',
		body: source.body,
		author: source.author,
		created_at,
		state,
		assigned_to: null,
		attachments: source.attachments,
		reply_options: [],
		redacted: source.redacted,
		tags: [tag],
	};
	const tags_added = { type: 'tag.list', tags: [tagView(workspace, tag.id)] };
	return { ...conversationItem(workspace, conversation, [part ?? first]), tags_added };
}

/** Intercom's own record of the conversation, ids as numbers and ISO times, and the contact; no type. */
export function conversationContactItem(
	workspace: Workspace,
	conversation: Conversation,
	contact: Contact,
	joins = true,
): Json {
	const id = Number(conversation.id);
	const made = new Date(conversation.created_at * 1000).toISOString();
	const now = new Date(Math.floor(workspace.now() / 1000) * 1000).toISOString();
	const [admin] = workspace.admins.values();
	const who = { type: 'admin', id: Number(admin.id), name: admin.name, email: admin.email };
	const data = {
		[joins ? 'added_by' : 'removed_by']: who,
		participant: { type: contact.role, id: contact.id, name: contact.name, email: contact.email },
	};
	return {
		conversation: {
			parts: [
				{
					id: Number(workspace.nextId('part')),
					conversation_id: id,
					body: '',
					created_at: now,
					updated_at: now,
					data: JSON.stringify(data),
				},
			],
			options: { expand_for_notification: true },
			model: { id, user_id: conversation.contacts[0], created_at: made, updated_at: now },
		},
		contact: contactItem(workspace, contact),
	};
}
