import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import { onceOptions } from '../../../nodes/Absmartly/fields/publishFields';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, faults, settings, track } from '../world/driver';
import { store } from '../world/store';

/** Each event once for each goal and unit, in one n8n process. */

beforeEach(() => store.clear());

async function run(
	items: IDataObject[],
	{
		parameters = track(),
		nodeId = 'goal-node',
		mode = 'webhook' as WorkflowExecuteMode,
		onError = 'continueRegularOutput' as const,
	}: {
		parameters?: INodeParameters;
		nodeId?: string;
		mode?: WorkflowExecuteMode;
		onError?: 'continueRegularOutput' | 'stopWorkflow';
	} = {},
) {
	return await execute('absmartly', { parameters, credentials: credentials(), items, mode, nodeId, onError });
}

/** `sent`, `skipped`, or what an item that failed says of itself. */
const statuses = ({ items }: Awaited<ReturnType<typeof run>>) =>
	items.map(({ json }) => json.status ?? (json.message as IDataObject).status);

const uids = () => absmartly.goals().map(({ uid }) => uid);

describe('the same event', () => {
	it('is sent once, and its later copies say so', async () => {
		expect(statuses(await run([eventOf(1)]))).toEqual(['sent']);
		const again = await run([eventOf(1), eventOf(2)]);
		expect(again.items.map(({ json, pairedItem }) => [json.status, json.reason, pairedItem])).toEqual([
			['skipped', 'already sent', { item: 0 }],
			['sent', undefined, { item: 1 }],
		]);
		expect(absmartly.goals()).toHaveLength(2);
	});

	it('is sent once when it comes twice in one run', async () => {
		expect(statuses(await run([eventOf(1), eventOf(1), eventOf(2)]))).toEqual(['sent', 'skipped', 'sent']);
		expect(absmartly.goals()).toHaveLength(2);
	});

	it('is another one for another goal, another unit and another node', async () => {
		await run([eventOf(1)]);
		await run([eventOf(1)], { parameters: track({ goalName: 'intercom_user_messaged' }) });
		await run([eventOf(1, { contact: { externalId: '43' } })]);
		await run([eventOf(1)], { nodeId: 'another-node' });
		expect(absmartly.goals()).toHaveLength(4);
	});

	it('goes on to the units that it was not sent for', async () => {
		const both = {
			unit: [
				{ type: 'user_id', from: 'externalId' },
				{ type: 'email', from: 'email' },
			],
		};
		await run([eventOf(1)]);
		const { items } = await run([eventOf(1)], { parameters: track({ units: both }) });
		expect(items[0].json).toMatchObject({
			status: 'sent',
			units: [{ type: 'email', uid: 'ada@example.com' }],
		});
		expect(uids()).toEqual(['42', 'ada@example.com']);
	});

	it('is sent as often as it comes with Deduplicate off, and without an event key', async () => {
		await run([eventOf(1), eventOf(1)], { parameters: track({ options: { deduplicate: false } }) });
		await run([eventOf(1, { eventKey: '' }), eventOf(1, { eventKey: null })]);
		expect(absmartly.goals()).toHaveLength(4);
		expect(store.size()).toBe(0);
	});

	it('is known by a key of the user’s own', async () => {
		const parameters = track({ options: { eventKey: '={{ $json.data.id }}' } });
		await run([eventOf(1, { eventKey: 'a' })], { parameters });
		expect(statuses(await run([eventOf(1, { eventKey: 'b' })], { parameters }))).toEqual(['skipped']);
	});
});

it('links for several workers to a page that names the way with Redis', () => {
	const { description = '' } = onceOptions.find(({ name }) => name === 'deduplicate') ?? {};
	const [, page] = /blob\/main\/(docs\/[^"]+)/.exec(description) ?? [];
	expect(readFileSync(join(__dirname, '../../..', page), 'utf8')).toContain('absmartly-goal-once-with-redis');
});

it('counts nothing as sent in a manual run, but finds the doubles in it', async () => {
	expect(statuses(await run([eventOf(1), eventOf(1)], { mode: 'manual' }))).toEqual(['sent', 'skipped']);
	expect(statuses(await run([eventOf(1)], { mode: 'manual' }))).toEqual(['sent']);
	expect(store.calls()).toBe(0);
});

it('does not send in a manual run what came to an unknown end earlier in it', async () => {
	// four requests go out at a time, so the fifth item comes after its double
	await faults({ match: '*', times: 4, reset: true, recordFirst: true });
	const { items } = await execute('absmartly', {
		parameters: track({ options: { batchSize: 1 } }),
		credentials: credentials(),
		items: [1, 2, 3, 4, 1].map((id) => eventOf(id)),
		mode: 'manual',
		onError: 'continueRegularOutput',
	});
	expect(items.map(({ json }) => (json.message as IDataObject).status)).toEqual(Array(5).fill('unknown'));
	expect(absmartly.goals()).toHaveLength(4);
});

it('sends 50 events once in 200 executions at the same moment, each event four times', async () => {
	await settings({ latencyMs: 20 });
	const keys = Array.from({ length: 200 }, (_, index) => index % 50);
	const all = await Promise.all(keys.map(async (key) => await run([eventOf(key)])));
	const counted = all.flatMap(statuses);
	expect(counted.filter((status) => status === 'sent')).toHaveLength(50);
	expect(counted.filter((status) => status === 'skipped')).toHaveLength(150);
	expect(new Set(absmartly.goals().map(({ properties }) => properties?.event_key)).size).toBe(50);
	expect(absmartly.goals()).toHaveLength(50);
});

it('asks the store once a body, not once an item', async () => {
	await run(Array.from({ length: 500 }, (_, index) => eventOf(index)));
	expect(absmartly.goals()).toHaveLength(500);
	// claimed, settled
	expect(store.calls()).toBe(2);
	// of each, that it was begun and that it is done
	expect(store.size()).toBe(1000);
});

it('keeps its list bounded', async () => {
	const parameters = track({ options: { remember: 1000 } });
	await run(
		Array.from({ length: 6000 }, (_, index) => eventOf(index)),
		{ parameters },
	);
	// those in flight have room of their own
	expect(store.size()).toBeLessThanOrEqual(6000);
	expect(statuses(await run([eventOf(5999)], { parameters }))).toEqual(['skipped']);
	expect(statuses(await run([eventOf(0)], { parameters }))).toEqual(['sent']);
});

describe('when sending fails', () => {
	it('releases the event, so that its next copy is sent', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 401 });
		expect(statuses(await run([eventOf(1)]))).toEqual(['failed']);
		expect(store.size()).toBe(0);
		expect(statuses(await run([eventOf(1)]))).toEqual(['sent']);
	});

	it('lets a copy that waited for it try', async () => {
		await settings({ latencyMs: 50 });
		await faults({ match: 'PUT /v1/context', times: 1, status: 400 });
		const both = await Promise.all([run([eventOf(1)]), run([eventOf(1)])]);
		expect(both.flatMap(statuses).sort()).toEqual(['failed', 'sent']);
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('fails its copies in the same run with it, without asking again', async () => {
		await faults({ match: '*', times: 1, status: 401 });
		expect(statuses(await run([eventOf(1), eventOf(1)]))).toEqual(['failed', 'failed']);
		expect(absmartly.requests).toHaveLength(1);
	});

	it.each([
		['a lost connection after recording', { reset: true, recordFirst: true }],
		['a 500 after recording', { status: 500, recordFirst: true }],
		['an empty reply', { status: 200, body: '', recordFirst: true }],
		['a page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' }, recordFirst: true }],
	])('keeps an event whose outcome is unknown: %s', async (_, fault) => {
		await faults({ match: 'PUT /v1/context', times: 1, ...fault });
		expect(statuses(await run([eventOf(1)]))).toEqual(['unknown']);
		const copy = await run([eventOf(1)]);
		expect(statuses(copy)).toEqual(['unknown']);
		expect(copy.items[0].json.error).toBe('It is unknown whether this goal was sent before');
		expect(absmartly.goals()).toHaveLength(1);

		const again = track({ options: { onUnknown: 'send' } });
		expect(statuses(await run([eventOf(1)], { parameters: again }))).toEqual(['sent']);
		expect(statuses(await run([eventOf(1)], { parameters: again }))).toEqual(['skipped']);
		// twice, as chosen; the metric on unique keys stays right
		expect(absmartly.goals()).toHaveLength(2);
		expect(absmartly.metrics()[0]).toMatchObject({ count: 2, unique_event_keys: 1 });
	});

	it('sends it again at once where the user chose so', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 500 });
		const parameters = track({ options: { onUnknown: 'send' } });
		expect(statuses(await run([eventOf(1)], { parameters }))).toEqual(['sent']);
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('says in a run that stops how many were sent, and these stay sent', async () => {
		const parameters = track({ options: { batchSize: 1 } });
		await faults({ match: 'PUT /v1/context', times: 1, status: 400 });
		const items = Array.from({ length: 10 }, (_, index) => eventOf(index));
		const first = await run(items, { parameters, onError: 'stopWorkflow' });
		const sent = absmartly.goals().length;
		expect(first.error?.description).toContain(`${sent} of this run’s items were sent before`);
		const second = await run(items, { parameters, onError: 'stopWorkflow' });
		expect(statuses(second).filter((status) => status === 'skipped')).toHaveLength(sent);
		expect(absmartly.goals()).toHaveLength(10);
	});

	it.each([
		['is off', { deduplicate: false }, {}, 'webhook', 'Deduplicate is off'],
		['remembers nothing by hand', {}, {}, 'manual', 'manual runs remember nothing'],
		['does not know the events', {}, { eventKey: '' }, 'webhook', 'not all of them have an eventKey'],
		['remembers too few', { remember: 1000 }, {}, 'webhook', 'Remember Events is too small for so many'],
		['remembers them', {}, {}, 'webhook', 'Running it again does not send those twice'],
	] as const)(
		'says what running it again does when Deduplicate %s',
		async (_, chosen, more, mode, advice) => {
			const parameters = track({ options: { batchSize: 300, ...(chosen as INodeParameters) } });
			await faults({ match: 'PUT /v1/context/batch', times: 1, status: 400 });
			const items = Array.from({ length: 1200 }, (_, index) => eventOf(index, more));
			const { error } = await run(items, { parameters, mode, onError: 'stopWorkflow' });
			expect(error?.description).toContain('900 of this run’s items were sent before');
			expect(error?.description).toContain(advice);
		},
	);
});

describe('when the process dies', () => {
	const events = [1, 2, 3, 4].map((id) => eventOf(id));
	const parameters = track({ options: { batchSize: 1 } });
	const again = track({ options: { batchSize: 1, onUnknown: 'send' } });
	const arrived = () => new Set(absmartly.goals().map(({ properties }) => properties?.event_key));

	/** Does some work; gives what the store held after each of its writes, and the keys that had been sent by then. */
	async function moments(work: () => Promise<unknown>) {
		const seen: Array<{ rows: ReturnType<typeof store.save>; sent: Set<unknown> }> = [];
		store.onWrite(() => seen.push({ rows: store.save(), sent: arrived() }));
		await work();
		store.onWrite(() => {});
		return seen;
	}

	it.each([
		['new events', async () => {}, parameters],
		['events that were sent', async () => void (await run(events, { parameters })), parameters],
		['some that failed before', async () => await afterFaults({ status: 400 }), parameters],
		[
			'some of unknown outcome',
			async () => await afterFaults({ reset: true, recordFirst: true }),
			parameters,
		],
		['such that never arrived, sent again', async () => await afterFaults({ reset: true }), again],
	])('with %s, none is taken for sent that was not, nor sent twice unasked', async (_, before, given) => {
		await before();
		const seen = await moments(async () => await run(events, { parameters: given }));
		expect(seen.length).toBeGreaterThan(1);
		for (const { rows, sent } of seen) {
			store.restore(rows);
			absmartly.reset();
			const after = statuses(await run(events, { parameters }));
			for (const [index, { eventKey }] of events.entries())
				expect(after[index]).toMatch(sent.has(eventKey) ? /^(skipped|unknown)$/ : /^(sent|unknown)$/);
		}
	});

	async function afterFaults(fault: IDataObject) {
		await faults({ match: 'PUT /v1/context', times: 2, ...fault });
		await run(events, { parameters });
		await faults();
	}
});

describe('when n8n’s store', () => {
	it('collides with itself once, the second try goes through', async () => {
		store.fail(1);
		expect(statuses(await run([eventOf(1)]))).toEqual(['sent']);
	});

	it('does not answer, nothing is sent and the item says why', async () => {
		store.fail(2);
		const { items } = await run([eventOf(1)]);
		expect(items[0].json.error).toMatch(/store of what was processed before could not be used/);
		expect(absmartly.requests).toEqual([]);
	});

	it('does not answer when an event is tried that failed elsewhere, the others stay sent', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 400, delayMs: 500 });
		const elsewhere = run([eventOf(1)]);
		while (absmartly.requests.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
		const both = run([eventOf(2), eventOf(1)]);
		// each has claimed, and event 2 is settled
		while (store.calls() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
		store.fail(4);
		expect(statuses(await elsewhere)).toEqual(['failed']);
		const { items } = await both;
		expect(items[0].json.status).toBe('sent');
		expect(items[1].json).toMatchObject({
			error: expect.stringContaining('could not be used'),
			message: { status: 'failed' },
		});
	});

	it('cannot note the ending, the item is sent, and says so', async () => {
		await run([eventOf(0)]);
		await settings({ latencyMs: 100 });
		const result = execute('absmartly', {
			parameters: track(),
			credentials: credentials(),
			items: [eventOf(1)],
			mode: 'webhook',
			nodeId: 'goal-node',
		});
		while (absmartly.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		store.fail(2);
		const { items } = await result;
		expect(items[0].json.status).toBe('sent');
		expect(items[0].json.warnings).toEqual([expect.stringContaining('reported as unknown')]);
		expect(statuses(await run([eventOf(1)]))).toEqual(['unknown']);
	});
});
