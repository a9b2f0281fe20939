import { versionFor } from '../../nodes/Intercom/connection/hosts';

/** One request to a workspace: `path` is filled in, `version` the one it needs at least. */
export type Call = {
	method: string;
	path: string;
	query?: Record<string, unknown>;
	/** Sent as JSON; a text as it stands. */
	body?: unknown;
	version?: string;
	/** In place of the run's own. */
	token?: string;
	exactVersion?: string;
};

/** What a body is that is no JSON. */
export const NO_JSON = Symbol('no JSON');

/** `body` is undefined where the reply has none. `at` is the server's time, else this machine's, in ms. */
export type Answer = { status: number; headers: Headers; body: unknown; at: number };

/** No reply: the system's code, or `timeout`. */
export type Silence = { fault: string };

export const isAnswer = (outcome: Answer | Silence): outcome is Answer => 'status' in outcome;

/** Times in ms. */
export type Limits = {
	requests: number;
	/** All waits for the server's window together, and the longest one. */
	waits: number;
	longestWait: number;
	timeout: number;
	/** Part of the server's window that is left to others. */
	spare: number;
};

export const limits: Limits = {
	requests: 700,
	waits: 10 * 60_000,
	longestWait: 60_000,
	timeout: 30_000,
	spare: 0.1,
};

/** More requests than these are let through for removing what was made. */
const forRemoval = 150;
const maxBytes = 30 * 1024 * 1024;
const refusals = 5;
const shortestWait = 500;

/** The run is over before its end: stopped by a person, or out of requests or time. */
export class Ended extends Error {}

/** A number in a header; NaN where it is none. */
export const numberIn = (headers: Headers, name: string): number => Number(headers.get(name) ?? NaN);

/** Text of at most `maxBytes`. */
async function textOf(response: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		chunks.push(chunk as Uint8Array);
		bytes += (chunk as Uint8Array).length;
		if (bytes > maxBytes) throw Object.assign(new Error(), { code: 'too long' });
	}
	return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return NO_JSON;
	}
}

/** Codes of Node and of its `fetch` only: a message could hold an address. */
function faultOf(error: unknown): string {
	const { name, cause, code } = error as Error & { code?: string; cause?: { code?: string } };
	return name === 'AbortError' ? 'timeout' : String(cause?.code ?? code ?? 'no connection').slice(0, 40);
}

/**
 * Asks one workspace, one request at a time: as many as `limits` allow, never past the server's window, and never
 * anywhere but `baseUrl`, since redirects are not followed.
 */
export class Asker {
	requests = 0;
	waited = 0;
	/** Of every reply that came. */
	readonly replies: Array<Pick<Answer, 'status' | 'headers' | 'at'>> = [];
	private removing = false;
	private readonly stopped = new AbortController();

	constructor(
		private readonly to: { baseUrl: string; token: string; version: string },
		private readonly limits: Limits,
	) {}

	/** Nothing more is sent, but for removing; what is under way ends by itself. */
	stop(): void {
		this.stopped.abort();
	}

	/** From now on requests remove what was made: they are sent even though the run was stopped. */
	remove(): void {
		this.removing = true;
	}

	/** Rejects with `Ended` where nothing more may be sent. */
	async ask(call: Call): Promise<Answer | Silence> {
		for (let refused = 0; ; refused += 1) {
			const outcome = await this.send(call);
			if (!isAnswer(outcome) || outcome.status !== 429 || refused === refusals) return outcome;
			const seconds = numberIn(outcome.headers, 'retry-after');
			const wanted = seconds > 0 ? seconds * 1000 : this.untilReset(outcome);
			await this.pause(Math.max(wanted, shortestWait * (refused + 1)));
		}
	}

	private async send(call: Call): Promise<Answer | Silence> {
		const most = this.limits.requests + (this.removing ? forRemoval : 0);
		if (this.requests >= most) throw new Ended(`${most} requests were sent, which is the most allowed`);
		await this.window();
		if (this.stopped.signal.aborted && !this.removing) throw new Ended('it was stopped');
		this.requests += 1;
		const timer = new AbortController();
		const timeout = setTimeout(() => timer.abort(), this.limits.timeout);
		try {
			const response = await fetch(this.addressOf(call), { ...this.options(call), signal: timer.signal });
			const body = parsed(await textOf(response));
			const at = Date.parse(response.headers.get('date') ?? '') || Date.now();
			const reply = { status: response.status, headers: response.headers, at };
			this.replies.push(reply);
			return { ...reply, body };
		} catch (error) {
			return { fault: faultOf(error) };
		} finally {
			clearTimeout(timeout);
		}
	}

	private addressOf({ path, query = {} }: Call): string {
		const url = new URL(this.to.baseUrl + path);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
		return url.href;
	}

	private options({ method, body, token = this.to.token, version, exactVersion }: Call): RequestInit {
		return {
			method,
			redirect: 'manual',
			headers: {
				authorization: `Bearer ${token}`,
				accept: 'application/json',
				'intercom-version': exactVersion ?? versionFor(this.to.version, version),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		};
	}

	private untilReset({ headers, at }: Pick<Answer, 'headers' | 'at'>): number {
		const reset = numberIn(headers, 'x-ratelimit-reset') * 1000 - at;
		return Number.isFinite(reset) ? Math.max(reset, 0) : 0;
	}

	/** Waits for the next window where others need what is left of this one. */
	private async window(): Promise<void> {
		const last = this.replies.at(-1);
		if (!last) return;
		const [limit, left] = ['limit', 'remaining'].map((name) => numberIn(last.headers, `x-ratelimit-${name}`));
		// NaN where the server says nothing
		if (left <= limit * this.limits.spare) await this.pause(Math.max(this.untilReset(last), shortestWait));
	}

	/** At most as long as `limits` allow; ends when the run is stopped. Rejects with `Ended` where all waits together are too long. */
	async pause(wanted: number): Promise<void> {
		const ms = Math.min(wanted, this.limits.longestWait);
		this.waited += ms;
		if (this.waited > this.limits.waits && !this.removing)
			throw new Ended('it waited for the request limit for as long as it may');
		const { signal } = this.stopped;
		await new Promise<void>((done) => {
			const timer = setTimeout(done, ms);
			if (this.removing) return;
			const cut = () => (clearTimeout(timer), done());
			if (signal.aborted) cut();
			else signal.addEventListener('abort', cut, { once: true });
		});
	}
}
