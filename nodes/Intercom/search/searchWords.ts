import type { INodeParameterResourceLocator } from 'n8n-workflow';
import type { Operation, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { groupsOf, operatorName, operators, type Group } from './searchGroups';
import { jsonOf, listOf, type Row } from './searchQuery';
import { OWN, type Searchable } from './searchable';
import { searchable, type SearchedObject } from './searched';

/** Longer words than a person reads in a hint are cut. */
const MOST_LETTERS = 400;

/** What a picker shows of what it holds. */
function picked(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	const { value: held, cachedResultName: shown } = value as INodeParameterResourceLocator;
	return String(shown ?? held ?? '');
}

function comparedWith(row: Row, group: Group, word: string): string {
	const { name, known, kind } = group;
	const { value } = row;
	const { blank, span } = own(operators, word) ?? {};
	if (blank) return '';
	if (span) return `${String(row.amount ?? 7)} ${span}`;
	if (known?.pick) return `“${picked(own(row, name))}”`;
	const choices: Record<string, string> =
		known?.choices ?? (kind === 'yesNo' ? { true: 'yes', false: 'no' } : {});
	if (word === 'in' || word === 'notIn') return listOf(value).map(String).join(', ');
	return `“${own(choices, String(value)) ?? String(value)}”`;
}

/** Last Closed At in the last 7 days. */
function ofRow(group: Group, row: Row): string {
	const { fields, operators: words, kind } = group;
	const { field = Object.keys(fields)[0], operator: word = words[0] } = row;
	const label = field === OWN ? picked(row.attribute) : (own(fields, String(field)) ?? String(field));
	const does = own(operators, word)
		? operatorName(word, kind)
				.toLowerCase()
				.replace(/ \(\w+\)$/, '')
		: word;
	return [label, does, comparedWith(row, group, word)].filter(Boolean).join(' ');
}

function ofFilters(lists: unknown, groups: Group[]): string[] {
	return Object.entries((lists ?? {}) as Record<string, Row[] | undefined>).flatMap(([list, rows = []]) => {
		const group = groups.find(({ name }) => name === list);
		return group ? rows.map((row) => ofRow(group, row)) : [];
	});
}

const joined = (match: unknown, parts: string[]): string => parts.join(match === 'OR' ? ' or ' : ' and ');

function inWords(values: Values, object: Searchable): string {
	const { match, filters, options } = values;
	const json = jsonOf(values);
	const query = typeof json === 'string' ? json.replace(/\s+/g, ' ') : JSON.stringify(json);
	const known = groupsOf(object);
	const { groups } = (options ?? {}) as { groups?: { group?: Values[] } | null };
	const inner = (groups?.group ?? []).map(
		(group) => `(${joined(group.match, ofFilters(group.filters, known))})`,
	);
	return joined(match, [...ofFilters(filters, known), ...inner, ...(query ? [`the query ${query}`] : [])]);
}

/** `nothing` of a Search operation: what was asked for, as the form has it. */
export const nothingFound =
	(of: SearchedObject): NonNullable<Operation['nothing']> =>
	(values: Values): string => {
		const object = searchable[of];
		const words = inWords(values, object);
		const cut = words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS)}…` : words;
		return `No ${object.plural} found: ${cut}`;
	};
