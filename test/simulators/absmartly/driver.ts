import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAbsmartly, type Absmartly } from '.';

/** One simulated ABsmartly for a test file, as new before each test. */
export let absmartly: Absmartly;
beforeAll(async () => {
	absmartly = await startAbsmartly();
});
beforeEach(() => absmartly.reset());
afterAll(async () => await absmartly.close());

export const fullAdmin = 'sim-absmartly-console-key';

type Answer = { status: number; text: string; json: ReturnType<typeof JSON.parse> };

/** Asks the console with a key. */
export async function ask(method: string, path: string, body?: unknown, key = fullAdmin) {
	const response = await fetch(absmartly.url + path, {
		method,
		headers: { authorization: `Api-Key ${key}`, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const isJson = /^[[{]/.test(text);
	return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined } as Answer;
}

/** Changes of `/_sim`. */
export async function control(method: string, path: string, body?: unknown) {
	const response = await fetch(`${absmartly.url}/_sim/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, json: (await response.json()) as Answer['json'] };
}

/** A server that answers each request in turn with these statuses (0: never), 200 after the last, and keeps what arrived. */
export async function receive(...statuses: number[]) {
	const bodies: Array<Record<string, unknown>> = [];
	const headers: Array<Record<string, unknown>> = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			bodies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
			headers.push(request.headers);
			const status = statuses.shift() ?? 200;
			if (status > 0) response.writeHead(status).end();
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	receivers.push(close);
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/hook`, bodies, headers };
}

const receivers: Array<() => void> = [];
afterEach(() => {
	for (const close of receivers.splice(0)) close();
});

/** The ids of kinds of events, as a registration names them. */
export const eventIds = (...names: string[]): number[] =>
	names.map((name) => absmartly.world.webhook_events.find((each) => each.name === name)?.id ?? 0);

/** Registers a webhook for these events; gives its id. */
export async function register(url: string, names: string[], more: object = {}): Promise<number> {
	const events = eventIds(...names).map((webhook_event_id) => ({ webhook_event_id, enabled: true }));
	const { json } = await ask('POST', '/v1/webhooks', { name: 'hook', url, events, ...more });
	return json.webhook.id;
}
