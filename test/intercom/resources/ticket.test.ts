import type { IDataObject } from 'n8n-workflow';
import { ADA, ALAN, bodyOf, byId, does, intercom, mapped, requests, sim } from '../world/world';

const CUSTOMER = '2979330';
const BACK_OFFICE = '2979331';
const WAITING = '4517895';

const make = async (more: IDataObject = {}, type = CUSTOMER) => {
	const ticket = {
		ticket_type_id: byId(type),
		contact_id: byId(ALAN),
		title: 'Broken',
		simplify: false,
		...more,
	};
	return (await does('ticket', 'create', ticket as never))[0];
};
const idOf = (ticket: IDataObject) => byId(String(ticket.id));

describe('Ticket', () => {
	it('Create sends type, contact, attributes and assignment', async () => {
		const ticket = await make({
			title: 'Broken',
			description: 'It does not light',
			ticket_attributes: mapped({ Severity: 2 }),
			additionalFields: { admin_assignee_id: ADA, skip_notifications: true },
		});
		expect(bodyOf(-1)).toEqual({
			ticket_type_id: CUSTOMER,
			contacts: [{ id: ALAN }],
			ticket_attributes: {
				_default_title_: 'Broken',
				_default_description_: 'It does not light',
				Severity: 2,
			},
			assignment: { admin_assignee_id: '9600001' },
			skip_notifications: true,
		});
		expect(ticket).toMatchObject({
			ticket_attributes: { _default_title_: 'Broken', Severity: 2 },
			admin_assignee_id: '9600001',
		});
	});

	it.each([
		['email', 'new@example.com', { email: 'new@example.com' }],
		['externalId', '42', { external_id: '42' }],
	])(
		'Create leaves it to Intercom to find the contact by %s, in one request',
		async (mode, value, reference) => {
			await make({ contact_id: byId(value, mode) });
			expect(bodyOf(-1).contacts).toEqual([reference]);
			expect(requests()).toEqual(['POST /tickets']);
		},
	);

	it('Create in Background gives a job, whose status Job → Get tells', async () => {
		const [job] = await does('ticket', 'enqueue', {
			ticket_type_id: byId(CUSTOMER),
			contact_id: byId(ALAN),
			title: 'Broken',
		});
		const status = async () => (await does('job', 'get', { job_id: String(job.id) }))[0];
		expect(await status()).toMatchObject({ status: 'pending' });
		await sim('clock', { advanceMs: 2000 });
		const { resource_id: id, status: now } = await status();
		expect(now).toBe('success');
		expect(await does('ticket', 'get', { ticket_id: byId(String(id)) })).toMatchObject([{ id }]);
		await sim('clock', {});
	});

	it('Update: who acts, assignee, state, snooze and attributes', async () => {
		const ticket_id = idOf(await make());
		const [updated] = await does('ticket', 'update', {
			ticket_id,
			additionalFields: {
				admin_id: ADA,
				assignee_id: ADA,
				ticket_state_id: byId(WAITING),
				is_shared: false,
			},
			ticket_attributes: mapped({ Platform: 'iOS' }),
		});
		expect(bodyOf(-1)).toEqual({
			admin_id: 9600001,
			assignee_id: '9600001',
			ticket_state_id: WAITING,
			is_shared: false,
			ticket_attributes: { Platform: 'iOS' },
		});
		expect(updated).toMatchObject({
			admin_assignee_id: '9600001',
			ticket_state: { category: 'waiting_on_customer' },
			ticket_attributes: { Platform: 'iOS' },
		});
		expect(Object.keys(updated).length).toBeLessThanOrEqual(10);
	});

	it('Update without any field added sends none', async () => {
		await does('ticket', 'update', { ticket_id: idOf(await make()) });
		expect(bodyOf(-1)).toEqual({});
	});

	it('Reply, Reply as Contact, and Add Note', async () => {
		const ticket_id = idOf(await make());
		const asAdmin = {
			ticket_id,
			admin_id: ADA,
			body: 'Which one?',
			additionalFields: { reply_options: { option: [{ text: 'This', uuid: '' }] } },
		};
		expect(await does('ticket', 'replyAsAdmin', asAdmin)).toMatchObject([{ part_type: 'quick_reply' }]);
		const asContact = { ticket_id, contact_id: byId('alan@example.com', 'email'), body: 'This' };
		expect(await does('ticket', 'replyAsContact', asContact)).toMatchObject([
			{ part_type: 'comment', author: { id: ALAN } },
		]);
		expect(bodyOf(-1)).toEqual({
			message_type: 'comment',
			type: 'user',
			email: 'alan@example.com',
			body: 'This',
		});
		const note = { ticket_id, admin_id: ADA, body: 'Hm', additionalFields: { cross_post: true } };
		expect(await does('ticket', 'addNote', note)).toMatchObject([{ part_type: 'note' }]);
	});

	it('Search, Tag, Untag and Delete', async () => {
		const ticket = await make();
		const ticket_id = idOf(ticket);
		const filters = { filter: [{ field: 'title', operator: 'contains', value: 'Brok' }] };
		expect(await does('ticket', 'search', { filters })).toMatchObject([{ id: ticket.id }]);
		const tagging = { ticket_id, tag_id: byId('7001'), admin_id: ADA };
		expect(await does('tag', 'tagTicket', tagging)).toMatchObject([{ id: '7001' }]);
		expect(await does('tag', 'untagTicket', tagging)).toMatchObject([{ id: '7001' }]);
		expect(await does('ticket', 'delete', { ticket_id })).toMatchObject([{ deleted: true }]);
		expect(intercom.workspace().tickets.size).toBe(0);
	});

	it('a contact’s reply to a back-office ticket is refused in Intercom’s words', async () => {
		const ticket_id = idOf(await make({}, BACK_OFFICE));
		await expect(
			does('ticket', 'replyAsContact', { ticket_id, contact_id: byId(ALAN), body: 'x' }),
		).rejects.toThrow('A user cannot reply to a ticket of this category');
	});

	it('Types and states', async () => {
		expect(await does('ticketType', 'getAll', { returnAll: true })).toMatchObject([
			{ id: CUSTOMER, category: 'Customer' },
			{ id: BACK_OFFICE },
		]);
		expect(await does('ticketType', 'get', { ticket_type_id: byId(CUSTOMER) })).toMatchObject([
			{ name: 'Tickets' },
		]);
		expect(await does('ticketState', 'getAll', { limit: 2 })).toHaveLength(2);
	});
});

describe('the address of a conversation or ticket', () => {
	it.each([
		['https://app.intercom.com/a/inbox/abc123de/inbox/all/conversation/{id}?view=List'],
		['https://app.eu.intercom.com/a/apps/abc123de/conversations/{id}'],
		['https://app.au.intercom.com/a/inbox/abc123de/inbox/ticket/{id}'],
	])('stands for it: %s', async (address) => {
		const ticket = await make();
		const url = address.replace('{id}', String(ticket.id));
		expect(await does('ticket', 'get', { ticket_id: byId(url, 'url') })).toMatchObject([{ id: ticket.id }]);
	});

	it.each([
		['https://app.intercom.com/a/inbox/abc123de/inbox/all'],
		['https://intercom.example/a/inbox/abc123de/inbox/all/conversation/1'],
		['215000000000001'],
	])('is refused where it is none: %s', async (address) => {
		await expect(does('conversation', 'get', { conversation_id: byId(address, 'url') })).rejects.toThrow(
			'is not the address of a conversation or ticket',
		);
		expect(requests()).toEqual([]);
	});
});

describe('Conversation', () => {
	const converse = async () => {
		const [message] = await does('conversation', 'create', { contact_id: byId(ALAN), body: 'Hello' });
		return byId(String(message.conversation_id));
	};

	it('Update, Add Contact, Remove Contact, Redact and Delete', async () => {
		const conversation_id = await converse();
		const [updated] = await does('conversation', 'update', {
			conversation_id,
			attributes: mapped({ title: 'Order 42', read: true, topic: 'delivery' }),
			simplify: false,
		});
		expect(updated).toMatchObject({
			title: 'Order 42',
			read: true,
			custom_attributes: { topic: 'delivery' },
		});

		const joining = { conversation_id, contact_id: byId('lead@example.com', 'email'), admin_id: ADA };
		await does('conversation', 'addContact', joining);
		expect(bodyOf(-1)).toEqual({ admin_id: '9600001', customer: { email: 'lead@example.com' } });
		const leaving = { conversation_id, contact_id: byId(ALAN), admin_id: ADA };
		const [left] = await does('conversation', 'removeContact', { ...leaving, simplify: false });
		expect(bodyOf(-1)).toEqual({ admin_id: '9600001' });
		expect((left.contacts as { contacts: unknown[] }).contacts).toHaveLength(1);

		const { source } = (await does('conversation', 'get', { conversation_id }))[0] as { source: IDataObject };
		const blanked = { conversation_id, type: 'source', source_id: source.id as string };
		expect(await does('conversation', 'redact', blanked)).toMatchObject([{ source: { redacted: true } }]);
		expect(await does('conversation', 'delete', { conversation_id })).toMatchObject([{ deleted: true }]);
	});

	it('Update takes the company off again', async () => {
		const conversation_id = await converse();
		const company_id = byId('6962000000000000000000c1');
		await does('conversation', 'update', { conversation_id, additionalFields: { company_id } });
		await does('conversation', 'update', { conversation_id, additionalFields: { company_id: byId('') } });
		expect(bodyOf(-1)).toEqual({ company_id: null });
	});
});

describe('Admin', () => {
	it('Set Away, and back', async () => {
		const away = { admin_id: ADA, away_mode_enabled: true, away_mode_reassign: true };
		const reason = { additionalFields: { away_status_reason_id: byId('12') } };
		expect(await does('admin', 'setAway', { ...away, ...reason })).toMatchObject([
			{ away_mode_enabled: true },
		]);
		expect(bodyOf(-1)).toEqual({
			away_mode_enabled: true,
			away_mode_reassign: true,
			away_status_reason_id: 12,
		});
		const back = { admin_id: ADA, away_mode_enabled: false };
		expect(await does('admin', 'setAway', back)).toMatchObject([{ away_mode_enabled: false }]);
	});
});

it('Call → Search by Conversation takes 20 conversations at most', async () => {
	const ids = Array.from({ length: 21 }, (_, index) => String(index)).join();
	await expect(does('call', 'search', { conversation_ids: ids })).rejects.toThrow(
		'There are 21 conversations, and Intercom takes 20 at once',
	);
	expect(requests()).toEqual([]);
});
