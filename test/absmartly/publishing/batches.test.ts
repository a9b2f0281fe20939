import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { batches } from '../../../nodes/Absmartly/publishing/batches';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, faults, settings, track } from '../world/driver';
import { store } from '../world/store';

/** Many items in few bodies, and what is said about one of them comes back to that very item. */

beforeEach(() => store.clear());

const events = (count: number, more: (index: number) => IDataObject = () => ({})) =>
	Array.from({ length: count }, (_, index) => eventOf(index, more(index)));

async function run(
	items: IDataObject[],
	{
		options = {},
		onError,
		...more
	}: {
		options?: INodeParameters;
		onError?: 'continueRegularOutput' | 'continueErrorOutput';
		cancelWhen?: () => boolean;
		nodeId?: string;
	} = {},
) {
	return await execute('absmartly', {
		parameters: track({ options }),
		credentials: credentials(),
		items,
		mode: 'webhook',
		onError,
		...more,
	});
}

type Body = { units: IDataObject[]; goals: Array<{ properties: { event_key: string } }>; hashed?: boolean };

/** What arrived: for each request the numbers of its events, in order. */
const arrived = () =>
	absmartly.requests.map(({ headers, body }) => {
		const parsed = JSON.parse(body) as { requests?: Body[] } & Body;
		const requests = parsed.requests ?? [parsed];
		return {
			headers,
			requests,
			numbers: requests.map(({ goals }) => Number(goals[0].properties.event_key.split(':')[1])),
		};
	});

const statusOf = ({ json }: { json: IDataObject }) =>
	json.status ?? (json.message as IDataObject | undefined)?.status;

const complaint = (batchIndex: number, message: string, subject = 'goal') => ({
	batchIndex,
	eventIndex: 0,
	subject,
	message,
});

describe('the bodies', () => {
	it('are 500, 500 and 201 goals for 1,201 items', async () => {
		const { items } = await run(events(1201));
		const sizes = arrived().map(({ numbers }) => numbers.length);
		expect(sizes.sort((a, b) => b - a)).toEqual([500, 500, 201]);
		expect(items.map(({ json, pairedItem }) => [json.status, json.eventKey, pairedItem])).toEqual(
			events(1201).map(({ eventKey }, item) => ['sent', eventKey, { item }]),
		);
		expect(new Set(absmartly.goals().map(({ properties }) => properties?.event_key)).size).toBe(1201);
	});

	it('are as large as Batch Size says, one goal alone without a batch', async () => {
		await run(events(7), { options: { batchSize: 3 } });
		const paths = absmartly.requests.map(({ path }) => path).sort();
		expect(paths).toEqual(['/v1/context', '/v1/context/batch', '/v1/context/batch']);
	});

	it.each([
		['application', 'x-application', ['www', 'app']],
		['environment', 'x-environment', ['production', 'development']],
		['agent', 'x-agent', ['one', 'two']],
	])('hold goals of one %s only', async (option, header, [one, other]) => {
		const items = events(10, (index) => ({ name: index % 3 === 0 ? other : one }));
		await run(items, { options: { [option]: '={{ $json.name }}' } });
		const bodies = arrived().map(({ headers, numbers }) => [headers[header], numbers]);
		expect(bodies.sort(([a], [b]) => (a === one ? -1 : b === one ? 1 : 0))).toEqual([
			[one, [1, 2, 4, 5, 7, 8]],
			[other, [0, 3, 6, 9]],
		]);
	});

	it('hold either hashed or readable IDs', async () => {
		await run(
			events(4, (index) => ({ secret: index < 2 })),
			{ options: { hashed: '={{ $json.secret }}' } },
		);
		const bodies = arrived().map(({ requests }) => requests.map(({ hashed = false }) => hashed));
		expect(bodies.sort()).toEqual([
			[false, false],
			[true, true],
		]);
		expect(new Set(absmartly.goals().map(({ unit_uid }) => unit_uid)).size).toBe(1);
	});

	it('keep the order of the items', () => {
		const lists = batches([1, 2, 3, 4, 5, 6, 7], 2, (number) => String(number % 2));
		expect(lists).toEqual([[1, 3], [2, 4], [5, 7], [6]]);
	});
});

describe('what the collector says about one of them', () => {
	it('fails that very item; the others are unknown, since nobody knows whether these were taken', async () => {
		await faults({
			match: 'PUT /v1/context/batch',
			status: 400,
			body: { ok: false, errors: [complaint(7, 'too odd'), complaint(499, 'too new')] },
		});
		const { items } = await run(events(1201), { onError: 'continueRegularOutput' });
		const [{ numbers: first }, ...rest] = arrived();
		expect(first).toHaveLength(500);
		expect(items[first[7]].json).toMatchObject({
			error: 'ABsmartly refused the goal: goal: too odd',
			message: { status: 'failed', description: expect.stringContaining('status 400') },
		});
		expect(items[first[499]].json.error).toBe('ABsmartly refused the goal: goal: too new');
		const unnamed = first.filter((_, index) => index !== 7 && index !== 499);
		expect(new Set(unnamed.map((number) => statusOf(items[number])))).toEqual(new Set(['unknown']));
		expect(items[unnamed[0]].json.error).toMatch(/because of other goals in it/);
		const sent = rest.flatMap(({ numbers }) => numbers);
		expect(sent.map((number) => statusOf(items[number]))).toEqual(sent.map(() => 'sent'));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	it('fails that item alone where the collector took the others', async () => {
		await faults({
			match: 'PUT /v1/context/batch',
			status: 200,
			body: { ok: true, errors: [complaint(1, 'dropped')] },
		});
		const { items } = await run(events(3), { onError: 'continueRegularOutput' });
		expect(items.map(statusOf)).toEqual(['sent', 'failed', 'sent']);
	});

	it('warns on that very item', async () => {
		await faults({
			match: 'PUT /v1/context/batch',
			status: 200,
			body: { ok: true, warnings: [complaint(7, 'is new'), complaint(499, 'is old', 'unit')] },
		});
		const { items } = await run(events(500));
		const warned = items.flatMap(({ json }, item) =>
			(json.warnings as string[]).map((warning) => [item, warning]),
		);
		expect(warned).toEqual([
			[7, 'goal: is new'],
			[499, 'unit: is old'],
		]);
	});

	it.each([
		['nothing', { code: 400, message: 'no' }, 'failed'],
		['nothing that can be read', { ok: false, errors: ['lost', null, 7, { message: 5 }] }, 'failed'],
		['no list of errors', { ok: false, errors: 'lost' }, 'failed'],
		['an index that no item has', { ok: false, errors: [complaint(500, 'lost')] }, 'unknown'],
	])('is about all of them when it names %s', async (_, body, status) => {
		await faults({ match: '*', status: 400, body });
		const { items } = await run(events(3), { onError: 'continueRegularOutput' });
		expect(items.map(statusOf)).toEqual([status, status, status]);
	});

	it('says what the collector says on one line, however much that is', async () => {
		const said = complaint(0, 'no\nsuch goal '.repeat(100_000), 'go\nal'.repeat(1_000));
		await faults({ match: '*', status: 400, body: { ok: false, errors: Array(20).fill(said) } });
		const { items } = await run(events(1), { onError: 'continueRegularOutput' });
		const error = String(items[0].json.error);
		expect(error).toContain('no such goal');
		expect(error).not.toContain('\n');
		expect(error.length).toBeLessThan(10_000);
	});

	it('never loses a warning about the only goal of a body', async () => {
		await faults({
			match: '*',
			status: 200,
			body: { ok: true, warnings: [complaint(1, 'counts from one')] },
		});
		const { items } = await run(events(1));
		expect(items[0].json.warnings).toEqual(['goal: counts from one']);
	});

	it('advises a smaller Batch Size when the body is too big', async () => {
		await faults({ match: '*', times: 1, status: 413, body: '' });
		const { items } = await run(events(600), { onError: 'continueRegularOutput' });
		const [{ numbers: first }, { numbers: second }] = arrived();
		expect(statusOf(items[first[0]])).toBe('failed');
		expect((items[first[0]].json.message as IDataObject).description).toMatch(/Lower Batch Size/);
		expect(new Set(first.map((number) => statusOf(items[number])))).toEqual(new Set(['failed']));
		expect(new Set(second.map((number) => statusOf(items[number])))).toEqual(new Set(['sent']));
	});
});

describe('with When Outcome Is Unknown = Send Again', () => {
	const options = { onUnknown: 'send' };

	it('a refused body is sent again without those that were named, and no others', async () => {
		await faults(
			{ match: '*', status: 400, body: { ok: false, errors: [complaint(7, 'a')] } },
			{ match: '*', status: 400, body: { ok: false, errors: [complaint(0, 'b'), complaint(498, 'c')] } },
		);
		const { items } = await run(events(500), { options, onError: 'continueRegularOutput' });
		expect(arrived().map(({ numbers }) => numbers.length)).toEqual([500, 499, 497]);
		const failed = items.flatMap(({ json }, item) => (json.error ? [[item, json.error]] : []));
		expect(failed).toEqual([
			[0, 'ABsmartly refused the goal: goal: b'],
			[7, 'ABsmartly refused the goal: goal: a'],
			[499, 'ABsmartly refused the goal: goal: c'],
		]);
		expect(absmartly.goals()).toHaveLength(497);
		expect(new Set(arrived()[2].numbers)).not.toContain(7);
		// those that failed are free again, those that were sent are not
		await run(events(500), { options, onError: 'continueRegularOutput' });
		expect(arrived()[3].numbers).toEqual([0, 7, 499]);
	});

	it('a body that was lost is sent again whole', async () => {
		await faults({ match: '*', reset: true, recordFirst: true });
		const { items } = await run(events(3), { options });
		expect(items.map(statusOf)).toEqual(['sent', 'sent', 'sent']);
		expect(absmartly.metrics()[0]).toMatchObject({ count: 6, unique_event_keys: 3 });
	});
});

it('sends nothing at all when one item is wrong and the run stops at errors', async () => {
	const items = events(1201, (index) => (index === 777 ? { occurredAtMs: 'never' } : {}));
	const { error } = await run(items);
	expect(error?.message).toBe("Achieved At 'never' is not a time");
	expect(error?.context?.itemIndex).toBe(777);
	expect(absmartly.requests).toEqual([]);
	expect(store.size()).toBe(0);
});

it('names the very item whose application cannot be sent', async () => {
	const items = events(3, (index) => ({ app: index === 2 ? 'wörld' : 'www' }));
	const { error } = await run(items, { options: { application: '={{ $json.app }}' } });
	expect(error?.message).toBe('The application cannot be sent to ABsmartly');
	expect(error?.context?.itemIndex).toBe(2);
});

describe('an item that fails', () => {
	const items = () =>
		events(
			4,
			(index) => [{}, { occurredAtMs: 1 }, { contact: { externalId: '7', role: 'lead' } }, {}][index],
		);

	it('has its error and details with Continue On Fail, the others go through', async () => {
		const { outputs } = await run(items(), { onError: 'continueRegularOutput' });
		expect(outputs).toHaveLength(1);
		expect(outputs[0].map(statusOf)).toEqual(['sent', 'failed', 'skipped', 'sent']);
		expect(outputs[0][1]).toEqual({
			json: {
				error: "Achieved At '1' lies outside 2010 to 2050",
				message: { status: 'failed', description: expect.stringContaining('ISO 8601') },
			},
			pairedItem: { item: 1 },
		});
	});

	it('fails alone when its expression does, be it the first', async () => {
		const strict =
			"={{ (() => { if ($json.bad) throw new Error('bad'); return 'intercom_user_messaged' })() }}";
		const { items: done, error } = await execute('absmartly', {
			parameters: { ...track(), goalName: strict },
			credentials: credentials(),
			items: events(3, (index) => ({ bad: index === 0 })),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(done.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(done.map(statusOf)).toEqual(['failed', 'sent', 'sent']);
	});

	it('leaves by the error output with what it was made of, where there is one', async () => {
		const { outputs } = await run(items(), { onError: 'continueErrorOutput' });
		expect(outputs).toHaveLength(2);
		const [good, bad] = outputs;
		expect(good.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }, { item: 3 }]);
		expect(bad).toHaveLength(1);
		expect(bad[0].pairedItem).toEqual({ item: 1 });
		expect(bad[0].json).toMatchObject({
			eventKey: 'conversation.user.created:1',
			error: "Achieved At '1' lies outside 2010 to 2050",
			message: { status: 'failed' },
		});
	});

	it('leaves by the third output beside Without Unit', async () => {
		const options = { withoutUnit: 'output' };
		const { outputs } = await run(items(), { options, onError: 'continueErrorOutput' });
		const [good, withoutUnit, bad] = outputs.map((output) => output.map(({ pairedItem }) => pairedItem));
		expect([good, withoutUnit, bad]).toEqual([[{ item: 0 }, { item: 3 }], [{ item: 2 }], [{ item: 1 }]]);
		expect(outputs[1][0].json).toEqual(items()[2]);
	});
});

describe('cancelling', () => {
	const requested = (count: number) => () => absmartly.requests.length === count;

	it('ends at once in the middle of a body, and what was under way stays in doubt', async () => {
		await settings({ latencyMs: 4000 });
		await run(events(1201), { cancelWhen: requested(3), nodeId: 'cancelled' });
		// before any answer came
		expect(absmartly.goals()).toEqual([]);
		await settings({ latencyMs: 0 });
		const { items } = await run(events(1201), { nodeId: 'cancelled', onError: 'continueRegularOutput' });
		expect(absmartly.requests).toHaveLength(3);
		expect(new Set(items.map(statusOf))).toEqual(new Set(['unknown']));
	});

	it('waits for no other execution that is sending the same event', async () => {
		await settings({ latencyMs: 3000 });
		const first = run(events(1), { nodeId: 'shared' });
		while (absmartly.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await run(events(1), { cancelWhen: requested(1), nodeId: 'shared' });
		expect(absmartly.goals()).toEqual([]);
		expect((await first).items.map(statusOf)).toEqual(['sent']);
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('leaves alone what was not begun, also with Continue On Fail', async () => {
		await settings({ latencyMs: 4000 });
		const how = { options: { batchSize: 1 }, nodeId: 'left', onError: 'continueRegularOutput' } as const;
		await run(events(8), { ...how, cancelWhen: requested(4) });
		await settings({ latencyMs: 0 });
		const { items } = await run(events(8), how);
		expect(items.map(statusOf)).toEqual([...Array(4).fill('unknown'), ...Array(4).fill('sent')]);
	});
});
