import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A process of its own that answers as Intercom, ABsmartly's collector and GitHub do, over TLS, after a set time, and
 * counts. The simulators would share the two cores with n8n for their checks, speak no TLS, and lack the `/users` of
 * API 1.x that n8n's Intercom node still calls. The contact it answers with is one of the simulator's.
 */

export type StubSettings = {
	latencyMs: number;
	/** Requests in an aligned window of 10 seconds; 0 is any number. */
	limit: number;
	/** How many contacts there are to read. */
	contacts: number;
	/** A contact as the API gives it. */
	contact: Record<string, unknown>;
};

/** What was counted since the settings were last given. */
export type Counted = {
	requests: number;
	connections: number;
	mostInFlight: number;
	/** Answers with 429. */
	refused: number;
	/** Requests to write that were carried out. */
	written: number;
	/** Different contacts (by external ID, or else e-mail) or goals (by event key) among them. */
	distinct: number;
	/** Unix milliseconds of the first request; 0 before it. */
	firstAt: number;
	/** The secret that a GitHub hook was last registered with. */
	hookSecret: string;
};

export type StubMessage = { port: number } | Counted;

const WINDOW_MS = 10_000;

let settings: StubSettings = { latencyMs: 0, limit: 0, contacts: 0, contact: {} };
let counted: Counted;
let keys: Set<unknown>;
let pages: string[];
let window = { start: 0, used: 0 };
let inFlight = 0;

function begin(given: StubSettings) {
	settings = given;
	keys = new Set();
	pages = [];
	window = { start: 0, used: 0 };
	counted = {
		requests: 0,
		connections: 0,
		mostInFlight: 0,
		refused: 0,
		written: 0,
		distinct: 0,
		firstAt: 0,
		hookSecret: counted?.hookSecret ?? '',
	};
}
begin(settings);

type Body = {
	external_id?: string;
	user_id?: string;
	email?: string;
	config?: { secret: string };
	goals?: Array<{ properties: { event_key: string } }>;
	requests?: Body[];
};
type Answer = { status: number; text: string };

const json = (value: unknown, status = 200): Answer => ({ status, text: JSON.stringify(value) });

function write(...written: unknown[]) {
	for (const key of written) keys.add(key);
	counted.written += written.length;
	counted.distinct = keys.size;
}

function contactsPage(query: URLSearchParams): Answer {
	const size = Number(query.get('per_page') ?? 50);
	const start = Number(query.get('starting_after') ?? 0);
	const page = Math.floor(start / size);
	pages[page] ??= JSON.stringify({
		type: 'list',
		data: Array.from({ length: Math.min(size, settings.contacts - start) }, (_, index) => ({
			...settings.contact,
			id: (start + index).toString(16).padStart(24, '0'),
			external_id: String(start + index),
		})),
		total_count: settings.contacts,
		pages: {
			type: 'pages',
			page: page + 1,
			per_page: size,
			total_pages: Math.ceil(settings.contacts / size),
			...(start + size < settings.contacts && {
				next: { page: page + 2, starting_after: String(start + size) },
			}),
		},
	});
	return { status: 200, text: pages[page] };
}

const eventKeyOf = ({ goals }: Body) => goals?.[0]?.properties?.event_key;

function answer(method: string, url: URL, body: Body): Answer {
	const route = `${method} ${url.pathname}`;
	if (route === 'GET /contacts') return contactsPage(url.searchParams);
	if (route === 'POST /contacts' || route === 'POST /users') {
		const { external_id = body.user_id, email } = body;
		write(external_id ?? email);
		const id = counted.written.toString(16).padStart(24, '0');
		return json({ ...settings.contact, id, external_id, email });
	}
	if (route === 'PUT /v1/context') {
		write(eventKeyOf(body));
		return json({ ok: true });
	}
	if (route === 'PUT /v1/context/batch') {
		write(...(body.requests ?? []).map(eventKeyOf));
		return json({ ok: true });
	}
	if (method === 'POST' && url.pathname.endsWith('/hooks')) {
		counted.hookSecret = body.config?.secret ?? '';
		return json({ id: 1, active: true }, 201);
	}
	return json({ errors: [{ code: 'not_found', message: route }] }, 404);
}

/** Counts the request into its window; whether it is one too many. */
function isRefused(response: ServerResponse): boolean {
	if (settings.limit === 0) return false;
	const start = Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS;
	if (window.start !== start) window = { start, used: 0 };
	window.used += 1;
	response.setHeader('x-ratelimit-limit', settings.limit);
	response.setHeader('x-ratelimit-remaining', Math.max(0, settings.limit - window.used));
	response.setHeader('x-ratelimit-reset', (start + WINDOW_MS) / 1000);
	return window.used > settings.limit;
}

async function handle(request: IncomingMessage, response: ServerResponse) {
	counted.firstAt ||= Date.now();
	counted.requests += 1;
	inFlight += 1;
	counted.mostInFlight = Math.max(counted.mostInFlight, inFlight);
	response.once('close', () => (inFlight -= 1));
	const refused = isRefused(response);
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	if (settings.latencyMs > 0) await wait(settings.latencyMs);
	let reply = json({ errors: [{ code: 'rate_limit_exceeded', message: 'Exceeded rate limit' }] }, 429);
	if (refused) counted.refused += 1;
	else {
		const text = Buffer.concat(chunks).toString();
		const url = new URL(request.url ?? '/', 'https://stub');
		reply = answer(request.method ?? 'GET', url, text ? (JSON.parse(text) as Body) : {});
	}
	response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text);
}

const [certificate, key] = process.argv.slice(2).map((file) => readFileSync(file));
const server = createServer(
	{ cert: certificate, key },
	(request, response) => void handle(request, response),
);
server.on('secureConnection', () => (counted.connections += 1));
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

/** Every message is answered with what was counted; one with settings begins anew. */
process.on('message', ({ settings: given }: { settings?: StubSettings }) => {
	process.send?.(counted);
	if (given) begin(given);
});
process.on('disconnect', () => process.exit());
