import type { IDataObject } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, settings, track } from '../world/driver';
import { store } from '../world/store';

/** A request that is refused for one of its goals, and what becomes of the others. */

beforeEach(() => store.clear());

const REFUSED = 'not_accepted';

/** One item of so many names the goal that the collector refuses. */
async function run(count: number, refused: number[], options: IDataObject = {}) {
	const items = Array.from({ length: count }, (_, index) =>
		eventOf(index, { goal: refused.includes(index) ? REFUSED : 'intercom_conversation_started' }),
	);
	const { items: done } = await execute('absmartly', {
		parameters: track({ goalName: '={{ $json.goal }}', options: options as never }),
		credentials: credentials(),
		items,
		mode: 'webhook',
		nodeId: 'goal-node',
		onError: 'continueRegularOutput',
	});
	return done.map(({ json }) => {
		const { status, description } = (json.message ?? json) as { status: string; description?: string };
		return { status, error: json.error, description };
	});
}

const keys = () => absmartly.goals().map(({ properties }) => (properties as IDataObject).event_key);

describe.each([false, true])('where the collector records the rest: %s', (recordsRest) => {
	beforeEach(async () => await settings({ refusedGoal: REFUSED, recordsRest }));

	it('the others are unknown and say with which one they were sent, which says why', async () => {
		const told = await run(500, [7]);
		expect(told[7]).toMatchObject({
			status: 'failed',
			error: `ABsmartly refused the goal: goal: goal "${REFUSED}" is not accepted`,
		});
		const others = told.filter((_, index) => index !== 7);
		expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['unknown']));
		expect(others[0].error).toBe(
			'ABsmartly refused the request that this goal was sent in, because of other goals in it',
		);
		expect(others[0].description).toContain(
			`It was sent together with item 7 (goal: goal "${REFUSED}" is not accepted). Mend what is refused.`,
		);
		expect(others[0].description).toContain('Send the Rest Again');
		expect(absmartly.requests).toHaveLength(1);
	});

	it('with Send the Rest Again they go out once more in the same run, and each counts once by its key', async () => {
		const told = await run(500, [7, 300], { onUnknown: 'rest' });
		expect(told.map(({ status }) => status)).toEqual(
			Array.from({ length: 500 }, (_, index) => ([7, 300].includes(index) ? 'failed' : 'sent')),
		);
		expect(absmartly.requests).toHaveLength(2);
		expect(new Set(keys()).size).toBe(498);
		expect(keys()).toHaveLength(recordsRest ? 2 * 498 : 498);
		// and never again
		const again = await run(500, [], { onUnknown: 'rest' });
		expect(again.filter(({ status }) => status === 'sent')).toHaveLength(2);
	});
});

it('Send the Rest Again sends nothing again that got no answer', async () => {
	await fetch(`${absmartly.url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify([{ match: '*', reset: true, recordFirst: true }]),
	});
	const told = await run(3, [], { onUnknown: 'rest' });
	expect(told.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
	expect(absmartly.requests).toHaveLength(1);
});

it('counts those that are refused beyond three', async () => {
	await settings({ refusedGoal: REFUSED });
	const told = await run(8, [0, 1, 2, 3, 4]);
	expect(told[7].description).toMatch(/item 0 \(.*\), item 1 \(.*\), item 2 \(.*\) and 2 more\. Mend/);
});
