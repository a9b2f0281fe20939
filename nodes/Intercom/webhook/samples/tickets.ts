import { own } from '../../../core/values/own';
import { hosts } from '../../connection/hosts';
import { acts, partOf, snoozedUntil, submitted, type Act } from './acts';
import { contact, reference } from './contacts';
import { birth, fin, list, TICKET, WORKSPACE, type Build } from './occasion';

const actOf = (topic: string): Act => own(acts, topic) ?? { kind: 'comment' };

/** Its parts are the whole history. */
export const wholeTicket: Build = (occasion) => {
	const { topic, now, version } = occasion;
	const act = actOf(topic);
	const collected: Act = { kind: 'attribute_collected', by: fin, ago: now - birth(occasion) };
	// up to 2.14 it fires when the ticket is resolved, which closes it too
	const after = topic === 'ticket.closed' && version === '2.14' ? [acts['ticket.resolved']] : [];
	const parts = [collected, act, ...after].map((one) => ({
		type: 'ticket_part',
		...partOf(occasion, one),
	}));
	return {
		type: 'ticket',
		id: TICKET,
		ticket_id: '66040342',
		ticket_attributes: {
			_default_title_: 'Cannot pay',
			_default_description_: 'The card is refused.',
			Platform: 'iOS',
		},
		...submitted,
		ticket_type: {
			type: 'ticket_type',
			id: '2979330',
			name: 'Tickets',
			description: '',
			icon: '🎟',
			workspace_id: WORKSPACE,
			archived: false,
			is_internal: false,
			ticket_type_attributes: { type: 'list', data: [] },
			category: 'Customer',
		},
		contacts: { type: 'contact.list', contacts: [reference] },
		admin_assignee_id: '0',
		team_assignee_id: '0',
		created_at: birth(occasion),
		updated_at: now,
		ticket_parts: { type: 'ticket_part.list', ticket_parts: parts, total_count: parts.length },
		open: true,
		snoozed_until: snoozedUntil(occasion, act),
		linked_objects: list(),
		category: 'Customer',
		is_shared: true,
		company_id: null,
		channel: 'messenger',
		...act.whole,
	};
};

export const ticketAndPart: Build = (occasion) => ({
	type: 'ticket_ticket_part',
	ticket: wholeTicket(occasion),
	ticket_part: { type: 'ticket_part', ...partOf(occasion, actOf(occasion.topic)) },
});

export const closedTicket: Build = (occasion) =>
	occasion.version === '2.14' ? wholeTicket(occasion) : { ticket: wholeTicket(occasion) };

export const ticketContact: Build = (occasion) => ({
	ticket: {
		type: 'ticket',
		id: Number(TICKET),
		url: `${hosts.us.app}/a/apps/${WORKSPACE}/conversations/${TICKET}`,
		custom_attributes: { _default_title_: { value: 'Cannot pay', type: 'string' } },
		state: 'submitted',
		ticket_type: 'Tickets',
	},
	contact: contact(occasion),
});
