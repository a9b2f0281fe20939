import type { IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { elements, take } from '../transport/pages';

/** Lists that a contact carries at most 10 elements of, and the key under which their own endpoint has them. */
const capped = { tags: 'data', notes: 'data', companies: 'companies' };

type References = { data?: IDataObject[]; has_more?: boolean } | null | undefined;

async function completed(send: Send, contact: IDataObject, name: keyof typeof capped): Promise<IDataObject> {
	const list = contact[name] as References;
	if (!list?.has_more) return {};
	const request: Request = {
		method: 'GET',
		path: pathTo('/contacts', contact.id, name),
		query: {},
		body: {},
	};
	const all = await take(Infinity, elements(send, request, capped[name]));
	// as Intercom writes the first ten
	const data = all.map(({ id, type }) => ({ id, type, url: pathTo('', name, id) }));
	return { [name]: { ...list, data, total_count: data.length, has_more: false } };
}

/**
 * `perform` of getting a contact: with `values.completeLists` its tags, notes and companies hold all references
 * `{ id, type, url }`, where Intercom cuts them off at 10. Source: Intercom API 2.14, ShowContact and the lists' own endpoints.
 */
export async function getContact(
	send: Send,
	request: Request,
	{ completeLists }: Values,
): Promise<IDataObject[]> {
	const contact = await send(request);
	if (!completeLists) return [contact];
	const names = Object.keys(capped) as Array<keyof typeof capped>;
	const lists = await Promise.all(names.map(async (name) => await completed(send, contact, name)));
	return [lists.reduce((all, list) => ({ ...all, ...list }), contact)];
}
