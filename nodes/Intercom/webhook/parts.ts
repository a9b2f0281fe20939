import { object, word, type Json } from './payload';

export type Kind = 'conversation' | 'ticket';
export type State = 'open' | 'closed' | 'snoozed';
/** What a row rests on: deliveries of Intercom's that were recorded, or what those and the descriptions suggest. */
export type Basis = 'recorded' | 'assumed';
type By = 'contact' | 'admin' | 'bot';
type To = 'admin' | 'team' | 'nobody';

/** What a part must be like for its row; what is left out does not matter. */
type When = {
	/** Whether it says something. */
	text?: boolean;
	by?: By;
	/** Whom it assigns to. */
	to?: To[];
	/** It opens what was closed or snoozed before. */
	opens?: true;
};

/** Topics without their first word, which is the kind. */
type Row = { types: RegExp; when: When; topics: string[]; basis: Basis };

const row = (types: RegExp, when: When, topics: string[], basis: Basis = 'assumed'): Row => ({
	types,
	when,
	topics,
	basis,
});

const said = (by: By): When => ({ text: true, by });
const somebody: To[] = ['admin', 'team'];
const ANY = /^/;

/**
 * Which topics Intercom sends for one part: by type, body, author and what was before. The first row that fits counts.
 * Recorded deliveries show two rules: whatever a teammate says is a reply, whichever type its part has; and one part
 * may be several topics.
 */
const conversationRows: Row[] = [
	row(/^note/, {}, ['admin.noted'], 'recorded'),

	row(/^comment$/, { by: 'contact' }, ['user.replied'], 'recorded'),
	row(/^comment$/, { by: 'admin', to: somebody }, ['admin.replied', 'admin.assigned'], 'recorded'),
	row(/^comment$/, { by: 'admin' }, ['admin.replied'], 'recorded'),
	row(/^(comment|quick_reply)$/, { by: 'bot' }, ['operator.replied']),
	row(/^quick_reply$/, { by: 'contact' }, ['user.replied']),
	row(/^quick_reply$/, { by: 'admin' }, ['admin.replied']),
	row(/^channel_and_reply_time_expectation$/, said('bot'), ['operator.replied'], 'recorded'),

	row(/^assign_and_reopen$/, { text: false, to: ['nobody'] }, ['admin.opened'], 'recorded'),
	row(/^assign_and_/, { ...said('admin'), to: somebody }, ['admin.open.assigned', 'admin.replied']),
	row(/^assign_and_/, { to: somebody }, ['admin.open.assigned']),
	row(/^assign_and_/, said('admin'), ['admin.opened', 'admin.replied']),
	row(/^assign_and_/, {}, ['admin.opened']),
	row(
		/^assignment$/,
		{ ...said('admin'), opens: true },
		['admin.open.assigned', 'admin.replied'],
		'recorded',
	),
	row(/^assignment$/, { opens: true }, ['admin.open.assigned']),
	row(/^assignment$/, said('admin'), ['admin.assigned', 'admin.replied'], 'recorded'),
	row(/^assignment$/, { by: 'admin' }, ['admin.assigned'], 'recorded'),
	row(/^assignment$/, said('bot'), ['admin.assigned', 'operator.replied']),
	row(/^assignment$/, {}, ['admin.assigned']),

	row(/^close$/, said('admin'), ['admin.closed', 'admin.replied']),
	row(/^close$/, { by: 'admin' }, ['admin.closed'], 'recorded'),
	row(/^close$/, said('bot'), ['admin.closed', 'operator.replied']),
	row(/^close$/, {}, ['admin.closed']),

	row(/^open$/, said('admin'), ['admin.replied'], 'recorded'),
	row(/^open$/, { by: 'admin' }, ['admin.opened'], 'recorded'),
	row(/^open$/, { by: 'contact' }, ['user.replied']),
	row(/^open$/, said('bot'), ['operator.replied']),
	row(/^open$/, {}, ['admin.opened']),

	row(/^snoozed$/, said('admin'), ['admin.snoozed', 'admin.replied']),
	row(/^snoozed$/, { by: 'admin' }, ['admin.snoozed'], 'recorded'),
	row(/^snoozed$/, said('bot'), ['admin.snoozed', 'operator.replied']),
	row(/^snoozed$/, {}, ['admin.snoozed']),
	row(/^unsnoozed$/, { text: false, by: 'admin' }, ['admin.unsnoozed'], 'recorded'),
	row(/^(timer_)?unsnoozed?$/, said('admin'), ['admin.unsnoozed', 'admin.replied']),
	row(/^(timer_)?unsnoozed?$/, {}, ['admin.unsnoozed']),

	row(/^priority_changed$/, { by: 'admin' }, ['priority.updated'], 'recorded'),
	row(/^priority_changed$/, {}, ['priority.updated']),

	row(ANY, said('admin'), ['admin.replied']),
];

const ticketRows: Row[] = [
	row(/^note/, {}, ['note.created'], 'recorded'),
	// named by who did it: ticket_state_updated_by_admin and its kin
	row(/^ticket_state_updated/, {}, ['state.updated'], 'recorded'),
	row(/^ticket_attribute_updated/, {}, ['attribute.updated'], 'recorded'),

	row(/^comment$/, { by: 'contact' }, ['contact.replied'], 'recorded'),
	row(/^(quick_reply|open)$/, { by: 'contact' }, ['contact.replied']),
	row(/^comment$/, { by: 'admin', to: ['admin'] }, ['admin.replied', 'admin.assigned']),
	row(/^comment$/, { by: 'admin', to: ['team'] }, ['admin.replied', 'team.assigned']),
	row(/^(comment|quick_reply)$/, { by: 'admin' }, ['admin.replied']),

	row(/^assign/, { ...said('admin'), to: ['admin'] }, ['admin.replied', 'admin.assigned'], 'recorded'),
	row(/^assign/, { ...said('admin'), to: ['team'] }, ['admin.replied', 'team.assigned']),
	row(/^assign/, { to: ['admin'] }, ['admin.assigned'], 'recorded'),
	row(/^assign/, { to: ['team'] }, ['team.assigned'], 'recorded'),

	row(/^close$/, said('admin'), ['closed', 'admin.replied']),
	row(/^close$/, {}, ['closed'], 'recorded'),
	row(/^snoozed$/, said('admin'), ['admin.snoozed', 'admin.replied']),
	row(/^snoozed$/, {}, ['admin.snoozed']),
	// Intercom does not say which part ends a ticket's snooze: a conversation's
	row(/^(timer_)?unsnoozed?$/, {}, ['admin.unsnoozed']),

	row(ANY, said('admin'), ['admin.replied']),
];

/** The table, for whoever shows or tests it. */
export const partTopics: Record<Kind, Row[]> = { conversation: conversationRows, ticket: ticketRows };

const CONTACTS = ['user', 'lead', 'contact', 'visitor'];
const BOTS = ['bot', 'operator', 'workflow'];

export const isContact = (author: Json | undefined): boolean => CONTACTS.includes(word(author?.type));

function authorOf({ author }: Json): By | undefined {
	const who = object(author);
	if (isContact(who)) return 'contact';
	if (BOTS.includes(word(who?.type))) return 'bot';
	return ['admin', 'team'].includes(word(who?.type)) ? 'admin' : undefined;
}

function assigneeOf({ assigned_to: assignee }: Json): To | undefined {
	const type = word(object(assignee)?.type);
	if (type === '') return undefined;
	return type === 'team' || type === 'admin' ? type : 'nobody';
}

const fits = ({ types, when }: Row, part: Json, before: State): boolean => {
	const to = assigneeOf(part);
	const opens = before !== 'open' && ['', 'open'].includes(word(part.state));
	return (
		types.test(word(part.part_type)) &&
		(when.text === undefined || when.text === (word(part.body).trim() !== '')) &&
		(when.by === undefined || when.by === authorOf(part)) &&
		(when.to === undefined || (to !== undefined && when.to.includes(to))) &&
		(!when.opens || opens)
	);
};

/** The topics that Intercom sends for one part, given the state before it; none for most of what bots do. */
export const topicsOfPart = (kind: Kind, part: Json, before: State = 'open'): string[] =>
	(partTopics[kind].find((each) => fits(each, part, before))?.topics ?? []).map(
		(topic) => `${kind}.${topic}`,
	);

/** Whether the topic may be one of the part's, whatever was before it. */
export const mayBe = (kind: Kind, part: Json, topic: string): boolean =>
	(['open', 'closed'] as const).some((before) => topicsOfPart(kind, part, before).includes(topic));
