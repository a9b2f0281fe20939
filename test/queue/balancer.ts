import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Process } from './n8n';

/**
 * What must stand before a webhook process: it passes requests on while n8n is ready, as a load balancer with a health
 * check does, and answers 503 else. n8n 2.41.1 itself answers 200 to any POST at one moment of its start, and drops it.
 */
export async function balance(process: Process): Promise<{ url: string; close(): Promise<void> }> {
	const server = createServer((incoming, outgoing) => {
		if (!process.isReady()) {
			outgoing.writeHead(503).end();
			return;
		}
		const { method, url = '', headers } = incoming;
		const onward = request(process.n8n.url + url, { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.on('error', () => outgoing.destroy());
			answer.pipe(outgoing);
		});
		onward.on('error', () => outgoing.destroy());
		outgoing.on('close', () => onward.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
