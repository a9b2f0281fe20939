import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { companyActs, contactActs, conversationActs } from '../../simulators/intercom';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';

/** What people know by name is found by it, or refused before the search is sent; and what found nothing is told in words. */

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

const HOUR = 3600_000;
const DAY = 24 * HOUR;

async function search(resource: string, parameters: INodeParameters, items: IDataObject[] = [{}]) {
	return await execute('intercomPlus', {
		parameters: { resource, operation: 'search', simplify: false, ...parameters },
		credentials: {
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: intercom.accessToken,
			},
		},
		items,
		timezone: 'UTC',
	});
}

async function found(resource: string, parameters: INodeParameters): Promise<IDataObject[]> {
	const { items, error } = await search(resource, parameters);
	if (error) throw new Error(`${error.message}: ${error.description}`);
	return items.map(({ json }) => json);
}

const picked = (mode: string, value: string, shown?: string) => ({
	...{ __rl: true, mode, value },
	...(shown && { cachedResultName: shown }),
});
const sent = () => intercom.requests.map(({ method, path }) => `${method} ${path}`);
const query = () => (JSON.parse(intercom.requests.at(-1)?.body ?? '{}') as { query: IDataObject }).query;
const tagged = (tag: IDataObject, operator = 'equals') => ({
	filters: { tag: [{ operator, tag }] } as never,
});

/** A conversation that was closed so long ago, tagged so. */
function closed(msAgo: number, ...tagNames: string[]) {
	const workspace = intercom.workspace({ silent: true });
	const [admin] = workspace.admins.values();
	const [contact] = workspace.contacts.values();
	intercom.clock.set(new Date(Date.now() - msAgo).toISOString());
	const conversation = conversationActs.contactStarts(workspace, contact, 'Hello');
	for (const tag of workspace.tags.values())
		if (tagNames.includes(tag.name)) conversationActs.tagConversation(workspace, conversation, tag, admin);
	conversationActs.close(workspace, conversation, admin);
	intercom.clock.set(new Date().toISOString());
	return conversation.id;
}

describe('closed in the last 7 days with a tag', () => {
	const closedAt = (amount: number, operator = 'inTheLastDays') => ({
		filters: {
			date: [{ field: 'statistics.last_close_at', operator, amount }],
			tag: [{ tag: picked('name', 'vip') }],
		} as never,
	});
	const ids = async (parameters: INodeParameters) =>
		(await found('conversation', parameters)).map(({ id }) => id);

	it('finds those, by days and by hours', async () => {
		closed(8 * DAY, 'VIP');
		const old = closed(6 * DAY, 'VIP');
		closed(2 * HOUR, 'Beta');
		const fresh = closed(HOUR, 'VIP', 'Beta');
		expect((await ids(closedAt(7))).sort()).toEqual([old, fresh].sort());
		expect(await ids(closedAt(3, 'inTheLastHours'))).toEqual([fresh]);
		expect(await ids(closedAt(6.5, 'longerAgoDays'))).toHaveLength(1);
	});

	it.each([0, -1, ''])('%j days are none', async (amount) => {
		const { error } = await search('conversation', closedAt(amount as number));
		expect(error?.message).toBe(`The filter on 'Last Closed At' has '${amount}' for a number of days`);
		expect(sent()).not.toContain('POST /conversations/search');
	});

	it('a snooze that ends later is not in the last days', async () => {
		const workspace = intercom.workspace({ silent: true });
		const [admin] = workspace.admins.values();
		const [contact] = workspace.contacts.values();
		const conversation = conversationActs.contactStarts(workspace, contact, 'Hello');
		conversationActs.snooze(workspace, conversation, admin, Math.trunc((Date.now() + DAY) / 1000));
		const row = { field: 'snoozed_until', operator: 'inTheLastDays', amount: 7 };
		expect(await ids({ filters: { date: [row] } as never })).toEqual([]);
		expect(await ids({ filters: { date: [{ ...row, operator: 'isNotEmpty' }] } as never })).toEqual([
			conversation.id,
		]);
	});
});

describe('names become IDs before the search is sent', () => {
	it.each<[string, string, IDataObject, IDataObject]>([
		[
			'tag by name',
			'conversation',
			{ tag: [{ tag: picked('name', 'vip') }] },
			{ field: 'tag_ids', value: '7001' },
		],
		[
			'tag whose name was typed for its ID',
			'contact',
			{ tag: [{ tag: picked('id', 'Churn risk') }] },
			{ field: 'tag_id', value: '7003' },
		],
		[
			'tag whose ID stands for its name',
			'contact',
			{ tag: [{ tag: picked('name', '7002') }] },
			{ field: 'tag_id', value: '7002' },
		],
		['tag by ID', 'contact', { tag: [{ tag: picked('id', '7002') }] }, { field: 'tag_id', value: '7002' }],
		[
			'team',
			'conversation',
			{ team: [{ team: picked('name', 'Billing') }] },
			{ field: 'team_assignee_id', value: 8100002 },
		],
		[
			'team of a ticket',
			'ticket',
			{ team: [{ operator: 'notEquals', team: picked('id', 'billing') }] },
			{ field: 'team_assignee_id', operator: '!=', value: '8100002' },
		],
		[
			'teammate by e-mail',
			'conversation',
			{ teammate: [{ field: 'admin_assignee_id', teammate: picked('email', 'ben@example.com') }] },
			{ field: 'admin_assignee_id', value: 9600002 },
		],
		[
			'teammate whose name was typed for the ID',
			'conversation',
			{ teammate: [{ field: 'teammate_ids', teammate: picked('id', 'Ben Agent') }] },
			{ field: 'teammate_ids', value: '9600002' },
		],
		[
			'owner',
			'contact',
			{ teammate: [{ teammate: picked('id', 'ada@example.com') }] },
			{ field: 'owner_id', value: 9600001 },
		],
		[
			'contact by e-mail',
			'conversation',
			{ contact: [{ contact: picked('id', 'grace@example.com') }] },
			{ field: 'contact_ids', value: '6961000000000000000000a1' },
		],
		[
			'company by name',
			'conversation',
			{ company: [{ company: picked('name', 'Acme') }] },
			{ field: 'contact_ids', operator: 'IN', value: ['6961000000000000000000a1'] },
		],
		[
			'company from the list',
			'contact',
			{ company: [{ operator: 'notEquals', company: picked('list', '6962000000000000000000c2') }] },
			{ field: 'id', operator: 'NIN', value: ['6961000000000000000000a2'] },
		],
		[
			'company whose own ID is given',
			'ticket',
			{ company: [{ company: picked('companyId', 'globex') }] },
			{ field: 'contact_ids', operator: 'IN', value: ['6961000000000000000000a2'] },
		],
		[
			'state, which is one of a few',
			'ticket',
			{ state: [{ value: 'in_progress' }] },
			{ field: 'state', value: 'in_progress' },
		],
		[
			'attribute by name',
			'contact',
			{ text: [{ field: 'custom', attribute: picked('name', 'Plan'), value: 'pro' }] },
			{ field: 'custom_attributes.plan', value: 'pro' },
		],
	])('%s', async (_, resource, filters, wanted) => {
		await found(resource, { filters: filters as never });
		expect(query()).toEqual({ operator: '=', ...wanted });
	});

	it('a tag and a team of the same name are two things', async () => {
		intercom.workspace().tags.set('7009', { id: '7009', name: 'Support' });
		await found('conversation', {
			filters: {
				tag: [{ tag: picked('name', 'Support') }],
				team: [{ team: picked('name', 'Support') }],
			} as never,
		});
		expect(query().value).toMatchObject([{ value: '7009' }, { value: 8100001 }]);
	});

	it('nobody has a company without contacts', async () => {
		companyActs.createCompany(intercom.workspace({ silent: true }), { name: 'Empty' });
		expect(
			await found('contact', { filters: { company: [{ company: picked('name', 'Empty') }] } as never }),
		).toEqual([]);
	});

	it('one look-up for all items of a run', async () => {
		await search('conversation', tagged(picked('name', 'VIP')), [{}, {}, {}]);
		expect(sent().filter((one) => one === 'GET /tags')).toHaveLength(1);
		expect(sent().filter((one) => one === 'POST /conversations/search')).toHaveLength(3);
	});

	it.each<[string, string, IDataObject, RegExp, RegExp]>([
		[
			'tag',
			'conversation',
			{ tag: [{ tag: picked('name', 'vips') }] },
			/^No tag named 'vips'/,
			/^Did you mean 'VIP'\?$/,
		],
		[
			'tag by ID',
			'contact',
			{ tag: [{ tag: picked('id', 'urgnet') }] },
			/^No tag named 'urgnet'/,
			/There are: 'VIP'/,
		],
		[
			'team',
			'ticket',
			{ team: [{ team: picked('name', 'Suport') }] },
			/^No team named/,
			/^Did you mean 'Support'\?$/,
		],
		[
			'teammate',
			'conversation',
			{ teammate: [{ teammate: picked('id', 'Ben Agnet') }] },
			/^No teammate named/,
			/^Did you mean 'Ben Agent'\?$/,
		],
		[
			'ticket type',
			'ticket',
			{ ticketType: [{ ticketType: picked('name', 'Nothing like it') }] },
			/^No ticket type named/,
			/There are: /,
		],
		[
			'attribute',
			'contact',
			{ text: [{ field: 'custom', attribute: picked('name', 'plam'), value: 'pro' }] },
			/^No contact attribute 'plam'|^No contact attribute named 'plam'/,
			/Did you mean 'plan'/,
		],
		[
			'tag by the API’s name of the field',
			'conversation',
			{ filter: [{ field: 'tag_ids', operator: 'in', value: '7001,urgent' }] },
			/^'tag_ids' takes IDs, and 'urgent' is none$/,
			/filter Tag/,
		],
		[
			'nothing',
			'conversation',
			{ tag: [{ tag: picked('id', '={{ $json.none }}') }] },
			/^The filter on 'Tag' has no value$/,
			/Fill it in/,
		],
	])('%s that is none is refused', async (_, resource, filters, message, description) => {
		const { error } = await search(resource, { filters: filters as never });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(sent().filter((one) => one.includes('search'))).toEqual([]);
	});

	it('two teammates of one name are not guessed between', async () => {
		const { admins } = intercom.workspace();
		admins.set('9600009', { ...admins.get('9600002')!, id: '9600009', email: 'ben2@example.com' });
		const { error } = await search('contact', {
			filters: { teammate: [{ teammate: picked('id', 'Ben Agent') }] } as never,
		});
		expect(error?.description).toMatch('Their IDs: 9600002, 9600009');
	});
});

describe('what is empty', () => {
	it('nobody assigned, no tag, no date', async () => {
		const workspace = intercom.workspace({ silent: true });
		const [admin] = workspace.admins.values();
		const mine = closed(HOUR, 'VIP');
		conversationActs.assign(workspace, workspace.conversations.get(mine)!, admin, {
			type: 'admin',
			id: admin.id,
		});
		const free = closed(HOUR);
		const ids = async (filters: IDataObject) =>
			(await found('conversation', { filters: filters as never })).map(({ id }) => id);
		expect(await ids({ teammate: [{ field: 'admin_assignee_id', operator: 'isEmpty' }] })).toEqual([free]);
		expect(await ids({ tag: [{ operator: 'isEmpty', tag: picked('name', 'gone') }] })).toEqual([free]);
		expect(await ids({ tag: [{ operator: 'isNotEmpty' }] })).toEqual([mine]);
		expect(await ids({ date: [{ field: 'snoozed_until', operator: 'isNotEmpty' }] })).toEqual([]);
	});

	it('a date or none: contacts not seen for 30 days, those never seen among them', async () => {
		const workspace = intercom.workspace({ silent: true });
		const seen = (days: number) => Math.trunc((Date.now() - days * DAY) / 1000);
		for (const contact of [...workspace.contacts.values()]) contactActs.deleteContact(workspace, contact);
		for (const days of [1, 29.9, 30.1, 400])
			contactActs.createContact(workspace, { name: `${days}`, last_seen_at: seen(days) });
		contactActs.createContact(workspace, { name: 'never' });
		const group = {
			match: 'OR',
			filters: {
				date: [
					{ field: 'last_seen_at', operator: 'longerAgoDays', amount: 30 },
					{ field: 'last_seen_at', operator: 'isEmpty' },
				],
			},
		};
		const all = await found('contact', {
			filters: { role: [{ value: 'user' }] } as never,
			options: { groups: { group: [group] } } as never,
		});
		expect(all.map(({ name }) => name).sort()).toEqual(['30.1', '400', 'never']);
	});
});

describe('an empty result says what was asked', () => {
	it.each<[string, string, IDataObject, string]>([
		[
			'filters',
			'conversation',
			{
				filters: {
					date: [{ field: 'statistics.last_close_at', operator: 'inTheLastDays', amount: 7 }],
					tag: [{ tag: picked('list', '7002', 'Beta') }],
				},
			},
			'No conversations found: Last Closed At in the last 7 days and Tag is “Beta”',
		],
		[
			'groups',
			'contact',
			{
				match: 'OR',
				filters: {
					role: [{ value: 'lead' }],
					text: [{ field: 'email', operator: 'endsWith', value: 'x.test' }],
				},
				options: {
					groups: {
						group: [
							{
								match: 'AND',
								filters: {
									teammate: [{ operator: 'isNotEmpty' }],
									number: [{ field: 'custom', attribute: 'seats', operator: 'in', value: '1, 2' }],
								},
							},
						],
					},
				},
			},
			'No contacts found: Role is “Lead” or Email ends with “x.test” or (Owner is not empty and seats in list 1, 2)',
		],
		[
			'JSON',
			'ticket',
			{ options: { query: '{ "field": "title",\n "operator": "=", "value": "x" }' } },
			'No tickets found: the query { "field": "title", "operator": "=", "value": "x" }',
		],
	])('%s', async (_, resource, parameters, words) => {
		const workspace = intercom.workspace({ silent: true });
		for (const contact of [...workspace.contacts.values()]) contactActs.deleteContact(workspace, contact);
		const { hints, error } = await search(resource, parameters as INodeParameters);
		expect(error?.message).toBeUndefined();
		expect(hints).toEqual([words]);
	});

	it('once for items that ask the same, and of many only some', async () => {
		expect((await search('conversation', tagged(picked('name', 'VIP')), [{}, {}])).hints).toHaveLength(1);
		const items = Array.from({ length: 9 }, (_, index) => ({ word: `w${index}` }));
		const filters = { text: [{ field: 'source.subject', value: '={{ $json.word }}' }] };
		const { hints } = await search('conversation', { filters: filters as never }, items);
		expect(hints).toEqual([
			...[0, 1, 2].map((index) => `No conversations found: Subject is “w${index}”`),
			'Nothing was found for 6 other searches',
		]);
	});

	it('says nothing where something was found', async () => {
		expect((await search('contact', { filters: { role: [{ value: 'user' }] } as never })).hints).toEqual([]);
	});
});

describe('groups in two levels', () => {
	const day = { field: 'created_at', operator: 'equals', value: '2030-05-10' };
	const subject = [{ field: 'source.subject', value: 'x' }];
	const group = (match: string, filters: IDataObject) =>
		({ groups: { group: [{ match, filters }] } }) as never;
	const start = { field: 'created_at', operator: '>', value: Date.parse('2030-05-10') / 1000 };
	const end = { field: 'created_at', operator: '<', value: Date.parse('2030-05-11') / 1000 - 1 };
	const title = { field: 'source.subject', operator: '=', value: 'x' };
	const open = { field: 'open', operator: '=', value: true };

	it('a day among others, and as an alternative', async () => {
		await found('conversation', { filters: { date: [day], text: subject } as never });
		expect(query()).toEqual({ operator: 'AND', value: [start, end, title] });
		await found('conversation', { match: 'OR', filters: { date: [day], text: subject } as never });
		expect(query()).toEqual({ operator: 'OR', value: [{ operator: 'AND', value: [start, end] }, title] });
	});

	it('a day as an alternative within a group', async () => {
		const options = group('OR', { date: [day], text: subject });
		await found('conversation', { filters: { yesNo: [{ field: 'open', value: 'true' }] } as never, options });
		expect(query()).toEqual({
			operator: 'AND',
			value: [open, { operator: 'OR', value: [start, title] }, { operator: 'OR', value: [end, title] }],
		});
	});

	it('too many of them are refused', async () => {
		const options = group('OR', { date: Array<IDataObject>(5).fill(day) });
		const { error } = await search('conversation', {
			filters: { yesNo: [{ field: 'open', value: 'true' }] } as never,
			options,
		});
		expect(error?.message).toBe('There are 32 filters in one group, and Intercom takes 15');
	});

	it('more filters than Intercom takes in a group make several', async () => {
		const names = Array.from({ length: 17 }, (_, index) => ({ field: 'name', value: `n${index}` }));
		const filters = { text: [...names, { field: 'name', value: 'Grace Hopper' }] };
		const parameters = { match: 'OR', filters: filters as never };
		expect(await found('contact', parameters)).toMatchObject([{ name: 'Grace Hopper' }]);
		const groups = query().value as IDataObject[];
		expect(groups.map(({ operator, value }) => [operator, (value as unknown[]).length])).toEqual([
			['OR', 15],
			['OR', 3],
		]);
	});

	it('a JSON query goes with the filters', async () => {
		const either = { operator: 'OR', value: [title, { operator: 'AND', value: [start, end] }] };
		await found('conversation', { options: { query: JSON.stringify(either) } });
		expect(query()).toEqual(either);
		const filters = { yesNo: [{ field: 'open', value: 'true' }] } as never;
		await found('conversation', { filters, options: { query: JSON.stringify(either) } });
		const ends = [start, end].map((one) => ({ operator: 'OR', value: [title, one] }));
		expect(query()).toEqual({ operator: 'AND', value: [open, ...ends] });
		await found('conversation', { filters, match: 'OR', options: { query: JSON.stringify(either) } });
		expect(query()).toEqual({ operator: 'OR', value: [open, ...either.value] });
	});
});
