import { only, stubCredentials } from './contestants';
import { complete } from './create';
import { alternate, type Row } from './results';
import { size } from './size';
import type { BenchWorld } from './world';
import { httpRequest, intercom, onCall } from './workflows';

/** (c) All contacts read, 150 a page, 40 ms a page. The cursor of a page stands in the one before: one after the other. */

const PER_PAGE = 150;
const LATENCY_MS = 40;

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
	];
}
