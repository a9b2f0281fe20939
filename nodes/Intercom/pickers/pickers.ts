import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Request, Values } from '../../core/table/operation';
import { attributesIn } from './attributes';
import { contentSources } from './contentPickers';
import { credentialType } from '../connection/credential';
import { filtered, paged, type Source } from './picking';
import { connect } from '../transport/send';

const request = (
	method: Request['method'],
	path: string,
	query: Values = {},
	body: Values = {},
	version?: string,
): Request => ({
	method,
	path,
	query,
	body,
	...(version && { version }),
});

const nextCursor = (reply: IDataObject): string | undefined =>
	(reply.pages as { next?: { starting_after?: string } | null } | undefined)?.next?.starting_after;

type Whole = {
	/** First version that has it, where that is not the default one. */
	version?: string;
	query?: Values;
	/** What of the list to choose from: what is archived goes by default. */
	choices?: (elements: IDataObject[]) => IDataObject[];
};

const inUse = (elements: IDataObject[]): IDataObject[] =>
	elements.filter(({ archived, deleted }) => !archived && !deleted);

/** A short list that Intercom gives whole: filtered here. */
const whole = (
	path: string,
	list: string,
	label: Source['label'],
	{ version, query = {}, choices = inUse }: Whole = {},
): Source => ({
	label,
	page: async (send, filter) => {
		const reply = await send(request('GET', path, query, {}, version));
		return { elements: filtered(choices((reply[list] ?? []) as IDataObject[]), filter, label) };
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

const companies = paged(
	{ ...request('POST', '/companies/list', { per_page: 50 }), readOnly: true },
	'data',
	({ name, company_id, id }) => String(name ?? company_id ?? id),
);

const calls = paged(
	request('GET', '/calls', { per_page: 25 }),
	'data',
	({ phone, direction, initiated_at, id }) =>
		[phone, direction, initiated_at, `#${String(id)}`].filter(Boolean).join(' · '),
);

const macros = paged(request('GET', '/macros', { per_page: 150 }, {}, '2.16'), 'data', named);

const audiences = paged(request('GET', '/audiences', { per_page: 50 }, {}, '2.16'), 'data', named);

function titled({ ticket_id, ticket_attributes, id }: IDataObject): string {
	const { _default_title_: title } = (ticket_attributes ?? {}) as IDataObject;
	return [`#${String(ticket_id ?? id)}`, title].filter(Boolean).join(' · ');
}

const tickets: Source = {
	label: titled,
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

const sources: Record<string, Source> = {
	searchAdmins: admins,
	searchAssignees: assignees,
	searchAudiences: audiences,
	searchAwayStatusReasons: whole('/away_status_reasons', 'data', ({ label, id }) => String(label ?? id)),
	searchCalls: calls,
	searchCompanies: companies,
	searchContacts: contacts,
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
	searchMacros: macros,
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
