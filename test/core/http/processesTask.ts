import type { IDataObject } from 'n8n-workflow';
import { execute } from '../../engine';

/** One n8n worker's share of the work: creates contacts, with nothing known of the other processes. */
export type Share = { url: string; name: string; count: number };

export type Outcome = { ids: string[]; error?: string };

async function create({ url, name, count }: Share): Promise<Outcome> {
	const items: IDataObject[] = Array.from({ length: count }, (_, index) => ({ id: `${name}-${index}` }));
	const run = await execute('intercomPlus', {
		parameters: {
			resource: 'contact',
			operation: 'create',
			identifyBy: 'external_id',
			external_id: '={{ $json.id }}',
		},
		credentials: {
			intercomAccessTokenApi: { region: 'custom', baseUrl: url, accessToken: 'sim-intercom-token' },
		},
		items,
	});
	return { ids: run.items.map(({ json }) => String(json.external_id)), error: run.error?.message };
}

process.once('message', (share: Share) => {
	void create(share).then((outcome) => process.send?.(outcome));
});
process.send?.('ready');
