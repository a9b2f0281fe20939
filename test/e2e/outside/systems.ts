import type { FastifyReply } from 'fastify';
import type { Call, System } from '.';
import { hubspot, salesforce } from './crm';

/** A consent that a person gave: n8n keeps such a token, and does not ask for another while it is taken. */
const oauth = (type: string, more: Record<string, unknown> = {}): System['credential'] => ({
	type,
	data: {
		clientId: 'id',
		clientSecret: 'secret',
		oauthTokenData: { access_token: `${type}-token`, token_type: 'Bearer', ...more },
	},
});

const slack: System = {
	host: 'slack.com',
	credential: { type: 'slackApi', data: { accessToken: 'xoxb-1' } },
	routes: { 'POST /api/chat.postMessage': { ok: true, channel: 'C1', ts: '1772012000.000100', message: {} } },
};

const jira: System = {
	host: 'your-company.atlassian.net',
	credential: {
		type: 'jiraSoftwareCloudApi',
		data: { domain: 'https://your-company.atlassian.net', email: 'a@example.com', apiToken: 't' },
	},
	routes: {
		'GET /rest/api/2/issuetype': [{ id: '10001', name: 'Task', subtask: false }],
		'POST /rest/api/2/issue': { id: '10001', key: 'SUP-7' },
	},
};

const mailchimp: System = {
	host: 'us1.api.mailchimp.com',
	credential: { type: 'mailchimpApi', data: { apiKey: 'key-us1' } },
	routes: { 'POST /3.0/lists/:list/members': { id: 'm1', status: 'pending' } },
};

const headings = ['Closed', 'Conversation', 'Customer', 'Title', 'Rating', 'Link'];

const googleSheets: System = {
	host: 'sheets.googleapis.com',
	credential: oauth('googleSheetsOAuth2Api'),
	routes: {
		'GET /v4/spreadsheets/:id': {
			sheets: [{ properties: { sheetId: 0, title: 'Sheet1', gridProperties: { rowCount: 100 } } }],
		},
		'GET /v4/spreadsheets/:id/values/:range': { values: [headings] },
		'POST /v4/spreadsheets/:id/values/:range': { updates: { updatedRows: 1 } },
	},
};

/** What only takes a post: a webhook of somebody, or an API that answers nothing of use. */
const taker = (
	host: string,
	path: string,
	credential?: System['credential'],
	answer: unknown = {},
): System => ({
	host,
	...(credential && { credential }),
	routes: { [`POST ${path}`]: answer },
});

const pipedrive: System = {
	host: 'api.pipedrive.com',
	credential: { type: 'pipedriveApi', data: { apiToken: 'pipedrive-token' } },
	routes: {
		'POST /api/v2/persons': { success: true, data: { id: 31, name: 'Ada Lovelace' } },
		'POST /api/v2/deals': { success: true, data: { id: 32 } },
	},
};

const linear: System = taker(
	'api.linear.app',
	'/graphql',
	{ type: 'linearApi', data: { apiKey: 'lin_api_1' } },
	{ data: { issueCreate: { issue: { id: 'issue-1' } } } },
);

const github: System = taker(
	'api.github.com',
	'/repos/:owner/:repository/issues',
	{ type: 'githubApi', data: { server: 'https://api.github.com', user: 'u', accessToken: 'github-token' } },
	{ number: 7 },
);

const notion: System = taker(
	'api.notion.com',
	'/v1/pages',
	{ type: 'notionApi', data: { apiKey: 'notion-key' } },
	{
		object: 'page',
		id: '00000000-0000-4000-8000-000000000002',
		properties: { title: { type: 'title', title: [{ plain_text: 'A page' }] } },
		url: 'https://www.notion.so/1',
	},
);

const googleDrive: System = {
	host: 'www.googleapis.com',
	credential: oauth('googleDriveOAuth2Api'),
	routes: {
		'POST /upload/drive/v3/files'(_call: Call, reply: FastifyReply) {
			void reply.header('location', 'https://www.googleapis.com/upload/drive/v3/files/parts/1');
			return { id: 'file-1' };
		},
		'PUT /upload/drive/v3/files/parts/:upload': { id: 'file-1' },
		'PATCH /drive/v3/files/:id': { id: 'file-1' },
	},
};

/** The systems of the outside world that templates speak to, by name. */
export const systems: Record<string, System> = {
	Slack: slack,
	Jira: jira,
	Mailchimp: mailchimp,
	'Google Sheets': googleSheets,
	HubSpot: hubspot,
	Salesforce: salesforce,
	'a callback URL': taker('callback.example.com', '/intercom', {
		type: 'crypto',
		data: { hmacSecret: 'sim-client-secret' },
	}),
	'a system of your own': taker('your-system.example.com', '/intercom'),
	Pipedrive: pipedrive,
	'Microsoft Teams': taker(
		'graph.microsoft.com',
		'/beta/teams/:team/channels/:channel/messages',
		oauth('microsoftTeamsOAuth2Api', { scope: 'ChannelMessage.Send' }),
		{ id: 'message-1' },
	),
	Zoom: taker('api.zoom.us', '/v2/users/me/meetings', oauth('zoomOAuth2Api'), {
		id: 1,
		join_url: 'https://zoom.us/j/1',
	}),
	'Google Analytics': taker('www.google-analytics.com', '/mp/collect', {
		type: 'httpQueryAuth',
		data: { name: 'api_secret', value: 'analytics-secret' },
	}),
	Mixpanel: taker('api.mixpanel.com', '/import', {
		type: 'httpBasicAuth',
		data: { user: 'mixpanel-secret', password: '' },
	}),
	Amplitude: taker('api2.amplitude.com', '/2/httpapi'),
	Linear: linear,
	GitHub: github,
	Notion: notion,
	'Google Drive': googleDrive,
	Dropbox: taker(
		'content.dropboxapi.com',
		'/2/files/upload',
		{ type: 'dropboxApi', data: { accessToken: 'dropbox-token', accessType: 'folder' } },
		{ id: 'file-1' },
	),
	Zapier: taker('hooks.zapier.com', '/hooks/catch/:account/:hook/'),
	Make: taker('hook.eu1.make.com', '/:hook'),
};
