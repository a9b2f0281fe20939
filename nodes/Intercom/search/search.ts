import type { INodePropertyOptions } from 'n8n-workflow';
import type { Field, FieldGroup, Operation, Request, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { choose, number, text } from '../fields/fields';
import { check, kindOf } from './searchCheck';
import { byTheSecond, type Filter } from './searchDays';
import { groupsOf, operatorName, operators, type Group } from './searchGroups';
import { packed } from './searchLevels';
import { attributePick, searchPick } from './searchPicks';
import { toQuery } from './searchQuery';
import { OWN, type Kind, type Searchable } from './searchable';
import { searchable, type SearchedObject } from './searched';

const unsent = { to: undefined };
/** In List and Not in List take several. */
const several = { ...unsent, list: true as const };

/** A choice of fields, each with what it holds where the object says so. */
function fieldField({ fields, own: hasOwn }: Group, { holds }: Searchable): Field {
	const names = { ...fields, ...(hasOwn && { [OWN]: 'Custom Attribute' }) };
	const field = choose('field', 'Field', names, unsent);
	const options = (field.options as INodePropertyOptions[]).map((option) => ({
		...option,
		...(own(holds, String(option.value)) && { description: own(holds, String(option.value)) }),
	}));
	return { ...field, options };
}

const listHint = 'Lists are separated by commas';

const typedIn: Record<Kind, Field> = {
	text: text('value', 'Value', { ...several, description: listHint }),
	number: text('value', 'Value', { ...several, placeholder: 'e.g. 3', description: listHint }),
	date: {
		displayName: 'Value',
		name: 'value',
		type: 'dateTime',
		default: '',
		description:
			'A date without a time zone is meant in the workflow’s. ISO 8601 and Unix seconds work, too.',
	},
	yesNo: choose('value', 'Value', { true: 'Yes', false: 'No' }, unsent),
};

const anyValue = text('value', 'Value', {
	...several,
	placeholder: 'e.g. pro',
	description: 'Dates may be ISO 8601 or Unix seconds; lists are separated by commas',
});

/** What the chosen operator compares with. */
function valueFields({ name, known, kind, operators: words }: Group): Field[] {
	const spans = words.filter((word) => own(operators, word)?.span);
	const compared = words.filter((word) => !own(operators, word)?.blank && !spans.includes(word));
	const show = compared.length < words.length ? { show: { operator: compared } } : {};
	const amount = {
		...unsent,
		checked: true as const,
		default: 7,
		typeOptions: { minValue: 1 },
		show: { operator: spans },
	};
	const value = known?.pick
		? searchPick(known.pick, name, known.displayName, show)
		: known?.choices
			? choose('value', 'Value', known.choices, { ...unsent, ...show })
			: { ...(kind ? typedIn[kind] : anyValue), ...show };
	return [value, ...(spans.length > 0 ? [number('amount', 'Value', amount)] : [])];
}

function formOf(group: Group, object: Searchable): FieldGroup {
	const { name, displayName, fields, kind, own, operators: words } = group;
	const names = Object.fromEntries(words.map((word) => [word, operatorName(word, kind)]));
	const byName = text('field', 'Field', {
		...unsent,
		placeholder: `e.g. ${object.own}${object.ownPick === 'ticket_type_attribute' ? '4567' : 'plan'}`,
		description: 'Name of the field as Intercom’s API has it',
	});
	return {
		displayName,
		name,
		values: [
			...(kind ? [] : [byName]),
			...(own || Object.keys(fields).length > 1 ? [fieldField(group, object)] : []),
			...(own ? [attributePick(object.ownPick, { show: { field: [OWN] } })] : []),
			...(words.length > 1 ? [choose('operator', 'Operator', names, unsent, words[0])] : []),
			...valueFields(group),
		],
	};
}

const filtersField = (object: Searchable): Field => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Filter',
	default: {},
	options: groupsOf(object)
		.map((group) => formOf(group, object))
		.sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

const matchField = choose('match', 'Match', { AND: 'All Filters', OR: 'Any Filter' }, unsent);

const groupsField = (object: Searchable): Field => ({
	displayName: 'Groups',
	name: 'groups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Group',
	default: {},
	description: 'Filters that belong together. Match decides over groups as it does over filters.',
	options: [{ displayName: 'Group', name: 'group', values: [matchField, filtersField(object)] }],
});

// a query nests filters in groups in filters, which no form of fields can hold
const queryField = ({ fields }: Searchable): Field => ({
	displayName: 'Query (JSON)',
	name: 'query',
	type: 'json',
	default: '',
	placeholder: `e.g. {"field": "${Object.keys(fields.text)[0]}", "operator": "~", "value": "example"}`,
	description:
		'The query object of Intercom’s search API. With filters beside it, Match decides over it as it does over them.',
});

const sortField = ({ fields }: Searchable): Field => ({
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
				choose('field', 'By', fields.date, unsent, 'updated_at'),
				choose('order', 'Order', { descending: 'Newest First', ascending: 'Oldest First' }, unsent),
			],
		},
	],
});

/** The fields of a Search operation; `more` goes among its options. */
export function searchFields(of: SearchedObject, ...more: Field[]): Field[] {
	const object = searchable[of];
	return [
		filtersField(object),
		matchField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [groupsField(object), queryField(object), sortField(object), ...more].sort((a, b) =>
				a.displayName.localeCompare(b.displayName),
			),
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
		const object = searchable[of];
		const { query, told } = toQuery(given, object, zone);
		const isDate = (filter: Filter) => object.byDay === true && kindOf(object, told, filter) === 'date';
		const exact = byTheSecond(query, isDate, zone);
		const asked = packed(exact.query);
		check(asked, object, told);
		const sort = sorted((given.options ?? {}) as Values);
		return {
			...request,
			body: { query: asked, ...sort },
			readOnly: true,
			...(sort && object.sortedSince && { version: object.sortedSince }),
			...(exact.keep && { keep: exact.keep }),
		};
	};
