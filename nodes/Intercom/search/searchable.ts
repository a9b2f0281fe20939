/** What Intercom's searches take: fields by type and the operators of each type. Source: Intercom API 2.14, SearchContacts, searchConversations, searchTickets. */

import type { Picked } from '../fields/picks';

export type Kind = 'text' | 'number' | 'date' | 'yesNo';

/** Stands for a field that the workspace added. */
export const OWN = 'custom';

/** What people call fields, by the API's name. */
type Labels = Record<string, string>;

/** A filter by one of the things that people know by name, or by one of a few words. */
export type Known = {
	displayName: string;
	fields: Labels;
	/** What it is picked from; absent where there are `choices`. */
	pick?: Picked;
	choices?: Labels;
	/** What is picked stands for several IDs. */
	many?: true;
};

/** What one kind of object can be searched by. */
export type Searchable = {
	/** What people call several of them. */
	plural: string;
	fields: Record<Kind, Labels>;
	known: Record<string, Known>;
	/** Of the fields behind pickers those whose IDs are integers. */
	integers: string[];
	/** The API's operators by type. */
	takes: Record<Kind, string[]>;
	/** Those of single fields, where they are others. */
	exceptions: Record<string, string[]>;
	/** What fields hold that are empty, where that is not null. */
	nothing: Labels;
	/** What some fields hold, where nobody could guess it. Source: the objects' own descriptions in the same API. */
	holds: Labels;
	/** Of the dates those that may lie ahead. */
	ahead: string[];
	/** What the names of the fields that a workspace added begin with, and what they are picked from. */
	own: string;
	ownPick: Picked;
	/** The API version that can sort them, where that is a later one. */
	sortedSince?: string;
	/** Dates count by whole days of the workspace's time zone, which is corrected here. */
	byDay?: true;
};

const ofText = ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$'];
export const ofNumbers = ['=', '!=', 'IN', 'NIN', '>', '<'];
const ofYesNo = ['=', '!=', 'IN', 'NIN'];

/** Where a search makes no exceptions. */
export const takes = { text: ofText, number: ofNumbers, date: ofNumbers, yesNo: ofYesNo };

/** Who takes part. */
export const contact: Known = { displayName: 'Contact', pick: 'contact', fields: { contact_ids: 'Contact' } };
/** Whose contacts take part. */
export const company: Known = {
	displayName: 'Company',
	pick: 'company',
	many: true,
	fields: { contact_ids: 'Company' },
};

/** The type of a field that the object has of itself. */
export function kindIn({ fields, known, integers }: Searchable, field: string): Kind | undefined {
	const kinds = Object.keys(fields) as Kind[];
	const kind = kinds.find((one) => Object.hasOwn(fields[one], field));
	if (kind) return kind;
	if (integers.includes(field)) return 'number';
	return Object.values(known).some((one) => Object.hasOwn(one.fields, field)) ? 'text' : undefined;
}
