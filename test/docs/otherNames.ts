import { resources } from '../../nodes/Intercom/resources';
import { table } from './table';

/** An operation as the node shows it; throws for one that is not there, so that the page names none that is gone. */
function at(resource: string, operation: string): string {
	const entry = resources[resource]?.operations[operation];
	if (!entry) throw new Error(`there is no ${resource} ${operation}`);
	return `**${resources[resource].name} → ${entry.name}**`;
}

const details = 'the option _Request Details_ of any operation';

/** Names that Intercom's guides, other connectors and older versions of the API use → what it is here. */
const rows: string[][] = [
	['User, lead, customer, `/users`', `Contact; a contact’s _role_ is user or lead`],
	['Create or update user, upsert', at('contact', 'upsert')],
	['Find user by email', `${at('contact', 'search')}, or _By Email_ wherever a contact is picked`],
	['Send incoming message', at('conversation', 'create')],
	[
		'Send message, outbound message',
		`${at('message', 'sendInApp')}, ${at('message', 'sendEmail')}, ${at('message', 'sendWhatsApp')}`,
	],
	['Unassign', `${at('conversation', 'assign')} with ID 0`],
	[
		'Custom field, field mapping, `custom.plan_type`',
		`_Attributes_ of contact, company and conversation, _Ticket Attributes_; ${at('dataAttribute', 'create')} makes new ones`,
	],
	['Event, track event, `events` polling', `${at('dataEvent', 'create')}, ${at('dataEvent', 'getAll')}`],
	['Connection status, connected or disconnected, test connection', at('connection', 'check')],
	['App ID, workspace ID', `\`workspace.id\` of ${at('connection', 'check')}`],
	[
		'Logs, activity, audit log',
		`${at('admin', 'getActivityLogs')}: what teammates did. What n8n sent: ${details}, and n8n’s _Executions_`,
	],
	['Trace, request ID, rate limit left', details],
	[
		'Webhook log, failed deliveries',
		'Developer Hub → your app → Webhooks; what arrived stands in n8n’s _Executions_',
	],
	[
		'Export data, `/export/content/data`',
		`${at('dataExport', 'export')}: who got which message. Figures for reports: ${at('reportingDataExport', 'export')}`,
	],
	[
		'Identity verification, user hash',
		`${at('identity', 'generateUserHash')}, ${at('identity', 'generateJwt')}`,
	],
	[
		'Webhook, instant trigger, subscription',
		'**Intercom Trigger**; its secret is the _Client Secret_ of the credential',
	],
	[
		'`user.created`, `conversation.closed` and other old topics',
		'The same names work in **Intercom Trigger**, see [topics](topics.md)',
	],
	[
		'Custom request, HTTP request, raw body',
		`${at('customCall', 'send')}; _Additional Body (JSON)_ of the others`,
	],
];

/** Where to find what has another name elsewhere. */
export const otherNames = table(['The name you may look for', 'What it is here'], rows);
