import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/core/table/fields';
import type { Field, FieldGroup, Operation, Values } from '../../../nodes/core/table/operation';
import { resources } from '../../../nodes/Intercom/resources';
import { branches, fill, sample, type Chosen } from './filling';
import { does } from '../world/world';

/** Every operation that sends something, with parameters as n8n has them: all fields filled, and the required ones. */

/** Of conversations and tickets, which cannot be searched by what the example names. */
const openOnes = { query: '{"field": "open", "operator": "=", "value": true}' };

/** By operation: what a field holds in place of its example, where examples do not suit each other. */
const instead: Record<string, Values> = {
	'contact create': { email: 'new@example.com', external_id: '4711' },
	'contact merge': { from: '6961000000000000000000a3' },
	'contact search': { 'number.attribute': 'seats', 'yesNo.attribute': 'trial' },
	'contact update': { role: 'user' },
	'conversation search': { 'number.attribute': 'priority_score', 'yesNo.field': 'open', ...openOnes },
	'conversation snooze': { snoozed_until: '2099-01-01T00:00:00Z' },
	'customCall send': { method: 'GET', path: '/tags', listKey: 'data' },
	'ticket search': {
		...{ 'number.attribute': '4568', 'text.attribute': '4567', 'yesNo.field': 'open' },
		...openOnes,
	},
	'ticket update': { snoozed_until: '2099-01-01T00:00:00Z' },
};

const anyFilter = {
	filters: { date: [{ field: 'created_at', operator: 'greaterThan', value: '2020-01-01' }] },
};

/** By operation: what it needs, although it could do without any single field of it. */
const needed: Record<string, INodeParameters> = {
	'contact upsert': { email: 'ada@example.com' },
	'contact search': anyFilter,
	'conversation search': anyFilter,
	'ticket search': anyFilter,
};

export const files: IBinaryKeyData = {
	data: { data: 'SGVsbG8=', fileName: 'invoice.pdf', mimeType: 'application/pdf' },
};

/** Every field, also those in collections, by its path. */
const byPath = (fields: Field[], above = ''): Array<[string, Field]> =>
	fields.flatMap((field) => {
		const path = `${above}.${field.name}`;
		const groups = field.type === 'fixedCollection' ? (field.options as FieldGroup[]) : [];
		return [
			[path, field] as [string, Field],
			...(field.type === 'collection' ? byPath(field.options as Field[], path) : []),
			...byPath(field.columns ?? [], path),
			...groups.flatMap(({ name, values }) => byPath(values, `${path}.${name}`)),
		];
	});

/** What n8n has otherwise than the example says: a picker's value with its mode, a file by the name of its field. */
function special(fields: Field[], given: Values): Chosen {
	const chosen: Chosen = new Map();
	for (const [path, field] of byPath(fields)) {
		const key = Object.keys(given).find((end) => path.endsWith(`.${end}`));
		const value = key ? given[key] : sample(field, new Map());
		if (field.files) chosen.set(field, 'data');
		else if (field.type === 'resourceLocator') chosen.set(field, { __rl: true, mode: 'id', value });
		else if (key) chosen.set(field, value);
	}
	return chosen;
}

export type Case = {
	title: string;
	resource: string;
	name: string;
	operation: Operation;
	parameters: INodeParameters;
};

/** The token's own teammate, where nobody is chosen, is asked of Intercom: that has tests of its own. */
const isOwnByDefault = ({ type, complete }: Field): boolean =>
	type === 'resourceLocator' && complete !== undefined;

/** In each branch of its fields all that show, and those that are required; where these are the same, once. */
function casesOf(resource: string, name: string): Case[] {
	const operation = resources[resource].operations[name];
	const key = `${resource} ${name}`;
	// Return All takes the place of Limit, and the first page that of both
	const fields = fieldsOf(operation).filter((field) => field.name !== 'limit');
	const own = special(fields, instead[key] ?? {});
	const filled = branches(fields).flatMap((branch) => {
		const chosen = new Map([...branch, ...own]);
		const least = fields.filter((field) => field.required || branch.has(field) || isOwnByDefault(field));
		return [
			{ title: `${key}, all fields`, parameters: fill(fields, chosen) as INodeParameters },
			{
				title: `${key}, required fields`,
				parameters: { ...(fill(least, chosen) as INodeParameters), ...needed[key] },
			},
		];
	});
	const different = new Map(filled.map((each) => [JSON.stringify(each.parameters), each]));
	return [...different.values()].map((each) => ({ ...each, resource, name, operation }));
}

/** These do all they do in n8n itself. */
const local = ['identity', 'sampleEvent'];

export const cases = Object.keys(resources)
	.filter((resource) => !local.includes(resource))
	.flatMap((resource) =>
		Object.keys(resources[resource].operations).flatMap((name) => casesOf(resource, name)),
	);

/** An export that was asked for, for those operations that are about one. */
export async function exportFor({ resource, name, parameters }: Case): Promise<INodeParameters> {
	if (!/^(get|cancel|download)$/.test(name) || !('job_identifier' in parameters)) return {};
	const [{ parameters: create }] = casesOf(resource, 'create').slice(-1);
	const [{ job_identifier }] = await does(resource, 'create', create);
	const [{ parameters: get }] = casesOf(resource, 'get');
	// an export is ready when it has been asked after
	await does(resource, 'get', { ...get, job_identifier: String(job_identifier) });
	return { job_identifier: String(job_identifier) };
}
