import { conversationHistory, ticketHistory } from '../../../nodes/Intercom/webhook/history';
import { mayBe, partTopics, topicsOfPart } from '../../../nodes/Intercom/webhook/parts';
import { partFacts, type PartFact } from '../../facts/partTopics';

const people = { contact: 'user', admin: 'admin', bot: 'bot' };
const assignees = { admin: 'admin', team: 'team', nobody: 'nobody_admin' };

const partOf = ({ part_type, text, by, to }: PartFact) => ({
	part_type,
	body: text ? '<p class="no-margin">Hey!</p>' : null,
	author: { type: people[by], id: '1' },
	assigned_to: to ? { type: assignees[to], id: to === 'nobody' ? null : '2' } : null,
});

const full = ({ on, topics }: PartFact) => topics.map((topic) => `${on}.${topic}`).sort();

const named = (fact: PartFact) =>
	[
		fact.on,
		`${fact.part_type}${fact.text ? ' with text' : ''}`,
		`by ${fact.by}`,
		fact.to && `to ${fact.to}`,
		fact.before && `when it was ${fact.before}`,
	]
		.filter(Boolean)
		.join(' ');

it.each(partFacts.map((fact) => [named(fact), fact] as const))('%s is what was recorded', (_, fact) => {
	const befores = { open: ['open'], shut: ['closed', 'snoozed'] } as const;
	for (const before of fact.before ? befores[fact.before] : (['open', 'closed', 'snoozed'] as const))
		expect(topicsOfPart(fact.on, partOf(fact), before).sort()).toEqual(full(fact));
	for (const topic of full(fact)) expect(mayBe(fact.on, partOf(fact), topic)).toBe(true);
});

it('says of no row that it is recorded where no fact is', () => {
	const recorded = partFacts.filter(({ from }) => from === 'recording');
	for (const kind of ['conversation', 'ticket'] as const) {
		for (const row of partTopics[kind].filter(({ basis }) => basis === 'recorded')) {
			const proof = recorded.filter(
				(fact) =>
					fact.on === kind &&
					row.types.test(fact.part_type) &&
					[...fact.topics].sort().join() === [...row.topics].sort().join(),
			);
			expect({ row: `${kind} ${row.types} ${row.topics.join()}`, proofs: proof.length > 0 }).toEqual({
				row: `${kind} ${row.types} ${row.topics.join()}`,
				proofs: true,
			});
		}
	}
});

it.each(['away_mode_assignment', 'constructor', '', 'ticket_state_updated_by_admin'])(
	'knows no topic of a conversation’s part of type %j',
	(part_type) => {
		expect(topicsOfPart('conversation', { part_type, author: { type: 'bot' } })).toEqual([]);
	},
);

describe('history', () => {
	const by = (type: string, part_type: string, created_at: number, more = {}) => ({
		id: `${created_at}`,
		part_type,
		created_at,
		author: { type, id: '1' },
		...more,
	});
	const topicsIn = (chapters: Array<{ topics: string[] }>) => chapters.map(({ topics }) => topics.join(' '));

	it('knows what was before, whatever order the parts come in', () => {
		const to = { assigned_to: { type: 'admin', id: '2' } };
		const parts = [
			by('admin', 'assignment', 5, to),
			by('admin', 'assignment', 1, to),
			by('admin', 'close', 2),
			by('admin', 'note', 3, { body: 'Hm', state: 'closed' }),
			by('admin', 'assignment', 4, to),
		];
		expect(topicsIn(conversationHistory({ conversation_parts: { conversation_parts: parts } }))).toEqual([
			'conversation.admin.assigned',
			'conversation.admin.closed',
			'conversation.admin.noted',
			'conversation.admin.open.assigned',
			'conversation.admin.assigned',
		]);
	});

	it('leaves an assignment that did not open a closed conversation an assignment', () => {
		const parts = [
			by('admin', 'close', 1),
			by('admin', 'assignment', 2, { assigned_to: { type: 'team', id: '2' }, state: 'closed' }),
		];
		expect(topicsIn(conversationHistory({ conversation_parts: { conversation_parts: parts } }))).toEqual([
			'conversation.admin.closed',
			'conversation.admin.assigned',
		]);
	});

	it('takes what was before a conversation became a ticket for no event of the ticket', () => {
		const state = { ticket_state: 'submitted', previous_ticket_state: 'submitted' };
		const parts = [
			by('user', 'comment', 1, { body: 'Help' }),
			by('admin', 'ticket_state_updated_by_admin', 2, state),
			by('user', 'comment', 3, { body: 'More' }),
		];
		expect(topicsIn(ticketHistory({ ticket_parts: { ticket_parts: parts } }))).toEqual([
			'ticket.state.updated',
			'ticket.contact.replied',
		]);
	});
});
