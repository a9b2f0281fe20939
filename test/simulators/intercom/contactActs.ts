import {
	archivedContactItem,
	companyContactItem,
	contactItem,
	contactTagItem,
	deletedContactItem,
} from './items';
import type { Company, Contact, ContactFields, Tag, Workspace } from './types';
import { newContact } from './seed';
import { touch } from './searchIndex';
import { isListed, seconds } from './workspace';

/** Tells that it was made: contact.user.created or contact.lead.created. */
export const announceContact = (workspace: Workspace, contact: Contact) =>
	workspace.emit(`contact.${contact.role}.created`, () => contactItem(workspace, contact));

/** A new contact, and whoever subscribed is told. */
export function createContact(workspace: Workspace, fields: Partial<ContactFields>): Contact {
	const contact = newContact(workspace, fields);
	announceContact(workspace, contact);
	return contact;
}

/** Takes the new values over and tells every topic that the change is one of. */
export function changeContact(workspace: Workspace, contact: Contact, fields: Partial<ContactFields>) {
	const { role, email } = contact;
	workspace.contacts.set(contact.id, Object.assign(contact, fields));
	touch(workspace, contact);
	for (const id of fields.last_seen_at ? contact.companies : []) seen(workspace, id, contact);
	const item = contactItem(workspace, contact);
	if (role === 'lead' && contact.role === 'user') workspace.emit('contact.lead.signed_up', () => item);
	else workspace.emit(`contact.${contact.role}.updated`, () => item);
	if (contact.email === email) return;
	if (contact.role === 'lead' && !email) workspace.emit('contact.lead.added_email', () => item);
	else workspace.emit('contact.email.updated', () => item);
}

/** A company was last there when the last of its people was; that is no change of it. */
function seen(workspace: Workspace, id: string, { last_seen_at: at }: Contact) {
	const company = workspace.companies.get(id);
	if (company && at) company.last_request_at = Math.max(company.last_request_at ?? 0, at);
}

/** Hidden from lists and search, and still in the way of a twin: contact.archived. */
export function archiveContact(workspace: Workspace, contact: Contact) {
	contact.state = 'archived';
	touch(workspace, contact);
	workspace.emit('contact.archived', () => archivedContactItem(contact));
}

/** contact.unarchived: Intercom's description leaves the d out. */
export function unarchiveContact(workspace: Workspace, contact: Contact) {
	contact.state = 'active';
	touch(workspace, contact);
	workspace.emit('contact.unarchived', () => contactItem(workspace, contact));
}

/** For good, with its notes: contact.deleted. */
export function deleteContact(workspace: Workspace, contact: Contact) {
	workspace.contacts.delete(contact.id);
	for (const note of contact.notes) workspace.notes.delete(note);
	workspace.emit('contact.deleted', () => deletedContactItem(contact));
}

/** The lead goes, the user keeps all that both had: contact.merged, which does not name the lead. */
export function mergeContacts(workspace: Workspace, from: Contact, into: Contact) {
	workspace.contacts.delete(from.id);
	workspace.merged.set(from.id, into.id);
	const tags = from.tags.filter(({ id }) => into.tags.every((tag) => tag.id !== id));
	into.tags.push(...tags);
	into.companies = [...new Set([...into.companies, ...from.companies])];
	into.notes.push(...from.notes);
	for (const note of workspace.notes.values()) if (note.contact === from.id) note.contact = into.id;
	for (const conversation of workspace.conversations.values())
		conversation.contacts = conversation.contacts.map((id) => (id === from.id ? into.id : id));
	touch(workspace, into);
	workspace.emit('contact.merged', () => contactItem(workspace, into));
}

/** Returns what the contact carries; a tag that is there already stays as it was. */
export function tagContact(workspace: Workspace, contact: Contact, tag: Tag, quietly = false) {
	const present = contact.tags.find(({ id }) => id === tag.id);
	if (present) return present;
	const applied = {
		id: tag.id,
		applied_at: seconds(workspace),
		applied_by: { type: 'admin', id: '9600001' },
	};
	contact.tags.push(applied);
	touch(workspace, contact);
	if (!quietly)
		workspace.emit(`contact.${contact.role}.tag.created`, () => contactTagItem(workspace, contact, tag));
	return applied;
}

/** contact.user.tag.deleted or contact.lead.tag.deleted. */
export function untagContact(workspace: Workspace, contact: Contact, tag: Tag) {
	contact.tags = contact.tags.filter(({ id }) => id !== tag.id);
	touch(workspace, contact);
	workspace.emit(`contact.${contact.role}.tag.deleted`, () => contactTagItem(workspace, contact, tag));
}

/** company.contact.attached, once. */
export function attachCompany(workspace: Workspace, contact: Contact, company: Company) {
	if (contact.companies.includes(company.id)) return;
	contact.companies.push(company.id);
	touch(workspace, contact);
	workspace.emit('company.contact.attached', () => companyContactItem(workspace, company, contact));
}

/** company.contact.detached. */
export function detachCompany(workspace: Workspace, contact: Contact, company: Company) {
	contact.companies = contact.companies.filter((id) => id !== company.id);
	touch(workspace, contact);
	workspace.emit('company.contact.detached', () => companyContactItem(workspace, company, contact));
}

/** The contact, archived or not, that these details belong to already: same external id, or a user of that e-mail. */
export function twinOf(
	workspace: Workspace,
	details: Pick<ContactFields, 'role' | 'external_id' | 'email'>,
	except?: string,
): Contact | undefined {
	const { role, external_id: externalId, email } = details;
	const twins = externalId === null ? [] : workspace.contacts.with('external_id', externalId);
	if (role === 'user' && email)
		twins.push(...workspace.contacts.with('email', email).filter((contact) => contact.role === 'user'));
	const others = twins.filter(({ id }) => id !== except);
	return others.find(isListed) ?? others[0];
}
