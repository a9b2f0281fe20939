import { SDK } from '@absmartly/javascript-sdk';
import { startAbsmartly, type Absmartly } from './absmartly';

const start = Date.parse('2026-02-25T09:00:00.000Z');
const achievedAt = start + 60_000;

let simulator: Absmartly;
beforeAll(async () => {
	simulator = await startAbsmartly();
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const collectorHeaders = {
	'X-API-Key': 'sim-absmartly-key',
	'X-Agent': 'n8n',
	'X-Environment': 'production',
	'X-Application': 'www',
	'X-Application-Version': '0',
	'Content-Type': 'application/json',
};
const consoleHeaders = {
	Authorization: 'Api-Key sim-absmartly-console-key',
	'Content-Type': 'application/json',
};

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const response = await fetch(simulator.url + path, { method, headers, body: text });
	const answer = await response.text();
	return { status: response.status, text: answer, json: () => JSON.parse(answer) };
}

const put = async (body: unknown, path = '/v1/context', headers = {}) =>
	await call('PUT', path, body, { ...collectorHeaders, ...headers });

const control = async (method: string, path: string, body: unknown) =>
	await call(method, `/_sim/${path}`, body, { 'Content-Type': 'application/json' });

const expose = async (uid: string, exposedAt: number | string = start, unit = 'user_id') =>
	await control('POST', 'exposures', [{ experiment: 'support_entry_point', unit, uid, exposedAt }]);

function request(changes: object = {}, goalChanges: object = {}) {
	const goal = {
		name: 'intercom_conversation_started',
		achievedAt,
		properties: { event_key: 'conversation.user.created:1295', parts: 2, cost: { eur: 1.5 } },
	};
	return {
		publishedAt: achievedAt,
		units: [{ type: 'user_id', uid: '42' }],
		goals: [{ ...goal, ...goalChanges }],
		...changes,
	};
}

describe('the official SDK', () => {
	const sdk = () =>
		new SDK({
			endpoint: `${simulator.url}/v1`,
			apiKey: 'sim-absmartly-key',
			environment: 'production',
			application: 'www',
		});

	it('gets the experiment, is exposed, and its goals are attributed', async () => {
		const context = sdk().createContext({ units: { user_id: '12345', email: 'bleh@absmartly.com' } });
		await context.ready();
		expect(context.isFailed()).toBe(false);
		expect(context.experiments()).toEqual(['support_entry_point']);
		expect([0, 1]).toContain(context.treatment('support_entry_point'));
		expect(context.treatment('not_running')).toBe(0);
		context.attribute('country', 'NL');
		context.track('intercom_conversation_started', { price: 5 });
		await context.publish();
		context.track('intercom_user_messaged');
		await context.finalize();

		expect(simulator.goals().map(({ goal_name, unit_type, uid }) => [goal_name, unit_type, uid])).toEqual([
			['intercom_conversation_started', 'user_id', null],
			['intercom_conversation_started', 'email', null],
			['intercom_user_messaged', 'user_id', null],
			['intercom_user_messaged', 'email', null],
		]);
		expect(simulator.goals()[0]).toMatchObject({
			unit_uid: 'gnzLDuqKcGxMNKFokfhOew',
			properties: { price: 5 },
			agent: 'absmartly-javascript-sdk',
			application: 'www',
			environment: 'production',
		});
		expect(simulator.metrics()[0]).toMatchObject({
			goal_name: 'intercom_conversation_started',
			attributed: 1,
			unattributed: { no_running_experiment_on_unit_type: 1 },
		});
	});

	it('joins a raw goal sent by somebody else to the exposure it made', async () => {
		const context = sdk().createContext({ units: { user_id: '42' } });
		await context.ready();
		context.treatment('support_entry_point');
		await context.publish();
		await put(request({}, { achievedAt: Date.now() + 1000 }));
		expect(simulator.metrics()).toMatchObject([{ attributed: 1, unattributed: {} }]);
	});

	it('shows the variant that POST /v1/context assigns', async () => {
		const variants = new Set<number>();
		for (const uid of ['1', '2', '3', '4', '5', '6', '7', '8']) {
			const context = sdk().createContext({ units: { user_id: uid } });
			await context.ready();
			const answer = await call(
				'POST',
				'/v1/context',
				{ units: [{ type: 'user_id', uid }] },
				collectorHeaders,
			);
			const variant = context.treatment('support_entry_point');
			const config = variant === 1 ? '{"entry":"button"}' : null;
			expect(answer.json()).toEqual({
				units: [{ type: 'user_id', uid }],
				assignments: [{ id: 1, iteration: 1, name: 'support_entry_point', variant, eligible: true, config }],
			});
			variants.add(variant);
		}
		expect([...variants].sort()).toEqual([0, 1]);
	});

	it('lets only its share of the traffic into an experiment', async () => {
		simulator.addExperiment({ name: 'none', percentage_of_traffic: 0 });
		simulator.addExperiment({ name: 'half', percentage_of_traffic: 50 });
		const seen = { none: new Set<boolean>(), half: new Set<boolean>() };
		for (const uid of ['1', '2', '3', '4', '5', '6', '7', '8']) {
			const body = { units: [{ type: 'user_id', uid }] };
			const { assignments } = (await call('POST', '/v1/context', body, collectorHeaders)).json();
			for (const { name, variant, eligible } of assignments) {
				seen[name as keyof typeof seen]?.add(eligible);
				if (!eligible) expect(variant).toBe(0);
			}
		}
		expect({ none: [...seen.none], half: [...seen.half].sort() }).toEqual({
			none: [false],
			half: [false, true],
		});
	});

	it('resends after a fault that had recorded the goal, and the goal counts twice', async () => {
		const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
		await control('POST', 'faults', [{ match: 'PUT /v1/context', status: 503, recordFirst: true }]);
		const context = sdk().createContext({ units: { user_id: '42' } });
		await context.ready();
		context.track('intercom_conversation_started', { event_key: 'k' });
		await context.finalize();
		warn.mockRestore();
		expect(simulator.metrics()).toMatchObject([{ count: 2, unique_units: 1, unique_event_keys: 1 }]);
	});
});

describe('collector', () => {
	it('stores one row a goal and unit, hashed and raw, and the same again for the same body', async () => {
		simulator.clock.set('2026-02-25T10:00:00.000Z');
		const units = [
			{ type: 'user_id', uid: '42' },
			{ type: 'email', uid: 'user@example.com' },
		];
		const first = await put(request({ units }));
		expect([first.status, first.json()]).toEqual([200, { ok: true }]);
		await put(request({ units }));

		const rows = (await call('GET', '/_sim/goals')).json();
		expect(rows).toHaveLength(4);
		expect(rows[0]).toEqual({
			goal_name: 'intercom_conversation_started',
			unit_type: 'user_id',
			unit_uid: 'odDG6D8CcyfYRhBj9KxYpg',
			uid: '42',
			event_at: achievedAt,
			properties: { event_key: 'conversation.user.created:1295', parts: 2, cost: { eur: 1.5 } },
			application: 'www',
			environment: 'production',
			agent: 'n8n',
			received_at: expect.any(Number),
		});
		expect(new Date(rows[0].received_at).toISOString()).toMatch(/^2026-02-25T10:00:/);
		expect(rows[1]).toMatchObject({ unit_type: 'email', unit_uid: 'tYmWxQTFY4eY62tRHm9Jrw' });
	});

	it('keeps hashed uids as they came', async () => {
		const hashed = { units: [{ type: 'user_id', uid: 'odDG6D8CcyfYRhBj9KxYpg' }], hashed: true };
		expect((await put(request(hashed))).json()).toEqual({ ok: true });
		const odd = await put(request({ ...hashed, units: [{ type: 'user_id', uid: '42' }] }));
		expect(odd.json().warnings).toMatchObject([{ subject: 'unit', eventIndex: 0 }]);
		expect(simulator.goals().map(({ unit_uid, uid }) => [unit_uid, uid])).toEqual([
			['odDG6D8CcyfYRhBj9KxYpg', null],
			['42', null],
		]);
	});

	it('takes the same body by POST /v1/context/publish', async () => {
		const answer = await call('POST', '/v1/context/publish', request(), collectorHeaders);
		expect([answer.status, answer.json()]).toEqual([200, { ok: true }]);
		expect(simulator.goals()).toHaveLength(1);
	});

	it('takes 500 requests at once, and refuses 501, none and a bare array', async () => {
		const batch = (size: number) => ({ requests: Array.from({ length: size }, () => request()) });
		expect((await put(batch(500), '/v1/context/batch')).status).toBe(200);
		expect(simulator.goals()).toHaveLength(500);
		for (const body of [batch(501), batch(0), [request()]]) {
			const answer = await put(body, '/v1/context/batch');
			expect([answer.status, answer.json().errors[0].subject]).toEqual([400, 'request']);
		}
		expect(simulator.goals()).toHaveLength(500);
	});

	it('refuses a batch as a whole and names the wrong element', async () => {
		const bad = request({}, { achievedAt: 1.5 });
		bad.goals.unshift(request().goals[0]);
		const answer = await put({ requests: [request(), bad] }, '/v1/context/batch');
		expect(answer.status).toBe(400);
		expect(answer.json()).toEqual({
			ok: false,
			errors: [{ batchIndex: 1, eventIndex: 1, subject: 'goal', message: expect.any(String) }],
		});
		expect(answer.json().errors[0].message).toMatch(/^requests\.1\.goals\.1\.achievedAt: /);
		expect(simulator.goals()).toEqual([]);
	});

	const exposure = {
		id: 1,
		name: 'support_entry_point',
		variant: 1,
		exposedAt: start,
		assigned: true,
		eligible: true,
	};
	it.each<[name: string, body: unknown, subject: string]>([
		['quoted publishedAt', request({ publishedAt: String(achievedAt) }), 'request'],
		['no publishedAt', request({ publishedAt: undefined }), 'request'],
		['no units', request({ units: undefined }), 'unit'],
		['a null as goals', request({ goals: null }), 'goal'],
		['hashed in quotes', request({ hashed: 'true' }), 'request'],
		['an array as body', [request()], 'request'],
		['a number as uid', request({ units: [{ type: 'user_id', uid: 42 }] }), 'unit'],
		['an empty uid', request({ units: [{ type: 'user_id', uid: '' }] }), 'unit'],
		['no uid', request({ units: [{ type: 'user_id' }] }), 'unit'],
		['a uid of 641 characters', request({ units: [{ type: 'user_id', uid: 'x'.repeat(641) }] }), 'unit'],
		['a unit without type', request({ units: [{ uid: '42' }] }), 'unit'],
		['quoted achievedAt', request({}, { achievedAt: String(achievedAt) }), 'goal'],
		['ISO achievedAt', request({}, { achievedAt: '2026-02-25T09:01:00Z' }), 'goal'],
		['no goal name', request({}, { name: undefined }), 'goal'],
		['an array as properties', request({}, { properties: [1] }), 'goal'],
		['a string as properties', request({}, { properties: '{}' }), 'goal'],
		['a variant of 129', request({ exposures: [{ ...exposure, variant: 129 }] }), 'exposure'],
		['an exposure id of 2^31', request({ exposures: [{ ...exposure, id: 2 ** 31 }] }), 'exposure'],
		['quoted exposedAt', request({ exposures: [{ ...exposure, exposedAt: '1' }] }), 'exposure'],
		['an attribute without setAt', request({ attributes: [{ name: 'plan', value: 'pro' }] }), 'attribute'],
	])('refuses %s', async (_name, body, subject) => {
		const answer = await put(body);
		expect(answer.status).toBe(400);
		expect(answer.json()).toEqual({
			ok: false,
			errors: [{ batchIndex: 0, eventIndex: 0, subject, message: expect.any(String) }],
		});
		expect(simulator.goals()).toEqual([]);
	});

	it.each<[name: string, body: object]>([
		['a uid of 640 characters', request({ units: [{ type: 'user_id', uid: 'x'.repeat(640) }] })],
		['null where null may stand', request({ hashed: null, historic: null }, { properties: null })],
		['unknown keys', request({ sdkVersion: '1' }, { extra: true })],
		['nothing but units and a time', { units: [{ type: 'user_id', uid: '42' }], publishedAt: achievedAt }],
		['exposures and attributes', request({ exposures: [exposure], attributes: [{ name: 'a', setAt: 1 }] })],
	])('accepts %s', async (_name, body) => {
		const answer = await put(body);
		expect([answer.status, answer.json()]).toEqual([200, { ok: true }]);
	});

	it('accepts timestamps in quotes when strictTimestamps is off', async () => {
		await control('PUT', 'settings', { strictTimestamps: false });
		const digits = request({ publishedAt: String(achievedAt) }, { achievedAt: String(achievedAt) });
		expect((await put(digits)).json()).toEqual({ ok: true });
		expect((await put(request({}, { achievedAt: '2026-02-25T09:01:00Z' }))).json()).toEqual({ ok: true });
		expect((await put(request({}, { achievedAt: '{timestamp_ms}' }))).status).toBe(400);
		expect(simulator.goals().map(({ event_at }) => event_at)).toEqual([achievedAt, achievedAt]);
	});

	it('warns and stores what it does not know', async () => {
		const answer = await put(
			request(
				{ units: [{ type: 'User_ID', uid: '42' }] },
				{ name: 'nobody_made_me', achievedAt: 1772012000 },
			),
			'/v1/context',
			{ 'X-Environment': 'staging', 'X-Application': 'shop' },
		);
		expect(answer.status).toBe(200);
		expect(answer.json()).toEqual({
			ok: true,
			warnings: [
				{
					batchIndex: 0,
					eventIndex: 0,
					subject: 'request',
					message: 'environment "staging" does not exist',
				},
				{
					batchIndex: 0,
					eventIndex: 0,
					subject: 'request',
					message: 'application "shop" does not exist',
				},
				{ batchIndex: 0, eventIndex: 0, subject: 'unit', message: 'unit type "User_ID" does not exist' },
				{ batchIndex: 0, eventIndex: 0, subject: 'goal', message: 'goal "nobody_made_me" does not exist' },
				{ batchIndex: 0, eventIndex: 0, subject: 'goal', message: 'achievedAt 1772012000 is odd' },
			],
		});
		expect(simulator.goals()).toHaveLength(1);
		expect(simulator.metrics()).toEqual([]);
	});

	it('assigns nothing to a blank uid', async () => {
		const body = { units: [{ type: 'user_id', uid: ' ' }] };
		const answer = await call('POST', '/v1/context', body, collectorHeaders);
		expect([answer.status, answer.json()]).toEqual([200, { ...body, assignments: [] }]);
	});

	it('warns where nobody is credited', async () => {
		expect((await put(request({ units: [] }))).json().warnings).toMatchObject([{ subject: 'request' }]);
		expect(simulator.goals()).toEqual([]);
	});

	it('creates unknown goals when autoCreateGoals is on', async () => {
		await control('PUT', 'settings', { autoCreateGoals: true });
		expect((await put(request({}, { name: 'new_goal' }))).json()).toEqual({ ok: true });
		expect(simulator.metrics()).toMatchObject([{ goal_name: 'new_goal', count: 1 }]);
		const goals = await call('GET', '/v1/goals?search=new_goal', undefined, consoleHeaders);
		expect(goals.json()).toMatchObject({ total: 1, goals: [{ id: 5, name: 'new_goal', owners: [] }] });
	});

	it.each([
		['PUT', '/v1/context'],
		['PUT', '/v1/context/batch'],
		['POST', '/v1/context/publish'],
		['POST', '/v1/context'],
		['GET', '/v1/experiment'],
		['GET', '/v1/context/authed'],
	])('answers %s %s without the right key with 401 and nothing else', async (method, path) => {
		const body = method === 'GET' ? undefined : request();
		for (const key of [{}, { 'X-API-Key': 'wrong' }]) {
			const answer = await call(method, path, body, { ...collectorHeaders, 'X-API-Key': '', ...key });
			expect([answer.status, answer.text]).toEqual([401, '']);
		}
		expect(simulator.goals()).toEqual([]);
	});

	it('checks headers and body type before the body', async () => {
		const refused = async (headers: Record<string, string | undefined>, body: unknown = request()) => {
			const all = { ...collectorHeaders, ...headers };
			const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
			const answer = await call('PUT', '/v1/context', body, Object.fromEntries(set));
			return answer.status === 400 && answer.json();
		};
		const error = { code: 400, message: expect.any(String) };
		expect(await refused({ 'X-Agent': undefined })).toEqual(error);
		expect(await refused({ 'X-Environment': undefined })).toEqual(error);
		expect(await refused({ 'X-Application-Version': '1.0' })).toEqual(error);
		expect(await refused({ 'Content-Type': 'text/plain' })).toEqual(error);
		expect(await refused({}, '{"publishedAt":')).toEqual(error);
		expect(await refused({}, '')).toEqual(error);
		expect(simulator.goals()).toEqual([]);
	});

	it('does without an application', async () => {
		const { 'X-API-Key': key, 'X-Agent': agent, 'X-Environment': environment } = collectorHeaders;
		const headers = { 'X-API-Key': key, 'X-Agent': agent, 'X-Environment': environment };
		const answer = await call('PUT', '/v1/context', request(), {
			...headers,
			'Content-Type': 'application/json',
		});
		expect(answer.json()).toEqual({ ok: true });
		expect(simulator.goals()).toMatchObject([{ application: null }]);
	});

	it('demands application and version when strictHeaders is on', async () => {
		await control('PUT', 'settings', { strictHeaders: true });
		expect((await put(request())).json()).toEqual({ ok: true });
		const { 'X-Application-Version': _, ...rest } = collectorHeaders;
		const answer = await call('PUT', '/v1/context', request(), rest);
		expect([answer.status, answer.json().message]).toEqual([400, 'x-application-version: Required']);
	});

	it('tells a good key, health, experiments by filter, and 404 outside /v1', async () => {
		expect((await call('GET', '/v1/context/authed', undefined, collectorHeaders)).status).toBe(200);
		expect(await call('GET', '/v1/healthy')).toMatchObject({ status: 200, text: '' });
		const names = async (query: string) =>
			(await call('GET', `/v1/context${query}`)).json().experiments.map(({ name }: { name: string }) => name);
		expect(await names('')).toEqual(['support_entry_point']);
		expect(await names('?environment=production&application=www')).toEqual(['support_entry_point']);
		expect(await names('?environment=development')).toEqual([]);
		expect(await names('?application=shop')).toEqual([]);
		const experiment = await call('GET', '/v1/experiment', undefined, collectorHeaders);
		expect(experiment.json()).toMatchObject({ ok: true, experiments: [{ unitType: 'user_id' }] });
		expect((await call('PUT', '/context', request(), collectorHeaders)).status).toBe(404);
	});

	it('answers faults in order, then works again', async () => {
		await control('POST', 'faults', [
			{ match: 'PUT /v1/context', status: 429, headers: { 'retry-after': '2' } },
			{ match: 'PUT /v1/context', reset: true },
			{ match: 'PUT /v1/context', status: 200, body: '' },
		]);
		expect((await put(request())).status).toBe(429);
		await expect(put(request())).rejects.toThrow('fetch failed');
		expect(await put(request())).toMatchObject({ status: 200, text: '' });
		expect(simulator.goals()).toEqual([]);
		expect((await put(request())).json()).toEqual({ ok: true });
		expect(simulator.goals()).toHaveLength(1);
		expect(simulator.requests).toHaveLength(4);
	});
});

describe('metrics', () => {
	it('counts rows, units, event keys and sums', async () => {
		await put(request());
		await put(request());
		await put(
			request({ units: [{ type: 'user_id', uid: '43' }] }, { properties: { event_key: 'b', parts: 3 } }),
		);
		await put(request({}, { properties: { parts: '9' } }));
		expect((await call('GET', '/_sim/metrics')).json()).toEqual([
			{
				goal_name: 'intercom_conversation_started',
				count: 4,
				unique_units: 2,
				unique_event_keys: 2,
				sums: { parts: 7, 'cost.eur': 3 },
				attributed: 0,
				unattributed: { unit_never_exposed: 4 },
			},
		]);
	});

	it('attributes from the exposure on, and says why not otherwise', async () => {
		expect((await expose('42', '2026-02-25T09:00:00Z')).json()).toEqual({ stored: 1 });
		await put(request());
		await put(request({}, { achievedAt: start }));
		await put(request({}, { achievedAt: start - 1 }));
		await put(request({}, { achievedAt: achievedAt / 1000 }));
		await put(request(), '/v1/context', { 'X-Environment': 'development' });
		await put(request({ units: [{ type: 'user_id', uid: '43' }] }));
		await put(request({ units: [{ type: 'email', uid: '42' }] }));
		await put(request({ units: [{ type: 'user', uid: '42' }] }));
		expect(simulator.metrics()).toMatchObject([
			{
				attributed: 2,
				unattributed: {
					before_exposure: 2,
					other_environment_type: 1,
					unit_never_exposed: 1,
					no_running_experiment_on_unit_type: 1,
					unknown_unit_type: 1,
				},
			},
		]);
	});

	it('takes exposures of now, and refuses those of an unknown experiment', async () => {
		simulator.clock.set('2026-02-25T09:00:30.000Z');
		await control('POST', 'exposures', [{ experiment: 'support_entry_point', unit: 'user_id', uid: '42' }]);
		await put(request());
		expect(simulator.metrics()).toMatchObject([{ attributed: 1 }]);
		const unknown = [{ experiment: 'no', unit: 'user_id', uid: '42', exposedAt: start }];
		expect((await control('POST', 'exposures', unknown)).status).toBe(400);
		expect((await control('POST', 'exposures', [{ experiment: 1 }])).status).toBe(400);
	});

	it('forgets everything on reset', async () => {
		await expose('42');
		await put(request());
		await control('POST', 'reset', {});
		expect((await call('GET', '/_sim/goals')).json()).toEqual([]);
		await put(request());
		expect(simulator.metrics()).toMatchObject([{ count: 1, attributed: 0 }]);
	});
});

describe('console', () => {
	const ask = async (method: string, path: string, body?: unknown) =>
		await call(method, path, body, consoleHeaders);

	it.each([
		['goals', 4, 'intercom_conversation_started'],
		['applications', 1, 'www'],
		['environments', 2, 'production'],
		['unit_types', 3, 'user_id'],
		['metrics', 1, 'Conversations started'],
		['experiments', 1, 'support_entry_point'],
	])('lists %s', async (plural, total, name) => {
		const list = (await ask('GET', `/v1/${plural}`)).json();
		expect(list).toMatchObject({ page: 1, items: 100, total });
		expect(list[plural]).toHaveLength(total);
		expect(list[plural][0]).toMatchObject({ id: 1, name, archived: false });
		const one = (await ask('GET', `/v1/${plural}/1`)).json();
		expect(Object.values(one)).toEqual([list[plural][0]]);
		expect((await ask('GET', `/v1/${plural}/99`)).status).toBe(404);
	});

	it('pages, searches and hides what is archived', async () => {
		const names = async (query: string) =>
			(await ask('GET', `/v1/goals?${query}`)).json().goals.map(({ name }: { name: string }) => name);
		expect(await names('items=3&page=2')).toEqual(['intercom_ticket_created']);
		expect(await names('items=3&page=3')).toEqual([]);
		expect(await names('search=CONVERSATION')).toEqual([
			'intercom_conversation_started',
			'intercom_conversation_rated',
		]);
		await ask('PUT', '/v1/goals/4', { data: { archived: true } });
		expect(await names('search=ticket')).toEqual([]);
		expect(await names('search=ticket&archived=true')).toEqual(['intercom_ticket_created']);
		expect((await ask('GET', '/v1/goals?page=0')).status).toBe(400);
	});

	it('lists experiments by state, application and unit type, whose objects it nests', async () => {
		const [seeded] = simulator.world.experiments;
		simulator.world.experiments.push(
			{ ...seeded, id: 2, name: 'stopped', state: 'stopped', unitType: 'email', applications: [] },
			{ ...seeded, id: 3, name: 'archived', state: 'stopped', archived: true },
		);
		const names = async (query: string) =>
			(await ask('GET', `/v1/experiments?${query}`))
				.json()
				.experiments.map(({ name }: { name: string }) => name);
		expect(await names('')).toEqual(['support_entry_point', 'stopped']);
		expect(await names('state=running')).toEqual(['support_entry_point']);
		expect(await names('state=archived')).toEqual(['archived']);
		expect(await names('application=www')).toEqual(['support_entry_point']);
		expect(await names('applications=1,7')).toEqual(['support_entry_point']);
		expect(await names('unit_types=2')).toEqual(['stopped']);
		expect((await ask('GET', '/v1/experiments?state=odd')).status).toBe(400);
		expect((await ask('GET', '/v1/experiments/1')).json().experiment).toMatchObject({
			unit_type_id: 1,
			unit_type: { id: 1, name: 'user_id' },
			applications: [{ application_id: 1, application: { id: 1, name: 'www' } }],
		});
	});

	it('answers with a bare array, without totals, or with smaller pages, as it is set', async () => {
		await control('PUT', 'settings', { experimentsAsArray: true, totals: false, pageLimit: 3 });
		expect((await ask('GET', '/v1/experiments')).json()).toMatchObject([{ name: 'support_entry_point' }]);
		const goals = (await ask('GET', '/v1/goals?items=100')).json();
		expect([goals.items, goals.goals.length, 'total' in goals]).toEqual([3, 3, false]);
	});

	it('creates a goal once, and it is known from then on', async () => {
		const created = await ask('POST', '/v1/goals', { name: 'new_goal', description: 'd' });
		expect(created.json()).toMatchObject({ goal: { id: 5, name: 'new_goal', description: 'd' } });
		const again = await ask('POST', '/v1/goals', { name: 'new_goal' });
		expect(again.status).toBe(409);
		expect(again.json()).toEqual({ ok: false, errors: ['Goal with name "new_goal" already exists'] });
		const nameless = await ask('POST', '/v1/goals', { description: 'd' });
		expect(nameless.status).toBe(400);
		expect(nameless.json()).toEqual({ ok: false, errors: ['name: Required'] });
		expect((await put(request({}, { name: 'new_goal' }))).json()).toEqual({ ok: true });
	});

	it('updates a goal whose change is wrapped in data', async () => {
		const updated = await ask('PUT', '/v1/goals/1', { data: { description: 'new' } });
		expect(updated.json()).toMatchObject({ goal: { id: 1, description: 'new' } });
		expect((await ask('PUT', '/v1/goals/1', { description: 'new' })).status).toBe(400);
		expect((await ask('PUT', '/v1/goals/99', { data: {} })).status).toBe(404);
		const taken = await ask('PUT', '/v1/goals/1', { data: { name: 'intercom_user_messaged' } });
		expect(taken.status).toBe(409);
	});

	it('finds events by goal, unit and time', async () => {
		await put(request({}, { achievedAt: start }));
		await put(request());
		await put(request({ units: [{ type: 'user_id', uid: '43' }] }));
		const find = async (filters: object) => {
			const { columnNames, rows } = (await ask('POST', '/v1/events', { filters })).json();
			return rows.map((row: unknown[]) => row[columnNames.indexOf('event_at')]);
		};
		const mine = { event_types: ['goal'], unit_uids: ['odDG6D8CcyfYRhBj9KxYpg'] };
		expect(await find(mine)).toEqual([start, achievedAt]);
		expect(await find({ ...mine, from: start + 1, to: achievedAt })).toEqual([achievedAt]);
		expect(await find({ event_names: ['intercom_ticket_created'] })).toEqual([]);
		expect(await find({ event_types: ['exposure'] })).toEqual([]);
	});

	it('knows who asks, and refuses everybody else', async () => {
		expect((await ask('GET', '/auth/current-user')).json().user.email).toBe('simulator@example.com');
		const wrong: Array<Record<string, string>> = [
			{},
			{ Authorization: 'Bearer sim-absmartly-console-key' },
			collectorHeaders,
		];
		for (const headers of wrong) {
			expect((await call('GET', '/v1/goals', undefined, headers)).status).toBe(401);
			expect((await call('GET', '/auth/current-user', undefined, headers)).status).toBe(401);
			expect((await call('POST', '/v1/events', {}, headers)).status).toBe(401);
		}
	});
});

it('takes other keys and a port', async () => {
	const own = await startAbsmartly({ apiKey: 'a', consoleKey: 'c' });
	try {
		const authed = async (headers: Record<string, string>, path: string) =>
			(await fetch(own.url + path, { headers })).status;
		const production = { 'X-Environment': 'production' };
		expect(await authed({ ...production, 'X-API-Key': 'a' }, '/v1/context/authed')).toBe(200);
		expect(await authed({ ...production, 'X-API-Key': 'sim-absmartly-key' }, '/v1/context/authed')).toBe(401);
		expect(await authed({ Authorization: 'Api-Key c' }, '/v1/goals')).toBe(200);
		await expect(startAbsmartly({ port: own.port })).rejects.toThrow(`port ${own.port} is in use`);
	} finally {
		await own.close();
	}
});
