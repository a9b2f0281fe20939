import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** Which of the two Intercom credentials a node uses. Shared by the action node and the triggers. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'Access Token', value: 'accessToken' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	default: 'accessToken',
};

const oneOf = (name: string, authenticationValue: string): INodeCredentialDescription => ({
	name,
	required: true,
	displayOptions: { show: { authentication: [authenticationValue] } },
});

export const credentials: INodeCredentialDescription[] = [
	oneOf('intercomAccessTokenApi', 'accessToken'),
	oneOf('intercomOAuth2Api', 'oAuth2'),
];
