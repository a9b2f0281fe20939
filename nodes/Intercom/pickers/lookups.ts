import { UserError, type IDataObject } from 'n8n-workflow';
import type { Lookup, Request } from '../../core/table/operation';
import { unescaped } from '../../core/values/entities';
import { near } from '../../core/values/near';
import { own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { hosts } from '../connection/hosts';

const get = (path: string, query: IDataObject = {}): Request => ({ method: 'GET', path, query, body: {} });

/** Whether two names are the same to a person: case and outer spaces do not count, nor that Intercom escapes its own. */
const same = (a: unknown, b: string): boolean =>
	unescaped(String(a ?? ''))
		.trim()
		.toLowerCase() === b.toLowerCase();

const missing = (what: string, value: string, hint: string) =>
	new UserError(`No ${what} '${value}' in this workspace`, { description: hint });

/** The id of a reply that must be one object. */
function idOf({ id }: IDataObject, what: string, value: string): string {
	if (typeof id === 'string' && id !== '') return id;
	throw missing(what, value, 'Intercom answered without an ID');
}

/** GET /contacts/find_by_external_id/{external_id} (Intercom API 2.14): users only, exact at once. */
export const contactByExternalId: Lookup = async (value, send) =>
	idOf(await send(get(pathTo('/contacts/find_by_external_id', value))), 'contact with external ID', value);

/**
 * POST /contacts/search (Intercom API 2.14), whose index lags some minutes behind. A user wins over leads with the
 * same e-mail; among several of the same role none is guessed.
 */
export const contactByEmail: Lookup = async (value, send) => {
	const { data } = await send({
		method: 'POST',
		path: '/contacts/search',
		query: {},
		body: { query: { field: 'email', operator: '=', value }, pagination: { per_page: 50 } },
		readOnly: true,
	});
	const contacts = (data ?? []) as IDataObject[];
	const users = contacts.filter(({ role }) => role === 'user');
	const candidates = users.length > 0 ? users : contacts;
	if (candidates.length === 1) return idOf(candidates[0], 'contact with e-mail', value);
	if (candidates.length > 1) {
		throw new UserError(`${candidates.length} contacts have the e-mail '${value}'`, {
			description: `Name one by its ID or external ID. Their IDs: ${candidates.map(({ id }) => String(id)).join(', ')}`,
		});
	}
	throw missing(
		'contact with e-mail',
		value,
		'Check the spelling. A contact made a moment ago is found by e-mail only after some minutes; by its ID or external ID at once',
	);
};

/** Longer names are none, and would take long to compare. */
const LONGEST_NAME = 200;

const quoted = (names: string[]): string => names.map((name) => `'${name}'`).join(', ');

function noneSuch(value: string, names: string[]): string {
	const meant = near(value.slice(0, LONGEST_NAME), names, (name) => [name]);
	if (meant.length > 0) return `Did you mean ${quoted(meant)}?`;
	return names.length > 0
		? `There are: ${quoted(names.slice(0, 10))}${names.length > 10 ? ' …' : ''}`
		: 'There are none yet';
}

/** A short list that Intercom gives whole, and by which of its members people name an element. */
type Named = {
	path: string;
	query?: IDataObject;
	version?: string;
	list: string;
	members: string[];
	what: string;
	/** What stands for it in requests. */
	gives?: string;
};

/** Finds the one element with this name. Its ID is taken for a name, too. Refuses, with what may have been meant, a name that none has or several have. */
const among =
	({ path, query, version, list, members, what, gives = 'id' }: Named): Lookup =>
	async (value, send) => {
		const reply = await send({ ...get(path, query), ...(version && { version }) });
		const all = (own(reply, list) ?? []) as IDataObject[];
		const called = all.filter((element) => members.some((member) => same(own(element, member), value)));
		// from list to By Name, n8n's editor takes the ID along
		const found = called.length > 0 ? called : all.filter(({ id }) => String(id) === value);
		if (found.length === 1) return String(own(found[0], gives));
		if (found.length > 1) {
			throw new UserError(`There are ${found.length} with this name: ${what} '${value}'`, {
				description: `Choose from the list, or name one by its ID. Their IDs: ${found.map(({ id }) => String(id)).join(', ')}`,
			});
		}
		throw missing(
			what,
			value,
			noneSuch(
				value,
				all.map((element) => unescaped(String(own(element, members[0])))),
			),
		);
	};

/** GET /admins (Intercom API 2.14). */
export const adminByEmail = among({
	path: '/admins',
	list: 'admins',
	members: ['email'],
	what: 'teammate with e-mail',
});

/** The same by what people call a teammate, too. */
export const adminByName = among({
	path: '/admins',
	list: 'admins',
	members: ['name', 'email'],
	what: 'teammate named',
});

/** GET /tags (Intercom API 2.14). */
export const tagByName = among({ path: '/tags', list: 'data', members: ['name'], what: 'tag named' });

/** GET /teams (Intercom API 2.14). */
export const teamByName = among({ path: '/teams', list: 'teams', members: ['name'], what: 'team named' });

/** GET /segments (Intercom API 2.14). */
export const segmentByName = among({
	path: '/segments',
	list: 'segments',
	members: ['name'],
	what: 'segment named',
});

/** GET /ticket_types (Intercom API 2.14). */
export const ticketTypeByName = among({
	path: '/ticket_types',
	list: 'data',
	members: ['name'],
	what: 'ticket type named',
});

/** GET /data_attributes (Intercom API 2.14): an attribute's name in the API by its label, or by itself. */
export const contactAttributeByName = among({
	path: '/data_attributes',
	query: { model: 'contact' },
	list: 'data',
	members: ['name', 'label'],
	what: 'contact attribute',
	gives: 'name',
});

/** GET /conversations/attributes (Intercom API 2.16). */
export const conversationAttributeByName = among({
	path: '/conversations/attributes',
	version: '2.16',
	list: 'data',
	members: ['name'],
	what: 'conversation attribute',
	gives: 'name',
});

/** GET /companies?company_id= (Intercom API 2.14). */
export const companyByCompanyId: Lookup = async (value, send) =>
	idOf(await send(get('/companies', { company_id: value })), 'company with company ID', value);

/** GET /companies?name= (Intercom API 2.14). */
export const companyByName: Lookup = async (value, send) =>
	idOf(await send(get('/companies', { name: value })), 'company named', value);

const apps: string[] = Object.values(hosts).map(({ app }) => app);

function pathOf(address: string): string {
	try {
		const { origin, pathname } = new URL(address);
		return apps.includes(origin) ? pathname : '';
	} catch {
		return '';
	}
}

/** The id in the address that a browser shows for a conversation or ticket in the inbox. A ticket's is its conversation's. */
export const idInAddress: Lookup = async (value) => {
	const id = /\/(?:conversation|ticket)s?\/(\d+)(?:\/|$)/.exec(pathOf(value))?.[1];
	if (id) return id;
	throw new UserError(`'${value}' is not the address of a conversation or ticket`, {
		description: `Open it in Intercom’s inbox and copy the address, such as ${hosts.us.app}/a/inbox/abc123de/inbox/all/conversation/215000000000001`,
	});
};
