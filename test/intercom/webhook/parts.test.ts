import { topicOfPart } from '../../../nodes/Intercom/webhook/parts';

it.each([
	['conversation', 'note_and_reopen', 'conversation.admin.noted'],
	['conversation', 'note_and_unsnooze', 'conversation.admin.noted'],
	['conversation', 'assign_and_unsnooze', 'conversation.admin.assigned'],
	['conversation', 'assign_and_reopen', 'conversation.admin.open.assigned'],
	['conversation', 'unsnoozed', 'conversation.admin.unsnoozed'],
	['conversation', 'timer_unsnooze', 'conversation.admin.unsnoozed'],
	['conversation', 'away_mode_assignment', undefined],
	['ticket', 'unsnoozed', 'ticket.admin.unsnoozed'],
	['ticket', 'timer_unsnooze', 'ticket.admin.unsnoozed'],
	['ticket', 'constructor', undefined],
] as const)('the part of a %s that is of type %s has the topic %s', (kind, part_type, topic) => {
	expect(topicOfPart(kind, { part_type, author: { type: 'admin' } })).toBe(topic);
});
