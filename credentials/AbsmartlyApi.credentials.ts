import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { endpointExpression } from '../nodes/Absmartly/transport/endpoint';

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
			description: 'Address of your ABsmartly collector; /v1 is added when it is missing',
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
			displayName: 'Environment',
			name: 'environment',
			type: 'string',
			default: 'production',
			required: true,
			description: 'Name as in ABsmartly Web Console > Settings > Environments; case counts',
		},
		{
			displayName: 'Application',
			name: 'application',
			type: 'string',
			default: '',
			placeholder: 'e.g. www',
			description: 'Name as in ABsmartly Web Console > Settings > Applications; case counts',
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
			headers: { 'X-Environment': '={{ $credentials.environment }}' },
		},
	};
}
