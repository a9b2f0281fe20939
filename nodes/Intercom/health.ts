import { NodeApiError, type IDataObject } from 'n8n-workflow';
import type { Send, Sent } from '../core/operation';

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
	['Articles', '/articles?per_page=1', 'Read articles'],
	['News', '/news/newsfeeds?per_page=1', 'Read news'],
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

/**
 * Whose token it is, and what it may read: one element `{ connected, workspace, region, version, admin, allowed, refused,
 * access: [{ what, permission, path, access: allowed | refused | unknown, reason? }] }`. Rejects where the token itself
 * is refused. Source: Intercom API 2.14, identifyAdmin.
 */
export async function checkConnection(send: Send): Promise<IDataObject[]> {
	let sent: Sent | undefined;
	const me = await send({ method: 'GET', path: '/me', query: {}, body: {} }, (told) => (sent = told));
	const { id, name, email, email_verified: emailVerified = null } = me;
	const app = (me.app ?? {}) as IDataObject;
	const access = await Promise.all(probes.map(async (one) => await probe(send, one)));
	const named = (state: State) => access.filter((one) => one.access === state).map(({ what }) => what);
	return [
		{
			connected: true,
			status: named('refused').length > 0 ? 'limited' : 'connected',
			workspace: { id: app.id_code ?? null, name: app.name ?? null, timezone: app.timezone ?? null },
			region: app.region ?? null,
			version: sent?.version ?? null,
			admin: { id: id ?? null, name: name ?? null, email: email ?? null, emailVerified },
			rateLeft: sent?.rateLeft ?? null,
			allowed: named('allowed'),
			refused: named('refused'),
			access,
		} as IDataObject,
	];
}
