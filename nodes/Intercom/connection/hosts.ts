import { safeExpression, trimmedExpression } from '../../core/http/address';

/** Where Intercom lives, by the region of the workspace. The only place that names its hosts. Source: Intercom API 2.14, servers. */
export const hosts = {
	us: { api: 'https://api.intercom.io', app: 'https://app.intercom.com' },
	eu: { api: 'https://api.eu.intercom.io', app: 'https://app.eu.intercom.com' },
	au: { api: 'https://api.au.intercom.io', app: 'https://app.au.intercom.com' },
} as const;

/** `Intercom-Version` where the credential names none. */
export const DEFAULT_VERSION = '2.14';

/** Versions are 2.<minor>; `Preview` is ahead of all of them. */
const minor = (version: string): number =>
	/^\d+\.\d+$/.test(version) ? Number(version.split('.')[1]) : Infinity;

export const isAtLeast = (version: string, wanted: string): boolean => minor(version) >= minor(wanted);

/** The version a request is sent with: the credential's (`pinned`), unless the operation `needed` a later one. */
export const versionFor = (pinned: string, needed = pinned): string =>
	isAtLeast(pinned, needed) ? pinned : needed;

/** The region whose API has this address, as Intercom writes it (EU); undefined for any other address. */
export const regionOf = (address: string): string | undefined =>
	Object.entries(hosts)
		.find(([, { api }]) => api === address)?.[0]
		.toUpperCase();

/**
 * The app of a region, whatever its case; undefined for any other word. Behind an address of its own (`custom`: a proxy, a
 * simulator) a workspace may be anywhere; most are in the US.
 */
export const appOf = (region: string): string | undefined =>
	region === 'custom'
		? hosts.us.app
		: Object.entries(hosts).find(([name]) => name === region.toLowerCase())?.[1].app;

const byRegion = (kind: 'api' | 'app') =>
	JSON.stringify(Object.fromEntries(Object.entries(hosts).map(([region, host]) => [region, host[kind]])));

/**
 * The address as an n8n expression, for credentials, where no code of ours runs. An address of its own is held to the
 * same rule as by `apiOf`. `fields` is what n8n calls the credential's own fields there: `$credentials` in tests, `$self`
 * in OAuth2 URLs.
 */
export const hostExpression = (kind: 'api' | 'app', fields: '$credentials' | '$self', path = ''): string => {
	const own = trimmedExpression(`${fields}["baseUrl"]`);
	return `={{ (${byRegion(kind)}[${fields}["region"]] ?? ${safeExpression(own, 'base-url')}) + "${path}" }}`;
};
