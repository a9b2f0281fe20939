/** `https://x.absmartly.io` → `https://x.absmartly.io/v1`: trims, drops a trailing slash or `/context`, adds a missing version. */
export const withVersion = (endpoint: string): string => {
	const address = endpoint
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/context$/, '');
	return /\/v\d+$/.test(address) ? address : `${address}/v1`;
};

/** The same as an n8n expression, for the tests of the credentials, where no code of ours runs. A test holds the two together. */
export const endpointExpression =
	'={{ $credentials.endpoint.trim().replace(/\\/+$/, "").replace(/\\/context$/, "").replace(/(\\/v\\d+)?$/, (version) => version || "/v1") }}';
