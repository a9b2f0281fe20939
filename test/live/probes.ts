import { numberIn, type Answer, type Asker, type Call } from './asker';
import { askBoth, type Sides } from './sides';

/** What is wrong on purpose, to see how it is refused; and the server's windows. */

type Probe = { request: string; note: string; call: Partial<Call> };

const nobody = 'ffffffffffffffffffffffff';
const since = (operator: string, value: unknown = 0) => ({ field: 'created_at', operator, value });
const search = (what: string, note: string, query: unknown, more: object = {}): Probe => ({
	request: `POST /${what}/search`,
	note,
	call: { body: { query, ...more } },
});
/** `GET /tags/{tag_id}` with an ID that nothing has. */
const unknown = (request: string, id = '1'): Probe => ({
	request,
	note: 'an ID that nothing has',
	call: { path: request.replace('GET ', '').replace(/\{\w+\}/, id) },
});

/** What the simulator refuses, or takes, by what is known of Intercom. */
const probes: Probe[] = [
	{ request: 'GET /me', note: 'a token that is none', call: { token: 'no-token' } },
	{ request: 'GET /me', note: 'a version that is none', call: { exactVersion: '9.99' } },
	{ request: 'GET /no_such_thing', note: 'a path that is none', call: {} },
	{ request: 'POST /contacts/search', note: 'a body that is no JSON', call: { body: '{' } },
	{ request: 'POST /contacts/search', note: 'no query', call: { body: {} } },
	...['contacts', 'conversations', 'tickets'].flatMap((what) => [
		search(what, 'a field that is none', { field: 'no_such_field', operator: '=', value: '1' }),
		search(what, 'an operator that is none', since('is')),
		search(what, 'a text for a time', since('>', 'yesterday')),
		search(what, 'a cursor that is none', since('>'), { pagination: { starting_after: 'no-cursor' } }),
		search(what, 'two groups in one another', {
			operator: 'AND',
			value: [{ operator: 'OR', value: [since('>'), since('<', 9_999_999_999)] }],
		}),
		search(what, 'three groups in one another', {
			operator: 'AND',
			value: [{ operator: 'OR', value: [{ operator: 'AND', value: [since('>')] }] }],
		}),
		search(what, '16 filters', { operator: 'AND', value: Array.from({ length: 16 }, () => since('>')) }),
		search(what, 'sorted', since('>'), { sort: { field: 'updated_at', order: 'ascending' } }),
	]),
	search('contacts', '>= on a time', since('>=')),
	{ request: 'GET /contacts', note: 'pages of none', call: { query: { per_page: '0' } } },
	{ request: 'GET /contacts', note: 'pages of 151', call: { query: { per_page: '151' } } },
	{
		request: 'GET /contacts',
		note: 'a cursor that is none',
		call: { query: { starting_after: 'no-cursor' } },
	},
	{ request: 'GET /events', note: 'nobody', call: { query: { type: 'user', user_id: nobody } } },
	{
		request: 'GET /companies',
		note: 'a company ID that nothing has',
		call: { query: { company_id: nobody } },
	},
	...[
		'/contacts/{contact_id}',
		'/contacts/{contact_id}/tags',
		'/contacts/find_by_external_id/{external_id}',
		'/companies/{company_id}',
	].map((path) => unknown(`GET ${path}`, nobody)),
	...['conversation', 'ticket', 'tag', 'admin', 'team', 'note', 'ticket_type'].map((name) =>
		unknown(`GET /${name}s/{${name}_id}`),
	),
	unknown('GET /jobs/status/{job_id}'),
];

/** Asks all of it. `tell` hears of each request. */
export async function probe(sides: Sides, tell: (line: string) => void): Promise<void> {
	for (const { request, note, call } of probes) {
		tell(`${request} (${note})`);
		const [method, path] = request.split(' ');
		const isOfToken = call.token !== undefined;
		await askBoth(sides, { request, note, refusable: !isOfToken }, () => [{ method, path, ...call }]);
	}
}

/** What is odd about the windows that a server's replies tell of. */
function oddities({ replies }: Asker): string[] {
	const windows = replies.map(({ headers, at }: Pick<Answer, 'headers' | 'at'>) => ({
		limit: numberIn(headers, 'x-ratelimit-limit'),
		left: numberIn(headers, 'x-ratelimit-remaining'),
		reset: numberIn(headers, 'x-ratelimit-reset'),
		at: at / 1000,
	}));
	const told = windows.filter(({ reset }) => !Number.isNaN(reset));
	const pairs = told.slice(1).map((window, index) => [told[index], window]);
	const odd: Record<string, boolean> = {
		'a figure that is no whole number': told.some((each) =>
			[each.limit, each.left, each.reset].some((figure) => !Number.isInteger(figure)),
		),
		'a reset that is not in Unix seconds': told.some(({ reset, at }) => Math.abs(reset - at) > 24 * 3600),
		'a reset that has passed': told.some(({ reset, at }) => reset < at - 1),
		'a reset more than 10 s ahead': told.some(({ reset, at }) => reset > at + 11),
		'more left than the limit': told.some(({ limit, left }) => left > limit),
		'a limit that changes': new Set(told.map(({ limit }) => limit)).size > 1,
		'no less left after a request in the same window': pairs.some(
			([before, after]) => before.reset === after.reset && after.left >= before.left,
		),
	};
	return Object.keys(odd).filter((oddity) => odd[oddity]);
}

/** Compares what all replies so far told of the server's windows. */
export function compareWindows({ real, simulated, comparison }: Sides): void {
	const usual = oddities(simulated.asker);
	for (const oddity of oddities(real.asker).filter((each) => !usual.includes(each)))
		comparison.note('all requests', {
			where: 'header x-ratelimit-*',
			what: 'rate',
			intercom: oddity,
			simulator: 'does not',
		});
}
