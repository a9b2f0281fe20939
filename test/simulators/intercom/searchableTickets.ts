import type { FieldType, Searchable } from './search';
import { at, comparisons, fields } from './searchable';
import type { Ticket } from './ticketTypes';
import type { Workspace } from './types';
import { ticketView } from './ticketViews';
import { changedAt } from './views';

const ticketFields = fields({
	string: `id title description category ticket_type_id contact_ids teammate_ids admin_assignee_id
		team_assignee_id state`,
	integer: '',
	date: 'created_at updated_at snoozed_until',
	boolean: 'open',
});

/** Search has words of its own for the categories. */
const categories = { Customer: 'request', 'Back-office': 'task', Tracker: 'tracker' };

const attributeField = /^ticket_attribute\.(\w+)$/;

const attributeTypes: Record<string, FieldType> = {
	string: 'string',
	integer: 'integer',
	float: 'integer',
	boolean: 'boolean',
	date: 'date',
};

/** Tickets: to the second, `>` and `<` include the value; `>=` and `<=` on created_at only. */
export function searchableTickets(workspace: Workspace): Searchable<Ticket> {
	const typeOf = (ticket: Ticket) => workspace.ticketTypes.get(ticket.type);
	const attributes = [...workspace.ticketTypes.values()].flatMap((type) => type.attributes);
	const attributeOf = (field: string) => attributes.find(({ id }) => id === attributeField.exec(field)?.[1]);
	const special: Record<string, (ticket: Ticket) => unknown> = {
		id: (one) => one.id,
		updated_at: changedAt,
		created_at: (one) => one.created_at,
		title: (one) => one.attributes._default_title_,
		description: (one) => one.attributes._default_description_,
		category: (one) => categories[typeOf(one)?.category ?? 'Customer'],
		ticket_type_id: (one) => one.type,
		contact_ids: (one) => one.contacts,
		teammate_ids: (one) => one.parts.flatMap(({ author }) => (author.type === 'admin' ? [author.id] : [])),
		admin_assignee_id: (one) => one.admin_assignee_id,
		team_assignee_id: (one) => one.team_assignee_id,
		open: (one) => one.open,
		state: (one) => workspace.ticketStates.get(one.state)?.category,
	};
	return {
		inclusive: true,
		fieldType: (field) => ticketFields.get(field) ?? attributeTypes[attributeOf(field)?.data_type ?? ''],
		value(ticket, field) {
			const attribute = attributeOf(field);
			if (attribute) return ticket.attributes[attribute.name] ?? null;
			return special[field]?.(ticket) ?? at(ticketView(workspace, ticket, { version: 14 }), field);
		},
		operators: (field, type) =>
			field === 'created_at' ? [...comparisons.date, '>=', '<='] : comparisons[type],
	};
}
