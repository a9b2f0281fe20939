import type { IBinaryKeyData, IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { execute, type Credentials, type Run } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import { byId, mapped } from './running';

/** A test file that imports this has a simulator of its own, afresh for each test, and the Intercom node on it. */
export let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

export const credentials = (more: IDataObject = {}): Credentials => ({
	intercomAccessTokenApi: {
		region: 'custom',
		baseUrl: intercom.url,
		accessToken: 'sim-intercom-token',
		...more,
	} as never,
});

type More = {
	items?: IDataObject[];
	files?: IBinaryKeyData;
	onError?: INode['onError'];
	/** Cancels the execution as soon as this holds. */
	cancelWhen?: () => boolean;
	/** The API version that the credential pins. */
	version?: string;
};

/** Runs `resource.operation` as it ended. */
export const runs = async (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	{ version, ...more }: More = {},
): Promise<Run> =>
	await execute('intercomPlus', {
		parameters: { resource, operation, ...parameters },
		credentials: credentials(version ? { apiVersion: version } : {}),
		...more,
	});

/** Runs `resource.operation` and gives the items' JSON; a failure is thrown. */
export async function does(
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: More = {},
): Promise<IDataObject[]> {
	const { items, error } = await runs(resource, operation, parameters, more);
	if (error) throw Object.assign(new Error(error.message), { description: error.description });
	return items.map(({ json }) => json);
}

export { byId, mapped };

export const requests = (): string[] => intercom.requests.map(({ method, path }) => `${method} ${path}`);
export const bodyOf = (index: number) => JSON.parse(intercom.requests.at(index)?.body || '{}') as IDataObject;

/** The simulator's control. */
export const sim = async (path: string, body: unknown, method = 'POST') =>
	await fetch(`${intercom.url}/_sim/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

/** Seeded: a user, and two teammates. */
export const ALAN = '6961000000000000000000a2';
export const ADA = byId('9600001');
