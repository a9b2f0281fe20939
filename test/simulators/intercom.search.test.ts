import {
	ada,
	alan,
	api,
	client,
	grace,
	idsOf,
	lead,
	refusal,
	searchContacts,
	simulator,
	startConversation,
} from './intercom/driver';

describe('contact search', () => {
	it('pages with the official client', async () => {
		for (let count = 0; count < 5; count++) await client.contacts.create({ external_id: `more-${count}` });
		const page = await client.contacts.search({
			query: { operator: 'AND', value: [{ field: 'external_id', operator: '^', value: 'more-' }] },
			pagination: { per_page: 2 },
		});
		const found: unknown[] = [];
		for await (const contact of page) found.push(contact.external_id);
		expect(found.sort()).toEqual(['more-0', 'more-1', 'more-2', 'more-3', 'more-4']);
		expect(page.response.total_count).toBe(5);
	});

	it('compares by operator and type', async () => {
		await client.contacts.update({
			contact_id: grace,
			owner_id: Number(ada),
			custom_attributes: { seats: 5 },
		});
		await client.tags.tagContact({ contact_id: grace, id: '7001' });
		const expectations: Array<[string, string, unknown, string[]]> = [
			['email', '~', 'ALAN', [alan]],
			['email', '$', '@example.com', [grace, alan, lead]],
			['name', '!~', 'a', [lead]],
			['role', '!=', 'user', [lead]],
			['external_id', 'IN', ['1', '42'], [grace, alan]],
			['external_id', 'NIN', ['1'], [alan, lead]],
			['external_id', '=', null, [lead]],
			['owner_id', '>=', 9600001, [grace]],
			['custom_attributes.seats', '>', 4, [grace]],
			['custom_attributes.plan', '=', 'pro', [grace]],
			['unsubscribed_from_emails', '=', false, [grace, alan, lead]],
			['tag_id', '=', '7001', [grace]],
			['tag_id', '!=', '7001', [alan, lead]],
			['email_domain', '=', 'example.com', [grace, alan, lead]],
		];
		for (const [field, operator, value, ids] of expectations)
			expect([field, operator, idsOf(await searchContacts(field, operator, value)).sort()]).toEqual([
				field,
				operator,
				ids,
			]);
	});

	it.each([
		['created_at', '>=', 1],
		['created_at', '!=', 1],
		['created_at', 'IN', [1]],
		['created_at', '>', 'foorbar'],
		['email', '>', 'a'],
		['email', 'IN', 'a'],
		['email', '=', ['a']],
		['tag_id', 'IN', ['1']],
		['owner_id', '=', 'Ada'],
		['unsubscribed_from_emails', '=', 'maybe'],
		['shoe_size', '=', '1'],
		['custom_attributes.nope', '=', '1'],
		['email', 'LIKE', 'a'],
	])('refuses %s %s %j', async (field, operator, value) => {
		const { status } = await searchContacts(field, operator, value);
		expect(status).toBe(400);
	});

	it('knows two levels and fifteen filters a group', async () => {
		const filter = { field: 'role', operator: '=', value: 'user' };
		const search = async (query: unknown) => (await api('POST', '/contacts/search', { query })).status;
		const group = (value: unknown[]) => ({ operator: 'AND', value });
		expect(await search(group([{ operator: 'OR', value: [filter, filter] }, filter]))).toBe(200);
		expect(await search(group([group([group([filter])])]))).toBe(400);
		expect(await search(group(Array(15).fill(filter)))).toBe(200);
		expect(await search(group(Array(16).fill(filter)))).toBe(400);
		expect(await search(group([]))).toBe(400);
	});

	it('counts dates by the calendar day of the workspace', async () => {
		simulator.clock.set('2030-05-10T23:30:00Z');
		const { id } = await client.contacts.create({ external_id: 'night' });
		const at = (iso: string) => Date.parse(iso) / 1000;
		const found = async (operator: string, iso: string) =>
			idsOf(await searchContacts('created_at', operator, at(iso))).includes(String(id));
		expect(await found('=', '2030-05-10T00:00:01Z')).toBe(true);
		expect(await found('>', '2030-05-10T09:00:00Z')).toBe(false);
		expect(await found('>', '2030-05-09T23:59:59Z')).toBe(true);
		expect(await found('<', '2030-05-10T23:59:59Z')).toBe(false);
		expect(await found('<', '2030-05-11T00:00:00Z')).toBe(true);
		simulator.settings.timezone = 'Europe/Berlin';
		expect(await found('=', '2030-05-10T12:00:00Z')).toBe(false);
		expect(await found('>', '2030-05-10T12:00:00Z')).toBe(true);
		expect(await found('=', '2030-05-11T12:00:00Z')).toBe(true);
	});

	it('lags behind by searchLagMs', async () => {
		simulator.settings.searchLagMs = 60_000;
		const made = await client.contacts.create({ external_id: 'fresh' });
		expect(idsOf(await searchContacts('external_id', '=', 'fresh'))).toEqual([]);
		expect(idsOf(await api('GET', '/contacts'))).toContain(made.id);
		simulator.clock.advance(61_000);
		expect(idsOf(await searchContacts('external_id', '=', 'fresh'))).toEqual([made.id]);
	});
});

describe('conversation lists', () => {
	it('lists and searches, pages of 20, newest change first, both ends of a range included', async () => {
		simulator.clock.set('2030-01-01T00:00:00Z');
		const ids: string[] = [];
		for (let count = 0; count < 25; count++) {
			ids.push(await startConversation(count % 2 ? grace : alan, `question ${count} about shoes`));
			simulator.clock.advance(60_000);
		}
		const list = await client.conversations.list();
		expect(list.data).toHaveLength(20);
		expect(list.data[0].id).toBe(ids[24]);
		expect(list.response).toMatchObject({
			type: 'conversation.list',
			total_count: 25,
			pages: { total_pages: 2 },
		});
		const all: unknown[] = [];
		for await (const { id } of list) all.push(id);
		expect(all).toEqual([...ids].reverse());

		const search = async (field: string, operator: string, value: unknown) => {
			const query = { field, operator, value };
			const { body } = await api('POST', '/conversations/search', { query, pagination: { per_page: 150 } });
			return (body.conversations as Array<{ id: string }>).map(({ id }) => id);
		};
		const created = Date.parse('2030-01-01T00:20:00Z') / 1000;
		expect(await search('updated_at', '>', created)).toEqual(ids.slice(20).reverse());
		expect(await search('created_at', '<', String(created))).toHaveLength(21);
		expect(await search('contact_ids', 'IN', [alan])).toHaveLength(13);
		expect(await search('source.body', '=', 'shoes')).toHaveLength(25);
		expect(await search('source.body', '=', 'about shoes')).toEqual([]);
		expect(await search('source.author.email', '$', '@example.com')).toHaveLength(25);
		expect(await search('open', '=', true)).toHaveLength(25);
		expect(await search('statistics.count_conversation_parts', '>', 2)).toEqual([]);
		expect(await search('admin_assignee_id', '=', null)).toHaveLength(25);
		const wrong = { query: { field: 'created_at', operator: '>=', value: 1 } };
		expect(await refusal('POST', '/conversations/search', wrong)).toMatch(/^400 parameter_invalid /);
		const page = await client.conversations.search({
			query: { field: 'state', operator: '=', value: 'open' },
			pagination: { per_page: 10 },
		});
		const paged: unknown[] = [];
		for await (const { id } of page) paged.push(id);
		expect(paged).toEqual(all);
	});
});
