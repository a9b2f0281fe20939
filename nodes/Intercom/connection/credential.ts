import { NodeOperationError, type IAllExecuteFunctions, type INode } from 'n8n-workflow';
import { isSafeAddress, trimmedAddress } from '../../core/http/address';
import { DEFAULT_VERSION, hosts } from './hosts';

/** What both Intercom credentials hold. Secrets never leave this object but for the request they belong to. */
export type IntercomCredential = {
	region?: keyof typeof hosts | 'custom';
	baseUrl?: string;
	apiVersion?: string;
	accessToken?: string;
	oauthTokenData?: { access_token?: string; refresh_token?: string; token?: string };
	clientSecret?: string;
	previousClientSecret?: string;
	identityVerificationSecret?: string;
	messengerApiSecret?: string;
	rateReserve?: number;
};

/** The credential type that the node's `authentication` parameter stands for. */
export const credentialType = (authentication: unknown): string =>
	authentication === 'oAuth2' ? 'intercomOAuth2Api' : 'intercomAccessTokenApi';

export const readCredential = async (
	context: IAllExecuteFunctions,
	type: string,
): Promise<IntercomCredential> => await context.getCredentials(type);

function customUrl(node: INode, baseUrl = ''): string {
	const address = trimmedAddress(baseUrl);
	if (isSafeAddress(address)) return address;
	throw new NodeOperationError(node, 'The base URL of the Intercom credential is not usable', {
		description:
			'With region Custom it must be an https:// address (http:// only for this machine, such as http://127.0.0.1:4010)',
	});
}

/** The API's address and version for this credential. The token is only ever sent to this origin. */
export const apiOf = (
	node: INode,
	{ region = 'us', baseUrl, apiVersion, rateReserve = 10 }: IntercomCredential,
) => ({
	baseUrl: region === 'custom' ? customUrl(node, baseUrl) : hosts[region].api,
	version: apiVersion?.trim() || DEFAULT_VERSION,
	/** Percent of the request limit left to other apps. */
	reserve: rateReserve,
});

/** The secrets that an event may be signed with: the current one, and the previous one while the user rotates. */
export const secretsOf = ({ clientSecret, previousClientSecret }: IntercomCredential): string[] =>
	[clientSecret, previousClientSecret]
		.map((secret) => secret?.trim() ?? '')
		.filter((secret) => secret !== '');

/** Whatever of a credential nobody but Intercom and n8n may read. */
export function allSecretsOf(credential: IntercomCredential): string[] {
	const { accessToken, clientSecret, previousClientSecret } = credential;
	const { identityVerificationSecret, messengerApiSecret, oauthTokenData } = credential;
	// Intercom calls the token `token`, and n8n keeps what else came with it
	const { access_token, refresh_token, token } = oauthTokenData ?? {};
	return [
		...[accessToken, clientSecret, previousClientSecret, identityVerificationSecret, messengerApiSecret],
		...[access_token, refresh_token, token],
	].filter((secret) => typeof secret === 'string');
}
