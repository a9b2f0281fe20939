import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { limitOf } from '../../core/run/chosen';
import { objectIn } from '../../core/run/request';
import type { Request, Send, Values } from '../../core/table/operation';
import { at, own } from '../../core/values/own';
import { typedPath } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { typed } from '../../core/values/typed';
import { elements, take } from '../transport/pages';

const notPath = (path: string, why: string) =>
	new UserError(`'${shown(path)}' is not a path of Intercom’s API`, {
		description: `${why}. Give the path alone, such as /contacts/6762f0dd1bb69f9f2193bbf8; the host is the credential’s, the query has parameters of its own`,
	});

/** Keeps a path on Intercom's own host, where alone the token may go. Throws a `UserError` for any that could lead elsewhere. */
export const ownPath = (value: unknown): string => typedPath(value, notPath);

const given = (how: unknown, pairs: unknown, json: unknown, displayName: string): Values =>
	how === 'json' ? objectIn(json || '{}', displayName) : (typed(pairs) ?? {});

/** What the parameters ask for. `values`: see the fields of resources/customCall.ts. */
export function customRequest(values: Values): Request {
	const method = values.method as IHttpRequestMethods;
	return {
		method,
		path: ownPath(values.path),
		query: given(values.specifyQuery, values.query, values.queryJson, 'Query (JSON)'),
		body:
			method === 'GET' ? {} : given(values.specifyBody, values.requestBody, values.bodyJson, 'Body (JSON)'),
		// a POST to …/search only reads
		...(method === 'POST' && /\/search$/.test(ownPath(values.path)) && { readOnly: true }),
		...(values.apiVersion ? { exactVersion: String(values.apiVersion).trim() } : {}),
	};
}

/** Sends, and refuses a reply without the list: it would look as if the list were empty. */
const listing =
	(send: Send, key: string): Send =>
	async (request) => {
		const reply = await send(request);
		const list = at(reply, key);
		// asked for one thing, some lists answer with that alone
		if (Array.isArray(list) || list === null || (list === undefined && 'id' in reply)) return reply;
		const lists = Object.keys(reply).filter((name) => Array.isArray(own(reply, name)));
		throw new UserError(`The reply has no list under '${key}'`, {
			description:
				lists.length > 0
					? `Set List Key to one of: ${lists.join(', ')}`
					: 'Choose Whole Reply as Result to see what there is',
		});
	};

/** The reply as one item, or the elements of one of its lists, page by page. */
export async function call(send: Send, _: Request, values: Values): Promise<IDataObject[]> {
	const request = customRequest(values);
	if (values.result === 'list') {
		const key = String(values.listKey).trim();
		return await take(limitOf(values), elements(listing(send, key), request, key));
	}
	const reply = await send(request);
	if (Array.isArray(reply)) return reply as IDataObject[];
	return [Object.keys(reply).length > 0 ? reply : { success: true }];
}
