import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { workspaceFields } from '../nodes/Intercom/connection/credentialFields';
import { DEFAULT_VERSION, hostExpression } from '../nodes/Intercom/connection/hosts';

export class IntercomAccessTokenApi implements ICredentialType {
	name = 'intercomAccessTokenApi';

	displayName = 'Intercom Access Token API';

	icon: Icon = {
		light: 'file:../nodes/Intercom/intercom.svg',
		dark: 'file:../nodes/Intercom/intercom.dark.svg',
	};

	documentationUrl = 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Developer Hub > your app > Configure > Authentication',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Needed by Intercom Trigger, which checks with it that an event comes from Intercom. Developer Hub > your app > Configure > Basic Information',
		},
		...workspaceFields,
	];

	// a function, because n8n resolves the declarative form as an expression at every request
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${String(credentials.accessToken).trim()}` },
		};
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: hostExpression('api', '$credentials'),
			url: '/me',
			headers: { 'Intercom-Version': `={{ $credentials.apiVersion || "${DEFAULT_VERSION}" }}` },
		},
	};
}
