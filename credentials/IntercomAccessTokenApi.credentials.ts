import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { advanced, where } from '../nodes/Intercom/connection/credentialFields';
import { DEFAULT_VERSION, hostExpression } from '../nodes/Intercom/connection/hosts';
import { refusals } from '../nodes/core/http/credentialTest';

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
			description: 'From Developer Hub > your app > Configure > Authentication',
		},
		...where,
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for Intercom Trigger, which checks with it that an event comes from Intercom. From Developer Hub > your app > Configure > Basic Information',
		},
		...advanced,
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
			disableFollowRedirect: true,
			headers: { 'Intercom-Version': `={{ $credentials.apiVersion || "${DEFAULT_VERSION}" }}` },
		},
		rules: refusals({
			token:
				'Intercom refused the access token. Copy it again from Developer Hub > your app > Configure > Authentication, and check the region.',
			permission:
				'Intercom knows the token but refuses the request. Check the permissions of your app (Developer Hub > your app > Configure > Authentication).',
			address:
				'Intercom sends this request elsewhere. Choose the region where the workspace is hosted (Intercom > Settings > Workspace > General); with Custom, check the Base URL.',
		}),
	};
}
