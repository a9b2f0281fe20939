import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { resourceMapping } from '../../engine';
import type { DataAttribute } from '../../simulators/intercom/types';
import type { TicketAttribute } from '../../simulators/intercom/ticketTypes';
import { ALAN, bodyOf, byId, credentials, does, intercom, mapped, requests, runs, sim } from '../world/world';

/** Custom attributes and ticket attributes: what the editor offers of them, and what is sent. */

const ACME = '6962000000000000000000c1';
const CUSTOMER = '2979330';

/** Makes an attribute in the workspace. */
const has = (model: DataAttribute['model'], name: string, more: Partial<DataAttribute> = {}) =>
	intercom.workspace().attributes.push({ id: 9000, model, name, data_type: 'string', ...more });

const hasOnTickets = (name: string, data_type: TicketAttribute['data_type'], more = {}) =>
	intercom
		.workspace()
		.ticketTypes.get(CUSTOMER)
		?.attributes.push({ id: '99', name, data_type, default: false, ...more });

const PRIORITIES = [
	{ id: 'de1825a0-0164-4070-8ca6-13e22462fa7e', label: 'High' },
	{ id: '0b1825a0-0164-4070-8ca6-13e22462fa7e', label: 'Low' },
];

/** Has the simulator answer the next request so. */
const answers = async (match: string, status: number, body: IDataObject) =>
	await sim('faults', [{ match, times: 1, status, body: JSON.stringify(body) }]);

async function offers(of: string, parameters: INodeParameters = {}) {
	const { fields } = await resourceMapping(`${of}Attributes`, credentials(), parameters);
	return Object.fromEntries(fields.map(({ id, type }) => [id, type]));
}

/** What every workspace has. */
const ofEveryContact = {
	name: 'string',
	phone: 'string',
	avatar: 'string',
	email_verified: 'boolean',
	last_seen_at: 'dateTime',
	signed_up_at: 'dateTime',
	unsubscribed_from_emails: 'boolean',
};

const automatically = { ...mapped({}), mappingMode: 'autoMapInputData', value: null };

const update = async (values: IDataObject, more: INodeParameters = {}, items?: IDataObject[]) =>
	await does('contact', 'update', { contact_id: byId(ALAN), attributes: mapped(values), ...more }, { items });

const make = async (attributes: IDataObject, more: INodeParameters = {}) =>
	(
		await does('ticket', 'create', {
			ticket_type_id: byId(CUSTOMER),
			contact_id: byId(ALAN),
			title: 'Broken',
			ticket_attributes: mapped(attributes),
			...more,
		})
	)[0];

/** Of a run that is refused before anything is written, what it says. */
async function refusal(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	items?: IDataObject[],
) {
	const { error } = await runs(resource, operation, parameters, { items });
	expect(requests().filter((request) => !request.startsWith('GET '))).toEqual([]);
	return [error?.message, error?.description];
}

describe('the editor offers', () => {
	it('contacts’ own attributes by type, without what is archived or written by Intercom alone', async () => {
		has('contact', 'tier', { options: ['gold', 'silver'] });
		has('contact', 'old', { archived: true });
		has('contact', 'score', { readOnly: true });
		expect(await offers('contact')).toEqual({
			...ofEveryContact,
			plan: 'string',
			signed_up_from: 'string',
			seats: 'number',
			mrr: 'number',
			trial: 'boolean',
			trial_ends_at: 'dateTime',
			tier: 'options',
		});
		const { fields } = await resourceMapping('contactAttributes', credentials());
		expect(fields.at(-1)?.options).toEqual([
			{ name: 'gold', value: 'gold' },
			{ name: 'silver', value: 'silver' },
		]);
	});

	it('a name as people call it, and the standard attributes once, whatever Intercom lists', async () => {
		const attribute = (name: string, custom: boolean, label: string) => ({
			name,
			label,
			custom,
			data_type: 'string',
			archived: false,
			api_writable: true,
		});
		const data = [attribute('email', false, 'Email'), attribute('plan', true, 'Plan Name')];
		await answers('GET /data_attributes', 200, { data });
		const { fields } = await resourceMapping('contactAttributes', credentials());
		expect(fields.map(({ id }) => id)).toEqual([...Object.keys(ofEveryContact), 'plan']);
		expect(fields[0]).toMatchObject({ id: 'name', displayName: 'Name' });
		expect(fields.at(-1)).toMatchObject({ displayName: 'Plan Name (plan)', required: false });
	});

	it.each(['2.14', '2.16'])('companies’ and conversations’ attributes with %s', async (appVersion) => {
		has('conversation', 'Priority', { options: ['High', 'Low'] });
		const pinned = credentials({ apiVersion: appVersion });
		const { fields: ofCompany } = await resourceMapping('companyAttributes', pinned);
		expect(ofCompany.map(({ id, type }) => [id, type])).toEqual([
			['website', 'string'],
			['industry', 'string'],
			['plan', 'string'],
			['size', 'number'],
			['monthly_spend', 'number'],
			['remote_created_at', 'dateTime'],
			['segment', 'string'],
			['employees', 'number'],
		]);
		const { fields } = await resourceMapping('conversationAttributes', pinned);
		expect(fields.map(({ id, type }) => [id, type])).toEqual([
			['title', 'string'],
			['read', 'boolean'],
			['topic', 'string'],
			['priority_score', 'number'],
			['Priority', 'options'],
		]);
		expect(fields.at(-1)?.options).toMatchObject([{ value: 'High' }, { value: 'Low' }]);
	});

	it('the attributes of the ticket type chosen, at first what a new ticket needs', async () => {
		hasOnTickets('Priority', 'list', { items: PRIORITIES, required: true });
		hasOnTickets('Due', 'date');
		hasOnTickets('Proof', 'files');
		hasOnTickets('Old', 'string', { archived: true });
		const chosen = { ticket_type_id: byId(CUSTOMER) };
		expect(await offers('newTicket', chosen)).toEqual({
			Platform: 'string',
			Severity: 'number',
			Priority: 'options',
			Due: 'dateTime',
			Proof: 'array',
		});
		const { fields } = await resourceMapping('newTicketAttributes', credentials(), chosen);
		const { fields: converted } = await resourceMapping('convertedTicketAttributes', credentials(), chosen);
		expect(converted[0].displayName).toBe('Title');
		expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['Priority']);
		expect(fields.find(({ id }) => id === 'Priority')?.options).toEqual(
			PRIORITIES.map(({ id, label }) => ({ name: label, value: id })),
		);
	});

	it('those of the type that a ticket has, however it is named, and none of them as required', async () => {
		hasOnTickets('Priority', 'list', { items: PRIORITIES, required: true });
		const id = String((await make({})).id);
		const url = `https://app.intercom.com/a/inbox/abc123de/inbox/all/conversation/${id}`;
		for (const ticket_id of [byId(id), byId(url, 'url'), byId(id, 'list')]) {
			const { fields } = await resourceMapping('ticketAttributes', credentials(), { ticket_id });
			expect(fields.map(({ id: name, required }) => [name, required])).toContainEqual(['Priority', false]);
		}
	});

	it('nothing, but says why', async () => {
		const { fields, emptyFieldsNotice } = await resourceMapping('newTicketAttributes', credentials());
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toBe('Choose a ticket type to see its attributes.');
	});

	it('what every workspace has, and no error, while there is no credential yet', async () => {
		const { fields } = await resourceMapping('contactAttributes', {});
		expect(fields.slice(0, -1).map(({ id }) => id)).toEqual(Object.keys(ofEveryContact));
		expect(fields.at(-1)).toMatchObject({ readOnly: true, displayName: expect.stringContaining('Refresh') });
		expect((await resourceMapping('newTicketAttributes', {})).fields).toEqual([]);
		expect(requests()).toEqual([]);
	});
});

describe('what is filled in', () => {
	it('is sent to contacts in the attributes’ types', async () => {
		has('contact', 'tier', { options: ['gold', 'silver'] });
		await update(
			{
				plan: 7,
				seats: '12',
				mrr: '={{ $json.mrr }}',
				trial: 'true',
				trial_ends_at: '2026-03-01T09:00:00',
				tier: 'gold',
			},
			{},
			[{ mrr: '9.5' }],
		);
		expect(bodyOf(-1)).toEqual({
			custom_attributes: {
				plan: '7',
				seats: 12,
				mrr: 9.5,
				trial: true,
				// 9:00 in the workflow's zone, New York
				trial_ends_at: 1772373600,
				tier: 'gold',
			},
		});
	});

	it('empties an attribute by null; what is blank or missing is not sent', async () => {
		const values = { plan: '={{ null }}', seats: '', mrr: '={{ $json.nothing }}', trial: false };
		await update(values, {}, [{}]);
		expect(bodyOf(-1)).toEqual({ custom_attributes: { plan: null, trial: false } });
		await update({ plan: ' ' });
		expect(bodyOf(-1)).toEqual({});
	});

	it('reaches companies and conversations', async () => {
		has('conversation', 'Priority', { options: ['High', 'Low'] });
		await does('company', 'update', {
			company_id: byId(ACME),
			attributes: mapped({ employees: '40' }),
		});
		expect(bodyOf(-1)).toEqual({ custom_attributes: { employees: 40 } });
		const [{ conversation_id }] = await does('conversation', 'create', {
			contact_id: byId(ALAN),
			body: 'Hello',
		});
		await does('conversation', 'update', {
			conversation_id: byId(String(conversation_id)),
			attributes: mapped({ topic: 'billing', Priority: 'High' }),
		});
		expect(bodyOf(-1)).toEqual({ custom_attributes: { topic: 'billing', Priority: 'High' } });
	});

	it('reaches new tickets, with the ID of a list’s item, which may be named by its label', async () => {
		hasOnTickets('Priority', 'list', { items: PRIORITIES });
		hasOnTickets('Due', 'date');
		for (const Priority of ['High', PRIORITIES[0].id]) {
			await make({ Priority, Due: '2026-03-01T00:00:00Z', Severity: '2' });
			expect(bodyOf(-1).ticket_attributes).toEqual({
				_default_title_: 'Broken',
				Priority: PRIORITIES[0].id,
				Due: 1772323200,
				Severity: 2,
			});
		}
	});

	it('reaches a ticket whose type is chosen, or asked of the ticket', async () => {
		const { id } = await make({});
		const ticket = { ticket_id: byId(String(id)), ticket_attributes: mapped({ Severity: '3' }) };
		intercom.requests.length = 0;
		await does('ticket', 'update', { ...ticket, ticket_type_id: byId(CUSTOMER) });
		await does('ticket', 'update', ticket);
		const [type, change] = [`GET /ticket_types/${CUSTOMER}`, `PUT /tickets/${String(id)}`];
		expect(requests()).toEqual([type, change, `GET /tickets/${String(id)}`, type, change]);
		expect([1, -1].map(bodyOf)).toEqual(Array(2).fill({ ticket_attributes: { Severity: 3 } }));
	});

	it('reaches a conversation that becomes a ticket', async () => {
		const [{ conversation_id }] = await does('conversation', 'create', {
			contact_id: byId(ALAN),
			body: 'Hello',
		});
		await answers(`POST /conversations/${String(conversation_id)}/convert`, 200, { type: 'ticket' });
		await does('conversation', 'convertToTicket', {
			conversation_id: byId(String(conversation_id)),
			ticket_type_id: byId(CUSTOMER),
			attributes: mapped({ Severity: '1' }),
		});
		expect(bodyOf(-1)).toEqual({ ticket_type_id: CUSTOMER, attributes: { Severity: 1 } });
	});

	it('may be names and values without the editor’s list, and Additional Body goes over it', async () => {
		const attributes = { plan: '={{ $json.plan }}', seats: 1, name: 'Ada' };
		const additionalBody = '={{ ({ name: "Alan", custom_attributes: { seats: "8", mrr: null } }) }}';
		await update({}, { attributes, requestOptions: { additionalBody } }, [{ plan: 'pro' }]);
		expect(bodyOf(-1)).toEqual({ name: 'Alan', custom_attributes: { plan: 'pro', seats: 8, mrr: null } });
	});

	it('may link custom objects, which no list of attributes holds', async () => {
		await answers(`PUT /contacts/${ALAN}`, 200, { type: 'contact' });
		await update({}, { requestOptions: { additionalBody: '{"custom_attributes": {"order": ["21"]}}' } });
		expect(bodyOf(-1)).toEqual({ custom_attributes: { order: ['21'] } });
	});

	it('is not looked into where every workspace has it', async () => {
		await update({ name: 'Alan' });
		expect(requests()).toEqual([`PUT /contacts/${ALAN}`]);
	});

	it.each([403, 404])('is sent as it is where Intercom does not show the list: %i', async (status) => {
		await answers('GET /data_attributes', status, { type: 'error.list', errors: [] });
		await update({ plan: 'pro' });
		expect(bodyOf(-1)).toEqual({ custom_attributes: { plan: 'pro' } });
	});
});

describe('mapping automatically', () => {
	const automatic = { contact_id: byId(ALAN), attributes: automatically };
	const leftOut = (names: string) =>
		`Map Automatically left out ${names}: there is no attribute of the name, or the form fills it in`;

	it('takes from each item what Intercom has an attribute for, standard or not, and names the rest', async () => {
		const items = [
			{ seats: '5', mrr: null, plan: '', email: 'x@example.com', name: 'Ada', score: 7 },
			{ signed_up_at: '2026-01-10T08:00:00Z', owner_id: '9600001', score: 8, color: 'red', blank: ' ' },
		];
		const { hints } = await runs('contact', 'update', automatic, { items });
		const bodies = intercom.requests
			.filter(({ method }) => method === 'PUT')
			.map(({ body }) => JSON.parse(body));
		expect(bodies).toEqual(
			expect.arrayContaining([
				{ email: 'x@example.com', name: 'Ada', custom_attributes: { seats: 5 } },
				{ signed_up_at: 1768032000, owner_id: 9600001 },
			]),
		);
		expect(hints).toEqual([leftOut("'score', 'color'")]);
	});

	it('fills the fields of the form that are blank, and leaves those that are not', async () => {
		const person = { email: 'mary@example.com', external_id: 4711, phone: 41791234567, role: 'lead' };
		const create = { role: 'user', external_id: 'own', attributes: automatically };
		const { hints } = await runs('contact', 'create', create, { items: [person] });
		expect(bodyOf(-1)).toEqual({
			role: 'user',
			email: 'mary@example.com',
			external_id: 'own',
			phone: '41791234567',
		});
		expect(hints).toEqual([leftOut("'external_id', 'role'")]);
	});

	it('names ten of many that it leaves out', async () => {
		const item = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`x${n}`, n]));
		const { hints } = await runs('contact', 'update', automatic, { items: [item] });
		expect(hints?.[0]).toContain("'x9' and 2 more:");
	});

	it('sends what came later with its version', async () => {
		const items = [{ email: 'x@example.com', email_verified: true }];
		await does('contact', 'update', automatic, { items });
		expect(intercom.requests.at(-1)?.headers['intercom-version']).toBe('2.16');
	});

	it.each([
		[{ avatar: { type: 'avatar' } }, "'avatar' is an object, but it takes one value"],
		[{ name: ['Beta'] }, "'name' is a list, but it takes one value"],
		[{ role: 'admin' }, "'admin' is not an option of 'role'"],
		[{ unsubscribed_from_emails: 'perhaps' }, "'unsubscribed_from_emails' expects a boolean"],
	])('says what does not fit, and sends nothing: %j', async (item, message) => {
		expect((await refusal('contact', 'update', automatic, [item]))[0]).toContain(message);
	});

	it('refuses what was an attribute when the node was set up and is archived now', async () => {
		has('contact', 'old', { archived: true });
		const field = { id: 'old', displayName: 'old', required: false, display: true, defaultMatch: false };
		const attributes = { ...automatically, schema: [field] } as INodeParameters;
		expect(await refusal('contact', 'update', { ...automatic, attributes }, [{ old: 1 }])).toEqual([
			"The contact attribute 'old' is archived",
			'Bring it back in Intercom, or take it out here',
		]);
		await does('contact', 'update', automatic, { items: [{ old: 1, plan: 'pro' }] });
		expect(bodyOf(-1)).toEqual({ custom_attributes: { plan: 'pro' } });
	});
});

describe('refused before anything is sent:', () => {
	const contact = (attributes: IDataObject, more: INodeParameters = {}) => ({
		contact_id: byId(ALAN),
		attributes: mapped(attributes),
		...more,
	});

	it.each([
		['plna', "Did you mean 'plan'? Names are to be written exactly as in Intercom"],
		['Trial ends at', "Did you mean 'trial_ends_at'? Names are to be written exactly as in Intercom"],
		['zzzzzz', "There are: 'plan', 'signed_up_from', 'seats', 'mrr', 'trial', 'trial_ends_at'"],
	])('a contact attribute %s', async (name, advice) => {
		expect(await refusal('contact', 'update', contact({ [name]: 'x' }))).toEqual([
			`Intercom has no contact attribute '${name}'`,
			advice,
		]);
	});

	it('an unknown name in Additional Body', async () => {
		const requestOptions = { additionalBody: '{"custom_attributes": {"seat": 8}}' };
		expect(await refusal('contact', 'update', contact({}, { requestOptions }))).toEqual([
			"Intercom has no contact attribute 'seat'",
			"Did you mean 'seats'? Names are to be written exactly as in Intercom",
		]);
	});

	it('an archived one', async () => {
		has('company', 'old', { archived: true });
		const old = { company_id: byId(ACME), attributes: mapped({ old: 'x' }) };
		expect((await refusal('company', 'update', old))[0]).toBe("The company attribute 'old' is archived");
	});

	it('a name that the ticket’s type does not have', async () => {
		const parameters = {
			ticket_type_id: byId(CUSTOMER),
			contact_id: byId(ALAN),
			title: 'Broken',
			ticket_attributes: mapped({ Sevrity: 2 }),
		};
		expect(await refusal('ticket', 'create', parameters)).toEqual([
			"Intercom has no ticket attribute 'Sevrity' in the ticket type 'Tickets'",
			"Did you mean 'Severity'? Names are to be written exactly as in Intercom",
		]);
	});

	it.each([
		[{ seats: 'many' }, "'seats' is 'many', which is not a number"],
		[{ trial: 'perhaps' }, "'trial' expects a boolean but we got 'perhaps'"],
		[{ trial_ends_at: 'soon' }, "'trial_ends_at' is 'soon', which is not a date"],
		[{ tier: 'bronze' }, "'bronze' is not an option of 'tier'"],
	])('a value of another type: %j', async (values, message) => {
		has('contact', 'tier', { options: ['gold', 'silver'] });
		expect((await refusal('contact', 'update', contact(values)))[0]).toBe(message);
	});

	it('by one reading of the list for 100 items, and the others go on', async () => {
		const items = Array.from({ length: 100 }, (_, n) => ({ name: n === 50 ? 'plan_nmae' : 'plan' }));
		const additionalBody = '={{ ({ custom_attributes: { [$json.name]: "pro" } }) }}';
		const parameters = contact({}, { requestOptions: { additionalBody } });
		const { items: given } = await runs('contact', 'update', parameters, {
			items,
			onError: 'continueRegularOutput',
		});
		expect(given.filter(({ json }) => json.error).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 50 },
		]);
		expect(requests().filter((request) => request.startsWith('GET '))).toHaveLength(1);
		expect(requests().filter((request) => request.startsWith('PUT '))).toHaveLength(99);
	});
});
