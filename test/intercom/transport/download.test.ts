import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, ErrorReporter } from 'n8n-core';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Operation, Resources } from '../../../nodes/core/table/operation';
import { run } from '../../../nodes/core/run/run';
import { watch } from '../../../nodes/core/http/deadline';
import { api } from '../../../nodes/Intercom/transport/api';
import { opener } from '../../../nodes/Intercom/transport/download';
import { text } from '../../../nodes/Intercom/fields/fields';
import { executeContext } from '../../engine';

jest.setTimeout(120_000);

/** Files out as binary data, from servers on loopback, kept in n8n's own binary store on disk. */

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers each path as told and keeps what it was asked. */
function serve(answers: Record<string, Answer>) {
	const asked: IncomingMessage[] = [];
	const server: Server = createServer((request, response) => {
		asked.push(request);
		answers[String(request.url).split('?')[0]](request, response);
	});
	return new Promise<{ url: string; asked: IncomingMessage[]; server: Server }>((resolve) =>
		server.listen(0, '127.0.0.1', () =>
			resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server }),
		),
	);
}

const open: Server[] = [];
const start = async (answers: Record<string, Answer>) => {
	const started = await serve(answers);
	open.push(started.server);
	return started;
};

const folder = mkdtempSync(join(tmpdir(), 'download-'));
let store: BinaryDataService;
beforeAll(async () => {
	const config = Object.assign(Object.create(BinaryDataConfig.prototype) as BinaryDataConfig, {
		mode: 'filesystem',
		// for n8n-core before 2.0
		availableModes: ['filesystem'],
		localStoragePath: folder,
	});
	Container.set(BinaryDataConfig, config);
	store = new BinaryDataService(config, Container.get(ErrorReporter), undefined as never);
	await store.init();
	Container.set(BinaryDataService, store);
});
afterEach(() => open.splice(0).forEach((server) => (server.closeAllConnections(), server.close())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recording: Operation = {
	name: 'Get Recording',
	action: 'Get the recording of a call',
	request: 'GET /calls/{call_id}/recording',
	fields: [text('call_id', 'Call ID', { to: 'path', required: true })],
	download: true,
};
const table: Resources = {
	call: { name: 'Call', preset: 'getRecording', operations: { getRecording: recording } },
};

async function download(url: string, more: INodeParameters = {}, operation = recording) {
	const context = await executeContext(
		'intercomPlus',
		{ intercomAccessTokenApi: { region: 'custom', baseUrl: url, accessToken: 'the-token' } as never },
		{ authentication: 'accessToken' },
	);
	// past n8n, which takes out what its own description of the node does not know
	Object.assign(context.node.parameters, {
		resource: 'call',
		operation: 'getRecording',
		call_id: '7',
		binaryPropertyName: 'data',
		...more,
	});
	const resources = { call: { ...table.call, operations: { getRecording: operation } } };
	const [items] = await run.call(context, resources, api, false);
	return items;
}

const contentOf = async ([{ binary }]: INodeExecutionData[], field = 'data') =>
	(await store.getAsBuffer(binary![field])).toString();

it('gives a file out as binary data, named as the server names it', async () => {
	const intercom = await start({
		'/calls/7/recording': (_, response) =>
			response
				.writeHead(200, {
					'content-type': 'audio/mpeg; charset=binary',
					'content-disposition': 'attachment; filename="call 7.mp3"',
				})
				.end('sound'),
	});
	const items = await download(intercom.url, { binaryPropertyName: 'recording' });
	expect(items).toEqual([
		{
			json: { fileName: 'call 7.mp3', mimeType: 'audio/mpeg', bytes: 5 },
			binary: {
				recording: expect.objectContaining({ fileName: 'call 7.mp3', mimeType: 'audio/mpeg' }),
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(await contentOf(items, 'recording')).toBe('sound');
	expect(intercom.asked[0].headers).toMatchObject({ authorization: 'Bearer the-token', accept: '*/*' });
});

it('asks for an export as Intercom insists on', async () => {
	const intercom = await start({ '/download/content/data/7': (_, response) => response.end('x') });
	const items = await download(
		intercom.url,
		{},
		{ ...recording, request: 'GET /download/content/data/{call_id}' },
	);
	expect(intercom.asked[0].headers.accept).toBe('application/octet-stream');
	expect(items[0].json).toMatchObject({ fileName: '7', mimeType: 'application/octet-stream' });
});

it('follows to a signed address without the token', async () => {
	const files = await start({ '/signed/7.wav': (_, response) => response.end('sound') });
	const intercom = await start({
		'/calls/7/recording': (_, response) =>
			response.writeHead(302, { location: `${files.url}/signed/7.wav?signature=abc` }).end(),
	});
	const items = await download(intercom.url);
	expect(await contentOf(items)).toBe('sound');
	expect(items[0].json.fileName).toBe('7.wav');
	expect(files.asked[0].url).toBe('/signed/7.wav?signature=abc');
	expect(Object.keys(files.asked[0].headers)).not.toEqual(
		expect.arrayContaining([expect.stringMatching(/^(authorization|intercom-version)$/)]),
	);
});

it.each([
	['http where it is not this machine', 'http://files.example/7.wav'],
	['another protocol', 'file:///etc/passwd'],
	['a private address without https', 'http://10.0.0.1/7.wav'],
	['an address with a name and a password', 'https://user:pass@files.example/7.wav'],
	['a relative address', '/me'],
])('does not follow to %s', async (_, location) => {
	const intercom = await start({
		'/calls/7/recording': (_request, response) => response.writeHead(302, { location }).end(),
	});
	await expect(download(intercom.url)).rejects.toMatchObject({ httpCode: '302' });
	expect(intercom.asked).toHaveLength(1);
});

it.each([
	'http://127.0.0.1:9/7.wav',
	'https://127.0.0.1:9/7.wav',
	'https://localhost/7.wav',
	'https://[::1]/7.wav',
	'https://2130706433/7.wav',
	'https://[::ffff:127.0.0.1]/7.wav',
	'https://0.0.0.0/7.wav',
	'https://[::]/7.wav',
	'https://localhost./7.wav',
	'https://a.localhost/7.wav',
])('does not go from Intercom itself to %s', async (location) => {
	const credential = { region: 'us', accessToken: 'the-token' };
	const context = await executeContext('intercomPlus', { intercomAccessTokenApi: credential });
	const asked: string[] = [];
	const reply = { statusCode: 302, headers: { location }, body: Readable.from([]) };
	Object.assign(context.helpers, {
		httpRequestWithAuthentication: async (_: string, { url }: { url: string }) => (asked.push(url), reply),
		httpRequest: async ({ url }: { url: string }) => (asked.push(url), reply),
	});
	const open = await opener(context, 'intercomAccessTokenApi');
	const request = { method: 'GET' as const, path: '/calls/7/recording', query: {}, body: {} };
	await expect(open(request)).rejects.toMatchObject({ httpCode: '302' });
	expect(asked).toEqual(['https://api.intercom.io/calls/7/recording']);
});

it('keeps a name that is one, and the type of any bytes, whatever the server says', async () => {
	const intercom = await start({
		'/calls/7/recording': (_, response) =>
			response
				.writeHead(200, {
					'content-type': `text/${'x'.repeat(500)}`,
					'content-disposition': "attachment; filename*=utf-8''..%2F%1b[31ma%0d%0ab%E2%80%AE.mp3",
				})
				.end('sound'),
	});
	const [{ json }] = await download(intercom.url);
	expect(json).toMatchObject({ fileName: '[31mab.mp3', mimeType: 'application/octet-stream' });
});

it('does not go round in circles, and says that the address is old', async () => {
	const intercom = await start({
		'/calls/7/recording': (_, response) =>
			response.writeHead(302, { location: `${intercom.url}/round` }).end(),
		'/round': (_, response) => response.writeHead(302, { location: `${intercom.url}/round` }).end(),
	});
	await expect(download(intercom.url)).rejects.toMatchObject({
		message: 'The file is not where Intercom keeps it',
	});
	expect(intercom.asked).toHaveLength(4);
});

it('tells an error as everywhere, with the words of Intercom', async () => {
	const intercom = await start({
		'/calls/7/recording': (_, response) =>
			response.writeHead(404, { 'content-type': 'application/json' }).end(
				JSON.stringify({
					type: 'error.list',
					request_id: 'req-1',
					errors: [{ code: 'not_found', message: 'Recording Not Found' }],
				}),
			),
	});
	await expect(download(intercom.url)).rejects.toMatchObject({
		message: 'Intercom refused this: Recording Not Found',
		description: expect.stringContaining('req-1'),
	});
});

it('waits out 429 and tries 503 again', async () => {
	const statuses = [429, 503];
	const intercom = await start({
		'/calls/7/recording': (_, response) => {
			const status = statuses.shift();
			if (status) response.writeHead(status, { 'retry-after': '1' }).end('{}');
			else response.end('sound');
		},
	});
	expect(await contentOf(await download(intercom.url))).toBe('sound');
	expect(intercom.asked).toHaveLength(3);
});

it('asks again for what breaks off on the way, and keeps no half file', async () => {
	let times = 0;
	const intercom = await start({
		'/calls/7/recording': (_, response) => {
			response.writeHead(200, { 'content-length': '10' });
			if (++times > 1) response.end('0123456789');
			else response.write('01234', () => response.destroy());
		},
	});
	expect(await contentOf(await download(intercom.url))).toBe('0123456789');
	expect(times).toBe(2);
});

it('says so when it breaks off every time', async () => {
	const intercom = await start({
		'/calls/7/recording': (_, response) => {
			response.writeHead(200, { 'content-length': '10' });
			response.write('01234', () => response.destroy());
		},
	});
	await expect(download(intercom.url)).rejects.toMatchObject({
		message: 'The download of recording broke off',
	});
	expect(intercom.asked).toHaveLength(4);
});

it('gives a download up that says nothing more, and none that goes on or is over', async () => {
	const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));
	const watched = async (stream: Readable) => {
		let ends = 0;
		watch(stream, 150, () => ends++);
		stream.resume();
		await pause(600);
		return ends;
	};
	const silent = new Readable({ read: () => undefined });
	silent.push('01234');
	const steady = new Readable({ read: () => undefined });
	const talking = setInterval(() => steady.push(Buffer.alloc(200)), 20);
	expect(await Promise.all([watched(silent), watched(steady), watched(Readable.from(['x']))])).toEqual([
		1, 0, 0,
	]);
	clearInterval(talking);
});

it('hands 200 MB on without holding them', async () => {
	const MB = 1024 * 1024;
	const piece = Buffer.alloc(MB, 'x');
	const intercom = await start({
		'/calls/7/recording': (_, response) => {
			let left = 200;
			const go = (): void => {
				while (left-- > 0) if (!response.write(piece)) return void response.once('drain', go);
				response.end();
			};
			go();
		},
	});
	let peak = 0;
	const before = process.memoryUsage();
	const held = () => {
		const { heapUsed, external } = process.memoryUsage();
		peak = Math.max(peak, heapUsed + external - before.heapUsed - before.external);
	};
	const watch = setInterval(held, 5).unref();
	const items = await download(intercom.url).finally(() => clearInterval(watch));
	expect(items[0].json.bytes).toBe(200 * MB);
	expect(peak / MB).toBeLessThan(100);
});
