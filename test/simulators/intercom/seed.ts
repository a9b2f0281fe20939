import { index } from './searchIndex';
import { seedTickets } from './seedTickets';
import type { Company, Contact, ContactFields, DataAttribute, Touched, Workspace } from './types';

const dayMs = 24 * 60 * 60 * 1000;

/** An empty contact in Intercom's own defaults. */
export const blankContact: ContactFields = {
	role: 'user',
	external_id: null,
	email: null,
	phone: null,
	name: null,
	avatar: null,
	owner_id: null,
	unsubscribed_from_emails: false,
	signed_up_at: null,
	last_seen_at: null,
	custom_attributes: {},
};

const contacts: Array<Partial<Contact> & { id: string }> = [
	{
		id: '6961000000000000000000a1',
		external_id: '1',
		name: 'Grace Hopper',
		email: 'grace@example.com',
		companies: ['6962000000000000000000c1'],
		custom_attributes: { plan: 'pro' },
	},
	{
		id: '6961000000000000000000a2',
		external_id: '42',
		name: 'Alan Turing',
		email: 'alan@example.com',
		companies: ['6962000000000000000000c2'],
		custom_attributes: { plan: 'free' },
	},
	{ id: '6961000000000000000000a3', role: 'lead', name: 'Curious Visitor', email: 'visitor@example.com' },
];

const companies = [
	{ id: '6962000000000000000000c1', company_id: 'acme', name: 'Acme' },
	{ id: '6962000000000000000000c2', company_id: 'globex', name: 'Globex' },
];

const attributes: Array<Omit<DataAttribute, 'id'>> = [
	{ model: 'contact', name: 'plan', data_type: 'string' },
	{ model: 'contact', name: 'signed_up_from', data_type: 'string' },
	{ model: 'contact', name: 'seats', data_type: 'integer' },
	{ model: 'contact', name: 'mrr', data_type: 'float' },
	{ model: 'contact', name: 'trial', data_type: 'boolean' },
	{ model: 'contact', name: 'trial_ends_at', data_type: 'date' },
	{ model: 'company', name: 'segment', data_type: 'string' },
	{ model: 'company', name: 'employees', data_type: 'integer' },
	{ model: 'conversation', name: 'topic', data_type: 'string' },
	{ model: 'conversation', name: 'priority_score', data_type: 'integer' },
];

/** Puts the first teammates, tags, contacts, companies and types of ticket into an empty workspace; they are 30 days old. */
export function seed(workspace: Workspace) {
	const made = workspace.now() - 30 * dayMs;
	const touched: Touched['touched'] = [made, made];
	const put = <Item extends { id: string }>(into: Map<string, Item>, items: Item[]) => {
		for (const item of items) into.set(item.id, item);
	};
	put(workspace.admins, [
		{
			id: '9600001',
			name: 'Ada Admin',
			email: 'ada@example.com',
			job_title: 'Support lead',
			has_inbox_seat: true,
			team_ids: [8100001],
		},
		{
			id: '9600002',
			name: 'Ben Agent',
			email: 'ben@example.com',
			job_title: null,
			has_inbox_seat: true,
			team_ids: [8100001, 8100002],
		},
		{
			id: '9600003',
			name: 'Operator',
			email: `operator+${workspace.id}@intercom.io`,
			job_title: null,
			has_inbox_seat: false,
			team_ids: [],
		},
	]);
	put(workspace.teams, [
		{ id: '8100001', name: 'Support', admin_ids: [9600001, 9600002] },
		{ id: '8100002', name: 'Billing', admin_ids: [9600002] },
	]);
	put(workspace.tags, [
		{ id: '7001', name: 'VIP' },
		{ id: '7002', name: 'Beta' },
		{ id: '7003', name: 'Churn risk' },
	]);
	put(
		workspace.contacts,
		contacts.map((contact) => ({
			...blankContact,
			...structuredClone({ ...contactState, ...contact }),
			touched: [...touched],
		})),
	);
	put<Company>(
		workspace.companies,
		companies.map((company) => ({
			...blankCompany,
			...company,
			touched: [...touched],
			tags: [],
			custom_attributes: {},
		})),
	);
	for (const item of [...workspace.contacts.values(), ...workspace.companies.values()])
		index(workspace, item);
	seedTickets(workspace, Math.floor(made / 1000));
	workspace.attributes.push(...attributes.map((attribute, index) => ({ id: 5001 + index, ...attribute })));
}

const contactState = {
	state: 'active' as const,
	last_replied_at: null,
	last_contacted_at: null,
	tags: [],
	companies: [],
	notes: [],
};

/** A company of which nothing is known but its name. */
export const blankCompany = {
	plan: null,
	size: null,
	website: null,
	industry: null,
	monthly_spend: 0,
	remote_created_at: null,
	last_request_at: null,
};

/** A contact with these fields, made now; nobody is told. */
export function newContact(workspace: Workspace, fields: Partial<ContactFields>): Contact {
	const now = workspace.now();
	const contact: Contact = {
		...blankContact,
		...contactState,
		...fields,
		custom_attributes: { ...fields.custom_attributes },
		id: workspace.nextId('contact'),
		touched: [now, now],
		tags: [],
		companies: [],
		notes: [],
	};
	workspace.contacts.set(contact.id, contact);
	index(workspace, contact);
	return contact;
}
