import type { Workspace } from '../../simulators/intercom';
import { conversationActs, ticketActs, trackEvent } from '../../simulators/intercom';
import { index } from '../../simulators/intercom/searchIndex';

type Things<Item> = Map<string, Item>;

/** Gives a thing the id that the fields for such ids have as their example. */
function renamed<Item extends { id: string }>(things: Things<Item>, item: Item, id: string): Item {
	things.delete(item.id);
	things.set(id, Object.assign(item, { id }));
	return item;
}

const first = <Item>(things: Things<Item>): Item => [...things.values()][0];

/**
 * Puts into a workspace what the examples of the node's fields name: a person, what belongs to them, and all of it
 * tagged, so that an operation filled with nothing but examples finds what it is about.
 */
export function seedExamples(workspace: Workspace): void {
	const { contacts, companies, tags, teams, conversations, tickets, notes, jobs, ticketTypes } = workspace;
	const [, person, lead] = contacts.values();
	const tag = renamed(tags, first(tags), '129');
	const company = Object.assign(renamed(companies, first(companies), '6961f0dd1bb69f9f2193bbf8'), {
		company_id: 'acme-1',
		tags: [tag.id],
	});
	const applied = { id: tag.id, applied_at: 1772012000, applied_by: { type: 'admin', id: '9600001' } };
	Object.assign(person, { email: 'ada@example.com', companies: [company.id], tags: [applied] });
	renamed(contacts, person, '6762f0dd1bb69f9f2193bbf8');
	renamed(teams, first(teams), '814865');

	const conversation = conversationActs.contactStarts(workspace, person, 'Hello');
	conversation.source.id = '19894781231';
	conversation.contacts.push(lead.id);
	conversation.tags.push(applied);
	conversationActs.contactReplies(workspace, conversation, person, 'Anyone?');
	conversation.parts[0].id = '19381789428';
	renamed(conversations, conversation, '215000000000001');

	const ticket = ticketActs.createTicket(workspace, person);
	ticket.tags.push(applied);
	renamed(tickets, ticket, '215000000000002');

	trackEvent(workspace, person, { event_name: 'updated-plan' });
	notes.set('2601', {
		id: '2601',
		contact: person.id,
		admin: null,
		body: '<p>Hi</p>',
		created_at: 1772012000,
	});
	person.notes.push('2601');
	jobs.set('3e5a8c1d', ticket.id);
	for (const model of ['company', 'conversation'] as const)
		workspace.attributes.push({ id: 37, model, name: 'plan', data_type: 'string' });
	first(ticketTypes).attributes.push(
		{ id: '4567', name: 'plan', data_type: 'string', default: false },
		{ id: '4568', name: 'seats', data_type: 'integer', default: false },
	);
	for (const thing of [person, company, conversation, ticket]) index(workspace, thing);
}
