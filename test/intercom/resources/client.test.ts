import { IntercomClient } from 'intercom-client';
import type { INodeParameters } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/core/table/fields';
import type { Field, Values } from '../../../nodes/core/table/operation';
import { membersOf } from '../../../nodes/core/run/request';
import { factOf, queriesOf } from '../../facts/requests';
import type { RecordedRequest } from '../../simulators/server';
import { cases, exportFor, files, type Case } from './cases';
import { seedExamples } from './seeded';
import { intercom, runs } from '../world/world';

/** The node and Intercom's own client, asked for the same: what both put on the wire. */

jest.setTimeout(60_000);

/**
 * How a call differs from handing the client the node's values under their own names: what it is given in their place
 * (`also`, from those and from the node's parameters), what it cannot say (`unsaid`), which cases it has (`when`), and with
 * which parameters (`instead`).
 */
type More = {
	also?: Also;
	unsaid?: string[];
	when?: (parameters: INodeParameters) => boolean;
	instead?: (parameters: INodeParameters) => INodeParameters;
};
type Also = (said: Values, parameters: INodeParameters) => Values;

/** The client takes the body of some calls apart from what their path names. */
const inBody =
	(id: string, more: Values = {}): Also =>
	({ [id]: named, ...body }) => ({ [id]: named, body: { ...more, ...body } });

const reply =
	(id: string, type: string): Also =>
	(said, parameters) => {
		const message_type = said.reply_options ? 'quick_reply' : 'comment';
		return inBody(id, { type, message_type })(said, parameters);
	};

const replyOfContact: Also = ({ contact, ...said }, parameters) =>
	reply('ticket_id', 'user')({ ...said, ...(contact as Values) }, parameters);

const message =
	(message_type: string, more: Values = {}): Also =>
	(said) => ({
		...more,
		...said,
		message_type,
		from: { type: 'admin', ...(said.from as Values) },
		// the node asks who is meant
		to: { type: 'user', ...(said.to as Values) },
		...Object.fromEntries(
			['cc', 'bcc']
				.filter((name) => said[name])
				.map((name) => [name, (said[name] as Values[]).map((one) => ({ type: 'user', ...one }))]),
		),
	});

const ofCollection: Also = (said) => ({
	...said,
	...('parent_id' in said && { parent_type: 'collection' }),
});

const idIn = (picked: unknown): unknown => (picked as Values).value;

/** Whom the node names by a field of its own, the client by a list. */
const tagging =
	(of?: string, more: Values = {}): Also =>
	({ name }, { tagged, contact_id, company_id }) => {
		const list = of ?? String(tagged);
		return { name, [list]: [{ id: idIn(list === 'users' ? contact_id : company_id), ...more }] };
	};

/** The node's filters are its own, so the query is the same only where it is given as JSON, and nothing else. */
const bySearch: More = {
	when: ({ options }) => 'query' in ((options ?? {}) as Values),
	instead: ({ options }) => {
		const { groups: _, ...others } = options as INodeParameters;
		return { filters: {}, options: others };
	},
	also: (_, { options }) => {
		const { query, sort } = options as { query: string; sort?: { by: Values } };
		return { query: JSON.parse(query) as Values, ...(sort && { sort: sort.by }) };
	},
};

/** Our operation, and the client's method that is the same call. */
const rows: Array<[ours: string, theirs: string, more?: More]> = [
	['admin me', 'admins.identify'],
	['admin setAway', 'admins.away'],
	['admin getActivityLogs', 'admins.listAllActivityLogs'],
	['admin getAll', 'admins.list'],
	['admin get', 'admins.find'],
	['contentImportSource getAll', 'aiContent.listContentImportSources'],
	['contentImportSource create', 'aiContent.createContentImportSource'],
	['contentImportSource get', 'aiContent.getContentImportSource'],
	['contentImportSource update', 'aiContent.updateContentImportSource'],
	['contentImportSource delete', 'aiContent.deleteContentImportSource'],
	['externalPage getAll', 'aiContent.listExternalPages'],
	['externalPage upsert', 'aiContent.createExternalPage'],
	['externalPage get', 'aiContent.getExternalPage'],
	['externalPage update', 'aiContent.updateExternalPage'],
	['externalPage delete', 'aiContent.deleteExternalPage'],
	['article getAll', 'articles.list'],
	['article create', 'articles.create', { also: ofCollection }],
	['article get', 'articles.find'],
	['article update', 'articles.update', { also: ofCollection }],
	['article delete', 'articles.delete'],
	['article search', 'articles.search'],
	['awayStatusReason getAll', 'awayStatusReasons.listAwayStatusReasons'],
	['reportingDataExport create', 'export.enqueueANewReportingDataExportJob'],
	['reportingDataExport getDatasets', 'export.listAvailableDatasetsAndAttributes'],
	['reportingDataExport get', 'dataExport.exportReportingData', { unsaid: ['job_identifier'] }],
	['reportingDataExport download', 'dataExport.downloadReportingDataExport', { unsaid: ['job_identifier'] }],
	['dataExport create', 'dataExport.create'],
	['dataExport get', 'dataExport.find'],
	['dataExport cancel', 'dataExport.cancel'],
	['dataExport download', 'dataExport.download'],
	['collection getAll', 'helpCenters.collections.list'],
	['collection create', 'helpCenters.collections.create'],
	['collection get', 'helpCenters.collections.find'],
	['collection update', 'helpCenters.collections.update'],
	['collection delete', 'helpCenters.collections.delete'],
	['helpCenter get', 'helpCenters.find'],
	['helpCenter getAll', 'helpCenters.list'],
	['internalArticle getAll', 'internalArticles.listInternalArticles'],
	['internalArticle create', 'internalArticles.createInternalArticle'],
	['internalArticle get', 'internalArticles.retrieveInternalArticle'],
	['internalArticle update', 'internalArticles.updateInternalArticle'],
	['internalArticle delete', 'internalArticles.deleteInternalArticle'],
	['internalArticle search', 'internalArticles.searchInternalArticles'],
	['ipAllowlist get', 'ipAllowlist.getIpAllowlist'],
	[
		'ipAllowlist update',
		'ipAllowlist.updateIpAllowlist',
		{ also: (said) => ({ type: 'ip_allowlist', ...said }) },
	],
	['company search', 'companies.retrieve'],
	['company upsert', 'companies.createOrUpdate'],
	['company get', 'companies.find'],
	['company update', 'companies.update', { also: inBody('company_id') }],
	['company delete', 'companies.delete'],
	['company getContacts', 'companies.listAttachedContacts'],
	['company getSegments', 'companies.listAttachedSegments'],
	[
		'company getAll',
		'companies.list',
		{ when: ({ returnAll }) => !returnAll, also: () => ({ order: 'desc' }) },
	],
	['company getAll', 'companies.scroll', { when: ({ returnAll }) => returnAll === true, also: () => ({}) }],
	['company attachContact', 'companies.attachContact'],
	['company detachContact', 'companies.detachContact'],
	['contact getCompanies', 'contacts.listAttachedCompanies'],
	['contact getSegments', 'contacts.listAttachedSegments'],
	['contact getSubscriptions', 'contacts.listAttachedSubscriptions'],
	['subscriptionType attachToContact', 'contacts.attachSubscription'],
	['subscriptionType detachFromContact', 'contacts.detachSubscription'],
	['contact getTags', 'contacts.listAttachedTags'],
	['contact get', 'contacts.find'],
	['contact update', 'contacts.update'],
	['contact delete', 'contacts.delete'],
	['contact merge', 'contacts.mergeLeadInUser'],
	['contact search', 'contacts.search', bySearch],
	['contact getAll', 'contacts.list'],
	['contact create', 'contacts.create'],
	['contact upsert', 'contacts.create'],
	['contact getByExternalId', 'contacts.showContactByExternalId'],
	['contact archive', 'contacts.archive'],
	['contact unarchive', 'contacts.unarchive'],
	['contact block', 'contacts.blockContact'],
	['note getAllOfContact', 'notes.list'],
	['note createOnContact', 'notes.create'],
	['note get', 'notes.find'],
	['tag tagContact', 'tags.tagContact'],
	['tag untagContact', 'tags.untagContact'],
	['tag tagConversation', 'tags.tagConversation'],
	['tag untagConversation', 'tags.untagConversation'],
	['tag getAll', 'tags.list'],
	['tag upsert', 'tags.create'],
	['tag tagCompany', 'tags.create', { also: tagging('companies') }],
	['tag untagCompany', 'tags.create', { also: tagging('companies', { untag: true }) }],
	['tag tagMany', 'tags.create', { also: tagging() }],
	['tag untagMany', 'tags.create', { also: tagging(undefined, { untag: true }) }],
	['tag get', 'tags.find'],
	['tag delete', 'tags.delete'],
	['tag tagTicket', 'tags.tagTicket'],
	['tag untagTicket', 'tags.untagTicket'],
	['conversation getAll', 'conversations.list'],
	[
		'conversation create',
		'conversations.create',
		{ also: (said) => ({ ...said, from: { type: 'contact', ...(said.from as Values) } }) },
	],
	['conversation get', 'conversations.find'],
	['conversation getTranscript', 'conversations.find'],
	['conversation update', 'conversations.update'],
	['conversation delete', 'conversations.deleteConversation'],
	['conversation search', 'conversations.search', bySearch],
	['conversation replyAsAdmin', 'conversations.reply', { also: reply('conversation_id', 'admin') }],
	['conversation replyAsContact', 'conversations.reply', { also: reply('conversation_id', 'user') }],
	[
		'conversation addNote',
		'conversations.reply',
		{ also: inBody('conversation_id', { message_type: 'note', type: 'admin' }) },
	],
	[
		'conversation close',
		'conversations.manage',
		{ also: inBody('conversation_id', { message_type: 'close', type: 'admin' }) },
	],
	[
		'conversation open',
		'conversations.manage',
		{ also: inBody('conversation_id', { message_type: 'open' }) },
	],
	[
		'conversation snooze',
		'conversations.manage',
		{ also: inBody('conversation_id', { message_type: 'snoozed' }) },
	],
	[
		'conversation assign',
		'conversations.manage',
		{ also: inBody('conversation_id', { message_type: 'assignment' }) },
	],
	['conversation addContact', 'conversations.attachContactAsAdmin'],
	['conversation removeContact', 'conversations.detachContactAsAdmin'],
	['conversation redact', 'conversations.redactConversationPart'],
	['conversation convertToTicket', 'conversations.convertToTicket'],
	['customObjectInstance getByExternalId', 'customObjectInstances.getCustomObjectInstancesByExternalId'],
	['customObjectInstance upsert', 'customObjectInstances.createCustomObjectInstances'],
	['customObjectInstance deleteByExternalId', 'customObjectInstances.deleteCustomObjectInstancesById'],
	['customObjectInstance get', 'customObjectInstances.getCustomObjectInstancesById'],
	['customObjectInstance delete', 'customObjectInstances.deleteCustomObjectInstancesByExternalId'],
	['dataAttribute getAll', 'dataAttributes.list'],
	['dataAttribute create', 'dataAttributes.create'],
	['dataAttribute update', 'dataAttributes.update', { also: inBody('data_attribute_id') }],
	['dataEvent getAll', 'events.list', { also: (said) => ({ type: 'user', ...said }) }],
	['dataEvent create', 'events.create'],
	['dataEvent createSummary', 'events.summaries'],
	['job get', 'jobs.status'],
	['message sendInApp', 'messages.create', { also: message('inapp') }],
	['message sendEmail', 'messages.create', { also: message('email', { template: 'plain' }) }],
	['segment getAll', 'segments.list'],
	['segment get', 'segments.find'],
	['subscriptionType getAll', 'subscriptionTypes.list'],
	['phoneSwitch create', 'phoneCallRedirects.create'],
	['call getAll', 'calls.listCalls'],
	['call get', 'calls.showCall'],
	['call getRecording', 'calls.showCallRecording'],
	['call getTranscript', 'calls.showCallTranscript'],
	['call search', 'calls.listCallsWithTranscripts'],
	['team getAll', 'teams.list'],
	['team get', 'teams.find'],
	['ticketState getAll', 'ticketStates.listTicketStates'],
	['ticketTypeAttribute create', 'ticketTypes.attributes.create'],
	['ticketTypeAttribute update', 'ticketTypes.attributes.update'],
	['ticketType getAll', 'ticketTypes.list'],
	['ticketType create', 'ticketTypes.create'],
	['ticketType get', 'ticketTypes.get'],
	['ticketType update', 'ticketTypes.update'],
	['ticket replyAsAdmin', 'tickets.reply', { also: reply('ticket_id', 'admin') }],
	['ticket replyAsContact', 'tickets.reply', { also: replyOfContact }],
	['ticket addNote', 'tickets.reply', { also: inBody('ticket_id', { message_type: 'note', type: 'admin' }) }],
	['ticket create', 'tickets.create'],
	['ticket enqueue', 'tickets.enqueueCreateTicket'],
	['ticket get', 'tickets.get'],
	['ticket update', 'tickets.update'],
	['ticket delete', 'tickets.deleteTicket'],
	['ticket search', 'tickets.search', bySearch],
	['visitor get', 'visitors.find'],
	['visitor update', 'visitors.update'],
	['visitor convert', 'visitors.mergeToContact'],
	['newsItem getAll', 'news.items.list'],
	['newsItem create', 'news.items.create'],
	['newsItem get', 'news.items.find'],
	['newsItem update', 'news.items.update', { also: inBody('news_item_id') }],
	['newsItem delete', 'news.items.delete'],
	['newsfeed getItems', 'news.feeds.listItems'],
	['newsfeed getAll', 'news.feeds.list'],
	['newsfeed get', 'news.feeds.find'],
	['note getAllOfCompany', 'unstable.notes.listCompanyNotes', { also: ({ company_id: id }) => ({ id }) }],
	['conversation getHandlingEvents', 'unstable.conversations.listHandlingEvents'],
	['workflow export', 'unstable.workflows.exportWorkflow'],
	['macro getAll', 'unstable.macros.listMacros'],
	['macro get', 'unstable.macros.getMacro'],
	['message getStatuses', 'unstable.messages.getWhatsAppMessageStatus'],
	['finVoice register', 'unstable.calls.registerFinVoiceCall'],
	['finVoice get', 'unstable.calls.collectFinVoiceCallById'],
	['finVoice getByExternalId', 'unstable.calls.collectFinVoiceCallByExternalId'],
	['finVoice getByPhoneNumber', 'unstable.calls.collectFinVoiceCallByPhoneNumber'],
	['brand getAll', 'unstable.brands.listBrands'],
	['brand get', 'unstable.brands.retrieveBrand', { also: ({ brand_id: id }) => ({ id }) }],
	['emailSetting getAll', 'unstable.emails.listEmails'],
	['emailSetting get', 'unstable.emails.retrieveEmail', { also: ({ email_id: id }) => ({ id }) }],
];

/** The fields as members of one object, wherever in a request they belong: that is the client's to know. */
const anywhere = (fields: Field[]): Field[] =>
	fields.map((field) => ({
		...field,
		...(field.to && { to: 'body' as const }),
		...(field.type === 'collection' && { options: anywhere(field.options as Field[]) }),
	}));

/** What an operation reads of n8n's parameters: the ids behind pickers, the files behind names. */
const plain = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value;
	if ('mode' in value && 'value' in value) return value.value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
};

const [{ fileName, mimeType, data }] = Object.values(files);
const attached = [{ name: String(fileName), mimeType, data }];

const withFiles = (fields: Field[], values: Values): Values =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const field = fields.find((each) => each.name === name);
			if (field?.type === 'collection') return [name, withFiles(field.options as Field[], value as Values)];
			return [name, field?.files ? attached : value];
		}),
	);

/** The node's parameters under Intercom's names. */
function given({ operation, parameters }: Case, job: INodeParameters): Values {
	const fields = fieldsOf(operation);
	const presets = Object.fromEntries(fields.map(({ name, default: preset }) => [name, preset]));
	const values = withFiles(fields, plain({ ...presets, ...parameters, ...job }) as Values);
	return membersOf(anywhere(fields), values, 'UTC');
}

type Method = (request?: Values) => Promise<unknown>;

async function ask(client: IntercomClient, path: string, request: Values): Promise<void> {
	const [name, ...above] = path.split('.').reverse();
	const owner = above.reverse().reduce<unknown>((from, key) => (from as Values)[key], client) as Record<
		string,
		Method
	>;
	const hasNothing = Object.keys(request).length === 0;
	// what it makes of the reply is its own affair
	await (hasNothing ? owner[name]() : owner[name](request)).catch(() => undefined);
}

/** How much to a page is each one's own choice. */
const PAGING = ['page', 'per_page', 'starting_after', 'pagination'];

const without = (members: Values, names: string[]): Values =>
	Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));

const fits = ({ request, scroll }: Case['operation'], { method, path }: RecordedRequest): boolean =>
	[request, scroll].some((template) =>
		new RegExp(`^${String(template).replace(/\{\w+\}/g, '[^/]+')}$`).test(`${method} ${path.split('?')[0]}`),
	);

/** What was asked, as the server understands it: the first request of the call's own kind, whatever was looked up before. */
function askedFor(operation: Case['operation'], unsaid: string[]) {
	const found = intercom.requests.find((request) => fits(operation, request)) ?? intercom.requests[0];
	const { method, path, body, headers } = found;
	const { pathname, searchParams } = new URL(path, intercom.url);
	return {
		method,
		path: decodeURIComponent(pathname),
		query: without(Object.fromEntries(searchParams), [...PAGING, ...unsaid]),
		body: without(JSON.parse(body || '{}') as Values, PAGING),
		version: headers['intercom-version'],
	};
}

const compared = rows.flatMap(([ours, theirs, { when = () => true, instead = () => ({}), ...more } = {}]) =>
	cases
		.filter(({ resource, name, parameters }) => `${resource} ${name}` === ours && when(parameters))
		.map((each) => ({
			...{ ...each, ...more, theirs, title: `${each.title}: ${theirs}` },
			parameters: { ...each.parameters, ...instead(each.parameters) },
		})),
);

it.each(compared)('$title', async (each) => {
	seedExamples(intercom.workspace({ silent: true }));
	intercom.settings.exportChecks = 0;
	const { resource, name, operation, parameters, theirs, unsaid = [], also = (said: Values) => said } = each;
	const job = await exportFor(each);
	intercom.requests.length = 0;
	await runs(resource, name, { ...parameters, ...job }, { files });
	const queries = queriesOf(factOf(String(operation.request), 14)?.query);
	const known = (name: string): boolean =>
		theirs.startsWith('unstable.') || queries.some((query) => name in query);
	const ours = askedFor(operation, unsaid);
	// a query of the client's has the names of 2.14 alone
	const later = Object.keys(ours.query).filter((name) => !known(name));
	ours.query = Object.fromEntries(Object.entries(ours.query).filter(([name]) => known(name)));

	const client = new IntercomClient({
		baseUrl: intercom.url,
		token: intercom.accessToken,
		// the client's own, where a field or an operation needs no later one
		...(ours.version !== '2.14' && { version: ours.version as 'Unstable' }),
		maxRetries: 0,
	});
	const said = without(given(each, job), later);
	// what 2.16 takes for it
	if (ours.version === '2.16' && resource === 'contact' && 'owner_id' in said)
		said.owner_id = String(said.owner_id);
	intercom.requests.length = 0;
	await ask(client, theirs, also(said, parameters));
	expect(askedFor(operation, [])).toEqual(ours);
});

// What is compared

const unnamed = 'no description from 2.14 to 2.16 names it';

/** Methods of the client that are compared with nothing, with the reason. */
const others: Record<string, string> = {
	'conversations.runAssignmentRules': 'only the API up to 2.11 describes it',
	'customChannelEvents.notifyAttributeCollected': unnamed,
	'customChannelEvents.notifyNewConversation': unnamed,
	'customChannelEvents.notifyNewMessage': unnamed,
	'customChannelEvents.notifyQuickReplySelected': unnamed,
};

/** Every call that a client has, by its path; those of `unstable` are the same once more in another version. */
function methodsOf(client: object, above = ''): string[] {
	const members = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(client)));
	return members
		.filter(([name]) => !['constructor', 'unstable', 'fetch'].includes(name) && !name.startsWith('_'))
		.flatMap(([name, { get }]) =>
			get ? methodsOf(get.call(client) as object, `${above}${name}.`) : [`${above}${name}`],
		);
}

it('compares every call that the client has, and those of later versions that only `unstable` has', () => {
	const client = new IntercomClient({ token: 'token' });
	const theirs = [...new Set(rows.map(([, method]) => method))];
	const later = theirs.filter((method) => method.startsWith('unstable.'));
	const all = methodsOf(client);
	expect([...theirs.filter((method) => !later.includes(method)), ...Object.keys(others)].sort()).toEqual(
		all.sort(),
	);
	expect([all.length, Object.keys(others).length, later.length]).toEqual([152, 5, 14]);
});
