import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, track } from '../world/driver';
import { refusals } from '../world/refusals';
import { complaintsAbout } from '../world/schema';
import '../world/store';

describe.each(Object.entries(refusals))('%s', (_, { message, drawnBy }) => {
	it.each(drawnBy)(
		'is refused before anything is sent: %j',
		async ({ item = eventOf(1), parameters = track() }) => {
			const { error } = await execute('absmartly', { parameters, credentials: credentials(), items: [item] });
			expect(error?.message).toMatch(message);
			expect(error?.description).toBeTruthy();
			expect(absmartly.requests).toEqual([]);
		},
	);
});

it('is all told in the docs', () => {
	const docs = readFileSync(join(__dirname, '../../../docs/absmartly.md'), 'utf8');
	for (const name of Object.keys(refusals)) expect(docs).toContain(`**${name}**`);
});

describe('the facts of the collector’s interface', () => {
	const unit = { type: 'user_id', uid: '42' };
	const goal = { name: 'g', achievedAt: 1772000000000 };
	const exposure = { id: 1, name: 'e', variant: 0, exposedAt: 1, assigned: true, eligible: true };
	const body = (more: object = {}) => ({ publishedAt: 1772000000000, units: [unit], ...more });
	const batch = (size: number) => ({ requests: Array.from({ length: size }, () => body()) });

	const verdict = async (path: string, sent: unknown) => {
		const headers = {
			'content-type': 'application/json',
			'x-api-key': 'sim-absmartly-key',
			'x-agent': 'test',
			'x-environment': 'production',
		};
		const answer = await fetch(`${absmartly.url}/v1${path}`, {
			method: 'PUT',
			headers,
			body: JSON.stringify(sent),
		});
		return [complaintsAbout(path, sent).length === 0, answer.ok];
	};

	it.each([
		['no units', body({ units: [] })],
		['a unit without uid-length trouble', body({ units: [{ type: 't', uid: 'x'.repeat(640) }] })],
		['640 characters beyond U+FFFF', body({ units: [{ type: 't', uid: '👍'.repeat(640) }] })],
		['no events', body()],
		['an empty goal name', body({ goals: [{ ...goal, name: '' }] })],
		['a time before 1970', body({ goals: [{ ...goal, achievedAt: -1 }] })],
		['properties null', body({ goals: [{ ...goal, properties: null }] })],
		['properties nested', body({ goals: [{ ...goal, properties: { a: { b: [1, null] } } }] })],
		['hashed and historic null', body({ hashed: null, historic: null })],
		['members of tomorrow', body({ sdkVersion: '2' })],
		['an exposure', body({ exposures: [exposure] })],
		['an attribute of null', body({ attributes: [{ name: 'a', value: null, setAt: 1 }] })],
	])('let through %s, as the simulator does', async (_, sent) => {
		expect(await verdict('/context', sent)).toEqual([true, true]);
		expect(await verdict('/context/batch', { requests: [sent] })).toEqual([true, true]);
	});

	it.each([
		['a quoted time', body({ publishedAt: '1772000000000' })],
		['an ISO time', body({ goals: [{ ...goal, achievedAt: '2026-02-25T06:13:20Z' }] })],
		['a fraction of a millisecond', body({ goals: [{ ...goal, achievedAt: 1.5 }] })],
		['an empty uid', body({ units: [{ type: 't', uid: '' }] })],
		['a uid that is a number', body({ units: [{ type: 't', uid: 42 }] })],
		['a uid of null', body({ units: [{ type: 't', uid: null }] })],
		['641 characters', body({ units: [{ type: 't', uid: 'x'.repeat(641) }] })],
		['properties that are a list', body({ goals: [{ ...goal, properties: [] }] })],
		['properties that are a text', body({ goals: [{ ...goal, properties: '{}' }] })],
		['no units member', { publishedAt: 1 }],
		['no publishedAt', { units: [unit] }],
		['no achievedAt', body({ goals: [{ name: 'g' }] })],
		['goals of null', body({ goals: null })],
		['exposures of null', body({ exposures: null })],
		['a variant of 129', body({ exposures: [{ ...exposure, variant: 129 }] })],
	])('refuse %s, as the simulator does', async (_, sent) => {
		expect(await verdict('/context', sent)).toEqual([false, false]);
		expect(await verdict('/context/batch', { requests: [sent] })).toEqual([false, false]);
	});

	it('take 1 to 500 in a batch', async () => {
		const sizes = [0, 1, 500, 501];
		const verdicts = await Promise.all(
			sizes.map(async (size) => await verdict('/context/batch', batch(size))),
		);
		expect(verdicts.map(([fact]) => fact)).toEqual([false, true, true, false]);
		expect(verdicts.map(([, simulated]) => simulated)).toEqual([false, true, true, false]);
		expect(await verdict('/context/batch', [body()])).toEqual([false, false]);
	});
});
