import { deleteConversation, setParticipant, tagConversation } from '../acts';
import { attributesFrom } from '../attributes';
import * as read from '../body';
import { createContact } from '../contactActs';
import { fullConversationView, conversationView } from '../conversationViews';
import { ApiError, notFound, userNotFound } from '../errors';
import { conversationItem } from '../items';
import { cursorPage, type Order } from '../paging';
import { searchableConversations } from '../searchable';
import { touch } from '../searchIndex';
import { searchPage } from '../searching';
import type { Conversation, Json, Workspace } from '../types';
import { convertToTicket } from '../ticketActs';
import { fullTicketView } from '../ticketViews';
import { appliedTagView } from '../views';
import { findContact, getAdmin, getCompany, getContact, getConversation, getTag } from '../workspace';
import type { Call, Routes } from './call';
import { startedByContact } from './messages';

const limits = { perPage: 20, max: 150 };

const latestFirst: Order<Conversation> = { key: (one) => one.touched[1], direction: 'descending' };

function page(call: Call, { items, ...rest }: { items: Conversation[] }) {
	const conversations = items.map((one) => conversationView(call.workspace, one, call.look));
	return { type: 'conversation.list', conversations, ...rest };
}

function search(call: Call) {
	const { workspace } = call;
	const all = workspace.conversations.values();
	return page(call, searchPage(call, all, searchableConversations(workspace), limits));
}

function update(call: Call) {
	const { workspace, params, body, look } = call;
	const conversation = getConversation(workspace, params.id);
	const custom_attributes = attributesFrom(workspace, 'conversation', body);
	const company = read.id(body, 'company_id');
	if (company) getCompany(workspace, company);
	conversation.read = read.flag(body, 'read') ?? conversation.read;
	conversation.title = read.text(body, 'title') ?? conversation.title;
	Object.assign(conversation.custom_attributes, custom_attributes);
	touch(workspace, conversation);
	if (body.company_id !== undefined) {
		conversation.company = company ?? null;
		// a topic since 2.15 only
		if (workspace.settings.appVersion !== '2.14')
			workspace.emit('conversation.company.updated', () => conversationItem(workspace, conversation));
	}
	return fullConversationView(workspace, conversation, look);
}

/** Who is meant by intercom_user_id, user_id or email. */
export function participant(workspace: Workspace, body: Json) {
	return findContact(workspace, {
		id: read.id(body, 'intercom_user_id'),
		external_id: read.id(body, 'user_id'),
		email: read.text(body, 'email'),
	});
}

function attach({ workspace, params, body, look }: Call) {
	const conversation = getConversation(workspace, params.id);
	getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
	const customer = read.required(read.object(body, 'customer'), 'customer');
	const email = read.text(customer, 'email');
	let contact = participant(workspace, customer);
	if (!contact && email) {
		contact = createContact(workspace, { role: 'lead', email });
	}
	if (!contact) throw notFound();
	setParticipant(workspace, conversation, contact, true);
	return withCustomers(workspace, conversation, look);
}

function detach({ workspace, params, body, look }: Call) {
	const conversation = getConversation(workspace, params.id);
	getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
	const contact = getContact(workspace, params.contact);
	if (!conversation.contacts.includes(contact.id)) throw userNotFound();
	if (conversation.contacts.length === 1)
		throw new ApiError(422, 'parameter_invalid', 'Removing the last customer is not allowed');
	setParticipant(workspace, conversation, contact, false);
	return withCustomers(workspace, conversation, look);
}

const withCustomers = (workspace: Workspace, conversation: Conversation, look: Call['look']) => ({
	...fullConversationView(workspace, conversation, look),
	customers: conversation.contacts.map((id) => ({ type: workspace.contacts.get(id)?.role ?? 'user', id })),
});

/** Conversations as a whole, their tags and participants. */
export const conversations: Routes = {
	'POST /conversations': startedByContact,
	'GET /conversations'(call) {
		const { per_page: perPage, starting_after: startingAfter } = call.query;
		const { conversations: all, settings } = call.workspace;
		const asked = { perPage, startingAfter, query: 'conversations', paging: settings.paging };
		return page(call, cursorPage([...all.values()], latestFirst, asked, limits));
	},
	'POST /conversations/search': search,
	'GET /conversations/:id': ({ workspace, params, look }) =>
		fullConversationView(workspace, getConversation(workspace, params.id), look),
	'PUT /conversations/:id': update,
	'DELETE /conversations/:id'({ workspace, params }) {
		const conversation = getConversation(workspace, params.id);
		deleteConversation(workspace, conversation);
		return { id: conversation.id, object: 'conversation', deleted: true };
	},
	'POST /conversations/:id/customers': attach,
	'DELETE /conversations/:id/customers/:contact': detach,
	'POST /conversations/:id/tags'({ workspace, params, body }) {
		const conversation = getConversation(workspace, params.id, 'Conversation not found');
		const tag = getTag(workspace, read.required(read.id(body, 'id'), 'id'));
		const admin = getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
		return appliedTagView(workspace, tagConversation(workspace, conversation, tag, admin));
	},
	'POST /conversations/:id/convert'({ workspace, params, body, look }) {
		const conversation = getConversation(workspace, params.id);
		const typeId = read.required(read.id(body, 'ticket_type_id'), 'ticket_type_id');
		const type = workspace.ticketTypes.get(typeId);
		if (!type) throw notFound('Ticket type not found', 'ticket_type_not_found');
		if (type.category !== 'Customer' || conversation.ticket)
			throw new ApiError(400, 'parameter_invalid', 'This conversation cannot be converted to that type');
		const [admin] = workspace.admins.values();
		const attributes = read.object(body, 'attributes');
		const ticket = convertToTicket(workspace, conversation, admin, { type, attributes });
		return fullTicketView(workspace, ticket, look);
	},
	'DELETE /conversations/:id/tags/:tag'({ workspace, params, body }) {
		const conversation = getConversation(workspace, params.id, 'Conversation not found');
		getAdmin(workspace, read.required(read.id(body, 'admin_id'), 'admin_id'));
		const applied = conversation.tags.find(({ id }) => id === params.tag);
		if (!applied) throw notFound('Tag not found', 'tag_not_found');
		conversation.tags = conversation.tags.filter((tag) => tag !== applied);
		touch(workspace, conversation);
		return appliedTagView(workspace, applied);
	},
};
