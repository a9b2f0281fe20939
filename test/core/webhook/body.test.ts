import { once } from 'node:events';
import {
	createServer,
	request as open,
	type IncomingMessage,
	type RequestOptions,
	type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGunzip, createInflate, deflateSync, gzipSync } from 'node:zlib';
import { readBody, type Body } from '../../../nodes/core/webhook/body';

type Request = Parameters<typeof readBody>[0];

const LIMIT = 100_000;

/** n8n's reader as far as it matters here: it decompresses, stops at a limit, and does not see the sender hang up. */
async function readRawBody(this: Request): Promise<void> {
	const unpack = new Map([
		['gzip', createGunzip],
		['deflate', createInflate],
	]).get(String(this.headers['content-encoding']));
	const stream = unpack ? this.pipe(unpack()) : this;
	this.rawBody = await new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		stream.on('data', (chunk: Buffer) => {
			chunks.push(chunk);
			length += chunk.length;
			if (length > LIMIT) reject(Object.assign(new Error('request entity too large'), { status: 413 }));
		});
		stream.on('end', () => resolve(Buffer.concat(chunks)));
		stream.on('error', reject);
	});
}

let server: Server | undefined;
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
});

/** What is read of one request over real HTTP. `send` writes its body; `prepare` comes before it is read. */
async function readOf(
	options: RequestOptions,
	send: (sent: ReturnType<typeof open>) => void,
	prepare: (request: Request) => Promise<void> | void = () => {},
): Promise<Body> {
	let settle: (body: Body | Promise<Body>) => void;
	const read = new Promise<Body>((resolve) => {
		settle = resolve;
	});
	server = createServer((incoming: IncomingMessage, response) => {
		const request = Object.assign(incoming, { readRawBody }) as Request;
		const work = async () => {
			await prepare(request);
			return await readBody(request);
		};
		settle(work().finally(() => response.end()));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const sent = open({ method: 'POST', port, ...options }).on('error', () => undefined);
	sent.on('response', (response) => response.resume());
	send(sent);
	return await read;
}

const headers = (encoding: string) => ({ headers: { 'content-encoding': encoding } });
const unreadable = { status: 400, reason: 'its body could not be read' };
const tooLarge = { status: 413, reason: 'its body is larger than n8n accepts' };
const text = Buffer.from('{"topic":"ping"}');

describe('the bytes of a body', () => {
	it('are those that n8n has read', async () => {
		const request = { rawBody: text, readRawBody: () => Promise.reject(new Error('read twice')) };
		expect(await readBody(request as unknown as Request)).toEqual({ bytes: text });
		expect(await readBody({ ...request, rawBody: Buffer.alloc(0) } as unknown as Request)).toEqual({
			bytes: Buffer.alloc(0),
		});
	});

	it.each<[string, RequestOptions, Buffer]>([
		['as they came', {}, text],
		['none', {}, Buffer.alloc(0)],
		['decompressed from gzip', headers('gzip'), gzipSync(text)],
		['decompressed from deflate', headers('deflate'), deflateSync(text)],
	])('are read where n8n has not: %s', async (_, options, body) => {
		expect(await readOf(options, (sent) => sent.end(body))).toEqual({
			bytes: body.length > 0 ? text : body,
		});
	});
});

describe('a refusal, and nothing thrown', () => {
	it.each<[string, RequestOptions, Buffer]>([
		['gzip that is none', headers('gzip'), text],
		['gzip that is cut off', headers('gzip'), gzipSync(text).subarray(0, -9)],
		['no gzip at all', headers('gzip'), Buffer.alloc(0)],
		['deflate that is none', headers('deflate'), text],
	])('400 for %s', async (_, options, body) => {
		expect(await readOf(options, (sent) => sent.end(body))).toEqual(unreadable);
	});

	it.each<[string, RequestOptions, Buffer]>([
		['many bytes', {}, Buffer.alloc(LIMIT + 1)],
		['a bomb', headers('gzip'), gzipSync(Buffer.alloc(1000 * LIMIT))],
	])('413 for %s', async (_, options, body) => {
		expect(await readOf(options, (sent) => sent.end(body))).toEqual(tooLarge);
	});

	it('413 as well where n8n has an error of its own for it', async () => {
		const readRawBody = () => Promise.reject(Object.assign(new Error('too large'), { httpStatusCode: 413 }));
		expect(
			await readOf(
				{},
				(sent) => sent.end(text),
				(request) => void Object.assign(request, { readRawBody }),
			),
		).toEqual(tooLarge);
	});

	it.each([undefined, null, 'text', new TypeError('odd')])('400 for any other throw: %p', async (thrown) => {
		const throwing = (request: Request) =>
			void Object.assign(request, {
				readRawBody: () => {
					throw thrown;
				},
			});
		expect(await readOf({}, (sent) => sent.end(text), throwing)).toEqual(unreadable);
	});

	it.each(['identity', 'gzip'])('400 when the sender hangs up before the end, %s', async (encoding) => {
		const start = encoding === 'gzip' ? gzipSync(text).subarray(0, -9) : text;
		const options = { headers: { 'content-encoding': encoding, 'content-length': start.length + 9 } };
		const hangUp = (sent: ReturnType<typeof open>) => sent.write(start, () => sent.destroy());
		expect(await readOf(options, hangUp)).toEqual(unreadable);
	});

	it('400 when the sender has hung up already', async () => {
		const options = { headers: { 'content-encoding': 'gzip', 'content-length': 99 } };
		const hangUp = (sent: ReturnType<typeof open>) => sent.write(text, () => sent.destroy());
		const late = async (request: Request) =>
			await new Promise<void>((resolve) => request.once('close', () => resolve()));
		expect(await readOf(options, hangUp, late)).toEqual(unreadable);
	});

	it('400 when somebody else has read it, and kept nothing', async () => {
		const first = async (request: Request) => {
			for await (const chunk of request) expect(chunk).toEqual(text);
		};
		expect(await readOf({}, (sent) => sent.end(text), first)).toEqual(unreadable);
	});

	it('400 for a multipart form, which n8n has made fields and files of', async () => {
		const request = { contentType: 'multipart/form-data', readable: true } as unknown as Request;
		expect(await readBody(request)).toEqual({ status: 400, reason: 'its body is a multipart form' });
	});
});
