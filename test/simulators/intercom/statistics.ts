import type { Conversation, Part } from './types';

/** The fields of Intercom's conversation_statistics; times in unix s, durations in s, null where it did not happen. */
export function statisticsOf({ created_at, parts, source }: Conversation) {
	const times = (wanted: (part: Part) => boolean) => parts.filter(wanted).map((part) => part.created_at);
	const assignments = times((part) => part.part_type === 'assignment');
	const closes = times((part) => part.part_type === 'close');
	const reopens = times((part) => part.part_type === 'open');
	const fromTeam = times((part) => isReply(part) && part.author.type === 'admin');
	const fromContact = times((part) => isReply(part) && isContact(part));
	if (source.delivered_as === 'customer_initiated') fromContact.unshift(created_at);
	const since = (time: number | undefined) => (time === undefined ? null : time - created_at);
	const lastAssignment = assignments.at(-1);
	const afterAssignment = fromTeam.find((time) => lastAssignment !== undefined && time >= lastAssignment);
	const lastClose = parts.filter((part) => part.part_type === 'close').at(-1);
	return {
		type: 'conversation_statistics',
		time_to_assignment: since(assignments[0]),
		time_to_admin_reply: since(fromTeam[0]),
		time_to_first_close: since(closes[0]),
		time_to_last_close: since(closes.at(-1)),
		median_time_to_reply: null,
		first_contact_reply_at: fromContact[0] ?? null,
		first_assignment_at: assignments[0] ?? null,
		first_admin_reply_at: fromTeam[0] ?? null,
		first_close_at: closes[0] ?? null,
		last_assignment_at: lastAssignment ?? null,
		last_assignment_admin_reply_at: afterAssignment ?? null,
		last_contact_reply_at: fromContact.at(-1) ?? null,
		last_admin_reply_at: fromTeam.at(-1) ?? null,
		last_close_at: closes.at(-1) ?? null,
		last_closed_by_id: lastClose?.author.id ?? null,
		count_reopens: reopens.length,
		count_assignments: assignments.length,
		// the source counts as the first part
		count_conversation_parts: parts.length + 1,
		assigned_team_first_response_time: [],
		assigned_team_first_response_time_in_office_hours: [],
		handling_time: null,
		adjusted_handling_time: null,
	};
}

/** What a person wrote to the other side. */
const isReply = (part: Part) => part.part_type === 'comment' || part.part_type === 'quick_reply';

const isContact = (part: Part) => part.author.type === 'user' || part.author.type === 'lead';
