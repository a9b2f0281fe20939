import { IntercomClient, type Intercom } from 'intercom-client';
import { startIntercom, type IntercomSimulator } from './index';

/** A test file that imports this has a simulator of its own, afresh for each test, and the official client to it. */
export let simulator: IntercomSimulator;
export let client: IntercomClient;

beforeAll(async () => {
	simulator = await startIntercom();
	client = new IntercomClient({ baseUrl: simulator.url, token: simulator.accessToken, version: '2.14' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

/** Seeded: users with external ids 1 and 42, a lead, a teammate. */
export const grace = '6961000000000000000000a1';
export const alan = '6961000000000000000000a2';
export const lead = '6961000000000000000000a3';
export const ada = '9600001';

export type Reply = { status: number; headers: Headers; body: Record<string, never> };

/** The API without the SDK's own reading of it. */
export async function api(
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Reply> {
	const response = await fetch(simulator.url + path, {
		method,
		redirect: 'manual',
		body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		headers: {
			authorization: `Bearer ${simulator.accessToken}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

/** `404 not_found User Not Found`, out of a proper error.list. */
export async function refusal(
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
) {
	const { status, body: answer } = await api(method, path, body, headers);
	const { type, request_id: requestId, errors } = answer as unknown as Intercom.Error_;
	expect([type, requestId]).toEqual(['error.list', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
	return `${status} ${errors[0].code} ${errors[0].message}`;
}

/** Starts a conversation from a contact; resolves with its id. */
export const startConversation = async (from = grace, body = 'My order is late') =>
	String((await client.conversations.create({ from: { type: 'user', id: from }, body })).conversation_id);

/** The ids of a list's `data`. */
export const idsOf = ({ body }: Reply) => (body.data as Array<{ id: string }>).map(({ id }) => id);

/** A contact search of one filter. */
export const searchContacts = (field: string, operator: string, value: unknown) =>
	api('POST', '/contacts/search', { query: { field, operator, value } });
