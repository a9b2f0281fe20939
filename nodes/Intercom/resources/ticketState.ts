import type { Resource } from '../../core/operation';
import { undocumented } from '../permissions';

export const ticketState: Resource = {
	name: 'Ticket State',
	notice: undocumented,
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
