import { UserError, type IDataObject } from 'n8n-workflow';
import { isShown, REQUEST_OPTIONS } from '../table/fields';
import type { Field, Operation, Values } from '../table/operation';
import { isEmpty } from './request';
import { asType } from '../values/typed';

/** Fields that hold one value; what is not here has a shape that only the editor makes. */
const plain: Array<Field['type']> = [
	'string',
	'number',
	'boolean',
	'dateTime',
	'options',
	'multiOptions',
	'json',
	'resourceLocator',
];

// an item's `id` is that of whatever it comes from, and would say which tag to rename
const takesItem = ({ name, to, type, files }: Field): boolean =>
	to === 'body' && name !== 'id' && !files && plain.includes(type);

/** Whether the field could hold a value like that: few hold objects, and lists only those that make one of a text. */
const holds = ({ type, convert }: Field, value: unknown): boolean =>
	typeof value !== 'object' ||
	type === 'json' ||
	type === 'dateTime' ||
	type === 'multiOptions' ||
	(Array.isArray(value) && convert !== undefined);

/** What a choice offers; undefined where the field is none. */
const offered = ({ type, options = [] }: Field): unknown[] | undefined =>
	type === 'options' ? options.map((option) => 'value' in option && option.value) : undefined;

const unfit = (name: string, what: string, takes: string) =>
	new UserError(`'${name}' of the item is ${what}, but this field takes ${takes}`, {
		description: `Change, rename or remove '${name}' before this node, or switch Map Input Automatically off and fill in the fields`,
	});

/** The value as the field would hold it. */
function asIn(field: Field, value: unknown): unknown {
	const { name, type } = field;
	if (!holds(field, value)) throw unfit(name, Array.isArray(value) ? 'a list' : 'an object', 'one value');
	const choices = offered(field);
	if (choices && !choices.includes(value)) throw unfit(name, `'${String(value)}'`, choices.join(', '));
	if (type === 'number' || type === 'boolean') return asType(name, value, type);
	return type === 'string' && typeof value === 'number' ? String(value) : value;
}

const inside = ({ name, type, options }: Field): Field[] =>
	type === 'collection' && name !== REQUEST_OPTIONS ? (options as Field[]) : [];

/** Whether items can fill any of the fields. */
export const canMap = (fields: Field[]): boolean =>
	fields.some((field) => takesItem(field) || canMap(inside(field)));

export const mapInput: Field = {
	displayName: 'Map Input Automatically',
	name: 'mapInput',
	type: 'boolean',
	default: false,
	description:
		'Whether what the input item has under the names of this operation’s fields (such as email, external_id or name) is sent, rather than what the fields hold. What is blank in the item, and its own ID, is left to the fields; a required field must hold something all the same. Without expressions thousands of items are faster.',
};

/**
 * An operation's values with what the item has under the names of its body fields, in these fields' types; what the item
 * has not, or blank, stays, as do `id` and what does not show. Throws a `UserError` for a value that is not of the field's type.
 */
function mapped(fields: Field[], values: Values, json: IDataObject): Values {
	const all = { ...values };
	for (const field of fields) {
		const { name } = field;
		const given = json[name];
		if (inside(field).length > 0) all[name] = mapped(inside(field), (all[name] ?? {}) as Values, json);
		// what decides whether it shows stands before it
		else if (takesItem(field) && isShown(field, all) && !isEmpty(given)) all[name] = asIn(field, given);
	}
	return all;
}

/** The values as they are, or with the item's own where the user wants that. */
export const withItem = ({ fields = [] }: Operation, values: Values, json: IDataObject): Values =>
	(values[REQUEST_OPTIONS] as Values | null)?.[mapInput.name] ? mapped(fields, values, json) : values;
