import { customer, DAY, fin, MINUTE, numberOf, TEAM, teammate, type Json, type Occasion } from './occasion';

/** What was done to a conversation or ticket: its part, and what that changes on the whole. */
export type Act = {
	kind: string;
	/** A teammate unless said. */
	by?: Json;
	text?: string;
	/** Seconds since, where the event is about something done to an older part. */
	ago?: number;
	part?: Json;
	whole?: Json;
};

const assignedTo = (type: string, id: string): Json => ({ assigned_to: { type, id } });

const ticketState = (id: string, category: string, label: string): Json => ({
	ticket_state: { type: 'ticket_state', id, category, internal_label: label, external_label: label },
});
export const submitted = ticketState('4517893', 'submitted', 'Submitted');
const resolved = { ...ticketState('4517896', 'resolved', 'Resolved'), open: false };

const stateChange = (from: string, to: string, whole: Json): Act => ({
	kind: 'ticket_state_updated_by_admin',
	part: { ticket_state: to, previous_ticket_state: from },
	whole,
});

const answer: Act = { kind: 'comment', text: 'You find it under Settings.' };
const thanks: Act = { kind: 'comment', by: customer, text: 'Thank you, that helped.' };
const note: Act = { kind: 'note', text: 'Asked about the plan before.' };
const toTeammate: Act = { kind: 'assignment', part: assignedTo('admin', teammate.id) };
const snoozed: Act = { kind: 'snoozed', whole: { state: 'snoozed' } };
const unsnoozed: Act = { kind: 'unsnoozed' };
const translated: Act = {
	...answer,
	part: { translations: { original: 'en', es: 'Está en Configuración.' } },
};

/** What each topic is about, where that is a part. */
export const acts: Record<string, Act> = {
	'conversation.user.replied': thanks,
	'conversation.admin.replied': answer,
	'conversation.admin.replied.translated': translated,
	'conversation.operator.replied': { ...answer, by: fin },
	'conversation.admin.noted': note,
	'conversation.admin.assigned': toTeammate,
	'conversation.admin.open.assigned': { ...toTeammate, kind: 'assign_and_reopen' },
	'conversation.admin.opened': { kind: 'open' },
	'conversation.admin.closed': { kind: 'close', whole: { open: false, state: 'closed' } },
	'conversation.admin.snoozed': snoozed,
	'conversation.admin.unsnoozed': unsnoozed,
	'conversation.priority.updated': { kind: 'priority_changed', whole: { priority: 'priority' } },
	'conversation.read': {
		kind: 'comment',
		by: fin,
		text: 'The team answers soon.',
		ago: MINUTE,
		whole: { read: true },
	},
	'conversation_part.redacted': { ...answer, ago: MINUTE, part: { redacted: true } },
	'conversation_part.tag.created': { ...thanks, ago: MINUTE },
	'ticket.created': stateChange('submitted', 'submitted', {}),
	'ticket.state.updated': stateChange(
		'submitted',
		'in_progress',
		ticketState('4517894', 'in_progress', 'In progress'),
	),
	'ticket.attribute.updated': {
		kind: 'ticket_attribute_updated_by_admin',
		part: {
			updated_attribute_data: {
				attribute: { type: 'attribute', id: '8514185', label: 'Platform' },
				value: { type: 'value', id: 'iOS', label: 'iOS', previous: '' },
			},
		},
	},
	'ticket.admin.assigned': toTeammate,
	'ticket.team.assigned': { kind: 'assignment', part: assignedTo('team', TEAM) },
	'ticket.note.created': note,
	'ticket.admin.replied': answer,
	'ticket.admin.replied.translated': translated,
	'ticket.contact.replied': thanks,
	'ticket.rating.provided': { ...answer, ago: MINUTE, whole: resolved },
	'ticket.admin.snoozed': snoozed,
	'ticket.admin.unsnoozed': unsnoozed,
	'ticket.resolved': stateChange('in_progress', 'resolved', resolved),
	'ticket.closed': { kind: 'close', whole: resolved },
};

/** A text as a body: HTML up to 2.14, plain text since. */
export const prose = (text: string | undefined, { version }: Occasion): string | null =>
	text === undefined ? null : version === '2.14' ? `<p>${text}</p>` : text;

/** What the parts of conversations and of tickets have in common. */
export function partOf(occasion: Occasion, { kind, by = teammate, text, ago = 0, part }: Act): Json {
	const at = occasion.now - ago;
	return {
		id: numberOf(`${occasion.topic} ${kind}`),
		part_type: kind,
		body: prose(text, occasion),
		created_at: at,
		updated_at: at,
		author: by,
		attachments: [],
		redacted: false,
		...part,
	};
}

/** A day from now, where that is the act (Unix seconds). */
export const snoozedUntil = ({ now }: Occasion, act?: Act): number | null =>
	act?.whole?.state === 'snoozed' ? now + DAY : null;
