import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { IDataObject } from 'n8n-workflow';
import type { CredentialDraft } from '../../../playground/client';
import { certify } from '../../certificate';
import type { Furnished } from '../../world';
import { systems } from './systems';

/** One request as it arrived; `body` is the parsed JSON, or else the text. */
export interface Call {
	host: string;
	/** Method and path as the system's route has it. */
	route: string;
	params: Record<string, string>;
	query: Record<string, string>;
	headers: Record<string, string | undefined>;
	body: IDataObject;
	/** The body's exact bytes as UTF-8. */
	text: string;
}

/** One system of the outside world: where n8n's node for it sends, and what it needs to hear. */
export interface System {
	/** As in a certificate: `*.` stands for one label. */
	host: string;
	/** What works without a person; `oauthTokenData` stands for a consent that was given. */
	credential?: Omit<CredentialDraft, 'name'>;
	/** `METHOD /path/:param` → the JSON answer (200), or what makes it from the call (and sets headers). */
	routes: Record<string, unknown>;
}

/** The outside world, played on this machine over TLS. */
export interface Outside {
	/** What every system was asked, the oldest first. */
	calls: Call[];
	/** What no system knows: a route that is missing here, or that a node should not have asked for. */
	unknown: string[];
	/** How many of the next calls to this host fail with 503. */
	down: Map<string, number>;
	/** To start n8n with. */
	env: Record<string, string>;
	close(): Promise<void>;
}

type Answer = (call: Call, reply: FastifyReply) => unknown;

const hostPattern = (host: string): RegExp =>
	new RegExp(`^${host.replaceAll('.', '\\.').replace('*', '[^.]+')}$`);

function callOf(request: FastifyRequest, route: string): Call {
	const text = (request.body as Buffer | undefined)?.toString('utf8') ?? '';
	let body: unknown = text;
	try {
		body = JSON.parse(text);
	} catch {
		// a form or a file
	}
	const { hostname: host, params, query, headers } = request;
	return { host, route, params, query, headers, body, text } as Call;
}

/** Starts the systems behind one port of 127.0.0.1; the certificate for their hosts is made in `directory`. */
export async function startOutside(
	directory: string,
	played: System[] = Object.values(systems),
): Promise<Outside> {
	const hosts = [...new Set(played.map(({ host }) => host))];
	const files = await certify(directory, hosts);
	const app = Fastify({
		https: { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
		forceCloseConnections: true,
	});
	const [calls, unknown, down] = [[] as Call[], [] as string[], new Map<string, number>()];
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.setNotFoundHandler((request, reply) => {
		unknown.push(`${request.method} https://${request.host}${request.url}`);
		return reply.code(404).send({ message: `${unknown.at(-1)} is not played here` });
	});
	for (const { host, routes } of played) {
		for (const [route, answer] of Object.entries(routes)) {
			const [method, url] = route.split(' ');
			app.route({
				method,
				url,
				constraints: { host: hostPattern(host) },
				handler(request, reply) {
					const left = down.get(request.hostname) ?? 0;
					down.set(request.hostname, left - 1);
					if (left > 0) return reply.code(503).send({ message: 'down' });
					const call = callOf(request, route);
					calls.push(call);
					return reply.send(typeof answer === 'function' ? (answer as Answer)(call, reply) : answer);
				},
			});
		}
	}
	await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		calls,
		unknown,
		down,
		env: {
			NODE_EXTRA_CA_CERTS: files.certificate,
			NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'lead.js'))}`,
			OUTSIDE_PORT: String((app.server.address() as AddressInfo).port),
		},
		close: async () => await app.close(),
	};
}

/** Stores a credential for each system that takes one; workflows created from then on get them. */
export async function connect({ client, credentials }: Furnished): Promise<void> {
	for (const [name, { credential }] of Object.entries(systems)) {
		if (!credential) continue;
		credentials[credential.type] = { id: await client.saveCredential({ name, ...credential }), name };
	}
}
