import { topicNamed, topics, type Polling } from '../../../nodes/Intercom/webhook/topics';

const promising = (polling: Polling) =>
	topics
		.filter((topic) => topic.polling === polling)
		.map(({ topic }) => topic)
		.sort();

describe('the table of topics', () => {
	it('has every topic of Intercom’s list', () => {
		const kinds = [
			...['banner', 'carousel', 'chat', 'checklist', 'custom_bot', 'email', 'news_item', 'post', 'push'],
			...['series', 'series.webhook', 'sms', 'survey', 'tooltip_group', 'tour'],
		];
		const names = topics.map(({ topic }) => topic);
		expect(names).toEqual(expect.arrayContaining(kinds.map((kind) => `content_stat.${kind}`)));
		expect(names).toHaveLength(109);
	});

	it('has each topic, and each label, only once', () => {
		expect(new Set(topics.map(({ topic }) => topic)).size).toBe(topics.length);
		expect(new Set(topics.map(({ label }) => label)).size).toBe(topics.length);
	});

	it('keeps groups together', () => {
		const groups = topics.map(({ group }) => group).filter((group, at, all) => group !== all[at - 1]);
		expect(new Set(groups).size).toBe(groups.length);
	});

	it('promises of polling what can be seen over REST', () => {
		expect(promising('exact')).toEqual([
			'company.created',
			'contact.lead.created',
			'contact.user.created',
			'conversation.admin.assigned',
			'conversation.admin.closed',
			'conversation.admin.noted',
			'conversation.admin.open.assigned',
			'conversation.admin.opened',
			'conversation.admin.replied',
			'conversation.admin.single.created',
			'conversation.admin.snoozed',
			'conversation.operator.replied',
			'conversation.priority.updated',
			'conversation.rating.added',
			'conversation.user.created',
			'conversation.user.replied',
			'ticket.admin.assigned',
			'ticket.admin.replied',
			'ticket.admin.snoozed',
			'ticket.attribute.updated',
			'ticket.closed',
			'ticket.contact.replied',
			'ticket.created',
			'ticket.note.created',
			'ticket.state.updated',
			'ticket.team.assigned',
		]);
		expect(promising('last state')).toEqual([
			'company.updated',
			'contact.lead.updated',
			'contact.user.updated',
		]);
		expect(promising('partly')).toEqual([
			'conversation.admin.unsnoozed',
			'conversation_part.tag.created',
			'ticket.admin.unsnoozed',
		]);
		expect(promising('per contact')).toEqual(['event.created']);
	});

	it('tells of an unknown topic what its name tells', () => {
		expect(topicNamed('thing.created')).toMatchObject({
			label: 'thing.created',
			group: '',
			permission: '',
			eventType: 'CREATED',
			distinction: 'notified',
			polling: 'no',
		});
		expect(topicNamed('thing.deleted').eventType).toBe('DELETED');
		expect(topicNamed('constructor').eventType).toBe('UPDATED');
	});
});
