import { notFound } from '../errors';
import { stateView, typeView } from '../ticketViews';
import type { Routes } from './call';

/** What tickets can be of and in; both are made in Intercom itself, not here. */
export const ticketTypes: Routes = {
	'GET /ticket_types': ({ workspace }) => ({
		type: 'list',
		data: [...workspace.ticketTypes.values()].map((type) => typeView(workspace, type, true)),
	}),
	'GET /ticket_types/:id'({ workspace, params }) {
		const type = workspace.ticketTypes.get(params.id);
		if (!type) throw notFound('Ticket type not found', 'ticket_type_not_found');
		return typeView(workspace, type, true);
	},
	'GET /ticket_states'({ workspace }) {
		const types = [...workspace.ticketTypes.values()].map((type) => typeView(workspace, type));
		const data = [...workspace.ticketStates.values()].map((state) => ({
			...stateView(state),
			archived: false,
			ticket_types: { type: 'list', data: types },
		}));
		return { type: 'list', data };
	},
};
