import type { INodePropertyMode } from 'n8n-workflow';
import type { Completing, Field, Lookup } from '../../core/table/operation';
import { hosts } from '../connection/hosts';
import { askWorkspace } from '../connection/workspace';
import {
	adminByEmail,
	companyByCompanyId,
	companyByName,
	contactAttributeByName,
	contactByEmail,
	contactByExternalId,
	conversationAttributeByName,
	idInAddress,
	segmentByName,
	tagByName,
	teamByName,
	ticketTypeByName,
} from '../pickers/lookups';

type Kind = {
	displayName: string;
	search: string;
	idExample: string;
	lookups?: Record<string, { displayName: string; example: string; find: Lookup }>;
};

const kinds = {
	contact: {
		displayName: 'Contact',
		search: 'searchContacts',
		idExample: '6762f0dd1bb69f9f2193bbf8',
		lookups: {
			email: { displayName: 'By Email', example: 'ada@example.com', find: contactByEmail },
			externalId: { displayName: 'By External ID', example: '42', find: contactByExternalId },
		},
	},
	admin: {
		displayName: 'Admin',
		search: 'searchAdmins',
		idExample: '9600001',
		lookups: { email: { displayName: 'By Email', example: 'teammate@example.com', find: adminByEmail } },
	},
	team: {
		displayName: 'Team',
		search: 'searchTeams',
		idExample: '814865',
		lookups: { name: { displayName: 'By Name', example: 'Support', find: teamByName } },
	},
	tag: {
		displayName: 'Tag',
		search: 'searchTags',
		idExample: '129',
		lookups: { name: { displayName: 'By Name', example: 'VIP', find: tagByName } },
	},
	company: {
		displayName: 'Company',
		search: 'searchCompanies',
		idExample: '6961f0dd1bb69f9f2193bbf8',
		lookups: {
			companyId: { displayName: 'By Company ID', example: 'acme-1', find: companyByCompanyId },
			name: { displayName: 'By Name', example: 'Acme', find: companyByName },
		},
	},
	conversation: {
		displayName: 'Conversation',
		search: 'searchConversations',
		idExample: '215000000000001',
		lookups: {
			url: {
				displayName: 'By URL',
				example: `${hosts.us.app}/a/inbox/abc123de/inbox/all/conversation/215000000000001`,
				find: idInAddress,
			},
		},
	},
	ticket: {
		displayName: 'Ticket',
		search: 'searchTickets',
		idExample: '215000000000002',
		lookups: {
			url: {
				displayName: 'By URL',
				example: `${hosts.us.app}/a/inbox/abc123de/inbox/all/conversation/215000000000002`,
				find: idInAddress,
			},
		},
	},
	assignee: { displayName: 'Assignee', search: 'searchAssignees', idExample: '9600001' },
	away_status_reason: {
		displayName: 'Away Status Reason',
		search: 'searchAwayStatusReasons',
		idExample: '12345',
	},
	call: { displayName: 'Call', search: 'searchCalls', idExample: '123' },
	contact_attribute_name: {
		displayName: 'Attribute',
		search: 'searchContactAttributeNames',
		idExample: 'plan',
		lookups: { name: { displayName: 'By Name', example: 'plan', find: contactAttributeByName } },
	},
	conversation_attribute_name: {
		displayName: 'Attribute',
		search: 'searchConversationAttributeNames',
		idExample: 'Order number',
		lookups: { name: { displayName: 'By Name', example: 'Order number', find: conversationAttributeByName } },
	},
	conversation_attribute: {
		displayName: 'Conversation Attribute',
		search: 'searchConversationAttributes',
		idExample: '8',
	},
	conversation_attribute_option: {
		displayName: 'Option',
		search: 'searchConversationAttributeOptions',
		idExample: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
	},
	macro: { displayName: 'Macro', search: 'searchMacros', idExample: '123' },
	ticket_state: { displayName: 'Ticket State', search: 'searchTicketStates', idExample: '4517893' },
	ticket_type: {
		displayName: 'Ticket Type',
		search: 'searchTicketTypes',
		idExample: '2979330',
		lookups: { name: { displayName: 'By Name', example: 'Refund', find: ticketTypeByName } },
	},
	ticket_type_attribute: {
		displayName: 'Attribute',
		search: 'searchTicketTypeAttributes',
		idExample: '6100001',
	},
	segment: {
		displayName: 'Segment',
		search: 'searchSegments',
		idExample: '6762f25c1bb69f9f2193bc22',
		lookups: { name: { displayName: 'By Name', example: 'Active', find: segmentByName } },
	},
	subscription: {
		displayName: 'Subscription Type',
		search: 'searchSubscriptionTypes',
		idExample: '135',
	},
	data_attribute: { displayName: 'Data Attribute', search: 'searchDataAttributes', idExample: '37' },
	audience: { displayName: 'Audience', search: 'searchAudiences', idExample: '123' },
	// of the knowledge base and of the workspace's settings
	article: { displayName: 'Article', search: 'searchArticles', idExample: '6871119' },
	brand: { displayName: 'Brand', search: 'searchBrands', idExample: '10' },
	collection: { displayName: 'Collection', search: 'searchCollections', idExample: '6871118' },
	content_import_source: {
		displayName: 'Content Import Source',
		search: 'searchContentImportSources',
		idExample: '1234',
	},
	content_snippet: { displayName: 'Content Snippet', search: 'searchContentSnippets', idExample: '123' },
	data_connector: { displayName: 'Data Connector', search: 'searchDataConnectors', idExample: '12345' },
	dataset: { displayName: 'Dataset', search: 'searchDatasets', idExample: 'conversation' },
	email: { displayName: 'Email Setting', search: 'searchEmails', idExample: '10' },
	external_page: { displayName: 'External Page', search: 'searchExternalPages', idExample: '21' },
	help_center: { displayName: 'Help Center', search: 'searchHelpCenters', idExample: '123' },
	internal_article: {
		displayName: 'Internal Article',
		search: 'searchInternalArticles',
		idExample: '6871120',
	},
	news_item: { displayName: 'News Item', search: 'searchNewsItems', idExample: '39' },
	newsfeed: { displayName: 'Newsfeed', search: 'searchNewsfeeds', idExample: '198313' },
	office_hours_schedule: {
		displayName: 'Office Hours Schedule',
		search: 'searchOfficeHoursSchedules',
		idExample: '123',
	},
} satisfies Record<string, Kind>;

export type Picked = keyof typeof kinds;

/**
 * One thing, picked from a list, or named by its id or whatever else Intercom can find it by.
 * The value that reaches the request is always the id. By default it fills `{<kind>_id}` in the path.
 */
export function pick(kind: Picked, more: Partial<Field> = {}): Field {
	const { displayName, search, idExample, lookups = {} }: Kind = kinds[kind];
	const typedIn = (name: string, label: string, example: string): INodePropertyMode => {
		const mode = { name, type: 'string' as const, placeholder: `e.g. ${example}` };
		return { ...mode, displayName: label };
	};
	return {
		displayName,
		name: `${kind}_id`,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		to: 'path',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: search, searchable: true },
			},
			typedIn('id', 'By ID', idExample),
			...Object.entries(lookups).map(([name, mode]) => typedIn(name, mode.displayName, mode.example)),
		],
		lookup: Object.fromEntries(Object.entries(lookups).map(([name, { find }]) => [name, find])),
		...more,
	};
}

/** The teammate whose token it is, asked once a run. */
export const ownTeammate = async ({ send, once }: Completing): Promise<string> =>
	(await once('own teammate', async () => await askWorkspace(send))).adminId;

/** The teammate on whose behalf something is done: `admin_id` in the body; where none is chosen, the token's own. */
export const actingAdmin: Field = pick('admin', {
	displayName: 'Act As',
	required: false,
	to: 'body',
	hint: 'Blank: the teammate whose access token it is',
	description: 'The teammate on whose behalf this is done',
	complete: async (request, item) =>
		'admin_id' in request.body
			? request
			: { ...request, body: { ...request.body, admin_id: await ownTeammate(item) } },
});
