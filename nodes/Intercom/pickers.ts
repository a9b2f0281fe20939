import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Request, Values } from '../core/operation';
import { contentSources } from './contentPickers';
import { credentialType } from './credential';
import { filtered, paged, type Source } from './picking';
import { connect } from './send';

const request = (
	method: Request['method'],
	path: string,
	query: Values = {},
	body: Values = {},
): Request => ({
	method,
	path,
	query,
	body,
});

const nextCursor = (reply: IDataObject): string | undefined =>
	(reply.pages as { next?: { starting_after?: string } | null } | undefined)?.next?.starting_after;

/** A short list that Intercom gives whole: filtered here. */
const whole = (path: string, list: string, label: Source['label']): Source => ({
	label,
	page: async (send, filter) => ({
		elements: filtered(((await send(request('GET', path)))[list] ?? []) as IDataObject[], filter, label),
	}),
});

const named = (element: IDataObject): string => String(element.name ?? element.id);
const withEmail = ({ name, email, external_id, id }: IDataObject): string =>
	name && email ? `${String(name)} (${String(email)})` : String(name ?? email ?? external_id ?? id);

const search = (path: string, query: Values, starting_after?: string): Request => ({
	...request('POST', path, {}, { query, pagination: { per_page: 50, starting_after } }),
	readOnly: true,
});

const anyOf = (operator: string, value: string, fields: string[]): Values => ({
	operator: 'OR',
	value: fields.map((field) => ({ field, operator, value })),
});

const contacts: Source = {
	label: withEmail,
	page: async (send, filter, starting_after) => {
		const reply = await send(
			filter
				? search('/contacts/search', anyOf('~', filter, ['name', 'email', 'external_id']), starting_after)
				: request('GET', '/contacts', { per_page: 50, starting_after }),
		);
		return { elements: (reply.data ?? []) as IDataObject[], next: nextCursor(reply) };
	},
};

/** Who began it and with which words, since most conversations have no title. */
function opening({ title, source, id }: IDataObject): string {
	const { subject, body, author } = (source ?? {}) as IDataObject;
	const { name, email } = (author ?? {}) as IDataObject;
	const words = String(title || subject || body || '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const short = words.length > 50 ? `${words.slice(0, 50)}…` : words;
	return [name || email, short, `#${String(id)}`].filter(Boolean).join(' · ');
}

const conversations: Source = {
	label: opening,
	page: async (send, filter, starting_after) => {
		const query = /^#?\d+$/.test(filter)
			? { field: 'id', operator: '=', value: filter.replace('#', '') }
			: anyOf('~', filter, ['source.subject', 'source.author.name', 'source.author.email']);
		const reply = await send(
			filter
				? search('/conversations/search', query, starting_after)
				: request('GET', '/conversations', { per_page: 50, starting_after }),
		);
		return { elements: (reply.conversations ?? []) as IDataObject[], next: nextCursor(reply) };
	},
};

const companies = paged(
	{ ...request('POST', '/companies/list', { per_page: 50 }), readOnly: true },
	'data',
	({ name, company_id, id }) => String(name ?? company_id ?? id),
);

const tags = whole('/tags', 'data', named);

const sources: Record<string, Source> = {
	searchAdmins: whole('/admins', 'admins', withEmail),
	searchCompanies: companies,
	searchContacts: contacts,
	searchConversations: conversations,
	searchTagNames: { ...tags, value: named },
	searchTags: tags,
	searchTeams: whole('/teams', 'teams', named),
	...contentSources,
};

const picker = ({ page, label, value = ({ id }) => String(id) }: Source) =>
	async function (this: ILoadOptionsFunctions, filter = '', cursor?: string): Promise<INodeListSearchResult> {
		const send = await connect(this, credentialType(this.getNodeParameter('authentication', 'accessToken')));
		const { elements, next } = await page(send, filter.trim(), cursor);
		const results: INodeListSearchItems[] = elements.map((element) => ({
			name: label(element),
			value: value(element),
		}));
		return { results, paginationToken: next };
	};

/** The lists behind the fields that pick one thing, by the name the field asks for. */
export const listSearch = Object.fromEntries(
	Object.entries(sources).map(([name, source]) => [name, picker(source)]),
);
