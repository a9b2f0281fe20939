import { ContactBook } from './contactBook';
import { notFound, userNotFound } from './errors';
import { seed } from './seed';
import type { Ticket } from './ticketTypes';
import type {
	Admin,
	Author,
	Company,
	Contact,
	Conversation,
	IdKind,
	IntercomSettings,
	Tag,
	Workspace,
} from './types';

/** What a workspace needs from outside: its id, its token, its settings, the clock in virtual ms, and who is told. */
export type Surroundings = Pick<Workspace, 'id' | 'now' | 'at' | 'emit'> & {
	settings: IntercomSettings;
	accessToken: string;
};

const firstIds: Record<Exclude<IdKind, 'contact' | 'company'>, number> = {
	conversation: 215000000000001,
	part: 37300000001,
	message: 3380000001,
	ticketNumber: 66040342,
	tag: 7101,
	note: 2601,
	job: 501,
	event: 1,
};

/** No more than these are made in a second, from here on. */
const idsPerSecond = 100_000;
const sinceMs = Date.parse('2025-06-01T00:00:00Z');

/**
 * A fresh workspace with the seed in it. Its counters start from the clock: whoever keeps the ids of an earlier one
 * does not meet them again.
 */
export function createWorkspace({ accessToken, ...surroundings }: Surroundings): Workspace {
	const counters = new Map<IdKind, number>();
	const first = Math.max(0, Math.floor((surroundings.now() - sinceMs) / 1000)) * idsPerSecond;
	const workspace: Workspace = {
		...surroundings,
		nextId(kind) {
			const count = counters.get(kind) ?? first;
			counters.set(kind, count + 1);
			if (kind !== 'contact' && kind !== 'company') return String(firstIds[kind] + count);
			// like a MongoDB ObjectId: 8 hex digits of unix s, then 16 of its own
			const seconds = Math.floor(workspace.now() / 1000)
				.toString(16)
				.padStart(8, '0');
			return seconds + (kind === 'contact' ? 'a' : 'c') + (count + 1).toString(16).padStart(15, '0');
		},
		admins: new Map(),
		teams: new Map(),
		tags: new Map(),
		contacts: new ContactBook(),
		merged: new Map(),
		companies: new Map(),
		conversations: new Map(),
		ticketTypes: new Map(),
		ticketStates: new Map(),
		tickets: new Map(),
		jobs: new Map(),
		notes: new Map(),
		events: new Map(),
		attributes: [],
		tokens: new Set([accessToken]),
		codes: new Set(),
	};
	seed(workspace);
	return workspace;
}

/** The same workspace, of whose changes nobody is told. */
export const quietly = (workspace: Workspace): Workspace => ({ ...workspace, emit: () => {} });

/** Virtual time in whole unix s. */
export const seconds = (workspace: Workspace) => Math.floor(workspace.now() / 1000);

/** Neither archived nor blocked. */
export const isListed = (contact: Contact) => contact.state === 'active';

/** By Intercom id, or 404. */
export function getContact(workspace: Workspace, id: string | undefined): Contact {
	const contact = workspace.contacts.get(id ?? '');
	if (!contact) throw userNotFound();
	return contact;
}

/** By Intercom id, else external id, else e-mail; archived ones are not found. */
export function findContact(
	workspace: Workspace,
	wanted: { id?: string | null; external_id?: string | null; email?: string | null },
): Contact | undefined {
	if (wanted.id) return workspace.contacts.get(wanted.id);
	if (wanted.external_id) return workspace.contacts.with('external_id', wanted.external_id).find(isListed);
	if (wanted.email) return workspace.contacts.with('email', wanted.email).find(isListed);
	return undefined;
}

/** By id, or 404. */
export function getAdmin(workspace: Workspace, id: string | undefined): Admin {
	const admin = workspace.admins.get(id ?? '');
	if (!admin) throw notFound('Admin not found', 'admin_not_found');
	return admin;
}

/** By Intercom's id, not `company_id`; or 404. */
export function getCompany(workspace: Workspace, id: string | undefined): Company {
	const company = workspace.companies.get(id ?? '');
	if (!company) throw notFound('Company Not Found', 'company_not_found');
	return company;
}

/** By id, or 404 in the words of that endpoint. */
export function getConversation(workspace: Workspace, id: string, message?: string): Conversation {
	const conversation = workspace.conversations.get(id);
	if (!conversation) throw notFound(message);
	return conversation;
}

/** By the id that is for the API; or 404. */
export function getTicket(workspace: Workspace, id: string): Ticket {
	const ticket = workspace.tickets.get(id);
	if (!ticket) throw notFound('Ticket not found', 'ticket_not_found');
	return ticket;
}

/** By id, or 404 in the words of that endpoint. */
export function getTag(workspace: Workspace, id: string | undefined, ...error: [string?, string?]): Tag {
	const tag = workspace.tags.get(id ?? '');
	if (!tag) throw notFound(...error);
	return tag;
}

/** The contact as author of a first message. */
export const contactAuthor = (contact: Contact): Author => ({
	type: contact.role,
	id: contact.id,
	name: contact.name,
	email: contact.email ?? '',
});

/** The contact as author of a part: of type user, also where they are a lead. */
export const writer = (contact: Contact): Author => ({ ...contactAuthor(contact), type: 'user' });

/** The teammate as author of a message. */
export const adminAuthor = (admin: Admin): Author => ({
	type: 'admin',
	id: admin.id,
	name: admin.name,
	email: admin.email,
});

/** The workspace's own bot, who closes, unsnoozes and answers by itself. */
export const botAuthor = (workspace: Workspace): Author => ({
	...adminAuthor(getAdmin(workspace, '9600003')),
	type: 'bot',
});

/** Those attached to the company that are listed. */
export const contactsOf = (workspace: Workspace, company: Company) =>
	[...workspace.contacts.values()].filter(
		(contact) => isListed(contact) && contact.companies.includes(company.id),
	);
