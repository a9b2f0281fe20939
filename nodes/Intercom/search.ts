import { UserError } from 'n8n-workflow';
import type { Field, Request, Values } from '../core/operation';
import { choose, toUnixSeconds } from './fields';

type Filter = { field?: string; operator?: string; value?: unknown };

/** Values are words, because n8n takes a parameter that begins with `=` for an expression. */
const operators: Record<string, { api: string; name: string }> = {
	equals: { api: '=', name: 'Equals' },
	notEquals: { api: '!=', name: 'Does Not Equal' },
	greaterThan: { api: '>', name: 'Greater Than (After)' },
	lessThan: { api: '<', name: 'Less Than (Before)' },
	greaterOrEqual: { api: '>=', name: 'Greater Than or Equal' },
	lessOrEqual: { api: '<=', name: 'Less Than or Equal' },
	contains: { api: '~', name: 'Contains' },
	notContains: { api: '!~', name: 'Does Not Contain' },
	startsWith: { api: '^', name: 'Starts With' },
	endsWith: { api: '$', name: 'Ends With' },
	in: { api: 'IN', name: 'In List' },
	notIn: { api: 'NIN', name: 'Not in List' },
};

const isDate = (field: string): boolean =>
	field.endsWith('_at') || field.endsWith('_since') || field.endsWith('_until');
const isNumber = (field: string): boolean =>
	/^(statistics\.(time_|median_|count_|handling_)|conversation_rating\.score$|owner_id$)/.test(field);
const booleans = new Set([
	'open',
	'read',
	'unsubscribed_from_emails',
	'marked_email_as_spam',
	'has_hard_bounced',
	'ai_agent_participated',
]);

function asNumber(field: string, value: unknown): number {
	const number = Number(value);
	if (Number.isFinite(number)) return number;
	throw new UserError(`'${field}' is compared with '${String(value)}', which is not a number`);
}

function asBoolean(field: string, value: unknown): boolean {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw new UserError(`'${field}' is compared with '${String(value)}', and takes true or false`);
}

/** A blank would widen the search without a word: every date is after nothing. */
function scalar(field: string, value: unknown, zone: string): unknown {
	if (value === undefined || value === null || String(value).trim() === '') {
		throw new UserError(`The filter on '${field}' has no value`, {
			description: 'Fill it in, or make sure that the expression gives a value for every item',
		});
	}
	if (isDate(field)) return toUnixSeconds(value, zone);
	if (isNumber(field)) return asNumber(field, value);
	return booleans.has(field) ? asBoolean(field, value) : value;
}

const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: String(value ?? '')
				.split(',')
				.map((entry) => entry.trim());

function filterOf({ field, operator = 'equals', value }: Filter, zone: string): Values {
	if (!field?.trim()) {
		throw new UserError('A filter has no field', {
			description: 'Choose what to filter by, or remove the filter',
		});
	}
	const api = operators[operator]?.api;
	if (!api) {
		throw new UserError(`The filter on '${field}' has the operator '${operator}', which does not exist`, {
			description: `Use one of: ${Object.keys(operators).join(', ')}`,
		});
	}
	const isList = api === 'IN' || api === 'NIN';
	const wanted = isList
		? listOf(value).map((entry) => scalar(field, entry, zone))
		: scalar(field, value, zone);
	return { field: field.trim(), operator: api, value: wanted };
}

function parse(json: unknown): Values | undefined {
	try {
		return typeof json === 'string' ? (JSON.parse(json) as Values) : (json as Values);
	} catch {
		return undefined;
	}
}

function jsonQuery(json: unknown): Values {
	const query = parse(json);
	if (query?.field || Array.isArray(query?.value)) return query;
	throw new UserError('The query is not one that Intercom takes', {
		description: 'Write JSON such as {"field": "email", "operator": "=", "value": "ada@example.com"}',
	});
}

/**
 * The search parameters → Intercom's `query`. At most 15 filters a group (Intercom API 2.14, search).
 * `values`: `{ searchBy, match, filters: { filter: [{ field, operator, value }] }, query }`.
 */
export function toQuery({ searchBy, match, filters, query }: Values, zone: string): Values {
	if (searchBy === 'json') return jsonQuery(query);
	const chosen = ((filters as { filter?: Filter[] } | null)?.filter ?? []).map((filter) =>
		filterOf(filter, zone),
	);
	if (chosen.length === 0)
		throw new UserError('There is no filter', { description: 'Add at least one filter to search by' });
	if (chosen.length > 15) {
		throw new UserError(`There are ${chosen.length} filters, and Intercom takes 15`, {
			description: 'Split the search in two, or nest groups in a JSON query',
		});
	}
	return chosen.length === 1 ? chosen[0] : { operator: match, value: chosen };
}

/** The fields of a Search operation. `example` names a field of the object that is searched. */
export const searchFields = (example: string): Field[] => [
	choose('searchBy', 'Search By', { filters: 'Filters', json: 'JSON Query' }, { to: undefined }),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		required: true,
		typeOptions: { multipleValues: true },
		placeholder: 'Add Filter',
		default: {},
		show: { searchBy: ['filters'] },
		options: [
			{
				displayName: 'Filter',
				name: 'filter',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: `e.g. ${example}`,
						description: 'Name of the field as Intercom’s API has it, such as custom_attributes.plan',
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						options: Object.entries(operators)
							.map(([value, { name }]) => ({ name, value }))
							.sort((a, b) => a.name.localeCompare(b.name)),
						default: 'equals',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Dates may be ISO 8601 or Unix seconds; lists are separated by commas',
					},
				],
			},
		],
	},
	choose(
		'match',
		'Match',
		{ AND: 'All Filters', OR: 'Any Filter' },
		{ to: undefined, show: { searchBy: ['filters'] } },
	),
	{
		displayName: 'Query',
		name: 'query',
		type: 'json',
		default: '{\n  "field": "email",\n  "operator": "=",\n  "value": "ada@example.com"\n}',
		show: { searchBy: ['json'] },
		description: 'The query object of Intercom’s search API',
	},
];

/** `build` of a Search operation. */
export const searchRequest = (request: Request, values: Values, zone: string): Request => ({
	...request,
	body: { query: toQuery(values, zone) },
	readOnly: true,
});
