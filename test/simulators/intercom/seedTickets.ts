import type { TicketAttribute, TicketCategory, TicketType } from './ticketTypes';
import type { AttributeType, Workspace } from './types';

const states = [
	{ id: '4517893', category: 'submitted', internal_label: 'Submitted', external_label: 'Submitted' },
	{ id: '4517894', category: 'in_progress', internal_label: 'In progress', external_label: 'In progress' },
	{
		id: '4517895',
		category: 'waiting_on_customer',
		internal_label: 'Waiting on customer',
		external_label: 'Waiting on you',
	},
	{ id: '4517896', category: 'resolved', internal_label: 'Resolved', external_label: 'Resolved' },
] as const;

/** The two that every type has, then its own. */
const attributesOf = (firstId: number, own: Record<string, AttributeType>): TicketAttribute[] =>
	Object.entries<AttributeType>({
		_default_title_: 'string',
		_default_description_: 'string',
		...own,
	}).map(([name, data_type], index) => ({
		id: String(firstId + index),
		name,
		data_type,
		default: name.startsWith('_default_'),
	}));

const types: Array<[id: string, TicketCategory, name: string, own: Record<string, AttributeType>]> = [
	['2979330', 'Customer', 'Tickets', { Platform: 'string', Severity: 'integer' }],
	['2979331', 'Back-office', 'Internal work', { Urgent: 'boolean' }],
];

/** Two types of ticket, one that customers see and one that they do not, and the states of both. */
export function seedTickets(workspace: Workspace, created_at: number) {
	for (const state of states) workspace.ticketStates.set(state.id, state);
	for (const [index, [id, category, name, own]] of types.entries()) {
		const attributes = attributesOf(6100001 + index * 100, own);
		const type: TicketType = { id, name, category, icon: '🎟', created_at, attributes };
		workspace.ticketTypes.set(id, type);
	}
}
