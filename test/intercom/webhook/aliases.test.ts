import { aliases, expandTopics, matches } from '../../../nodes/Intercom/webhook/aliases';
import { topics } from '../../../nodes/Intercom/webhook/topics';

const today = new Set(topics.map(({ topic }) => topic));

describe('aliases', () => {
	it('are no topics themselves and stand for topics of the table', () => {
		for (const [alias, stands] of Object.entries(aliases)) {
			expect(today).not.toContain(alias);
			expect(stands.filter((topic) => !today.has(topic))).toEqual([]);
		}
	});

	it.each([
		['conversation.created', ['conversation.user.created', 'conversation.admin.single.created']],
		['conversation.closed', ['conversation.admin.closed']],
		['conversation.assigned', ['conversation.admin.assigned', 'conversation.admin.open.assigned']],
		['user.created', ['contact.user.created']],
		['user.updated', ['contact.user.updated']],
		['user.deleted', ['contact.deleted', 'contact.archived']],
		['user.unsubscribed', ['contact.unsubscribed']],
		['user.email.updated', ['contact.email.updated']],
		['user.tag.created', ['contact.user.tag.created']],
		['user.tag.deleted', ['contact.user.tag.deleted']],
		// in API 1.x contacts are leads
		['contact.created', ['contact.lead.created']],
		['contact.signed_up', ['contact.lead.signed_up']],
		['contact.added_email', ['contact.lead.added_email']],
		['contact.tag.created', ['contact.lead.tag.created']],
		['contact.tag.deleted', ['contact.lead.tag.deleted']],
		['contact.unarchived', ['contact.unarchive']],
		['ticket.closed', []],
		['company.created', []],
		['a.topic.never.seen', []],
	])('take %s for %j', (name, stands) => {
		expect([...expandTopics([name])]).toEqual([name, ...stands]);
	});

	it('take ticket.updated for every change of a ticket', () => {
		expect([...expandTopics(['ticket.updated'])]).toEqual(
			expect.arrayContaining(['ticket.attribute.updated', 'ticket.state.updated', 'ticket.admin.replied']),
		);
	});

	it('are found whatever blanks stand around them, and blank names are left out', () => {
		expect([...expandTopics([' user.created\n', '', '  ', 'user.created'])]).toEqual([
			'user.created',
			'contact.user.created',
		]);
		expect(expandTopics([]).size).toBe(0);
	});
});

describe('matches', () => {
	const chose = (...names: string[]) => expandTopics(names);

	it.each([
		['conversation.user.replied', 'conversation.user.replied', true],
		['conversation.user.replied', 'conversation.admin.replied', false],
		['*', 'a.topic.never.seen', true],
		['user.created', 'contact.user.created', true],
		['user.created', 'contact.lead.created', false],
		// an app on API 1.x
		['contact.user.created', 'user.created', true],
		['contact.archived', 'user.deleted', true],
		// what is delivered, and what is described
		['contact.unarchive', 'contact.unarchived', true],
		['contact.unarchived', 'contact.unarchive', true],
		['contact.lead.created', 'contact.created', true],
		['contact.user.created', 'contact.created', false],
		['conversation.user.created', 'constructor', false],
		['conversation.user.created', '__proto__', false],
	])('%s chosen, %s arrives: %s', (name, topic, wanted) => {
		expect(matches(chose(name), topic)).toBe(wanted);
	});

	it('wants nothing where nothing was chosen', () => {
		expect(matches(chose(), 'conversation.user.created')).toBe(false);
	});
});
