import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { endpointExpression } from '../nodes/Absmartly/transport/endpoint';
import { bareKey } from '../nodes/Absmartly/transport/key';
import { refusals } from '../nodes/core/http/credentialTest';

export class AbsmartlyConsoleApi implements ICredentialType {
	name = 'absmartlyConsoleApi';

	displayName = 'ABsmartly Console API';

	icon: Icon = {
		light: 'file:../nodes/Absmartly/absmartly.svg',
		dark: 'file:../nodes/Absmartly/absmartly.dark.svg',
	};

	documentationUrl = 'https://docs.absmartly.com/docs/web-console-docs/Configuration/settings';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://your-company.absmartly.com/v1',
			description:
				'Address of your ABsmartly Web Console, https unless it is on this machine; /v1 is added when it is missing',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Your personal API key: ABsmartly Web Console > your profile > API Keys',
		},
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Api-Key ${bareKey(credentials.apiKey)}` },
		};
	}

	test: ICredentialTestRequest = {
		request: { baseURL: endpointExpression, url: '/goals', qs: { items: 1 }, disableFollowRedirect: true },
		rules: refusals({
			token: 'ABsmartly refused the API key. Copy a personal one from Web Console > your profile > API Keys.',
			permission:
				'ABsmartly knows the API key, but its owner may not see goals. Ask an admin of your Web Console.',
			address:
				'This address sends the request elsewhere. Check the Endpoint: it is the one of your Web Console.',
		}),
	};
}
