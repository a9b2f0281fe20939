import type { AppliedTag, AttributeType, Author, Json, Touched } from './types';

/** Intercom's four kinds of state, in the order in which a ticket goes through them. */
export const stateCategories = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'] as const;
export type StateCategory = (typeof stateCategories)[number];

export interface TicketState {
	id: string;
	category: StateCategory;
	internal_label: string;
	external_label: string;
}

export interface TicketAttribute {
	id: string;
	name: string;
	data_type: AttributeType | 'list' | 'files';
	default: boolean;
	/** Of a list. */
	items?: Array<{ id: string; label: string }>;
	required?: true;
	archived?: true;
}

export type TicketCategory = 'Customer' | 'Back-office' | 'Tracker';

export interface TicketType {
	id: string;
	name: string;
	category: TicketCategory;
	icon: string;
	/** Unix s. */
	created_at: number;
	attributes: TicketAttribute[];
}

/** One event of a ticket; `body` is HTML, times in unix s. */
export interface TicketPart {
	id: string;
	part_type: string;
	body: string | null;
	created_at: number;
	author: Author;
	/** Null in what was a conversation's part. */
	ticket_state: StateCategory | null;
	previous_ticket_state: StateCategory | null;
	assigned_to: { type: 'admin' | 'team' | 'nobody_admin'; id: string | null } | null;
	attachments: Json[];
	updated_attribute_data: Json | null;
}

/** `id` is the one for the API, `number` (ticket_id on the wire) the one that customers see. */
export interface Ticket extends Touched {
	id: string;
	number: string;
	type: string;
	state: string;
	/** By attribute name. */
	attributes: Json;
	contacts: string[];
	company: string | null;
	created_at: number;
	/** '0' while there is none. */
	admin_assignee_id: string;
	team_assignee_id: string;
	open: boolean;
	is_shared: boolean;
	snoozed_until: number | null;
	tags: AppliedTag[];
	parts: TicketPart[];
}
