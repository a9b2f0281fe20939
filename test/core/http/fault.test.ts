import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultIn } from '../../../nodes/core/http/fault';
import { policy } from '../../../nodes/core/http/exchange';
import { connect } from '../../../nodes/Intercom/transport/send';
import { certify } from '../../certificate';
import { executeContext } from '../../engine';

/** Which faults come before anything of a request has left. */

const TYPE = 'intercomAccessTokenApi';
const quick = { ...policy, attempts: 2, backoffMs: 10, timeoutMs: 2_000 };

/** What n8n's HTTP helper rejects with. */
const wrapped = (cause: object) => Object.assign(new Error('wrapped'), { cause });

describe('a fault by its code', () => {
	it.each([
		...[
			'ECONNREFUSED',
			'ENOTFOUND',
			'EAI_AGAIN',
			'EPROTO',
			'CERT_HAS_EXPIRED',
			'CERT_REVOKED',
			'CERT_UNTRUSTED',
		],
		...[
			'CERT_SIGNATURE_FAILURE',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'HOSTNAME_MISMATCH',
		],
		...[
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'INVALID_CA',
			'INVALID_PURPOSE',
		],
		...['ERR_TLS_CERT_ALTNAME_INVALID', 'CRL_HAS_EXPIRED', 'PATH_LENGTH_EXCEEDED', 'CERT_CHAIN_TOO_LONG'],
		'ERR_SSL_WRONG_VERSION_NUMBER',
	])('%s never left', (code) => {
		expect(faultIn(wrapped({ code }))).toEqual({ fault: code, unsent: true });
	});

	it.each(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EINVAL', 'ETIMEDOUT', 'ENETDOWN', 'ECONNRESET'])(
		'%s never left at connect, and may have left otherwise',
		(code) => {
			expect(faultIn(wrapped({ code, syscall: 'connect' }))).toEqual({ fault: code, unsent: true });
			expect(faultIn(wrapped({ code, message: `connect ${code} 192.0.2.1:443` }))?.unsent).toBe(true);
			const errors = [{ code, syscall: 'connect' }];
			expect(faultIn(wrapped({ code, errors }))?.unsent).toBe(true);
			for (const syscall of ['read', 'write', undefined])
				expect(faultIn(wrapped({ code, syscall }))).toEqual({ fault: code, unsent: false });
			expect(faultIn(wrapped({ code, errors: [...errors, { code, syscall: 'read' }] }))?.unsent).toBe(false);
		},
	);

	it('is none of a reply or of a fault of the program', () => {
		expect(faultIn(new TypeError('x'))).toBeUndefined();
		expect(faultIn(undefined)).toBeUndefined();
		expect(faultIn({ isAxiosError: true })).toEqual({ fault: '', unsent: false });
	});
});

describe('a fault of a real socket', () => {
	const servers: Server[] = [];
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	async function serve(take: (socket: Socket) => void): Promise<string> {
		const server = createTcp((socket) => {
			socket.on('error', () => {});
			take(socket);
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return `127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	async function post(baseUrl: string): Promise<string> {
		const credential = { region: 'custom', baseUrl, accessToken: 'x' };
		const context = await executeContext('intercomPlus', { [TYPE]: credential as never });
		const send = await connect(context, TYPE, { how: quick });
		const request = { method: 'POST' as const, path: '/messages', query: {}, body: { a: 1 } };
		const error = await send(request).catch((caught: { description: string }) => caught);
		return String(error.description);
	}

	it('that never left is tried again, whatever the method, and leaves no doubt', async () => {
		let connections = 0;
		const plain = await serve((socket) => {
			connections++;
			socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		});
		expect(await post(`https://${plain}`)).toMatch(/EPROTO|ERR_SSL/);
		expect(connections).toBe(2);
		expect(await post(`https://${plain}`)).not.toMatch(/unknown whether/);

		connections = 0;
		const closing = await serve((socket) => {
			connections++;
			socket.destroy();
		});
		// over TLS nothing leaves before both sides agree on it
		expect(await post(`https://${closing}`)).not.toMatch(/unknown whether/);
		expect(connections).toBe(2);
		connections = 0;
		expect(await post(`http://${closing}`)).toMatch(/unknown whether/);
		expect(connections).toBe(1);
	});

	it('is told so of addresses that lead nowhere', async () => {
		for (const address of ['https://255.255.255.255', 'http://127.0.0.1:1'])
			expect(await post(address)).not.toMatch(/unknown whether/);
	});

	it('is told so of a certificate that nobody vouches for', async () => {
		const directory = await mkdtemp(join(tmpdir(), 'fault-'));
		try {
			const { certificate, key } = await certify(directory, ['localhost']);
			const [cert, secret] = await Promise.all([readFile(certificate), readFile(key)]);
			let requests = 0;
			const server = createTls({ cert, key: secret }, (_request, response) => {
				requests++;
				response.end('{}');
			});
			servers.push(server);
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const said = await post(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
			expect(said).toMatch(/SELF_SIGNED_CERT/);
			expect(said).not.toMatch(/unknown whether/);
			expect(requests).toBe(0);
		} finally {
			await rm(directory, { recursive: true });
		}
	});
});
