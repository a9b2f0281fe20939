import type { IAuthenticateRuleResponseCode } from 'n8n-workflow';

/**
 * What n8n says of a credential whose test was refused: the token (401), a permission (403), the address (any redirect,
 * which the test must not follow). A declarative test can tell no more. Source: n8n 2.41.1, CredentialsTester.
 */
export const refusals = (said: {
	token: string;
	permission: string;
	address: string;
}): IAuthenticateRuleResponseCode[] =>
	[
		[401, said.token] as const,
		[403, said.permission] as const,
		...[301, 302, 303, 307, 308].map((value) => [value, said.address] as const),
	].map(([value, message]) => ({ type: 'responseCode', properties: { value, message } }));
