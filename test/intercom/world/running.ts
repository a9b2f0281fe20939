import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute, type Credentials } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';

/** Runs Intercom Plus in n8n's engine against a simulator of its own, which is fresh for each test of the file. */
export function onSimulator() {
	let intercom: IntercomSimulator;
	beforeAll(async () => {
		intercom = await startIntercom();
	});
	afterAll(async () => await intercom.close());
	beforeEach(() => intercom.reset());

	const credentials = (): Credentials => ({
		intercomAccessTokenApi: {
			region: 'custom',
			baseUrl: intercom.url,
			accessToken: intercom.accessToken,
			rateReserve: 0,
		} as never,
	});
	const run = async (
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		items: IDataObject[] = [{}],
		credentialId?: string,
	) =>
		await execute('intercomPlus', {
			parameters: { resource, operation, ...parameters },
			credentials: credentials(),
			items,
			credentialId,
		});
	return {
		intercom: () => intercom,
		credentials,
		run,
		/** The items' JSON; a failure is thrown. */
		async does(...given: Parameters<typeof run>) {
			const { items, error } = await run(...given);
			if (error) throw Object.assign(new Error(error.message), { description: error.description });
			return items.map(({ json }) => json);
		},
		/** `GET /contacts` of each request since the start or the last `forget`. */
		requests: () => intercom.requests.map(({ method, path }) => `${method} ${path}`),
		forget: () => void (intercom.requests.length = 0),
		async fault(...faults: IDataObject[]) {
			await fetch(`${intercom.url}/_sim/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(faults),
			});
		},
	};
}

/** A resource mapper's value as the editor saves it, with what is typed in. */
export const mapped = (value: IDataObject): INodeParameters => ({
	mappingMode: 'defineBelow',
	value: value as INodeParameters,
	matchingColumns: [],
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

export const byId = (value: string, mode = 'id') => ({ __rl: true, mode, value });
