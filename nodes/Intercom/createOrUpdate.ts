import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';
import { inOrder } from './people';

/** `A contact matching those details already exists with id=<24 hex>`, and the same of an archived one. Source: Intercom API 2.14, 409 of CreateContact. */
function existing(error: unknown): { id: string; archived: boolean } | undefined {
	if (!(error instanceof NodeApiError) || error.httpCode !== '409') return undefined;
	const id = /id=([0-9a-f]{24})/.exec(error.message)?.[1];
	return id ? { id, archived: /archived/i.test(error.message) } : undefined;
}

const twoMatch = (id: string, other: string) =>
	new UserError('Two contacts match these details', {
		description: `One of the email and the external ID belongs to contact ${id}, the other to contact ${other}. Merge them in Intercom, or leave one of the two out`,
	});

const severalMatch = (what: string, value: unknown, contacts: IDataObject[]) =>
	new UserError(`${contacts.length} contacts have the ${what} '${String(value)}'`, {
		description: `Give an external ID as well, or merge them in Intercom. Their IDs: ${contacts.map(({ id }) => String(id)).join(', ')}`,
	});

/**
 * `build` of Create or Update: without one of these Intercom would make a nameless contact for every item. With the
 * first two, a POST whose answer was lost may be sent again: it is then told that the contact exists.
 */
export function needsIdentity(request: Request): Request {
	const { email, external_id: externalId, phone, role } = request.body;
	// several leads may have one email
	const repeatable = Boolean(externalId) || (Boolean(email) && role !== 'lead');
	if (email || externalId || phone) return { ...request, repeatable };
	throw new UserError("'Email', 'External ID' and 'Phone' are all empty", {
		description: 'At least one of them must say who this is. Check the expressions for every item',
	});
}

/** GET /contacts/find_by_external_id/{external_id} (Intercom API 2.14): users that are not archived, exact at once. */
async function byExternalId(send: Send, value: unknown): Promise<IDataObject | undefined> {
	if (!value) return undefined;
	const path = `/contacts/find_by_external_id/${encodeURIComponent(String(value))}`;
	return await send({ method: 'GET', path, query: {}, body: {} }).catch(async (error: unknown) =>
		error instanceof NodeApiError && error.httpCode === '404' ? undefined : await Promise.reject(error),
	);
}

/** POST /contacts/search (Intercom API 2.14): not archived, and minutes behind. */
async function having(send: Send, field: string, value: unknown): Promise<IDataObject[]> {
	if (!value) return [];
	const body = { query: { field, operator: '=', value }, pagination: { per_page: 50 } };
	const reply = await send({ method: 'POST', path: '/contacts/search', query: {}, body, readOnly: true });
	return (reply.data ?? []) as IDataObject[];
}

/** A user before leads. Leads may share an email: beside several a user is made new, and a lead is not guessed. */
async function byEmail(send: Send, { email, role }: Values): Promise<IDataObject | undefined> {
	const contacts = await having(send, 'email', email);
	const users = contacts.filter((contact) => contact.role === 'user');
	const candidates = users.length > 0 ? users : contacts;
	if (candidates.length <= 1) return candidates[0];
	if (users.length === 0 && role === 'user') return undefined;
	throw severalMatch('email', email, candidates);
}

/** With another external ID or email it is somebody else, who shares the phone. */
const mayBe = (contact: IDataObject, wanted: Values): boolean =>
	['external_id', 'email'].every((name) => !wanted[name] || !contact[name] || wanted[name] === contact[name]);

async function byPhone(send: Send, wanted: Values): Promise<IDataObject | undefined> {
	const candidates = (await having(send, 'phone', wanted.phone)).filter((contact) => mayBe(contact, wanted));
	if (candidates.length > 1) throw severalMatch('phone', wanted.phone, candidates);
	return candidates[0];
}

/** Whether the contact, as Intercom shows it, has the value already. Where the two are written differently it has not. */
function has(contact: IDataObject, name: string, value: unknown): boolean {
	const present = contact[name];
	if (name === 'avatar') return (present as IDataObject | null)?.image_url === value;
	if (name === 'custom_attributes') {
		const attributes = (present ?? {}) as IDataObject;
		return Object.entries(value as Values).every(
			([key, wanted]) => JSON.stringify(attributes[key] ?? null) === JSON.stringify(wanted ?? null),
		);
	}
	// owner_id is a number up to 2.15, text from 2.16 on
	return name === 'owner_id' ? String(present) === String(value) : (present ?? null) === value;
}

/** A contact that exists is a lead or more already, and a user cannot become a lead again. */
const changesOf = ({ role, ...others }: Values): Values => (role === 'lead' ? others : { role, ...others });

async function update(send: Send, request: Request, id: string): Promise<IDataObject> {
	const body = changesOf(request.body);
	return await send({ method: 'PUT', path: `/contacts/${id}`, query: {}, body }).catch(
		async (error: unknown) => {
			const other = existing(error);
			return await Promise.reject(other && other.id !== id ? twoMatch(id, other.id) : error);
		},
	);
}

/** Sends the POST; a 409 names the contact that has the email or the external ID, which is then updated, or left as chosen. */
async function create(send: Send, request: Request, ifArchived: unknown): Promise<IDataObject> {
	const created = await send(request).then(
		(contact) => ({ contact }),
		(error: unknown) => ({ error }),
	);
	if ('contact' in created) return { ...created.contact, outcome: 'created' };

	const twin = existing(created.error);
	if (!twin) return await Promise.reject(created.error);
	const { id, archived } = twin;
	if (archived && ifArchived === 'fail') {
		throw new UserError(`The archived contact ${id} has these details`, {
			description: 'Choose under If Archived to unarchive it or to leave it as it is',
		});
	}
	if (archived && ifArchived === 'skip') return { id, type: 'contact', archived, outcome: 'skipped' };
	if (archived) await send({ method: 'POST', path: `/contacts/${id}/unarchive`, query: {}, body: {} });
	const updated = await update(send, request, id);
	return { ...updated, outcome: archived ? 'unarchived' : 'updated' };
}

/**
 * Updates the contact with this external ID, else with this email, else with this phone; creates it if there is none.
 * Searching alone would lose the race, since the search is minutes behind and two runs may create the same person at
 * once: so a 409 of Intercom, which guards external IDs and users' emails, is taken for a match too. What Intercom does
 * not guard (leads, phones) is guarded within one run, whose items about one person are done one after the other.
 *
 * The element says `outcome`: created, updated, unarchived, skipped (`values.archived`: unarchive, skip or fail) or
 * unchanged: the contact was found by its external ID, which Intercom reads exactly, and had all these values, so that
 * nothing was sent. A contact found by search or 409 is always updated: the search may show an old state of it.
 */
export async function createOrUpdate(send: Send, request: Request, values: Values): Promise<IDataObject[]> {
	const { body } = request;
	const names = ['external_id', 'email', 'phone'].filter((name) => body[name]);
	const identities = names.map((name) => `${name} ${String(body[name])}`);
	const contact = await inOrder(send, identities, async (earlier) => {
		const exact = await byExternalId(send, body.external_id);
		if (exact) {
			if (Object.entries(changesOf(body)).every(([name, value]) => has(exact, name, value)))
				return { ...exact, outcome: 'unchanged' };
			return { ...(await update(send, request, String(exact.id))), outcome: 'updated' };
		}
		const known = earlier.find((person) => person && mayBe(person, body));
		const found = known ?? (await byEmail(send, body)) ?? (await byPhone(send, body));
		if (!found) return await create(send, request, values.archived);
		const updated = await update(send, request, String(found.id));
		return { ...updated, outcome: 'updated' };
	});
	return [contact];
}
