import type { Resource } from '../../core/table/operation';
import { needs, undocumented } from '../connection/permissions';
import { choose, text } from '../fields/fields';
import { pick } from '../fields/picks';

export const helpCenter: Resource = {
	name: 'Help Center',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a help center',
			request: 'GET /help_center/help_centers/{help_center_id}',
			fields: [pick('help_center')],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many help centers',
			request: 'GET /help_center/help_centers',
			list: 'data',
		},
	},
};

const version = '2.16';
const redirectId = text('id', 'Redirect ID', { to: 'path', required: true, placeholder: 'e.g. 26' });

export const helpCenterRedirect: Resource = {
	name: 'Help Center Redirect',
	permission: needs('read_help_center_redirects_scope', 'read_write_help_center_redirects_scope'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a help center redirect',
			version,
			request: 'POST /help_center/help_centers/{help_center_id}/redirects',
			fields: [
				pick('help_center'),
				text('from_url', 'From URL', {
					required: true,
					placeholder: 'e.g. https://help.example.com/en/old-page',
					description: 'The address to redirect, which lies in the help center',
				}),
				choose('target_type', 'To', { article: 'Article', collection: 'Collection' }),
				pick('article', {
					name: 'target_article',
					to: 'body',
					as: 'target_id',
					show: { target_type: ['article'] },
				}),
				pick('collection', {
					name: 'target_collection',
					to: 'body',
					as: 'target_id',
					show: { target_type: ['collection'] },
				}),
				text('locale', 'Locale', {
					required: true,
					default: 'en',
					placeholder: 'e.g. en',
					description: 'The language of the target',
				}),
			],
		},
		get: {
			name: 'Get',
			action: 'Get a help center redirect',
			version,
			request: 'GET /help_center/help_centers/{help_center_id}/redirects/{id}',
			fields: [pick('help_center'), redirectId],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many help center redirects',
			version,
			request: 'GET /help_center/help_centers/{help_center_id}/redirects',
			fields: [pick('help_center')],
			list: 'data',
			perPage: 250,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a help center redirect',
			version,
			request: 'DELETE /help_center/help_centers/{help_center_id}/redirects/{id}',
			fields: [pick('help_center'), redirectId],
		},
	},
};
