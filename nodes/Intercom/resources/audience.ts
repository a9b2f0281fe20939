import type { Field, Operation, Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional, rows, text } from '../fields/fields';
import { pick } from '../fields/picks';

const cell = (name: string, displayName: string, example: string): Field =>
	text(name, displayName, { placeholder: `e.g. ${example}` });

/** Intercom names neither all types nor all comparisons, so both are typed in. */
const predicates = (
	name: string,
	displayName: string,
	[attribute, type, comparison, value]: string[],
	description: string,
): Field =>
	rows(
		name,
		displayName,
		'Predicate',
		[
			cell('attribute', 'Attribute', attribute),
			cell('type', 'Type', type),
			cell('comparison', 'Comparison', comparison),
			cell('value', 'Value', value),
		],
		{ description },
	);

const contacts = predicates(
	'predicates',
	'Predicates',
	['company.name', 'string', 'contains', 'Acme'],
	'Which contacts belong to the audience',
);
const roles = predicates(
	'role_predicates',
	'Role Predicates',
	['role', 'role', 'eq', 'user'],
	'Which roles of contacts belong to the audience',
);
const name = text('name', 'Name');

const audiencePicked = pick('audience', { name: 'id' });
const entry = (operation: Omit<Operation, 'version'>): Operation => ({ ...operation, version: '2.16' });

export const audience: Resource = {
	name: 'Audience',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		create: entry({
			name: 'Create',
			action: 'Create an audience',
			request: 'POST /audiences',
			fields: [{ ...name, required: true }, contacts, roles],
		}),
		get: entry({
			name: 'Get',
			action: 'Get an audience',
			request: 'GET /audiences/{id}',
			fields: [audiencePicked],
		}),
		getAll: entry({
			name: 'Get Many',
			action: 'Get many audiences',
			request: 'GET /audiences',
			list: 'data',
			perPage: 50,
		}),
		update: entry({
			name: 'Update',
			action: 'Update an audience',
			request: 'PUT /audiences/{id}',
			fields: [audiencePicked, additional(name, contacts, roles)],
		}),
		delete: entry({
			name: 'Delete',
			action: 'Delete an audience',
			request: 'DELETE /audiences/{id}',
			fields: [audiencePicked],
		}),
	},
};
