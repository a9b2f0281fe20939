import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** Whether something answers on 127.0.0.1:`port`. */
export async function portInUse(port: number): Promise<boolean> {
	const socket = connect({ port, host: '127.0.0.1' });
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** A port of 127.0.0.1 that is free right now. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
