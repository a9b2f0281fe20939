import type { INodeParameters } from 'n8n-workflow';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, listSearch } from '../../engine';

/** What the entries of the knowledge base and of the settings send, over HTTP, where an entry does more than name its fields. */

type Asked = { request: string; query: Record<string, string>; body: unknown; version: unknown };
type Answer = (query: URLSearchParams) => unknown;

const asked: Asked[] = [];
let answers: Record<string, Answer> = {};

/** Answers what a test says, and `{ id: '1' }` otherwise. */
const server = createServer((request, response) => {
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://stub');
	const key = `${request.method} ${pathname}`;
	let text = '';
	request.on('data', (chunk) => (text += String(chunk)));
	request.on('end', () => {
		asked.push({
			request: key,
			query: Object.fromEntries(searchParams),
			body: text ? (JSON.parse(text) as unknown) : undefined,
			version: request.headers['intercom-version'],
		});
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(answers[key]?.(searchParams) ?? { id: '1' }));
	});
});

beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => await new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
	asked.length = 0;
	answers = {};
});

const credentials = () => ({
	intercomAccessTokenApi: {
		region: 'custom',
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		accessToken: 'token',
	} as never,
});

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await execute('intercomPlus', {
		parameters: { resource, operation, ...parameters },
		credentials: credentials(),
		timezone: 'Europe/Zurich',
	});

async function does(resource: string, operation: string, parameters?: INodeParameters) {
	const { items, error } = await run(resource, operation, parameters);
	if (error) throw error;
	return items.map(({ json }) => json);
}

const byId = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const last = () => asked.at(-1) as Asked;

describe('Article', () => {
	const created = { title: 'Thanks', author_id: byId('1295') };

	it('keys translations by their language, each with what is filled in', async () => {
		await does('article', 'create', {
			...created,
			additionalFields: {
				translated_content: {
					row: [
						{ locale: 'fr', title: 'Merci', author_id: byId('1296'), state: 'published' },
						{ locale: 'pt-BR', title: 'Obrigado' },
					],
				},
			},
		});
		expect(last()).toMatchObject({ request: 'POST /articles', version: '2.14' });
		expect(last().body).toEqual({
			title: 'Thanks',
			author_id: 1295,
			translated_content: {
				fr: { title: 'Merci', author_id: 1296, state: 'published' },
				'pt-BR': expect.objectContaining({ title: 'Obrigado' }) as unknown,
			},
		});
	});

	it('names the type of a parent, and takes a person by e-mail inside of a translation', async () => {
		answers['GET /admins'] = () => ({ admins: [{ id: '77', email: 'ada@example.com' }] });
		await does('article', 'create', {
			...created,
			additionalFields: {
				parent_id: byId('18'),
				translated_content: { row: [{ locale: 'de', author_id: byId('ada@example.com', 'email') }] },
			},
		});
		expect(last().body).toMatchObject({
			parent_id: 18,
			parent_type: 'collection',
			translated_content: { de: { author_id: 77 } },
		});
	});

	it('schedules a draft in UTC, with the version that has drafts', async () => {
		await does('article', 'updateDraft', {
			article_id: byId('45'),
			additionalFields: { scheduled_publish_at: '2026-12-31T09:00:00' },
		});
		expect(last()).toMatchObject({
			request: 'PUT /articles/45/draft',
			version: '2.16',
			body: { scheduled_publish_at: '2026-12-31T08:00:00.000Z' },
		});
	});

	it('searches, and reads all pages of a nested list', async () => {
		answers['GET /articles/search'] = (query) => {
			const page = Number(query.get('page') ?? 1);
			return {
				data: { articles: [{ id: String(page) }] },
				pages: { type: 'pages', page, per_page: 50, total_pages: 3 },
			};
		};
		const found = await does('article', 'search', {
			phrase: 'reset',
			returnAll: true,
			filters: { help_center_id: byId('123'), state: 'published' },
		});
		expect(found).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
		expect(last().query).toEqual({
			phrase: 'reset',
			help_center_id: '123',
			state: 'published',
			per_page: '50',
			page: '3',
		});
	});
});

describe('Content', () => {
	it('sends the lists of a search separated by commas', async () => {
		answers['GET /content/search'] = () => ({ data: [{ type: 'article', id: '5' }] });
		const found = await does('content', 'search', {
			query: 'billing',
			limit: 5,
			filters: { content_types: ['article', 'snippet'], folder_ids: '10, 20', locales: 'en' },
		});
		expect(found).toEqual([{ type: 'article', id: '5' }]);
		expect(last().query).toEqual({
			query: 'billing',
			content_types: 'article,snippet',
			folder_ids: '10,20',
			folder_entity_type: 'folder',
			locales: 'en',
			per_page: '5',
		});
	});

	it('acts on many pieces at once, and wants at least one', async () => {
		await does('content', 'updateTags', {
			content_ids: { row: [{ type: 'article', id: '11' }] },
			additionalFields: { add_tag_ids: '100, 101' },
		});
		expect(last().body).toEqual({
			action: 'update_tags',
			content_ids: [{ type: 'article', id: '11' }],
			tags: { add_tag_ids: [100, 101] },
		});
		const { error } = await run('content', 'publish', { content_ids: {} });
		expect(error?.message).toBe("'Content' is empty");
		expect(asked).toHaveLength(1);
	});
});

describe('Content Snippet', () => {
	it('reads all pages of a list that counts them beside it', async () => {
		answers['GET /content_snippets'] = (query) => {
			const page = Number(query.get('page') ?? 1);
			return { type: 'list', data: [{ id: String(page) }], page, per_page: 50, total_pages: 2 };
		};
		expect(await does('contentSnippet', 'getAll', { returnAll: true })).toEqual([{ id: '1' }, { id: '2' }]);
	});

	it('takes blocks as JSON, and says so when it is none', async () => {
		const create = async (json_blocks: string) =>
			await run('contentSnippet', 'create', { title: 'T', additionalFields: { json_blocks } });
		await create('[{"type": "paragraph", "text": "Hi"}]');
		expect(last().body).toEqual({ title: 'T', json_blocks: [{ type: 'paragraph', text: 'Hi' }] });
		expect((await create('[{')).error?.message).toBe("'Body (Blocks)' is not valid JSON");
	});
});

describe('External Page', () => {
	it('is written again after a fault, since Intercom finds it by source and external ID', async () => {
		server.prependOnceListener('request', (request) => request.socket.destroy());
		const page = { external_id: '5678', source_id: byId('44'), title: 'Reset', html: '<p>Hi</p>' };
		expect(await does('externalPage', 'upsert', page)).toEqual([{ id: '1' }]);
		const { request, body } = last();
		expect(asked.map((one) => one.request)).toEqual([request, request]);
		expect(body).toEqual({ ...page, source_id: 44, locale: 'en' });
	});
});

describe('News Item', () => {
	it('is assigned to picked newsfeeds', async () => {
		await does('newsItem', 'create', {
			title: 'Dark mode',
			sender_id: byId('123'),
			additionalFields: {
				newsfeed_assignments: {
					row: [
						{ newsfeed_id: byId('198313'), published_at: '2026-01-10T09:00:00Z' },
						{ newsfeed_id: byId('7'), published_at: '' },
					],
				},
				reactions: '😆, 😅',
			},
		});
		expect(last().body).toEqual({
			title: 'Dark mode',
			sender_id: 123,
			newsfeed_assignments: [{ newsfeed_id: 198313, published_at: 1768035600 }, { newsfeed_id: 7 }],
			reactions: ['😆', '😅'],
		});
	});
});

describe('Office Hours Schedule', () => {
	const schedule = (...row: INodeParameters[]) => ({
		name: 'Support',
		time_zone_name: 'Europe/Zurich',
		time_intervals: { row },
	});

	it('counts the minutes of each day from Monday on', async () => {
		await does(
			'officeHours',
			'create',
			schedule(
				{ day_of_week: ['0', '4'], start_minute: '09:00', end_minute: '17:30' },
				{ day_of_week: ['6'], start_minute: '00:00', end_minute: '24:00' },
			),
		);
		expect(last().body).toMatchObject({
			time_intervals: [
				{ start_minute: 540, end_minute: 1050 },
				{ start_minute: 4 * 1440 + 540, end_minute: 4 * 1440 + 1050 },
				{ start_minute: 6 * 1440, end_minute: 7 * 1440 },
			],
		});
	});

	it.each([
		['9', '17:00', "Opens: '9' is not a time of day that Intercom takes"],
		['09:10', '17:00', "Opens: '09:10' is not a time of day that Intercom takes"],
		['09:00', '24:15', "Closes: '24:15' is not a time of day that Intercom takes"],
		['17:00', '09:00', 'Hours: Closes is not after Opens'],
	])('refuses %s to %s', async (start_minute, end_minute, message) => {
		const hours = schedule({ day_of_week: ['0'], start_minute, end_minute });
		expect((await run('officeHours', 'create', hours)).error?.message).toBe(message);
		expect(asked).toEqual([]);
	});

	it('takes the date of an exception as it was written', async () => {
		await does('officeHours', 'createException', {
			office_hours_schedule_id: byId('1'),
			exception_date: '2026-12-25T00:00:00.000+01:00',
			exception_type: 'custom_hours',
			time_intervals: { row: [{ start_minute: '10:00', end_minute: '12:00' }] },
		});
		expect(last().body).toEqual({
			exception_date: '2026-12-25',
			exception_type: 'custom_hours',
			time_intervals: [{ start_minute: 600, end_minute: 720 }],
		});
	});
});

describe('Data Connector', () => {
	it('sends rows as lists, and JSON as it is', async () => {
		await does('dataConnector', 'create', {
			name: 'Get Order Status',
			additionalFields: {
				audiences: ['leads'],
				authentication_ids: '1234',
				data_inputs: { row: [{ name: 'order_id', type: 'integer', required: true }] },
				headers: { row: [{ name: 'Accept', value: 'application/json' }] },
				mock_response: '{"order": {"number": 1}}',
			},
		});
		expect(last().body).toEqual({
			name: 'Get Order Status',
			audiences: ['leads'],
			token_ids: ['1234'],
			data_inputs: [{ name: 'order_id', type: 'integer', required: true }],
			headers: [{ name: 'Accept', value: 'application/json' }],
			mock_response: { order: { number: 1 } },
		});
	});
});

describe('Fin Agent', () => {
	const message = { conversation_id: 'ext-1', body: 'How?', user_id: '42' };

	it('starts a conversation now, with what is known', async () => {
		const before = Date.now();
		await does('finAgent', 'start', {
			...message,
			additionalFields: {
				attachments: { row: [{ type: 'url', url: 'https://example.com/a.pdf', name: 'left over' }] },
				history: { row: [{ author: 'agent', body: 'Hello', timestamp: '2026-01-10T09:00:00Z' }] },
				user_attributes: { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] },
			},
		});
		const { message: sent } = last().body as { message: { timestamp: string } };
		expect(Date.parse(sent.timestamp)).toBeGreaterThanOrEqual(before);
		expect(last().body).toEqual({
			conversation_id: 'ext-1',
			message: { author: 'user', body: 'How?', timestamp: sent.timestamp },
			user: { id: '42', attributes: { plan: 'pro' } },
			attachments: [{ type: 'url', url: 'https://example.com/a.pdf' }],
			conversation_metadata: {
				history: [{ author: 'agent', body: 'Hello', timestamp: '2026-01-10T09:00:00.000Z' }],
			},
		});
	});

	it('keeps the time and the author that are given', async () => {
		await does('finAgent', 'reply', {
			...message,
			additionalFields: { author: 'agent', timestamp: '2026-01-10T09:00:00.5Z' },
		});
		expect(last().body).toMatchObject({
			message: { author: 'agent', timestamp: '2026-01-10T09:00:00.500Z' },
		});
	});
});

describe('Fin Voice', () => {
	it('gives one item for each call of a bare list, and none for an empty one', async () => {
		const conversation = { conversation_id: byId('215') };
		answers['GET /fin_voice/conversation/215'] = () => [{ id: 1 }, { id: 2 }];
		expect(await does('finVoice', 'getOfConversation', conversation)).toEqual([{ id: 1 }, { id: 2 }]);
		answers['GET /fin_voice/conversation/215'] = () => [];
		expect(await does('finVoice', 'getOfConversation', conversation)).toEqual([]);
	});

	it('finds a call by its phone number', async () => {
		await does('finVoice', 'getByPhoneNumber', { phone_number: '+41791234567' });
		expect(last().request).toBe('GET /fin_voice/phone_number/%2B41791234567');
	});
});

describe('Reporting Data Export', () => {
	it('names the job in path and query', async () => {
		await does('reportingDataExport', 'get', { job_identifier: 'job1', app_id: 'abc', client_id: 'c' });
		expect(last()).toMatchObject({
			request: 'GET /export/reporting_data/job1',
			query: { job_identifier: 'job1', app_id: 'abc', client_id: 'c' },
		});
	});
});

describe('pickers', () => {
	it.each([
		['searchBrands', 'GET /brands', { name: 'Main' }, '2.15'],
		['searchCollections', 'GET /help_center/collections', { name: 'Main' }, '2.14'],
		['searchContentImportSources', 'GET /ai/content_import_sources', { url: 'Main' }, '2.14'],
		['searchContentSnippets', 'GET /content_snippets', { title: 'Main' }, '2.16'],
		['searchDataConnectors', 'GET /data_connectors', { name: 'Main' }, '2.16'],
		['searchDatasets', 'GET /export/reporting_data/get_datasets', { name: 'Main' }, '2.14'],
		['searchEmails', 'GET /emails', { email: 'Main' }, '2.15'],
		['searchExternalPages', 'GET /ai/external_pages', { title: 'Main' }, '2.14'],
		['searchHelpCenters', 'GET /help_center/help_centers', { display_name: 'Main' }, '2.14'],
		['searchInternalArticles', 'GET /internal_articles', { title: 'Main' }, '2.14'],
		['searchNewsItems', 'GET /news/news_items', { title: 'Main' }, '2.14'],
		['searchNewsfeeds', 'GET /news/newsfeeds', { name: 'Main' }, '2.14'],
		['searchOfficeHoursSchedules', 'GET /office_hours_schedules', { name: 'Main' }, '2.16'],
	])('%s lists and filters', async (method, request, element, version) => {
		answers[request] = () => ({ data: [{ id: 9, ...element }, { id: 10 }] });
		expect(await listSearch(method, credentials())).toEqual({
			results: [
				{ name: 'Main', value: '9' },
				{ name: '10', value: '10' },
			],
			paginationToken: undefined,
		});
		expect(last()).toMatchObject({ request, version });
		expect((await listSearch(method, credentials(), 'mai')).results).toEqual([{ name: 'Main', value: '9' }]);
	});

	it('searchArticles lets Intercom search', async () => {
		answers['GET /articles/search'] = () => ({ data: { articles: [{ id: '3', title: 'Reset' }] } });
		answers['GET /articles'] = () => ({ data: [{ id: '4', title: 'Other' }] });
		expect((await listSearch('searchArticles', credentials(), 'password')).results).toEqual([
			{ name: 'Reset', value: '3' },
		]);
		expect(last().query).toMatchObject({ phrase: 'password', state: 'all' });
		expect((await listSearch('searchArticles', credentials())).results).toEqual([
			{ name: 'Other', value: '4' },
		]);
	});

	it('read on until something fits, from where the list before ended', async () => {
		answers['GET /help_center/collections'] = (query) => {
			const page = Number(query.get('page') ?? 1);
			return { data: [{ id: page, name: page % 3 ? 'x' : 'wanted' }], pages: { page, total_pages: 7 } };
		};
		const first = await listSearch('searchCollections', credentials(), 'wanted');
		expect(first.results).toEqual([{ name: 'wanted', value: '3' }]);
		const second = await listSearch(
			'searchCollections',
			credentials(),
			'wanted',
			first.paginationToken as string,
		);
		expect(second.results).toEqual([{ name: 'wanted', value: '6' }]);
		const third = await listSearch(
			'searchCollections',
			credentials(),
			'wanted',
			second.paginationToken as string,
		);
		expect(third).toEqual({ results: [], paginationToken: undefined });
		expect(asked).toHaveLength(7);
	});
});
