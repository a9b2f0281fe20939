import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';

export const ticketState: Resource = {
	name: 'Ticket State',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		getAll: {
			name: 'Get Many',
			action: 'Get many ticket states',
			request: 'GET /ticket_states',
			list: 'data',
		},
	},
};
