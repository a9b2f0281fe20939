import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, choose, integerList, text, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const thisSource = pick('content_import_source', { name: 'source_id' });
const url = text('url', 'URL', { required: true, placeholder: 'e.g. https://help.example.com' });
const status = choose('status', 'Status', { active: 'Active', deactivated: 'Deactivated' });
const audiences: Field = integerList('audience_ids', 'Audience IDs', { since: '2.15' });

export const contentImportSource: Resource = {
	name: 'Content Import Source',
	permission: needs('AI content'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a content import source',
			request: 'POST /ai/content_import_sources',
			fields: [url, additional(audiences, status)],
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
				additional(
					yesNo(
						'apply_audience_to_existing_content',
						'Apply Audiences to Existing Pages',
						'Whether the pages that it has already get the audiences too',
						{ since: '2.15' },
					),
					audiences,
					status,
				),
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
