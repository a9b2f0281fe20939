import { safeExpression, trimmedAddress, trimmedExpression } from '../../core/http/address';

/** `https://x.absmartly.io` → `https://x.absmartly.io/v1`: trims, drops a trailing slash or `/context`, adds a missing version. */
export const withVersion = (endpoint: string): string => {
	const address = trimmedAddress(endpoint).replace(/\/context$/, '');
	return /\/v\d+$/.test(address) ? address : `${address}/v1`;
};

const versioned = `${trimmedExpression('$credentials.endpoint')}.replace(/\\/context$/, "").replace(/(\\/v\\d+)?$/, (version) => version || "/v1")`;

/**
 * The same as an n8n expression, for the tests of the credentials, where no code of ours runs; where no key may be sent
 * there, an address that leads nowhere. A test holds the two together.
 */
export const endpointExpression = `={{ ${safeExpression(versioned, 'endpoint')} }}`;
