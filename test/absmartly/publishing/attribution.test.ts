import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, exposures, track } from '../world/driver';

/**
 * Whether a goal counts in an experiment: the same unit type and ID were exposed before, in an environment of the same
 * type. What a collector accepts and never counts is posted raw here, and the node shown to prevent it.
 */

const EXPOSED = Date.parse('2026-02-01T00:00:00Z');
const ACHIEVED = 1772000000000;
const invented = '1b9f2f6e-93a4-4c57-9f0b-0f5f3f1d2a77';

beforeEach(async () => {
	await exposures({ experiment: 'support_entry_point', unit: 'user_id', uid: '42', exposedAt: EXPOSED });
});

const byNode = async (item: IDataObject = eventOf(1), more: INodeParameters = {}) =>
	await execute('absmartly', { parameters: track(more), credentials: credentials(), items: [item] });

/** As a hand-made webhook would send it. */
async function raw(uid: string, achievedAt: number) {
	const answer = await fetch(`${absmartly.url}/v1/context`, {
		method: 'PUT',
		headers: {
			'content-type': 'application/json',
			'x-api-key': 'sim-absmartly-key',
			'x-agent': 'intercom-webhook',
			'x-environment': 'production',
			'x-application': 'www',
		},
		body: JSON.stringify({
			publishedAt: Date.now(),
			units: [{ type: 'user_id', uid }],
			goals: [{ name: 'intercom_conversation_started', achievedAt, properties: null }],
		}),
	});
	expect(await answer.json()).toMatchObject({ ok: true });
}

const counted = () => {
	const [{ count, attributed, unattributed }] = absmartly.metrics();
	return { count, attributed, unattributed };
};
const joins = { count: 1, attributed: 1, unattributed: {} };
const never = (reason: string) => ({ count: 1, attributed: 0, unattributed: { [reason]: 1 } });

describe('a goal of a known user joins its exposure', () => {
	it.each([
		['as it comes', {}],
		['with hashed IDs', { options: { hashed: true } }],
		['as back-fill', { options: { historic: true } }],
		['with a time in seconds', { options: { achievedAt: '={{ 1772000000 }}' } }],
		[
			'with an ID that is a number',
			{ units: { unit: [{ type: 'user_id', from: 'value', uid: '={{ 42 }}' }] } },
		],
		['with blanks around the ID', { units: { unit: [{ type: 'user_id', from: 'value', uid: ' 42 ' }] } }],
	])('%s', async (_, more) => {
		await byNode(eventOf(1), more as INodeParameters);
		expect(counted()).toEqual(joins);
	});
});

describe('it does not', () => {
	it('when seconds are taken for milliseconds, which the node refuses', async () => {
		await raw('42', ACHIEVED / 1000);
		expect(counted()).toEqual(never('before_exposure'));
		const { error } = await byNode(eventOf(1, { occurredAtMs: new Date(ACHIEVED / 1000).toISOString() }));
		expect(error?.message).toMatch(/lies outside 2010 to 2050/);
		expect(counted().count).toBe(1);
	});

	it('for a lead by the ID that Intercom invents, which the node does not send', async () => {
		await raw(invented, ACHIEVED);
		expect(counted()).toEqual(never('unit_never_exposed'));
		const { items } = await byNode(eventOf(1, { contact: { externalId: invented, role: 'lead' } }));
		expect(items[0].json).toEqual({ status: 'skipped', reason: 'no unit' });
		expect(counted().count).toBe(1);
	});

	it('for a unit type that no experiment uses', async () => {
		await byNode(eventOf(1), { units: { unit: [{ type: 'email', from: 'email' }] } });
		expect(counted()).toEqual(never('no_running_experiment_on_unit_type'));
	});

	it('for a unit type that does not exist, and the item says so', async () => {
		const units = { unit: [{ type: 'User_ID', from: 'externalId' }] };
		const { items } = await byNode(eventOf(1), { units });
		expect(counted()).toEqual(never('unknown_unit_type'));
		expect(items[0].json.warnings).toEqual(['unit: unit type "User_ID" does not exist']);
	});

	it('before the exposure', async () => {
		await byNode(eventOf(1, { occurredAtMs: EXPOSED - 1 }));
		expect(counted()).toEqual(never('before_exposure'));
	});

	it('for somebody who was never exposed', async () => {
		await byNode(eventOf(1, { contact: { externalId: '43', role: 'user' } }));
		expect(counted()).toEqual(never('unit_never_exposed'));
	});

	it('in an environment of another type', async () => {
		await byNode(eventOf(1), { options: { environment: 'development' } });
		expect(counted()).toEqual(never('other_environment_type'));
	});
});

it('counts once for each of several units, in the experiments of its own type', async () => {
	const unit = [
		{ type: 'user_id', from: 'externalId' },
		{ type: 'email', from: 'email' },
	];
	await byNode(eventOf(1), { units: { unit } });
	expect(counted()).toEqual({
		count: 2,
		attributed: 1,
		unattributed: { no_running_experiment_on_unit_type: 1 },
	});
});
