import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';

export const awayStatusReason: Resource = {
	name: 'Away Status Reason',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		getAll: {
			name: 'Get Many',
			action: 'Get many away status reasons',
			request: 'GET /away_status_reasons',
			list: 'data',
		},
	},
};
