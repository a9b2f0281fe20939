import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { pollingTrigger, type Credentials } from '../engine';
import {
	companyActs,
	contactActs,
	conversationActs,
	startIntercom,
	ticketActs,
	trackEvent,
	type IntercomSimulator,
} from '../simulators/intercom';
import { wallClock } from '../wallClock';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => {
	wallClock.real();
	intercom.reset();
});

const credentials = (): Credentials => ({
	intercomAccessTokenApi: { region: 'custom', baseUrl: intercom.url, accessToken: 'sim-intercom-token' },
});
const trigger = async (topics: string[], more: INodeParameters = {}) =>
	await pollingTrigger({ topics, ...more }, credentials());
const keys = (events: IDataObject[]) => events.map(({ eventKey }) => eventKey);
const quiet = () => intercom.workspace({ silent: true });
const alan = () => quiet().contacts.get('6961000000000000000000a2')!;
const admin = () => quiet().admins.get('9600001')!;
/** As Intercom makes them up for leads. */
const MADE_UP = '2b7c9f04-55d1-4e0a-9c3e-6f1d8a7b0c11';

const fault = async (...faults: object[]) =>
	await fetch(`${intercom.url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(faults),
	});

describe('polling', () => {
	it('begins with what happens from now on, and asks for nothing at first', async () => {
		conversationActs.contactStarts(quiet(), alan(), 'Before');
		wallClock.advance(2000);
		const { tick } = await trigger(['conversation.user.created']);
		expect(await tick()).toEqual([]);
		expect(intercom.requests).toEqual([]);
	});

	it('gives what is whole on a page that also holds nothing', async () => {
		const { tick } = await trigger(['contact.user.created']);
		await tick();
		wallClock.advance(1000);
		const { id } = contactActs.createContact(quiet(), { role: 'user', email: 'whole@example.com' });
		const at = Math.floor(Date.now() / 1000);
		const whole = { type: 'contact', id, role: 'user', created_at: at, updated_at: at };
		await fault({
			match: 'POST /contacts/search',
			status: 200,
			body: { data: [null, whole], total_count: 1 },
		});
		expect(keys(await tick())).toEqual([`contact.user.created:${id}`]);
	});

	it('keeps no more of an ID than tells it from others, however long it is', async () => {
		const { tick, memory } = await trigger(['contact.user.created']);
		await tick();
		wallClock.advance(1000);
		const at = Math.floor(Date.now() / 1000);
		const contact = { type: 'contact', role: 'user', created_at: at, updated_at: at };
		const data = [
			{ ...contact, id: 'x'.repeat(1_000_000) },
			{ ...contact, name: 'y'.repeat(1_000_000) },
		];
		const page = { match: 'POST /contacts/search', status: 200, body: { data, total_count: 2 } };
		await fault(page, page);
		expect(await tick()).toHaveLength(2);
		expect(await tick()).toEqual([]);
		expect(JSON.stringify(memory()).length).toBeLessThan(2_000);
	});

	it('says that its search delay is no number', async () => {
		const { tick } = await trigger(['contact.user.created'], { options: { lag: 'abc' } });
		await expect(tick()).rejects.toThrow("'Search Delay (Seconds)' is 'abc'");
	});

	it('ends where Intercom’s cursors alternate, says how far it came, and goes on at the next poll', async () => {
		const { tick } = await trigger(['contact.user.created']);
		await tick();
		wallClock.advance(1000);
		const { id } = contactActs.createContact(quiet(), { role: 'user', email: 'new@example.com' });
		const at = Math.floor(Date.now() / 1000);
		const page = (cursor: string) => ({
			match: 'POST /contacts/search',
			status: 200,
			body: {
				data: [{ type: 'contact', id: `of-${cursor}`, role: 'user', created_at: at, updated_at: at }],
				pages: { next: { starting_after: cursor } },
			},
		});
		await fault(...Array.from({ length: 50 }, (_, index) => page(index % 2 ? 'a' : 'b')));
		await expect(tick()).rejects.toMatchObject({
			message: expect.stringMatching(/^The list does not end: .* after 2 results on 3 pages$/),
		});
		expect(intercom.requests).toHaveLength(3);
		await fetch(`${intercom.url}/_sim/faults`, { method: 'DELETE' });
		expect(keys(await tick())).toEqual([`contact.user.created:${id}`]);
	});

	it('gives a new conversation once, in the shape of the webhook', async () => {
		const { tick } = await trigger(['conversation.user.created']);
		await tick();
		wallClock.advance(1000);
		const { id } = conversationActs.contactStarts(quiet(), alan(), 'Hello');
		const [event, ...others] = await tick();
		expect(others).toEqual([]);
		expect(event).toMatchObject({
			eventKey: `conversation.user.created:${id}`,
			notificationId: null,
			deliveryAttempt: null,
			source: 'polling',
			verified: true,
			workspaceId: 'abc123de',
			contact: { externalId: '42' },
			actor: { type: 'user' },
		});
		expect(await tick()).toEqual([]);
	});

	it('sees the parts of a conversation, its rating and its tags', async () => {
		const { tick } = await trigger([
			'conversation.user.replied',
			'conversation.admin.replied',
			'conversation.admin.noted',
			'conversation.admin.closed',
			'conversation.rating.added',
			'conversation_part.tag.created',
		]);
		await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		const conversation = conversationActs.contactStarts(workspace, alan(), 'Hello');
		conversationActs.adminReplies(workspace, conversation, admin(), 'comment', 'Hi');
		conversationActs.contactReplies(workspace, conversation, alan(), 'Thanks');
		conversationActs.tagConversation(workspace, conversation, [...workspace.tags.values()][0], admin());
		conversationActs.close(workspace, conversation, admin());
		conversationActs.rate(workspace, conversation, alan(), 5, '');
		const topics = (await tick()).map(({ topic }) => topic);
		expect(topics.sort()).toEqual(
			[
				'conversation.admin.closed',
				'conversation.admin.replied',
				'conversation.rating.added',
				'conversation.user.replied',
				'conversation_part.tag.created',
			].sort(),
		);
		expect(await tick()).toEqual([]);
	});

	it('tells of any change of a conversation, which no topic of Intercom’s does', async () => {
		const { tick } = await trigger(['conversation.updated']);
		await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		const conversation = conversationActs.contactStarts(workspace, alan(), 'Hello');
		expect(await tick()).toEqual([]);
		wallClock.advance(5000);
		conversationActs.contactReplies(workspace, conversation, alan(), 'More');
		wallClock.advance(1000);
		expect(keys(await tick())).toEqual([
			expect.stringMatching(`^conversation\\.updated:${conversation.id}:at:\\d+$`),
		]);
	});

	it('watches contacts, companies, tickets and the data events of named contacts', async () => {
		const { tick } = await trigger(
			[
				'contact.user.created',
				'contact.lead.created',
				'company.created',
				'ticket.created',
				'ticket.state.updated',
				'event.created',
			],
			{ contacts: '42' },
		);
		await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		contactActs.createContact(workspace, { role: 'user', external_id: 'u' });
		contactActs.createContact(workspace, { role: 'lead', email: 'l@example.com' });
		const company = companyActs.createCompany(workspace, { company_id: 'new', name: 'New' });
		contactActs.attachCompany(workspace, alan(), company);
		const ticket = ticketActs.createTicket(workspace, alan());
		trackEvent(workspace, alan(), {
			event_name: 'paid',
			created_at: Math.floor(workspace.now() / 1000),
		});
		expect((await tick()).map(({ topic }) => topic).sort()).toEqual([
			'company.created',
			'contact.lead.created',
			'contact.user.created',
			'event.created',
			'ticket.created',
			// its first state is one of them (recorded)
			'ticket.state.updated',
		]);
		wallClock.advance(2000);
		const states = [...workspace.ticketStates.values()];
		ticketActs.setTicketState(workspace, ticket, states.find(({ category }) => category === 'resolved')!);
		wallClock.advance(1000);
		expect((await tick()).map(({ topic }) => topic)).toEqual(['ticket.state.updated']);
		expect(await tick()).toEqual([]);
	});

	it('looks up roles that Intercom does not tell, once a contact, unless told not to', async () => {
		const topics = ['conversation.user.replied', 'conversation.admin.noted'];
		const chosen = [{}, { lookUpRoles: false }, { contactRole: 'lead' }, { contactRole: 'user' }];
		const triggers = await Promise.all(chosen.map(async (options) => await trigger(topics, { options })));
		for (const { tick } of triggers) await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		const lead = contactActs.createContact(workspace, { role: 'lead', external_id: MADE_UP });
		const [admin] = workspace.admins.values();
		for (const who of [alan(), lead]) {
			const conversation = conversationActs.contactStarts(workspace, who, 'Hello');
			conversationActs.contactReplies(workspace, conversation, who, 'More');
			conversationActs.adminReplies(workspace, conversation, admin, 'note', 'Hm');
		}
		const roles: unknown[][] = [];
		for (const { tick } of triggers) {
			intercom.requests.length = 0;
			const events = await tick();
			roles.push(events.map(({ contact }) => (contact as IDataObject).role).sort());
			const asked = intercom.requests.filter(({ path }) => path.startsWith('/contacts/'));
			expect(asked.length).toBeLessThanOrEqual(2);
		}
		// a conversation's first author is told to be a lead, wherever that is so
		expect(roles).toEqual([
			['lead', 'lead', 'user', 'user'],
			['lead', 'lead', null, null],
			['lead', 'lead'],
			['user', 'user'],
		]);
	});

	it('gives the last state of a contact that was updated, and not of one that was only made', async () => {
		const { tick } = await trigger(['contact.user.updated']);
		await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		const made = contactActs.createContact(workspace, { role: 'user', external_id: 'u' });
		expect(await tick()).toEqual([]);
		wallClock.advance(5000);
		contactActs.changeContact(workspace, made, { name: 'A' });
		contactActs.changeContact(workspace, made, { name: 'B' });
		wallClock.advance(1000);
		const [event, ...others] = await tick();
		expect(others).toEqual([]);
		expect(event).toMatchObject({ contact: { name: 'B' }, eventType: 'UPDATED' });
	});

	it.each([
		[0, '2026-03-01T12:01:00.900Z'],
		// by then the first change is found, the second is not
		[30_000, '2026-03-01T12:01:30.300Z'],
	])(
		'tells the last state of a second once, though polled within it and found %d ms late',
		async (searchLagMs, between) => {
			Object.assign(intercom.settings, { searchLagMs });
			wallClock.set('2026-03-01T12:00:00.100Z');
			const workspace = quiet();
			const contact = contactActs.createContact(workspace, { role: 'user', external_id: 'u' });
			const company = companyActs.createCompany(workspace, { company_id: 'new', name: 'New' });
			contactActs.attachCompany(workspace, contact, company);
			const { tick } = await trigger(['contact.user.updated', 'company.updated']);
			await tick();
			const change = (at: 1 | 2) => {
				contactActs.changeContact(workspace, contact, { name: `${at}` });
				companyActs.changeCompany(workspace, company, { name: `${at}` });
			};
			wallClock.set('2026-03-01T12:01:00.000Z');
			change(1);
			const events = await tick();
			wallClock.set('2026-03-01T12:01:00.700Z');
			change(2);
			wallClock.set(between);
			events.push(...(await tick()));
			for (const seconds of [60, 300, 60]) {
				wallClock.advance(seconds * 1000);
				events.push(...(await tick()));
			}
			expect(keys(events).sort()).toEqual(
				[
					`company.updated:${company.id}:at:1772366460`,
					`contact.user.updated:${contact.id}:at:1772366460`,
				].sort(),
			);
			expect(events.map(({ data }) => (data as IDataObject).name)).toEqual(['2', '2']);
		},
	);

	it('gives no older state after a newer one, though search shows it only then', async () => {
		wallClock.set('2026-03-01T11:59:58Z');
		const { tick } = await trigger(['contact.user.updated'], { options: { lag: 60 } });
		await tick();
		const contact = contactActs.createContact(quiet(), { role: 'user', external_id: 'u' });
		intercom.settings.searchLagMs = 60_000;
		const names: unknown[] = [];
		for (const [time, name] of [
			['12:00:00', 'older'],
			['12:00:50', 'newer'],
			['12:00:55', undefined],
			['12:01:05', undefined],
			['12:01:55', undefined],
		]) {
			wallClock.set(`2026-03-01T${time}Z`);
			if (name) contactActs.changeContact(quiet(), contact, { name });
			else names.push((await tick()).map(({ data }) => (data as IDataObject).name));
		}
		expect(names).toEqual([['newer'], [], []]);
	});

	it('goes back to a start, page by page within its bound, and misses and doubles nothing', async () => {
		wallClock.set('2026-03-01T12:00:00Z');
		const workspace = quiet();
		const ids: string[] = [];
		for (let i = 0; i < 25; i++) {
			wallClock.advance(1000);
			ids.push(conversationActs.contactStarts(workspace, alan(), `No. ${i}`).id);
		}
		const { tick } = await trigger(['conversation.user.created'], {
			options: { startFrom: '2026-03-01T00:00:00Z', bound: 10 },
		});
		const seen: unknown[] = [];
		for (let poll = 0; poll < 4; poll++) seen.push(...keys(await tick()));
		expect(seen.sort()).toEqual(ids.map((id) => `conversation.user.created:${id}`).sort());
	});

	it('keeps its place when a poll fails half way', async () => {
		const { tick, memory } = await trigger(['conversation.user.created', 'contact.user.created']);
		await tick();
		wallClock.advance(1000);
		const { id } = conversationActs.contactStarts(quiet(), alan(), 'Hello');
		const before = memory();
		await fault({ match: 'POST /conversations/search', times: 4, status: 500 });
		await expect(tick()).rejects.toThrow('Intercom answered with status 500');
		expect(memory()).toEqual(before);
		expect(keys(await tick())).toEqual([`conversation.user.created:${id}`]);
	}, 15_000);

	it('begins anew only when its start is put back, not when that moves on or is taken away', async () => {
		const options = { startFrom: '={{ $now.minus({ hours: 1 }).toISO() }}' };
		intercom.clock.set(new Date(Date.now() - 60_000).toISOString());
		conversationActs.contactStarts(quiet(), alan(), 'Hello');
		const { tick } = await trigger(['conversation.user.created'], { options });
		expect(await tick()).toHaveLength(1);
		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect(await tick()).toEqual([]);
	});

	it('goes on with the others when one watched contact is gone', async () => {
		const { tick } = await trigger(['conversation.user.created', 'event.created'], {
			contacts: '42, gone, 42',
		});
		await tick();
		wallClock.advance(1000);
		conversationActs.contactStarts(quiet(), alan(), 'Hello');
		trackEvent(quiet(), alan(), { event_name: 'paid' });
		expect((await tick()).map(({ topic }) => topic)).toEqual(['conversation.user.created', 'event.created']);
	});

	it('keeps what an object was when it moves to the front while pages are read', async () => {
		wallClock.set('2026-03-01T12:00:00Z');
		const first = conversationActs.contactStarts(quiet(), alan(), 'First');
		conversationActs.contactReplies(quiet(), first, alan(), 'A');
		for (let i = 0; i < 40; i++) {
			wallClock.advance(20_000);
			conversationActs.contactStarts(quiet(), alan(), `No. ${i}`);
		}
		const { tick } = await trigger(['conversation.user.created', 'conversation.user.replied'], {
			options: { startFrom: '2026-03-01T00:00:00Z', bound: 10 },
		});
		const given = keys(await tick());
		wallClock.advance(20_000);
		conversationActs.contactReplies(quiet(), first, alan(), 'B');
		for (let poll = 0; poll < 8; poll++) given.push(...keys(await tick()));
		const ofFirst = given.filter((key) => String(key).includes(first.id));
		expect(ofFirst.sort()).toEqual(
			[
				`conversation.user.created:${first.id}`,
				...first.parts.map(({ id }) => `conversation.user.replied:${first.id}:part:${id}`),
			].sort(),
		);
	});

	it('reads no details twice, and no further back than it must', async () => {
		const { tick } = await trigger(['conversation.user.replied', 'contact.user.updated']);
		await tick();
		for (let i = 0; i < 30; i++) {
			wallClock.advance(1000);
			conversationActs.contactStarts(quiet(), alan(), `No. ${i}`);
		}
		await tick();
		intercom.requests.length = 0;
		await tick();
		// the newest may still change within its second, so it is looked at again
		expect(
			intercom.requests.map(({ method, path }) => `${method} ${path.split('/').slice(0, 2).join('/')}`),
		).toEqual(['POST /contacts', 'POST /conversations', 'GET /conversations']);
	});

	it('keeps two resources of one name apart', async () => {
		const startFrom = new Date(intercom.clock.now() - 60_000).toISOString();
		const company = companyActs.createCompany(quiet(), { company_id: 'new', name: 'New' });
		contactActs.attachCompany(quiet(), contactActs.createContact(quiet(), { external_id: 'u' }), company);
		const same = { name: 'thing', timeField: 'created_at', event: 'created' };
		const resource = ['contacts', 'companies'].map((path) => ({ ...same, path }));
		const { tick } = await pollingTrigger(
			{ topics: [], options: { customResources: { resource }, startFrom } },
			credentials(),
		);
		expect((await tick()).length).toBeGreaterThan(0);
		expect(await tick()).toEqual([]);
	});

	it('names what is there when a resource of one’s own has no such list or time', async () => {
		const startFrom = '2026-03-01T11:00:00Z';
		const poll = async (more: object) => {
			const resource = [{ name: 'person', path: 'contacts', ...more }];
			const { tick } = await pollingTrigger(
				{ topics: [], options: { customResources: { resource }, startFrom } },
				credentials(),
			);
			return await tick();
		};
		await expect(poll({ listKey: 'contacts' })).rejects.toMatchObject({
			message: expect.stringContaining("List Key 'contacts'"),
			description: expect.stringContaining('data'),
		});
		await expect(poll({ timeField: 'changed' })).rejects.toMatchObject({
			message: expect.stringContaining("Time Field 'changed'"),
			description: expect.stringContaining('updated_at'),
		});
	});

	it('does not fail at n8n’s start when Intercom is out, but does later', async () => {
		const { tick } = await trigger(['conversation.user.created'], {
			options: { startFrom: '2026-03-01T00:00:00Z' },
		});
		await fault({ match: '*', times: 4, status: 503 });
		expect(await tick('trigger', 'init')).toEqual([]);
		await fault({ match: '*', times: 4, status: 503 });
		await expect(tick('trigger', 'init')).rejects.toThrow('Intercom answered with status 503');
	}, 20_000);

	it('does not poll while it polls', async () => {
		const { tick } = await trigger(['conversation.user.created']);
		await tick();
		wallClock.advance(1000);
		conversationActs.contactStarts(quiet(), alan(), 'Hello');
		await fault({ match: '*', times: 1, delayMs: 300 });
		const [first, second] = await Promise.all([tick(), tick()]);
		expect([first.length, second.length]).toEqual([1, 0]);
	});

	it('shows the newest to a person who tries it, and remembers nothing of that', async () => {
		const ids = [1, 2].map((n) => {
			wallClock.advance(1000);
			return conversationActs.contactStarts(quiet(), alan(), `No. ${n}`).id;
		});
		const { tick, memory } = await trigger(['conversation.user.created']);
		expect(keys(await tick('manual'))).toEqual(ids.reverse().map((id) => `conversation.user.created:${id}`));
		expect(memory()).toEqual({});
		const nothing = await trigger(['ticket.created']);
		await expect(nothing.tick('manual')).rejects.toThrow('Nothing of this kind is among the newest');
	});

	it('watches a resource of one’s own', async () => {
		const startFrom = new Date(intercom.clock.now() - 60_000).toISOString();
		contactActs.createContact(quiet(), { role: 'user', external_id: 'u', name: 'Custom' });
		const resource = [{ name: 'person', path: 'contacts', timeField: 'created_at', event: 'created' }];
		const given = (await (
			await fetch(`${intercom.url}/contacts`, { headers: { authorization: 'Bearer sim-intercom-token' } })
		).json()) as { data: IDataObject[] };
		const { tick } = await pollingTrigger(
			{ topics: [], options: { customResources: { resource }, startFrom } },
			credentials(),
		);
		const [event, ...others] = await tick();
		expect(others).toEqual([]);
		expect(event).toMatchObject({
			topic: 'custom.person.created',
			eventType: 'CREATED',
			data: given.data.find(({ name }) => name === 'Custom'),
		});
		expect(await tick()).toEqual([]);
	});

	it('leaves out what the filters leave out, the credential’s own doings among them', async () => {
		const { tick } = await trigger(['conversation.admin.replied'], { options: { ignore: ['own'] } });
		await tick();
		wallClock.advance(1000);
		const workspace = quiet();
		const conversation = conversationActs.contactStarts(workspace, alan(), 'Hello');
		const me = (await (
			await fetch(`${intercom.url}/me`, { headers: { authorization: 'Bearer sim-intercom-token' } })
		).json()) as { id: string };
		const other = [...workspace.admins.values()].find(({ id }) => id !== me.id)!;
		for (const who of [workspace.admins.get(me.id)!, other]) {
			conversationActs.adminReplies(workspace, conversation, who, 'comment', 'Hi');
		}
		expect((await tick()).map(({ actor }) => (actor as IDataObject).id)).toEqual([other.id]);
	});

	it('gives Intercom’s object as it arrived, in whichever version, and all else alike', async () => {
		const topics = [
			'contact.user.created',
			'conversation.user.created',
			'conversation.user.replied',
			'ticket.created',
		];
		const pinned = async (apiVersion: string) => {
			const { intercomAccessTokenApi: token } = credentials();
			const options = { startFrom: new Date(intercom.clock.now() - 60_000).toISOString() };
			const { tick } = await pollingTrigger(
				{ topics, options },
				{ intercomAccessTokenApi: { ...token, apiVersion } },
			);
			return (await tick()).sort((a, b) => String(a.eventKey).localeCompare(String(b.eventKey)));
		};
		const workspace = quiet();
		contactActs.createContact(workspace, { role: 'user', external_id: 'u', owner_id: 9600001 });
		const conversation = conversationActs.contactStarts(workspace, alan(), 'Hello');
		conversationActs.contactReplies(workspace, conversation, alan(), 'More');
		ticketActs.createTicket(workspace, alan());
		const [old, recent] = [await pinned('2.14'), await pinned('2.16')];
		const without = (events: IDataObject[]) => events.map((event) => ({ ...event, data: null }));
		expect(old.map(({ topic }) => topic)).toEqual(topics);
		expect(without(recent)).toEqual(without(old));
		const shapes = (events: IDataObject[]) =>
			events.map(({ data }) => {
				const { owner_id, admin_assignee_id, priority } = data as IDataObject;
				return [owner_id, admin_assignee_id, priority].filter((member) => member !== undefined);
			});
		expect(shapes(old)).toEqual([[9600001], [null, 'not_priority'], [null, 'not_priority'], ['0']]);
		expect(shapes(recent)).toEqual([['9600001'], [0, 'none'], [0, 'none'], [0]]);
	});

	it('asks for something to watch', async () => {
		const { tick } = await trigger([]);
		await expect(tick()).rejects.toThrow('There is nothing to watch');
	});
});
