import { createServer, type AddressInfo, type Server } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, track } from '../world/driver';
import { store } from '../world/store';

/** A goal whose request never left is no goal in doubt: it is sent when it comes again. */

jest.setTimeout(30_000);

let plain: Server;
beforeAll(async () => {
	store.clear();
	// an https address with no TLS behind it
	plain = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	});
	await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void plain.close());

const run = async (endpoint: string) => {
	const { items } = await execute('absmartly', {
		parameters: track(),
		credentials: credentials({ endpoint }),
		items: [eventOf(1)],
		mode: 'webhook',
		nodeId: 'goal-node',
		onError: 'continueRegularOutput',
	});
	return (items[0].json.message ?? items[0].json) as IDataObject;
};

it('over TLS that nobody answers, and to an address that has no way', async () => {
	const port = (plain.address() as AddressInfo).port;
	const outcomes = await Promise.all([
		run(`https://127.0.0.1:${port}`),
		// where a network has no way to it, or refuses the connection
		run('https://255.255.255.255'),
	]);
	expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed']);
	expect(outcomes[0].description).not.toMatch(/unknown whether/);
	expect(await run(absmartly.url)).toMatchObject({ status: 'sent' });
	expect(absmartly.goals()).toHaveLength(1);
	expect(await run(absmartly.url)).toMatchObject({ status: 'skipped', reason: 'already sent' });
});
