import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { execute, type Credentials } from '../engine';
import type { Absmartly } from '../simulators/absmartly';

type Options = { credentials: Credentials; items?: IDataObject[]; onError?: INode['onError'] };

/** The node's two credentials for a simulator, each alone, as most users have only one. */
export const credentialsFor = ({ url }: { url: string }) => ({
	collector: (more: IDataObject = {}): Credentials => ({
		absmartlyApi: {
			endpoint: url,
			apiKey: 'sim-absmartly-key',
			environment: 'production',
			application: 'www',
			...more,
		} as never,
	}),
	console: (more: IDataObject = {}): Credentials => ({
		absmartlyConsoleApi: { endpoint: url, apiKey: 'sim-absmartly-console-key', ...more } as never,
	}),
});

/** Runs `resource.operation` in n8n's engine: the items' JSON, or the error. */
export async function does(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	options: Options,
) {
	const { items, error } = await execute('absmartly', {
		parameters: { resource, operation, ...parameters },
		...options,
	});
	return { json: items.map(({ json }) => json), items, error };
}

/** Tells the simulator to answer the next matching requests so. */
export const faults = async ({ url }: Absmartly, ...list: IDataObject[]) =>
	await fetch(`${url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(list),
	});

/** `GET /v1/goals?search=x` of each request that arrived. */
export const requested = ({ requests }: Absmartly): string[] =>
	requests.map(({ method, path }) => `${method} ${path}`);

/** One more experiment like the seeded one, called `experiment_<id>`. */
export function addExperiment({ world }: Absmartly, id: number, more: IDataObject = {}): void {
	world.experiments.push({ ...world.experiments[0], id, name: `experiment_${id}`, ...more });
}
