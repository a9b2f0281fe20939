import { z } from 'zod';
import * as acts from './acts';
import {
	announceContact,
	archiveContact,
	changeContact,
	deleteContact,
	tagContact,
	unarchiveContact,
	untagContact,
} from './contactActs';
import { changeCompany, createCompany } from './companyActs';
import { invalid } from './errors';
import { isTracked, trackEvent } from './eventActs';
import { genericItem } from './genericItems';
import { newContact } from './seed';
import { happenToTicket, ticketSchema } from './ticketHappenings';
import type { Admin, Contact, Conversation, ContactFields, Workspace } from './types';
import { findContact, getAdmin, getConversation, isListed, quietly, seconds } from './workspace';

const contactSchema = z
	.object({
		id: z.string(),
		external_id: z.coerce.string(),
		email: z.string(),
		name: z.string(),
		role: z.enum(['user', 'lead']),
		custom_attributes: z.record(z.unknown()),
	})
	.partial()
	.strict();

const conversationSchema = z
	.object({
		id: z.coerce.string(),
		body: z.string(),
		subject: z.string(),
		url: z.string(),
		/** source.type: conversation, email, whatsapp… */
		channel: z.string(),
		/** Who acts, and to whom it is assigned. */
		admin_id: z.coerce.string(),
		assignee_id: z.coerce.string(),
		team_id: z.coerce.string(),
		/** Unix s. */
		snoozed_until: z.number(),
		rating: z.number().int().min(1).max(5),
		remark: z.string(),
		tag: z.string(),
		custom_attributes: z.record(z.unknown()),
	})
	.partial()
	.strict();

/** What `item` may say of a company or a tracked event; anything else in it counts for nothing. */
const companySchema = z.object({ name: z.string(), company_id: z.string() }).partial();
const eventSchema = z
	.object({ event_name: z.string(), created_at: z.number().int(), metadata: z.record(z.unknown()) })
	.partial();

/** What POST /_sim/events takes; `item` replaces the payload's fields where no state change is modelled. */
export const happeningSchema = z
	.object({
		topic: z.string().min(1),
		contact: contactSchema.optional(),
		conversation: conversationSchema.default({}),
		ticket: ticketSchema.default({}),
		item: z.record(z.unknown()).default({}),
		times: z.number().int().min(1).max(100_000).default(1),
	})
	.strict();
export type Happening = z.infer<typeof happeningSchema>;

type Scene = {
	workspace: Workspace;
	wish: Happening['conversation'];
	item: Happening['item'];
	contact: Contact;
	admin: Admin;
	/** The conversation meant: by id, else the contact's latest, else a new one that nobody was told of. */
	conversation(): Conversation;
};

/** The contact meant, made or brought up to date without telling anybody; without one, the first of the topic's role. */
function upsertContact(workspace: Workspace, { topic, contact: wanted }: Happening): Contact {
	const fields = Object.fromEntries(
		Object.entries(wanted ?? {}).filter(([name]) => name !== 'id'),
	) as Partial<ContactFields>;
	const [, role] = /^contact\.(user|lead)\./.exec(topic) ?? [];
	const make = () => newContact(workspace, { role: role === 'lead' ? 'lead' : 'user', ...fields });
	if (!wanted) {
		if (topic === `contact.${role}.created`) return make();
		for (const contact of workspace.contacts.values())
			if (isListed(contact) && contact.role === (role ?? contact.role)) return contact;
		return make();
	}
	const found = findContact(workspace, wanted);
	if (wanted.id && !found) throw invalid(`there is no contact ${wanted.id}`, 'contact');
	const contact = found ? Object.assign(found, fields) : make();
	if (role && contact.role !== role)
		throw invalid(`${topic} does not happen to a ${contact.role}`, 'contact');
	workspace.contacts.set(contact.id, contact);
	return contact;
}

function tagOf({ workspace, wish }: Scene) {
	const name = wish.tag ?? 'VIP';
	for (const tag of workspace.tags.values()) if (tag.name === name || tag.id === name) return tag;
	const tag = { id: workspace.nextId('tag'), name };
	workspace.tags.set(tag.id, tag);
	return tag;
}

const extras = ({ subject, url, channel }: Scene['wish']) => ({ subject, url, channel });

const said = (wish: Scene['wish']) => wish.body ?? 'Hello, can you help me?';

function assign({ workspace, conversation, wish, admin }: Scene) {
	const to = wish.team_id
		? { type: 'team' as const, id: wish.team_id }
		: { type: 'admin' as const, id: getAdmin(workspace, wish.assignee_id ?? admin.id).id };
	acts.assign(workspace, conversation(), admin, to, wish.body);
}

function update({ workspace, contact }: Scene) {
	changeContact(workspace, contact, {});
}

function untag(scene: Scene) {
	const tag = tagOf(scene);
	tagContact(scene.workspace, scene.contact, tag, true);
	untagContact(scene.workspace, scene.contact, tag);
}

/** Each time another event: without a time of its own it is of the latest second that has none of that name. */
function track({ workspace, contact, item }: Scene) {
	const event = { event_name: 'placed-order', ...partOf(eventSchema, item) };
	let created_at = event.created_at ?? seconds(workspace);
	while (event.created_at === undefined && isTracked(workspace, contact, event.event_name, created_at))
		created_at -= 1;
	trackEvent(workspace, contact, { ...event, created_at });
}

/** What `item` says in terms of the schema. */
function partOf<Shape extends z.ZodTypeAny>(schema: Shape, item: Scene['item']): z.infer<Shape> {
	const parsed = schema.safeParse(item);
	if (!parsed.success) throw invalid(`item: ${parsed.error.issues[0].message}`, 'item');
	return parsed.data;
}

/** Topics whose event changes the workspace; every act tells its own topic. */
const happenings: Record<string, (scene: Scene) => void> = {
	'conversation.user.created'({ workspace, contact, wish }) {
		const conversation = acts.contactStarts(workspace, contact, said(wish), extras(wish));
		Object.assign(conversation.custom_attributes, wish.custom_attributes);
	},
	'conversation.admin.single.created'({ workspace, admin, contact, wish }) {
		acts.adminStarts(workspace, admin, [contact], said(wish), extras(wish));
	},
	'conversation.user.replied'({ workspace, conversation, contact, wish }) {
		acts.contactReplies(workspace, conversation(), contact, said(wish));
	},
	'conversation.admin.replied'({ workspace, conversation, admin, wish }) {
		acts.adminReplies(workspace, conversation(), admin, 'comment', wish.body ?? 'Happy to help.');
	},
	'conversation.admin.noted'({ workspace, conversation, admin, wish }) {
		acts.adminReplies(workspace, conversation(), admin, 'note', wish.body ?? 'A note to the team.');
	},
	'conversation.operator.replied': ({ workspace, conversation, wish }) =>
		acts.botReplies(workspace, conversation(), wish.body ?? 'Let me look that up.'),
	'conversation.admin.closed': ({ workspace, conversation, admin, wish }) =>
		acts.close(workspace, conversation(), admin, wish.body),
	'conversation.admin.opened': ({ workspace, conversation, admin }) =>
		acts.open(workspace, conversation(), admin),
	'conversation.admin.snoozed': ({ workspace, conversation, admin, wish }) =>
		acts.snooze(workspace, conversation(), admin, wish.snoozed_until ?? seconds(workspace) + 3600),
	'conversation.admin.unsnoozed': ({ workspace, conversation }) => acts.unsnooze(workspace, conversation()),
	'conversation.admin.assigned': assign,
	'conversation.admin.open.assigned'(scene) {
		const { workspace, conversation, admin } = scene;
		acts.close(quietly(workspace), conversation(), admin);
		assign(scene);
	},
	'conversation.priority.updated': ({ workspace, conversation, admin }) =>
		acts.prioritise(workspace, conversation(), admin),
	'conversation.rating.added': ({ workspace, conversation, contact, wish }) =>
		acts.rate(workspace, conversation(), contact, wish.rating ?? 5, wish.remark ?? ''),
	'conversation_part.tag.created': (scene) =>
		acts.tagConversation(scene.workspace, scene.conversation(), tagOf(scene), scene.admin),
	'conversation.contact.attached': ({ workspace, conversation, contact }) =>
		acts.setParticipant(workspace, conversation(), contact, true),
	'conversation.deleted': ({ workspace, conversation }) => acts.deleteConversation(workspace, conversation()),
	'contact.user.created': ({ workspace, contact }) => announceContact(workspace, contact),
	'contact.lead.created': ({ workspace, contact }) => announceContact(workspace, contact),
	'contact.user.updated': update,
	'contact.lead.updated': update,
	'contact.archived': ({ workspace, contact }) => archiveContact(workspace, contact),
	'contact.unarchive': ({ workspace, contact }) => unarchiveContact(workspace, contact),
	'contact.unarchived': ({ workspace, contact }) => unarchiveContact(workspace, contact),
	'contact.deleted': ({ workspace, contact }) => deleteContact(workspace, contact),
	'contact.user.tag.created': (scene) => void tagContact(scene.workspace, scene.contact, tagOf(scene)),
	'contact.lead.tag.created': (scene) => void tagContact(scene.workspace, scene.contact, tagOf(scene)),
	'company.created'({ workspace, contact, item }) {
		const company = createCompany(workspace, { name: 'New company', ...partOf(companySchema, item) });
		// without anybody in it no list would show it
		contact.companies.push(company.id);
	},
	'company.updated': ({ workspace, item }) =>
		changeCompany(workspace, [...workspace.companies.values()][0], partOf(companySchema, item)),
	'event.created': track,
	'contact.user.tag.deleted': untag,
	'contact.lead.tag.deleted': untag,
};

/** Makes it happen once: in the workspace where that is modelled, as a bare notification of the topic otherwise. */
export function happen(workspace: Workspace, happening: Happening) {
	const { topic, conversation: wish, item } = happening;
	const contact = upsertContact(workspace, happening);
	const admin = getAdmin(workspace, wish.admin_id ?? '9600001');
	const latest = () =>
		[...workspace.conversations.values()].filter(({ contacts }) => contacts.includes(contact.id)).at(-1);
	const conversation = () => {
		if (wish.id) return getConversation(workspace, wish.id);
		return latest() ?? acts.contactStarts(quietly(workspace), contact, said(wish), extras(wish));
	};
	const act = happenings[topic];
	if (topic.startsWith('ticket.')) happenToTicket(workspace, topic, happening.ticket, contact, admin);
	else if (act) act({ workspace, wish, item, contact, admin, conversation });
	else {
		const bare = { ...genericItem(workspace, topic, contact, conversation), ...item };
		workspace.emit(topic, () => bare);
	}
}
