import type { StoredWorkflow } from '../../playground/client';
import { only, stubCredentials } from './contestants';
import { complete } from './create';
import { alternate, type Row } from './results';
import { size } from './size';
import type { BenchWorld } from './world';
import { httpRequest, intercom, onCall, type Measured } from './workflows';

/** (c) All contacts read, 150 a page, 40 ms a page. The cursor of a page stands in the one before: one after the other. */

const PER_PAGE = 150;
const LATENCY_MS = 40;

/** Many contacts for the question what their reading needs. */
const MANY = 100_000;

/**
 * Memory of reading so many beside that of a Code node which gives out the same items: what is above it is not the items'.
 * Each in a fresh process: what an earlier run left in the heap would hide what this one needs.
 */
async function memory(world: BenchWorld, ours: StoredWorkflow): Promise<Row[]> {
	const rows: Row[] = [];
	const measure = async (contestant: string, workflow: StoredWorkflow) => {
		await world.restart();
		await world.stub.begin({ contacts: 10, latencyMs: 0 });
		const { first } = await world.call(workflow, 10);
		await world.stub.begin({ contacts: MANY, latencyMs: LATENCY_MS });
		const { ms, peakMb } = complete(contestant, await world.call(workflow, MANY), MANY);
		console.log(`  ${contestant}, ${MANY} once: ${ms} ms, ${peakMb.toFixed(0)} MB`);
		rows.push({ contestant, n: MANY, unit: 'ms', values: [ms] });
		rows.push({ contestant, n: MANY, unit: 'MB', values: [peakMb] });
		return first;
	};
	const contact = await measure('ours', ours);
	const sameItems = `
const { n } = $input.first().json.query;
return Array.from({ length: Number(n) }, (_, index) => ({ json: {
	...${JSON.stringify(contact)}, id: index.toString(16).padStart(24, '0'), external_id: String(index),
} }));`;
	const code: Measured = { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: sameItems } };
	await measure('the items alone', await world.workflow(onCall('read-items', code)));
	return rows;
}

export async function read(world: BenchWorld): Promise<Row[]> {
	const held = await stubCredentials(world);
	const { contacts: n } = size;
	const pages = Math.ceil(n / PER_PAGE);
	const ours = await world.workflow(
		onCall(
			'read-ours',
			intercom(
				{ operation: 'getAll', returnAll: true },
				{ credentials: only(held, 'intercomAccessTokenApi') },
			),
		),
	);
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [
				{ type: 'qs', name: 'starting_after', value: '={{ $response.body?.pages?.next?.starting_after }}' },
			],
		},
		paginationCompleteWhen: 'other',
		completeExpression: '={{ !$response.body.pages.next }}',
	};
	const theirs = await world.workflow(
		onCall(
			'read-httpRequest',
			httpRequest(
				{
					url: `${world.stub.url}/contacts`,
					sendQuery: true,
					queryParameters: { parameters: [{ name: 'per_page', value: String(PER_PAGE) }] },
					options: { pagination: { pagination } },
				},
				{ credentials: only(held, 'httpHeaderAuth') },
			),
		),
	);
	const begin = async () => await world.stub.begin({ contacts: n, latencyMs: LATENCY_MS });
	const counted = async (name: string) => {
		const { requests } = await world.stub.counted();
		if (requests !== pages) throw new Error(`${name} asked for ${requests} of ${pages} pages`);
	};
	const contestants = {
		async ours() {
			await begin();
			const { ms } = complete('ours', await world.call(ours, 1), n);
			await counted('ours');
			return ms;
		},
		async httpRequest() {
			await begin();
			// one item a page; another node would have to split them
			const { ms } = complete('httpRequest', await world.call(theirs, 1), pages);
			await counted('httpRequest');
			return ms;
		},
		async 'intercom-client'() {
			await begin();
			const ms = await world.outside('read intercom-client', n);
			await counted('intercom-client');
			return ms;
		},
	};
	// the first run of a node type pays for its loading
	await contestants.ours();
	await contestants.httpRequest();
	const values = await alternate(size.rounds, contestants);
	return [
		{ contestant: 'optimum', n, unit: 'ms', values: [pages * LATENCY_MS], facts: { pages } },
		...Object.entries(values).map(
			([contestant, measured]): Row => ({ contestant, n, unit: 'ms', values: measured }),
		),
		...(size.large > 0 ? await memory(world, ours) : []),
	];
}
