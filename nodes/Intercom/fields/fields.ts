import { UserError } from 'n8n-workflow';
import { membersOf } from '../../core/run/request';
import type { Field, Values } from '../../core/table/operation';
import { asScalar, asText, isScalar, shown } from '../../core/values/plain';
import { typed } from '../../core/values/typed';
import { toUnixSeconds } from '../transport/times';

export const text = (name: string, displayName: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	to: 'body',
	...more,
});

/** What says who or what something is: without the blanks around it, which make another one of it. */
export const identifier = (name: string, displayName: string, more: Partial<Field> = {}): Field =>
	text(name, displayName, { convert: (value) => asText(displayName, value).trim(), ...more });

export const yesNo = (
	name: string,
	displayName: string,
	description: string,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	to: 'body',
	description,
	...more,
});

/** A yes or no in the query, which is sent only where it is yes. */
export const flag = (name: string, displayName: string, description: string): Field =>
	yesNo(name, displayName, description, {
		to: 'query',
		convert: (value) => String(value) === 'true' || undefined,
	});

export const number = (name: string, displayName: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'number',
	default: 0,
	to: 'body',
	...more,
});

export const choose = (
	name: string,
	displayName: string,
	options: Record<string, string>,
	more: Partial<Field> = {},
	first = Object.keys(options)[0],
): Field => ({
	displayName,
	name,
	type: 'options',
	options: Object.entries(options)
		.map(([value, label]) => ({ name: label, value }))
		.sort((a, b) => a.name.localeCompare(b.name)),
	default: first,
	to: 'body',
	...more,
});

/** Optional fields; each option's name is the API's own. */
export const additional = (...options: Field[]): Field => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** Optional conditions of a list or a search. */
export const filters = (...options: Field[]): Field => ({
	...additional(...options),
	displayName: 'Filters',
	name: 'filters',
	placeholder: 'Add Filter',
});

export const time = (name: string, displayName: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	to: 'body',
	convert: (value, zone) => toUnixSeconds(value, zone, displayName),
	...more,
});

/** A list typed with commas or line breaks, or an array → its filled entries; none is undefined. */
export const splitList = (value: unknown): string[] | undefined => {
	const entries = (Array.isArray(value) ? value : String(value).split(/[\n,]/)).map((entry) =>
		String(entry).trim(),
	);
	const filled = entries.filter((entry) => entry !== '');
	return filled.length > 0 ? filled : undefined;
};

/** A list typed with commas or line breaks, or given as an array by an expression. */
export const textList = (name: string, displayName: string, more: Partial<Field> = {}): Field =>
	text(name, displayName, { list: true, convert: splitList, ...more });

/** The same of whole numbers, as which Intercom wants some IDs. */
export const integerList = (name: string, displayName: string, more: Partial<Field> = {}): Field =>
	textList(name, displayName, {
		placeholder: 'e.g. 123, 456',
		description: 'IDs, separated by commas',
		convert: (value) => splitList(value)?.map(asInteger),
		...more,
	});

/** Any number of fixed options; none means not sent. */
export const chooseMany = (
	name: string,
	displayName: string,
	options: Record<string, string>,
	more: Partial<Field> = {},
): Field => ({
	...choose(name, displayName, options),
	type: 'multiOptions',
	default: [],
	convert: (value) => splitList(value),
	...more,
});

/** Rows that the user adds: `{ row: […] }` → the list of them, each with the members that are filled in. */
export const rows = (
	name: string,
	displayName: string,
	row: string,
	values: Field[],
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: `Add ${row}`,
	default: {},
	to: 'body',
	convert(value, zone) {
		const { row: filled = [] } = value as { row?: Values[] };
		return filled.length > 0 ? filled.map((entry) => membersOf(values, entry, zone)) : undefined;
	},
	options: [{ displayName: row, name: 'row', values }],
	...more,
});

/** What a JSON text holds; `undefined` where it is none. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** JSON that Intercom gives no shape for. */
export const json = (name: string, displayName: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'json',
	default: '',
	to: 'body',
	convert(value) {
		const given = typeof value === 'string' ? parsed(value) : value;
		if (given !== undefined) return given;
		throw new UserError(`'${displayName}' is not valid JSON`, {
			description: 'Check its quotes and commas, or give an object by an expression',
		});
	},
	...more,
});

/** Names and values that the user makes up: each one value, or a list of such. */
function flat(value: unknown): Values | undefined {
	const given = typed(value);
	for (const [name, one] of Object.entries(given ?? {}))
		if (one !== null) for (const each of [one].flat()) asScalar(name, each);
	return given;
}

/** The same as the fields of one form. */
export const attributes = (name: string, displayName: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'assignmentCollection',
	default: {},
	to: 'body',
	convert: flat,
	...more,
});

export const customAttributes: Field = {
	displayName: 'Custom Attributes',
	name: 'custom_attributes',
	type: 'assignmentCollection',
	default: {},
	to: 'body',
	convert: flat,
	description:
		'Values of custom attributes, by their API name. Each must exist in Intercom already (Settings > Data > People).',
};

/** Intercom wants some ids as integers. */
export function asInteger(value: unknown): number {
	const text = isScalar(value) ? String(value as string).trim() : '';
	// a longer one would be rounded to another one's
	if (/^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
	throw new UserError(`'${shown(value)}' is not an ID`, {
		description: 'IDs of this kind are whole numbers. Choose from the list',
	});
}

/** What an attribute of a conversation or of a ticket type may hold. */
export const attributeTypes = {
	string: 'Text',
	boolean: 'Boolean',
	datetime: 'Date and Time',
	decimal: 'Decimal',
	files: 'Files',
	integer: 'Integer',
	list: 'List',
};
