/**
 * Which topics Intercom sends for one part: the raw rows, written down from recorded deliveries before any code was. The
 * simulator tells what they say, and the histories of test/intercom/events are made of them. Each row is one combination
 * that was seen, or that follows from those: nothing here is a pattern.
 */
export type PartFact = {
	on: 'conversation' | 'ticket';
	part_type: string;
	text: boolean;
	by: 'contact' | 'admin' | 'bot';
	/** `assigned_to`: none where it is absent. */
	to?: 'admin' | 'team' | 'nobody';
	/** The state before; any where it is absent. `shut` is closed or snoozed. */
	before?: 'open' | 'shut';
	/** Without their first word. */
	topics: string[];
	/** Deliveries of each of these topics with such a part exist; or it follows from others; or from Intercom's description. */
	from: 'recording' | 'assumption' | 'description';
};

type Short = [
	what: string,
	by: PartFact['by'],
	topics: string,
	more?: Partial<Pick<PartFact, 'to' | 'before' | 'from'>>,
];

/** `assignment+` is one with a text. */
const facts = (on: PartFact['on'], rows: Short[]): PartFact[] =>
	rows.map(([what, by, topics, more]) => ({
		on,
		part_type: what.replace('+', ''),
		text: what.endsWith('+'),
		by,
		topics: topics.split(' ').filter(Boolean),
		from: 'recording',
		...more,
	}));

const assumed = { from: 'assumption' } as const;
const described = { from: 'description' } as const;

export const partFacts: PartFact[] = [
	...facts('conversation', [
		['comment+', 'contact', 'user.replied'],
		['comment+', 'admin', 'admin.replied'],
		['comment+', 'admin', 'admin.replied admin.assigned', { to: 'admin' }],
		['comment+', 'bot', 'operator.replied', described],
		['quick_reply+', 'contact', 'user.replied', assumed],
		['quick_reply+', 'admin', 'admin.replied', assumed],
		['channel_and_reply_time_expectation+', 'bot', 'operator.replied'],
		['note+', 'admin', 'admin.noted'],
		['note_and_reopen+', 'admin', 'admin.noted', assumed],

		['assignment', 'admin', 'admin.assigned', { to: 'admin', before: 'open' }],
		['assignment', 'admin', 'admin.assigned', { to: 'team', before: 'open' }],
		['assignment', 'admin', 'admin.assigned', { to: 'nobody', before: 'open', ...assumed }],
		['assignment', 'bot', 'admin.assigned', { to: 'team', before: 'open', ...assumed }],
		['assignment+', 'bot', 'admin.assigned operator.replied', { to: 'team', before: 'open', ...assumed }],
		['assignment+', 'admin', 'admin.assigned admin.replied', { to: 'admin', before: 'open' }],
		['assignment+', 'admin', 'admin.open.assigned admin.replied', { to: 'admin', before: 'shut' }],
		['assignment', 'admin', 'admin.open.assigned', { to: 'admin', before: 'shut', ...assumed }],
		['assign_and_reopen', 'admin', 'admin.opened', { to: 'nobody', before: 'shut' }],
		['assign_and_reopen', 'admin', 'admin.open.assigned', { to: 'admin', before: 'shut', ...assumed }],
		[
			'assign_and_reopen+',
			'admin',
			'admin.open.assigned admin.replied',
			{ to: 'admin', before: 'shut', ...assumed },
		],
		[
			'assign_and_reopen+',
			'admin',
			'admin.opened admin.replied',
			{ to: 'nobody', before: 'shut', ...assumed },
		],
		['assign_and_unsnooze', 'admin', 'admin.open.assigned', { to: 'team', before: 'shut', ...assumed }],
		['assign_and_unsnooze', 'admin', 'admin.opened', { to: 'nobody', before: 'shut', ...assumed }],

		['close', 'admin', 'admin.closed'],
		['close+', 'admin', 'admin.closed admin.replied', assumed],
		['close', 'bot', 'admin.closed', assumed],
		['close+', 'bot', 'admin.closed operator.replied', assumed],
		['open', 'admin', 'admin.opened'],
		['open+', 'admin', 'admin.replied'],
		['open+', 'contact', 'user.replied', assumed],
		['open+', 'bot', 'operator.replied', assumed],
		['open', 'bot', 'admin.opened', assumed],
		['snoozed', 'admin', 'admin.snoozed'],
		['snoozed+', 'admin', 'admin.snoozed admin.replied', assumed],
		['snoozed', 'bot', 'admin.snoozed', assumed],
		['snoozed+', 'bot', 'admin.snoozed operator.replied', assumed],
		['unsnoozed', 'admin', 'admin.unsnoozed'],
		['unsnoozed+', 'admin', 'admin.unsnoozed admin.replied', assumed],
		['timer_unsnooze', 'bot', 'admin.unsnoozed', described],
		['priority_changed', 'admin', 'priority.updated'],
		['priority_changed', 'bot', 'priority.updated', assumed],

		// of these only the parts are recorded, in REST or beside others: no topic is
		...[
			...['language_detection_details', 'attribute_collector', 'attribute_collected'],
			...['company_updated', 'conversation_tags_updated', 'custom_action_started'],
			...['custom_action_finished', 'title_changed', 'conversation_rating_changed'],
		].map((what): Short => [what, 'bot', '']),
		['conversation_attribute_updated_by_admin', 'admin', ''],
		// whatever a teammate says is a reply
		['custom_action_finished+', 'admin', 'admin.replied', assumed],
	]),
	...facts('ticket', [
		['ticket_state_updated_by_admin', 'admin', 'state.updated'],
		['ticket_state_updated_by_admin', 'bot', 'state.updated', assumed],
		['ticket_attribute_updated_by_admin', 'admin', 'attribute.updated'],
		['ticket_attribute_updated_by_admin', 'bot', 'attribute.updated', assumed],
		['comment+', 'contact', 'contact.replied'],
		['quick_reply+', 'contact', 'contact.replied', assumed],
		['comment+', 'admin', 'admin.replied', assumed],
		['comment+', 'admin', 'admin.replied admin.assigned', { to: 'admin', ...assumed }],
		['comment+', 'admin', 'admin.replied team.assigned', { to: 'team', ...assumed }],
		['quick_reply+', 'admin', 'admin.replied', assumed],
		['note+', 'admin', 'note.created'],
		['assignment', 'admin', 'admin.assigned', { to: 'admin' }],
		['assignment', 'admin', 'team.assigned', { to: 'team' }],
		['assignment', 'bot', 'admin.assigned', { to: 'admin', ...assumed }],
		['assignment', 'bot', 'team.assigned', { to: 'team', ...assumed }],
		['assignment', 'admin', '', { to: 'nobody', ...assumed }],
		['assignment', 'bot', '', { to: 'nobody', ...assumed }],
		['assignment+', 'admin', 'admin.replied admin.assigned', { to: 'admin' }],
		['assignment+', 'admin', 'admin.replied team.assigned', { to: 'team', ...assumed }],
		['close', 'admin', 'closed'],
		['close', 'bot', 'closed', assumed],
		['close+', 'admin', 'closed admin.replied', assumed],
		['open', 'admin', '', assumed],
		['open', 'bot', '', assumed],
		['open+', 'contact', 'contact.replied', assumed],
		['open+', 'admin', 'admin.replied', assumed],
		['title_changed', 'admin', ''],
		['snoozed', 'admin', 'admin.snoozed', described],
		['snoozed', 'bot', 'admin.snoozed', assumed],
		['snoozed+', 'admin', 'admin.snoozed admin.replied', assumed],
		['timer_unsnooze', 'bot', 'admin.unsnoozed', assumed],
	]),
];

/** Topics of which a delivery was recorded under this very name, in any version. */
export const recordedTopics = new Set(
	Object.entries({
		admin: `added_to_workspace removed_from_workspace away_mode_updated logged_in logged_out activity_log_event.created`,
		api: 'request.completed',
		article: 'created updated published unpublished deleted',
		company: 'created updated deleted contact.attached contact.detached',
		contact: `archived unarchived deleted merged email.updated subscribed unsubscribed lead.created lead.updated
			lead.added_email lead.tag.created lead.tag.deleted user.created user.updated user.tag.created
			user.tag.deleted`,
		conversation: `user.created user.replied admin.single.created admin.replied admin.noted admin.assigned
			admin.open.assigned admin.opened admin.closed admin.snoozed admin.unsnoozed operator.replied
			priority.updated read deleted contact.attached contact.detached`,
		conversation_part: 'redacted tag.created',
		event: 'created',
		granular: 'subscribe unsubscribe',
		ticket: `created state.updated attribute.updated admin.assigned team.assigned note.created admin.replied
			contact.replied contact.attached contact.detached closed`,
		visitor: 'signed_up',
	}).flatMap(([first, rest]) => rest.split(/\s+/).map((word) => `${first}.${word}`)),
);
