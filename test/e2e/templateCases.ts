import { createHmac } from 'node:crypto';
import type { IDataObject, INode, NodeParameterValueType } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { control, type Goal } from '../../playground/control';
import { secrets } from '../../playground/credentials';
import { productionUrl, readTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import { companyActs, contactActs } from '../simulators/intercom';
import type { World } from './n8n';
import type { Call, Outside, System } from './outside';
import {
	hubspot,
	hubspotContacts,
	salesforce,
	salesforceAccounts,
	salesforceContacts,
	type Records,
} from './outside/crm';

/** What a case plays with. */
export interface Play {
	world: World;
	outside: Outside;
	workflow: StoredWorkflow;
	/** Production URL of the workflow's Intercom Trigger, if it has one. */
	url: string;
}

/** What happens to one template, and what must have come of it. */
export interface Case {
	/** What a person fills in before publishing, where more than credentials. */
	prepare?(nodes: INode[], world: World): INode[] | Promise<INode[]>;
	/** Makes it start, `executions` times (1 unless set); all must succeed. */
	run(play: Play): Promise<unknown>;
	executions?: number;
	/** What its executions that must fail say, in any order; none unless set. */
	failures?: RegExp[];
	then(play: Play): void | Promise<void>;
}

const minute = 60_000;

export const customer = { external_id: '42', email: 'ada@example.com', name: 'Ada Lovelace' };

/** Happens in Intercom, to the customer above unless `more` names another. */
export const happen = async ({ world }: Play, topic: string, more: IDataObject = {}) =>
	await control<{ notificationIds: string[] }>('POST', `${world.intercom.url}/_sim/events`, {
		topic,
		contact: customer,
		...more,
	});

const happens =
	(topic: string, more: IDataObject = {}) =>
	async (play: Play) =>
		await happen(play, topic, more);

/** From the trigger named, as the editor's button does. */
const runs = (trigger: string) => async (play: Play) =>
	await play.world.client.run(play.workflow.id, trigger);

const goals = async ({ world }: Play) => await control<Goal[]>('GET', `${world.absmartly.url}/_sim/goals`);

/** Everything that one system was asked. */
export const asked = ({ outside }: Play, route: string): Call[] =>
	outside.calls.filter((call) => call.route === route);

export const inbox = (play: Play, id: unknown) =>
	`https://app.intercom.com/a/inbox/${play.world.intercom.workspaceId}/inbox/conversation/${String(id)}`;

export const newestConversation = ({ world }: Play) =>
	[...world.intercom.workspace().conversations.values()].at(-1)!;

/** Last month's middle, ISO. */
const lastMonth = () => {
	const now = new Date();
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString();
};

/** The addresses behind the buttons of a message in Slack. */
const buttonsIn = (body: IDataObject): string[] =>
	[...JSON.stringify(body.blocks).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url);

/** A metric gets worse than the limit, and somebody who is asked in Slack says yes or no. */
async function answered(play: Play, approved: boolean) {
	const { world } = play.world.absmartly;
	const variant = { experiment_id: 1, metric_id: 1, variant: 1 };
	world.figures.push({ ...variant, impact: 0.08, impact_ci_lower: 0.05, impact_ci_upper: 0.11 });
	await runs('Every Hour')(play);
	const [{ body }] = await until('Slack is asked', async () => {
		const messages = asked(play, 'POST /api/chat.postMessage');
		return messages.length > 0 ? messages : undefined;
	});
	expect(world.experiments[0].state).toBe('running');
	const button = buttonsIn(body).find((url) => url.includes(`approved=${approved}`)) ?? '';
	// as a person's browser asks; n8n takes others for previews
	const page = await fetch(button, { headers: { 'user-agent': 'Mozilla/5.0 (X11) Firefox/140.0' } });
	expect(page.status).toBe(200);
	// one that waits for an answer has stopped, too
	await until('the execution goes on', async () => {
		const [{ status }] = await play.world.client.executions(play.workflow.id);
		return !['waiting', 'running', 'new'].includes(status);
	});
}

/** Somebody does this to an experiment in the Web Console, which tells the webhooks that are registered. */
export const act = async ({ world }: Play, id: number, what: 'actions' | 'alerts', body: IDataObject) =>
	await control('POST', `${world.absmartly.url}/_sim/experiments/${id}/${what}`, body);

/** The texts that Slack was sent, the oldest first. */
export const said = (play: Play): unknown[] =>
	asked(play, 'POST /api/chat.postMessage').map(({ body }) => body.text);

/** Ten who were there just now, 100 to 109, and some whom the template must not touch. */
function addPeople({ world }: Play) {
	const { intercom } = world;
	const now = Math.floor(intercom.clock.now() / 1000);
	const seen = { role: 'user', last_seen_at: now } as const;
	const workspace = intercom.workspace();
	for (let id = 100; id < 110; id++)
		contactActs.createContact(workspace, { ...seen, external_id: String(id) });
	contactActs.createContact(workspace, { ...seen, email: 'no-id@example.com' });
	contactActs.createContact(workspace, { ...seen, role: 'lead', email: 'lead@example.com' });
	const longAgo = now - 40 * 24 * 3600;
	contactActs.createContact(workspace, { ...seen, external_id: 'away', last_seen_at: longAgo });
}

const requests = ({ world }: Play, route: string): number =>
	world.intercom.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(route)).length;

/** An assignment as the collector gives it. */
type Told = { name: string; variant: number; eligible: boolean };

/** Which variant of the experiment each of these sees, as the collector tells an app; none for those it is not for. */
async function variantsOf({ world }: Play, name: string, ids: string[]): Promise<Record<string, string>> {
	const headers = {
		'content-type': 'application/json',
		'x-api-key': secrets.apiKey,
		'x-agent': 'test',
		'x-environment': 'production',
	};
	const found = ids.map(async (uid): Promise<Array<[string, string]>> => {
		const body = JSON.stringify({ units: [{ type: 'user_id', uid }] });
		const answer = await fetch(`${world.absmartly.url}/v1/context`, { method: 'POST', headers, body });
		const { assignments } = (await answer.json()) as { assignments: Told[] };
		return assignments
			.filter((one) => one.name === name && one.eligible)
			.map(({ variant }) => [uid, 'AB'[variant]]);
	});
	return Object.fromEntries((await Promise.all(found)).flat());
}

/** Somebody outside posts to a webhook of the workflow, with the header that its credential asks for. */
const fromOutside = async ({ world }: Play, path: string, body: IDataObject) =>
	await fetch(`${world.n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'X-API-Key': secrets.apiKey },
		body: JSON.stringify(body),
	});

/** The node with another list in its only array. */
function withArray(node: INode, list: IDataObject[]): INode {
	const { assignments } = (node.parameters.assignments as { assignments: IDataObject[] }) ?? {};
	const filled = assignments.map((each) =>
		each.type === 'array' ? { ...each, value: JSON.stringify(list) } : each,
	);
	const parameters = { ...node.parameters, assignments: { assignments: filled } as NodeParameterValueType };
	return { ...node, parameters };
}

/** One event arrived at the callback URL, signed, in the shape that all topics have. */
function forwarded(play: Play) {
	const [{ text, headers }, ...more] = asked(play, 'POST /intercom');
	expect(more).toEqual([]);
	const signature = createHmac('sha256', 'sim-client-secret').update(text).digest('hex');
	expect(headers['x-signature']).toBe(`sha256=${signature}`);
	const event = JSON.parse(text) as IDataObject;
	expect(event).toMatchObject({ topic: 'conversation.user.created', source: 'polling' });
	expect(event.eventKey).toBe(decodeURI(headers['x-event-key']!));
}

/** Out: an event at a catch hook. In: what is posted to the workflow's own webhook becomes a contact. */
const bothWays = (path: string, route: string): Case => ({
	async run(play) {
		await happen(play, 'conversation.user.created');
		expect((await fromOutside(play, path, { email: 'zed@example.com', name: 'Zed' })).status).toBe(200);
	},
	executions: 2,
	then(play) {
		expect(asked(play, route).map(({ body }) => body)).toMatchObject([
			{ topic: 'conversation.user.created', contact: { email: 'ada@example.com' } },
		]);
		expect(contactIn(play, 'zed@example.com')).toMatchObject({ name: 'Zed', role: 'user' });
	},
});

/** The attributes that the mapping tables name; the workspace of a new simulator has only `mrr`. */
function addAttributes({ world }: Play, model: 'contact' | 'company', ...names: string[]) {
	const { attributes } = world.intercom.workspace();
	for (const name of names) {
		attributes.push({ id: 6000 + attributes.length, model, name, data_type: 'string' });
	}
}

const companyNames = ({ world }: Play) =>
	[...world.intercom.workspace().companies.values()].map(({ name }) => name);

const contactIn = ({ world }: Play, email: string) =>
	[...world.intercom.workspace().contacts.values()].find((contact) => contact.email === email)!;

/**
 * Both directions of one CRM: a change in Intercom goes there, its echo finds nothing to do; a change there comes back,
 * and its echo finds nothing to do either. Intercom's search is a minute behind. `kept` is the attribute that holds
 * `stage` in Intercom.
 */
function sync(
	records: Records,
	field: Record<'first' | 'last' | 'plan' | 'stage', string>,
	kept: string,
	writes: string[],
): Case {
	const written = (play: Play) => writes.flatMap((route) => asked(play, route)).length;
	const ended = async ({ world, workflow }: Play, count: number) =>
		await world.client.finishedExecutions(workflow.id, count);
	const aMinuteLater = async (play: Play) => {
		play.world.intercom.clock.advance(minute);
		await runs('Every 5 Minutes')(play);
	};
	return {
		executions: 9,
		async run(play) {
			addAttributes(play, 'contact', 'plan_type', 'lead_status', kept);
			play.world.intercom.settings.searchLagMs = minute;
			const longAgo = '2026-01-01T00:00:00.000Z';
			records.write(customer.email, { [field.first]: 'Augusta', [field.last]: 'King' }, longAgo);
			const custom_attributes = { plan_type: 'pro' };
			await happen(play, 'contact.user.updated', { contact: { ...customer, custom_attributes } });
			await ended(play, 1);
			expect(records.get(customer.email)!.fields).toMatchObject({
				[field.first]: 'Ada',
				[field.last]: 'Lovelace',
				[field.plan]: 'pro',
			});
			expect(written(play)).toBe(1);

			// as the CRM would tell of the change that was just made there
			await aMinuteLater(play);
			await ended(play, 2);
			expect(written(play)).toBe(1);

			// the CRM leads in one field, Intercom in the other
			records.write(customer.email, { [field.stage]: 'customer', [field.plan]: 'free' });
			await aMinuteLater(play);
			// Intercom tells of what was written there: the fourth execution. It finds both alike
			await ended(play, 4);
			expect(records.get(customer.email)!.fields[field.plan]).toBe('pro');
			expect(contactIn(play, customer.email).custom_attributes).toMatchObject({
				[kept]: 'customer',
				plan_type: 'pro',
			});
			expect(written(play)).toBe(2);

			// a person whom only the CRM has; Intercom tells of the new user: the sixth execution
			records.write('grace.new@example.com', { [field.first]: 'Grace', [field.last]: 'New' });
			await aMinuteLater(play);
			await ended(play, 6);
			expect(contactIn(play, 'grace.new@example.com')).toMatchObject({ name: 'Grace New' });
			expect(written(play)).toBe(2);

			// people whom only Intercom has: with one word for a name, and with none
			await happen(play, 'contact.user.created', { contact: { email: 'plato@example.com', name: 'Plato' } });
			await happen(play, 'contact.user.created', { contact: { email: 'nobody@example.com' } });
			await ended(play, 8);
			expect(written(play)).toBe(4);
			await aMinuteLater(play);
		},
		then(play) {
			const { fields } = records.get('plato@example.com')!;
			expect([fields[field.first], fields[field.last]].filter(Boolean)).toEqual(['Plato']);
			expect(contactIn(play, 'nobody@example.com').name).toBeNull();
			expect(written(play)).toBe(4);
		},
	};
}

/** The same node started from outside, as a schedule would start it: n8n keeps nothing of what a person runs by hand. */
const byWebhook = (trigger: string, path: string) => (nodes: INode[]) =>
	nodes.map((node) =>
		node.name === trigger
			? { ...node, type: 'n8n-nodes-base.webhook', typeVersion: 2, parameters: { path }, webhookId: path }
			: node,
	);

/** From outside, where `byWebhook` gave it that path; ends when so many executions have. */
async function runByWebhook({ world, workflow }: Play, path: string, count: number) {
	await fetch(`${world.n8n.url}/webhook/${path}`);
	await world.client.finishedExecutions(workflow.id, count, 120);
}

/** What `manyAtOnce` is about. */
interface Many {
	/** 250, as both sides know them. */
	names: string[];
	/** Puts one into the CRM. */
	write(name: string): void;
	/** All that Intercom has. */
	held(play: Play): Array<string | null>;
	/** The request that makes one in Intercom. */
	make: string;
	/** How many a turn of the loop takes. */
	batch: number;
}

const people = (records: Records, field: Record<'first' | 'last', string>): Many => ({
	names: Array.from(
		{ length: 250 },
		(_, index) => `person-${index}.with.a.long.name@a-company-with-a-long-name.example.com`,
	),
	write: (email) => records.write(email, { [field.first]: 'Person', [field.last]: email }),
	held: ({ world }) => [...world.intercom.workspace().contacts.values()].map(({ email }) => email),
	make: 'POST /contacts',
	batch: 100,
});

const accounts: Many = {
	names: Array.from({ length: 250 }, (_, index) => `O'Neill \\ Sons & Töchter ${index}, “Überseehandel”`),
	write: (name) => salesforceAccounts.write(name, { Website: 'https://example.com' }),
	held: companyNames,
	make: 'POST /companies',
	batch: 50,
};

/**
 * 250 new ones in the CRM: each is made in Intercom once, though one run ends midway and the next has one of them
 * refused; only then are later changes asked for. `askedSince` reads from a call what time it asks from.
 */
function manyAtOnce(
	name: string,
	{ host }: System,
	{ names, write, held, make, batch }: Many,
	[search, read]: [search: string, read: string],
	askedSince: (call: Call) => string | undefined,
): Case {
	const path = `${name}-changes`;
	const made = (play: Play) => held(play).filter((each) => names.includes(each!));
	const since = (play: Play) => new Set(asked(play, search).flatMap((call) => askedSince(call) ?? [])).size;
	const run = async (play: Play, count: number) => await runByWebhook(play, path, count);
	return {
		prepare: byWebhook('Every 5 Minutes', path),
		executions: 4,
		failures: [/^In \w+: /, /^Remember: Not written: 1\. /],
		async run(play) {
			const { intercom } = play.world;
			// Intercom tells nothing, so that the executions are those started here
			await control('PUT', `${intercom.url}/_sim/webhook`, { url: play.url, topics: [] });
			names.forEach(write);
			const ends = run(play, 1);
			await until(
				'the first of them were read',
				async () => asked(play, read).length > 0 && made(play).length > 0,
				{ seconds: 60, everyMs: 20 },
			);
			play.outside.down.set(host, 3);
			await ends;
			expect(made(play)).toHaveLength(batch);

			await control('POST', `${intercom.url}/_sim/faults`, [{ match: make, status: 422 }]);
			await run(play, 2);
			expect(made(play)).toHaveLength(249);

			await run(play, 3);
			expect(since(play)).toBe(1);
			await run(play, 4);
		},
		then(play) {
			expect(made(play).sort()).toEqual([...names].sort());
			expect(since(play)).toBe(2);
		},
	};
}

const accountWrites = [
	'POST /services/data/:version/sobjects/Account',
	'PATCH /services/data/:version/sobjects/Account/:id',
];

/** By template; what follows a comma tells one case of a template from another. */
export const cases: Record<string, Case> = {
	'intercom-rating-to-absmartly-goal': {
		run: happens('conversation.rating.added', { conversation: { rating: 4 } }),
		async then(play) {
			expect(await goals(play)).toMatchObject([
				{ goal_name: 'intercom_conversation_rated', uid: '42', properties: { rating: 4 } },
			]);
		},
	},
	'intercom-message-to-absmartly-goal': {
		async run(play) {
			await happen(play, 'conversation.user.created');
			await happen(play, 'conversation.user.replied');
			await happen(play, 'conversation.user.replied', { contact: { role: 'lead', email: 'l@example.com' } });
		},
		executions: 3,
		async then(play) {
			const sent = await goals(play);
			expect(sent.map(({ goal_name, uid }) => [goal_name, uid])).toEqual([
				['intercom_user_messaged', '42'],
				['intercom_user_messaged', '42'],
			]);
			expect(sent.map(({ properties }) => properties?.is_first).sort()).toEqual([false, true]);
		},
	},
	'intercom-ticket-to-absmartly-goal': {
		run: happens('ticket.created'),
		async then(play) {
			expect(await goals(play)).toMatchObject([
				{
					goal_name: 'intercom_ticket_created',
					uid: '42',
					properties: { ticket_type: expect.stringMatching(/./) as string },
				},
			]);
		},
	},
	'intercom-events-to-absmartly-goals': {
		async run(play) {
			await happen(play, 'conversation.user.created');
			await happen(play, 'conversation.user.replied');
			await happen(play, 'conversation.rating.added', { conversation: { rating: 5 } });
			await happen(play, 'ticket.created');
		},
		executions: 4,
		async then(play) {
			const sent = await goals(play);
			expect(sent.map(({ goal_name }) => goal_name).sort()).toEqual([
				'intercom_conversation_rated',
				'intercom_conversation_started',
				'intercom_ticket_created',
				'intercom_user_messaged',
			]);
			expect(sent.filter(({ properties }) => properties?.rating === 5)).toHaveLength(1);
		},
	},
	'absmartly-goal-backfill': {
		async run(play) {
			const { url } = play.world.intercom;
			await happen(play, 'conversation.user.created');
			await control('POST', `${url}/_sim/clock`, { now: lastMonth() });
			await happen(play, 'conversation.user.created');
			await happen(play, 'conversation.admin.single.created');
			await control('POST', `${url}/_sim/clock`, {});
			await runs('When Clicked')(play);
		},
		async then(play) {
			const all = [...play.world.intercom.workspace().conversations.values()];
			const oldest = Math.min(...all.map(({ created_at }) => created_at));
			expect(await goals(play)).toMatchObject([
				{
					goal_name: 'intercom_conversation_started',
					uid: '42',
					event_at: oldest * 1000,
					properties: { event_key: expect.stringMatching(/^conversation\.user\.created:\d+$/) as string },
				},
			]);
		},
	},
	'intercom-conversation-to-slack': {
		run: happens('conversation.user.created', { conversation: { body: '<p>Where is my <b>order</b>?</p>' } }),
		then(play) {
			const [{ body, headers }] = asked(play, 'POST /api/chat.postMessage');
			expect(headers.authorization).toBe('Bearer xoxb-1');
			expect(body).toMatchObject({ channel: '#support' });
			expect(body.text).toContain('*Ada Lovelace* started a conversation');
			expect(body.text).toContain('> Where is my order?');
			expect(body.text).toContain(inbox(play, newestConversation(play).id));
		},
	},
	'intercom-urgent-tag-to-jira': {
		async run(play) {
			await happen(play, 'conversation_part.tag.created', {
				conversation: { tag: 'Beta', body: 'It burns' },
			});
			await happen(play, 'conversation_part.tag.created', { conversation: { tag: 'urgent' } });
		},
		then(play) {
			const issues = asked(play, 'POST /rest/api/2/issue');
			expect(issues).toHaveLength(1);
			expect(issues[0].body.fields).toMatchObject({
				project: { id: '10000' },
				description: `{noformat}\nAda Lovelace:\nIt burns\n{noformat}\n\n${inbox(play, newestConversation(play).id)}`,
			});
			expect(JSON.stringify(newestConversation(play).parts)).toContain('Jira issue SUP-7');
		},
	},
	'intercom-user-to-mailchimp': {
		async run(play) {
			await happen(play, 'contact.user.created');
			await happen(play, 'contact.user.created', { contact: { external_id: '43', name: 'No Address' } });
		},
		executions: 2,
		then(play) {
			expect(asked(play, 'POST /3.0/lists/:list/members').map(({ body }) => body)).toMatchObject([
				{ email_address: 'ada@example.com', status: 'pending', merge_fields: { FNAME: 'Ada' } },
			]);
		},
	},
	'intercom-closed-to-google-sheets': {
		run: happens('conversation.admin.closed'),
		then(play) {
			const rows = asked(play, 'POST /v4/spreadsheets/:id/values/:range');
			expect(rows[0].headers.authorization).toBe('Bearer googleSheetsOAuth2Api-token');
			expect(rows.map(({ body }) => body.values)).toMatchObject([
				[
					[
						expect.stringMatching(/Z$/),
						newestConversation(play).id,
						'Ada Lovelace',
						'',
						null,
						inbox(play, newestConversation(play).id),
					],
				],
			]);
		},
	},
	'intercom-hubspot-sync': sync(
		hubspotContacts,
		{ first: 'firstname', last: 'lastname', plan: 'plan_type', stage: 'lifecyclestage' },
		'lifecycle_stage',
		['POST /crm/v3/objects/contacts/batch/upsert'],
	),
	'intercom-salesforce-sync': sync(
		salesforceContacts,
		{ first: 'FirstName', last: 'LastName', plan: 'Subscription_Tier__c', stage: 'Account.Name' },
		'account_name',
		['POST /services/data/:version/sobjects/Contact', 'PATCH /services/data/:version/sobjects/Contact/:id'],
	),
	'intercom-hubspot-sync, many at once': manyAtOnce(
		'hubspot',
		hubspot,
		people(hubspotContacts, { first: 'firstname', last: 'lastname' }),
		['POST /crm/v3/objects/contacts/search', 'POST /crm/v3/objects/contacts/batch/read'],
		({ text }) => /"propertyName":"lastmodifieddate","operator":"GTE","value":(\d+)/.exec(text)?.[1],
	),
	'intercom-salesforce-sync, many at once': manyAtOnce(
		'salesforce',
		salesforce,
		people(salesforceContacts, { first: 'FirstName', last: 'LastName' }),
		['GET /services/data/:version/query', 'GET /services/data/:version/query'],
		({ query }) => /LastModifiedDate > (\S+)/.exec(query.q)?.[1],
	),
	'intercom-salesforce-companies': {
		prepare: byWebhook('Every 5 Minutes', 'account-changes'),
		executions: 10,
		failures: [/^Compare: In Intercom: /, /^Same Name Twice: Not written, .*: Twin $/],
		async run(play) {
			const workspace = play.world.intercom.workspace();
			const ended = async (count: number) =>
				await play.world.client.finishedExecutions(play.workflow.id, count);
			const poll = async (count: number) => await runByWebhook(play, 'account-changes', count);
			const written = () => [
				...play.world.intercom.requests
					.filter(({ method }) => method === 'POST')
					.map(({ body }) => JSON.parse(body) as unknown),
				...accountWrites.flatMap((route) => asked(play, route)).map(({ body }) => body),
			];
			const earlier = new Date(Date.now() - 7 * 60_000).toISOString();
			addAttributes(play, 'company', 'tier', 'account_owner');

			// two of one name, and one whom only Salesforce has; what Intercom refuses to show is not taken as missing
			salesforceAccounts.write('twin-1', { Name: 'Twin' }, earlier);
			salesforceAccounts.write('twin-2', { Name: 'Twin' }, earlier);
			salesforceAccounts.write('Fresh', { Website: 'https://fresh.example.com' }, earlier);
			await control('POST', `${play.world.intercom.url}/_sim/faults`, [
				{ match: 'GET /companies', status: 403 },
			]);
			await poll(1);
			expect(companyNames(play)).toEqual(['Acme', 'Globex']);
			// Intercom tells of the new company: the third execution. It finds both alike
			await poll(3);
			expect(companyNames(play)).toEqual(['Acme', 'Globex', 'Fresh']);
			const fresh = { company_id: '3', name: 'Fresh', website: 'https://fresh.example.com' };
			expect(written()).toEqual([fresh]);

			// one whom only Intercom has, with a field where Salesforce leads; the poll after it asks for no twins any more
			const name = "O'Neill \\ Sons";
			const company = companyActs.createCompany(workspace, {
				company_id: 'sons',
				name,
				size: 50,
				industry: 'Energy',
				custom_attributes: { tier: 'Cold' },
			});
			await ended(4);
			const account = { Name: name, NumberOfEmployees: 50, Industry: 'Energy' };
			expect(written()).toEqual([fresh, account]);
			await poll(5);
			expect(written()).toEqual([fresh, account]);

			salesforceAccounts.write(name, { NumberOfEmployees: 60, Rating: 'Hot' });
			await poll(7);
			const changed = { company_id: 'sons', size: 60, custom_attributes: { tier: 'Hot' } };
			expect(written()).toEqual([fresh, changed, account]);

			// newest in Salesforce, but empty in one field; then so in Intercom
			salesforceAccounts.write(name, { Industry: '' });
			await poll(8);
			const refilled = { Industry: 'Energy' };
			expect(written()).toEqual([fresh, changed, account, refilled]);

			salesforceAccounts.write(name, { Website: 'https://sons.example.com' }, earlier);
			companyActs.changeCompany(workspace, company, { size: 70 });
			await ended(10);
			const website = { company_id: 'sons', website: 'https://sons.example.com' };
			const grown = { NumberOfEmployees: 70 };
			expect(written()).toEqual([fresh, changed, website, account, refilled, grown]);
		},
		then(play) {
			expect(companyNames(play)).toEqual(['Acme', 'Globex', 'Fresh', "O'Neill \\ Sons"]);
			expect(salesforceAccounts.size).toBe(4);
		},
	},
	'intercom-salesforce-companies, many at once': manyAtOnce(
		'account',
		salesforce,
		accounts,
		['GET /services/data/:version/query', 'GET /services/data/:version/query'],
		({ query }) => /LastModifiedDate > (\S+)/.exec(query.q)?.[1],
	),
	'intercom-conversation-to-hubspot': {
		async run(play) {
			hubspotContacts.write(customer.email, {});
			await happen(play, 'conversation.admin.closed', { conversation: { body: 'It is solved.' } });
		},
		then(play) {
			const [{ body, headers }] = asked(play, 'POST /crm/v3/objects/notes');
			expect(headers.authorization).toBe('Bearer hubspot-token');
			expect(body).toMatchObject({
				properties: { hs_note_body: expect.stringContaining('It is solved.') as string },
				associations: [{ to: { id: '1' } }],
			});
		},
	},
	'intercom-conversation-to-salesforce': {
		async run(play) {
			salesforceContacts.write(customer.email, {});
			await happen(play, 'conversation.admin.closed', { conversation: { body: 'It is solved.' } });
		},
		then(play) {
			expect(asked(play, 'POST /services/data/:version/sobjects/task').map(({ body }) => body)).toMatchObject(
				[
					{
						WhoId: '1',
						Status: 'Completed',
						Description: expect.stringMatching(/It is solved\.[^]*Tags: none/) as string,
					},
				],
			);
		},
	},
	'intercom-conversation-to-salesforce-case': {
		async run(play) {
			salesforceContacts.write(customer.email, {});
			await happen(play, 'conversation.user.created', { conversation: { body: 'It burns' } });
		},
		then(play) {
			const { id } = newestConversation(play);
			expect(asked(play, 'POST /services/data/:version/sobjects/case').map(({ body }) => body)).toMatchObject(
				[{ ContactId: '1', Type: 'Question', Description: `It burns\n\n${inbox(play, id)}` }],
			);
		},
	},
	'intercom-lead-to-salesforce': {
		async run(play) {
			const contact = { role: 'lead', email: 'visitor@example.com', name: 'Curious Visitor' };
			await happen(play, 'contact.lead.created', { contact });
			await play.world.client.finishedExecutions(play.workflow.id, 1);
			await happen(play, 'contact.lead.added_email', { contact });
		},
		executions: 2,
		then(play) {
			expect(asked(play, 'POST /services/data/:version/sobjects/lead').map(({ body }) => body)).toEqual([
				expect.objectContaining({ Email: 'visitor@example.com', FirstName: 'Curious', LastName: 'Visitor' }),
			]);
		},
	},
	'salesforce-leads-to-intercom': {
		async run(play) {
			salesforceContacts.write('lead@example.com', { Name: 'Curious Lead', Phone: '+41791234567' });
			salesforceContacts.write('other@example.com', { Name: 'Other Lead' });
			const refusal = { match: 'POST /contacts', status: 422 };
			await control('POST', `${play.world.intercom.url}/_sim/faults`, [refusal]);
			await runs('Every 5 Minutes')(play);
			await play.world.client.finishedExecutions(play.workflow.id, 1);
			expect(contactIn(play, 'other@example.com')).toBeDefined();
			await runs('Every 5 Minutes')(play);
		},
		executions: 2,
		failures: [/^Remember: Not written: 1\. /],
		then(play) {
			expect(asked(play, 'GET /services/data/:version/query')[0].query.q).toContain(' FROM Lead ');
			const contacts = [...play.world.intercom.workspace().contacts.values()];
			expect(contacts.filter(({ email }) => email === 'other@example.com')).toHaveLength(1);
			expect(contacts.filter(({ email }) => email === 'lead@example.com')).toMatchObject([
				{ role: 'lead', name: 'Curious Lead', phone: '+41791234567' },
			]);
		},
	},
	'intercom-poll-forward-signed-events': {
		async run(play) {
			await happen(play, 'conversation.user.created');
			await runs('Intercom Polling Trigger')(play);
		},
		then: forwarded,
	},
	'tealium-event-to-intercom': {
		async run(play) {
			const answer = await fromOutside(play, 'tealium-event', {
				tealium_event: 'upgraded-plan',
				customer_id: '77',
				customer_email: 'grace@navy.example',
				customer_name: 'Grace',
				plan: 'pro',
			});
			expect(await answer.json()).toMatchObject({
				outcome: 'created',
				steps: [
					{ step: 'Create or Update Contact', request: { status: 200 } },
					{ step: 'Record the Event', request: { method: 'POST', path: '/events' } },
					{ step: 'Tag', request: { method: 'POST' } },
				],
			});
		},
		then(play) {
			const { events, tags } = play.world.intercom.workspace();
			const contact = contactIn(play, 'grace@navy.example');
			expect(contact).toMatchObject({ external_id: '77', name: 'Grace', custom_attributes: { plan: 'pro' } });
			expect(JSON.stringify(contact.tags)).toContain(
				[...tags.values()].find(({ name }) => name === 'VIP')!.id,
			);
			expect([...events.values()].flat()).toMatchObject([
				{ event_name: 'upgraded-plan', metadata: { plan: 'pro' } },
			]);
		},
	},
	'intercom-dispatcher': {
		async prepare(nodes, world) {
			const goals = ['intercom-rating-to-absmartly-goal', 'intercom-ticket-to-absmartly-goal'];
			const topics = [['conversation.rating.added'], ['ticket.created']];
			const targets = await Promise.all(
				goals.map(async (name, index) => {
					const workflow = await world.createWorkflow(readTemplate(`${name}.json`));
					await world.client.publish(workflow.id);
					return { url: await productionUrl(world.client, workflow), topics: topics[index] };
				}),
			);
			return nodes.map((node) => (node.name === 'Workflows' ? withArray(node, targets) : node));
		},
		async run(play) {
			await happen(play, 'conversation.rating.added', { conversation: { rating: 2 } });
			await happen(play, 'ticket.created');
			await happen(play, 'conversation.user.created');
		},
		// a ticket's creation is told as its first state, too
		executions: 4,
		async then(play) {
			const sent = await until('both goals arrive', async () => {
				const all = await goals(play);
				return all.length >= 2 && all;
			});
			expect(sent.map(({ goal_name, uid }) => [goal_name, uid]).sort()).toEqual([
				['intercom_conversation_rated', '42'],
				['intercom_ticket_created', '42'],
			]);
		},
	},
	'intercom-dead-letters': {
		async run(play) {
			const { client } = play.world;
			await runs('Set Up')(play);
			await client.finishedExecutions(play.workflow.id, 1);
			play.outside.down.set('your-system.example.com', 2);
			await happen(play, 'conversation.user.created');
			await client.finishedExecutions(play.workflow.id, 2);
			// still down, then back, then nothing left
			for (const already of [2, 3, 4]) {
				await runs('Every Hour')(play);
				await client.finishedExecutions(play.workflow.id, already + 1);
			}
		},
		executions: 5,
		then(play) {
			expect(asked(play, 'POST /intercom').map(({ body }) => body)).toMatchObject([
				{ topic: 'conversation.user.created', contact: { externalId: '42' } },
			]);
		},
	},
	'intercom-user-to-pipedrive': {
		run: happens('contact.user.created'),
		then(play) {
			expect(asked(play, 'POST /api/v2/persons').map(({ body }) => body)).toMatchObject([
				{ name: 'Ada Lovelace', emails: [{ value: 'ada@example.com' }] },
			]);
			expect(asked(play, 'POST /api/v2/deals').map(({ body }) => body)).toMatchObject([
				{ title: 'Ada Lovelace: new user', person_id: 31 },
			]);
		},
	},
	'intercom-conversation-to-teams': {
		run: happens('conversation.user.created'),
		then(play) {
			const [{ body, headers }] = asked(play, 'POST /beta/teams/:team/channels/:channel/messages');
			expect(headers.authorization).toBe('Bearer microsoftTeamsOAuth2Api-token');
			expect(JSON.stringify(body)).toContain('<b>Ada Lovelace</b> started a conversation');
			expect(JSON.stringify(body)).toContain(inbox(play, newestConversation(play).id));
		},
	},
	'intercom-tag-to-zoom-call': {
		run: happens('conversation_part.tag.created', { conversation: { tag: 'call' } }),
		then(play) {
			expect(asked(play, 'POST /v2/users/me/meetings')).toHaveLength(1);
			expect(JSON.stringify(newestConversation(play).parts)).toContain('https://zoom.us/j/1');
		},
	},
	'intercom-conversation-to-google-analytics': {
		run: happens('conversation.user.created'),
		then(play) {
			const [{ body, query }] = asked(play, 'POST /mp/collect');
			expect(query).toEqual({ measurement_id: 'G-XXXXXXX', api_secret: 'analytics-secret' });
			const created = newestConversation(play).created_at * 1e6;
			expect(body).toMatchObject({ user_id: '42', timestamp_micros: created });
		},
	},
	'intercom-conversation-to-mixpanel': {
		run: happens('conversation.user.created'),
		then(play) {
			const [{ body, headers }] = asked(play, 'POST /import');
			expect(headers.authorization).toBe(`Basic ${Buffer.from('mixpanel-secret:').toString('base64')}`);
			expect(body).toMatchObject([
				{
					event: 'Intercom Conversation Started',
					properties: { distinct_id: '42', $insert_id: expect.stringMatching(/^[\w-]{1,36}$/) as string },
				},
			]);
		},
	},
	'intercom-conversation-to-amplitude': {
		run: happens('conversation.user.created'),
		then(play) {
			expect(asked(play, 'POST /2/httpapi')[0].body.events).toMatchObject([
				{ user_id: '42', insert_id: `conversation.user.created:${newestConversation(play).id}` },
			]);
		},
	},
	'intercom-ticket-to-linear': {
		run: happens('ticket.created', { ticket: { title: 'It is broken', description: 'All of it' } }),
		then(play) {
			expect(asked(play, 'POST /graphql')[0].body.variables).toMatchObject({
				teamId: 'team-id',
				title: 'It is broken',
				description: expect.stringMatching(
					/^```\nAll of it\n```\n\nhttps:\/\/app\.intercom\.com\/.*\/\d+$/,
				) as string,
			});
		},
	},
	'intercom-bug-tag-to-github': {
		run: happens('conversation_part.tag.created', { conversation: { tag: 'bug', body: 'It crashes' } }),
		then(play) {
			const [{ body, params }] = asked(play, 'POST /repos/:owner/:repository/issues');
			expect(params).toEqual({ owner: 'your-company', repository: 'your-app' });
			expect(body).toMatchObject({
				body: `\`\`\`\nIt crashes\n\`\`\`\n\n${inbox(play, newestConversation(play).id)}`,
				labels: ['from-intercom'],
			});
		},
	},
	'intercom-closed-to-notion': {
		run: happens('conversation.admin.closed', { conversation: { body: 'It is solved.' } }),
		then(play) {
			const [{ text }] = asked(play, 'POST /v1/pages');
			expect(text).toContain(`Conversation ${newestConversation(play).id}: Ada Lovelace`);
			expect(text).toContain('It is solved.');
		},
	},
	'intercom-closed-to-google-drive': {
		run: happens('conversation.admin.closed', { conversation: { body: 'It is solved.' } }),
		then(play) {
			const [{ text }] = asked(play, 'POST /upload/drive/v3/files');
			expect(text).toContain(`conversation-${newestConversation(play).id}.txt`);
			expect(text).toContain('It is solved.');
		},
	},
	'intercom-closed-to-dropbox': {
		run: happens('conversation.admin.closed', { conversation: { body: 'It is solved.' } }),
		then(play) {
			const [{ text, query }] = asked(play, 'POST /2/files/upload');
			const path = `/Intercom/conversation-${newestConversation(play).id}.txt`;
			expect(JSON.parse(query.arg)).toEqual({ mode: 'overwrite', path });
			expect(text).toContain('It is solved.');
		},
	},
	'intercom-export-to-google-drive': {
		async run(play) {
			play.world.intercom.settings.exportChecks = 0;
			await runs('Every Month')(play);
		},
		then(play) {
			expect(asked(play, 'PUT /upload/drive/v3/files/parts/:upload')[0].text.length).toBeGreaterThan(100);
			const [{ body }] = asked(play, 'PATCH /drive/v3/files/:id');
			expect(body.name).toMatch(/^intercom-messages-\d{4}-\d\d\.\w+$/);
		},
	},
	'intercom-zapier': bothWays('intercom-from-zapier', 'POST /hooks/catch/:account/:hook/'),
	'intercom-make': bothWays('intercom-from-make', 'POST /:hook'),
	'absmartly-guardrail': {
		run: async (play) => await answered(play, true),
		then(play) {
			const { world, requests } = play.world.absmartly;
			expect(world.experiments[0]).toMatchObject({ state: 'stopped', reason: 'guardrail_metric_impact' });
			expect(world.notes.map(({ action, note }) => [action, note])).toEqual([
				[
					'comment',
					'Conversations started is 8 % in B, past the limit of 5 %. Somebody is asked whether to stop.',
				],
				['stop', expect.stringMatching(/^Approved at \d{4}-/)],
			]);
			expect(requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
		},
	},
	'absmartly-guardrail, not approved': {
		run: async (play) => await answered(play, false),
		then(play) {
			const { world } = play.world.absmartly;
			expect(world.experiments[0].state).toBe('running');
			expect(world.notes.map(({ action }) => action)).toEqual(['comment']);
		},
	},
	'absmartly-guardrail, within the limit': {
		run: runs('Every Hour'),
		then(play) {
			expect(asked(play, 'POST /api/chat.postMessage')).toEqual([]);
			expect(play.world.absmartly.world.notes).toEqual([]);
		},
	},
	'absmartly-experiment-to-slack': {
		async run(play) {
			const { absmartly, client } = play.world;
			const { id } = absmartly.addExperiment({ state: 'ready', name: 'checkout_button' });
			await act(play, id, 'actions', { action: 'start', note: 'Go\nfor it' });
			await client.finishedExecutions(play.workflow.id, 1);
			await act(play, id, 'alerts', { type: 'sample_ratio_mismatch' });
			await client.finishedExecutions(play.workflow.id, 2);
			await act(play, id, 'actions', { action: 'stop', note: 'Done', reason: 'hypothesis_rejected' });
			await client.finishedExecutions(play.workflow.id, 3);
			// nothing that was not chosen
			await act(play, id, 'actions', { action: 'archive' });
			await absmartly.webhooks.idle();
		},
		executions: 3,
		then(play) {
			expect(said(play)).toEqual([
				':rocket: *checkout_button* started\n> Go\n> for it',
				':warning: *checkout_button* has an alert: sample ratio mismatch',
				':octagonal_sign: *checkout_button* stopped: hypothesis rejected\n> Done',
			]);
			expect(asked(play, 'POST /api/chat.postMessage')[0].body.channel).toBe('#experiments');
		},
	},
	'absmartly-variant-to-intercom': {
		async run(play) {
			const { absmartly, client } = play.world;
			addAttributes(play, 'contact', 'checkout_button');
			addPeople(play);
			const other = absmartly.addExperiment({ state: 'ready', name: 'another_button' });
			await act(play, other.id, 'actions', { action: 'start', note: 'Go' });
			await client.finishedExecutions(play.workflow.id, 1);
			expect(requests(play, 'POST /contacts/search')).toBe(0);
			const { id } = absmartly.addExperiment({
				state: 'ready',
				name: 'checkout_button',
				percentage_of_traffic: 50,
			});
			await act(play, id, 'actions', { action: 'start', note: 'Go' });
		},
		executions: 2,
		async then(play) {
			const all = [...play.world.intercom.workspace().contacts.values()];
			const written = all.flatMap(({ external_id: id, custom_attributes: { checkout_button: variant } }) =>
				variant === undefined ? [] : [[id, variant]],
			);
			const ids = Array.from({ length: 10 }, (_, index) => String(100 + index));
			const variants = await variantsOf(play, 'checkout_button', ids);
			expect(Object.fromEntries(written)).toEqual(variants);
			expect(new Set(Object.values(variants))).toEqual(new Set(['A', 'B']));
			// half of the traffic sees nothing of it
			expect(written.length).toBeLessThan(ids.length);
			expect(requests(play, 'PUT /contacts/')).toBe(written.length);
			expect(play.world.absmartly.world.exposures).toEqual([]);
		},
	},
	'key-rotation-reminder': {
		run: runs('Every Night'),
		prepare: (nodes) =>
			nodes.map((node) =>
				node.name === 'Keys'
					? withArray(node, [
							{ name: 'old', madeOn: '2026-01-15' },
							{ name: 'new', madeOn: new Date().toISOString() },
						])
					: node,
			),
		then(play) {
			expect(asked(play, 'POST /api/chat.postMessage').map(({ body }) => body.text)).toEqual([
				'Please rotate: old (made on 2026-01-15)',
			]);
		},
	},
};
