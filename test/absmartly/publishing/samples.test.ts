import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { sampleNotification } from '../../../nodes/Intercom/webhook/samples';
import { toEvent } from '../../../nodes/Intercom/webhook/event';
import { topics } from '../../../nodes/Intercom/webhook/topics';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, requested, track } from '../world/driver';
import { store } from '../world/store';

/** A trigger's sample counts for nobody, however it gets to Track; and what a run by hand does is chosen. */

beforeEach(() => store.clear());

type Mode = 'manual' | 'trigger' | 'webhook';

const run = async (parameters: INodeParameters, items: IDataObject[], mode: Mode = 'trigger') =>
	await execute('absmartly', { parameters, credentials: credentials(), items, mode });

const sent = () => requested().filter((request) => request.startsWith('PUT'));

const notificationOf = (topic: string) => sampleNotification(topic, { now: 1772012000, version: '2.14' });
const sampleOf = (topic: string) =>
	toEvent(notificationOf(topic), { verified: true, receivedAt: 0 }) as unknown as IDataObject;

const units = (row: INodeParameters): INodeParameters => ({ units: { unit: [{ type: 'user_id', ...row }] } });
const attributes = { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] };
const raw = (uid: string) =>
	JSON.stringify({ units: [{ type: 'user_id', uid }], goals: [{ name: 'g', achievedAt: 1772000000 }] });

const both = ['manual', 'trigger', 'webhook'] as const;

it.each(both)('is skipped with its reason, and shows what it would have been, mode %s', async (mode) => {
	const { items } = await run(track(), [sampleOf('conversation.user.created'), eventOf(1)], mode);
	expect(items.map(({ json }) => json)).toEqual([
		{
			status: 'skipped',
			reason: 'sample event',
			goal: 'intercom_conversation_started',
			achievedAt: 1772012000000,
			units: [{ type: 'user_id', uid: 'sample-user' }],
			properties: { event_key: 'conversation.user.created:215000000000001' },
			eventKey: 'conversation.user.created:215000000000001',
			warnings: [],
		},
		expect.objectContaining({ status: 'sent' }),
	]);
	expect(absmartly.goals().map(({ uid }) => uid)).toEqual(['42']);
});

it.each(topics.map(({ topic }) => topic))('is none of %s, as an event and untouched', async (topic) => {
	const { items } = await run(track(), [sampleOf(topic), notificationOf(topic)]);
	expect(items.map(({ json }) => [json.status, json.reason])).toEqual([
		['skipped', 'sample event'],
		['skipped', 'sample event'],
	]);
	expect(sent()).toEqual([]);
});

/** By which way the customer of a sample gets to ABsmartly when the event itself is left behind. */
it.each<[string, INodeParameters, IDataObject]>([
	['the contact', track(), { occurredAtMs: 1772000000000, contact: { externalId: 'sample-user' } }],
	[
		'a value',
		track(units({ from: 'value', uid: '={{ $json.id }}' })),
		{ occurredAtMs: 1772000000000, id: ' sample-user ' },
	],
	[
		'an attribute',
		track(units({ from: 'attribute', attribute: 'a.b' })),
		{ occurredAtMs: 1772000000000, a: { b: 'sample-user' } },
	],
	[
		'a hashed ID',
		track({ options: { hashed: true } }),
		{ occurredAtMs: 1772000000000, contact: { externalId: 'sample-user' } },
	],
	[
		'one of several units',
		track({
			units: {
				unit: [
					{ type: 'a', from: 'value', uid: '7' },
					{ type: 'user_id', from: 'externalId' },
				],
			},
		}),
		{ occurredAtMs: 1772000000000, contact: { externalId: 'sample-user' } },
	],
	[
		'an attribute that is set',
		{ resource: 'attribute', operation: 'set', attributes },
		{ contact: { externalId: 'sample-user' } },
	],
	[
		'an exposure',
		{
			resource: 'exposure',
			operation: 'track',
			experiment: { __rl: true, mode: 'name', value: 'support_entry_point' },
			variant: 1,
		},
		{ occurredAtMs: 1772000000000, contact: { externalId: 'sample-user' } },
	],
	['a body', { resource: 'context', operation: 'publish', body: raw('sample-user') }, {}],
	[
		'a body made of a sample',
		{ resource: 'context', operation: 'publish', body: raw('42') },
		{ sample: true },
	],
])('is known by %s', async (_, parameters, item) => {
	const { items } = await run(parameters, [item]);
	expect(items[0].json).toMatchObject({ status: 'skipped', reason: 'sample event' });
	expect(sent()).toEqual([]);
});

it('is known by a member that says true, and nobody else is taken for one', async () => {
	const others = [
		{ sample: 'true' },
		{ sample: 1 },
		{ contact: { externalId: 'sample-user-2' } },
		{ contact: { externalId: 'Sample-User' } },
	];
	const { items } = await run(
		track(),
		others.map((more, index) => eventOf(index, more)),
	);
	expect(items.map(({ json }) => json.status)).toEqual(['sent', 'sent', 'sent', 'sent']);
});

it('never fails: what is not right about it yet is a warning', async () => {
	const { items, error } = await run(track({ goalName: '={{ "" }}' }), [
		sampleOf('ticket.created'),
		{ sample: true },
	]);
	expect(error).toBeUndefined();
	expect(items[0].json).toEqual({
		status: 'skipped',
		reason: 'sample event',
		warnings: ['The goal has no name'],
	});
	const nobody = await run(track({ options: { withoutUnit: 'fail' } }), [
		{ sample: true, occurredAtMs: 1772000000000 },
	]);
	expect(nobody.items[0].json).toEqual({ status: 'skipped', reason: 'sample event' });
});

it('says so in the output pane', async () => {
	const { hints } = await run(track(), [sampleOf('ticket.created'), eventOf(1)]);
	expect(hints).toEqual(['Samples never count: nothing was sent for 1 of 2 items']);
});

describe('Manual Runs', () => {
	it.each([
		['manual', 'dryRun', 'dry run'],
		['manual', 'send', 'sent'],
		['trigger', 'dryRun', 'sent'],
		['webhook', 'dryRun', 'sent'],
		['trigger', 'send', 'sent'],
	] as const)('in mode %s with %s: %s', async (mode, manualRuns, status) => {
		const { items } = await run(track({ manualRuns }), [eventOf(1)], mode);
		expect(items[0].json.status).toBe(status);
		expect(sent()).toHaveLength(status === 'sent' ? 1 : 0);
	});
});
