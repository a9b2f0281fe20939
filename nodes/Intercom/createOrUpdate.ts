import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';

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

/**
 * `build` of Create or Update: without either of these Intercom would make a nameless contact for every item. With one,
 * a POST whose answer was lost may be sent again: it is then told that the contact exists.
 */
export function needsIdentity(request: Request): Request {
	const { email, external_id: externalId, role } = request.body;
	// several leads may have one email
	if (email || externalId) return { ...request, repeatable: Boolean(externalId) || role !== 'lead' };
	throw new UserError("'Email' and 'External ID' are both empty", {
		description: 'At least one of them must say who this is. Check the expressions for every item',
	});
}

/**
 * Creates the contact; if Intercom says that it exists (409 with its id), updates that one. Asking first would
 * lose the race: the search index lags by minutes, and two runs may create the same person at once.
 * The element says `outcome`: created, updated, unarchived or skipped. `values.archived`: unarchive, skip or fail.
 */
export async function createOrUpdate(send: Send, request: Request, values: Values): Promise<IDataObject[]> {
	const created = await send(request).then(
		(contact) => ({ contact }),
		(error: unknown) => ({ error }),
	);
	if ('contact' in created) return [{ ...created.contact, outcome: 'created' }];

	const twin = existing(created.error);
	if (!twin) return await Promise.reject(created.error);
	if (twin.archived && values.archived === 'fail') {
		throw new UserError(`The archived contact ${twin.id} has these details`, {
			description: 'Choose under If Archived to unarchive it or to leave it as it is',
		});
	}
	const path = `/contacts/${twin.id}`;
	if (twin.archived) {
		if (values.archived === 'skip')
			return [{ id: twin.id, type: 'contact', archived: true, outcome: 'skipped' }];
		await send({ method: 'POST', path: `${path}/unarchive`, query: {}, body: {} });
	}
	const updated = await send({ ...request, method: 'PUT', path }).catch(async (error: unknown) => {
		const other = existing(error);
		return await Promise.reject(other ? twoMatch(twin.id, other.id) : error);
	});
	return [{ ...updated, outcome: twin.archived ? 'unarchived' : 'updated' }];
}
