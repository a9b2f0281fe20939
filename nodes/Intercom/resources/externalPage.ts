import type { Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, asInteger, identifier, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const simplify = [
	'title',
	'url',
	'ai_agent_availability',
	'ai_copilot_availability',
	'created_at',
	'updated_at',
	'last_ingested_at',
	'external_id',
	'source_id',
	'id',
];

const thisPage = pick('external_page', { name: 'page_id' });
const externalId = identifier('external_id', 'External ID', {
	placeholder: 'e.g. 5678',
	description: 'The source’s own ID of the page',
});
const content = [
	pick('content_import_source', { name: 'source_id', to: 'body', convert: asInteger }),
	text('title', 'Title', { required: true, placeholder: 'e.g. How to reset your password' }),
	text('html', 'HTML', {
		required: true,
		typeOptions: { rows: 6 },
		placeholder: 'e.g. <p>Open the log-in page</p>',
	}),
];
const url = text('url', 'URL', {
	placeholder: 'e.g. https://help.example.com/reset',
	description: 'The address of the page, to which Fin links its answers',
});
/** Intercom takes pages in English only, and wants to be told so. */
const body = { locale: 'en' };

export const externalPage: Resource = {
	name: 'External Page',
	permission: needs('AI content'),
	preset: 'getAll',
	operations: {
		upsert: {
			name: 'Create or Update',
			action: 'Create or update an external page',
			description: 'Create a new external page, or update the current one if it already exists (upsert)',
			request: 'POST /ai/external_pages',
			fields: [
				{ ...externalId, required: true },
				...content,
				additional(
					yesNo('ai_agent_availability', 'AI Agent Availability', 'Whether Fin may answer customers with it'),
					yesNo(
						'ai_copilot_availability',
						'AI Copilot Availability',
						'Whether Copilot may answer teammates with it',
					),
					url,
				),
			],
			body,
			// Intercom finds the page again by source and external ID
			build: (request) => ({ ...request, repeatable: true }),
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get an external page',
			request: 'GET /ai/external_pages/{page_id}',
			fields: [thisPage],
			simplify: [...simplify.filter((key) => key !== 'last_ingested_at'), 'html'],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many external pages',
			request: 'GET /ai/external_pages',
			list: 'data',
			perPage: 50,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update an external page',
			request: 'PUT /ai/external_pages/{page_id}',
			fields: [
				thisPage,
				...content,
				{ ...url, required: true },
				additional(
					externalId,
					yesNo('fin_availability', 'Fin Availability', 'Whether Fin may answer with it', { default: true }),
				),
			],
			body,
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete an external page',
			request: 'DELETE /ai/external_pages/{page_id}',
			fields: [thisPage],
			simplify,
		},
	},
};
