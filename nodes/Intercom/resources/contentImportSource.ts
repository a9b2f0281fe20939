import type { Resource } from '../../core/operation';
import { additional, choose, text } from '../fields';
import { pick } from '../picks';
import { needs } from '../permissions';

const thisSource = pick('content_import_source', { name: 'source_id' });
const url = text('url', 'URL', { required: true, placeholder: 'e.g. https://help.example.com' });
const status = choose('status', 'Status', { active: 'Active', deactivated: 'Deactivated' });

export const contentImportSource: Resource = {
	name: 'Content Import Source',
	notice: needs('AI content'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a content import source',
			request: 'POST /ai/content_import_sources',
			fields: [url, additional(status)],
			// the only way for a source whose pages come through the API
			body: { sync_behavior: 'api' },
		},
		get: {
			name: 'Get',
			action: 'Get a content import source',
			request: 'GET /ai/content_import_sources/{source_id}',
			fields: [thisSource],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many content import sources',
			request: 'GET /ai/content_import_sources',
			list: 'data',
			perPage: 50,
		},
		update: {
			name: 'Update',
			action: 'Update a content import source',
			request: 'PUT /ai/content_import_sources/{source_id}',
			fields: [
				thisSource,
				url,
				choose(
					'sync_behavior',
					'Sync Behavior',
					{ api: 'API', automated: 'Automated', manual: 'Manual' },
					{ description: 'How its pages come to Intercom. API cannot be changed to or from another.' },
				),
				additional(status),
			],
		},
		delete: {
			name: 'Delete',
			action: 'Delete a content import source',
			description: 'Delete a content import source with all its external pages',
			request: 'DELETE /ai/content_import_sources/{source_id}',
			fields: [thisSource],
		},
	},
};
