import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, integerList, json, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';
import { tagging } from '../operations/tagging';

const version = '2.16';

const simplify = [
	'title',
	'locale',
	'body_markdown',
	'ai_chatbot_availability',
	'ai_copilot_availability',
	'ai_sales_agent_availability',
	'created_at',
	'updated_at',
	'audience_ids',
	'id',
];

const title = text('title', 'Title', { placeholder: 'e.g. How to reset your password' });
const details: Field[] = [
	yesNo('ai_chatbot_availability', 'AI Chatbot Availability', 'Whether Fin may answer customers with it'),
	yesNo('ai_copilot_availability', 'AI Copilot Availability', 'Whether Copilot may answer teammates with it'),
	yesNo(
		'ai_sales_agent_availability',
		'AI Sales Agent Availability',
		'Whether the sales agent may answer customers with it',
	),
	integerList('audience_ids', 'Audience IDs'),
	text('body_markdown', 'Body (Markdown)', {
		typeOptions: { rows: 6 },
		placeholder: 'e.g. Open the **log-in** page',
	}),
	// JSON, since Intercom does not specify the blocks
	json('json_blocks', 'Body (Blocks)', {
		placeholder: 'e.g. [{"type": "paragraph", "text": "Open the log-in page"}]',
		description: 'The text as a list of blocks, in place of the one in Markdown',
	}),
	text('locale', 'Locale', { placeholder: 'e.g. en', description: 'Its language, English if left out' }),
];

export const contentSnippet: Resource = {
	name: 'Content Snippet',
	permission: needs('read_write_content_snippets'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a content snippet',
			version,
			request: 'POST /content_snippets',
			fields: [{ ...title, required: true }, additional(...details)],
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a content snippet',
			version,
			request: 'GET /content_snippets/{content_snippet_id}',
			fields: [pick('content_snippet')],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many content snippets',
			version,
			request: 'GET /content_snippets',
			list: 'data',
			perPage: 50,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a content snippet',
			version,
			request: 'PUT /content_snippets/{content_snippet_id}',
			fields: [pick('content_snippet'), additional(title, ...details)],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a content snippet',
			version,
			request: 'DELETE /content_snippets/{content_snippet_id}',
			fields: [pick('content_snippet')],
		},
		...tagging('content_snippets', 'content_snippet', 'a content snippet'),
	},
};
