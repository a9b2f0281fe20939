import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, time } from '../fields/fields';
import { pick } from '../fields/picks';

export const macro: Resource = {
	name: 'Macro',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a macro',
			version: '2.16',
			request: 'GET /macros/{id}',
			fields: [pick('macro', { as: 'id' })],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many macros',
			version: '2.16',
			request: 'GET /macros',
			fields: [additional(time('updated_since', 'Updated Since', { to: 'query' }))],
			list: 'data',
			perPage: 150,
		},
	},
};
