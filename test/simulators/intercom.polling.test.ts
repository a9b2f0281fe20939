import { api, client, grace, idsOf, refusal, simulator, startConversation } from './intercom/driver';
import { deliveries, subscribe, topics } from './intercom/endpoint';
import { companyActs, contactActs, conversationActs, startIntercom, ticketActs } from './intercom';

type Pages = { next?: { starting_after: string } };
type Listed = { id: string; updated_at: number; title?: string; name?: string; state?: string };

const kinds = { contacts: 'data', conversations: 'conversations', tickets: 'tickets' };
type Kind = keyof typeof kinds;

/** POST …/search for everything since 2001. */
async function search(kind: Kind, more: object = {}) {
	const query = { field: 'created_at', operator: '>', value: 1_000_000_000 };
	const { status, body } = await api('POST', `/${kind}/search`, { query, ...more });
	expect(status).toBe(200);
	const { pages, total_count: total } = body as unknown as { pages: Pages; total_count: number };
	return { pages, total, found: body[kinds[kind]] as unknown as Listed[] };
}

describe('the order of a search', () => {
	it.each(['contacts', 'conversations', 'tickets'] as const)('of %s is by what is asked', async (kind) => {
		const workspace = simulator.workspace({ silent: true });
		for (let count = 0; count < 3; count++) {
			simulator.clock.set(`2030-01-01T00:00:0${count}Z`);
			const contact = contactActs.createContact(workspace, { external_id: `c${count}` });
			conversationActs.contactStarts(workspace, contact, 'Hello');
			ticketActs.createTicket(workspace, contact);
		}
		const all = {
			contacts: workspace.contacts,
			conversations: workspace.conversations,
			tickets: workspace.tickets,
		};
		const made = [...all[kind].keys()].slice(-3);
		simulator.clock.set('2030-01-01T01:00:00Z');
		await api('PUT', `/${kind}/${made[1]}`, { name: 'x', title: 'x', is_shared: false });
		const order = async (sort?: object) =>
			(await search(kind, { sort })).found.map(({ id }) => made.indexOf(id)).filter((index) => index >= 0);
		expect(await order()).toEqual([1, 2, 0]);
		expect(await order({ field: 'updated_at', order: 'ascending' })).toEqual([0, 2, 1]);
		expect(await order({ field: 'created_at', order: 'descending' })).toEqual([2, 1, 0]);
		expect(await order({ field: 'created_at', order: 'ascending' })).toEqual([0, 1, 2]);
		const query = { field: 'id', operator: '=', value: '1' };
		const wrong = (sort: object) => refusal('POST', `/${kind}/search`, { query, sort });
		expect(await wrong({ field: 'shoe_size' })).toMatch(/^400 /);
		expect(await wrong({ field: 'created_at', order: 'up' })).toMatch(/^400 /);
	});
});

describe('paging while things change', () => {
	async function pages(paging: string) {
		await api('PUT', '/_sim/settings', { paging });
		const ids: string[] = [];
		for (let count = 0; count < 4; count++) {
			simulator.clock.set(`2030-01-01T00:00:0${count}Z`);
			ids.push(await startConversation());
		}
		const ask = async (startingAfter?: string) => {
			const pagination = { per_page: 2, starting_after: startingAfter };
			return await search('conversations', { pagination });
		};
		const first = await ask();
		simulator.clock.set('2030-01-01T00:01:00Z');
		await api('PUT', `/conversations/${ids[0]}`, { title: 'moves to the front' });
		const second = await ask(first.pages.next?.starting_after);
		return [first, second].map(({ found }) => found.map(({ id }) => ids.indexOf(id)));
	}

	it('shows nothing twice where the cursor is a place', async () => {
		expect(await pages('stable')).toEqual([[3, 2], [1]]);
	});

	it('shows something twice where the cursor is a number of rows', async () => {
		expect(await pages('offset')).toEqual([
			[3, 2],
			[2, 1],
		]);
	});

	it('skips something there where what was shown is no longer found', async () => {
		await api('PUT', '/_sim/settings', { paging: 'offset' });
		const ids: string[] = [];
		for (let count = 0; count < 4; count++) ids.push(await startConversation());
		const query = { field: 'state', operator: '=', value: 'open' };
		const first = await search('conversations', { query, pagination: { per_page: 2 } });
		conversationActs.deleteConversation(
			simulator.workspace(),
			simulator.workspace().conversations.get(ids[3]) as never,
		);
		const pagination = { per_page: 2, starting_after: first.pages.next?.starting_after };
		const second = await search('conversations', { query, pagination });
		expect(second.found.map(({ id }) => ids.indexOf(id))).toEqual([0]);
		expect([first.total, second.total]).toEqual([4, 3]);
	});
});

describe('the lag of search', () => {
	it.each([
		['contacts', 'name', { name: 'Changed' }],
		['conversations', 'title', { title: 'Changed' }],
		['tickets', 'ticket_attributes', { ticket_attributes: { _default_title_: 'Changed' } }],
	] as const)(
		'hides new %s, and changes of old ones, which GET shows at once',
		async (kind, field, change) => {
			simulator.clock.set('2030-01-01T00:00:00Z');
			const workspace = simulator.workspace({ silent: true });
			const make = () => {
				const contact = contactActs.createContact(workspace, { name: 'As it was' });
				if (kind === 'contacts') return contact.id;
				if (kind === 'tickets') return ticketActs.createTicket(workspace, contact).id;
				return conversationActs.contactStarts(workspace, contact, 'Hello').id;
			};
			const old = make();
			simulator.settings.searchLagMs = 60_000;
			simulator.clock.set('2030-01-01T01:00:00Z');
			const fresh = make();
			await api('PUT', `/${kind}/${old}`, change);
			const seen = async (id: string) => (await search(kind)).found.find((one) => one.id === id) as never;
			const live = (await api('GET', `/${kind}/${old}`)).body;
			expect(live[field]).toEqual(expect.anything());
			expect([await seen(fresh), (await api('GET', `/${kind}/${fresh}`)).status]).toEqual([undefined, 200]);
			expect((await seen(old))[field]).not.toEqual(live[field]);
			// filters too go by what search knows
			const since = Date.parse('2030-01-01T00:30:00Z') / 1000;
			const query = { field: 'updated_at', operator: '>', value: since };
			const changed = async () => (await search(kind, { query })).found.map(({ id }) => id);
			if (kind !== 'contacts') expect(await changed()).toEqual([]);
			simulator.clock.set('2030-01-01T01:00:59Z');
			expect(await seen(fresh)).toBeUndefined();
			simulator.clock.set('2030-01-01T01:01:01Z');
			expect((await seen(old))[field]).toEqual(live[field]);
			expect(await seen(fresh)).toBeDefined();
			if (kind !== 'contacts') expect((await changed()).sort()).toEqual([old, fresh].sort());
		},
	);

	it('holds each of several changes back for its own time', async () => {
		simulator.settings.searchLagMs = 10_000;
		simulator.clock.set('2030-01-01T00:00:00Z');
		const id = await startConversation();
		for (const second of [4, 8]) {
			simulator.clock.set(`2030-01-01T00:00:0${second}Z`);
			await api('PUT', `/conversations/${id}`, { title: `at ${second}` });
		}
		const titles: unknown[] = [];
		for (const second of [11, 15, 19]) {
			simulator.clock.set(`2030-01-01T00:00:${second}Z`);
			titles.push((await search('conversations')).found[0].title);
		}
		expect(titles).toEqual([null, 'at 4', 'at 8']);
	});
});

describe('companies', () => {
	it('are listed by when they were last there, with when they changed', async () => {
		simulator.clock.set('2030-01-01T00:00:00Z');
		const names = async () =>
			((await api('POST', '/companies/list')).body.data as Listed[]).map(({ name }) => name);
		await client.contacts.update({ contact_id: grace, last_seen_at: 1893455000 });
		expect(await names()).toEqual(['Acme', 'Globex']);
		await api('PUT', '/companies/6962000000000000000000c2', { name: 'Globex Inc' });
		expect(await names()).toEqual(['Acme', 'Globex Inc']);
		const { data } = (await api('POST', '/companies/list')).body;
		expect(data).toMatchObject([{ last_request_at: 1893455000 }, { updated_at: 1893456000 }]);
		expect(idsOf(await api('POST', '/companies/list?order=asc'))).toEqual([
			'6962000000000000000000c2',
			'6962000000000000000000c1',
		]);
	});
});

describe('the workspace itself', () => {
	it('takes thousands of changes, of which nobody is told where that is wanted', async () => {
		await subscribe('*');
		const quiet = simulator.workspace({ silent: true });
		for (let count = 0; count < 5000; count++) {
			const contact = contactActs.createContact(quiet, { external_id: `bulk-${count}` });
			const company = companyActs.createCompany(quiet, {
				name: `Company ${count}`,
				company_id: `b-${count}`,
			});
			contactActs.attachCompany(quiet, contact, company);
			conversationActs.contactStarts(quiet, contact, 'Hello');
			ticketActs.createTicket(quiet, contact);
		}
		expect((await search('conversations')).total).toBe(5000);
		expect((await search('tickets')).total).toBe(5000);
		expect((await api('POST', '/companies/list')).body).toMatchObject({ total_count: 5002 });
		contactActs.createContact(simulator.workspace(), { external_id: 'told' });
		await deliveries(1);
		expect(topics()).toEqual(['contact.user.created']);
	});

	it('is another one after a reset, and none meets the ids of one before', async () => {
		const [conversation, contact] = [await startConversation(), simulator.workspace().nextId('contact')];
		const later = Date.now() + 1000;
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
		const other = await startIntercom();
		clock.mockRestore();
		const start = (workspace = other.workspace()) =>
			conversationActs.contactStarts(workspace, workspace.contacts.get(grace) as never, 'Hello').id;
		expect(Number(start())).toBeGreaterThan(Number(conversation));
		expect(other.workspace().nextId('contact').slice(8) > contact.slice(8)).toBe(true);
		const before = other.workspace();
		other.reset();
		expect(other.workspace()).not.toBe(before);
		await other.close();
	});
});
