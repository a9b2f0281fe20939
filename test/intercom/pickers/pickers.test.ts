import type { IDataObject } from 'n8n-workflow';
import { listSearch } from '../../engine';
import { ALAN, bodyOf, byId, credentials, does, intercom, requests, sim } from '../world/world';

/** What a list picker shows, as `[name, value]`. */
async function shows(method: string, filter?: string) {
	const { results } = await listSearch(method, credentials(), filter);
	return results.map(({ name, value }) => [name, value]);
}

/** Has the simulator answer the next requests so, in this order. */
const answers = async (match: string, ...bodies: IDataObject[]) =>
	await sim(
		'faults',
		bodies.map((body) => ({
			match,
			times: 1,
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		})),
	);

const make = async (title: string) => {
	const [ticket] = await does('ticket', 'create', {
		ticket_type_id: byId('2979330'),
		contact_id: byId(ALAN),
		title,
		simplify: false,
	});
	return ticket;
};

it('tickets are searched on the server: by title, by ID, or all', async () => {
	const broken = await make('Broken lamp');
	const lost = await make('Lost parcel');
	const [first, second] = [broken, lost].map(({ id, ticket_id }, index) => [
		`#${String(ticket_id)} · ${['Broken lamp', 'Lost parcel'][index]}`,
		id,
	]);
	expect(await shows('searchTickets', 'Lost')).toEqual([second]);
	expect(bodyOf(-1).query).toEqual({ field: 'title', operator: '~', value: 'Lost' });
	expect(await shows('searchTickets', String(broken.id))).toEqual([first]);
	expect((await shows('searchTickets')).sort()).toEqual([first, second].sort());
});

it('ticket types, their attributes, and states', async () => {
	expect(await shows('searchTicketTypes', 'internal')).toEqual([['Internal work', '2979331']]);
	expect(await shows('searchTicketStates', 'progress')).toEqual([['In progress (in_progress)', '4517894']]);
	expect(await shows('searchTicketTypeAttributes', 'severity')).toEqual([['Tickets › Severity', '6100004']]);
});

it('assignees are teammates, teams and nobody', async () => {
	expect(await shows('searchAssignees', 'nobody')).toEqual([['Nobody', '0']]);
	const all = await shows('searchAssignees');
	expect(all).toContainEqual(['Ada Admin (ada@example.com)', '9600001']);
	expect(all).toContainEqual(['Support', '8100001']);
	expect(requests().slice(-2).sort()).toEqual(['GET /admins', 'GET /teams']);
});

it('reasons to be away, without deleted ones', async () => {
	await answers('GET /away_status_reasons', {
		data: [
			{ id: '1', label: 'Lunch', deleted: false },
			{ id: '2', label: 'Nap', deleted: true },
		],
	});
	expect(await shows('searchAwayStatusReasons')).toEqual([['Lunch', '1']]);
});

it('macros, read on until one matches', async () => {
	const page = (id: number, starting_after?: string) => ({
		data: [{ id: String(id), name: `Macro ${id}` }],
		pages: { type: 'pages', per_page: 150, ...(starting_after && { next: { starting_after } }) },
	});
	await answers('GET /macros', page(1, 'a'), page(2, 'b'), page(3));
	expect(await shows('searchMacros', 'macro 3')).toEqual([['Macro 3', '3']]);
	expect(requests()).toHaveLength(3);
});

it('conversation attributes and their options, without archived ones', async () => {
	const reply = {
		data: [
			{
				id: 8,
				name: 'Topic',
				options: [
					{ id: 'x', label: 'Billing', archived: false },
					{ id: 'y', label: 'Old', archived: true },
				],
			},
			{ id: 9, name: 'Gone', archived: true, options: [{ id: 'z', label: 'Gone too' }] },
		],
	};
	await answers('GET /conversations/attributes', reply, reply);
	expect(await shows('searchConversationAttributes')).toEqual([['Topic', '8']]);
	expect(await shows('searchConversationAttributeOptions')).toEqual([['Topic › Billing', 'x']]);
});

it('calls, page by page', async () => {
	const call = (id: string) => ({
		id,
		phone: '+41791234567',
		direction: 'inbound',
		initiated_at: '2026-01-01',
	});
	const page = (id: string, number: number) => ({
		data: [call(id)],
		pages: { type: 'pages', page: number, per_page: 25, total_pages: 2 },
	});
	await answers('GET /calls', page('1', 1), page('2', 2));
	const { results, paginationToken } = await listSearch('searchCalls', credentials());
	expect(results).toEqual([{ name: '+41791234567 · inbound · 2026-01-01 · #1', value: '1' }]);
	const second = await listSearch('searchCalls', credentials(), '', paginationToken as string);
	expect(second.results).toMatchObject([{ value: '2' }]);
	expect(second.paginationToken).toBeUndefined();
});

describe('pages', () => {
	it('are counted where a reply names no next one', async () => {
		const page = (id: string, number: number) => ({
			side_conversations: [{ side_conversation_id: id }],
			pages: { type: 'pages', page: number, per_page: 50, total_pages: 2 },
		});
		await answers('*', page('1', 1), page('2', 2));
		const all = await does('conversation', 'getSideConversations', {
			conversation_id: byId('7'),
			returnAll: true,
		});
		expect(all.map(({ side_conversation_id: id }) => id)).toEqual(['1', '2']);
		expect(requests()).toEqual([
			'GET /conversations/7/side_conversations?per_page=50',
			'GET /conversations/7/side_conversations?per_page=50&page=2',
		]);
	});

	it('of the activity log’s search are counted in the body', async () => {
		const page = (id: string, number: number, next: string | null) => ({
			activity_logs: [{ id }],
			pages: { type: 'pages', next, page: number, per_page: 250, total_pages: 2 },
		});
		const next = 'https://api.intercom.io/admins/activity_logs/search?page=2&per_page=250';
		await answers('*', page('a', 1, next), page('b', 2, null));
		const all = await does('admin', 'searchActivityLogs', {
			created_at_after: '2026-01-01T00:00:00Z',
			returnAll: true,
		});
		expect(all).toEqual([{ id: 'a' }, { id: 'b' }]);
		expect([0, 1].map(bodyOf)).toEqual([
			{ created_at_after: 1767225600, page: 1, per_page: 250 },
			{ created_at_after: 1767225600, page: 2, per_page: 250 },
		]);
		expect(requests()).toEqual(['POST /admins/activity_logs/search', 'POST /admins/activity_logs/search']);
	});
});

it('names are shown and found as people write them, which Intercom escapes', async () => {
	const { tags } = intercom.workspace();
	tags.set('7999', { id: '7999', name: 'Phone & SMS' });
	expect(await shows('searchTags', 'phone & sms')).toEqual([['Phone & SMS', '7999']]);
	const [found] = await does('tag', 'get', {
		tag_id: { __rl: true, mode: 'name', value: 'phone & SMS' },
	});
	expect(found.id).toBe('7999');
});
