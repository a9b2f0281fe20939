import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { sign } from '../../../nodes/Intercom/webhook/signature';
import { answersEarly } from '../../../nodes/core/n8n/webhooks';
import { collect } from '../../../nodes/Intercom/webhook/collecting';
import { activate, serveTrigger, type Credentials } from '../../engine';
import { conversation, notification } from './notifications';

/** Collect Events: what comes within the time starts one execution, and each sender gets the answer that is true of it. */

const SECRET = 'client-secret';
const credentials: Credentials = {
	intercomAccessTokenApi: { region: 'us', accessToken: 't', clientSecret: SECRET },
};
const topics = ['conversation.user.created'];

type Served = Awaited<ReturnType<typeof serveTrigger>>;
let served: Served | undefined;
let executions: string[][] = [];
afterEach(async () => {
	await served?.close();
	executions = [];
});

const idsOf = (items: INodeExecutionData[]) => items.map(({ json }) => String(json.objectId));

async function serve(
	options: IDataObject,
	work: (ids: string[]) => Promise<void> = async () => {},
	mode?: 'manual',
) {
	served = await serveTrigger(
		{ topics, options } as INodeParameters,
		credentials,
		async (items) => {
			await work(idsOf(items));
			executions.push(idsOf(items));
		},
		mode,
	);
}

const post = async (id: number | string, more: IDataObject = {}) => {
	const sent = { ...notification(topics[0], conversation({ id: String(id) })), id: `notif_${id}`, ...more };
	const body = Buffer.from(JSON.stringify(sent));
	const headers = { 'content-type': 'application/json', 'x-hub-signature': sign(body, SECRET) };
	return await fetch(served!.url, { method: 'POST', body, headers });
};
const statuses = async (answers: Array<Promise<Response>>) =>
	(await Promise.all(answers)).map(({ status }) => status);
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

it('starts one execution with all that come in the time, in the order of arrival', async () => {
	await serve({ collectEvents: 300 });
	const answers: Array<Promise<Response>> = [];
	for (const id of [3, 1, 2]) {
		answers.push(post(id));
		await pause(30);
	}
	expect(await statuses(answers)).toEqual([200, 200, 200]);
	expect(executions).toEqual([['3', '1', '2']]);
	expect(await statuses([post(4)])).toEqual([200]);
	expect(executions).toEqual([['3', '1', '2'], ['4']]);
});

it('answers nobody before the execution is there', async () => {
	let start: (() => void) | undefined;
	await serve({ collectEvents: 100 }, async () => await new Promise<void>((resolve) => (start = resolve)));
	let answered = 0;
	const answers = [1, 2].map((id) => post(id).finally(() => answered++));
	while (!start) await pause(10);
	await pause(50);
	expect(answered).toBe(0);
	start();
	expect(await statuses(answers)).toEqual([200, 200]);
});

it('answers 500 to all where n8n cannot make it, and takes them when they come again', async () => {
	let failures = 1;
	await serve({ collectEvents: 100 }, async () => {
		if (failures-- > 0) throw new Error('no execution');
	});
	expect(await statuses([post(1), post(2), post(3)])).toEqual([500, 500, 500]);
	expect(await statuses([post(1), post(2), post(3)])).toEqual([200, 200, 200]);
	expect(executions.map((ids) => ids.sort())).toEqual([['1', '2', '3']]);
});

it('takes each once, however often it comes within the time and after', async () => {
	await serve({ collectEvents: 200 });
	expect(await statuses([post(1), post(2), post(1), post(1)])).toEqual([200, 200, 200, 200]);
	expect(await statuses([post(1), post(2)])).toEqual([200, 200]);
	expect(executions.map((ids) => ids.sort())).toEqual([['1', '2']]);
});

it('starts no more than 500 at once, and the rest soon after', async () => {
	await serve({ collectEvents: 2000 });
	const answers = Array.from({ length: 520 }, (_, id) => post(id));
	expect(new Set(await statuses(answers))).toEqual(new Set([200]));
	expect(Math.max(...executions.map(({ length }) => length))).toBeLessThanOrEqual(500);
	expect(new Set(executions.flat()).size).toBe(520);
});

it('does not wait for the rest of the time where 500 are there', async () => {
	const cameToBe = async () => true;
	const all = Array.from({ length: 501 }, (_, id) => collect('full', { json: { id } }, 2000, cameToBe));
	const first = await Promise.race([all[0], pause(1000)]);
	expect((first as INodeExecutionData[]).map(({ json }) => json.id)).toEqual([...Array(500).keys()]);
	expect(await Promise.all(all.slice(1, 500))).toEqual(Array(499).fill(true));
	expect(await all[500]).toEqual([{ json: { id: 500 } }]);
});

it('keeps an event whose sender hung up, the first as well as another', async () => {
	await serve({ collectEvents: 2000 });
	const send = async (id: string, signal: AbortSignal) => {
		const sent = { ...notification(topics[0], conversation({ id })), id: `notif_${id}` };
		const body = Buffer.from(JSON.stringify(sent));
		const headers = { 'x-hub-signature': sign(body, SECRET) };
		await fetch(served!.url, { method: 'POST', body, headers, signal }).catch(() => undefined);
	};
	const leaves = new AbortController();
	const gone = [send('1', leaves.signal), pause(300).then(async () => await send('2', leaves.signal))];
	await pause(1000);
	leaves.abort();
	await Promise.all(gone);
	expect(await statuses([post(3)])).toEqual([200]);
	expect(executions).toEqual([['1', '2', '3']]);
	expect(await statuses([post(1), post(2)])).toEqual([200, 200]);
	expect(executions).toHaveLength(1);
});

it('leaves out what is refused or filtered, which is answered at once', async () => {
	await serve({ collectEvents: 2000, workspaces: 'abc123de' });
	const other = await post(1, { app_id: 'other' });
	expect([other.status, await other.json()]).toEqual([
		200,
		{ message: expect.stringContaining('the filters of this trigger') },
	]);
	expect(executions).toEqual([]);
});

it('collects nothing while a person tests the workflow', async () => {
	await serve({ collectEvents: 2000 }, undefined, 'manual');
	await Promise.all([post(1), post(2)]);
	expect(executions.map(({ length }) => length)).toEqual([1, 1]);
});

it('collects for each trigger by itself', async () => {
	await serve({ collectEvents: 200 });
	const first = served!;
	const one = post(1);
	await serve({ collectEvents: 200 });
	const two = post(2);
	expect(await statuses([one, two])).toEqual([200, 200]);
	expect(executions.sort()).toEqual([['1'], ['2']]);
	await first.close();
});

/** n8n before 2.8 cannot collect, and says so first. */
const orCannot = (message: string) => (answersEarly ? 'This version of n8n cannot collect events' : message);

it.each<[unknown, string]>([
	[50, "Collect Events is '50'"],
	[5000, "Collect Events is '5000'"],
	['soon', "Collect Events is 'soon'"],
])('%j is refused at activation', async (collectEvents, message) => {
	const options = { collectEvents } as INodeParameters;
	await expect(activate({ topics, options }, credentials, 'init')).rejects.toThrow(orCannot(message));
});

it('is refused beside an answer when the workflow finishes', async () => {
	const options = { collectEvents: 250, respond: 'finished' };
	await expect(activate({ topics, options }, credentials, 'init')).rejects.toThrow(
		orCannot('Collect Events does not go with Respond When the Workflow Finishes'),
	);
});

it('is taken with a time of its own, where n8n waits for the execution', async () => {
	const activated = activate({ topics, options: { collectEvents: 250 } }, credentials, 'init');
	if (answersEarly) await expect(activated).rejects.toThrow('This version of n8n cannot collect events');
	else await expect(activated).resolves.toBeDefined();
});
