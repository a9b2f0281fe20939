import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { resources } from '../../nodes/Intercom/resources';
import { startIntercom, type IntercomSimulator } from '../simulators/intercom';
import { fill } from './content';
import { startDeviating, type Deviation, type Json } from './deviating';
import { live, type Run } from './live';
import { isPlanned, leftOut } from './reads';
import { reportOf, type Outcome } from './report';
import { readSettings, type Settings } from './settings';

/** `npm run live` on a workspace that is played: by the simulator itself, and by a server that deviates on purpose. */

jest.setTimeout(60_000);

const token = 'dG9rOnNlY3JldA_live';
let workspace: IntercomSimulator;

/** Everything that a workspace has and nobody else may see. */
const own = {
	person: 'Zaphodine Quux',
	email: 'zaphodine@quux.example',
	external_id: 'quux-4711',
	attribute: 'blood_group',
	companyAttribute: 'debt_level',
	tag: 'kidney_patients',
	word: 'melancholic',
	file: 'diagnosis_quux',
};

beforeAll(async () => {
	workspace = await startIntercom({ accessToken: token });
});
afterAll(() => workspace.close());

beforeEach(async () => {
	workspace.reset();
	await fill(workspace);
	const { contacts, companies, attributes, tags } = workspace.workspace();
	const [contact] = contacts.values();
	Object.assign(contact, { name: own.person, email: own.email, external_id: own.external_id });
	contact.custom_attributes = { [own.attribute]: own.word };
	Object.assign([...companies.values()][0], { custom_attributes: { [own.companyAttribute]: own.word } });
	attributes.push({ id: 901, model: 'contact', name: own.attribute, data_type: 'string' });
	tags.set('901', { id: '901', name: own.tag });
});

const settings = (change: Partial<Settings> = {}): Settings => ({
	token,
	region: 'custom',
	baseUrl: workspace.url,
	version: '2.14',
	write: false,
	production: false,
	report: '',
	...change,
});

/** How many of each there are, as the API shows them. */
function inventory(): Record<string, number> {
	const { contacts, companies, tags, conversations, tickets, notes } = workspace.workspace();
	const alive = [...contacts.values()].filter(({ state }) => state === 'active');
	const kept = alive.flatMap((contact) => contact.notes.filter((id) => notes.has(id)));
	return {
		contacts: alive.length,
		companies: companies.size,
		tags: tags.size,
		conversations: conversations.size,
		tickets: tickets.size,
		notes: kept.length,
	};
}

const writesOf = (): string[] =>
	workspace.requests
		.filter(
			({ method, path }) =>
				method !== 'GET' && !path.startsWith('/_sim') && !/\/(search|list)(\?|$)/.test(path),
		)
		.map(({ method, path }) => `${method} ${path}`);

/** Nothing of the workspace's own, and no token. */
function expectNothingTold(text: string): void {
	for (const secret of [token, ...Object.values(own), 'Quux']) expect(text).not.toContain(secret);
	expect(text).not.toMatch(/[\w.]+@[\w.]+/);
	expect(text).not.toMatch(/[0-9a-f]{24}/);
}

it('asks every list and search of the table, and all else that reads, but for what is left out with a reason', () => {
	const operations = Object.values(resources).flatMap((resource) => Object.values(resource.operations));
	const reading = operations.flatMap(({ request, readOnly }) =>
		request && (request.startsWith('GET ') || readOnly) ? [request] : [],
	);
	expect(reading.filter((request) => !isPlanned(request) && !(request in leftOut))).toEqual([]);
	expect(Object.keys(leftOut).filter((request) => !reading.includes(request as never))).toEqual([]);
	const lists = operations.filter(({ list, request }) => list && request && !isPlanned(request));
	// Messages' statuses, objects of a type that no list names, and what changes by being read
	expect(lists.map(({ request }) => request).sort()).toEqual([
		'GET /contacts/{contact_id}/banners',
		'GET /custom_object_instances/{custom_object_type_identifier}',
		'GET /messages/status',
	]);
});

describe('on the simulator itself', () => {
	it('finds 0 differences by reading, and only reads', async () => {
		const before = inventory();
		workspace.requests.length = 0;
		const outcome = await live(settings());
		expect(outcome).toMatchObject({ findings: [], ended: null, remaining: [] });
		expect(outcome.compared).toBeGreaterThan(140);
		expect(writesOf()).toEqual([]);
		expect(inventory()).toEqual(before);
		expectNothingTold(reportOf(outcome));
	});

	it('finds 0 differences by writing in another version, and leaves nothing behind', async () => {
		const before = inventory();
		workspace.requests.length = 0;
		const outcome = await live(settings({ write: true, version: '2.16' }));
		expect(outcome).toMatchObject({ findings: [], ended: null, remaining: [] });
		expect(writesOf().length).toBeGreaterThan(45);
		expect(inventory()).toEqual(before);
		expect(JSON.stringify([...outcome.left])).not.toContain('written');
	});

	it('finds 0 differences where a workspace has next to nothing', async () => {
		workspace.reset();
		const before = inventory();
		const outcome = await live(settings({ write: true }));
		expect(outcome).toMatchObject({ findings: [], ended: null, remaining: [] });
		expect(outcome.left.get('GET /tickets/{ticket_id}')).toBe('the workspace has nothing to ask it about');
		expect(inventory()).toEqual(before);
	});

	it('waits for the next window rather than use up what others need', async () => {
		workspace.settings.rateLimit = 60;
		const outcome = await live(settings(), { limits: { spare: 0.2, waits: 0 } });
		expect(outcome.ended).toBe('it waited for the request limit for as long as it may');
		expect(workspace.requests.filter(({ status }) => status === 429)).toEqual([]);
	});

	it('sends no more requests than are allowed', async () => {
		const outcome = await live(settings(), { limits: { requests: 40 } });
		expect(outcome).toMatchObject({
			requests: 40,
			ended: '40 requests were sent, which is the most allowed',
		});
	});
});

type Planted = Deviation & {
	/** What the report has of it: the place, what Intercom does, the request that it is told of. */
	told: [where: string, intercom: string | RegExp, request: string];
};

/** Of a list's reply: each element, changed by `change`. */
const each =
	(list: string, change: (element: Json, index: number) => void): Deviation['after'] =>
	({ body }) =>
		(body[list] as Json[]).forEach(change);

/** Of a success. */
const body =
	(change: (body: Json) => unknown): Deviation['after'] =>
	(reply) =>
		reply.status < 300 ? { ...reply, body: (change(reply.body) ?? reply.body) as never } : reply;

const errorBody =
	(change: (body: Json) => unknown): Deviation['after'] =>
	(reply) => ({ ...reply, body: (change(reply.body) ?? reply.body) as never });

const planted: Planted[] = [
	{
		request: /^GET \/contacts\?per_page=20/,
		after: each('data', (contact) => void delete contact.email_domain),
		told: ['contact.email_domain', /^missing in (\d+) of \1$/, 'GET /contacts'],
	},
	{
		request: /^POST \/conversations\/search/,
		after: each(
			'conversations',
			(conversation, index) => void (index === 0 && delete conversation.waiting_since),
		),
		told: ['conversation_list_item.waiting_since', /^missing in \d+ of \d+$/, 'POST /conversations/search'],
	},
	{
		request: /^GET \/conversations\?per_page=20/,
		after: each('conversations', (conversation) =>
			Object.assign(conversation, { id: Number(conversation.id) }),
		),
		told: ['conversation_list_item.id', 'integer', 'GET /conversations'],
	},
	{
		request: /^GET \/contacts\/[0-9a-f]{24}$/,
		after: body((contact) => void (contact.created_at = '2026-02-25T09:33:20.000+00:00' as never)),
		told: ['contact.created_at', 'ISO time', 'GET /contacts/{contact_id}'],
	},
	{
		request: /^GET \/tickets\/\d+$/,
		after: body((ticket) => void (ticket.updated_at = (Number(ticket.updated_at) * 1000) as never)),
		told: ['ticket.updated_at', 'integer of milliseconds', 'GET /tickets/{ticket_id}'],
	},
	{
		request: /^POST \/tickets\/search/,
		after: each('tickets', (ticket) => Object.assign(ticket, { ticket_id: null })),
		told: ['ticket.ticket_id', 'null', 'POST /tickets/search'],
	},
	{
		request: /^GET \/teams$/,
		after: each('teams', (team) => Object.assign(team, { brand_new: { [own.email]: own.word } })),
		told: ['team.brand_new', 'object', 'GET /teams'],
	},
	{
		request: /^GET \/teams\/\d{3,}$/,
		after: body((team) => ({ ...team, [own.attribute]: 1, 'Zaphodine Quux!': 2 })),
		told: ['team.(a name not told)', 'integer', 'GET /teams/{team_id}'],
	},
	{
		request: /^GET \/companies\/[0-9a-f]{24}$/,
		after: body(
			(company) => void Object.assign(company, { plan: { [own.file]: 1, [own.tag]: 2, unheard: 3, of: 4 } }),
		),
		told: ['company.plan', 'names that are not known', 'GET /companies/{company_id}'],
	},
	{
		request: /^GET \/admins$/,
		after: each('admins', (admin) => Object.assign(admin, { type: 'user', team_ids: {} })),
		told: ['admin.type', 'user', 'GET /admins'],
	},
	{
		request: /^GET \/admins$/,
		told: ['admin.team_ids', 'object', 'GET /admins'],
	},
	{
		request: /^GET \/conversations\/\d{3,}$/,
		after: body((conversation) => void (conversation.state = own.word as never)),
		told: ['conversation.state', '(a word not told)', 'GET /conversations/{conversation_id}'],
	},
	{
		request: /^GET \/conversations\?per_page=2$/,
		before: ({ url, body: sent }) => ({ url: url.replace('per_page=2', 'per_page=5'), body: sent }),
		told: ['paging', 'more elements in a page than asked for', 'GET /conversations (pages of two)'],
	},
	{
		request: /^POST \/contacts\/search/,
		before: ({ url, body: sent }) => ({ url, body: sent.replace(/,?"starting_after":"[^"]{20,}"/, '') }),
		told: ['paging', 'the next page has elements of the one before', 'POST /contacts/search (pages of two)'],
	},
	{
		request: /^GET \/contacts\?per_page=2$/,
		after: body(
			({ pages }) => void Object.assign(pages, { next: 'https://other.example/contacts?per_page=2&page=2' }),
		),
		told: ['paging', 'an address', 'GET /contacts (pages of two)'],
	},
	{
		request: /^POST \/companies\/list\?per_page=2$/,
		after: body(
			(list) =>
				void Object.assign(list, {
					pages: { ...(list.pages as object), next: null, total_pages: undefined },
					total_count: 9,
				}),
		),
		told: ['paging', 'no way to the next page, though there is more', 'POST /companies/list (pages of two)'],
	},
	{
		request: /^GET \/tags\/1$/,
		after: errorBody(() => ({ error: own.word })),
		told: ['error.errors', /^missing/, 'GET /tags/{tag_id} (an ID that nothing has)'],
	},
	{
		request: /^GET \/admins\/1$/,
		after: errorBody(({ errors }) => void Object.assign(errors[0], { code: 'resource_not_found' })),
		told: ['error.errors[].code', 'resource_not_found', 'GET /admins/{admin_id} (an ID that nothing has)'],
	},
	{
		request: /^GET \/teams\/1$/,
		after: (reply) => ({ ...reply, status: 400 }),
		told: ['status', '400', 'GET /teams/{team_id} (an ID that nothing has)'],
	},
	{
		request: /^GET \/segments$/,
		after: ({ headers }) => void delete headers['x-ratelimit-reset'],
		told: ['header x-ratelimit-reset', 'missing', 'GET /segments'],
	},
	{
		request: /^GET \/ticket_states$/,
		after: ({ headers }) => void (headers['x-ratelimit-reset'] += '000'),
		told: ['header x-ratelimit-*', 'a reset that is not in Unix seconds', 'all requests'],
	},
	{
		request: /^GET \/macros\?per_page=20/,
		after: ({ headers }) => void (headers['content-type'] = 'text/html'),
		told: ['header content-type', 'another media type', 'GET /macros'],
	},
	{
		request: /^GET \/away_status_reasons$/,
		after: (reply) => ({
			...reply,
			status: 404,
			body: {
				type: 'error.list',
				request_id: null,
				errors: [{ code: 'not_found', message: own.word }],
			} as never,
		}),
		told: ['status', '404', 'GET /away_status_reasons'],
	},
	{
		request: /^GET \/subscription_types$/,
		after: (reply) => ({ ...reply, body: own.word }),
		told: ['GET /subscription_types', 'no JSON', 'GET /subscription_types'],
	},
	{
		request: /^GET \/ticket_types$/,
		after: body((list) => void (Object.assign(list, { ticket_types: list.data }) && delete list.data)),
		told: ['ticket_type_list.data', /^missing/, 'GET /ticket_types'],
	},
	{
		request: /^GET \/ticket_types$/,
		told: ['ticket_type_list.ticket_types', 'array', 'GET /ticket_types'],
	},
	{
		request: /^GET \/brands$/,
		after: (reply) => ({
			...reply,
			status: 302,
			headers: { ...reply.headers, location: 'https://other.example/' },
		}),
		told: ['status', '302', 'GET /brands'],
	},
	{
		request: /^POST \/contacts$/,
		after: body((contact) => void delete contact.role),
		told: ['contact.role', /^missing/, 'POST /contacts (written)'],
	},
	{
		request: /^DELETE \/companies\/[0-9a-f]{24}$/,
		after: body((gone) => void (gone.deleted = 'yes' as never)),
		told: ['deleted_company_object.deleted', 'string', 'DELETE /companies/{company_id} (written)'],
	},
	{
		request: /^GET \/data_attributes$/,
		after: ({ headers }) => void (headers['x-ratelimit-remaining'] = '99999'),
		told: ['header x-ratelimit-*', 'more left than the limit', 'all requests'],
	},
];

/** What is other data only, or not for this token, and must not be told of as a difference. */
const harmless: Deviation[] = [
	{
		request: /^GET \/articles\?/,
		after: body((list) => void Object.assign(list, { data: [], total_count: 0 })),
	},
	{
		request: /^GET \/contacts\/find_by_external_id/,
		after: body(
			(contact) => void Object.assign(contact, { phone: null, custom_attributes: { [own.file]: own.word } }),
		),
	},
	{
		request: /^GET \/news\/newsfeeds\?/,
		after: (reply) => ({
			...reply,
			status: 403,
			body: {
				type: 'error.list',
				request_id: 'x',
				errors: [{ code: 'api_plan_restricted', message: own.word }],
			} as never,
		}),
	},
	{
		request: /^GET \/help_center\/help_centers$/,
		after: ({ headers }) =>
			void Object.assign(headers, { 'x-served-by': own.word, [own.tag.replace('_', '-')]: '1' }),
	},
];

describe('on a server that deviates', () => {
	async function runOn(
		deviations: Deviation[],
		change: Partial<Settings>,
		run?: Run,
	): Promise<Outcome & { seen: string[] }> {
		const server = await startDeviating(workspace, deviations);
		try {
			return { ...(await live(settings({ baseUrl: server.url, ...change }), run)), seen: server.seen };
		} finally {
			await server.close();
		}
	}

	it('names every planted deviation, and nothing else, and tells nothing of the workspace', async () => {
		const outcome = await runOn([...planted, ...harmless], { write: true });
		const { findings } = outcome;
		const overlooked = planted.filter(
			({ told: [where, intercom, request] }) =>
				!findings.some(
					(finding) =>
						finding.where === where &&
						(typeof intercom === 'string'
							? finding.intercom === intercom
							: intercom.test(finding.intercom)) &&
						finding.requests.includes(request),
				),
		);
		expect(overlooked.map(({ told }) => told)).toEqual([]);
		// an error that is another object lacks all the rest too
		const places = [...planted.map(({ told: [where] }) => where), 'error', 'error.type', 'error.request_id'];
		expect(findings.filter(({ where }) => !places.includes(where))).toEqual([]);
		expect(outcome.left.get('GET /news/newsfeeds')).toMatch(/^Intercom answered 403/);
		expect(outcome.headers).toEqual(['x-served-by']);
		const sure = (place: string) => findings.find(({ where }) => where === place)?.sure;
		expect(['contact.created_at', 'contact.email_domain', 'contact.role'].map(sure)).toEqual([
			'certain',
			'likely',
			'possible',
		]);
		const report = reportOf(outcome);
		for (const { told } of planted) expect(report).toContain(told[0]);
		expectNothingTold(report);
	});

	it('removes what it made although nobody heard that it was made', async () => {
		const before = inventory();
		for (const match of [
			'POST /contacts',
			'POST /tags',
			'POST /companies',
			'POST /conversations',
			'POST /tickets',
		])
			await fetch(`${workspace.url}/_sim/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify([{ match, reset: true, recordFirst: true }]),
			});
		const outcome = await live(settings({ write: true }));
		expect(outcome.remaining).toEqual([]);
		expect(inventory()).toEqual(before);
	});

	it('removes what it made when nothing works any more, and says what it could not remove', async () => {
		const before = inventory();
		const broken: Deviation = { request: /^DELETE \/tags\//, after: (reply) => ({ ...reply, status: 500 }) };
		const refused: Deviation = {
			request: /^POST \/(articles|companies)/,
			after: (reply) => ({ ...reply, status: 503 }),
		};
		const outcome = await runOn([broken, refused], { write: true }, { limits: { requests: 200 } });
		expect(outcome.ended).toMatch(/requests were sent/);
		expect(outcome.remaining).toEqual(['tag']);
		expect(reportOf(outcome)).toContain(`Look for \`${outcome.mark}\``);
		expect(inventory()).toEqual(before);
		workspace.reset();
	});

	it.each([
		['has more than 500 contacts', 501, 'has more than 500 contacts'],
		['does not say how many contacts it has', undefined, 'does not say how many contacts it has'],
	])('writes nothing where the workspace %s, unless told otherwise', async (_title, total, why) => {
		const many: Deviation = {
			request: /^GET \/contacts\?per_page=1$/,
			after: body((list) => void (list.total_count = total as never)),
		};
		workspace.requests.length = 0;
		const outcome = await runOn([many], { write: true });
		expect(outcome.ended).toContain(why);
		expect(writesOf()).toEqual([]);
		if (total === undefined) return;
		await runOn([many], { write: true, production: true });
		expect(writesOf()).not.toEqual([]);
	});
});

describe('as a command', () => {
	const folder = mkdtempSync(join(tmpdir(), 'live-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const report = join(folder, 'report.md');

	/** Its output and how it ended; `during` sees it run. */
	async function runCommand(
		args: string[],
		env: Record<string, string>,
		during?: (interrupt: () => void) => void,
	) {
		const command = spawn(
			process.execPath,
			['--import', 'tsx', 'test/live/run.ts', '--report', report, ...args],
			{
				cwd: resolve(__dirname, '../..'),
				env: { PATH: process.env.PATH, INTERCOM_BASE_URL: workspace.url, ...env },
			},
		);
		let output = '';
		for (const stream of [command.stdout, command.stderr])
			stream.on('data', (chunk) => (output += String(chunk)));
		during?.(() => command.kill('SIGINT'));
		const [code] = (await once(command, 'close')) as [number | null];
		return { code, output };
	}

	it('removes what it made after Ctrl+C, and still writes what it saw', async () => {
		const before = inventory();
		workspace.settings.latencyMs = 1;
		const { code, output } = await runCommand(['--write'], { INTERCOM_ACCESS_TOKEN: token }, (interrupt) => {
			workspace.app.server.on('request', function stop({ method, url }: { method?: string; url?: string }) {
				if (method !== 'POST' || !/^\/conversations\/\d+\/reply/.test(url ?? '')) return;
				workspace.app.server.off('request', stop);
				interrupt();
			});
		});
		expect(output).toContain('Stopping');
		expect(code).toBe(2);
		expect(readFileSync(report, 'utf8')).toContain('It ended early: it was stopped.');
		expect(writesOf()).toContainEqual(expect.stringMatching(/^POST \/conversations$/));
		expect(inventory()).toEqual(before);
		expectNothingTold(output.replace(report, ''));
	});

	it('tells nothing of a token that is refused', async () => {
		const { code, output } = await runCommand([], { INTERCOM_ACCESS_TOKEN: `${token}-wrong` });
		expect([code, output]).toEqual([
			2,
			'Intercom refuses the token. Check INTERCOM_ACCESS_TOKEN and INTERCOM_REGION.\n',
		]);
	});
});

describe('settings', () => {
	const env = { INTERCOM_ACCESS_TOKEN: token };
	it('are read from the environment and the arguments', () => {
		expect(readSettings(env, [])).toMatchObject({
			region: 'us',
			version: '2.14',
			write: false,
			production: false,
		});
		expect(
			readSettings({ ...env, INTERCOM_REGION: 'eu', INTERCOM_API_VERSION: '2.16' }, [
				'--write',
				'--report',
				'x.md',
			]),
		).toMatchObject({ region: 'eu', version: '2.16', write: true, report: 'x.md' });
		expect(readSettings({ ...env, INTERCOM_BASE_URL: 'http://127.0.0.1:4010/' }, [])).toMatchObject({
			region: 'custom',
			baseUrl: 'http://127.0.0.1:4010',
		});
	});
	it.each([
		[{}, [], /INTERCOM_ACCESS_TOKEN/],
		[{ ...env, INTERCOM_REGION: 'constructor' }, [], /us, eu, au or custom/],
		[{ ...env, INTERCOM_BASE_URL: 'http://intercom.example' }, [], /https/],
		[{ ...env, INTERCOM_BASE_URL: 'https://a:b@intercom.example' }, [], /password/],
		[{ ...env, INTERCOM_API_VERSION: '2.17' }, [], /2\.7 to 2\.16/],
		[env, ['--wirte'], /--wirte/],
	])('that cannot be meant are refused (%#)', (given, args, message) => {
		expect(() => readSettings(given, args)).toThrow(message);
	});
});
