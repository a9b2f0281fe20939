import type { IDataObject } from 'n8n-workflow';
import { isAtLeast, versionFor } from '../../../nodes/Intercom/connection/hosts';
import { contactActs, conversationActs } from '../../simulators/intercom';
import { ADA, ALAN, bodyOf, byId, does, intercom } from '../world/world';

const TICKETS = '2979330';

/** What a workflow sees must not depend on the version that the credential pins. */
describe.each(['2.14', '2.16'])('with version %s', (version) => {
	it('a contact’s owner is an integer, in and out', async () => {
		const owned = { email: 'owned@example.com', additionalFields: { owner_id: ADA } };
		const [contact] = await does('contact', 'create', owned, { version });
		expect(contact.owner_id).toBe(9600001);
		expect(bodyOf(-1).owner_id).toBe(version === '2.16' ? '9600001' : 9600001);
		const [free] = await does('contact', 'get', { contact_id: byId(ALAN) }, { version });
		expect(free.owner_id).toBeNull();
	});

	it('a conversation’s assignees are integers, or null', async () => {
		const [{ conversation_id: id }] = await does('conversation', 'create', {
			contact_id: byId(ALAN),
			body: 'Hello',
		});
		const thisOne = { conversation_id: byId(String(id)) };
		const [before] = await does('conversation', 'get', { ...thisOne, simplify: false }, { version });
		expect(before).toMatchObject({
			admin_assignee_id: null,
			team_assignee_id: null,
			priority: 'not_priority',
		});
		await does('conversation', 'assign', { ...thisOne, admin_id: ADA, type: 'admin', admin_assignee: ADA });
		const after = await does('conversation', 'getAll', { returnAll: true }, { version });
		expect(after).toMatchObject([{ admin_assignee_id: 9600001, team_assignee_id: null }]);
	});

	it('a conversation’s priority is priority or not_priority; the finer word is beside it', async () => {
		const workspace = intercom.workspace();
		const contact = contactActs.createContact(workspace, { email: 'urgent@example.com' });
		const conversation = conversationActs.contactStarts(workspace, contact, 'Help');
		conversationActs.prioritise(workspace, conversation, [...workspace.admins.values()][0]);
		const get = { conversation_id: byId(conversation.id), simplify: false };
		const [{ priority, priority_level: level }] = await does('conversation', 'get', get, { version });
		expect([priority, level]).toEqual(['priority', version === '2.16' ? 'high' : undefined]);
	});

	it('a ticket’s assignees are text, "0" for nobody', async () => {
		const [ticket] = await does(
			'ticket',
			'create',
			{
				ticket_type_id: byId(TICKETS),
				contact_id: byId(ALAN),
				title: 'Broken',
				additionalFields: { admin_assignee_id: ADA },
			},
			{ version },
		);
		expect(ticket).toMatchObject({ admin_assignee_id: '9600001', team_assignee_id: '0' });
	});

	it('a contact that was merged away is told alike', async () => {
		const workspace = intercom.workspace();
		const lead = contactActs.createContact(workspace, { role: 'lead', email: 'lead@example.com' });
		const user = contactActs.createContact(workspace, { role: 'user', email: 'user@example.com' });
		contactActs.mergeContacts(workspace, lead, user);
		const reading = does('contact', 'get', { contact_id: byId(lead.id) }, { version });
		await expect(reading).rejects.toMatchObject({ description: expect.stringContaining('merged into') });
	});
});

it('from 2.16 on the error names the contact that it was merged into', async () => {
	const workspace = intercom.workspace();
	const lead = contactActs.createContact(workspace, { role: 'lead', email: 'lead@example.com' });
	const user = contactActs.createContact(workspace, { role: 'user', email: 'user@example.com' });
	contactActs.mergeContacts(workspace, lead, user);
	await expect(
		does('contact', 'get', { contact_id: byId(lead.id) }, { version: '2.16' }),
	).rejects.toMatchObject({ description: expect.stringContaining(`merged into the contact ${user.id}`) });
});

it('an operation of a later version answers in the same shape', async () => {
	const make = { ticket_type_id: byId(TICKETS), contact_id: byId(ALAN), title: 'Broken', simplify: false };
	const [{ id }] = await does('ticket', 'create', make);
	const [changed] = await does('ticket', 'changeType', {
		ticket_id: byId(String(id)),
		ticket_type_id: byId(TICKETS),
		ticket_state_id: byId('4517894'),
		simplify: false,
	});
	expect(intercom.requests.at(-1)?.headers['intercom-version']).toBe('2.16');
	expect(changed).toMatchObject({ admin_assignee_id: '0', ticket_state: { category: 'in_progress' } });
});

it.each([
	['2.14', {}, '2.14'],
	['2.14', { additionalFields: { skip_notifications: true } }, '2.15'],
	['2.16', { additionalFields: { skip_notifications: true } }, '2.16'],
])('with version %s a reply with %j is sent with %s', async (version, more, sent) => {
	const [{ conversation_id: id }] = await does('conversation', 'create', {
		contact_id: byId(ALAN),
		body: 'Hello',
	});
	const reply = { conversation_id: byId(String(id)), admin_id: ADA, body: 'Hi', ...more };
	await does('conversation', 'replyAsAdmin', reply, { version });
	expect(intercom.requests.at(-1)?.headers['intercom-version']).toBe(sent);
});

it('Create or Update sends what came later with its version, whichever way it goes', async () => {
	const ada = {
		email: 'ada@example.com',
		attributes: { email_verified: true },
		additionalFields: { owner_id: ADA },
	};
	const made = [await does('contact', 'upsert', ada), await does('contact', 'upsert', ada)].flat();
	expect(made.map(({ outcome }) => outcome)).toEqual(['created', 'updated']);
	const writes = intercom.requests.map(({ method, headers, body }) => [
		method,
		headers['intercom-version'],
		(JSON.parse(body) as IDataObject).owner_id,
	]);
	expect(writes).toEqual([
		['POST', '2.16', '9600001'],
		['POST', '2.16', '9600001'],
		['PUT', '2.16', '9600001'],
	]);
});

it.each([
	['2.14', {}, 9600001],
	['2.16', {}, '9600001'],
	['2.14', { sort: { by: { field: 'created_at', order: 'ascending' } } }, '9600001'],
])('with version %s and %j a search for an owner compares with %j', async (version, more, owner) => {
	const filter = { field: 'owner_id', operator: 'equals', value: '9600001' };
	const groups = { group: [{ match: 'OR', filters: { filter: [filter, { ...filter, operator: 'in' }] } }] };
	const options = { groups, ...more };
	await does('contact', 'search', { filters: { filter: [filter] }, options }, { version });
	expect(bodyOf(-1).query).toMatchObject({
		value: [{ value: owner }, { value: [{ value: owner }, { value: [owner] }] }],
	});
});

it.each([
	['2.14', undefined, '2.14'],
	['2.14', '2.16', '2.16'],
	['2.16', '2.15', '2.16'],
	['2.9', '2.15', '2.15'],
	['Preview', '2.16', 'Preview'],
])('pinned %s, needed %s: sent %s', (pinned, needed, sent) => {
	expect(versionFor(pinned, needed)).toBe(sent);
});

it('2.9 is before 2.14', () => expect(isAtLeast('2.9', '2.14')).toBe(false));
