import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { execute, type Credentials } from '../../engine';
import { startAbsmartly, type Absmartly } from '../../simulators/absmartly';

/** One simulated ABsmartly for a test file, as new before each test. */
export let absmartly: Absmartly;
beforeAll(async () => {
	absmartly = await startAbsmartly();
});
afterAll(async () => await absmartly.close());
beforeEach(() => absmartly.reset());

/** The credential for it, with changes. */
export const credentials = (more: IDataObject = {}): Credentials => ({
	absmartlyApi: {
		endpoint: absmartly.url,
		apiKey: 'sim-absmartly-key',
		environment: 'production',
		application: 'www',
		...more,
	} as never,
});

/** The Web Console's credential alone. */
export const consoleCredentials = (more: IDataObject = {}): Credentials => ({
	absmartlyConsoleApi: { endpoint: absmartly.url, apiKey: 'sim-absmartly-console-key', ...more } as never,
});

const post = async (path: string, method: string, body: unknown) => {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(absmartly.url + path, { method, headers, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
};

/** The next matching requests fail so. */
export const faults = async (...list: IDataObject[]) => await post('/_sim/faults', 'POST', list);

export const settings = async (change: IDataObject) => await post('/_sim/settings', 'PUT', change);

export const exposures = async (...list: IDataObject[]) => await post('/_sim/exposures', 'POST', list);

/** A conversation started by a user of the app, as the triggers emit it, in part. */
export const eventOf = (id: number | string, more: IDataObject = {}): IDataObject => ({
	eventKey: `conversation.user.created:${id}`,
	topic: 'conversation.user.created',
	occurredAtMs: 1772000000000,
	contact: { externalId: '42', email: 'ada@example.com', role: 'user' },
	data: { id: String(id), priority: 3 },
	...more,
});

/** Goal → Track as it stands when the node was just added, but for the goal's name. */
export const track = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'goal',
	operation: 'track',
	goalName: 'intercom_conversation_started',
	...more,
});

/** Runs `resource.operation` in n8n's engine: the items' JSON, or the error. */
export async function does(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	options: { credentials: Credentials; items?: IDataObject[]; onError?: INode['onError'] },
) {
	const { items, error } = await execute('absmartly', {
		parameters: { resource, operation, ...parameters },
		...options,
	});
	return { json: items.map(({ json }) => json), items, error };
}

/** `GET /v1/goals?search=x` of each request that arrived. */
export const requested = (): string[] => absmartly.requests.map(({ method, path }) => `${method} ${path}`);

/** One more experiment like the seeded one, called `experiment_<id>`. */
export function addExperiment(id: number, more: IDataObject = {}): void {
	const { world } = absmartly;
	world.experiments.push({ ...world.experiments[0], id, name: `experiment_${id}`, ...more });
}
