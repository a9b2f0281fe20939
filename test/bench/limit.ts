import { setTimeout as wait } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { control } from '../../playground/control';
import { secrets } from '../../playground/credentials';
import { creators, stubCredentials } from './contestants';
import type { Row } from './results';
import { size } from './size';
import type { BenchWorld, Run } from './world';
import { onItems, type Measured } from './workflows';

/** (b) Create or Update under a rate limit: against the simulator, whose windows and conflicts are Intercom's, over HTTP. */

const WINDOW_MS = 10_000;
const LATENCY_MS = 40;

/** Every fiftieth request meets one of these; what is dropped was carried out or not. */
const FAULTS = [
	{ status: 429, headers: { 'retry-after': '1' } },
	{ reset: true },
	{ reset: true, recordFirst: true },
];
const everyFiftieth = (requests: number) =>
	Array.from({ length: Math.ceil(requests / 50) }, (_, index) => [
		{ match: '*', times: 49 },
		{ match: '*', times: 1, ...FAULTS[index % FAULTS.length] },
	]).flat();

/** Shortest time from a first request at `firstAt` (Unix ms) in which `n` requests fit into windows of `limit`. */
export const optimum = (n: number, limit: number, firstAt: number): number =>
	Math.max(0, (Math.ceil(n / limit) - 1) * WINDOW_MS - (firstAt % WINDOW_MS)) + LATENCY_MS;

export async function limit(world: BenchWorld): Promise<Row[]> {
	const { intercom, stub } = world;
	const credentials = await world.credential({
		name: 'Simulator, no reserve',
		type: 'intercomAccessTokenApi',
		data: {
			region: 'custom',
			baseUrl: intercom.url,
			accessToken: secrets.accessToken,
			advanced: true,
			rateReserve: 0,
		},
	});
	const { oursUpsert } = creators(world, await stubCredentials(world));
	const workflow = await world.workflow(
		onItems('limit-ours', { ...oursUpsert, credentials, onError: 'continueRegularOutput' }),
	);

	const once = async (n: number, allowed: number, faults: boolean) => {
		intercom.reset();
		Object.assign(intercom.settings, { rateLimit: allowed, latencyMs: LATENCY_MS });
		if (faults) await control('POST', `${intercom.url}/_sim/faults`, everyFiftieth(n * 2));
		const run = await world.call(workflow, n);
		const { requests } = intercom;
		const perWindow = new Map<number, number>();
		for (const { at } of requests) {
			const window = Math.floor(at / WINDOW_MS);
			perWindow.set(window, (perWindow.get(window) ?? 0) + 1);
		}
		const ids = [...intercom.workspace().contacts.values()].map((contact) => contact.external_id);
		const ours = ids.filter((id) => id && /^\d+-\d+-\d+$/.test(id));
		const facts = {
			limit: allowed,
			requests: requests.length,
			refused: [...perWindow.values()].reduce((sum, used) => sum + Math.max(0, used - allowed), 0),
			failed: run.failed,
			lost: n - new Set(ours).size,
			doubled: ours.length - new Set(ours).size,
		};
		return { run, facts, firstAt: requests[0]?.at ?? 0 };
	};
	/** Called as a window begins: the first request comes early in it, never in the one before. */
	const atWindow = async (n: number, allowed: number, faults = false) => {
		await wait(WINDOW_MS - (Date.now() % WINDOW_MS));
		return await once(n, allowed, faults);
	};

	const rows: Row[] = [];
	const measure = async (contestant: string, rounds: number, n: number, allowed: number, faults = false) => {
		const row: Row = { contestant, n, unit: 'ms', values: [] };
		const best: Row = { contestant: `${contestant}, optimum`, n, unit: 'ms', values: [] };
		for (let round = 0; round < rounds; round += 1) {
			const { run, facts, firstAt } = await atWindow(n, allowed, faults);
			row.values.push(run.ms);
			best.values.push(optimum(n, allowed, firstAt));
			row.facts = facts;
			console.log(`  ${contestant}: ${run.ms} of ${best.values[round]} ms`, JSON.stringify(facts));
		}
		rows.push(row);
		// what fits into one window has none
		if (n > allowed) rows.push(best);
	};
	// the first run of a node type pays for its loading
	await once(20, 1666, false);
	// two full windows and a bit: a limit that binds on any machine
	await measure('half as many a window', size.rounds, size.n + 2, size.n / 2);
	await measure('one in 50 fails', 1, size.n, 1666, true);
	if (size.large > 0) {
		await measure('1,666 a window', 1, size.large, 1666);
		await measure('1,666 a window, one in 50 fails', 1, size.large, 1666, true);
	}
	intercom.reset();
	await stub.begin({});
	return rows;
}

const SMALL = { n: 200, limit: 100, latencyMs: 5 };

/** How a user can set a node up to deal with a failure. */
const settings: Record<string, Partial<INode>> = {
	'as it is': {},
	'continue on error': { onError: 'continueRegularOutput' },
	'retry on fail, 5 times': { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 },
};

/** (b) 200 items at 100 requests a window beside n8n's own nodes: against the stub, since the simulator has no API 1.x. */
export async function limitBeside(world: BenchWorld): Promise<Row[]> {
	const nodes = creators(world, await stubCredentials(world, 0));
	const theirs: Array<[string, Measured]> = Object.entries(settings).flatMap(([name, how]) => [
		[`builtIn, ${name}`, { ...nodes.builtIn, ...how }],
		[`httpRequest, ${name}`, { ...nodes.httpRequest, ...how }],
	]);
	const all: Array<[string, Measured]> = [
		['ours', nodes.oursUpsert],
		...theirs,
		['httpRequest, paced by hand', nodes.httpRequestPaced],
	];
	const rows: Row[] = [];
	for (const [contestant, node] of all) {
		const { n, latencyMs } = SMALL;
		const workflow = await world.workflow(onItems(`limit-${rows.length}`, node));
		await wait(WINDOW_MS - (Date.now() % WINDOW_MS));
		await world.stub.begin({ limit: SMALL.limit, latencyMs });
		const run: Run = await world.call(workflow, n);
		const { requests, refused, written, distinct } = await world.stub.counted();
		const facts = {
			requests,
			refused,
			lost: n - distinct,
			doubled: written - distinct,
			'items out': run.items - run.failed,
		};
		console.log(`  ${contestant}: ${run.ms} ms`, JSON.stringify(facts), run.error ?? '');
		rows.push({ contestant, n, unit: 'ms', values: [run.ms], facts });
	}
	return rows;
}
