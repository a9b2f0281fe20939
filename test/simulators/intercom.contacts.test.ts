import { alan, api, client, grace, idsOf, lead, refusal, searchContacts, simulator } from './intercom/driver';

describe('contacts', () => {
	it('creates, reads, updates, archives, unarchives, blocks and deletes', async () => {
		simulator.clock.set('2030-05-01T10:00:00Z');
		const made = await client.contacts.create({
			email: 'new@example.com',
			name: 'New',
			custom_attributes: { plan: 'pro' },
		});
		const seconds = Date.parse('2030-05-01T10:00:00Z') / 1000;
		expect(made).toMatchObject({ role: 'user', created_at: seconds, updated_at: seconds, external_id: null });
		const id = String(made.id);
		expect(id).toMatch(/^[0-9a-f]{24}$/);
		simulator.clock.set('2030-05-01T11:00:00Z');
		await client.contacts.update({
			contact_id: id,
			phone: '+491701234567',
			custom_attributes: { mrr: 12.5 },
		});
		expect(await client.contacts.find({ contact_id: id })).toMatchObject({
			phone: '+491701234567',
			name: 'New',
			updated_at: seconds + 3600,
			custom_attributes: { plan: 'pro', mrr: 12.5 },
		});
		const ref = { type: 'contact', id, external_id: null };
		expect(await client.contacts.archive({ contact_id: id })).toEqual({ ...ref, archived: true });
		expect(idsOf(await api('GET', '/contacts'))).not.toContain(id);
		expect(idsOf(await searchContacts('email', '=', 'new@example.com'))).toEqual([]);
		expect(await client.contacts.unarchive({ contact_id: id })).toEqual({ ...ref, archived: false });
		expect(idsOf(await searchContacts('email', '=', 'new@example.com'))).toEqual([id]);
		expect(await client.contacts.blockContact({ contact_id: id })).toEqual({ ...ref, blocked: true });
		expect(await client.contacts.delete({ contact_id: id })).toEqual({ ...ref, deleted: true });
		expect(await refusal('GET', `/contacts/${id}`)).toBe('404 not_found User Not Found');
	});

	it('needs e-mail, external id or role, and fields of the right type', async () => {
		expect(await refusal('POST', '/contacts', { name: 'X' })).toMatch(/^400 parameter_not_found /);
		expect(await refusal('POST', '/contacts', { email: 'x' })).toMatch(/^400 parameter_invalid /);
		const unknown = { email: 'x@example.com', custom_attributes: { nope: 1 } };
		expect(await refusal('POST', '/contacts', unknown)).toBe(
			"400 parameter_invalid Custom attribute 'nope' does not exist",
		);
		expect(await refusal('PUT', `/contacts/${grace}`, { owner_id: 5 })).toMatch(/^400 parameter_invalid /);
		expect(await refusal('PUT', `/contacts/${grace}`, { role: 'lead' })).toMatch(/^400 client_error /);
		await client.contacts.update({ contact_id: lead, role: 'user' });
		expect(await client.contacts.find({ contact_id: lead })).toMatchObject({ role: 'user' });
	});

	it('answers 409 with the id of the twin, on creating and on updating, and says so if it is archived', async () => {
		const taken = (id: string) =>
			`409 conflict A contact matching those details already exists with id=${id}`;
		expect(await refusal('POST', '/contacts', { external_id: '42' })).toBe(taken(alan));
		expect(await refusal('POST', '/contacts', { email: 'grace@example.com' })).toBe(taken(grace));
		expect(await refusal('PUT', `/contacts/${grace}`, { external_id: '42' })).toBe(taken(alan));
		expect((await api('POST', '/contacts', { role: 'lead', email: 'grace@example.com' })).status).toBe(200);
		await client.contacts.archive({ contact_id: alan });
		const archived = `An archived contact matching those details already exists with id=${alan}`;
		expect(await refusal('POST', '/contacts', { external_id: '42' })).toBe(`409 conflict ${archived}`);
	});

	it('finds users by external id, any character in it', async () => {
		const made = await client.contacts.create({ external_id: 'a/b c+é' });
		const found = await client.contacts.showContactByExternalId({ external_id: 'a/b c+é' });
		expect(found.id).toBe(made.id);
		expect(await refusal('GET', '/contacts/find_by_external_id/none')).toMatch(/^404 not_found /);
	});

	it('pages through the list by cursor, each contact once, also while new ones come', async () => {
		for (let count = 0; count < 7; count++) await client.contacts.create({ external_id: `more-${count}` });
		const seen: string[] = [];
		let page = await client.contacts.list({ per_page: 4 });
		for (;;) {
			seen.push(...page.data.map(({ id }) => String(id)));
			await client.contacts.create({ external_id: `late-${seen.length}` });
			if (!page.hasNextPage()) break;
			page = await page.getNextPage();
		}
		expect(seen).toHaveLength(10);
		expect(new Set(seen).size).toBe(10);
		const first = await api('GET', '/contacts?per_page=1000');
		expect(first.body.pages).toEqual({ type: 'pages', page: 1, per_page: 150, total_pages: 1 });
		expect((await api('GET', '/contacts?per_page=4')).body.pages).toMatchObject({
			next: { page: 2 },
			total_pages: 4,
		});
	});

	it('takes a cursor for its own query only, and only when it was URL-encoded', async () => {
		for (let count = 0; count < 3; count++) await client.contacts.create({ external_id: `more-${count}` });
		const { body } = await api('GET', '/contacts?per_page=2');
		const { starting_after: cursor } = (body.pages as { next: { starting_after: string } }).next;
		expect(cursor).toMatch(/==$/);
		expect((await api('GET', `/contacts?starting_after=${encodeURIComponent(cursor)}`)).status).toBe(200);
		const query = { field: 'role', operator: '=', value: 'user' };
		const foreign = { query, pagination: { starting_after: cursor } };
		expect(await refusal('POST', '/contacts/search', foreign)).toMatch(/^400 parameter_invalid /);
		expect(await refusal('GET', `/contacts?starting_after=${cursor.slice(0, -2)}`)).toMatch(/^400 /);
	});

	it('embeds ten references at most and says where the rest is', async () => {
		for (let count = 0; count < 12; count++) {
			const tag = await client.tags.create({ name: `tag ${count}` });
			await client.tags.tagContact({ contact_id: grace, id: String(tag.id) });
		}
		const { tags } = await client.contacts.find({ contact_id: grace });
		expect(tags).toMatchObject({ total_count: 12, has_more: true, url: `/contacts/${grace}/tags` });
		expect(tags?.data).toHaveLength(10);
		expect((await client.contacts.listAttachedTags({ contact_id: grace })).data).toHaveLength(12);
	});

	it('merges a lead into a user, and the lead is gone', async () => {
		await client.tags.tagContact({ contact_id: lead, id: '7001' });
		const merged = await client.contacts.mergeLeadInUser({ from: lead, into: grace });
		expect(merged.tags?.data?.map(({ id }) => id)).toEqual(['7001']);
		expect(await refusal('GET', `/contacts/${lead}`)).toMatch(/^404 not_found /);
		const preview = { 'intercom-version': '2.16' };
		expect(await refusal('GET', `/contacts/${lead}`, undefined, preview)).toMatch(/^410 contact_merged /);
		const { headers } = await api('GET', `/contacts/${lead}`, undefined, preview);
		expect(headers.get('link')).toBe(`</contacts/${grace}>; rel="canonical"`);
		expect(await refusal('POST', '/contacts/merge', { from: grace, into: alan })).toMatch(/^400 /);
	});
});
