import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { hook, type Hook } from '../../engine';
import { absmartly, consoleCredentials, faults, requested } from '../world/driver';

/** How ABsmartly Trigger looks after its webhook when it is published, published anew and unpublished. */

const parameters: INodeParameters = { events: ['ExperimentStarted', 'ExperimentStopped'] };
const name = 'absmartlyEventTrigger';

const publish = async (memory: IDataObject = {}, more: INodeParameters = {}, how: Hook = {}) =>
	await hook('create', { ...parameters, ...more }, consoleCredentials(), { name, memory, ...how });
const unpublish = async (memory: IDataObject, credentials = consoleCredentials()) =>
	await hook('delete', parameters, credentials, { name, memory });

const hooks = () => absmartly.world.webhooks;
const idOf = (event: string) => absmartly.world.webhook_events.find(({ name }) => name === event)?.id;
const eventsOn = (index = 0) =>
	(hooks()[index].events ?? [])
		.filter(({ enabled }) => enabled)
		.map(({ webhook_event_id: id }) => absmartly.world.webhook_events.find((each) => each.id === id)?.name)
		.sort();
const set = (settings: Partial<typeof absmartly.settings>) => Object.assign(absmartly.settings, settings);

/** The path of a key: 43 letters after the node's own ID, which n8n has in it twice. */
const URL_FORM = /^http:\/\/localhost\/webhook\/webhook-1\/webhook-1\/[\w-]{43}$/;

describe('publishing', () => {
	it('registers one webhook with the chosen events, and keeps its ID and key', async () => {
		const memory = await publish();
		expect(hooks()).toHaveLength(1);
		const [{ id, url, name: called, enabled, max_retries }] = hooks();
		expect(url).toMatch(URL_FORM);
		expect({ called, enabled, max_retries }).toEqual({
			called: 'n8n: test (node-1)',
			enabled: true,
			max_retries: 3,
		});
		expect(eventsOn()).toEqual(['ExperimentStarted', 'ExperimentStopped']);
		expect(memory).toEqual({ webhookId: String(id), key: url.split('/').at(-1) });
	});

	it('anew neither doubles it nor changes its URL', async () => {
		const memory = await publish();
		const [before] = structuredClone(hooks());
		absmartly.requests.length = 0;
		expect(await publish(memory)).toEqual(memory);
		expect(hooks()).toEqual([before]);
		expect(requested().filter((each) => !each.startsWith('GET'))).toEqual([]);
	});

	it('anew after it was unpublished keeps the URL', async () => {
		const memory = await publish();
		const [{ url }] = hooks();
		const left = await unpublish(memory);
		expect(hooks()).toEqual([]);
		expect(left).toEqual({ key: memory.key });
		await publish(left);
		expect(hooks().map((each) => each.url)).toEqual([url]);
	});

	it('finds its own again where n8n has forgotten its ID and its key, and corrects the URL', async () => {
		await publish();
		const [{ id, url }] = hooks();
		const memory = await publish();
		expect(hooks()).toHaveLength(1);
		expect(hooks()[0].id).toBe(id);
		expect(hooks()[0].url).not.toBe(url);
		expect(hooks()[0].url).toMatch(URL_FORM);
		expect(memory.webhookId).toBe(String(id));
	});

	it('corrects events, and one that somebody disabled', async () => {
		const memory = await publish();
		hooks()[0].enabled = false;
		await publish(memory, { events: ['GoalCreated'], options: { otherEvents: 'MetricEdited' } });
		expect(hooks()).toHaveLength(1);
		expect(hooks()[0].enabled).toBe(true);
		expect(eventsOn()).toEqual(['GoalCreated', 'MetricEdited']);
	});

	it('makes another where ABsmartly has forgotten it', async () => {
		const memory = await publish();
		hooks().length = 0;
		const next = await publish(memory);
		expect(hooks()).toHaveLength(1);
		expect(next).toEqual({ key: memory.key, webhookId: String(hooks()[0].id) });
	});

	it('never touches a webhook of somebody else, whatever its ID', async () => {
		const memory = await publish();
		const foreign = { ...structuredClone(hooks()[0]), url: 'https://example.com/webhook-1/x' };
		absmartly.world.webhooks.splice(0, 1, foreign);
		await publish(memory);
		expect(hooks()).toHaveLength(2);
		expect(hooks()[0]).toEqual(foreign);
	});

	it('has a new key where New Key says something else, once', async () => {
		const memory = await publish();
		const renewed = await publish(memory, { options: { newKey: 'May' } });
		expect(renewed.key).not.toBe(memory.key);
		expect(renewed.newKey).toBe('May');
		expect(hooks().map(({ url }) => url.split('/').at(-1))).toEqual([renewed.key]);
		expect(await publish(renewed, { options: { newKey: 'May' } })).toEqual(renewed);
		expect(await publish(renewed)).toEqual(renewed);
		expect((await publish(renewed, { options: { newKey: 'June' } })).key).not.toBe(renewed.key);
	});

	it('puts the events on with PUT where POST does not take them', async () => {
		set({ webhookPost: 'ignores' });
		await publish();
		expect(eventsOn()).toEqual(['ExperimentStarted', 'ExperimentStopped']);
		expect(hooks()).toHaveLength(1);
	});

	it('names the switches to set by hand where ABsmartly takes events nowhere, and goes on once they are set', async () => {
		set({ webhookPost: 'ignores', webhookPut: 'ignores' });
		await expect(publish()).rejects.toThrow(
			"ABsmartly registered the webhook without its events. Switch on ExperimentStarted, ExperimentStopped at 'n8n: test (node-1)' under Settings > Webhooks, then publish again",
		);
		const [webhook] = hooks();
		webhook.events = ['ExperimentStarted', 'ExperimentStopped'].map((event) => ({
			webhook_event_id: idOf(event) ?? 0,
			enabled: true,
		}));
		const memory = await publish({ key: webhook.url.split('/').at(-1) });
		expect(hooks()).toEqual([webhook]);
		expect(memory.webhookId).toBe(String(webhook.id));
	});

	it('names an event that this ABsmartly does not have', async () => {
		absmartly.world.webhook_events = absmartly.world.webhook_events.filter(
			({ name }) => name !== 'ExperimentStopped',
		);
		await expect(publish({}, { options: { otherEvents: 'NoSuchEvent' } })).rejects.toThrow(
			'This ABsmartly has no event ExperimentStopped, NoSuchEvent. Remove it from ABsmartly Events or Other Events',
		);
		expect(hooks()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['its answer was lost', { reset: true }],
		['ABsmartly failed after it', { status: 502 }],
	])('takes a webhook that was made although %s', async (_, fault) => {
		await faults({ match: 'POST /v1/webhooks', times: 1, recordFirst: true, ...fault });
		const memory = await publish();
		expect(hooks()).toHaveLength(1);
		expect(memory.webhookId).toBe(String(hooks()[0].id));
		expect(requested().filter((each) => each === 'POST /v1/webhooks')).toHaveLength(1);
	});

	it('names the role where the key may not', async () => {
		for (const role of ['Viewer', 'Base User', 'Contributor'] as const) {
			absmartly.world.users[0].role = role;
			await expect(publish()).rejects.toThrow(
				/may not manage webhooks in ABsmartly\. Ask an administrator for the role FullAdmin, or for one with the permission Webhook Admin/,
			);
		}
		expect(hooks()).toEqual([]);
		absmartly.world.users[0].permissions.push('Webhook Admin');
		await publish();
		expect(hooks()).toHaveLength(1);
	});

	it('is refused without an event', async () => {
		await expect(publish({}, { events: [] })).rejects.toThrow('has no event to listen for');
	});

	it('finds its own on any page of a long list that shows no events', async () => {
		const memory = await publish();
		const [own] = hooks();
		const others = Array.from({ length: 250 }, (_, index) => ({
			...structuredClone(own),
			id: own.id + index + 1,
			url: `https://example.com/${index}`,
		}));
		hooks().unshift(...others);
		set({ shallowLists: true, pageLimit: 10 });
		expect(await publish({ key: memory.key })).toEqual(memory);
		expect(hooks()).toHaveLength(251);
	});
});

describe('n8n’s own start', () => {
	const start = { activation: 'init' } as const;

	it('takes the webhook to be there where ABsmartly cannot be asked', async () => {
		const memory = await publish();
		await faults({ match: '*', times: 100, status: 503 });
		expect(await publish(memory, {}, start)).toEqual(memory);
		await expect(publish(memory)).rejects.toThrow('ABsmartly');
	}, 60_000);

	it('makes it anew where ABsmartly has forgotten it', async () => {
		const memory = await publish();
		hooks().length = 0;
		await publish(memory, {}, start);
		expect(hooks()).toHaveLength(1);
	});
});

describe('unpublishing', () => {
	it.each([204, 200])('removes the webhook, answered %d', async (deleteStatus) => {
		set({ deleteStatus });
		const memory = await publish();
		expect(await unpublish(memory)).toEqual({ key: memory.key });
		expect(hooks()).toEqual([]);
	});

	it('is fine with one that is gone, and without one', async () => {
		const memory = await publish();
		hooks().length = 0;
		expect(await unpublish(memory)).toEqual({ key: memory.key });
		absmartly.requests.length = 0;
		await unpublish({ key: memory.key });
		expect(requested()).toEqual([]);
	});

	it('leaves alone what another n8n listens at, of which this one is a copy', async () => {
		const memory = await publish();
		const url = hooks()[0].url.replace('localhost', 'n8n.example.com');
		hooks()[0].url = url;
		expect(await unpublish(memory)).toEqual({ key: memory.key });
		expect(hooks().map((each) => each.url)).toEqual([url]);
	});

	it('is never held up', async () => {
		const memory = await publish();
		absmartly.world.users[0].role = 'Viewer';
		expect(await unpublish(memory)).toEqual({ key: memory.key });
		expect(await unpublish(memory, {})).toEqual({ key: memory.key });
		expect(hooks()).toHaveLength(1);
	});
});

describe('a test run', () => {
	const test = { mode: 'manual', activation: 'manual' } as const;

	it('registers a webhook that says so, and removes it again', async () => {
		const memory = await publish({}, {}, test);
		expect(hooks()[0].name).toBe('n8n test: test (node-1)');
		await unpublish(memory);
		expect(hooks()).toEqual([]);
	});

	it('registers none where it posts a sample instead', async () => {
		const memory = await publish({}, { sampleWhenTesting: true }, test);
		expect(memory.key).toMatch(/^[\w-]{43}$/);
		// until the sample has found nobody to take it
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(requested()).toEqual([]);
	});
});

it('does not let a person wait for a poll in a test run', async () => {
	const test = { mode: 'manual', activation: 'manual' } as const;
	await expect(publish({}, { delivery: 'poll' }, test)).rejects.toThrow(
		'A test does not poll. Switch on Sample When Testing, or publish the workflow and look at its executions',
	);
	await publish({}, { delivery: 'poll', sampleWhenTesting: true }, test);
	// until the sample has found nobody to take it
	await new Promise((resolve) => setTimeout(resolve, 1000));
	await publish({}, { delivery: 'poll' });
});

describe('Register by Hand', () => {
	const key = 'a-Long_key-that-nobody-could-guess-1';

	it('asks nobody, and removes what was registered automatically before', async () => {
		const memory = await publish();
		absmartly.requests.length = 0;
		await publish(memory, { delivery: 'byHand', key });
		expect(requested().filter((each) => !each.startsWith('GET'))).toEqual([
			`DELETE /v1/webhooks/${String(memory.webhookId)}`,
		]);
		absmartly.requests.length = 0;
		await publish({}, { delivery: 'byHand', key });
		expect(requested()).toEqual([]);
	});

	it.each(['', 'short', 'x'.repeat(31), `${key}/..`, `${key} `, 'ü'.repeat(40), 'x'.repeat(201)])(
		'refuses the key %j',
		async (weak) => {
			await expect(publish({}, { delivery: 'byHand', key: weak })).rejects.toThrow(
				'URL Key has to be 32 to 200 letters, digits, hyphens and underscores that nobody can guess',
			);
		},
	);
});
