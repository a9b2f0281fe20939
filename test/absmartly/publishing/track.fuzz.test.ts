import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, track } from '../world/driver';
import { refusals } from '../world/refusals';
import { complaintsAbout } from '../world/schema';
import { store } from '../world/store';

/**
 * Items and parameters of any kind through the node: what leaves it is always a body that the collector takes, what it
 * refuses is refused for a documented reason, and every item is answered in its place. Ten times EVENTS items (EVENTS is
 * 300 unless set).
 */
const CASES = Number(process.env.EVENTS ?? 300) * 10;
const LARGEST_RUN = 60;

/** A value, and what the node must make of it. */
type Given<T = unknown> = { value: T; verdict: 'fine' | 'nothing' | 'refused' };
const as =
	(verdict: Given['verdict']) =>
	(value: unknown): Given => ({ value, verdict });

const isFilledIn = (text: string) =>
	/^\s*[^\s{$[]/.test(text) && !/^(undefined|null|nan|none)$/i.test(text.trim());

const text = fc.oneof(
	fc.string({ minLength: 1, maxLength: 30 }),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
	fc.constantFrom(
		'42',
		'User_42',
		'ada@example.com',
		'=1+1',
		'={{ $json }}',
		'__proto__',
		'👍',
		'0',
		'x'.repeat(640),
	),
);
const notText = fc.oneof(
	fc.boolean(),
	fc.array(fc.jsonValue(), { maxLength: 2 }),
	fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
);

const fineText = text.filter(isFilledIn).map(as('fine'));
const template = fc.constantFrom(
	'undefined',
	'Null',
	' NaN ',
	'none',
	'[object Object]',
	'{{ x }}',
	'{user_id}',
	'${id}',
);
const blank = fc.constantFrom(undefined, null, '', ' ', '\t\n');

/** Some of each kind in a run, and most items with nothing to refuse. */
const mostly = (fine: fc.Arbitrary<Given>, ...others: Array<fc.Arbitrary<unknown>>): fc.Arbitrary<Given> =>
	fc.oneof({ weight: 24, arbitrary: fine }, { weight: 1, arbitrary: fc.oneof(...others).map(as('refused')) });

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

const uid = mostly(
	fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom('42', '43').map(as('fine')) },
		{ weight: 4, arbitrary: fineText },
		{ weight: 2, arbitrary: fc.oneof(fc.integer(), finite).map(as('fine')) },
		{ weight: 2, arbitrary: blank.map(as('nothing')) },
	),
	notText,
	template,
	fc.constant('x'.repeat(641)),
);

const goalName = mostly(
	fc.oneof(
		{ weight: 2, arbitrary: fc.constantFrom('intercom_conversation_started', 'Page: Home').map(as('fine')) },
		{ weight: 1, arbitrary: fineText },
	),
	blank,
	notText,
	template,
);

const EARLIEST = Date.UTC(2010, 0, 1);
const LATEST = Date.UTC(2050, 0, 1);
const DAY = 86_400;
// a day from the edges, for what is written without a zone
const plausible = fc.integer({ min: EARLIEST / 1000 + DAY, max: LATEST / 1000 - DAY });

const time = mostly(
	plausible
		.chain((seconds) => {
			const iso = new Date(seconds * 1000).toISOString();
			return fc.constantFrom(
				seconds,
				seconds + 0.5,
				seconds * 1000,
				seconds * 1_000_000,
				String(seconds),
				` ${seconds * 1000} `,
				String(seconds * 1_000_000),
				iso,
				iso.replace('Z', '+00:00'),
				iso.replace(/\.000Z/, ''),
				new Date(seconds * 1000).toUTCString(),
			);
		})
		.map(as('fine')),
	notText,
	blank,
	template,
	fc.constantFrom('yesterday', '25 Feb 2026', 'ticket 2026', '2026-13-01', 'Infinity'),
	fc.integer({ min: -1e9, max: EARLIEST / 1000 - 1 }),
	fc.integer({ min: LATEST + 1, max: 1e14 - 1 }),
	fc.double({ min: 3e15, noDefaultInfinity: true }),
);

/** A property by the type chosen for it. */
const properties: Record<string, fc.Arbitrary<Given>> = {
	string: mostly(
		fc.oneof(fc.string(), finite, fc.boolean(), fc.constant(null)).map(as('fine')),
		fc.array(fc.jsonValue()),
		fc.dictionary(fc.string(), fc.jsonValue()),
	),
	number: mostly(
		fc.oneof(finite, fc.integer().map(String), fc.constant(null)).map(as('fine')),
		fc.constantFrom('very good', '5 stars'),
	),
	boolean: mostly(fc.constantFrom(true, false, 'true', null).map(as('fine')), fc.constantFrom('maybe', 7)),
	array: mostly(fc.array(fc.jsonValue()).map(as('fine')), fc.constantFrom('x', 5)),
	object: mostly(fc.dictionary(fc.string(), fc.jsonValue()).map(as('fine')), fc.constantFrom('x', 5)),
};

const givens = fc.record({
	goal: goalName,
	uid,
	other: uid,
	time,
	...properties,
	more: mostly(
		fc
			.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('', '{"a": 1}', null))
			.map(as('fine')),
		fc.constantFrom('x', '[1]', 5, ['x']),
	),
	topic: fc.oneof(text, fc.jsonValue()).map(as('fine')),
	eventKey: mostly(
		fc.oneof(fineText, fc.constantFrom('a', 'b', 7).map(as('fine')), blank.map(as('nothing'))),
		notText,
		template,
	),
	environment: fc.constantFrom('production', 'development', '', 'nowhere').map(as('fine')),
	application: mostly(
		fc.constantFrom('www', 'app', null).map(as('fine')),
		fc.constantFrom('wörld', 'a\nb', {}, ['x']),
	),
});
type Givens = Record<string, Given>;

const unit = (type: string, member: string) => ({ type, from: 'value', uid: `={{ $json.${member} }}` });

const parameters = fc
	.record({
		both: fc.boolean(),
		deduplicate: fc.boolean(),
		hashed: fc.boolean(),
		historic: fc.boolean(),
		sendEventKey: fc.boolean(),
		batchSize: fc.constantFrom(1, 7, 500),
		onUnknown: fc.constantFrom('fail', 'send'),
		withoutUnit: fc.constantFrom('skip', 'fail'),
	})
	.map(
		({ both, ...options }): INodeParameters =>
			track({
				goalName: '={{ $json.goal }}',
				units: { unit: [unit('user_id', 'uid'), ...(both ? [unit('email', 'other')] : [])] },
				properties: {
					assignments: Object.keys(properties).map((type) => ({
						id: type,
						name: type,
						value: `={{ $json[${JSON.stringify(type)}] }}`,
						type,
					})),
				},
				options: {
					...options,
					achievedAt: '={{ $json.time }}',
					propertiesJson: '={{ $json.more }}',
					application: '={{ $json.application }}',
					environment: '={{ $json.environment }}',
				},
			}),
	);

type Options = { withoutUnit: string };

/** What may become of an item. One that comes twice, and is to be sent once, may be skipped. */
function allowed(given: Givens, { units, options }: INodeParameters): string[] {
	const { uid, other, ...rest } = given;
	const uids = (units as { unit: unknown[] }).unit.length === 1 ? [uid] : [uid, other];
	const refused = [...uids, ...Object.values(rest)].some(({ verdict }) => verdict === 'refused');
	// what is not needed for somebody who cannot be credited may be looked at or not
	if (uids.every(({ verdict }) => verdict === 'nothing'))
		return [
			(options as Options).withoutUnit === 'skip' ? 'skipped' : 'failed',
			...(refused ? ['failed'] : []),
		];
	return refused ? ['failed'] : ['sent', 'already sent'];
}

const statusOf = ({ status, reason, message }: IDataObject) =>
	reason === 'already sent' ? reason : (status ?? (message as IDataObject).status);

it(
	'sends only what the collector takes, refuses only for a documented reason, answers every item in its place',
	async () => {
		const reasons = Object.values(refusals).map(({ message }) => message);
		let seen = 0;
		const tally: Record<string, number> = {};

		await fc.assert(
			fc.asyncProperty(
				parameters,
				fc.array(givens, { minLength: 1, maxLength: LARGEST_RUN, size: 'max' }),
				async (chosen, list) => {
					store.clear();
					absmartly.reset();
					const { items, error } = await execute('absmartly', {
						parameters: chosen,
						credentials: credentials(),
						items: list.map((given) => valuesOf(given)),
						mode: 'webhook',
						onError: 'continueRegularOutput',
					});
					seen += list.length;
					expect(error).toBeUndefined();
					expect(items.map(({ pairedItem }) => pairedItem)).toEqual(list.map((_, item) => ({ item })));

					for (const { path, body } of absmartly.requests)
						expect(complaintsAbout(path, JSON.parse(body))).toEqual([]);
					let stored = 0;
					for (const [index, { json }] of items.entries()) {
						const status = statusOf(json) as string;
						tally[status] = (tally[status] ?? 0) + 1;
						if (!allowed(list[index], chosen).includes(status))
							throw new Error(`item ${index} is ${JSON.stringify(json)}`);
						if (status === 'failed')
							expect(reasons.filter((reason) => reason.test(json.error as string))).not.toEqual([]);
						if (status === 'already sent') expect((chosen.options as IDataObject).deduplicate).toBe(true);
						if (status !== 'sent') continue;
						stored += (json.units as unknown[]).length;
						for (const type of ['array', 'object'])
							expect((json.properties as IDataObject)[type]).toEqual((list[index] as Givens)[type].value);
					}
					expect(absmartly.goals()).toHaveLength(stored);
				},
			),
			{ numRuns: Math.ceil((CASES * 2) / LARGEST_RUN) },
		);
		expect(Math.min(tally.sent, tally.failed, tally.skipped)).toBeGreaterThan(0);
		if (process.env.EVENTS) process.stdout.write(`${seen} items: ${JSON.stringify(tally)}\n`);
	},
	60_000 + CASES * 20,
);

const valuesOf = (given: Givens): IDataObject =>
	Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value])) as IDataObject;
