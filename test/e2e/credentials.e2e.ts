import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { credentialDrafts } from '../../playground/credentials';
import { startWorld, type World } from './n8n';

/** What n8n itself does with a secret when a person tests a credential: no redirect and no plain address takes it elsewhere. */

let world: World;
const servers: Server[] = [];
const asked: string[] = [];

/** A server on this machine alone; gives its port. */
async function listen(answer: RequestListener): Promise<number> {
	const server = createServer(answer);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
	world = await startWorld();
});
afterAll(async () => {
	servers.forEach((one) => (one.closeAllConnections(), one.close()));
	await world?.stop();
});
beforeEach(() => void asked.splice(0));

/** The drafts of all credentials with a test, at this address. */
const draftsAt = (address: string) =>
	credentialDrafts(world)
		.filter(({ type }) => type !== 'httpHeaderAuth')
		.map((draft) => {
			const where = 'baseUrl' in draft.data ? { baseUrl: address } : { endpoint: `${address}/v1` };
			return { ...draft, data: { ...draft.data, ...where } };
		});

it('follows no redirect with the secret', async () => {
	const elsewhere = await listen((request, response) => {
		asked.push(`elsewhere ${request.url}`);
		response.setHeader('content-type', 'application/json').end('{"type":"admin"}');
	});
	for (const status of [301, 302, 303, 307, 308]) {
		const port = await listen((request, response) => {
			asked.push('here');
			response.writeHead(status, { location: `http://127.0.0.1:${elsewhere}${request.url}` }).end();
		});
		for (const draft of draftsAt(`http://127.0.0.1:${port}`)) {
			const answer = await world.client.testCredential(world.credentials[draft.type].id, draft);
			expect([draft.type, answer]).toEqual([
				draft.type,
				{ status: 'Error', message: expect.stringMatching(/sends th(e|is) request elsewhere/) },
			]);
		}
	}
	expect(asked).toEqual(Array(15).fill('here'));
});

it.each(['http://0.0.0.0', 'http://localhost.', 'http://user:pass@127.0.0.1'])(
	'never asks %s',
	async (address) => {
		const port = await listen((request, response) => {
			asked.push(String(request.url));
			response.end('{}');
		});
		for (const draft of draftsAt(`${address}:${port}`)) {
			const answer = await world.client.testCredential(world.credentials[draft.type].id, draft);
			// the address that is asked instead does not exist
			expect(answer).toEqual({ status: 'Error', message: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
		}
		expect(asked).toEqual([]);
	},
);
