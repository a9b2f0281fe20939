import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { makeKey } from '../../../nodes/Absmartly/webhook/urlKey';
import { hook, type Hook } from '../../engine';
import { absmartly, consoleCredentials, faults, requested } from '../world/driver';

/** What may come between ABsmartly Trigger and its one webhook: others, a second activation, servers that are particular. */

const parameters: INodeParameters = { events: ['ExperimentStarted'] };
const name = 'absmartlyEventTrigger';
const publish = async (memory: IDataObject = {}, more: INodeParameters = {}, how: Hook = {}) =>
	await hook('create', { ...parameters, ...more }, consoleCredentials(), { name, memory, ...how });
const unpublish = async (memory: IDataObject) =>
	await hook('delete', parameters, consoleCredentials(), { name, memory });
const hooks = () => absmartly.world.webhooks;
const twinOf = (index: number, id: number, url?: string) => {
	const twin = { ...structuredClone(hooks()[index]), id };
	Object.assign(twin, url ? { url } : {});
	hooks().push(twin);
};

it('registers one webhook where it is activated twice at once, and knows it', async () => {
	const memories = await Promise.all([publish(), publish(), publish()]);
	expect(hooks()).toHaveLength(1);
	const [{ id, url }] = hooks();
	// n8n keeps what the last one says
	expect(memories.at(-1)).toEqual({ key: url.split('/').at(-1), webhookId: String(id) });
	await unpublish(memories.at(-1)!);
	expect(hooks()).toEqual([]);
});

it('removes what is there twice, and nothing of others', async () => {
	const memory = await publish();
	const [{ id, url }] = structuredClone(hooks());
	twinOf(0, id + 1);
	twinOf(0, id + 2, url.replace(/[^/]+$/, makeKey()));
	for (const [index, other] of [
		url.replace('/webhook-1/webhook-1/', '/webhook-1/webhook-10/'),
		url.replace('/webhook/', '/webhook-test/'),
		url.replace('localhost', 'localhost.example.com'),
		'',
	].entries())
		twinOf(0, id + 3 + index, other || 'https://example.com');
	const others = structuredClone(hooks().slice(3));
	expect(await publish(memory)).toEqual(memory);
	expect(hooks()[0].id).toBe(id);
	expect(hooks().slice(1)).toEqual(others);
});

it('is published all the same where a twin cannot be removed', async () => {
	const memory = await publish();
	twinOf(0, hooks()[0].id + 1);
	await faults({ match: `DELETE /v1/webhooks/${hooks()[1].id}`, times: 10, status: 403 });
	expect(await publish(memory)).toEqual(memory);
	expect(hooks()).toHaveLength(2);
});

it('never tells the key, whatever ABsmartly says of the URL', async () => {
	const key = makeKey();
	const url = `http://localhost/webhook/webhook-1/webhook-1/${key}`;
	for (const status of [400, 422, 500]) {
		await faults({
			match: 'POST /v1/webhooks',
			times: 10,
			status,
			body: { errors: [`url ${url} is no good`] },
		});
		const error = await publish({ key }).catch((one: Error) => one);
		expect(error).toBeInstanceOf(Error);
		const said = JSON.stringify([error, (error as Error).message, (error as Error).stack]);
		expect(said).toContain('is no good');
		expect(said).not.toContain(key);
		absmartly.reset();
	}
});

it('says what to do where ABsmartly keeps another URL', async () => {
	const memory = await publish();
	Object.assign(absmartly.settings, { webhookPut: 'takes' });
	await faults({ match: 'PUT *', times: 10, status: 200, body: { ok: true, errors: [] } });
	await expect(publish({ ...memory, key: makeKey() })).rejects.toThrow(
		"ABsmartly did not change the webhook 'n8n: test (node-1)' as it was asked to. Remove it under Settings > Webhooks, then publish again",
	);
});

it('goes on with switches set by hand although n8n kept nothing of the publication that failed', async () => {
	Object.assign(absmartly.settings, { webhookPost: 'ignores', webhookPut: 'ignores' });
	await expect(publish()).rejects.toThrow('without its events');
	await expect(publish()).rejects.toThrow('without its events');
	expect(hooks()).toHaveLength(1);
	const event = absmartly.world.webhook_events.find((each) => each.name === 'ExperimentStarted')!;
	hooks()[0].events = [{ webhook_event_id: event.id, enabled: true }];
	const { key, webhookId } = await publish();
	expect(hooks()).toMatchObject([{ id: Number(webhookId), url: expect.stringMatching(`/${String(key)}$`) }]);
});

it('knows its URL again where ABsmartly writes the host in small letters', async () => {
	const memory = await publish();
	hooks()[0].url = hooks()[0].url.replace('http://localhost/', 'HTTP://LOCALHOST:80/');
	absmartly.requests.length = 0;
	expect(await publish(memory)).toEqual(memory);
	expect(hooks()).toHaveLength(1);
	expect(requested().filter((each) => !each.startsWith('GET'))).toEqual([]);
	await unpublish(memory);
	expect(hooks()).toEqual([]);
});

it.each([401, 403, 404, 422])(
	'leaves the workflow listening where n8n starts and ABsmartly answers %d',
	async (status) => {
		const memory = await publish();
		await faults({ match: '*', times: 100, status });
		expect(await publish(memory, {}, { activation: 'init' })).toEqual(memory);
		await expect(publish(memory)).rejects.toThrow();
		await expect(publish({}, {}, { activation: 'init' })).rejects.toThrow();
	},
);

it.each([401, 403, 404, 422])(
	'lets the workflow be unpublished where ABsmartly answers %d',
	async (status) => {
		const memory = await publish();
		await faults({ match: '*', times: 100, status });
		expect(await unpublish(memory)).toEqual({ key: memory.key });
	},
);

it.each<[string, IDataObject]>([
	['hangs', { delayMs: 120_000, status: 503 }],
	['is busy for a long time', { status: 429, headers: { 'retry-after': '60' } }],
])(
	'keeps neither n8n’s start nor a person waiting where ABsmartly %s',
	async (_, fault) => {
		const memory = await publish();
		await faults({ match: '*', times: 100, ...fault });
		const since = Date.now();
		expect(await publish(memory, {}, { activation: 'init' })).toEqual(memory);
		expect(await unpublish(memory)).toEqual({ key: memory.key });
		expect(Date.now() - since).toBeLessThan(30_000);
	},
	60_000,
);

it('takes one event that an expression gives as text', async () => {
	await publish({}, { events: 'ExperimentStarted' });
	expect(hooks()).toHaveLength(1);
});
