import { SDK } from '@absmartly/javascript-sdk';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { sender } from '../../../nodes/Absmartly/transport/api';
import { variablesOf } from '../../../nodes/Absmartly/operations/assignments';
import { runningUnitTypes, unitTypeWarnings } from '../../../nodes/Absmartly/transport/running';
import { executeContext } from '../../engine';
import { absmartly, addExperiment, credentials, does, faults, requested } from '../world/driver';

const onCollector = async (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: { items?: IDataObject[]; credential?: IDataObject } = {},
) =>
	await does(resource, operation, parameters, {
		credentials: credentials(more.credential),
		items: more.items,
	});

const byName = (value: string) => ({ __rl: true, mode: 'name', value });

describe('Experiment > Get Running', () => {
	it('lists what runs where the credential says, without a console key', async () => {
		addExperiment(2, { state: 'stopped' });
		addExperiment(3, { environment: 'development' });
		const { json, error } = await onCollector('experiment', 'getRunning');
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{
				id: 1,
				name: 'support_entry_point',
				unitType: 'user_id',
				environment: 'production',
				applications: [{ name: 'www' }],
				variants: [
					{ name: 'A', config: null },
					{ name: 'B', config: '{"entry":"button"}' },
				],
			},
		]);
		expect(json[0]).not.toHaveProperty('seedHi');
		expect(requested()).toEqual(['GET /v1/context?environment=production&application=www']);
		expect(absmartly.requests[0].headers['x-api-key']).toBe('sim-absmartly-key');
		expect(absmartly.requests[0].body).toBe('');
	});

	it('lists what runs elsewhere, raw, up to the limit', async () => {
		addExperiment(2, { environment: 'development', applications: [] });
		addExperiment(3, { environment: 'development' });
		addExperiment(4, { environment: 'development' });
		const { json } = await onCollector('experiment', 'getRunning', {
			application: byName('www'),
			environment: byName('development'),
			limit: 1,
			simplify: false,
		});
		expect(json).toMatchObject([{ id: 3, seedHi: expect.any(Number) }]);
	});

	it('gives the error of a key that is refused', async () => {
		await faults({ match: 'GET /v1/context', status: 401, body: '' });
		const { error } = await onCollector('experiment', 'getRunning');
		expect(error).toMatchObject({ message: 'ABsmartly answered with status 401', httpCode: '401' });
		expect(error?.description).toMatch(/^Open the ABsmartly API credential and paste a current SDK API key/);
	});

	it('names a reply that is not the collector’s', async () => {
		await faults({ match: 'GET /v1/context', status: 200, body: '' });
		expect((await onCollector('experiment', 'getRunning')).error?.message).toBe(
			"The reply holds no 'experiments'",
		);
	});

	it('reads again after a 503', async () => {
		await faults({ match: 'GET /v1/context', status: 503 });
		expect((await onCollector('experiment', 'getRunning')).json).toHaveLength(1);
	});
});

describe('Context > Get', () => {
	const parameters = { units: { unit: [{ type: 'user_id', from: 'value', uid: '={{ $json.id }}' }] } };

	it('gives the variants that the official SDK gives, ready for a Switch', async () => {
		const sdk = new SDK({
			endpoint: `${absmartly.url}/v1`,
			apiKey: 'sim-absmartly-key',
			environment: 'production',
			application: 'www',
		});
		const ids = ['1', '2', '3', '4', '5', '6'];
		const { json, items, error } = await onCollector('context', 'get', parameters, {
			items: ids.map((id) => ({ id })),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
		for (const [index, id] of ids.entries()) {
			const context = sdk.createContext({ units: { user_id: id } });
			await context.ready();
			const variant = context.treatment('support_entry_point');
			expect(json[index]).toEqual({
				units: [{ type: 'user_id', uid: id }],
				treatments: { support_entry_point: variant },
				variables: variant === 1 ? { entry: context.variableValue('entry', 'none') } : {},
				assignments: [expect.objectContaining({ name: 'support_entry_point', variant, eligible: true })],
			});
		}
		expect(new Set(json.map(({ treatments }) => JSON.stringify(treatments))).size).toBe(2);
	});

	it('asks as a reader: nothing to record, and again after a 500', async () => {
		await faults({ match: 'POST /v1/context', status: 500 });
		const { json } = await onCollector('context', 'get', parameters, { items: [{ id: '42' }] });
		expect(json).toHaveLength(1);
		expect(absmartly.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ units: [{ type: 'user_id', uid: '42' }] },
			{ units: [{ type: 'user_id', uid: '42' }] },
		]);
		expect(absmartly.requests[0].headers).toMatchObject({
			'x-environment': 'production',
			'x-application': 'www',
			'x-application-version': '0',
		});
	});

	it('sends every header that the specification requires', async () => {
		absmartly.settings.strictHeaders = true;
		expect(
			(await onCollector('context', 'get', parameters, { items: [{ id: '42' }] })).error,
		).toBeUndefined();
	});

	it.each([
		['no unit', { units: {} }, 'There is no unit'],
		[
			'an empty ID',
			{ units: { unit: [{ type: 'user_id', from: 'value', uid: '' }] } },
			'There is no ID for any of the units',
		],
	])('refuses %s', async (_, given, message) => {
		expect((await onCollector('context', 'get', given)).error?.message).toBe(message);
		expect(absmartly.requests).toEqual([]);
	});

	it('says what the collector complains of', async () => {
		await faults({
			match: 'POST /v1/context',
			status: 400,
			body: { ok: false, errors: [{ batchIndex: 0, eventIndex: 0, subject: 'unit', message: 'too odd' }] },
		});
		expect((await onCollector('context', 'get', parameters, { items: [{ id: '42' }] })).error?.message).toBe(
			'ABsmartly refused this: unit: too odd',
		);
	});
});

describe('variablesOf', () => {
	const assignment = (id: number, config: string | null) => ({
		id,
		name: String(id),
		variant: 1,
		eligible: true,
		config,
	});

	it('merges the configs, the older experiment first, and skips what is no object', () => {
		expect(
			variablesOf([
				assignment(1, '{"a":1,"b":{"c":[2]}}'),
				assignment(3, '{"a":9,"d":true}'),
				assignment(2, '{"a":5,"d":false}'),
				assignment(4, null),
				assignment(5, ''),
				assignment(6, '{broken'),
				assignment(7, '[1]'),
				assignment(8, '"text"'),
			]),
		).toEqual({ a: 1, b: { c: [2] }, d: false });
	});
});

describe('Health > Check', () => {
	it('says that it is healthy', async () => {
		const { json, error } = await onCollector('health', 'check');
		expect(error).toBeUndefined();
		expect(json).toEqual([{ healthy: true, responseTimeMs: expect.any(Number) }]);
	});

	it('says that it is not, rather than failing', async () => {
		await faults({ match: 'GET /v1/healthy', times: 9, status: 500 });
		const { json, error } = await onCollector('health', 'check');
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{ healthy: false, reason: 'ABsmartly answered with status 500', responseTimeMs: expect.any(Number) },
		]);
	}, 15_000);

	it('says so of a collector that does not answer', async () => {
		await faults({ match: 'GET /v1/healthy', times: 9, reset: true });
		expect((await onCollector('health', 'check')).json).toMatchObject([
			{ healthy: false, reason: 'ABsmartly could not be reached' },
		]);
	}, 15_000);

	it('fails where a person must mend the address', async () => {
		const { error } = await onCollector(
			'health',
			'check',
			{},
			{
				credential: { endpoint: `${absmartly.url}/somewhere` },
			},
		);
		expect(error).toMatchObject({ httpCode: '404' });
	});
});

describe('what runs on which unit type', () => {
	const send = async () =>
		sender(
			await executeContext('absmartly', credentials(), {
				resource: 'goal',
				operation: 'track',
			}),
		);

	it('is read where it is asked for, and else where the credential says', async () => {
		addExperiment(2, { unitType: 'email', environment: 'development' });
		expect(await runningUnitTypes(await send())).toEqual(new Set(['user_id']));
		const elsewhere = { application: 'www', environment: 'development' };
		expect(await runningUnitTypes(await send(), elsewhere)).toEqual(new Set(['email']));
	});

	it('makes one warning for each unit type that nothing uses', () => {
		const running = new Set(['user_id']);
		const where = { application: 'www', environment: 'production' };
		expect(unitTypeWarnings(running, ['user_id', 'email', 'email'], where)).toEqual([
			"No running experiment of application 'www' in environment 'production' uses the unit type 'email'",
		]);
		expect(unitTypeWarnings(running, ['User_ID'], { environment: 'production' })).toEqual([
			"No running experiment in environment 'production' uses the unit type 'User_ID'",
		]);
		expect(unitTypeWarnings(running, ['email'], {})).toEqual([
			"No running experiment uses the unit type 'email'",
		]);
		expect(unitTypeWarnings(running, ['user_id'], where)).toEqual([]);
	});
});
