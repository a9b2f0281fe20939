import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { startSimulators } from '../../playground/page';
import { startAbsmartly } from './absmartly';
import { startIntercom } from './intercom';

/** Both simulators, with something done that a reset would take away. */
const played = { Intercom: startIntercom, ABsmartly: startAbsmartly };

describe.each(Object.entries(played))('%s', (_name, start) => {
	let simulator: Awaited<ReturnType<typeof start>>;
	beforeAll(async () => {
		simulator = await start();
	});
	afterAll(() => simulator.close());
	beforeEach(() => {
		simulator.reset();
		simulator.settings.latencyMs = 1;
	});

	/** Sent as it stands: `fetch` sets its own Host. */
	async function ask(method: string, path: string, headers: Record<string, string>, body = '') {
		const { port } = simulator;
		const sent = request({ host: '127.0.0.1', port, method, path, headers, setHost: !('host' in headers) });
		sent.end(body);
		const [answer] = (await once(sent, 'response')) as [IncomingMessage];
		return { status: answer.statusCode, body: (await json(answer)) as { error?: unknown } };
	}
	const own = (name: string) => `${name}:${simulator.port}`;
	const wasReset = () => simulator.settings.latencyMs === 0;

	it.each([
		['a name of somebody', 'evil.example'],
		['a name that begins like ours', '127.0.0.1.evil.example'],
		['a name that ends like ours', 'evil.localhost'],
		['another address', '10.0.0.1'],
		['every address', '0.0.0.0'],
		['no name', ''],
	])('refuses %s as Host, on every route', async (_what, host) => {
		const paths = ['/_sim/requests', '/nowhere', '/me', '/v1/context'];
		for (const path of paths) expect([path, (await ask('GET', path, { host })).status]).toEqual([path, 403]);
		expect((await ask('POST', '/_sim/reset', { host: `${host}:${simulator.port}` })).status).toBe(403);
		expect(wasReset()).toBe(false);
		expect(simulator.requests).toEqual([]);
	});

	it.each(['127.0.0.1', 'localhost', 'LocalHost', '[::1]'])(
		'takes the Host %s, with any port',
		async (name) => {
			for (const host of [name, `${name}:1`, own(name)])
				expect((await ask('GET', '/_sim/requests', { host })).status).toBe(200);
		},
	);

	it.each([
		['https://evil.example'],
		['null'],
		['http://127.0.0.1'],
		['http://127.0.0.1:1'],
		['http://localhost.evil.example'],
	])('refuses a page of %s', async (origin) => {
		const refused = await ask('POST', '/_sim/reset', { origin });
		expect(refused).toEqual({ status: 403, body: { error: 'a page from elsewhere asks' } });
		expect((await ask('GET', '/nowhere', { origin })).status).toBe(403);
		expect(wasReset()).toBe(false);
	});

	it('takes its own page, under either name', async () => {
		for (const name of ['127.0.0.1', 'localhost']) {
			const headers = { host: own(name), origin: `http://${own(name)}`, 'sec-fetch-site': 'same-origin' };
			expect((await ask('POST', '/_sim/reset', headers)).status).toBe(200);
		}
		expect(wasReset()).toBe(true);
	});

	it('refuses what a page from elsewhere embeds, and takes a link from there', async () => {
		const from = { 'sec-fetch-site': 'cross-site' };
		const ways = ['image', 'script', 'iframe', 'empty'].map((dest) => ({ ...from, 'sec-fetch-dest': dest }));
		for (const headers of ways) expect((await ask('GET', '/_sim/requests', headers)).status).toBe(403);
		const visit = { ...from, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
		expect((await ask('GET', '/_sim/requests', visit)).status).toBe(200);
		expect((await ask('POST', '/_sim/reset', visit)).status).toBe(403);
		expect(wasReset()).toBe(false);
	});

	it.each([
		['text/plain'],
		['application/x-www-form-urlencoded'],
		['multipart/form-data; boundary=x'],
		['application/jsonp'],
		[''],
	])('takes no body of type %j below /_sim', async (type) => {
		const headers: Record<string, string> = type ? { 'content-type': type } : {};
		for (const path of ['/_sim/reset', '/_sim/faults', '/%5Fsim/reset', '/_sim/settings'])
			expect([
				path,
				(await ask(path.endsWith('settings') ? 'PUT' : 'POST', path, headers, '{}')).status,
			]).toEqual([path, 415]);
		expect(wasReset()).toBe(false);
	});

	it('takes JSON of any spelling there, and a post with no body', async () => {
		for (const type of ['application/json', 'Application/JSON; charset=utf-8'])
			expect((await ask('POST', '/_sim/clock', { 'content-type': type }, '{}')).status).toBe(200);
		expect((await ask('POST', '/_sim/reset', {})).status).toBe(200);
		expect(wasReset()).toBe(true);
	});
});

describe('the page of the playground', () => {
	it('is guarded as the simulator is that serves it, and framed by nobody', async () => {
		const { page, intercom, absmartly } = await startSimulators({ intercom: 0, absmartly: 0 });
		try {
			const shown = await fetch(page);
			expect([shown.status, shown.headers.get('content-security-policy')]).toEqual([
				200,
				expect.stringContaining("frame-ancestors 'none'"),
			]);
			const { origin } = new URL(page);
			const json = { 'content-type': 'application/json' };
			const statuses = await Promise.all(
				[
					{ ...json, origin },
					{ ...json, origin: 'https://evil.example' },
					{ 'content-type': 'text/plain', origin },
				].map(async (headers) => {
					const options = { method: 'POST', headers, body: '[]' };
					return (await fetch(`${page}/absmartly/faults`, options)).status;
				}),
			);
			expect(statuses).toEqual([200, 403, 415]);
		} finally {
			await Promise.all([intercom.close(), absmartly.close()]);
		}
	});
});
