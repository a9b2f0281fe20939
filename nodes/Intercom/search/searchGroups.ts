import { own } from '../../core/values/own';
import type { Kind, Known, Searchable } from './searchable';

/** An operator as the editor has it. */
type Operator = {
	/** Intercom's own. */
	api: string;
	name: string;
	/** What it is called of dates, where that is something else. */
	ofDates?: string;
	/** It asks whether there is anything, so it is compared with nothing. */
	blank?: true;
	/** It takes a number of these, until now. */
	span?: 'days' | 'hours';
};

/** Keys are words, because n8n takes a parameter that begins with `=` for an expression. */
export const operators: Record<string, Operator> = {
	equals: { api: '=', name: 'Is', ofDates: 'On That Day' },
	notEquals: { api: '!=', name: 'Is Not' },
	greaterThan: { api: '>', name: 'Greater Than', ofDates: 'After' },
	lessThan: { api: '<', name: 'Less Than', ofDates: 'Before' },
	greaterOrEqual: { api: '>=', name: 'Greater Than or Equal' },
	lessOrEqual: { api: '<=', name: 'Less Than or Equal' },
	contains: { api: '~', name: 'Contains' },
	notContains: { api: '!~', name: 'Does Not Contain' },
	startsWith: { api: '^', name: 'Starts With' },
	endsWith: { api: '$', name: 'Ends With' },
	in: { api: 'IN', name: 'In List' },
	notIn: { api: 'NIN', name: 'Not in List' },
	isEmpty: { api: '=', name: 'Is Empty', blank: true },
	isNotEmpty: { api: '!=', name: 'Is Not Empty', blank: true },
	inTheLastDays: { api: '>', name: 'In the Last (Days)', span: 'days' },
	inTheLastHours: { api: '>', name: 'In the Last (Hours)', span: 'hours' },
	longerAgoDays: { api: '<', name: 'Longer Ago Than (Days)', span: 'days' },
	longerAgoHours: { api: '<', name: 'Longer Ago Than (Hours)', span: 'hours' },
};

/** What the editor calls an operator of a field of this kind. */
export const operatorName = (word: string, kind?: Kind): string => {
	const { name = word, ofDates = name } = own(operators, word) ?? {};
	return kind === 'date' ? ofDates : name;
};

/** Filters of one kind: what the form offers, and how its rows are read. */
export type Group = {
	/** Parameter that holds its rows. */
	name: string;
	displayName: string;
	/** What its fields are called, by the API's name; one alone is not asked for, and without any the name is typed in. */
	fields: Record<string, string>;
	/** Unknown where the name is typed in. */
	kind?: Kind;
	/** Whether the attributes of the workspace's own are among its fields. */
	own?: true;
	known?: Known;
	/** The first is meant where a row names none. */
	operators: string[];
};

const always = ['equals', 'notEquals'];
const spans = Object.keys(operators).filter((word) => own(operators, word)?.span);
const emptiness = ['isEmpty', 'isNotEmpty'];
const lists = ['in', 'notIn'];
const words = [...always, 'contains', 'notContains', 'startsWith', 'endsWith', ...lists, ...emptiness];
const comparisons = ['greaterThan', 'lessThan', 'greaterOrEqual', 'lessOrEqual'];

const named: Record<Kind, string> = {
	text: 'Text',
	number: 'Number',
	date: 'Date',
	yesNo: 'Yes or No',
};

function wordsOf(kind: Kind, { takes }: Searchable): string[] {
	if (kind === 'text') return words;
	if (kind === 'yesNo') return ['equals'];
	if (kind === 'date') return [...spans, 'greaterThan', 'lessThan', 'equals', ...emptiness];
	const able = comparisons.filter((word) => takes.number.includes(own(operators, word)?.api ?? ''));
	return [...always, ...able, ...lists, ...emptiness];
}

const wordsOfKnown = ({ pick, many }: Known): string[] =>
	pick && !many ? [...always, ...emptiness] : always;

/** Holds the rows whose field is typed in. */
export const ANY = 'filter';

const any: Group = {
	name: ANY,
	displayName: 'Any Field by Name',
	fields: {},
	operators: [...words, ...comparisons],
};

/** All that the form of a search offers to filter by. */
export const groupsOf = (object: Searchable): Group[] => [
	...Object.entries(object.known).map(([name, known]) => ({
		...{ name, known, displayName: known.displayName, fields: known.fields },
		...{ kind: 'text' as const, operators: wordsOfKnown(known) },
	})),
	...(Object.keys(object.fields) as Kind[]).map((kind) => ({
		...{ name: kind, displayName: named[kind], kind, own: true as const },
		...{ fields: object.fields[kind], operators: wordsOf(kind, object) },
	})),
	any,
];
