import type { Resource } from '../../core/operation';
import { undocumented } from '../permissions';

export const awayStatusReason: Resource = {
	name: 'Away Status Reason',
	notice: undocumented,
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
