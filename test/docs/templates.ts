import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkflowDraft } from '../../playground/client';
import { mainTemplate } from '../../playground/templates';
import { anchorOf } from './anchor';
import { table } from './table';
import { needs } from './versions';

/** Writes templates/README.md from the templates and the tests that run them: `npx tsx test/docs/templates.ts`. */

const root = resolve(__dirname, '../..');
const folder = join(root, 'templates');

export const file = join(folder, 'README.md');

/** Template files without their ending. */
export const templates = readdirSync(folder)
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.replace('.json', ''))
	.sort();

const absmartly = 'ABsmartly’s guide to Intercom';
const integrations = 'A guide to Intercom’s integrations';
const sap = 'SAP Open Connectors for Intercom';
const tealium = 'Tealium’s connector for Intercom';

/** What the documents that this package goes back to name, and the templates that do it. None: it is missing. */
export const asked: Array<[document: string, what: string, ...templates: string[]]> = [
	[absmartly, 'Series webhook', 'intercom-series-to-absmartly-goals'],
	[absmartly, 'Conversation started', 'intercom-conversation-to-absmartly-goal'],
	[absmartly, 'Conversation rated', 'intercom-rating-to-absmartly-goal'],
	[absmartly, 'User messaged', 'intercom-message-to-absmartly-goal'],
	[absmartly, 'Ticket created', 'intercom-ticket-to-absmartly-goal'],
	[absmartly, 'All of them', 'intercom-events-to-absmartly-goals'],
	[integrations, 'New conversation → Slack', 'intercom-conversation-to-slack'],
	[integrations, 'Tagged "urgent" → Jira', 'intercom-urgent-tag-to-jira'],
	[integrations, 'New user → Mailchimp', 'intercom-user-to-mailchimp'],
	[integrations, 'Conversation closed → Google Sheets', 'intercom-closed-to-google-sheets'],
	[integrations, 'Salesforce: new conversations', 'intercom-conversation-to-salesforce-case'],
	[integrations, 'Salesforce: transcripts, tags', 'intercom-conversation-to-salesforce'],
	[
		integrations,
		'Salesforce: custom attributes; contact, account, ownership, custom fields',
		'intercom-salesforce-sync',
	],
	[integrations, 'Salesforce: company to account; account information', 'intercom-salesforce-companies'],
	[integrations, 'Salesforce: lead details', 'salesforce-leads-to-intercom', 'intercom-lead-to-salesforce'],
	[integrations, 'HubSpot: conversations on the timeline, transcripts', 'intercom-conversation-to-hubspot'],
	[
		integrations,
		'HubSpot: user attributes, lead qualification; contact, company, deals, lifecycle stage',
		'intercom-hubspot-sync',
	],
	[integrations, 'Pipedrive', 'intercom-user-to-pipedrive'],
	[integrations, 'Slack', 'intercom-conversation-to-slack'],
	[integrations, 'Microsoft Teams', 'intercom-conversation-to-teams'],
	[integrations, 'Zoom', 'intercom-tag-to-zoom-call'],
	[integrations, 'Google Analytics', 'intercom-conversation-to-google-analytics'],
	[integrations, 'Mixpanel', 'intercom-conversation-to-mixpanel'],
	[integrations, 'Amplitude', 'intercom-conversation-to-amplitude'],
	[integrations, 'Jira', 'intercom-urgent-tag-to-jira'],
	[integrations, 'Linear', 'intercom-ticket-to-linear'],
	[integrations, 'GitHub', 'intercom-bug-tag-to-github'],
	[integrations, 'Notion', 'intercom-closed-to-notion'],
	[integrations, 'Google Drive', 'intercom-closed-to-google-drive'],
	[integrations, 'Dropbox', 'intercom-closed-to-dropbox'],
	[integrations, 'Zapier', 'intercom-zapier'],
	[integrations, 'Make', 'intercom-make'],
	[integrations, 'Queue the payload, process later; retries', 'intercom-dead-letters'],
	[integrations, 'Keys rotated every 90 days', 'key-rotation-reminder'],
	[integrations, 'Search conversations', 'absmartly-goal-backfill'],
	[integrations, 'Export data', 'intercom-export-to-google-drive'],
	[sap, 'Events by webhook, signed callback', 'intercom-forward-signed-events'],
	[sap, 'Events by polling, signed callback', 'intercom-poll-forward-signed-events'],
	[tealium, 'Event stream → contact, event, tag, with trace', 'tealium-event-to-intercom'],
];

/** A template as its file has it. */
export const read = (name: string) =>
	JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as WorkflowDraft;

/** The first paragraph of the note that stands at the left of every template. */
function purpose({ nodes }: WorkflowDraft): string {
	const { content } = nodes.find(({ name }) => name === 'About This Workflow')!.parameters;
	const [, first] = String(content).split('\n\n');
	return first.replaceAll('\n', ' ').replaceAll('|', '\\|').replace(/:$/, '.');
}

const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
	.map((path) => path.replaceAll('\\', '/'))
	.filter((path) => /^(e2e|queue|absmartly)\/[^/]+\.ts$/.test(path))
	.map((path) => ({ path, text: readFileSync(join(root, 'test', path), 'utf8') }));

/** The tests that run a template in n8n. */
export const testsOf = (name: string): string[] =>
	tests
		.filter(
			({ text }) =>
				text.includes(`'${name}.json'`) ||
				new RegExp(`^\\t'${name}': `, 'm').test(text) ||
				(mainTemplate === `${name}.json` && text.includes('readTemplate(mainTemplate)')),
		)
		.map(({ path }) => `test/${path}`);

const link = (name: string) => `[${read(name).name}](#${anchorOf(read(name).name)})`;
const tested = (path: string) => `[${path.split('/').at(-1)}](../${path})`;

/** What of n8n it needs, where the oldest n8n that is supported has it not; told in its note, too. */
function needed(name: string): string {
	const lacking = needs(`${name}.json`);
	return lacking ? ` Needs n8n ${lacking.from} or later.` : '';
}

const all = templates.map((name) => [link(name), purpose(read(name)) + needed(name)]);
const wanted = asked.map(([document, what, ...found]) => [
	document,
	what,
	found
		.filter((name) => templates.includes(name))
		.map(link)
		.join(', ') || '**missing**',
]);
const section = (name: string) => `### ${read(name).name}

${purpose(read(name))}${needed(name)}

File: [${name}.json](${name}.json). Tried by: ${testsOf(name).map(tested).join(', ') || 'none'}.

![The workflow on n8n's canvas, with its notes](pictures/${name}.png)
`;

/** The page, as it must stand in templates/README.md. */
export const page = `# Templates

<!-- Written by test/docs/templates.ts from the templates and the tests that run them. Do not edit. -->

${templates.length} workflows to start from, each with [a picture](#the-workflows) of how it looks in n8n. To take one: in n8n, new workflow → menu **⋯ → Import → From file**. Notes in each say what to set up and what every step does. Each runs in a real n8n in the test beside it, with n8n's own nodes, against played systems: that shows what is sent and that the workflow is whole, not that a system at the other end has stayed as it was.

## At a glance

${table(['Template', 'What it does'], all)}

## What was asked for

The documents that this package goes back to, what they name, and the template that does it.

${table(['Document', 'Names', 'Template'], wanted)}

## The workflows

${templates.map(section).join('\n')}`;

if (require.main === module) writeFileSync(file, page);
