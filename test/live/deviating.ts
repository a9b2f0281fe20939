import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IntercomSimulator } from '../simulators/intercom';

/** A server that answers as the simulator does, but for what was planted. */

export type Json = Record<string, never> & { [name: string]: unknown };

/** A reply on its way. */
export type Passing = { status: number; headers: Record<string, string>; body: Json };

/** `request` is a method and a pattern of the path, query included. */
export type Deviation = {
	request: RegExp;
	/** Changes the request's path and query, or its body, before the simulator sees it. */
	before?: (request: { url: string; body: string }) => { url: string; body: string };
	/** Changes the reply; a text is sent as it stands. */
	after?: (reply: Passing) => Passing | (Omit<Passing, 'body'> & { body: string }) | void;
};

export type Deviating = { url: string; seen: string[]; close(): Promise<void> };

const kept = /^(x-ratelimit-\w+|x-request-id|intercom-version|content-type|date|location|link)$/;

/** Starts it on loopback in front of that simulator. */
export async function startDeviating(
	{ url: origin }: IntercomSimulator,
	all: Deviation[],
): Promise<Deviating> {
	const seen: string[] = [];
	const server: Server = createServer((request, response) => {
		const answer = async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const asked = `${request.method} ${request.url}`;
			seen.push(asked);
			const planted = all.filter((each) => each.request.test(asked));
			let sent = { url: String(request.url), body: Buffer.concat(chunks).toString() };
			for (const { before } of planted) sent = before?.(sent) ?? sent;
			const { host: _host, 'content-length': _length, connection: _connection, ...headers } = request.headers;
			const reply = await fetch(origin + sent.url, {
				method: request.method,
				headers: headers as Record<string, string>,
				redirect: 'manual',
				body: sent.body || undefined,
			});
			const text = await reply.text();
			let passing: Passing | (Omit<Passing, 'body'> & { body: string }) = {
				status: reply.status,
				headers: Object.fromEntries([...reply.headers].filter(([name]) => kept.test(name))),
				body: text ? (JSON.parse(text) as Json) : ({} as Json),
			};
			for (const { after } of planted) passing = after?.(passing as Passing) ?? passing;
			response.sendDate = false;
			response.writeHead(passing.status, passing.headers);
			response.end(typeof passing.body === 'string' ? passing.body : text && JSON.stringify(passing.body));
		};
		answer().catch(() => response.destroy());
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		seen,
		close: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			}),
	};
}
