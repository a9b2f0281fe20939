import { NodeHelpers, type ICredentialType, type INodeProperties } from 'n8n-workflow';
import { AbsmartlyApi } from '../credentials/AbsmartlyApi.credentials';
import { AbsmartlyConsoleApi } from '../credentials/AbsmartlyConsoleApi.credentials';
import { IntercomAccessTokenApi } from '../credentials/IntercomAccessTokenApi.credentials';
import { IntercomOAuth2Api } from '../credentials/IntercomOAuth2Api.credentials';
import { Absmartly } from '../nodes/Absmartly/Absmartly.node';

/** Credentials as a person fills them in: what is asked at first, and what n8n says when they are refused. */

const shown = ({ properties }: ICredentialType, values: Record<string, string | boolean> = {}): string[] => {
	const filled = Object.fromEntries(properties.map(({ name, default: preset }) => [name, preset]));
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter({ ...filled, ...values }, property, null, null);
	return properties
		.filter(({ type, name }) => type !== 'hidden' && name !== 'advanced')
		.filter(isShown)
		.map(({ name }) => name);
};

it.each<[ICredentialType, string[], number]>([
	[new IntercomAccessTokenApi(), ['accessToken', 'region', 'clientSecret'], 8],
	// n8n asks for client ID and secret itself
	[new IntercomOAuth2Api(), ['region'], 6],
	[new AbsmartlyApi(), ['endpoint', 'apiKey', 'application'], 4],
	[new AbsmartlyConsoleApi(), ['endpoint', 'apiKey'], 2],
])('$displayName asks for little at first, and for the rest under Advanced', (credential, first, all) => {
	expect(shown(credential)).toEqual(first);
	expect(shown(credential, { advanced: true })).toHaveLength(all);
});

it.each([new IntercomAccessTokenApi(), new AbsmartlyApi(), new AbsmartlyConsoleApi()])(
	'$displayName tells a wrong token, a missing permission and a wrong address apart, and follows no redirect',
	({ test }) => {
		expect(test.request.disableFollowRedirect).toBe(true);
		const said = new Map(
			(test.rules ?? []).map(({ properties }) => [
				'value' in properties && properties.value,
				properties.message,
			]),
		);
		expect([...said.keys()]).toEqual([401, 403, 301, 302, 303, 307, 308]);
		expect(new Set(said.values()).size).toBe(3);
		expect(said.get(401)).toMatch(/refused the (access token|API key)/);
		expect(said.get(403)).toMatch(/permission|key is for|may not see/);
		expect(said.get(302)).toMatch(/region|Endpoint/);
	},
);

describe('ABsmartly shows the credential of its console', () => {
	const { description } = new Absmartly();
	const credentialsAt = (parameters: Record<string, string>, options = {}): string[] => {
		const filled =
			NodeHelpers.getNodeParameters(
				description.properties,
				{ ...parameters, ...options },
				true,
				false,
				{ typeVersion: 1 } as never,
				description,
			) ?? {};
		return (description.credentials ?? [])
			.filter((one) => NodeHelpers.displayParameter(filled, one, null, description))
			.map(({ name }) => name);
	};
	const track = { resource: 'goal', operation: 'track' };

	it.each([
		['not to count a goal', track, {}, ['absmartlyApi']],
		[
			'to choose from its lists',
			track,
			{ options: { consoleLists: true } },
			['absmartlyApi', 'absmartlyConsoleApi'],
		],
		['to create a goal', { resource: 'goal', operation: 'create' }, {}, ['absmartlyConsoleApi']],
		['to list experiments', { resource: 'experiment', operation: 'getAll' }, {}, ['absmartlyConsoleApi']],
		[
			'not for running experiments',
			{ resource: 'experiment', operation: 'getRunning' },
			{},
			['absmartlyApi'],
		],
	])('%s', (_, parameters, options, expected) => {
		expect(credentialsAt(parameters, options)).toEqual(expected);
	});
});
