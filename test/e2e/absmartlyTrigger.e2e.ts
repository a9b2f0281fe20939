import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { owner } from '../../playground/credentials';
import { until } from '../../playground/until';
import { Editor } from './editor';
import { startWorld, type World } from './n8n';

const TYPE = 'n8n-nodes-intercom-absmartly.absmartlyEventTrigger';
const NAME = 'ABsmartly Trigger';
const events = ['ExperimentStarted', 'ExperimentStopped', 'ExperimentCommented'];

const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** Publishing, deliveries and unpublishing, in the order in which a person does them. */
describe('ABsmartly Trigger in a real n8n', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(async () => {
		await world?.stop();
	});

	const create = async (name: string, parameters: INodeParameters = {}) =>
		await world.createWorkflow({
			name,
			nodes: [node(NAME, TYPE, 2, { events, ...parameters }), node('Next', 'n8n-nodes-base.noOp', 1)],
			connections: { [NAME]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		});
	const hooks = () => world.absmartly.world.webhooks;
	const act = async (id: number, body: object) =>
		await control('POST', `${world.absmartly.url}/_sim/experiments/${id}/actions`, body);
	/** A comment, which is an event that can be read back. */
	const comment = async (note: string) =>
		await fetch(`${world.absmartly.url}/v1/experiments/1/activity`, {
			method: 'POST',
			headers: { authorization: 'Api-Key sim-absmartly-console-key', 'content-type': 'application/json' },
			body: JSON.stringify({ note }),
		});
	const post = async (url: string, body: object) =>
		(
			await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			})
		).status;
	const count = async ({ id }: StoredWorkflow) => (await world.client.executions(id)).length;
	/** What the node behind the trigger got in the newest execution, once there are so many. */
	const passedOn = async ({ id }: StoredWorkflow, executions: number) => {
		const [newest] = await world.client.finishedExecutions(id, executions);
		const { data } = await world.client.execution(newest.id);
		return (data.resultData.runData.Next?.[0]?.data?.main[0] ?? []).map(({ json }) => json);
	};
	let workflow: StoredWorkflow;
	let url: string;

	it('registers one webhook when it is published', async () => {
		workflow = await create('Experiments');
		await world.client.publish(workflow.id);
		expect(hooks()).toHaveLength(1);
		url = hooks()[0].url;
		expect(url).toMatch(/^http:\/\/[^/]+\/webhook\/([\w-]+)\/\1\/[\w-]{43}$/);
		expect(hooks()[0].name).toContain('n8n: Experiments');
	});

	it('starts the workflow within 2 seconds of a start in the console', async () => {
		let least = Infinity;
		let id = 0;
		let starts = 0;
		// the quickest of a few, since the machine has other work
		for (; starts < 3 && least >= 2000; starts++) {
			({ id } = world.absmartly.addExperiment({ state: 'ready', name: 'checkout_button' }));
			const since = Date.now();
			await act(id, { action: 'start', note: 'Go' });
			const found = await world.client.finishedExecutions(workflow.id, starts + 1);
			const times = found.map(({ startedAt }) => Date.parse(startedAt!)).filter((at) => at >= since);
			least = Math.min(least, ...times.map((at) => at - since));
		}
		expect(least).toBeLessThan(2000);
		expect(await passedOn(workflow, starts)).toMatchObject([
			{
				eventType: 'ExperimentStarted',
				experimentId: String(id),
				name: 'checkout_button',
				comment: 'Go',
				verified: true,
				object: { state: 'running' },
			},
		]);
	});

	it('makes no execution of an event with a wrong key', async () => {
		const before = await count(workflow);
		const event = { event_name: 'ExperimentStarted', event_at: Date.now(), id: 1 };
		const base = url.slice(0, url.lastIndexOf('/') + 1);
		for (const key of ['x', url.slice(base.length, -1), `${url.slice(base.length)}x`, ':key'])
			expect(await post(base + key, event)).toBe(403);
		for (const other of [
			base.slice(0, -1),
			base,
			`${base.replace('/webhook/', '/webhook-test/')}x`,
			`${base}x/x`,
		])
			expect(await post(other, event)).toBe(404);
		await sleep(1000);
		expect(await count(workflow)).toBe(before);
		const log = readFileSync(world.n8n.logFile, 'utf8');
		expect(log).toContain('ABsmartly Trigger refused a delivery with 403');
		expect(log).not.toContain(url.slice(base.length));
	});

	it('drops an invented event with the right key', async () => {
		const before = await count(workflow);
		for (const id of [1, 99]) {
			expect(await post(url, { event_name: 'ExperimentStarted', event_at: Date.now(), id })).toBe(200);
		}
		const executions = await world.client.finishedExecutions(workflow.id, before + 2);
		expect(executions.slice(0, 2).map(({ status }) => status)).toEqual(['success', 'success']);
		expect(await passedOn(workflow, before + 2)).toEqual([]);
	});

	it('makes no execution of an event that was not chosen', async () => {
		const before = await count(workflow);
		expect(await post(url, { event_name: 'GoalCreated', event_at: Date.now(), id: 1 })).toBe(200);
		await sleep(1000);
		expect(await count(workflow)).toBe(before);
	});

	it('takes 200 events in a burst, each delivered twice, once each', async () => {
		const before = await count(workflow);
		// a busy machine takes longer over 32 at once than the simulator waits
		Object.assign(world.absmartly.settings, { duplicates: 1, patienceMs: 60_000 });
		const notes = Array.from({ length: 200 }, (_, index) => `burst ${index}`);
		await Promise.all(notes.map(async (note) => expect((await comment(note)).status).toBe(200)));
		await world.absmartly.webhooks.idle();
		Object.assign(world.absmartly.settings, { duplicates: 0, patienceMs: 5_000 });
		const delivered = world.absmartly.webhooks.deliveries.filter(
			({ event_names: [name] }) => name === events[2],
		);
		expect(delivered.map(({ state }) => state)).toEqual(Array(400).fill('delivered'));
		const executions = await world.client.finishedExecutions(workflow.id, before + 200, 120);
		const given: string[] = [];
		for (const { id } of executions) {
			const { data } = await world.client.execution(id);
			const items = data.resultData.runData.Next?.[0]?.data?.main[0] ?? [];
			given.push(...items.map(({ json }) => String(json.comment)).filter((each) => each.startsWith('burst')));
		}
		expect(given.sort()).toEqual([...notes].sort());
	}, 300_000);

	it('neither doubles the webhook nor changes its URL when it is published anew', async () => {
		await world.client.updateWorkflow(workflow.id, {
			name: workflow.name,
			connections: workflow.connections,
			nodes: workflow.nodes.map((each) =>
				each.name === NAME ? { ...each, parameters: { events: [...events, 'GoalCreated'] } } : each,
			),
		});
		await world.client.publish(workflow.id);
		await until('the new event is registered', async () => {
			const [webhook] = hooks();
			return webhook?.events?.filter(({ enabled }) => enabled).length === 4;
		});
		expect(hooks().map((each) => each.url)).toEqual([url]);
		await world.client.publish(workflow.id);
		expect(hooks().map((each) => each.url)).toEqual([url]);
	});

	it('takes events after a restart at the same URL', async () => {
		await world.restart();
		await world.client.whenPublished(workflow.id);
		expect(hooks().map((each) => each.url)).toEqual([url]);
		const before = await count(workflow);
		await comment('after the restart');
		expect(await passedOn(workflow, before + 1)).toMatchObject([{ comment: 'after the restart' }]);
	});

	it('notices at the next activation that ABsmartly has forgotten the webhook', async () => {
		hooks().length = 0;
		await world.client.unpublish(workflow.id);
		await until('it is unpublished', async () => (await post(url, {})) === 404);
		await world.client.publish(workflow.id);
		expect(hooks().map((each) => each.url)).toEqual([url]);
	});

	it('removes the webhook when it is unpublished', async () => {
		await world.client.unpublish(workflow.id);
		await until('the address is gone', async () => (await post(url, {})) === 404);
		expect(hooks()).toEqual([]);
	});

	it('says which role a key needs that may not register', async () => {
		world.absmartly.world.users[0].role = 'Viewer';
		const refused = await create('No role');
		await expect(world.client.publish(refused.id)).rejects.toThrow(
			'Ask an administrator for the role FullAdmin, or for one with the permission Webhook Admin',
		);
		world.absmartly.world.users[0].role = 'FullAdmin';
		expect(hooks()).toEqual([]);
	});

	const listen = async (stored: StoredWorkflow) =>
		expect(
			await world.client.call<IDataObject>('POST', `/workflows/${stored.id}/run`, {
				workflowData: stored,
				triggerToStartFrom: { name: NAME },
			}),
		).toEqual({ waitingForWebhook: true });

	it('registers a webhook of its own while a person tests it, and removes it after the event', async () => {
		const tested = await create('Tested');
		await listen(tested);
		expect(hooks().map(({ name }) => name.split(':')[0])).toEqual(['n8n test']);
		await comment('in a test');
		expect(await passedOn(tested, 1)).toMatchObject([{ comment: 'in a test', verified: true }]);
		await until('the webhook of the test is removed', async () => hooks().length === 0);
	});

	it('posts itself a sample when a person tests it', async () => {
		const tested = await create('Sample', { sampleWhenTesting: true });
		await listen(tested);
		expect(hooks()).toEqual([]);
		expect(await passedOn(tested, 1)).toMatchObject([{ eventType: 'ExperimentStarted', sample: true }]);
	});

	it('listens at the URL with the key that a person filled in', async () => {
		const key = 'by-hand_'.repeat(5);
		const byHand = await create('By hand', { delivery: 'byHand', key });
		await world.client.publish(byHand.id);
		expect(hooks()).toEqual([]);
		const [trigger] = byHand.nodes;
		const own = `${world.n8n.url}/webhook/${trigger.webhookId}/${key}`;
		await comment('by hand');
		const told = world.absmartly.webhooks.events.at(-1)!;
		expect(await post(own.slice(0, -1), told)).toBe(404);
		expect(await post(own, told)).toBe(200);
		expect(await passedOn(byHand, 1)).toMatchObject([{ comment: 'by hand' }]);
		await world.client.unpublish(byHand.id);
	});

	it('notices a start by polling', async () => {
		const polls = await create('Polls', { events: ['ExperimentStarted'], delivery: 'poll', pollMinutes: 1 });
		await world.client.publish(polls.id);
		expect(hooks()).toEqual([]);
		const { id } = world.absmartly.addExperiment({ state: 'ready' });
		await act(id, { action: 'start' });
		await until('a poll', async () => (await count(polls)) > 0, { seconds: 90 });
		expect(await passedOn(polls, 1)).toMatchObject([
			{ eventType: 'ExperimentStarted', experimentId: String(id), source: 'polling', verified: true },
		]);
		await world.client.unpublish(polls.id);
	}, 180_000);

	describe('in the editor', () => {
		let editor: Editor;
		beforeAll(async () => {
			editor = await Editor.open(world.n8n.url);
			await editor.logIn(owner);
		});
		afterEach(async () => {
			await editor?.picture(expect.getState().currentTestName!);
		});
		afterAll(async () => {
			await editor?.close();
		});

		it('is found by its name, with its bolt', async () => {
			await editor.newWorkflow();
			const found = await editor.searchNodes('absmartly trigger');
			expect(found.get(NAME)).toMatch(
				/icons\/n8n-nodes-intercom-absmartly\/dist\/nodes\/Absmartly\/absmartly/,
			);
			// throws where the item has no bolt
			await editor.addTrigger(NAME);
			expect((await editor.openedNode()).name).toBe(NAME);
			expect(await editor.parameters.shown()).toEqual(
				expect.arrayContaining(['ABsmartly Events', 'How Events Come In', 'Read Back']),
			);
			expect((await editor.parameters.typeAhead('events', 'started'))[0]).toBe('Experiment Started');
		});

		it('shows the URL to paste with Register by Hand', async () => {
			const key = 'by-hand_'.repeat(5);
			await editor.parameters.choose('delivery', 'Register by Hand');
			await editor.parameters.fill('key', key);
			await until('the URL has the key', async () =>
				new RegExp(`/webhook/[\\w-]+/${key}$`).test(await editor.webhookUrl('Production URL')),
			);
		});
	});
});
