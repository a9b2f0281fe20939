import { company, contact, ofNumbers, takes, type Searchable } from './searchable';

/** Source: Intercom API 2.14, searchTickets. */
export const tickets: Searchable = {
	plural: 'tickets',
	own: 'ticket_attribute.',
	ownPick: 'ticket_type_attribute',
	known: {
		category: {
			displayName: 'Category',
			fields: { category: 'Category' },
			choices: { request: 'Customer', task: 'Back-Office', tracker: 'Tracker' },
		},
		company,
		contact,
		state: {
			displayName: 'State',
			fields: { state: 'State' },
			choices: {
				submitted: 'Submitted',
				in_progress: 'In Progress',
				waiting_on_customer: 'Waiting on Customer',
				resolved: 'Resolved',
			},
		},
		team: { displayName: 'Team', pick: 'team', fields: { team_assignee_id: 'Team' } },
		teammate: {
			displayName: 'Teammate',
			pick: 'admin',
			fields: { admin_assignee_id: 'Assigned Teammate', teammate_ids: 'Participating Teammate' },
		},
		ticketType: {
			displayName: 'Ticket Type',
			pick: 'ticket_type',
			fields: { ticket_type_id: 'Ticket Type' },
		},
	},
	integers: [],
	fields: {
		text: { title: 'Title', description: 'Description', id: 'Ticket ID' },
		number: {},
		date: { updated_at: 'Last Updated At', created_at: 'Created At', snoozed_until: 'Snoozed Until' },
		yesNo: { open: 'Open' },
	},
	takes,
	exceptions: { created_at: [...ofNumbers, '>=', '<='] },
	nothing: { admin_assignee_id: '0', team_assignee_id: '0' },
	holds: {},
	ahead: ['snoozed_until'],
};
