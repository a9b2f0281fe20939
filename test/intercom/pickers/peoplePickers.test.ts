import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listSearch, type Credentials } from '../../engine';

/** Pickers over lists that the simulator does not keep: the replies are those of Intercom's specification. */

const audiences = (from: number) =>
	Array.from({ length: 2 }, (_, n) => ({
		type: 'audience',
		id: `${from + n}`,
		name: `Audience ${from + n}`,
	}));
const attribute = { type: 'data_attribute', custom: true, archived: false, model: 'contact' };
const replies: Record<string, unknown> = {
	'/segments': {
		type: 'segment.list',
		segments: [
			{ id: 's1', name: 'Active' },
			{ id: 's2', name: 'New' },
		],
	},
	'/subscription_types': {
		data: [
			{ id: '135', default_translation: { name: 'Newsletters' } },
			{ id: '136', default_translation: { name: 'Announcements' } },
		],
	},
	'/audiences?per_page=50': { data: audiences(1), page: 1, per_page: 50, total_pages: 2 },
	'/audiences?per_page=50&page=2': { data: audiences(3), page: 2, per_page: 50, total_pages: 2 },
	'/data_attributes?include_archived=true': {
		data: [
			{ ...attribute, id: 1, label: 'Plan' },
			{ ...attribute, id: 2, label: 'Old', model: 'company', archived: true },
			{ ...attribute, id: 3, label: 'Name', custom: false },
		],
	},
};

let server: Server;
let asked: IncomingMessage[] = [];
beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(request);
		const reply = replies[request.url ?? ''];
		response.writeHead(reply ? 200 : 404, { 'content-type': 'application/json' });
		response.end(JSON.stringify(reply ?? { errors: [{ code: 'not_found', message: String(request.url) }] }));
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(() => void server.close());
beforeEach(() => (asked = []));

const credentials = (): Credentials => ({
	intercomAccessTokenApi: {
		region: 'custom',
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		accessToken: 'token',
	} as never,
});

it.each([
	[
		'searchSegments',
		[
			{ name: 'Active', value: 's1' },
			{ name: 'New', value: 's2' },
		],
		'act',
	],
	[
		'searchSubscriptionTypes',
		[
			{ name: 'Newsletters', value: '135' },
			{ name: 'Announcements', value: '136' },
		],
		'news',
	],
	[
		'searchDataAttributes',
		[
			{ name: 'Plan (contact)', value: '1' },
			{ name: 'Old (company, archived)', value: '2' },
		],
		'plan',
	],
])('%s lists and filters', async (method, results, filter) => {
	expect((await listSearch(method, credentials())).results).toEqual(results);
	expect((await listSearch(method, credentials(), filter)).results).toEqual([results[0]]);
});

it('searchAudiences reads on by page, in the version that has audiences', async () => {
	const first = await listSearch('searchAudiences', credentials());
	expect(first.results.map(({ value }) => value)).toEqual(['1', '2']);
	const second = await listSearch('searchAudiences', credentials(), '', first.paginationToken as string);
	expect(second.results.map(({ value }) => value)).toEqual(['3', '4']);
	expect(second.paginationToken).toBeUndefined();
	expect(asked.map(({ headers }) => headers['intercom-version'])).toEqual(['2.16', '2.16']);
});
