import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { inOrder } from '../pickers/people';

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
	new UserError(`${contacts.length} contacts have the ${what} '${shown(value)}'`, {
		description: `Give an external ID as well, or merge them in Intercom. Their IDs: ${contacts.map(({ id }) => String(id)).join(', ')}`,
	});

/** A phone's digits, which alone tell it from another one, however it is written. */
const digits = (phone: unknown): string => String(phone).replace(/\D/g, '').replace(/^00/, '');

/** Who a contact is, however it is written: e-mails without case, phones by their digits, nothing with blanks around it. */
const written = new Map<string, (value: unknown) => string>([
	['email', (value) => String(value).trim().toLowerCase()],
	// a text without digits is no phone, and must not be everybody's
	['phone', (value) => digits(value) || String(value).trim()],
	['external_id', (value) => String(value).trim()],
]);

/** The ways in which Intercom may have it: as given, and as most write it. */
const spellings = (field: 'email' | 'phone', value: unknown): string[] => {
	const number = digits(value);
	const usual =
		field === 'email' ? [String(value).toLowerCase()] : number === '' ? [] : [`+${number}`, number];
	return [...new Set([String(value), ...usual])];
};

/**
 * Without one of these Intercom would make a nameless contact for every item. With the first two, a POST whose answer
 * was lost may be sent again: it is then told that the contact exists.
 */
function identified(request: Request): Request {
	const { email, external_id: externalId, phone, role } = request.body;
	// several leads may have one email
	const repeatable = Boolean(externalId) || (Boolean(email) && role !== 'lead');
	if (email || externalId || phone) return { ...request, repeatable };
	throw new UserError("'Email', 'External ID' and 'Phone' are all empty", {
		description: 'At least one of them must say who this is. Check the expressions for every item',
	});
}

const get = async (send: Send, path: string): Promise<IDataObject> =>
	await send({ method: 'GET', path, query: {}, body: {} });

/** GET /contacts/find_by_external_id/{external_id} (Intercom API 2.14): users that are not archived, exact at once. */
const byExternalId = async (send: Send, value: unknown): Promise<IDataObject | undefined> =>
	await get(send, pathTo('/contacts/find_by_external_id', value)).catch(async (error: unknown) =>
		error instanceof NodeApiError && error.httpCode === '404' ? undefined : await Promise.reject(error),
	);

/**
 * POST /contacts/search (Intercom API 2.14), which is minutes behind and leaves archived contacts out: the user with
 * this email or phone, or else the lead. Among several of one role none is guessed.
 */
async function bySearch(send: Send, field: 'email' | 'phone', value: unknown): Promise<string | undefined> {
	const ways = spellings(field, value);
	const is = ways.length > 1 ? { operator: 'IN', value: ways } : { operator: '=', value };
	const body = { query: { field, ...is }, pagination: { per_page: 50 } };
	const reply = await send({ method: 'POST', path: '/contacts/search', query: {}, body, readOnly: true });
	// one without an ID could not be changed
	const contacts = ((reply.data ?? []) as IDataObject[]).filter(
		({ id }) => typeof id === 'string' && id !== '',
	);
	const users = contacts.filter(({ role }) => role === 'user');
	const candidates = users.length > 0 ? users : contacts;
	if (candidates.length > 1) throw severalMatch(field, value, candidates);
	return candidates[0]?.id as string | undefined;
}

/** Whether the contact, as Intercom shows it, has the value already. Where the two are written differently it has not. */
function has(contact: IDataObject, name: string, value: unknown): boolean {
	const present = own(contact, name) ?? null;
	if (name === 'avatar') return (present as IDataObject | null)?.image_url === value;
	if (name === 'custom_attributes') {
		const attributes = (present ?? {}) as IDataObject;
		return Object.entries(value as Values).every(
			([key, wanted]) => JSON.stringify(own(attributes, key) ?? null) === JSON.stringify(wanted ?? null),
		);
	}
	// a number and its digits are the same: owner_id is text from 2.16 on, and an expression may give an external ID as a number
	const as = written.get(name) ?? String;
	return present === null || value === null ? present === value : as(present) === as(value);
}

/** A contact that exists is a lead or more already, and a user cannot become a lead again. */
const changesOf = ({ role, ...others }: Values): Values => (role === 'lead' ? others : { role, ...others });

async function update(send: Send, request: Request, id: string): Promise<IDataObject> {
	const path = pathTo('/contacts', id);
	const { version, body } = request;
	return await send({ method: 'PUT', path, version, query: {}, body: changesOf(body) }).catch(
		async (error: unknown) => {
			const other = existing(error);
			return await Promise.reject(other && other.id !== id ? twoMatch(id, other.id) : error);
		},
	);
}

/** An archived contact is unarchived and updated, left as it is, or refused, as chosen. */
async function revive(send: Send, request: Request, id: string, ifArchived: unknown): Promise<IDataObject> {
	if (ifArchived === 'fail') {
		throw new UserError(`The archived contact ${id} has these details`, {
			description: 'Choose under If Archived to unarchive it or to leave it as it is',
		});
	}
	if (ifArchived === 'skip') return { id, type: 'contact', archived: true, outcome: 'skipped' };
	await send({ method: 'POST', path: pathTo('/contacts', id, 'unarchive'), query: {}, body: {} });
	return { ...(await update(send, request, id)), outcome: 'unarchived' };
}

/**
 * Creates or updates the contact with this external ID; where that is blank, the one with this email; where that is
 * blank too, the one with this phone.
 *
 * Intercom itself guards external IDs and users' emails: it answers the POST with 409 and the id, which no race and no
 * lag of the search can spoil, and which costs a new contact one request. Once a run has met a contact that exists, the
 * next items with an external ID are looked for first, which then costs as little. Leads' emails and phones are not
 * guarded: these are searched for, some minutes behind, and within one run items about the same person share what the
 * first of them made.
 *
 * The element says `outcome`: created, updated, unarchived, skipped (an archived one, as If Archived says:
 * unarchive, skip or fail), or unchanged: nothing was sent, since the contact had all these values. That is decided where
 * an external ID is given, by reading the contact itself; what is matched by email or phone alone is always updated.
 */
export async function createOrUpdate(
	send: Send,
	request: Request,
	values: Values,
	run: object,
): Promise<IDataObject[]> {
	const create = identified(request);
	const { external_id: externalId, email, phone, role } = request.body;
	const { archived } = (values.additionalFields ?? {}) as Values;
	const isGuarded = create.repeatable;
	const [name, value] =
		Object.entries({ external_id: externalId, email, phone }).find(([, one]) => one) ?? [];
	const identity = [name === 'external_id' ? '' : role, name, written.get(name ?? '')?.(value)].join(' ');

	const contact = await inOrder(run, identity, async (people, earlier) => {
		const read = externalId && people.found && !earlier ? await byExternalId(send, externalId) : undefined;
		const searched = async () =>
			isGuarded ? undefined : await bySearch(send, email ? 'email' : 'phone', email || phone);
		let id = earlier ?? (read?.id ? String(read.id) : await searched());
		if (!id) {
			const created = await send(create).then(
				(made) => ({ made }),
				(error: unknown) => ({ error }),
			);
			people.found = !('made' in created);
			if ('made' in created) return { ...created.made, outcome: 'created' };
			const twin = existing(created.error);
			if (!twin) return await Promise.reject(created.error);
			if (twin.archived) return await revive(send, request, twin.id, archived);
			({ id } = twin);
		}
		const present = externalId ? (read ?? (await get(send, pathTo('/contacts', id)))) : undefined;
		const isUnchanged = ([name, value]: [string, unknown]) => present && has(present, name, value);
		if (present && Object.entries(changesOf(request.body)).every(isUnchanged))
			return { ...present, outcome: 'unchanged' };
		return { ...(await update(send, request, id)), outcome: 'updated' };
	});
	return [contact];
}
