import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { connectConsole } from '../../../nodes/Absmartly/transport/console';
import { readList } from '../../../nodes/Absmartly/transport/pages';
import { resources } from '../../../nodes/Absmartly/resources';
import { policy } from '../../../nodes/core/http/exchange';
import { executeContext } from '../../engine';
import {
	absmartly,
	addExperiment,
	consoleCredentials,
	credentials,
	does,
	faults,
	requested,
} from '../world/driver';

const onConsole = async (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: { items?: IDataObject[]; credential?: IDataObject } = {},
) =>
	await does(resource, operation, parameters, {
		credentials: consoleCredentials(more.credential),
		items: more.items,
	});

const names = (json: IDataObject[]) => json.map(({ name }) => name);

function addGoals(count: number) {
	for (let index = 0; index < count; index++) {
		const id = 100 + index;
		const name = `goal_${String(index).padStart(3, '0')}`;
		absmartly.world.goals.push({
			id,
			name,
			description: '',
			archived: false,
			tags: [],
			teams: [],
			owners: [],
		});
	}
}

describe('Get Many', () => {
	it.each([
		['application', ['www']],
		['environment', ['production', 'development']],
		['experiment', ['support_entry_point']],
		['metric', ['Conversations started']],
		['unitType', ['user_id', 'email', 'anonymous_id']],
	])('of %s lists what the console has, without the collector’s credential', async (resource, expected) => {
		const { json, items, error } = await onConsole(resource, 'getAll');
		expect(error).toBeUndefined();
		expect(names(json)).toEqual(expected);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(absmartly.requests[0].headers.authorization).toBe('Api-Key sim-absmartly-console-key');
		expect(absmartly.requests[0].headers['x-api-key']).toBeUndefined();
		expect(absmartly.requests[0].body).toBe('');
	});

	it('keeps the members that help, or all with Simplify off', async () => {
		const [short] = (await onConsole('goal', 'getAll')).json;
		expect(short).toEqual({
			id: 1,
			name: 'intercom_conversation_started',
			description: '',
			archived: false,
		});
		const [whole] = (await onConsole('goal', 'getAll', { simplify: false })).json;
		expect(whole).toMatchObject({ ...short, owners: [], tags: [], teams: [] });
	});

	it('searches, and hides what is archived unless it is asked for', async () => {
		absmartly.world.goals[3].archived = true;
		const search = async (filters: IDataObject) =>
			names((await onConsole('goal', 'getAll', { filters: filters as never })).json);
		expect(await search({ search: 'ticket' })).toEqual([]);
		expect(await search({ search: 'ticket', archived: true })).toEqual(['intercom_ticket_created']);
		expect(await search({ search: 'CONVERSATION', archived: false })).toEqual([
			'intercom_conversation_started',
			'intercom_conversation_rated',
		]);
		expect(requested()[2]).toBe('GET /v1/goals?search=CONVERSATION&items=50&page=1');
	});

	it('filters experiments by application and state', async () => {
		addExperiment(2, { state: 'stopped' });
		addExperiment(3, { applications: [] });
		const find = async (filters: IDataObject) =>
			names((await onConsole('experiment', 'getAll', { filters: filters as never })).json);
		expect(await find({ state: 'stopped' })).toEqual(['experiment_2']);
		expect(await find({ state: 'running' })).toEqual(['support_entry_point', 'experiment_3']);
		expect(await find({ application: { __rl: true, mode: 'name', value: 'www' } })).toEqual([
			'support_entry_point',
			'experiment_2',
		]);
	});

	it('takes experiments as a bare array too, once, however it pages', async () => {
		for (let id = 2; id <= 100; id++) addExperiment(id);
		absmartly.settings.experimentsAsArray = true;
		const { json } = await onConsole('experiment', 'getAll', { returnAll: true });
		expect(new Set(names(json)).size).toBe(100);
		expect(json).toHaveLength(100);
	});
});

describe('paging', () => {
	it.each([
		['with totals', {}, ['1', '2', '3']],
		['without totals', { totals: false }, ['1', '2', '3']],
		['of fewer a page than was asked for', { pageLimit: 60 }, ['1', '2', '3', '4', '5']],
	])('reads 250 goals %s', async (_, settings, pages) => {
		Object.assign(absmartly.settings, settings);
		addGoals(246);
		const { json } = await onConsole('goal', 'getAll', { returnAll: true });
		expect(json).toHaveLength(250);
		expect(new Set(names(json)).size).toBe(250);
		expect(absmartly.requests.map(({ path }) => /page=(\d+)/.exec(path)?.[1])).toEqual(pages);
	});

	it('asks for no more pages than the limit needs', async () => {
		addGoals(246);
		expect((await onConsole('goal', 'getAll', { limit: 30 })).json).toHaveLength(30);
		expect((await onConsole('goal', 'getAll', { limit: 150 })).json).toHaveLength(150);
		expect(requested()).toEqual([
			'GET /v1/goals?items=30&page=1',
			'GET /v1/goals?items=100&page=1',
			'GET /v1/goals?items=100&page=2',
		]);
	});

	it('ends where a list knows no pages and gives the same one again', async () => {
		const page = Array.from({ length: 100 }, (_, id) => ({ id, name: String(id) }));
		const request = { method: 'GET' as const, path: '/experiments', query: {}, body: {} };
		const send = jest.fn(async () => page as unknown as IDataObject);
		expect(await readList(send, request, 'experiments', Infinity)).toEqual(page);
		expect(send).toHaveBeenCalledTimes(2);
	});
});

describe('Goal > Create', () => {
	it('creates a goal that is missing, and says so', async () => {
		const { json, error } = await onConsole('goal', 'create', {
			name: ' intercom_article_read ',
			description: 'Somebody read an article',
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ id: 5, name: 'intercom_article_read', created: true }]);
		expect(JSON.parse(absmartly.requests[1].body)).toEqual({
			name: 'intercom_article_read',
			description: 'Somebody read an article',
		});
	});

	it('finds the one of exactly that name among those that contain it', async () => {
		addGoals(120);
		absmartly.world.goals.push({ ...absmartly.world.goals[0], id: 999, name: 'goal' });
		const { json } = await onConsole('goal', 'create', { name: 'goal' });
		expect(json).toMatchObject([{ id: 999, name: 'goal', created: false }]);
		expect(absmartly.requests.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	it('makes one goal of ten creations at once', async () => {
		absmartly.settings.latencyMs = 30;
		const { json, items, error } = await onConsole(
			'goal',
			'create',
			{ name: 'intercom_article_read' },
			{ items: Array.from({ length: 10 }, () => ({})) },
		);
		expect(error).toBeUndefined();
		expect(json.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, () => 5));
		expect(json.filter(({ created }) => created)).toHaveLength(1);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(json.map((_, item) => ({ item })));
		expect(absmartly.world.goals).toHaveLength(5);
		// the race is real: more than one saw it missing
		expect(absmartly.requests.filter(({ method }) => method === 'POST').length).toBeGreaterThan(1);
	});

	it('knows by the words too that a name is taken', async () => {
		await faults({
			match: 'POST /v1/goals',
			status: 400,
			recordFirst: true,
			body: { ok: false, errors: ['Goal with name "late" already exists'] },
		});
		expect((await onConsole('goal', 'create', { name: 'late' })).json).toMatchObject([
			{ name: 'late', created: false },
		]);
	});

	it('says that the goal is archived, which nothing can be tracked by', async () => {
		absmartly.world.goals[3].archived = true;
		const { error } = await onConsole('goal', 'create', { name: 'intercom_ticket_created' });
		expect(error?.message).toBe("The goal 'intercom_ticket_created' is archived");
		expect(error?.description).toMatch(/Unarchive it/);
	});

	it('passes on a 409 of a goal that is not there', async () => {
		await faults({
			match: 'POST /v1/goals',
			status: 409,
			body: { error: 'Locked for an import' },
		});
		const { error } = await onConsole('goal', 'create', { name: 'new_goal' });
		expect(error).toMatchObject({
			message: 'ABsmartly refused this: Locked for an import',
			httpCode: '409',
		});
	});

	it('asks for a name', async () => {
		const { error } = await onConsole('goal', 'create', { name: '={{ $json.nothing }}' });
		expect(error?.message).toBe("'Name' is empty");
		expect(absmartly.requests).toEqual([]);
	});

	it('does not send a creation twice, and finds what it made when it runs again', async () => {
		await faults({ match: 'POST /v1/goals', times: 1, reset: true, recordFirst: true });
		const { error } = await onConsole('goal', 'create', { name: 'new_goal' });
		expect(error?.message).toBe('ABsmartly could not be reached');
		expect(error?.description).toMatch(/run it again/);
		expect((await onConsole('goal', 'create', { name: 'new_goal' })).json).toMatchObject([
			{ created: false },
		]);
	});
});

describe('when the console does not do it', () => {
	const fail = async (credential: IDataObject = {}) =>
		(await onConsole('goal', 'getAll', {}, { credential })).error;

	it('names a wrong key, and never shows it', async () => {
		const error = await fail({ apiKey: 'wrong-key' });
		expect(error).toMatchObject({ message: 'ABsmartly refused this: Unauthorized', httpCode: '401' });
		expect(error?.description).toMatch(
			/^Open the ABsmartly Console API credential and paste a current personal API key/,
		);
		expect(JSON.stringify(error)).not.toContain('wrong-key');
	});

	it.each([
		[
			403,
			{ ok: false, errors: ['You need Goal List'] },
			/refused this: You need Goal List/,
			/may not do this/,
		],
		[404, '<html>', /answered with status 404/, /absmartly\.com\/v1/],
		[418, { error: 'odd' }, /refused this: odd/, /Check the fields/],
		[302, '', /answered with status 302/, /not sent on/],
	])('says what to do about a %d', async (status, body, message, description) => {
		const headers = { location: 'https://example.com' };
		await faults({ match: 'GET /v1/goals', status, body, headers } as IDataObject);
		const error = await fail();
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(error?.description).toContain(`GET /goals was answered ${status}`);
		expect(error?.httpCode).toBe(String(status));
		expect(absmartly.requests).toHaveLength(1);
	});

	it('takes ok:false with status 200 for a refusal', async () => {
		await faults({
			match: 'GET /v1/goals',
			status: 200,
			body: { ok: false, errors: ['no', 'way'] },
		});
		expect((await fail())?.message).toBe('ABsmartly refused this: no; way');
	});

	it('names a page that is not ABsmartly’s', async () => {
		await faults({
			match: 'GET /v1/goals',
			status: 200,
			headers: { 'content-type': 'text/html' },
			body: '<html>Log in</html>',
		});
		expect((await fail())?.message).toBe('The reply is not what ABsmartly sends');
	});

	it('names a reply without the list', async () => {
		await faults({ match: 'GET /v1/goals', status: 200, body: { hello: 'world' } });
		expect((await fail())?.message).toBe("The reply holds no 'goals'");
	});

	it('waits out a 429, and reads again after a 503 and a lost connection', async () => {
		await faults(
			{ match: 'GET /v1/goals', status: 429, headers: { 'retry-after': '1' } },
			{ match: 'GET /v1/goals', status: 503 },
			{ match: 'GET /v1/goals', reset: true },
		);
		expect(await fail()).toBeUndefined();
		expect(absmartly.requests).toHaveLength(4);
	});

	it('gives up on 500 after four tries', async () => {
		await faults({ match: 'GET /v1/goals', times: 9, status: 500, body: { message: 'oh' } });
		expect(await fail()).toMatchObject({ message: 'ABsmartly could not do this: oh', httpCode: '500' });
		expect(absmartly.requests).toHaveLength(4);
	}, 15_000);

	it('says how long it waited', async () => {
		await faults({ match: 'GET /v1/goals', delayMs: 2000, status: 200 });
		const how = { ...policy, timeoutMs: 100, attempts: 1 };
		const context = await executeContext('absmartly', consoleCredentials(), {
			resource: 'goal',
			operation: 'getAll',
		});
		const send = await connectConsole(context, { how });
		await expect(send({ method: 'GET', path: '/goals', query: {}, body: {} })).rejects.toMatchObject({
			message: 'ABsmartly did not answer within 0.1 seconds',
			description: expect.stringMatching(/network of this n8n/),
		});
	});

	it('names a console that is not there', async () => {
		const gone = createServer();
		await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
		const { port } = gone.address() as AddressInfo;
		await new Promise((resolve) => gone.close(resolve));
		const error = await fail({ endpoint: `http://127.0.0.1:${port}` });
		expect(error?.message).toBe('ABsmartly could not be reached');
		expect(error?.description).toMatch(/ABsmartly Console API credential/);
	}, 15_000);

	it.each(['http://absmartly.example', 'your-company.absmartly.com', ''])(
		'refuses the endpoint %p before the key is sent',
		async (endpoint) => {
			expect((await fail({ endpoint }))?.message).toBe(
				'The endpoint of the ABsmartly Console API credential is not usable',
			);
		},
	);
});

describe('credentials', () => {
	it('asks for the console’s where only the collector’s is there', async () => {
		const { error } = await does('goal', 'getAll', {}, { credentials: credentials() });
		expect(error?.message).toBe('This operation needs an ABsmartly Console API credential');
		expect(error?.description).toMatch(/personal API key/);
	});

	it('knows the API by the operation’s name: none is used for both', () => {
		const byApi = (wanted?: string) =>
			Object.values(resources).flatMap(({ operations }) =>
				Object.entries(operations)
					.filter(([, { api }]) => api === wanted)
					.map(([name]) => name),
			);
		expect(byApi().filter((name) => byApi('console').includes(name))).toEqual([]);
	});
});
