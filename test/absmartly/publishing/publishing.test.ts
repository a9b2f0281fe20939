import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, faults, settings, track } from '../world/driver';

/** Everything that publishes beside a single goal: attributes, exposures, whole bodies, and trying without sending. */

const run = async (parameters: INodeParameters, items: IDataObject[] = [eventOf(1)]) =>
	await execute('absmartly', { parameters, credentials: credentials(), items });

const bodies = () =>
	absmartly.requests
		.filter(({ method }) => method === 'PUT')
		.map(({ body }) => JSON.parse(body) as IDataObject);

const picked = (value: string) => ({ __rl: true, mode: 'name', value });

describe('Attribute > Set', () => {
	const set = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'attribute',
		operation: 'set',
		attributes: {
			assignments: [
				{ id: '1', name: 'plan', value: 'pro', type: 'string' },
				{ id: '2', name: 'seats', value: '12', type: 'number' },
			],
		},
		...more,
	});

	it('sets them for the event’s contact, as of the event', async () => {
		const { items } = await run(set());
		expect(items[0].json).toMatchObject({ status: 'sent', units: [{ type: 'user_id', uid: '42' }] });
		expect(bodies()).toEqual([
			{
				units: [{ type: 'user_id', uid: '42' }],
				publishedAt: expect.any(Number),
				attributes: [
					{ name: 'plan', value: 'pro', setAt: 1772000000000 },
					{ name: 'seats', value: 12, setAt: 1772000000000 },
				],
			},
		]);
	});

	it('takes now for an item without a time of its own', async () => {
		const before = Date.now();
		await run(set(), [{ externalId: '42' }]);
		const [{ attributes }] = bodies() as Array<{ attributes: Array<{ setAt: number }> }>;
		expect(attributes[0].setAt).toBeGreaterThanOrEqual(before);
	});

	it('asks for an attribute', async () => {
		const { error } = await run(set({ attributes: {} }));
		expect(error?.message).toBe('There is no attribute');
	});
});

it('tells of an operation that cannot remember what it sent', async () => {
	await faults({ match: 'PUT /v1/context', status: 400 });
	const attributes = { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] };
	const { error } = await run(
		{ resource: 'attribute', operation: 'set', attributes, options: { batchSize: 1 } },
		[eventOf(1), eventOf(2)],
	);
	expect(error?.description).toContain('only Goal > Track remembers what it sent');
});

describe('Exposure > Track', () => {
	const seen = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'exposure',
		operation: 'track',
		experiment: picked('support_entry_point'),
		variant: 1,
		...more,
	});

	it('exposes the contact, so that goals after it are attributed', async () => {
		const { items } = await run(seen(), [eventOf(1), eventOf(2, { contact: { externalId: '43' } })]);
		expect(items.map(({ json }) => json.status)).toEqual(['sent', 'sent']);
		const [{ requests }] = bodies() as Array<{ requests: IDataObject[] }>;
		expect(requests[0].exposures).toEqual([
			{
				id: 1,
				name: 'support_entry_point',
				unit: 'user_id',
				exposedAt: 1772000000000,
				variant: 1,
				assigned: true,
				eligible: true,
				overridden: false,
				fullOn: false,
				custom: false,
				audienceMismatch: false,
			},
		]);
		// once for the run
		expect(absmartly.requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
	});

	it('names what runs when the experiment does not', async () => {
		const { error } = await run(seen({ experiment: picked('suport_entry_point') }));
		expect(error?.message).toBe("No running experiment is named 'suport_entry_point'");
		expect(error?.description).toContain("'support_entry_point'");
	});

	it.each([
		[1.5, "Variant is '1.5'"],
		['={{ null }}', "Variant is ''"],
		[' ', "Variant is ' '"],
	])('refuses a variant that is none: %j', async (variant, message) => {
		const { error } = await run(seen({ variant }));
		expect(error?.message).toBe(message);
		expect(absmartly.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
	});
});

describe('Context > Publish', () => {
	const publish = (body: string): INodeParameters => ({ resource: 'context', operation: 'publish', body });

	it('turns the body of ABsmartly’s own Intercom guide into a correct one', async () => {
		const guide = {
			publishedAt: '1772000000000',
			units: [{ type: 'user_id', uid: 42 }],
			goals: [
				{
					name: 'intercom_conversation_started',
					achievedAt: '1772000000000',
					properties: { user_email: 'ada@example.com', company: 'Acme' },
				},
			],
		};
		const { items } = await run(publish(JSON.stringify(guide)));
		expect(items[0].json.status).toBe('sent');
		expect(bodies()).toEqual([
			{
				units: [{ type: 'user_id', uid: '42' }],
				publishedAt: expect.any(Number),
				goals: [{ ...guide.goals[0], achievedAt: 1772000000000 }],
			},
		]);
		expect(absmartly.goals()).toMatchObject([{ uid: '42', event_at: 1772000000000 }]);
	});

	it.each([
		['[]', /no JSON object/],
		['{"goals":[]}', /names no unit/],
		['{"units":{}}', /'units' is not a list/],
		['{"units":[{"type":"user_id","uid":"{user_id}"}]}', /not filled in/],
		['{"units":[{"type":"u","uid":"1"}],"goals":[{"name":" ","achievedAt":1772000000}]}', /has no name/],
		[
			'{"units":[{"type":"u","uid":"1"}],"goals":[{"name":"{{goal}}","achievedAt":1772000000}]}',
			/not filled in/,
		],
		['{"units":[{"type":"u","uid":"1"}],"goals":[{"name":"g","achievedAt":"soon"}]}', /is not a time/],
		[
			'{"units":[{"type":"u","uid":"1"}],"goals":[{"name":"g","achievedAt":1772000000,"properties":[]}]}',
			/are no object/,
		],
		['{"units":[{"type":"u","uid":"1"}],"exposures":[{"name":"e","exposedAt":1772000000}]}', /not complete/],
	])('refuses %s', async (body, message) => {
		const { error } = await run(publish(body));
		expect(error?.message).toMatch(message);
		expect(bodies()).toEqual([]);
	});
});

it('warns of a body that holds no event, as with a misspelt name', async () => {
	const body = '{"units":[{"type":"user_id","uid":"1"}],"goal":[{"name":"g","achievedAt":1772000000}]}';
	const { items } = await run({ resource: 'context', operation: 'publish', body });
	expect(items[0].json.warnings).toEqual([
		'The body has no goals, exposures or attributes, so nothing counts',
	]);
});

describe('a dry run', () => {
	it('shows what would be sent, without the key, and sends nothing', async () => {
		const { items } = await run(track({ options: { dryRun: true } }), [eventOf(1), eventOf(2)]);
		expect(items[1]).toMatchObject({
			json: {
				status: 'dry run',
				request: {
					method: 'PUT',
					path: '/context/batch',
					headers: { 'X-Environment': 'production', 'X-Application': 'www' },
					batchIndex: 1,
					body: {
						units: [{ type: 'user_id', uid: '42' }],
						goals: [{ name: 'intercom_conversation_started', achievedAt: 1772000000000 }],
					},
				},
			},
			pairedItem: { item: 1 },
		});
		expect(JSON.stringify(items)).not.toContain('sim-absmartly-key');
		expect(bodies()).toEqual([]);
	});
});

it('with Trace gives each item its request and the answer, without the key', async () => {
	const { items } = await run(track({ options: { trace: true } }), [eventOf(1), eventOf(2)]);
	const [body] = bodies() as Array<{ requests: IDataObject[] }>;
	expect(items.map(({ json }) => json.trace)).toEqual(
		body.requests.map((request, batchIndex) => ({
			request: {
				method: 'PUT',
				path: '/context/batch',
				headers: expect.objectContaining({ 'X-Agent': 'n8n-nodes-intercom-absmartly' }),
				batchIndex,
				body: request,
			},
			statusCode: 200,
			answer: { ok: true },
			attempts: 1,
		})),
	);
	expect(JSON.stringify(items)).not.toContain('sim-absmartly-key');
});

it('with Trace gives an item that failed what was answered about it, and about no other', async () => {
	const complaint = (batchIndex: number) => ({ batchIndex, eventIndex: 0, subject: 'goal', message: 'odd' });
	await faults(
		{
			match: 'PUT /v1/context/batch',
			status: 400,
			body: { ok: false, errors: [complaint(0), complaint(1)] },
		},
		{ match: 'PUT /v1/context', status: 502, body: 'x'.repeat(600) },
	);
	const traces = async (items: IDataObject[]) =>
		(
			await execute('absmartly', {
				parameters: track({ options: { trace: true } }),
				credentials: credentials(),
				items,
				onError: 'continueRegularOutput',
			})
		).items.map(({ json }) => (json.message as IDataObject).trace);
	expect(await traces([eventOf(1), eventOf(2)])).toMatchObject([
		{ statusCode: 400, answer: { ok: false, errors: [complaint(0)] }, request: { batchIndex: 0 } },
		{ statusCode: 400, answer: { ok: false, errors: [complaint(1)] }, request: { batchIndex: 1 } },
	]);
	expect(await traces([eventOf(1)])).toMatchObject([{ statusCode: 502, answer: 'x'.repeat(500) }]);
});

describe('goals by topic', () => {
	const byTopic = track({ goalFrom: 'topic', goalName: undefined });

	it('has the four of ABsmartly’s guide from the start, and skips the rest', async () => {
		const topics = [
			'conversation.user.created',
			'conversation.rating.added',
			'conversation.user.replied',
			'ticket.created',
			'contact.deleted',
		];
		const { items } = await run(
			byTopic,
			topics.map((topic, index) => eventOf(index, { topic })),
		);
		expect(items.map(({ json }) => json.goal ?? json.reason)).toEqual([
			'intercom_conversation_started',
			'intercom_conversation_rated',
			'intercom_user_messaged',
			'intercom_ticket_created',
			'no goal for this topic',
		]);
	});
});

describe('the unit', () => {
	const unit = (...rows: IDataObject[]): INodeParameters =>
		track({ units: { unit: rows } as never, properties: {} });

	it('is the email, an attribute or a value, several at once', async () => {
		const rows = [
			{ type: 'user_id', from: 'externalId' },
			{ type: 'email', from: 'email' },
			{ type: 'anonymous_id', from: 'attribute', attribute: 'data.anonymous' },
			{ type: 'device', from: 'value', uid: '={{ $json.data.device }}' },
		];
		const { items } = await run(unit(...rows), [
			eventOf(1, { data: { anonymous: 'a-1', device: 7 } }),
			eventOf(2, { contact: { externalId: null, email: 'b@example.com' }, data: {} }),
		]);
		expect(items.map(({ json }) => json.units)).toEqual([
			[
				{ type: 'user_id', uid: '42' },
				{ type: 'email', uid: 'ada@example.com' },
				{ type: 'anonymous_id', uid: 'a-1' },
				{ type: 'device', uid: '7' },
			],
			[{ type: 'email', uid: 'b@example.com' }],
		]);
	});

	it('is that of a conversation or contact of Intercom’s own as well', async () => {
		const { items } = await run(track({ options: { achievedAt: '={{ $json.created_at }}' } }), [
			{ created_at: 1772000000, contacts: { contacts: [{ id: 'x', external_id: '7' }] } },
			{ created_at: 1772000000, external_id: '8', role: 'user' },
			{ created_at: 1772000000, external_id: 'made-up', role: 'lead' },
		]);
		expect(items.map(({ json }) => json.units ?? json.reason)).toEqual([
			[{ type: 'user_id', uid: '7' }],
			[{ type: 'user_id', uid: '8' }],
			'no unit',
		]);
	});

	it('is warned about in a manual run when no running experiment has its type', async () => {
		const { hints } = await run(unit({ type: 'email', from: 'email' }));
		expect(hints).toEqual([
			"No running experiment of application 'www' in environment 'production' uses the unit type 'email'",
		]);
		expect((await run(unit({ type: 'user_id', from: 'externalId' }))).hints).toEqual([]);

		// a goal for another environment, about which nobody was asked
		const elsewhere = unit({ type: '={{ $json.unit }}', from: 'externalId' });
		const { hints: none } = await run({ ...elsewhere, options: { environment: '={{ $json.where }}' } }, [
			eventOf(1, { unit: 'user_id', where: 'production' }),
			eventOf(2, { unit: 'device', where: 'development' }),
		]);
		expect(none).toEqual([]);
	});

	it('missing, the event leaves by an output of its own where the user chose so', async () => {
		const lead = eventOf(2, { contact: { externalId: 'x', role: 'lead' } });
		const { items, errorItems, hints } = await run(track({ options: { withoutUnit: 'output' } }), [
			eventOf(1),
			lead,
		]);
		expect(items.map(({ json, pairedItem }) => [json.status, pairedItem])).toEqual([['sent', { item: 0 }]]);
		expect(errorItems).toEqual([{ json: lead, pairedItem: { item: 1 } }]);
		expect(hints).toContain('1 of 2 items name nobody for the chosen units');
	});
});

it('hashes IDs as the SDKs do where the user chose so', async () => {
	await run(track({ options: { hashed: true } }));
	expect(bodies()).toMatchObject([
		{ hashed: true, units: [{ type: 'user_id', uid: 'odDG6D8CcyfYRhBj9KxYpg' }] },
	]);
});

it('sends 1,201 items in three bodies', async () => {
	await settings({ latencyMs: 5 });
	const items = Array.from({ length: 1201 }, (_, index) => eventOf(index));
	const run1 = await run(track(), items);
	expect(run1.items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(
		bodies()
			.map(({ requests }) => (requests as unknown[]).length)
			.sort(),
	).toEqual([201, 500, 500]);
	expect(absmartly.goals()).toHaveLength(1201);
});
