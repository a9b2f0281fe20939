import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';
import { credentialType } from './credential';
import { connect } from './send';

type Page = { elements: IDataObject[]; next?: string };
type Source = {
	/** One page of what the filter text finds; `cursor` is the previous page's `next`. */
	page: (send: Send, filter: string, cursor?: string) => Promise<Page>;
	label: (element: IDataObject) => string;
	/** What picking one means; its id by default. */
	value?: (element: IDataObject) => string;
};

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

const filtered = (elements: IDataObject[], filter: string, label: Source['label']): IDataObject[] =>
	elements.filter((element) => label(element).toLowerCase().includes(filter.toLowerCase()));

/** A short list that Intercom gives whole: filtered here. */
const whole = (
	path: string,
	list: string,
	label: Source['label'],
	query: Values = {},
	isOffered: (element: IDataObject) => boolean = () => true,
): Source => ({
	label,
	async page(send, filter) {
		const all = ((await send(request('GET', path, query)))[list] ?? []) as IDataObject[];
		return { elements: filtered(all.filter(isOffered), filter, label) };
	},
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

/** Pages that are read for one answer of a picker whose filter Intercom cannot apply itself. */
const MOST_PAGES = 20;

const companies: Source = {
	label: ({ name, company_id, id }) => String(name ?? company_id ?? id),
	page: async (send, filter, start = '1') => {
		const first = Number(start);
		for (let page = first; ; page++) {
			const reply = await send({
				...request('POST', '/companies/list', { page, per_page: 50 }),
				readOnly: true,
			});
			const { next } = (reply.pages ?? {}) as { next?: string | null };
			const elements = filtered((reply.data ?? []) as IDataObject[], filter, companies.label);
			if (elements.length > 0 || !next || page - first + 1 >= MOST_PAGES) {
				return { elements, next: next ? String(page + 1) : undefined };
			}
		}
	},
};

const tags = whole('/tags', 'data', named);

const subscriptionName = ({ default_translation: translation, id }: IDataObject): string =>
	String((translation as IDataObject | undefined)?.name ?? id);

const attributeName = ({ label, name, model, archived }: IDataObject): string =>
	`${String(label ?? name)} (${String(model)}${archived ? ', archived' : ''})`;

/** 50 audiences a page, which says how many pages there are. Source: Intercom API 2.16, listAudiences. */
const audiences: Source = {
	label: named,
	async page(send, filter, page = '1') {
		const reply = await send({
			...request('GET', '/audiences', { page: Number(page), per_page: 50 }),
			version: '2.16',
		});
		return {
			elements: filtered((reply.data ?? []) as IDataObject[], filter, named),
			next: Number(reply.total_pages) > Number(page) ? String(Number(page) + 1) : undefined,
		};
	},
};

const sources: Record<string, Source> = {
	searchAdmins: whole('/admins', 'admins', withEmail),
	searchAudiences: audiences,
	searchCompanies: companies,
	searchContacts: contacts,
	searchConversations: conversations,
	// only the workspace's own can be changed, and an archived one must be found to be brought back
	searchDataAttributes: whole(
		'/data_attributes',
		'data',
		attributeName,
		{ include_archived: true },
		({ custom }) => custom === true,
	),
	searchSegments: whole('/segments', 'segments', named),
	searchSubscriptionTypes: whole('/subscription_types', 'data', subscriptionName),
	searchTagNames: { ...tags, value: named },
	searchTags: tags,
	searchTeams: whole('/teams', 'teams', named),
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
