import { NodeApiError, UserError } from 'n8n-workflow';
import type { Field, Lookup, Send } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { pick, type Picked } from '../fields/picks';
import { adminByName, companyByName, contactByEmail, tagByName } from '../pickers/lookups';
import { segmentByName, teamByName, ticketTypeByName } from '../pickers/lookups';
import { elements, take } from '../transport/pages';

/** Most contacts of a company that one search is asked about. */
const MOST_CONTACTS = 500;

/** An ID in the form of a contact's that is nobody's: a company without contacts finds nothing. */
const NOBODY = '000000000000000000000000';

const asGiven: Lookup = async (value) => await Promise.resolve(value);

const NUMBER = /^\d+$/;
const HEX = /^[0-9a-f]{24}$/;

/** What is no ID is taken for a name: a search for an ID that is none would find nothing without a word. */
const idOr =
	(id: RegExp, find: Lookup): Lookup =>
	async (value, send) =>
		id.test(value) ? value : await find(value, send);

/** GET /companies/{id}/contacts (Intercom API 2.14): its contacts' IDs, separated by commas, since no search knows companies. */
async function peopleOf(company: unknown, send: Send): Promise<string> {
	const path = pathTo('/companies', company, 'contacts');
	const all = elements(send, { method: 'GET', path, query: { per_page: 50 }, body: {} }, 'data');
	const people = await take(MOST_CONTACTS + 1, all);
	if (people.length <= MOST_CONTACTS) return people.map(({ id }) => String(id)).join(',') || NOBODY;
	throw new UserError(`The company has more than ${MOST_CONTACTS} contacts, too many for one search`, {
		description:
			'Get its contacts with Company → Get Contacts, and search for those of each contact or of a few at a time',
	});
}

const ofPeople =
	(find: Lookup): Lookup =>
	async (value, send) =>
		await peopleOf(await find(value, send), send);

/** Whoever may write but not read attributes has the name sent as it was typed. */
const unlessHidden =
	(find: Lookup): Lookup =>
	async (value, send) => {
		try {
			return await find(value, send);
		} catch (error) {
			if (error instanceof NodeApiError && ['403', '404'].includes(String(error.httpCode))) return value;
			return await Promise.reject(error);
		}
	};

type Find = (lookup: NonNullable<Field['lookup']>) => NonNullable<Field['lookup']>;

const byId =
	(id: Lookup): Find =>
	(lookup) => ({ ...lookup, id });

/** How the pickers of a search find what stands in the query, where that is not as all other pickers do. */
const finds: Partial<Record<Picked, Find>> = {
	tag: byId(idOr(NUMBER, tagByName)),
	team: byId(idOr(NUMBER, teamByName)),
	admin: byId(idOr(NUMBER, adminByName)),
	ticket_type: byId(idOr(NUMBER, ticketTypeByName)),
	segment: byId(idOr(HEX, segmentByName)),
	contact: byId(async (value, send) => (value.includes('@') ? await contactByEmail(value, send) : value)),
	company: ({ companyId, name }) => ({
		list: ofPeople(asGiven),
		id: ofPeople(idOr(HEX, companyByName)),
		companyId: ofPeople(companyId),
		name: ofPeople(name),
	}),
	contact_attribute_name: ({ name }) => ({ name: unlessHidden(name) }),
	conversation_attribute_name: ({ name }) => ({ name: unlessHidden(name) }),
};

/** A picker in a row of a search: whatever it is given, names too, has become an ID before the query is made. */
export function searchPick(
	kind: Picked,
	name: string,
	displayName: string,
	more: Partial<Field> = {},
): Field {
	const field = pick(kind, { name, displayName, to: undefined, ...more });
	return { ...field, lookup: (finds[kind] ?? ((lookup) => lookup))(field.lookup ?? {}) };
}

/** The name of an attribute that the workspace made, chosen from those there are. */
export function attributePick(kind: Picked, more: Partial<Field>): Field {
	const field = searchPick(kind, 'attribute', 'Name', more);
	// what stands for these attributes is their name
	const modes = field.modes?.filter(({ name }) => name !== 'id' || field.lookup?.name === undefined);
	return { ...field, modes };
}
