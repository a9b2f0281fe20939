import { NodeApiError, type IDataObject } from 'n8n-workflow';
import type { Send, Sent } from '../../core/table/operation';
import { regionOf } from './hosts';

/** What is asked for to see whether the app may: cheap, and reading only. Permission as the Developer Hub calls it; `null` where no source says. */
const probes: Array<[what: string, path: string, permission: string | null]> = [
	['Contacts', '/contacts?per_page=1', 'Read and list users and companies'],
	['Companies', '/companies?per_page=1', 'Read and list users and companies'],
	['Conversations', '/conversations?per_page=1', 'Read conversations'],
	['Ticket types', '/ticket_types', 'Read tickets'],
	['Tags', '/tags', 'Read tags'],
	['Segments', '/segments', null],
	['Admins', '/admins', 'Read admins'],
	['Teams', '/teams', null],
	['Data attributes', '/data_attributes?model=contact', null],
	['Subscription types', '/subscription_types', null],
	['Articles', '/articles?per_page=1', 'Read and list articles'],
	['News', '/news/newsfeeds?per_page=1', 'Read and list news items and newsfeeds'],
];

type State = 'allowed' | 'refused' | 'unknown';

const stateOf = ({ httpCode }: NodeApiError): State =>
	['401', '403'].includes(String(httpCode)) ? 'refused' : 'unknown';

async function probe(send: Send, [what, address, permission]: (typeof probes)[number]): Promise<IDataObject> {
	const [path, search] = address.split('?');
	const query = Object.fromEntries(new URLSearchParams(search));
	const found = { what, permission, path };
	return await send({ method: 'GET', path, query, body: {} }).then(
		() => ({ ...found, access: 'allowed' }),
		async (error: unknown) =>
			error instanceof NodeApiError
				? { ...found, access: stateOf(error), reason: error.message }
				: await Promise.reject(error),
	);
}

const elsewhere = (region: string, asked: string): string =>
	`The workspace is in the region ${region}, but the credential asks Intercom in ${asked}. Choose the region ${region} in the credential.`;

const lacking = (permissions: string[]): string =>
	`The app lacks permissions: ${permissions.join(', ')}. Tick them in Intercom’s Developer Hub (your app > Configure > Authentication).`;

/**
 * Whose token it is, and what it may read: one element `{ connected, status: connected | limited, problems, workspace,
 * region, credentialRegion, version, admin, rateLeft, allowed, refused, missingPermissions, access: [{ what, permission,
 * path, access: allowed | refused | unknown, reason? }] }`. `problems` are sentences for people; regions are US, EU, AU,
 * and null where the credential has an address of its own. Rejects where the token itself is refused. Source: Intercom
 * API 2.14, identifyAdmin.
 */
export async function checkConnection(send: Send): Promise<IDataObject[]> {
	let sent: Sent | undefined;
	const me = await send({ method: 'GET', path: '/me', query: {}, body: {} }, (told) => (sent = told));
	const { id, name, email, email_verified: emailVerified = null } = me;
	const app = (me.app ?? {}) as IDataObject;
	const access = await Promise.all(probes.map(async (one) => await probe(send, one)));
	const named = (state: State) => access.filter((one) => one.access === state).map(({ what }) => what);
	const refusals = access.filter((one) => one.access === 'refused');
	// where no source names the permission, what it is for says which
	const missingPermissions = [...new Set(refusals.map(({ permission, what }) => String(permission ?? what)))];
	const credentialRegion = sent && regionOf(sent.server);
	const region = app.region ? String(app.region) : undefined;
	const problems = [
		...(region && credentialRegion && region !== credentialRegion
			? [elsewhere(region, credentialRegion)]
			: []),
		...(missingPermissions.length > 0 ? [lacking(missingPermissions)] : []),
	];
	return [
		{
			connected: true,
			status: problems.length > 0 ? 'limited' : 'connected',
			problems,
			workspace: { id: app.id_code ?? null, name: app.name ?? null, timezone: app.timezone ?? null },
			region: region ?? null,
			credentialRegion: credentialRegion ?? null,
			version: sent?.version ?? null,
			admin: { id: id ?? null, name: name ?? null, email: email ?? null, emailVerified },
			rateLeft: sent?.rateLeft ?? null,
			allowed: named('allowed'),
			refused: named('refused'),
			missingPermissions,
			access,
		} as IDataObject,
	];
}
