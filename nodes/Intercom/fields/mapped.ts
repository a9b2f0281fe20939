import type { FieldType } from 'n8n-workflow';
import type { Field } from '../../core/table/operation';
import {
	conversationAttributes,
	dataAttributes,
	ticketAttributes,
	type Attribute,
	type Source,
} from '../pickers/attributes';
import {
	becameCustomer,
	companyColumns,
	companyName,
	contactColumns,
	conversationColumns,
	email,
	externalId,
	role,
} from './columns';

/** What a resource mapper offers. */
export type Mapped = {
	displayName: string;
	name: string;
	/** The member of the body that holds the workspace's own attributes. */
	own: string;
	source: Source;
	/** What every workspace has. */
	columns: Field[];
	/** Stands in the editor where there is nothing to choose yet. */
	otherwise?: string;
	/** Those that teammates must fill in are shown at once. */
	asksForRequired?: true;
	/** Names of attributes that have a field of their own. */
	beside?: string[];
	dependsOn?: string[];
};

const ticket: Mapped = {
	displayName: 'Ticket Attributes',
	name: 'ticket_attributes',
	own: 'ticket_attributes',
	source: ticketAttributes,
	columns: [],
	// not on the ticket: what is filled in would be lost whenever an expression names another one
	dependsOn: ['ticket_type_id.value'],
	otherwise: 'Choose a ticket type, or a ticket, to see the attributes.',
};
const newTicket: Mapped = {
	...ticket,
	otherwise: 'Choose a ticket type to see its attributes.',
	asksForRequired: true,
};
const custom = { displayName: 'Attributes', name: 'attributes', own: 'custom_attributes' };
const contact: Mapped = { ...custom, source: dataAttributes('contact'), columns: contactColumns };
const company: Mapped = { ...custom, source: dataAttributes('company'), columns: companyColumns };

/** By what is mapped. */
export const mapped = {
	contact,
	contactChange: { ...contact, columns: [email, externalId, role, ...contactColumns] },
	company: { ...company, columns: [...companyColumns, becameCustomer] },
	companyChange: { ...company, columns: [companyName, ...companyColumns] },
	conversation: { ...custom, source: conversationAttributes, columns: conversationColumns },
	ticket,
	newTicket: { ...newTicket, beside: ['_default_title_', '_default_description_'] },
	convertedTicket: { ...newTicket, name: 'attributes', own: 'attributes' },
} satisfies Record<string, Mapped>;

export type Of = keyof typeof mapped;

/** n8n's type of a column for that of a field; a picker's column takes the ID. */
const columnTypes: Partial<Record<Field['type'], FieldType>> = {
	number: 'number',
	boolean: 'boolean',
	dateTime: 'dateTime',
	options: 'options',
};

/** A field as an attribute: what every workspace has is checked and offered as its own attributes are. */
export const attributeOf = ({ name, displayName, type, options = [] }: Field): Attribute => ({
	name,
	label: displayName,
	type: columnTypes[type] ?? 'string',
	options: options.flatMap((option) =>
		'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
	),
	required: false,
	archived: false,
	writable: true,
});
