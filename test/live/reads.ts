import type { Operation, Request } from '../../nodes/core/table/operation';
import { versionFor } from '../../nodes/Intercom/connection/hosts';
import { resources } from '../../nodes/Intercom/resources';
import { at } from '../../nodes/core/values/own';
import { cursorOf, withPaging } from '../../nodes/Intercom/transport/pages';
import { positions } from '../facts/requests';
import { isAnswer, type Answer, type Call, type Silence } from './asker';
import { askBoth, describedReply, pathsOf, type Asked, type Side, type Sides } from './sides';

/** What only reads: every list, search and single object of the node's table. */

type Read = Operation & { request: NonNullable<Operation['request']> };

const oneOfNothing = 'no list gives what it asks for';
const ofJob = 'it is about an export, which nobody has asked for';

/** What is not asked, and why. */
export const leftOut: Record<string, string> = {
	'GET /contacts/{contact_id}/banners': 'each banner given counts as shown to the contact',
	'GET /calls/{call_id}/recording': 'its reply is a file with what people said',
	'GET /calls/{call_id}/transcript': 'its reply is a file with what people said',
	'GET /custom_object_instances/{custom_object_type_identifier}': oneOfNothing,
	'GET /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}': oneOfNothing,
	'GET /fin_voice/collect/{id}': oneOfNothing,
	'GET /fin_voice/external_id/{external_id}': oneOfNothing,
	'GET /fin_voice/phone_number/{phone_number}': oneOfNothing,
	'GET /fin_voice/conversation/{conversation_id}': oneOfNothing,
	'GET /export/workflows/{id}': oneOfNothing,
	'GET /messages/status': oneOfNothing,
	'GET /messages/whatsapp/status': oneOfNothing,
	'GET /visitors': oneOfNothing,
	'GET /jobs/status/{job_id}': oneOfNothing,
	'GET /export/content/data/{job_identifier}': ofJob,
	'GET /download/content/data/{job_identifier}': ofJob,
	'GET /export/reporting_data/{job_identifier}': ofJob,
	'GET /download/reporting_data/{job_identifier}': ofJob,
};

const reads = Object.values(resources)
	.flatMap(({ operations }) => Object.values(operations))
	.filter((operation): operation is Read => {
		const { request, readOnly } = operation;
		return request !== undefined && (request.startsWith('GET ') || readOnly === true);
	});

const depth = ({ request }: Read): number => request.split('{').length;

/** Each once, lists before what is in them. */
export const planned: Read[] = [...new Map(reads.map((read) => [read.request, read])).values()]
	.filter(({ request }) => !(request in leftOut))
	.sort((a, b) => depth(a) - depth(b) || Number(!a.list) - Number(!b.list));

const monthAgo = (): number => Math.floor(Date.now() / 1000) - 30 * 24 * 3600;
const first = (side: Side, pattern: string): string | undefined =>
	side.known.get(pattern)?.[0]?.split('/').at(-1);
const given = <Name extends string>(name: Name, value: string | undefined) =>
	value === undefined ? null : ({ [name]: value } as Record<Name, string>);

type Sent = { query?: Record<string, unknown>; body?: Record<string, unknown> } | null;

const since = { field: 'created_at', operator: '>', value: 0 };

/** What an operation must be sent; null where this side has nothing to send. */
const sent: Record<string, (side: Side) => Sent> = {
	'GET /admins/activity_logs': () => ({ query: { created_at_after: monthAgo() } }),
	'POST /admins/activity_logs/search': () => ({ body: { created_at_after: monthAgo(), page: 1 } }),
	'GET /articles/search': () => ({ query: { phrase: 'how' } }),
	'GET /content/search': () => ({ query: { query: 'how' } }),
	'POST /contacts/search': () => ({ body: { query: since } }),
	'POST /conversations/search': () => ({ body: { query: since } }),
	'POST /tickets/search': () => ({ body: { query: since } }),
	'POST /companies/list': () => ({ body: {} }),
	'POST /calls/search'(side) {
		const id = first(side, '/conversations/{}');
		return id ? { body: { conversation_ids: [id] } } : null;
	},
	'GET /companies'(side) {
		const tag = given('tag_id', first(side, '/tags/{}'));
		return tag && { query: tag };
	},
	'GET /events'(side) {
		const contact = given('intercom_user_id', first(side, '/contacts/{}'));
		return contact && { query: { type: 'user', ...contact } };
	},
};

/** How many objects are read one by one, of what differs much from one to the next. */
const samples = (request: string): number =>
	/^GET \/(contacts|conversations|tickets|companies)\/\{\w+\}$/.test(request) ? 3 : 1;
/** The simulator's cost nothing, and more of them show more. */
const simulatedSamples = 20;
const pageSize = 20;
const smallPage = 2;

/** The request to each of these paths, on this side. */
function requestsTo(side: Side, { request }: Read): Request[] {
	const { query = {}, body = {} } = sent[request]?.(side) ?? {};
	if (sent[request]?.(side) === null) return [];
	const method = request.split(' ')[0] as Request['method'];
	return pathsOf(side, request).map((path) => ({ method, path, query, body }));
}

const callOf = ({ method, path, query, body }: Request): Call => ({
	method,
	path,
	query,
	...(method !== 'GET' && { body }),
});

/** Where the elements of a list are found by their id, where that is not in the list itself. */
const elsewhere: Record<string, string> = { '/contacts/{}/notes': '/notes', '/companies/{}/notes': '/notes' };

const idOf = (element: unknown): string | undefined => {
	const { id } = (element ?? {}) as { id?: unknown };
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
};

const idsIn = (answer: Answer | Silence, list: string): string[] => {
	const elements = isAnswer(answer) && answer.status === 200 ? at(answer.body, list) : undefined;
	return Array.isArray(elements) ? elements.map(idOf).filter((id) => id !== undefined) : [];
};

/** Of a list or a search of it. */
const collectionOf = (path: string): string => path.replace(/\/(list|search)$/, '');

function add(side: Side, pattern: string, paths: string[]): void {
	side.known.set(pattern, [...new Set([...(side.known.get(pattern) ?? []), ...paths])]);
}

/** Remembers the paths of what a list has. */
function remember(side: Side, { request, list = '' }: Read, path: string, answer: Answer | Silence): void {
	const pattern = collectionOf(positions(request.slice(request.indexOf('/'))));
	const home = elsewhere[pattern] ?? collectionOf(path);
	const paths = idsIn(answer, list).map((id) => `${home}/${encodeURIComponent(id)}`);
	add(side, `${elsewhere[pattern] ?? pattern}/{}`, paths);
	if (pattern !== '/contacts' || !isAnswer(answer)) return;
	const contacts = at(answer.body, list) as Array<{ external_id?: unknown } | null> | undefined;
	const ids = (Array.isArray(contacts) ? contacts : []).map((contact) => contact?.external_id);
	const own = ids.filter((id): id is string => typeof id === 'string' && id !== '');
	const found = own.map((id) => `/contacts/find_by_external_id/${encodeURIComponent(id)}`);
	add(side, '/contacts/find_by_external_id/{}', found);
}

async function readOne(sides: Sides, read: Read): Promise<void> {
	const asked: Asked = { request: read.request, needs: read.version };
	const wanted = (side: Side) =>
		requestsTo(side, read)
			.slice(0, side === sides.real ? samples(read.request) : simulatedSamples)
			.map((request) =>
				read.perPage ? withPaging(request, { per_page: String(Math.min(read.perPage, pageSize)) }) : request,
			);
	const made = { real: wanted(sides.real), simulated: wanted(sides.simulated) };
	const { reals, simulations } = await askBoth(sides, asked, (side) =>
		(side === sides.real ? made.real : made.simulated).map(callOf),
	);
	if (!read.list) return;
	reals.forEach((answer, index) => remember(sides.real, read, made.real[index].path, answer));
	simulations.forEach((answer, index) => remember(sides.simulated, read, made.simulated[index].path, answer));
}

type Page = { answer: Answer | Silence; ids: string[] };

/** Two pages of two; the second one is null where the first says that it is the last. */
async function twoPages(
	side: Side,
	read: Read,
): Promise<{ one: Page; two: Page | null; says: string } | null> {
	const [request] = requestsTo(side, read);
	if (!request) return null;
	const ask = async (cursor: Record<string, unknown>): Promise<Page> => {
		const paged = withPaging(request, { per_page: String(smallPage), ...cursor });
		const answer = await side.asker.ask({ ...callOf(paged), version: read.version });
		return { answer, ids: idsIn(answer, read.list ?? '') };
	};
	const one = await ask({});
	if (!isAnswer(one.answer) || one.answer.status !== 200)
		return { one, two: null, says: 'refuses pages of two' };
	const body = (one.answer.body ?? {}) as Parameters<typeof cursorOf>[0];
	const { next } = (body.pages ?? {}) as { next?: unknown };
	const cursor =
		typeof next === 'string' && !URL.canParse(next, 'https://next.page')
			? undefined
			: cursorOf(body, request, {});
	const says = body.next_cursor
		? 'a cursor beside the list'
		: typeof next === 'string'
			? 'an address'
			: next
				? 'a cursor'
				: 'no next page';
	return { one, two: cursor ? await ask(cursor) : null, says };
}

type Pages = NonNullable<Awaited<ReturnType<typeof twoPages>>>;

/** What is odd about these pages, in words that hold for both sides. */
function oddities({ one, two, says }: Pages): string[] {
	const { total_count: total, pages } = (isAnswer(one.answer) && one.answer.body ? one.answer.body : {}) as {
		total_count?: unknown;
		pages?: { total_pages?: unknown } | null;
	};
	const more = Number(total) > one.ids.length || Number(pages?.total_pages) > 1;
	return [
		...(one.ids.length > smallPage ? ['more elements in a page than asked for'] : []),
		...(!two && more && one.ids.length > 0 ? ['no way to the next page, though there is more'] : []),
		...(two && !(isAnswer(two.answer) && two.answer.status === 200) ? ['the next page is refused'] : []),
		...(two?.ids.some((id) => one.ids.includes(id)) ? ['the next page has elements of the one before'] : []),
		...(two && more && two.ids.length === 0 ? ['the next page is empty, though there is more'] : []),
		...(says === 'refuses pages of two' ? [says] : []),
	];
}

async function pageThrough(sides: Sides, read: Read): Promise<void> {
	const request = `${read.request} (pages of two)`;
	const real = await twoPages(sides.real, read);
	const simulated = await twoPages(sides.simulated, read);
	if (!real || !simulated) return;
	const first = real.one.answer;
	// the list itself was refused before
	if (!isAnswer(first) || [401, 402, 403, 404].includes(first.status)) return;
	const usual = oddities(simulated);
	for (const oddity of oddities(real).filter((each) => !usual.includes(each)))
		sides.comparison.note(request, {
			where: 'paging',
			what: 'paging',
			intercom: oddity,
			simulator: 'does not',
		});
	// where one of the two has nothing more, nobody can tell
	if (real.two && simulated.two && real.says !== simulated.says)
		sides.comparison.note(request, {
			where: 'paging',
			what: 'paging',
			intercom: real.says,
			simulator: simulated.says,
		});
	const second = [real.two?.answer].filter((answer) => answer !== undefined);
	const other = [simulated.two?.answer].filter((answer) => answer !== undefined);
	const described = describedReply(read.request, versionFor(sides.version, read.version));
	if (other.length > 0) sides.comparison.add({ request, described }, second, other);
}

/** Asks all of it, and the lists that have pages for two small ones. `tell` hears of each request. */
export async function read(sides: Sides, tell: (line: string) => void): Promise<void> {
	for (const [request, why] of Object.entries(leftOut)) sides.comparison.left.set(request, why);
	for (const each of planned) {
		tell(each.request);
		await readOne(sides, each);
		const isListed =
			each.list !== undefined && each.perPage !== undefined && !sides.comparison.left.has(each.request);
		if (isListed) await pageThrough(sides, each);
	}
}

/** For those that look for an operation by its request. */
export const isPlanned = (request: string): boolean =>
	planned.some((each) => positions(each.request) === positions(request));
