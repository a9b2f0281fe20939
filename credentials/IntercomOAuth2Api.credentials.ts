import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { advanced, where } from '../nodes/Intercom/connection/credentialFields';
import { hostExpression } from '../nodes/Intercom/connection/hosts';

export class IntercomOAuth2Api implements ICredentialType {
	name = 'intercomOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Intercom OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Intercom/intercom.svg',
		dark: 'file:../nodes/Intercom/intercom.dark.svg',
	};

	documentationUrl =
		'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: hostExpression('app', '$self', '/oauth'),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: hostExpression('api', '$self', '/auth/eagle/token'),
		},
		// Intercom takes no scope: permissions are ticked in Developer Hub
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...where,
		...advanced,
	];
}
