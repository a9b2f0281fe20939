import { UserError, type IDataObject } from 'n8n-workflow';
import type { Lookup, Request } from '../../core/table/operation';
import { unescaped } from '../../core/values/entities';
import { hosts } from '../connection/hosts';

const get = (path: string, query = {}): Request => ({ method: 'GET', path, query, body: {} });

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
	idOf(
		await send(get(`/contacts/find_by_external_id/${encodeURIComponent(value)}`)),
		'contact with external ID',
		value,
	);

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

/** Finds one element of a short list that Intercom gives whole. */
const among =
	(path: string, list: string, member: string, what: string): Lookup =>
	async (value, send) => {
		const all = ((await send(get(path)))[list] ?? []) as IDataObject[];
		const found = all.find((element) => same(element[member], value));
		if (found) return String(found.id);
		const names = all.slice(0, 10).map((element) => `'${unescaped(String(element[member]))}'`);
		throw missing(
			what,
			value,
			names.length ? `There are: ${names.join(', ')}${all.length > 10 ? ' …' : ''}` : 'There are none yet',
		);
	};

/** GET /admins (Intercom API 2.14). */
export const adminByEmail = among('/admins', 'admins', 'email', 'teammate with e-mail');

/** GET /tags (Intercom API 2.14). */
export const tagByName = among('/tags', 'data', 'name', 'tag named');

/** GET /teams (Intercom API 2.14). */
export const teamByName = among('/teams', 'teams', 'name', 'team named');

/** GET /segments (Intercom API 2.14). */
export const segmentByName = among('/segments', 'segments', 'name', 'segment named');

/** GET /companies?company_id= (Intercom API 2.14). */
export const companyByCompanyId: Lookup = async (value, send) =>
	idOf(await send(get('/companies', { company_id: value })), 'company with company ID', value);

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
