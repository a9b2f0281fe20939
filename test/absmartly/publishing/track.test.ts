import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute } from '../../engine';
import { absmartly, credentials, faults } from '../world/driver';

const event = {
	eventKey: 'conversation.user.created:1',
	occurredAtMs: 1772000000000,
	contact: { externalId: '42' },
	data: { priority: 3 },
};

const parameters: INodeParameters = {
	resource: 'goal',
	operation: 'track',
	goalName: 'intercom_conversation_started',
	units: { unit: [{ type: 'user_id', from: 'value', uid: '={{ $json.contact.externalId }}' }] },
	options: { sendEventKey: false, withoutUnit: 'fail' },
	properties: {
		assignments: [
			{ id: '1', name: 'priority', value: '={{ $json.data.priority }}', type: 'number' },
			{ id: '2', name: 'source', value: 'intercom', type: 'string' },
		],
	},
};

describe('Goal > Track', () => {
	it('sends one goal with the five headers, string ids and integer milliseconds', async () => {
		const { items, error } = await execute('absmartly', {
			parameters,
			credentials: credentials(),
			items: [event],
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					status: 'sent',
					goal: 'intercom_conversation_started',
					achievedAt: 1772000000000,
					units: [{ type: 'user_id', uid: '42' }],
					properties: { priority: 3, source: 'intercom' },
					eventKey: 'conversation.user.created:1',
					warnings: [],
				},
				pairedItem: { item: 0 },
			},
		]);
		const [{ method, path, headers, body }] = absmartly.requests;
		expect(`${method} ${path}`).toBe('PUT /v1/context');
		expect(headers).toMatchObject({
			'x-api-key': 'sim-absmartly-key',
			'x-application': 'www',
			'x-application-version': '0',
			'x-environment': 'production',
			'x-agent': 'n8n-nodes-intercom-absmartly',
		});
		expect(JSON.parse(body)).toEqual({
			publishedAt: expect.any(Number),
			units: [{ type: 'user_id', uid: '42' }],
			goals: [
				{
					name: 'intercom_conversation_started',
					achievedAt: 1772000000000,
					properties: { priority: 3, source: 'intercom' },
				},
			],
		});
		expect(absmartly.goals()).toMatchObject([{ goal_name: 'intercom_conversation_started', uid: '42' }]);
	});

	it('takes the event’s own time, unit and key from the defaults', async () => {
		const { properties: _, units: __, options: ___, ...rest } = parameters;
		const { items } = await execute('absmartly', {
			parameters: rest,
			credentials: credentials(),
			items: [event],
		});
		expect(items[0].json).toMatchObject({
			achievedAt: 1772000000000,
			units: [{ type: 'user_id', uid: '42' }],
			properties: { event_key: 'conversation.user.created:1' },
		});
	});

	it('puts the collector’s warning on the item it is about', async () => {
		const { items } = await execute('absmartly', {
			parameters: { ...parameters, goalName: '={{ $json.goal }}' },
			credentials: credentials(),
			items: [
				{ ...event, goal: 'intercom_conversation_started' },
				{ ...event, goal: 'never_made' },
			],
		});
		expect(items[0].json.warnings).toEqual([]);
		expect(items[1].json.warnings).toEqual([expect.stringContaining('never_made')]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it.each([
		['blank', '  ', /no ID for any of the units/],
		['null', null, /no ID for any of the units/],
		['an unresolved template', '{{user_id}}', /not filled in/],
		['the word undefined', 'undefined', /not filled in/],
		['longer than 640 characters', 'x'.repeat(641), /641 characters/],
	])('refuses a uid that is %s, and sends nothing', async (_, uid, message) => {
		const { error } = await execute('absmartly', {
			parameters,
			credentials: credentials(),
			items: [{ ...event, contact: { externalId: uid } }],
		});
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/external ID/);
		expect(absmartly.requests).toEqual([]);
	});

	it.each([
		['the year 1970', 1, /outside 2010 to 2050/],
		['nothing', '', /is empty/],
		['words', 'yesterday', /is not a time/],
	])('refuses a time that is %s', async (_, occurredAtMs, message) => {
		const { error } = await execute('absmartly', {
			parameters,
			credentials: credentials(),
			items: [{ ...event, occurredAtMs }],
		});
		expect(error?.message).toMatch(message);
		expect(absmartly.requests).toEqual([]);
	});

	it('with Continue On Fail lets the other items through, every item paired', async () => {
		const ids = ['1', '', '3'];
		const { items, error } = await execute('absmartly', {
			parameters,
			credentials: credentials(),
			items: ids.map((externalId) => ({ ...event, contact: { externalId } })),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.status ?? json.error, pairedItem])).toEqual([
			['sent', { item: 0 }],
			['There is no ID for any of the units', { item: 1 }],
			['sent', { item: 2 }],
		]);
		expect(absmartly.goals().map(({ uid }) => uid)).toEqual(['1', '3']);
	});
});

describe('when ABsmartly cannot take the goal', () => {
	const fail = async (more: IDataObject = {}) =>
		(await execute('absmartly', { parameters, credentials: credentials(more), items: [event] })).error;

	it('says so when the key is wrong', async () => {
		const error = await fail({ apiKey: 'wrong' });
		expect(error).toMatchObject({ message: 'ABsmartly answered with status 401', httpCode: '401' });
		expect(error?.description).toMatch(/paste a current SDK API key/);
		expect(JSON.stringify(error)).not.toContain('"wrong"');
	});

	it('waits out a 429 and sends the goal once', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 429, headers: { 'retry-after': '1' } });
		expect(await fail()).toBeUndefined();
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('does not repeat a 500, since the goal may have been recorded', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 500, recordFirst: true });
		const error = await fail();
		expect(error?.message).toBe('ABsmartly answered with status 500');
		expect(error?.description).toMatch(
			/may have been recorded all the same.*set When Outcome Is Unknown to Send Again/,
		);
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('does not repeat after a lost connection', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, reset: true, recordFirst: true });
		const error = await fail();
		expect(error?.message).toBe('ABsmartly could not be reached');
		expect(error?.description).toMatch(/unknown whether the goal was recorded/);
		expect(absmartly.goals()).toHaveLength(1);
	});

	it('reads the collector’s own errors', async () => {
		await faults({
			match: 'PUT /v1/context',
			times: 1,
			status: 400,
			body: JSON.stringify({
				ok: false,
				errors: [{ batchIndex: 0, eventIndex: 0, subject: 'goal', message: 'name is too odd' }],
			}),
		});
		expect((await fail())?.message).toBe('ABsmartly refused the goal: goal: name is too odd');
	});

	it('takes an ok:false with status 200 for the refusal it is', async () => {
		await faults({
			match: 'PUT /v1/context',
			times: 1,
			status: 200,
			body: JSON.stringify({
				ok: false,
				errors: [{ batchIndex: 0, eventIndex: 0, subject: 'unit', message: 'unknown' }],
			}),
		});
		expect((await fail())?.message).toBe('ABsmartly refused the goal: unit: unknown');
	});

	it('takes errors[] beside ok:true for a refusal too', async () => {
		await faults({
			match: 'PUT /v1/context',
			times: 1,
			status: 200,
			body: JSON.stringify({
				ok: true,
				errors: [{ batchIndex: 0, eventIndex: 0, subject: 'goal', message: 'dropped' }],
			}),
		});
		expect((await fail())?.message).toBe('ABsmartly refused the goal: goal: dropped');
	});

	it('takes an empty reply for no confirmation', async () => {
		await faults({ match: 'PUT /v1/context', times: 1, status: 200, body: '' });
		expect((await fail())?.description).toMatch(/unknown whether the goal was recorded/);
	});

	it.each([
		['http://absmartly.example', 'The endpoint of the ABsmartly credential is not usable'],
		['your-company.absmartly.io', 'The endpoint of the ABsmartly credential is not usable'],
	])('refuses the endpoint %s before the key is sent', async (endpoint, message) => {
		expect((await fail({ endpoint }))?.message).toBe(message);
	});

	it('asks for the environment', async () => {
		expect((await fail({ environment: ' ' }))?.message).toBe('The ABsmartly credential names no environment');
	});

	it('refuses a name that no header can carry', async () => {
		expect((await fail({ application: 'www\r\nX-Evil: 1' }))?.message).toMatch(/application cannot be sent/);
	});

	it('names a reply that is not JSON', async () => {
		await faults({
			match: 'PUT /v1/context',
			times: 1,
			status: 200,
			headers: { 'content-type': 'text/html' },
			body: '<html>log in</html>',
		});
		expect((await fail())?.message).toBe('The reply is not what ABsmartly sends');
	});

	it('names a collector that is stopped', async () => {
		const gone = createServer();
		await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
		const { port } = gone.address() as AddressInfo;
		await new Promise((resolve) => gone.close(resolve));
		const error = await fail({ endpoint: `http://127.0.0.1:${port}` });
		expect(error?.message).toBe('ABsmartly could not be reached');
		expect(error?.description).not.toMatch(/unknown whether/);
	});
});

describe('Properties From Event', () => {
	const from = (...property: IDataObject[]) =>
		({ options: { ...(parameters.options as object), eventProperties: { property } } }) as INodeParameters;
	const propertiesOf = async (more: INodeParameters, item: IDataObject) => {
		const { properties: _, ...rest } = parameters;
		const { items, error } = await execute('absmartly', {
			parameters: { ...rest, ...more },
			credentials: credentials(),
			items: [item],
		});
		return error ?? items[0].json.properties;
	};
	const said = {
		...event,
		objectId: '215',
		contact: { externalId: '42', role: 'user' },
		data: { conversation_rating: { rating: 5 }, open: true, team_assignee_id: null, tags: { tags: [] } },
	};

	it('takes values of the event as they are, and leaves out what it lacks', async () => {
		const rows = from(
			{ name: 'conversation_id', from: 'objectId' },
			{ name: 'rating', from: 'data.conversation_rating.rating' },
			{ name: 'role', from: 'contact.role' },
			{ name: 'open', from: 'attribute', attribute: 'data.open' },
			{ name: 'team', from: 'data.team_assignee_id' },
			{ name: 'topic', from: 'topic' },
			{ name: 'nowhere', from: 'attribute', attribute: '' },
			{ name: '', from: 'objectId' },
		);
		expect(await propertiesOf(rows, said)).toEqual({
			conversation_id: '215',
			rating: 5,
			role: 'user',
			open: true,
		});
	});

	it('goes before Properties, and after Properties as JSON', async () => {
		const more = from({ name: 'a', from: 'objectId' }, { name: 'b', from: 'objectId' });
		const properties = { assignments: [{ id: '1', name: 'a', value: 'own', type: 'string' }] };
		const options = { ...(more.options as INodeParameters), propertiesJson: '{"b": 1, "c": 2}' };
		expect(await propertiesOf({ properties, options }, said)).toEqual({ a: 'own', b: '215', c: 2 });
	});

	it('refuses what is no one value, and reads nothing that is not the event’s own', async () => {
		const list = from({ name: 'tags', from: 'attribute', attribute: 'data.tags.tags' });
		expect(await propertiesOf(list, said)).toMatchObject({
			message: "'tags' is a list, but it takes one value",
		});
		const own = from({ name: 'x', from: 'attribute', attribute: 'constructor.name' });
		expect(await propertiesOf(own, said)).toBeNull();
	});
});
