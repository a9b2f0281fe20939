import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { productionUrl } from '../../playground/templates';
import { until } from '../../playground/until';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { conversation, notification } from '../intercom/webhook/notifications';
import { startWorld, type World } from './n8n';

const SECRET = 'sim-client-secret';
const MIB = 2 ** 20;

let ids = 0;
const event = (more: object = {}) =>
	Buffer.from(
		JSON.stringify({
			...notification('conversation.user.created', conversation()),
			id: `notif_body-${++ids}`,
			...more,
		}),
	);
const big = event({ note: 'x'.repeat(MIB) });
const form = (value: Buffer) =>
	Buffer.concat([
		Buffer.from(
			'--b\r\ncontent-disposition: form-data; name="event"; filename="event.json"\r\ncontent-type: text/plain\r\n\r\n',
		),
		value,
		Buffer.from('\r\n--b--\r\n'),
	]);
const chunked = (body: Buffer) =>
	Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
/** Broken where n8n has stopped to listen, a little over its limit. */
const brokenBomb = () => {
	const bomb = gzipSync(Buffer.alloc(MIB + 40_000));
	return Buffer.concat([bomb.subarray(0, -8), Buffer.alloc(8)]);
};

type Sent = {
	/** As it goes over the wire. */
	body: Buffer;
	/** What its signature is over; the body unless given, nothing for no signature. */
	signed?: Buffer | null;
	type?: string;
	encoding?: string;
	/** Another length than the body has, or none: then the body must be in chunks. */
	length?: number | null;
	/** Whether the sender hangs up when it has sent all it has. */
	hangsUp?: boolean;
};
const json = 'application/json';
const bytes = 'application/octet-stream';
const multipart = 'multipart/form-data; boundary=b';

/** n8n's limits are set to 1 MiB here. */
describe('bodies of any kind, at Intercom Trigger in a real n8n', () => {
	let world: World;
	let workflow: StoredWorkflow;
	let url: URL;

	const node = (type: string, typeVersion: number, parameters: INodeParameters): INode => ({
		id: 'trigger',
		name: 'Trigger',
		type,
		typeVersion,
		position: [0, 0],
		parameters,
	});
	const publish = async (trigger: INode) => {
		const stored = await world.createWorkflow({ name: trigger.type, nodes: [trigger], connections: {} });
		await world.client.publish(stored.id);
		return stored;
	};

	beforeAll(async () => {
		world = await startWorld({
			env: { N8N_PAYLOAD_SIZE_MAX: '1', N8N_FORMDATA_FILE_SIZE_MAX: '1', N8N_METRICS: 'true' },
		});
		const type = 'n8n-nodes-intercom-absmartly.intercomTrigger';
		workflow = await publish(node(type, 2, { topics: ['conversation.user.created'] }));
		url = new URL(await productionUrl(world.client, workflow));
	});
	afterAll(async () => {
		await world?.stop();
	});

	/**
	 * Over a bare socket, because an HTTP client corrects what it is told to send. Gives the status; NaN for no answer. The
	 * connection is one to keep, because a server that closes one while it is still sent to may take its answer along.
	 */
	async function post({ body, signed = body, type, encoding, length = body.length, hangsUp }: Sent) {
		const headers = [
			`POST ${url.pathname} HTTP/1.1`,
			'host: n8n',
			type && `content-type: ${type}`,
			encoding && `content-encoding: ${encoding}`,
			signed && `x-hub-signature: ${sign(signed, SECRET)}`,
			length === null ? 'transfer-encoding: chunked' : `content-length: ${length}`,
		];
		const answer = await new Promise<string>((resolve) => {
			const socket = connect(Number(url.port), url.hostname);
			let text = '';
			socket.on('data', (data) => {
				text += data.toString();
				if (text.includes('\r\n')) socket.destroy();
			});
			// n8n may answer and close while a body that is too large is still being sent
			socket.on('error', () => undefined);
			socket.on('close', () => resolve(text));
			socket.write(`${headers.filter(Boolean).join('\r\n')}\r\n\r\n`);
			socket.write(body, () => hangsUp && socket.destroy());
		});
		return Number(answer.slice('HTTP/1.1 '.length).slice(0, 3) || NaN);
	}

	/** What each is answered, and how many executions they all made; an event at the end comes after whatever they start. */
	async function answersTo(table: Record<string, Sent>) {
		const before = (await world.client.executions(workflow.id)).length;
		const answers: Record<string, number> = {};
		for (const [name, sent] of Object.entries(table)) answers[name] = await post(sent);
		expect(await post({ body: event(), type: json })).toBe(200);
		const executions = await world.client.finishedExecutions(workflow.id, before + 1);
		expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
		return { answers, executions: executions.length - before - 1 };
	}
	const all = (table: Record<string, unknown>, status: number) =>
		Object.fromEntries(Object.keys(table).map((name) => [name, status]));

	it('are accepted whatever their type, where the signature fits the bytes', async () => {
		const packed = (pack: (body: Buffer) => Buffer, type?: string, encoding?: string): Sent => {
			const body = event();
			return { body: pack(body), signed: body, type, encoding };
		};
		const accepted: Record<string, Sent> = {
			JSON: { body: event(), type: json },
			'JSON in chunks': { ...packed(chunked, json), length: null },
			'JSON, gzip': packed(gzipSync, json, 'gzip'),
			'JSON, deflate': packed(deflateSync, json, 'deflate'),
			'text/plain': { body: event(), type: 'text/plain' },
			'application/x-www-form-urlencoded': { body: event(), type: 'application/x-www-form-urlencoded' },
			'another JSON type': { body: event(), type: 'application/vnd.intercom+json' },
			bytes: { body: event(), type: bytes },
			'bytes in chunks': { ...packed(chunked, bytes), length: null },
			'bytes, gzip': packed(gzipSync, bytes, 'gzip'),
			'bytes, deflate': packed(deflateSync, bytes, 'deflate'),
			'no type': { body: event() },
			'no type, gzip': packed(gzipSync, undefined, 'gzip'),
			'multipart/mixed': { body: event(), type: 'multipart/mixed; boundary=b' },
		};
		const { answers, executions } = await answersTo(accepted);
		expect(answers).toEqual(all(accepted, 200));
		expect(executions).toBe(Object.keys(accepted).length);
	});

	it('are refused without an execution: unsigned with 401, unreadable with 400, too large with 413', async () => {
		const body = event();
		const gzip = gzipSync(body);
		const signed = body;
		const refused: Record<number, Record<string, Sent>> = {
			401: {
				'JSON, unsigned': { body, type: json, signed: null },
				'JSON, gzip, signed as sent': { body: gzip, type: json, encoding: 'gzip' },
				'bytes, unsigned': { body, type: bytes, signed: null },
				'bytes, gzip, signed as sent': { body: gzip, type: bytes, encoding: 'gzip' },
				'bytes, br': { body: brotliCompressSync(body), signed, type: bytes, encoding: 'br' },
				'bytes, gzip twice': { body: gzipSync(gzip), signed, type: bytes, encoding: 'gzip, gzip' },
				'bytes, gzip twice, said once': { body: gzipSync(gzip), signed, type: bytes, encoding: 'gzip' },
				'no type, unsigned': { body, signed: null },
			},
			400: {
				'JSON, empty': { body: Buffer.alloc(0), type: json },
				'JSON in UTF-16': {
					body: Buffer.from(body.toString(), 'utf16le'),
					type: `${json}; charset=utf-16le`,
				},
				XML: { body: Buffer.from('<event/>'), type: 'application/xml' },
				'bytes, empty': { body: Buffer.alloc(0), type: bytes },
				'bytes, broken JSON': { body: body.subarray(0, -1), type: bytes },
				'bytes, not gzip': { body, type: bytes, encoding: 'gzip' },
				'bytes, gzip cut off': { body: gzip.subarray(0, -9), signed, type: bytes, encoding: 'gzip' },
				'bytes, empty gzip': { body: Buffer.alloc(0), type: bytes, encoding: 'gzip' },
				'bytes, broken deflate': { body, type: bytes, encoding: 'deflate' },
				'bytes, br, signed as sent': { body: brotliCompressSync(body), type: bytes, encoding: 'br' },
				'bytes, longer than said': { body, length: body.length - 9, type: bytes },
				'bytes, broken chunks': { body: Buffer.from('zz\r\n'), length: null, type: bytes },
				'no type, broken JSON': { body: body.subarray(0, -1) },
				form: { body: form(body), type: multipart },
				'form, signed as its file': { body: form(body), signed, type: multipart },
				'form, unsigned': { body: form(body), signed: null, type: multipart },
				'form, empty': { body: Buffer.alloc(0), type: multipart },
			},
			413: {
				bytes: { body: big, type: bytes },
				'bytes in chunks': { body: chunked(big), signed: big, length: null, type: bytes },
				'bytes, unsigned': { body: big, signed: null, type: bytes },
				'bytes, a length that is a lie': { body, length: 2 * MIB, type: bytes },
				'bytes, gzip': { body: gzipSync(big), signed: big, type: bytes, encoding: 'gzip' },
				'bytes, bomb': { body: gzipSync(Buffer.alloc(99 * MIB)), type: bytes, encoding: 'gzip' },
				'bytes, broken bomb': { body: brokenBomb(), type: bytes, encoding: 'gzip' },
				'no type': { body: big },
			},
		};
		for (const [status, table] of Object.entries(refused)) {
			expect(await answersTo(table)).toEqual({ answers: all(table, Number(status)), executions: 0 });
		}
	});

	it('are refused by n8n before the trigger is asked, without an execution, where n8n cannot read their type', async () => {
		const body = event();
		const refused: Record<number, Record<string, Sent>> = {
			400: {
				'form, broken': { body, type: multipart },
				'form, cut off': { body: form(body).subarray(0, -9), type: multipart },
				'form without boundary': { body: form(body), type: 'multipart/form-data' },
				'form, gzip': { body: gzipSync(form(body)), type: multipart, encoding: 'gzip' },
			},
			413: { form: { body: form(big), type: multipart } },
			422: {
				'JSON, broken': { body: body.subarray(0, -1), type: json },
				'JSON, unknown charset': { body, type: `${json}; charset=utf-16` },
				'JSON, br': { body: brotliCompressSync(body), type: json, encoding: 'br' },
				'JSON, gzip twice': { body: gzipSync(gzipSync(body)), type: json, encoding: 'gzip' },
				'XML, broken': { body, type: 'application/xml' },
			},
			// n8n's own answer to what its reader throws
			500: {
				'JSON, too large': { body: big, type: json },
				'JSON, not gzip': { body, type: json, encoding: 'gzip' },
				'JSON, bomb': { body: gzipSync(Buffer.alloc(99 * MIB)), type: json, encoding: 'gzip' },
				'form, unknown charset': { body: form(body), type: `${multipart}; charset=x` },
			},
		};
		for (const [status, table] of Object.entries(refused)) {
			expect(await answersTo(table)).toEqual({ answers: all(table, Number(status)), executions: 0 });
		}
	});

	it('that never end because their sender hangs up are given up', async () => {
		const refusals = () =>
			readFileSync(world.n8n.logFile, 'utf8').split('with 400: its body could not be read').length - 1;
		const before = refusals();
		const body = event();
		const cut = gzipSync(body).subarray(0, -9);
		const broken: Record<string, Sent> = {
			bytes: { body, length: body.length + 9, type: bytes, hangsUp: true },
			'bytes in chunks': { body: chunked(body).subarray(0, -5), length: null, type: bytes, hangsUp: true },
			'bytes, gzip': { body: cut, length: cut.length + 9, type: bytes, encoding: 'gzip', hangsUp: true },
			'no type, deflate': { body, length: body.length + 9, encoding: 'deflate', hangsUp: true },
		};
		expect(await answersTo(broken)).toEqual({ answers: all(broken, NaN), executions: 0 });
		await until('the trigger gave all up', async () => refusals() === before + Object.keys(broken).length);
	});

	it('leave a kept connection usable when they are too large', async () => {
		const send = async (body: Buffer) => {
			const headers = { 'content-type': bytes, 'x-hub-signature': sign(body, SECRET) };
			return (await fetch(url, { method: 'POST', body: new Uint8Array(body), headers })).status;
		};
		expect([await send(big), await send(event()), await send(event())]).toEqual([413, 200, 200]);
	});

	it('need no expression', async () => {
		const evaluated = async () => {
			const text = await (await fetch(`${world.n8n.url}/metrics`)).text();
			const counts = text.matchAll(/^n8n_expression_evaluation_duration_seconds_count\S* (\d+)$/gm);
			return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
		};
		/** How many expressions an execution of this workflow takes, from the request to its end. */
		const evaluatedBy = async (id: string, work: () => Promise<number>) => {
			const count = (await world.client.executions(id)).length;
			const before = await evaluated();
			expect(await work()).toBe(200);
			await world.client.finishedExecutions(id, count + 1);
			return (await evaluated()) - before;
		};
		// a node of version 1, for which n8n evaluates one: the count counts
		const first = await publish(
			node('n8n-nodes-base.webhook', 1, { httpMethod: 'POST', path: 'first', options: {} }),
		);
		const postFirst = async () =>
			(await fetch(`${world.n8n.url}/webhook/first`, { method: 'POST', body: '{}' })).status;
		expect(await evaluatedBy(first.id, postFirst)).toBeGreaterThan(0);
		for (const type of [json, bytes]) {
			expect(await evaluatedBy(workflow.id, async () => await post({ body: event(), type }))).toBe(0);
		}
	});
});
