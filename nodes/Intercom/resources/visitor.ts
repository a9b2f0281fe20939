import type { Field, Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, choose, customAttributes, identifier, text } from '../fields/fields';

const VISITOR_ID = '6762f30c1bb69f9f2193bc5e';
const USER_ID = '3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3';

const ways = { id: 'ID', user_id: 'User ID', email: 'Email' };
const examples = { id: VISITOR_ID, user_id: USER_ID, email: 'ada@example.com' };
type Way = keyof typeof ways;

/** Which member of `parent` says who it is, and that member. Intercom has no list of visitors to pick from. */
const by = (choice: string, label: string, parent: string, allowed: Way[]): Field[] => [
	choose(choice, `${label} By`, Object.fromEntries(allowed.map((way) => [way, ways[way]])), {
		to: undefined,
	}),
	...allowed.map((way) =>
		identifier(parent ? `${parent}_${way}` : way, `${label} ${ways[way]}`, {
			as: parent ? `${parent}.${way}` : way,
			required: true,
			placeholder: `e.g. ${examples[way]}`,
			show: { [choice]: [way] },
		}),
	),
];

export const visitor: Resource = {
	name: 'Visitor',
	permission: undocumented,
	preset: 'get',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a visitor',
			request: 'GET /visitors',
			fields: [
				identifier('user_id', 'Visitor User ID', {
					to: 'query',
					required: true,
					placeholder: `e.g. ${USER_ID}`,
				}),
			],
			simplify: [
				'name',
				'pseudonym',
				'email',
				'anonymous',
				'created_at',
				'updated_at',
				'last_request_at',
				'custom_attributes',
				'user_id',
				'id',
			],
		},
		update: {
			name: 'Update',
			action: 'Update a visitor',
			request: 'PUT /visitors',
			fields: [
				...by('identifyBy', 'Visitor', '', ['user_id', 'id']),
				additional(customAttributes, text('name', 'Name', { placeholder: 'e.g. Ada Lovelace' })),
			],
		},
		convert: {
			name: 'Convert',
			action: 'Convert a visitor to a contact',
			description: 'Make the visitor a lead or user, or merge it into the one that exists',
			request: 'POST /visitors/convert',
			fields: [
				choose('type', 'Convert To', { user: 'User', lead: 'Lead' }),
				...by('visitorBy', 'Visitor', 'visitor', ['user_id', 'id', 'email']),
				...by('userBy', 'Contact', 'user', ['user_id', 'id']),
				additional(
					identifier('user_email', 'Contact Email', {
						as: 'user.email',
						placeholder: 'e.g. ada@example.com',
					}),
				),
			],
		},
	},
};
