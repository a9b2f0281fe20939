import type { IDataObject } from 'n8n-workflow';
import { readable } from '../../core/html/readable';
import type { Request, Values } from '../../core/table/operation';
import { attributesIn } from './attributes';
import { ask, called, filtered, get, inUse, paged, whole, type Source } from './picking';

const named = called('name');
const withEmail = ({ name, email, external_id, id }: IDataObject): string =>
	name && email ? `${String(name)} (${String(email)})` : String(name ?? email ?? external_id ?? id);

const nextCursor = (reply: IDataObject): string | undefined =>
	(reply.pages as { next?: { starting_after?: string } | null } | undefined)?.next?.starting_after;

const search = (path: string, query: Values, starting_after?: string): Request =>
	ask(path, {}, { query, pagination: { per_page: 50, starting_after } });

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
				: get('/contacts', { per_page: 50, starting_after }),
		);
		return { elements: (reply.data ?? []) as IDataObject[], next: nextCursor(reply) };
	},
};

/** As much of a message is read as may hold the words of a label. */
const MOST_READ = 2_000;

/** Who began it and with which words, since most conversations have no title. */
function opening({ title, source, id }: IDataObject): string {
	const { subject, body, author } = (source ?? {}) as IDataObject;
	const { name, email } = (author ?? {}) as IDataObject;
	const start = String(title || subject || body || '').slice(0, MOST_READ);
	const words = readable(start, 'plain').replace(/\s+/g, ' ');
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
				: get('/conversations', { per_page: 50, starting_after }),
		);
		return { elements: (reply.conversations ?? []) as IDataObject[], next: nextCursor(reply) };
	},
};

const companies = paged(ask('/companies/list', { per_page: 50 }), 'data', called('name', 'company_id'));

const calls = paged(get('/calls', { per_page: 25 }), 'data', ({ phone, direction, initiated_at, id }) =>
	[phone, direction, initiated_at, `#${String(id)}`].filter(Boolean).join(' · '),
);

function ticketTitle({ ticket_id, ticket_attributes, id }: IDataObject): string {
	const { _default_title_: title } = (ticket_attributes ?? {}) as IDataObject;
	return [`#${String(ticket_id ?? id)}`, title].filter(Boolean).join(' · ');
}

const tickets: Source = {
	label: ticketTitle,
	page: async (send, filter, starting_after) => {
		const query = /^\d+$/.test(filter)
			? { field: 'id', operator: '=', value: filter }
			: filter
				? { field: 'title', operator: '~', value: filter }
				: { field: 'created_at', operator: '>', value: 0 };
		const reply = await send(search('/tickets/search', query, starting_after));
		return { elements: (reply.tickets ?? []) as IDataObject[], next: nextCursor(reply) };
	},
};

const stateLabel = ({ internal_label, category, id }: IDataObject): string =>
	`${String(internal_label ?? id)} (${String(category)})`;

const within = (parent: IDataObject, elements: unknown): IDataObject[] =>
	((elements ?? []) as IDataObject[]).map((element) => ({ ...element, parent: parent.name }));

const withParent = ({ parent, name, label, id }: IDataObject): string =>
	`${String(parent)} › ${String(name ?? label ?? id)}`;

const admins = whole('/admins', 'admins', withEmail);
const teams = whole('/teams', 'teams', named);

/** A teammate, a team, or nobody, which Intercom calls 0. */
const assignees: Source = {
	label: withEmail,
	page: async (send, filter) => {
		const found = await Promise.all([admins, teams].map(async (source) => await source.page(send, filter)));
		const nobody = filtered([{ id: '0', name: 'Nobody' }], filter, withEmail);
		return { elements: [...nobody, ...found.flatMap(({ elements }) => elements)] };
	},
};

const tags = whole('/tags', 'data', named);

const subscriptionName = ({ default_translation: translation, id }: IDataObject): string =>
	String((translation as IDataObject | undefined)?.name ?? id);

const attributeName = ({ label, name, model, archived }: IDataObject): string =>
	`${String(label ?? name)} (${String(model)}${archived ? ', archived' : ''})`;

const titled = called('title');

const allArticles = paged(get('/articles'), 'data', titled);
const articlesWith = (phrase: string) =>
	paged(get('/articles/search', { phrase, state: 'all', per_page: 50 }), 'data.articles', titled);

/** Intercom searches titles and texts itself. Source: Intercom API 2.14, searchArticles. */
const articles: Source = {
	label: titled,
	page: async (send, filter, cursor) =>
		await (filter ? articlesWith(filter) : allArticles).page(send, '', cursor),
};

/** The lists behind the fields that pick one thing, by the name the field asks for. */
export const sources: Record<string, Source> = {
	searchAdmins: admins,
	searchAssignees: assignees,
	searchAudiences: paged(get('/audiences', { per_page: 50 }, '2.16'), 'data', named),
	searchAwayStatusReasons: whole('/away_status_reasons', 'data', called('label')),
	searchCalls: calls,
	searchCompanies: companies,
	searchContactAttributeNames: {
		...whole('/data_attributes', 'data', called('label', 'name'), {
			query: { model: 'contact' },
			choices: (attributes) => inUse(attributes).filter(({ custom }) => custom === true),
		}),
		value: named,
	},
	searchContacts: contacts,
	searchConversationAttributeNames: {
		...whole('/conversations/attributes', 'data', named, { version: '2.16' }),
		value: named,
	},
	searchConversationAttributeOptions: whole('/conversations/attributes', 'data', withParent, {
		version: '2.16',
		choices: (attributes) =>
			inUse(inUse(attributes).flatMap((attribute) => within(attribute, attribute.options))),
	}),
	searchConversationAttributes: whole('/conversations/attributes', 'data', named, { version: '2.16' }),
	searchConversations: conversations,
	// only the workspace's own can be changed, and an archived one must be found to be brought back
	searchDataAttributes: whole('/data_attributes', 'data', attributeName, {
		query: { include_archived: true },
		choices: (attributes) => attributes.filter(({ custom }) => custom === true),
	}),
	searchMacros: paged(get('/macros', { per_page: 150 }, '2.16'), 'data', named),
	searchSegments: whole('/segments', 'segments', named),
	searchSubscriptionTypes: whole('/subscription_types', 'data', subscriptionName),
	searchTagNames: { ...tags, value: named },
	searchTags: tags,
	searchTeams: teams,
	searchTickets: tickets,
	searchTicketStates: whole('/ticket_states', 'data', stateLabel),
	searchTicketTypeAttributes: whole('/ticket_types', 'data', withParent, {
		choices: (types) => inUse(inUse(types).flatMap((type) => within(type, attributesIn(type)))),
	}),
	searchTicketTypes: whole('/ticket_types', 'data', named),
	searchArticles: articles,
	searchBrands: paged(get('/brands', {}, '2.15'), 'data', named),
	searchCollections: paged(get('/help_center/collections'), 'data', named),
	searchContentImportSources: paged(get('/ai/content_import_sources'), 'data', called('url')),
	searchContentSnippets: paged(get('/content_snippets', { per_page: 50 }, '2.16'), 'data', titled),
	searchDataConnectors: paged(get('/data_connectors', { per_page: 50 }, '2.16'), 'data', named),
	searchDatasets: paged(get('/export/reporting_data/get_datasets', {}), 'data', named),
	searchEmails: paged(get('/emails', {}, '2.15'), 'data', called('email')),
	searchExternalPages: paged(get('/ai/external_pages'), 'data', titled),
	searchHelpCenters: paged(
		get('/help_center/help_centers', {}),
		'data',
		called('display_name', 'identifier'),
	),
	searchInternalArticles: paged(get('/internal_articles'), 'data', titled),
	searchNewsItems: paged(get('/news/news_items'), 'data', titled),
	searchNewsfeeds: paged(get('/news/newsfeeds'), 'data', named),
	searchOfficeHoursSchedules: paged(get('/office_hours_schedules', {}, '2.16'), 'data', named),
};
