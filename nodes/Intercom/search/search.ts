import type { INodePropertyOptions } from 'n8n-workflow';
import type { Field, FieldGroup, Operation, Request, Values } from '../../core/table/operation';
import { choose, text } from '../fields/fields';
import { byTheSecond, type Filter } from './searchDays';
import { check, kindOf, toQuery } from './searchQuery';
import { labelOf, operators, OWN, searchable, type Kind, type Searchable } from './searchable';

export type SearchedObject = keyof typeof searchable;

const unsent = { to: undefined };

/** A choice of fields, each with what it holds where the object says so. */
const fieldField = (fields: Record<string, string>, { holds = {} }: Searchable, first?: string): Field => {
	const field = choose('field', 'Field', fields, unsent, first);
	const options = (field.options as INodePropertyOptions[]).map((option) => ({
		...option,
		...(holds[String(option.value)] && { description: holds[String(option.value)] }),
	}));
	return { ...field, options };
};

const labelled = (fields: string[]) => Object.fromEntries(fields.map((field) => [field, labelOf(field)]));

const everyOperator = Object.fromEntries(Object.entries(operators).map(([word, { name }]) => [word, name]));

const operatorField = (options: Record<string, string>, first?: string): Field =>
	choose('operator', 'Operator', options, unsent, first);

const titles: Record<Kind, string> = {
	text: 'Text',
	number: 'Number',
	date: 'Date',
	yesNo: 'True or False',
	tag: 'Tag',
};

const listHint = 'Lists are separated by commas';

const values: Record<Kind, Field> = {
	text: text('value', 'Value', { ...unsent, description: listHint }),
	number: text('value', 'Value', { ...unsent, placeholder: 'e.g. 3', description: listHint }),
	tag: text('value', 'Tag ID', { ...unsent, placeholder: 'e.g. 129' }),
	date: {
		displayName: 'Value',
		name: 'value',
		type: 'dateTime',
		default: '',
		description:
			'A date without a time zone is meant in the workflow’s. ISO 8601 and Unix seconds work, too.',
	},
	yesNo: choose('value', 'Value', { true: 'True', false: 'False' }, unsent),
};

const isOfTickets = ({ own }: Searchable): boolean => own === searchable.ticket.own;

/** The filters by fields of one type, which take the operators of this type. */
function ofKind(kind: Kind, object: Searchable): FieldGroup {
	const { fields, operators: allowed, first, own } = object;
	const options = allowed[kind] ?? {};
	const isOfTicket = isOfTickets(object);
	const named: Record<string, string> =
		kind === 'tag' ? {} : { [OWN]: isOfTicket ? 'Ticket Attribute' : 'Custom Attribute' };
	return {
		displayName: titles[kind],
		name: kind,
		values: [
			fieldField({ ...labelled(fields[kind] ?? []), ...named }, object, first[kind]),
			...(OWN in named
				? [
						text('name', isOfTicket ? 'Attribute ID' : 'Attribute Name', {
							...unsent,
							placeholder: isOfTicket ? 'e.g. 4567' : 'e.g. plan',
							description: `As Intercom’s API has it, after “${own}”`,
							show: { field: [OWN] },
						}),
					]
				: []),
			...(kind === 'yesNo' ? [] : [operatorField(options, kind === 'date' ? 'greaterThan' : 'equals')]),
			values[kind],
		],
	};
}

const anyValue = text('value', 'Value', {
	...unsent,
	placeholder: 'e.g. pro',
	description: 'Dates may be ISO 8601 or Unix seconds; lists are separated by commas',
});

const byName = (object: Searchable): FieldGroup => ({
	displayName: 'Any Field by Name',
	name: 'filter',
	values: [
		text('field', 'Field', {
			...unsent,
			placeholder: `e.g. ${object.own}${isOfTickets(object) ? '4567' : 'plan'}`,
			description: 'Name of the field as Intercom’s API has it',
		}),
		operatorField(everyOperator, 'equals'),
		anyValue,
	],
});

const filtersField = (object: Searchable): Field => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Filter',
	default: {},
	options: [
		...(Object.keys(object.fields) as Kind[]).map((kind) => ofKind(kind, object)),
		byName(object),
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

const matchField = choose('match', 'Match', { AND: 'All Filters', OR: 'Any Filter' }, unsent);

/** The fields of a Search operation. */
export function searchFields(of: SearchedObject): Field[] {
	const object: Searchable = searchable[of];
	const byFilters = { searchBy: ['filters'] };
	return [
		choose('searchBy', 'Search By', { filters: 'Filters', json: 'JSON Query' }, unsent),
		{ ...filtersField(object), show: byFilters },
		{ ...matchField, show: byFilters },
		{
			displayName: 'Groups',
			name: 'groups',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Group',
			default: {},
			show: byFilters,
			description: 'Filters that belong together. Match decides over groups as it does over filters.',
			options: [{ displayName: 'Group', name: 'group', values: [matchField, filtersField(object)] }],
		},
		// a query nests filters in groups in filters, which no form of fields can hold
		{
			displayName: 'Query',
			name: 'query',
			type: 'json',
			default: JSON.stringify({ field: object.first.text, operator: '=', value: object.example }, null, 2),
			show: { searchBy: ['json'] },
			description: 'The query object of Intercom’s search API',
		},
		{
			displayName: 'Sort',
			name: 'sort',
			type: 'fixedCollection',
			placeholder: 'Add Sort',
			default: {},
			options: [
				{
					displayName: 'Sort',
					name: 'by',
					values: [
						choose('field', 'By', labelled(object.fields.date ?? []), unsent, 'updated_at'),
						choose('order', 'Order', { descending: 'Newest First', ascending: 'Oldest First' }, unsent),
					],
				},
			],
		},
	];
}

/** Intercom sorts by a member `sort`, which only API 2.16 describes, and of contacts only; the others are sorted all the same. */
const sorted = ({ sort }: Values) => {
	const { by } = (sort ?? {}) as { by?: Values };
	return by && { sort: { field: by.field, order: by.order } };
};

/** `build` of a Search operation. */
export const searchRequest =
	(of: SearchedObject): NonNullable<Operation['build']> =>
	(request: Request, given: Values, zone: string): Request => {
		const object: Searchable = searchable[of];
		const { query, told } = toQuery(given, object, zone);
		const isDate = (filter: Filter) =>
			object.byDay === true && kindOf(object, told, filter) === 'date' && filter.value !== null;
		const exact = byTheSecond(query, isDate, zone);
		check(exact.query, object, told);
		const sort = sorted(given);
		return {
			...request,
			body: { query: exact.query, ...sort },
			readOnly: true,
			...(sort && object.sortedSince && { version: object.sortedSince }),
			...(exact.keep && { keep: exact.keep }),
		};
	};
