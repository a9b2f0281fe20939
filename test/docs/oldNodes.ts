import type { INodeParameters } from 'n8n-workflow';

/** n8n's own Intercom node, used in every way that it offers, on what the simulator has. */

const user = '6961000000000000000000a2';
const lead = '6961000000000000000000a3';
const acme = '6962000000000000000000c1';

const typedIn = (name: string, value: string) => ({
	customAttributesUi: { customAttributesValues: [{ name, value }] },
});

/** By a name of its own: what n8n saves of the node. Defaults are left out, as n8n does. */
export const oldNodes: Record<string, INodeParameters> = {
	'lead create': {
		resource: 'lead',
		email: 'new@example.com',
		additionalFields: { name: 'Nora', phone: '+41791234567', unsubscribedFromEmails: true },
		...typedIn('plan', 'free'),
	},
	'lead create with what is gone': {
		resource: 'lead',
		email: 'gone@example.com',
		additionalFields: { companies: ['acme'], utmSource: 'ad', updateLastRequestAt: true },
	},
	'lead update': {
		resource: 'lead',
		operation: 'update',
		value: lead,
		additionalFields: { name: 'Visitor', email: 'visitor2@example.com' },
		jsonParameters: true,
		customAttributesJson: '{ "seats": 3 }',
	},
	'lead update by user ID': { resource: 'lead', operation: 'update', updateBy: 'userId', value: '42' },
	'lead get': { resource: 'lead', operation: 'get', selectBy: 'id', value: lead },
	'lead get by email': {
		resource: 'lead',
		operation: 'get',
		selectBy: 'email',
		value: 'visitor@example.com',
	},
	'lead get by phone': { resource: 'lead', operation: 'get', selectBy: 'phone', value: '+41790000000' },
	'lead get by user ID': { resource: 'lead', operation: 'get', selectBy: 'userId', value: '42' },
	'lead getAll': {
		resource: 'lead',
		operation: 'getAll',
		limit: 5,
		filters: { email: 'visitor@example.com' },
	},
	'lead getAll whole': { resource: 'lead', operation: 'getAll', returnAll: true },
	'lead delete': { resource: 'lead', operation: 'delete', deleteBy: 'id', value: lead },
	'lead delete by user ID': { resource: 'lead', operation: 'delete', deleteBy: 'userId', value: '42' },

	'user create': {
		identifierType: 'userId',
		idValue: '77',
		additionalFields: { name: 'Una', sessionCount: 3, avatar: 'https://example.com/una.png' },
		...typedIn('plan', 'pro'),
	},
	'user create by email': {
		identifierType: 'email',
		idValue: 'una@example.com',
		additionalFields: {},
		jsonParameters: true,
		customAttributesJson: '={ "plan": "{{ $json.plan }}" }',
	},
	'user update': {
		operation: 'update',
		value: user,
		additionalFields: { userId: '42', email: 'alan2@example.com' },
	},
	'user update by email': {
		operation: 'update',
		updateBy: 'email',
		value: 'grace@example.com',
		additionalFields: { name: 'Grace' },
	},
	'user update by user ID': {
		operation: 'update',
		updateBy: 'userId',
		value: '1',
		additionalFields: { phone: '+41791234568' },
	},
	'user get': { operation: 'get', selectBy: 'id', value: user },
	'user get by user ID': { operation: 'get', selectBy: 'userId', value: '1' },
	'user getAll': { operation: 'getAll', returnAll: true, filters: { email: 'grace@example.com' } },
	'user getAll of a tag and segment': {
		operation: 'getAll',
		filters: { tag_id: '7001', segment_id: '6762f25c1bb69f9f2193bc22' },
	},
	'user getAll of a company': { operation: 'getAll', filters: { company_id: 'acme' } },
	'user delete': { operation: 'delete', id: user },

	'company create': {
		resource: 'company',
		companyId: 'initech',
		additionalFields: {
			name: 'Initech',
			monthlySpend: 40,
			size: 7,
			plan: 'pro',
			website: 'https://initech.example',
		},
		...typedIn('segment', 'smb'),
	},
	'company update': {
		resource: 'company',
		operation: 'update',
		companyId: 'acme',
		additionalFields: { industry: 'Anvils' },
	},
	'company get': { resource: 'company', operation: 'get', selectBy: 'id', value: acme },
	'company get by company ID': {
		resource: 'company',
		operation: 'get',
		selectBy: 'companyId',
		value: 'acme',
	},
	'company get by name': { resource: 'company', operation: 'get', selectBy: 'name', value: 'Acme' },
	'company getAll': { resource: 'company', operation: 'getAll', limit: 1 },
	'company getAll of a segment': {
		resource: 'company',
		operation: 'getAll',
		filters: { segment_id: '6762f25c1bb69f9f2193bc22' },
	},
	'company getAll of a tag': { resource: 'company', operation: 'getAll', filters: { tag_id: '7001' } },
	'company users': { resource: 'company', operation: 'users', listBy: 'id', value: acme },
	'company users by company ID': {
		resource: 'company',
		operation: 'users',
		listBy: 'companyId',
		value: 'globex',
		returnAll: true,
	},
};

/** Which of the old node's operations one of these uses: `user create`. */
export const operationOf = ({ resource = 'user', operation = 'create' }: INodeParameters): string =>
	`${String(resource)} ${String(operation)}`;
