import { SDK } from '@absmartly/javascript-sdk';
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { hashUid } from '../../../nodes/Absmartly/values/hash';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, track } from '../world/driver';

/** Side by side with ABsmartly's own SDK, which publishes through its own HTTP client to the same collector. */

/** Unix milliseconds. The SDK's goals are always achieved "now". */
const NOW = 1772000000000;
beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

/** Fields of a body that are not the same bytes, unless an option says so. */
const optional: Record<string, string> = {
	hashed: 'the node sends IDs readable and leaves `hashed` out, unless Hash IDs Before Sending is on',
};

/** Headers that are not the same. */
const differing: Record<string, string> = {
	'x-agent': 'who sends: absmartly-javascript-sdk or n8n-nodes-intercom-absmartly',
	accept: 'the HTTP clients differ',
	'accept-encoding': 'the HTTP clients differ',
	'accept-language': 'only fetch sends it',
	'sec-fetch-mode': 'only fetch sends it',
	'user-agent': 'the HTTP clients differ',
	connection: 'the HTTP clients differ',
};

type Goal = { name: string; properties?: Record<string, unknown> };

/** One body for each goal. Gives the requests as they arrived. */
async function publishBySdk(units: Record<string, string | number>, goals: Goal[]) {
	const sdk = new SDK({
		endpoint: `${absmartly.url}/v1`,
		apiKey: 'sim-absmartly-key',
		environment: 'production',
		application: 'www',
	});
	const context = sdk.createContext({ units });
	await context.ready();
	const before = absmartly.requests.length;
	for (const { name, properties } of goals) {
		context.track(name, properties);
		await context.publish();
	}
	const sent = absmartly.requests.slice(before);
	await context.finalize();
	return sent;
}

const rows = (properties: Record<string, unknown> = {}) => ({
	assignments: Object.keys(properties).map((name) => ({
		id: name,
		name,
		value: `={{ $json.properties[${JSON.stringify(name)}] }}`,
		type: typeOf(properties[name]),
	})),
});

const typeOf = (value: unknown): string =>
	value === null ? 'string' : Array.isArray(value) ? 'array' : typeof value;

/** The same by the node. */
async function publishByNode(
	units: Record<string, string | number>,
	{ name, properties }: Goal,
	{ items = 1, ...options }: INodeParameters & { items?: number } = {},
) {
	const unit = Object.entries(units).map(([type, uid]) => ({ type, from: 'value', uid: uid as string }));
	const json: IDataObject = eventOf(1, { occurredAtMs: NOW, properties: properties as IDataObject });
	const before = absmartly.requests.length;
	const { error } = await execute('absmartly', {
		parameters: track({
			goalName: name,
			units: { unit },
			properties: rows(properties),
			options: { deduplicate: false, sendEventKey: false, hashed: true, ...options },
		}),
		credentials: credentials(),
		items: Array.from({ length: items }, () => json),
	});
	if (error) throw error;
	return absmartly.requests.slice(before);
}

const goals: Goal[] = [
	{ name: 'intercom_conversation_started' },
	{ name: 'intercom_user_messaged', properties: {} },
	{ name: 'intercom_conversation_rated', properties: { rating: 5, ratio: 0.1, minus: -1e-7, big: 1e21 } },
	{
		name: 'Page: Home',
		properties: { text: 'ça ↓ 👍 "quoted"\n', empty: '', yes: true, no: false, nil: null },
	},
	{
		name: 'intercom_ticket_created',
		properties: { nested: { a: [1, { b: 2 }], c: null }, list: ['x', 1, null], 10: 'ten', 9: 'nine' },
	},
];

const units = { user_id: '42', email: ' Ada@Example.com ', anonymous_id: '👍-ça' };

it.each(goals)('sends the very bytes of the SDK: $name', async (goal) => {
	const [theirs] = await publishBySdk(units, [goal]);
	const [ours] = await publishByNode(units, goal);
	const expected =
		// the SDK keeps an empty object; the node says null, as it does for no properties
		JSON.stringify(goal.properties) === '{}' ? theirs.body.replace('{}', 'null') : theirs.body;
	expect(ours.body).toBe(expected);
	expect([ours.method, ours.path]).toEqual([theirs.method, theirs.path]);
});

it('counts for the same people, also where the SDK has a number', async () => {
	await publishBySdk({ user_id: 42, email: 'ada@example.com' }, [goals[0]]);
	await publishByNode({ user_id: '42', email: 'ada@example.com' }, goals[0], { hashed: false });
	const [user, email, ...ours] = absmartly.goals().map(({ unit_type, unit_uid }) => [unit_type, unit_uid]);
	expect(ours).toEqual([user, email]);
});

it('fills a batch with the bodies of the SDK', async () => {
	const [theirs] = await publishBySdk(units, [goals[2]]);
	const [ours] = await publishByNode(units, goals[2], { items: 3 });
	expect(ours.path).toBe('/v1/context/batch');
	expect(ours.body).toBe(`{"requests":[${[theirs, theirs, theirs].map(({ body }) => body).join(',')}]}`);
});

it('differs in its body only where an option is not on', async () => {
	const [theirs] = await publishBySdk(units, [goals[0]]);
	const [ours] = await publishByNode(units, goals[0], { hashed: false });
	const [their, our] = [theirs, ours].map(({ body }) => JSON.parse(body) as IDataObject);
	const names = Object.keys({ ...their, ...our }).filter((name) => name !== 'units');
	expect(names.filter((name) => JSON.stringify(their[name]) !== JSON.stringify(our[name]))).toEqual(
		Object.keys(optional),
	);
	expect(our.units).toEqual([
		{ type: 'user_id', uid: '42' },
		{ type: 'email', uid: 'Ada@Example.com' },
		{ type: 'anonymous_id', uid: '👍-ça' },
	]);
});

it('sends the headers of the SDK', async () => {
	const [{ headers: theirs }] = await publishBySdk(units, [goals[0]]);
	const [{ headers: ours }] = await publishByNode(units, goals[0]);
	const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
	const unlike = names.filter((name) => ours[name] !== theirs[name]);
	expect(unlike.filter((name) => !(name in differing))).toEqual([]);
	expect(theirs).toMatchObject({ 'x-agent': 'absmartly-javascript-sdk', 'x-application-version': '0' });
	const [{ headers: named }] = await publishByNode(units, goals[0], { agent: 'absmartly-javascript-sdk' });
	expect(named['x-agent']).toBe(theirs['x-agent']);
});

describe('the hash of an ID', () => {
	const { hashUnit } = jest.requireActual<typeof import('@absmartly/javascript-sdk/types/utils')>(
		'@absmartly/javascript-sdk/lib/utils',
	);

	it.each([
		['12345', 'gnzLDuqKcGxMNKFokfhOew'],
		['bleh@absmartly.com', 'IuqYkNRfEx5yClel4j3NbA'],
		['42', 'odDG6D8CcyfYRhBj9KxYpg'],
		['user@example.com', 'tYmWxQTFY4eY62tRHm9Jrw'],
		['User@Example.com', '5UkEgZ69rYVh8Be97eFqlw'],
		['6762f0dd1bb69f9f2193bbf8', 'WQXXHhoF8WTbkwWvtSpUrw'],
		['special characters a\u00e7b\u2193c', '4PIrO7lKtTxOcj2eMYlG7A'],
		['', '1B2M2Y8AsgTpgAmY7PhCfg'],
		['test_user_123', 'Inw3HDh_rVCfpy0NhDsq1A'],
		['\u{1f44d}', 'UgawWMv1ZSYV6j3uVNF34g'],
	])('of %j is %s', (uid, hash) => {
		expect(hashUid(uid)).toBe(hash);
	});

	it('is the SDK’s own for any text, half characters included', () => {
		const unit = fc.oneof(
			fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
			fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
		);
		fc.assert(
			fc.property(fc.string({ unit }), (uid) => {
				expect(hashUid(uid)).toBe(hashUnit(uid));
			}),
			{ numRuns: 2_000 },
		);
	});
});
