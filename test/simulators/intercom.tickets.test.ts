import type { Intercom } from 'intercom-client';
import { ada, alan, api, client, grace, refusal, simulator } from './intercom/driver';
import { deliveries, happen, item, subscribe, topics } from './intercom/endpoint';

const customerType = '2979330';
const backOffice = '2979331';
const inProgress = '4517894';
const resolved = '4517896';

/** A ticket of Grace's, made over the API. */
async function createTicket(body: object = {}): Promise<Record<string, never>> {
	const contacts = [{ id: grace }];
	const ticket_attributes = { _default_title_: 'Broken', Platform: 'iOS' };
	const reply = await api('POST', '/tickets', {
		ticket_type_id: customerType,
		contacts,
		ticket_attributes,
		...body,
	});
	expect(reply.status).toBe(200);
	return reply.body;
}

const partTypes = (ticket: Record<string, never>) =>
	(ticket.ticket_parts as { ticket_parts: Array<{ part_type: string }> }).ticket_parts.map(
		({ part_type: type }) => type,
	);

describe('tickets', () => {
	it('are of types and in states, as the official client reads them', async () => {
		const { data: types = [] } = await client.ticketTypes.list();
		expect(types.map((type) => type?.category)).toEqual(['Customer', 'Back-office']);
		const { data: states = [] } = await client.ticketStates.listTicketStates();
		expect(states.map((state) => state?.category)).toEqual([
			'submitted',
			'in_progress',
			'waiting_on_customer',
			'resolved',
		]);
	});

	it('are made with two ids, nobody assigned, and all attributes of their type', async () => {
		simulator.clock.set('2030-01-01T00:00:00.500Z');
		// the client sends them and has no type for them
		const attributes = { ticket_attributes: { _default_title_: 'Broken' } };
		const contacts = [{ id: grace }];
		const ticket = await client.tickets.create({ ticket_type_id: customerType, contacts, ...attributes });
		expect(ticket).toMatchObject({
			type: 'ticket',
			ticket_attributes: { _default_title_: 'Broken', _default_description_: null, Platform: null },
			ticket_state: { category: 'submitted' },
			ticket_type: { id: customerType, category: 'Customer' },
			contacts: { contacts: [{ id: grace, external_id: '1' }] },
			admin_assignee_id: '0',
			team_assignee_id: '0',
			created_at: 1893456000,
			updated_at: 1893456000,
			open: true,
		});
		expect(ticket?.id).not.toBe(ticket?.ticket_id);
		expect(await client.tickets.get({ ticket_id: String(ticket?.id) })).toEqual(ticket);
		expect(await refusal('GET', `/tickets/${ticket?.ticket_id}`)).toMatch(/^404 ticket_not_found /);
		const newer = await api('GET', `/tickets/${ticket?.id}`, undefined, { 'intercom-version': '2.16' });
		expect(newer.body).toMatchObject({ admin_assignee_id: 0, team_assignee_id: 0 });
	});

	it('take an unknown e-mail for a new contact, and no unknown attribute, type or second contact', async () => {
		const ticket = await createTicket({ contacts: [{ email: 'fresh@example.com' }] });
		const { contacts } = ticket.contacts as { contacts: Array<{ id: string }> };
		expect(await client.contacts.find({ contact_id: contacts[0].id })).toMatchObject({ role: 'lead' });
		const body = { ticket_type_id: customerType, contacts: [{ id: grace }] };
		const refused = (change: object) => refusal('POST', '/tickets', { ...body, ...change });
		expect(await refused({ ticket_attributes: { Urgent: true } })).toMatch(/^400 parameter_invalid /);
		expect(await refused({ ticket_attributes: { Severity: 'high' } })).toMatch(/^400 parameter_invalid /);
		expect(await refused({ ticket_type_id: '1' })).toMatch(/^404 /);
		expect(await refused({ contacts: [{ id: grace }, { id: alan }] })).toMatch(/^400 /);
		expect(await refused({ contacts: [{ id: 'nobody' }] })).toBe('404 not_found User Not Found');
		expect(await refused({ contacts: [] })).toMatch(/^400 parameter_not_found /);
	});

	it('change by the body of 2.14, each change a part and its topic', async () => {
		const { id } = await createTicket();
		await subscribe('*');
		const ticket_id = String(id);
		await client.tickets.update({ ticket_id, ticket_state_id: inProgress, admin_id: Number(ada) });
		await client.tickets.update({ ticket_id, assignee_id: '9600002', admin_id: Number(ada) });
		await client.tickets.update({ ticket_id, assignee_id: '8100001' });
		await client.tickets.update({ ticket_id, ticket_attributes: { Platform: 'Web', Severity: 2 } });
		await client.tickets.update({ ticket_id, company_id: '6962000000000000000000c1', is_shared: false });
		await deliveries(5);
		expect(topics().sort()).toEqual([
			'ticket.admin.assigned',
			'ticket.attribute.updated',
			'ticket.attribute.updated',
			'ticket.state.updated',
			'ticket.team.assigned',
		]);
		const { body: ticket } = await api('GET', `/tickets/${id}`);
		expect(ticket).toMatchObject({
			ticket_state: { id: inProgress, category: 'in_progress' },
			admin_assignee_id: '9600002',
			team_assignee_id: '8100001',
			ticket_attributes: { Platform: 'Web', Severity: 2 },
			company_id: '6962000000000000000000c1',
			is_shared: false,
		});
		expect(partTypes(ticket)).toEqual([
			'ticket_state_updated_by_admin',
			'ticket_state_updated_by_admin',
			'assignment',
			'assignment',
			'ticket_attribute_updated_by_admin',
			'ticket_attribute_updated_by_admin',
		]);
		const told = item(topics().indexOf('ticket.state.updated'));
		expect(told.ticket_parts.ticket_parts.at(-1)).toMatchObject({
			ticket_state: 'in_progress',
			previous_ticket_state: 'submitted',
			author: { id: ada },
		});
		expect(told.ticket_parts.total_count).toBe(2);
		await client.tickets.update({ ticket_id, assignee_id: '0' });
		expect(await client.tickets.get({ ticket_id })).toMatchObject({ admin_assignee_id: '0' });
		expect(await refusal('PUT', `/tickets/${id}`, { ticket_state_id: '1' })).toMatch(/^404 /);
		expect(await refusal('PUT', `/tickets/${id}`, { assignee_id: '1' })).toMatch(/^404 assignee_not_found /);
	});

	it('are answered, noted, tagged, snoozed and deleted', async () => {
		simulator.clock.set('2030-01-01T00:00:00Z');
		await subscribe('*');
		const { id } = await createTicket();
		const ticket_id = String(id);
		const comment = (body: Intercom.TicketsReplyRequestBody) => client.tickets.reply({ ticket_id, body });
		const admin = { type: 'admin' as const, admin_id: ada };
		const note = await comment({ ...admin, message_type: 'note', body: 'Hm' });
		expect(note).toMatchObject({ type: 'ticket_part', part_type: 'note', body: '<p>Hm</p>' });
		await comment({ ...admin, message_type: 'comment', body: 'On it' });
		await comment({ type: 'user', message_type: 'comment', body: 'Thanks', intercom_user_id: grace });
		await deliveries(5);
		const [note_, answer, thanks] = ['note.created', 'admin.replied', 'contact.replied'].map(
			(topic) => item(topics().indexOf(`ticket.${topic}`)).ticket.ticket_parts.ticket_parts,
		);
		expect([note_.length, answer.length, thanks.length]).toEqual([2, 3, 4]);
		expect([note_.at(-1).id, thanks.at(-1).author.id]).toEqual([note.id, grace]);

		const tagged = await client.tags.tagTicket({ ticket_id, id: '7001', admin_id: ada });
		expect(tagged).toMatchObject({ name: 'VIP', applied_at: 1893456000 });
		await client.tags.untagTicket({ ticket_id, tag_id: '7001', admin_id: ada });
		await client.tickets.update({ ticket_id, snoozed_until: 1893459600 });
		expect(await client.tickets.get({ ticket_id })).toMatchObject({ snoozed_until: 1893459600 });
		simulator.clock.set('2030-01-01T01:00:00Z');
		const awake = await client.tickets.get({ ticket_id });
		expect(awake).toMatchObject({ snoozed_until: null, updated_at: 1893459600 });
		expect(await client.tickets.deleteTicket({ ticket_id })).toMatchObject({
			object: 'ticket',
			deleted: true,
		});
		expect(await refusal('GET', `/tickets/${id}`)).toMatch(/^404 /);

		const inside = await createTicket({ ticket_type_id: backOffice, ticket_attributes: {} });
		const contact = { type: 'user', message_type: 'comment', body: 'Hi', user_id: '1' };
		expect(await refusal('POST', `/tickets/${inside.id}/reply`, contact)).toMatch(/^400 /);
	});

	it.each([
		['2.14', ['ticket.closed', 'ticket.state.updated']],
		['2.15', ['ticket.closed', 'ticket.resolved', 'ticket.state.updated']],
	])('tell of resolving and closing by the version of the app (%s)', async (appVersion, expected) => {
		await api('PUT', '/_sim/settings', { appVersion });
		const { id } = await createTicket();
		await subscribe('*');
		await api('PUT', `/tickets/${id}`, { ticket_state_id: resolved, open: false });
		await deliveries(expected.length);
		expect(topics().sort()).toEqual(expected);
		const closed = item(topics().indexOf('ticket.closed'));
		const ticket = appVersion === '2.14' ? closed : closed.ticket;
		expect(ticket).toMatchObject({ type: 'ticket', id, open: false, ticket_state: { category: 'resolved' } });
	});

	it('are searched by their fields, to the second, and paged', async () => {
		const ids: unknown[] = [];
		for (let count = 0; count < 5; count++) {
			simulator.clock.set(`2030-01-01T00:00:0${count}Z`);
			const attributes = { _default_title_: `Number ${count}`, Severity: count };
			ids.push((await createTicket({ ticket_attributes: attributes })).id);
		}
		await api('PUT', `/tickets/${ids[1]}`, { ticket_state_id: inProgress, assignee_id: ada });
		await createTicket({ ticket_type_id: backOffice, ticket_attributes: { Urgent: true } });
		const found = async (field: string, operator: string, value: unknown) => {
			const { body } = await api('POST', '/tickets/search', { query: { field, operator, value } });
			return (body.tickets as Array<{ id: string }>).map(({ id }) => ids.indexOf(id)).sort();
		};
		const first = Date.parse('2030-01-01T00:00:00Z') / 1000;
		expect(await found('created_at', '<', first + 1)).toEqual([0, 1]);
		expect(await found('created_at', '<=', first)).toEqual([0]);
		expect(await found('title', '~', 'number 3')).toEqual([3]);
		expect(await found('ticket_attribute.6100004', '>', 3)).toEqual([3, 4]);
		expect(await found('state', '=', 'in_progress')).toEqual([1]);
		expect(await found('admin_assignee_id', '=', ada)).toEqual([1]);
		expect(await found('category', '=', 'task')).toEqual([-1]);
		expect(await found('ticket_attribute.6100103', '=', true)).toEqual([-1]);
		expect(await found('contact_ids', 'IN', [grace])).toHaveLength(6);
		const wrong = { query: { field: 'updated_at', operator: '>=', value: 1 } };
		expect(await refusal('POST', '/tickets/search', wrong)).toMatch(/^400 parameter_invalid /);
		const page = await client.tickets.search({
			query: { field: 'ticket_type_id', operator: '=', value: customerType },
			pagination: { per_page: 2 },
		});
		const paged: unknown[] = [];
		for await (const ticket of page) paged.push(ids.indexOf(ticket?.id));
		expect([page.response.total_count, paged]).toEqual([5, [1, 4, 3, 2, 0]]);
		expect(page.response.tickets?.[0]).not.toHaveProperty('ticket_parts');
	});
});

describe('POST /_sim/events', () => {
	it('makes tickets happen in the state asked for', async () => {
		await subscribe('*');
		const contact = { id: alan };
		const created = { title: 'Help', state: 'waiting_on_customer', type: 'Back-office' };
		await happen({ topic: 'ticket.created', contact, ticket: created });
		await deliveries(2);
		expect(topics().sort()).toEqual(['ticket.created', 'ticket.state.updated']);
		const { id, ticket_state: state } = item();
		expect(state.category).toBe('waiting_on_customer');
		await happen({ topic: 'ticket.state.updated', contact, ticket: { state: 'in_progress' } });
		await happen({ topic: 'ticket.note.created', contact, ticket: { body: 'Look at this' } });
		await deliveries(4);
		const { body: ticket } = await api('GET', `/tickets/${id}`);
		expect(ticket).toMatchObject({
			ticket_state: { category: 'in_progress' },
			ticket_type: { category: 'Back-office' },
			ticket_attributes: { _default_title_: 'Help' },
		});
		expect(partTypes(ticket)).toHaveLength(3);
		const lost = { topic: 'ticket.created', ticket: { state: 'lost' } };
		expect(await refusal('POST', '/_sim/events', lost)).toMatch(/^400 /);
	});

	it('makes companies and tracked events happen too', async () => {
		await subscribe('*');
		await happen({ topic: 'company.created', item: { name: 'Initech', company_id: 'initech' } });
		const when = Math.floor(Date.now() / 1000) - 5;
		const event = { event_name: 'ordered', created_at: when };
		await happen({ topic: 'event.created', contact: { id: grace }, item: event });
		expect(await happen({ topic: 'event.created', contact: { id: grace }, times: 3 })).toHaveLength(3);
		expect((await api('POST', '/companies/list')).body).toMatchObject({ total_count: 3 });
		const { events } = (await api('GET', '/events?type=user&user_id=1')).body;
		expect(events).toHaveLength(4);
	});
});
