import { ada, alan, api, client, grace, idsOf, refusal, simulator } from './intercom/driver';

describe('tags, companies, notes, attributes and events', () => {
	it('creates a tag once by name, renames it by id, deletes it from everything', async () => {
		const tag = await client.tags.create({ name: 'Fresh' });
		expect((await client.tags.create({ name: 'fresh' })).id).toBe(tag.id);
		expect(await client.tags.create({ id: tag.id, name: 'Renamed' })).toMatchObject({
			id: tag.id,
			name: 'Renamed',
		});
		await client.tags.tagContact({ contact_id: grace, id: String(tag.id) });
		const gone = await api('DELETE', `/tags/${tag.id}`);
		expect([gone.status, gone.body]).toEqual([200, undefined]);
		expect((await client.contacts.listAttachedTags({ contact_id: grace })).data).toEqual([]);
		expect(await refusal('DELETE', `/tags/${tag.id}`)).toBe('404 not_found Resource Not Found');
		expect(await refusal('POST', '/tags', {})).toBe('400 parameter_invalid invalid tag parameters');
		expect((await client.tags.list()).data).toHaveLength(3);
	});

	it('tags and untags contacts', async () => {
		simulator.clock.set('2030-01-01T00:00:00Z');
		const applied = await client.tags.tagContact({ contact_id: grace, id: '7001' });
		expect(applied).toMatchObject({ type: 'tag', id: '7001', name: 'VIP', applied_at: 1893456000 });
		expect(await client.tags.untagContact({ contact_id: grace, tag_id: '7001' })).toMatchObject({
			id: '7001',
		});
		const path = `/contacts/${grace}/tags`;
		expect(await refusal('DELETE', `${path}/7001`)).toBe('404 not_found Resource Not Found');
		expect(await refusal('POST', path, { id: '1' })).toBe('404 not_found Resource Not Found');
		expect(await refusal('POST', path, {})).toMatch(/^400 parameter_not_found /);
		expect(await refusal('POST', '/contacts/1/tags', { id: '7001' })).toMatch(/^404 not_found /);
	});

	it('tags companies and users in bulk: up to 2.15 all or nothing, from 2.16 on with a report', async () => {
		const body = { name: 'Bulk', companies: [{ company_id: 'acme' }, { company_id: 'nope' }] };
		expect(await refusal('POST', '/tags', body)).toBe('404 company_not_found Company Not Found');
		expect(await refusal('POST', '/tags', { name: 'Bulk', users: [{ id: 'no' }] })).toMatch(
			/^404 not_found /,
		);
		const { body: report } = await api('POST', '/tags', body, { 'intercom-version': '2.16' });
		expect(report.companies).toEqual([{ id: '6962000000000000000000c1', tagged: true }, { tagged: false }]);
		const acme = async () => (await api('GET', '/companies?company_id=acme')).body.tags;
		expect(await acme()).toMatchObject({ tags: [{ name: 'Bulk' }] });
		await api('POST', '/tags', { name: 'Bulk', companies: [{ company_id: 'acme', untag: true }] });
		expect(await acme()).toMatchObject({ tags: [] });
		await client.tags.create({ name: 'Bulk', users: [{ id: grace }, { id: alan }] });
		expect((await client.contacts.listAttachedTags({ contact_id: alan })).data).toMatchObject([
			{ name: 'Bulk' },
		]);
	});

	it('upserts companies by company_id and hides those without contacts from lists', async () => {
		const made = await client.companies.createOrUpdate({
			company_id: 'new',
			name: 'New',
			plan: 'gold',
			size: 12,
		});
		expect(made).toMatchObject({ plan: { name: 'gold' }, size: 12, user_count: 0 });
		const again = await client.companies.createOrUpdate({ company_id: 'new', name: 'Newer' });
		expect(again).toMatchObject({ id: made.id, name: 'Newer', plan: { name: 'gold' } });
		const listed = async () => (await api('POST', '/companies/list')).body;
		expect(await listed()).toMatchObject({ total_count: 2 });
		await client.companies.attachContact({ contact_id: grace, id: made.id });
		expect(await listed()).toMatchObject({ total_count: 3 });
		expect(await client.companies.find({ company_id: made.id })).toMatchObject({ user_count: 1 });
		expect((await client.companies.listAttachedContacts({ company_id: made.id })).data).toMatchObject([
			{ id: grace },
		]);
		const attached = await client.contacts.listAttachedCompanies({ contact_id: grace });
		expect(attached.data.map(({ name }) => name)).toEqual(['Acme', 'Newer']);
		await client.companies.detachContact({ contact_id: grace, company_id: made.id });
		expect(await listed()).toMatchObject({ total_count: 2 });
		expect(await refusal('POST', '/companies', { test: 1 })).toBe("400 bad_request bad 'test' parameter");
		const attach = `/contacts/${grace}/companies`;
		expect(await refusal('POST', attach, {})).toBe('400 parameter_not_found company not specified');
		expect(await refusal('POST', attach, { id: '1' })).toMatch(/^404 company_not_found /);
	});

	it('pages companies by number, next being a URL or null', async () => {
		const first = await api('POST', '/companies/list?per_page=1');
		const { next } = first.body.pages as { next: string };
		expect(next).toBe(`${simulator.url}/companies/list?per_page=1&page=2`);
		const second = await api('POST', next.replace(simulator.url, ''));
		expect(second.body.pages).toMatchObject({ next: null, page: 2, total_pages: 2 });
		expect(idsOf(first)).not.toEqual(idsOf(second));
	});

	it('scrolls over companies: one scroll at a time, gone at its end or after a minute', async () => {
		const scroll = '/companies/scroll';
		const first = await api('GET', scroll);
		expect(idsOf(first)).toHaveLength(2);
		const next = `${scroll}?scroll_param=${String(first.body.scroll_param)}`;
		expect(await refusal('GET', scroll)).toBe('400 scroll_exists scroll already exists for this app');
		expect(await refusal('GET', `${scroll}?scroll_param=other`)).toMatch(/^404 not_found /);
		expect(idsOf(await api('GET', next))).toEqual([]);
		expect(await refusal('GET', next)).toBe('404 not_found scroll parameter not found');
		const again = await api('GET', scroll);
		simulator.clock.advance(60_000);
		expect(await refusal('GET', `${scroll}?scroll_param=${String(again.body.scroll_param)}`)).toMatch(
			/^404 /,
		);
		expect((await api('GET', scroll)).status).toBe(200);
	});

	it('writes and lists notes, newest first', async () => {
		const note = await client.notes.create({ contact_id: grace, body: 'Likes tea', admin_id: ada });
		expect(note).toMatchObject({
			type: 'note',
			body: '<p>Likes tea</p>',
			author: { id: ada },
			contact: { id: grace },
		});
		await client.notes.create({ contact_id: grace, body: '<b>Really</b>' });
		const list = await client.notes.list({ contact_id: grace });
		expect(list.data.map(({ body }) => body)).toEqual(['<b>Really</b>', '<p>Likes tea</p>']);
		expect(await client.notes.find({ note_id: Number(note.id) })).toMatchObject({ id: note.id });
		expect(await refusal('POST', `/contacts/${grace}/notes`, {})).toMatch(/^400 parameter_not_found /);
	});

	it('lists data attributes by model', async () => {
		const names = async (model: string) =>
			(await api('GET', `/data_attributes?model=${model}`)).body.data as Array<{ name: string }>;
		expect((await names('contact')).map(({ name }) => name)).toEqual(
			expect.arrayContaining(['plan', 'mrr', 'signed_up_from']),
		);
		expect(await names('company')).toHaveLength(2);
		const newest = { 'intercom-version': '2.16' };
		expect((await api('GET', '/data_attributes?model=conversation', undefined, newest)).status).toBe(422);
	});

	it('takes an event once, ten keys of it, and none of a stranger', async () => {
		const metadata = Object.fromEntries(Array.from({ length: 12 }, (_, key) => [`key${key}`, 'x']));
		const event = {
			event_name: 'ordered',
			created_at: Math.floor(Date.now() / 1000),
			user_id: '1',
			metadata,
		};
		expect(await api('POST', '/events', event)).toMatchObject({ status: 202, body: undefined });
		await client.events.create(event);
		const { events } = (await api('GET', '/events?type=user&user_id=1')).body;
		expect(events).toMatchObject([{ event_name: 'ordered', user_id: '1', intercom_user_id: grace }]);
		expect(Object.keys((events as Array<{ metadata: object }>)[0].metadata)).toHaveLength(10);
		expect(await refusal('POST', '/events', { ...event, user_id: 'no' })).toMatch(/^404 not_found /);
		expect(await refusal('POST', '/events', { event_name: 'x', user_id: '1' })).toMatch(/^400 /);
	});
});
