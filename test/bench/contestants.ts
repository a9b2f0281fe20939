import type { INodeCredentialsDetails, INodeParameters } from 'n8n-workflow';
import type { BenchWorld } from './world';
import { builtIn, httpRequest, intercom, type Measured } from './workflows';

type Held = Record<string, INodeCredentialsDetails>;

/** Credentials for the stub, as nodes hold them. `reserve` is left of the rate limit to others, in percent. */
export async function stubCredentials(world: BenchWorld, reserve = 10): Promise<Held> {
	const token = 'a-token';
	const held = await Promise.all([
		world.credential({ name: 'Stub', type: 'intercomApi', data: { apiKey: token } }),
		world.credential({
			name: 'Stub',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: `Bearer ${token}` },
		}),
		world.credential({
			name: `Stub, ${reserve} % reserve`,
			type: 'intercomAccessTokenApi',
			data: {
				region: 'custom',
				baseUrl: world.stub.url,
				accessToken: token,
				advanced: true,
				rateReserve: reserve,
			},
		}),
		world.credential({
			name: 'Stub',
			type: 'absmartlyApi',
			data: { endpoint: world.stub.url, apiKey: token, environment: 'production', application: 'www' },
		}),
	]);
	return Object.assign({}, ...held) as Held;
}

/** Only the credential of one type: a node may hold no others. */
export const only = (held: Held, type: string): Held => ({ [type]: held[type] });

const NAMES = ['email', 'external_id', 'name', 'phone', 'avatar'];

/** One contact created for each item, by each node. `held` are the stub's credentials. */
export function creators(world: BenchWorld, held: Held) {
	const post = (body: INodeParameters, options: INodeParameters = {}): Measured =>
		httpRequest(
			{ method: 'POST', url: `${world.stub.url}/contacts`, sendBody: true, ...body, options },
			{ credentials: only(held, 'httpHeaderAuth') },
		);
	const fields = {
		bodyParameters: { parameters: NAMES.map((name) => ({ name, value: `={{ $json.${name} }}` })) },
	};
	const ours = (operation: string, parameters: INodeParameters): Measured =>
		intercom({ operation, ...parameters }, { credentials: only(held, 'intercomAccessTokenApi') });
	const fromItem = { attributes: { mappingMode: 'autoMapInputData', value: null } };
	const [email, external_id, name, phone, avatar] = NAMES.map((field) => `={{ $json.${field} }}`);
	const expressions = {
		email,
		external_id,
		attributes: { mappingMode: 'defineBelow', value: { name, phone, avatar } },
	};
	return {
		builtIn: builtIn({ credentials: only(held, 'intercomApi') }),
		httpRequest: post(fields),
		httpRequestJson: post({ specifyBody: 'json', jsonBody: '={{ JSON.stringify($json) }}' }),
		httpRequestBatched: post(fields, { batching: { batch: { batchSize: 20, batchInterval: 120 } } }),
		/** Batches that keep to 100 requests in 10 seconds. */
		httpRequestPaced: post(fields, { batching: { batch: { batchSize: 10, batchInterval: 1000 } } }),
		ours: ours('create', fromItem),
		oursWithExpressions: ours('create', expressions),
		oursUpsert: ours('upsert', fromItem),
	};
}
