import type { IDataObject } from 'n8n-workflow';
import { REQUEST_OPTIONS } from './fields';
import type { Field, Operation, Values } from './operation';
import { isEmpty } from './request';
import { asType } from './typed';

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

const takesItem = ({ to, type, files }: Field): boolean => to === 'body' && !files && plain.includes(type);

/** The value as the field would hold it. */
function asIn({ name, type }: Field, value: unknown): unknown {
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
		'Whether what the input item has under the names of this operation’s fields (such as email, external_id or name) is sent, rather than what the fields hold. What is blank in the item is left to the fields; a required field must hold something all the same. Without expressions thousands of items are faster.',
};

/**
 * An operation's values with what the item has under the names of its body fields, in these fields' types; what the item
 * has not, or blank, stays. Throws a `UserError` for a value that is not of the field's type.
 */
function mapped(fields: Field[], values: Values, json: IDataObject): Values {
	const taken = fields
		.filter((field) => takesItem(field) && !isEmpty(json[field.name]))
		.map((field) => [field.name, asIn(field, json[field.name])]);
	const collections = fields
		.filter((field) => inside(field).length > 0)
		.map((field) => [field.name, mapped(inside(field), (values[field.name] ?? {}) as Values, json)]);
	return { ...values, ...Object.fromEntries([...taken, ...collections]) };
}

/** The values as they are, or with the item's own where the user wants that. */
export const withItem = ({ fields = [] }: Operation, values: Values, json: IDataObject): Values =>
	(values[REQUEST_OPTIONS] as Values | null)?.[mapInput.name] ? mapped(fields, values, json) : values;
