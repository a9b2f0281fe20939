import * as read from '../body';
import { ApiError, invalid, missing, userNotFound } from '../errors';
import {
	archiveContact,
	changeContact,
	createContact,
	deleteContact,
	mergeContacts,
	twinOf,
	unarchiveContact,
} from '../contactActs';
import { attributesFrom } from '../attributes';
import { cursorPage, type Order } from '../paging';
import { searchableContacts } from '../searchable';
import { touch } from '../searchIndex';
import { searchPage } from '../searching';
import { blankContact } from '../seed';
import type { Contact, ContactFields, Json, Workspace } from '../types';
import { contactView } from '../views';
import { findContact, getContact, isListed } from '../workspace';
import type { Call, Routes } from './call';

const limits = { perPage: 50, max: 150 };

/** The fields that a body sets, each in its own type; null empties one. */
function fieldsFrom(workspace: Workspace, body: Json): Partial<ContactFields> {
	const email = read.text(body, 'email');
	if (email !== undefined && email !== '' && !/^[^@\s]+@[^@\s]+$/.test(email))
		throw invalid('email is invalid', 'email');
	const owner = read.integer(body, 'owner_id');
	if (owner && !workspace.admins.has(String(owner))) throw invalid('owner_id is not a teammate', 'owner_id');
	const fields: Record<keyof ContactFields, unknown> = {
		role: read.oneOf(body, 'role', ['user', 'lead']),
		external_id: read.id(body, 'external_id'),
		email,
		phone: read.text(body, 'phone'),
		name: read.text(body, 'name'),
		avatar: read.text(body, 'avatar'),
		owner_id: owner,
		unsubscribed_from_emails: read.flag(body, 'unsubscribed_from_emails'),
		signed_up_at: read.integer(body, 'signed_up_at'),
		last_seen_at: read.integer(body, 'last_seen_at'),
		custom_attributes: attributesFrom(workspace, 'contact', body),
	};
	const given = Object.entries(fields).filter(([name]) => body[name] !== undefined);
	return Object.fromEntries(
		given.map(([name, value]) => [name, value ?? blankContact[name as keyof ContactFields]]),
	);
}

function refuseTwin(workspace: Workspace, contact: ContactFields, except?: string) {
	const twin = twinOf(workspace, contact, except);
	if (!twin) return;
	const what = twin.state === 'active' ? 'A contact' : 'An archived contact';
	throw new ApiError(409, 'conflict', `${what} matching those details already exists with id=${twin.id}`);
}

/** A merged one is gone; since 2.16 the answer says where to. */
function contactOf({ workspace, params, look, reply }: Call): Contact {
	const into = workspace.merged.get(params.id);
	if (!into || look.version < 16) return getContact(workspace, params.id);
	reply.header('link', `</contacts/${into}>; rel="canonical"`);
	throw new ApiError(410, 'contact_merged', 'Contact has been merged');
}

const newestFirst: Order<Contact> = { key: (contact) => contact.touched[0], direction: 'descending' };

function search(call: Call) {
	const { workspace, look } = call;
	const all = workspace.contacts.values();
	const { items, ...page } = searchPage(call, all, searchableContacts(workspace), limits);
	return { type: 'list', data: items.map((contact) => contactView(workspace, contact, look)), ...page };
}

/** `{type, id, external_id}` and what was done. */
const done = ({ id, external_id }: Contact, what: 'archived' | 'blocked' | 'deleted', value = true) => ({
	type: 'contact',
	id,
	external_id,
	[what]: value,
});

/** Contacts: users and leads. */
export const contacts: Routes = {
	'POST /contacts'({ workspace, body, look }) {
		const fields = fieldsFrom(workspace, body);
		if (!fields.email && !fields.external_id && !fields.role)
			throw missing('email, external_id or role is a required parameter');
		refuseTwin(workspace, { ...blankContact, ...fields });
		return contactView(workspace, createContact(workspace, fields), look);
	},
	'GET /contacts'({ workspace, query, look }) {
		const listed = [...workspace.contacts.values()].filter(isListed);
		const { per_page: perPage, starting_after: startingAfter } = query;
		const asked = { perPage, startingAfter, query: 'contacts', paging: workspace.settings.paging };
		const { items, ...page } = cursorPage(listed, newestFirst, asked, limits);
		return { type: 'list', data: items.map((contact) => contactView(workspace, contact, look)), ...page };
	},
	'POST /contacts/search': search,
	'POST /contacts/merge'({ workspace, body, look }) {
		const from = getContact(workspace, read.required(read.id(body, 'from'), 'from'));
		const into = getContact(workspace, read.required(read.id(body, 'into'), 'into'));
		if (from.role !== 'lead' || into.role !== 'user')
			throw new ApiError(400, 'client_error', 'Only a lead can be merged into a user');
		mergeContacts(workspace, from, into);
		return contactView(workspace, into, look);
	},
	'GET /contacts/find_by_external_id/:id'({ workspace, params, look }) {
		const contact = findContact(workspace, { external_id: params.id });
		if (contact?.role !== 'user') throw userNotFound();
		return contactView(workspace, contact, look);
	},
	'GET /contacts/:id': (call) => contactView(call.workspace, contactOf(call), call.look),
	'PUT /contacts/:id'(call) {
		const { workspace, body, look } = call;
		const contact = contactOf(call);
		const fields = fieldsFrom(workspace, body);
		if (contact.role === 'user' && fields.role === 'lead')
			throw new ApiError(400, 'client_error', "Contact with user role can't be converted to a lead");
		refuseTwin(workspace, { ...contact, ...fields }, contact.id);
		const custom_attributes = { ...contact.custom_attributes, ...fields.custom_attributes };
		changeContact(workspace, contact, { ...fields, custom_attributes });
		return contactView(workspace, contact, look);
	},
	'DELETE /contacts/:id'(call) {
		const contact = contactOf(call);
		deleteContact(call.workspace, contact);
		return done(contact, 'deleted');
	},
	'POST /contacts/:id/archive'(call) {
		const contact = contactOf(call);
		archiveContact(call.workspace, contact);
		return done(contact, 'archived');
	},
	'POST /contacts/:id/unarchive'(call) {
		const contact = contactOf(call);
		unarchiveContact(call.workspace, contact);
		return done(contact, 'archived', false);
	},
	'POST /contacts/:id/block'(call) {
		const contact = contactOf(call);
		contact.state = 'blocked';
		touch(call.workspace, contact);
		for (const conversation of call.workspace.conversations.values()) {
			if (!conversation.contacts.includes(contact.id)) continue;
			conversation.state = 'closed';
			touch(call.workspace, conversation);
		}
		return done(contact, 'blocked');
	},
};
