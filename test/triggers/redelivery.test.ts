import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { serveTrigger, type Credentials, type WebhookTrigger } from '../engine';
import { conversation, notification } from '../intercom/webhook/notifications';

/** What a sender gets who delivers twice, hangs up, or sends what is no event, from each trigger and each way to set it up. */
type Subject = {
	name: WebhookTrigger;
	credentials: Credentials;
	parameters: INodeParameters;
	memory?: IDataObject;
	/** What comes behind the URL. */
	path: string;
	headersOf(body: Buffer): Record<string, string>;
	/** The first delivery of an event, the same event delivered again, and another event. */
	first: Buffer;
	again: Buffer;
	other: Buffer;
};

const SECRET = 'client-secret';
const KEY = 'k3y_'.repeat(11);
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

const started = notification('conversation.user.created', conversation());
const intercom = (options: INodeParameters = {}, more: INodeParameters = {}): Subject => ({
	name: 'intercomTrigger',
	credentials: { intercomAccessTokenApi: { region: 'us', accessToken: 't', clientSecret: SECRET } },
	parameters: { topics: ['conversation.user.created'], options, ...more },
	path: '',
	headersOf: (body) => ({ 'x-hub-signature': sign(body, SECRET) }),
	first: bytes(started),
	again: bytes({ ...started, delivery_attempts: 2 }),
	other: bytes({ ...started, id: 'notif_2' }),
});

const event = {
	event_name: 'ExperimentStarted',
	event_at: 1772000000000,
	id: 15,
	name: 'checkout',
	user_id: 1,
	comment: '',
};
const absmartly = (wrap: (...events: object[]) => unknown, more: INodeParameters = {}): Subject => ({
	name: 'absmartlyEventTrigger',
	credentials: { absmartlyConsoleApi: { endpoint: 'http://127.0.0.1:9', apiKey: 'unused' } },
	parameters: { events: ['ExperimentStarted'], ...more },
	memory: { key: KEY },
	path: `/${KEY}`,
	headersOf: () => ({}),
	first: bytes(wrap(event)),
	again: bytes(wrap({ ...event, comment: 'again' })),
	other: bytes(wrap({ ...event, id: 16 })),
});

const subjects: Record<string, Subject> = {
	'Intercom Trigger': intercom(),
	'Intercom Trigger where events are collected': intercom({ collectEvents: 100 }),
	'Intercom Trigger without Check Signature': intercom({}, { verifySignature: false }),
	'ABsmartly Trigger': absmartly((one) => one),
	'ABsmartly Trigger with a key by hand': absmartly((one) => one, { delivery: 'byHand', key: KEY }),
	'ABsmartly Trigger that gets lists': absmartly((...events) => ({ events: [...events, ...events] })),
};

describe.each(Object.entries(subjects))('%s', (_, subject) => {
	const { name, credentials, parameters, memory, path, headersOf, first, again, other } = subject;
	let served: Awaited<ReturnType<typeof serveTrigger>>;
	let executions: INodeExecutionData[][] = [];
	afterEach(async () => {
		await served.close();
		executions = [];
	});

	const serve = async (work = async () => {}, mode?: 'manual') => {
		served = await serveTrigger(
			parameters,
			credentials,
			async (items) => {
				await work();
				executions.push(items);
			},
			mode,
			{ name, memory },
		);
	};
	const send = async (body: Buffer, signal?: AbortSignal) =>
		await fetch(served.url + path, {
			method: 'POST',
			body: new Uint8Array(body),
			headers: { 'content-type': 'application/json', ...headersOf(body) },
			signal,
		});
	const pause = async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms));

	it('acknowledges a redelivery without a second execution', async () => {
		await serve();
		await send(first);
		expect((await send(again)).status).toBe(200);
		expect(executions).toHaveLength(1);
		expect(executions[0]).toHaveLength(1);
	});

	it('lets a redelivery wait for its twin, which is not acknowledged first', async () => {
		let finish: (() => void) | undefined;
		await serve(async () => await new Promise<void>((resolve) => (finish = resolve)));
		const order: string[] = [];
		const one = send(first).then(({ status }) => order.push(`first ${status}`));
		await pause(100);
		const two = send(again).then(({ status }) => order.push(`second ${status}`));
		await pause(100);
		expect(order).toEqual([]);
		while (!finish) await pause(10);
		finish();
		await Promise.all([one, two]);
		expect(order.sort()).toEqual(['first 200', 'second 200']);
		expect(executions).toHaveLength(1);
	});

	it('runs a redelivery when the first hand-off failed', async () => {
		let failures = 1;
		await serve(async () => {
			if (failures-- > 0) throw new Error('no execution');
		});
		expect((await send(first)).status).toBe(500);
		expect((await send(again)).status).toBe(200);
		expect(executions).toHaveLength(1);
	});

	it('runs a redelivery at once when the first one waiting on it fails', async () => {
		let failures = 1;
		await serve(async () => {
			await pause(50);
			if (failures-- > 0) throw new Error('no execution');
		});
		const answers = await Promise.all([send(first), send(again), send(again)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 500]);
		expect(executions).toHaveLength(1);
	});

	it('judges a redelivery by the execution when the sender hung up', async () => {
		await serve(async () => await pause(150));
		const hangUp = new AbortController();
		const gone = send(first, hangUp.signal).catch(() => 'hung up');
		await pause(50);
		hangUp.abort();
		expect(await gone).toBe('hung up');
		expect((await send(again)).status).toBe(200);
		expect(executions).toHaveLength(1);
	});

	it('runs a redelivery when its twins failed or hung up while they waited', async () => {
		let failures = 2;
		await serve(async () => {
			await pause(100);
			if (failures-- > 0) throw new Error('no execution');
		});
		const hangUp = new AbortController();
		const one = send(first);
		await pause(30);
		const twin = send(first, hangUp.signal).catch(() => 'hung up');
		await pause(30);
		hangUp.abort();
		expect((await one).status).toBe(500);
		expect(await twin).toBe('hung up');
		expect((await send(again)).status).toBe(200);
		expect(executions).toHaveLength(1);
	});

	it('runs an event every time while a person builds the workflow', async () => {
		await serve(async () => {}, 'manual');
		await send(first);
		await send(first);
		expect(executions).toHaveLength(2);
	});

	it('runs another event on the same kind of object', async () => {
		await serve();
		await send(first);
		await send(other);
		expect(executions).toHaveLength(2);
	});

	it('answers what is no event 400, without an execution', async () => {
		await serve();
		for (const odd of ['[5]', 'null', '5', '{"topic":5,"event_name":5}', 'no json', '']) {
			const body = Buffer.from(odd);
			expect((await send(body)).status).toBe(400);
		}
		expect(executions).toEqual([]);
	});

	it('answers a multipart form 400, without an execution', async () => {
		await serve();
		const body = new FormData();
		body.set('event', first.toString());
		const answer = await fetch(served.url + path, { method: 'POST', body });
		expect([answer.status, await answer.json()]).toEqual([
			400,
			{ message: 'Refused: its body is a multipart form' },
		]);
		expect(executions).toEqual([]);
	});
});
