import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { endpointExpression } from '../nodes/Absmartly/transport/endpoint';
import { refusals } from '../nodes/core/http/credentialTest';

export class AbsmartlyApi implements ICredentialType {
	name = 'absmartlyApi';

	displayName = 'ABsmartly API';

	icon: Icon = {
		light: 'file:../nodes/Absmartly/absmartly.svg',
		dark: 'file:../nodes/Absmartly/absmartly.dark.svg',
	};

	documentationUrl = 'https://docs.absmartly.com/docs/APIs-and-SDKs/SDK-Documentation/getting-started';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://your-company.absmartly.io/v1',
			description:
				'Address of your ABsmartly collector, https unless it is on this machine; /v1 is added when it is missing',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'SDK API key: ABsmartly Web Console > Settings > API Keys',
		},
		{
			displayName: 'Application',
			name: 'application',
			type: 'string',
			default: '',
			placeholder: 'e.g. www',
			description: 'Name as in ABsmartly Web Console > Settings > Applications; case counts',
		},
		{
			displayName: 'Advanced',
			name: 'advanced',
			type: 'boolean',
			default: false,
			description: 'Whether to send to an environment other than production',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'string',
			default: 'production',
			required: true,
			displayOptions: { show: { advanced: [true] } },
			description: 'Name as in ABsmartly Web Console > Settings > Environments; case counts',
		},
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return { ...request, headers: { ...request.headers, 'X-API-Key': String(credentials.apiKey).trim() } };
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: endpointExpression,
			url: '/context/authed',
			disableFollowRedirect: true,
			headers: { 'X-Environment': '={{ $credentials.environment || "production" }}' },
		},
		rules: refusals({
			token: 'ABsmartly refused the API key. Copy an SDK API key from Web Console > Settings > API Keys.',
			permission:
				'ABsmartly knows the API key but refuses the request. Check in Web Console > Settings > API Keys which environment and application the key is for.',
			address:
				'This address sends the request elsewhere. Check the Endpoint: it is the one of your collector.',
		}),
	};
}
