import { api, refusal, simulator } from './intercom/driver';
import { kinds } from './intercom/routes';

const in2_16 = { 'intercom-version': '2.16' };

it('answers every operation: 79 with state, 152 in the shape of their reply', () => {
	const all = Object.values(kinds);
	const count = (kind: string) => all.filter((each) => each === kind).length;
	expect([all.length, count('stateful'), count('replayed')]).toEqual([231, 79, 152]);
});

it('replays the shape of a reply, always the same, with what it was told', async () => {
	const reply = await api('PUT', '/articles/42', { title: 'Reset', author_id: 9600001 });
	expect(reply.status).toBe(200);
	expect(reply.body).toMatchObject({ type: 'article', id: '42', title: 'Reset', author_id: 9600001 });
	expect(reply.body).toHaveProperty('statistics.type', 'article_statistics');
	expect((await api('PUT', '/articles/42', { title: 'Reset', author_id: 9600001 })).body).toEqual(reply.body);
});

it('gives what it makes an id of its own, and what it tags the id of the tag', async () => {
	expect((await api('POST', '/ticket_types/7/attributes', {})).status).toBe(400);
	const body = { name: 'Size', description: 'How big', data_type: 'string' };
	expect((await api('POST', '/ticket_types/7/attributes', body)).body).toMatchObject({ id: '1001' });
	expect((await api('POST', '/articles/5/tags', { id: '8', admin_id: '1' }, in2_16)).body).toMatchObject({
		id: '8',
	});
});

it('gives two elements, the second without what may be null, and no further page', async () => {
	const { body } = await api('GET', '/articles?per_page=1&page=1');
	expect(body).toMatchObject({ total_count: 2, pages: { next: null, page: 1, total_pages: 1 } });
	expect(body.data).toMatchObject([
		{ id: '1001', description: 'description' },
		{ id: '1002', description: null },
	]);
});

it('gives one element of each kind where these differ', async () => {
	const { body } = await api('GET', '/content/search?query=refund', undefined, in2_16);
	expect(body.data).toEqual([
		expect.not.objectContaining({ contents: expect.anything() }),
		expect.objectContaining({ type: 'article', contents: expect.any(Array) }),
	]);
});

it.each([
	['POST /articles', { author_id: 1 }, '400 parameter_not_found body.title is missing'],
	[
		'POST /articles',
		{ title: 'A', author_id: 1, colour: 'red' },
		'400 parameter_invalid body.colour is unknown',
	],
	['POST /articles', { title: 1, author_id: 1 }, '400 parameter_invalid body.title is 1, not of type string'],
	['GET /articles?colour=red', undefined, '400 parameter_invalid query.colour is unknown'],
	['GET /articles?page=two', undefined, '400 parameter_invalid query.page is null, not of type integer'],
	['GET /admins/activity_logs', undefined, '400 parameter_not_found query.created_at_after is missing'],
])('refuses %s %j', async (request, body, said) => {
	const [method, path] = request.split(' ');
	expect(await refusal(method, path, body)).toBe(said);
});

it('knows which version has an operation, with state or without', async () => {
	const unknown = '404 not_found The requested resource was not found';
	expect(await refusal('GET', '/brands')).toBe(unknown);
	expect((await api('GET', '/brands', undefined, { 'intercom-version': '2.15' })).status).toBe(200);
	expect(await refusal('POST', '/tickets/1/change_type', {})).toBe(unknown);
	expect((await api('GET', '/articles', undefined, { 'intercom-version': '2.11' })).status).toBe(200);
});

it('has the shapes of the version that is asked', async () => {
	const of = async (version: string) =>
		(await api('GET', '/articles/42', undefined, { 'intercom-version': version })).body;
	expect(await of('2.14')).toHaveProperty('parent_id');
	expect(await of('2.16')).not.toHaveProperty('parent_id');
});

it('answers with the status that the operation has', async () => {
	const statuses = await Promise.all([
		api('DELETE', '/ai/content_import_sources/1'),
		api('POST', '/audiences', { name: 'A', predicates: [] }, in2_16),
		api('POST', '/events/summaries', { user_id: '1', event_summaries: { event_name: 'a', count: 1 } }),
	]);
	expect(statuses.map(({ status, body }) => [status, body?.type])).toEqual([
		[204, undefined],
		[201, 'audience'],
		[200, undefined],
	]);
});

it('leads to a recording, which needs no token', async () => {
	const { status, headers } = await api('GET', '/calls/1/recording');
	const file = await fetch(String(headers.get('location')));
	expect([status, file.status, file.headers.get('content-type')]).toEqual([302, 200, 'audio/mpeg']);
	const text = await fetch(`${simulator.url}/calls/1/transcript`, {
		headers: { authorization: `Bearer ${simulator.accessToken}` },
	});
	expect(text.headers.get('content-type')).toMatch('text/plain');
});
