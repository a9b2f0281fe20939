import type { Field, Operation, Values } from './operation';

const returnAll: Field = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: Field = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	show: { returnAll: [false] },
	description: 'Max number of results to return',
};

const simplify: Field = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const binaryPropertyName: Field = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
};

/** An operation's own fields, then those that its entry implies (Return All, Limit, the binary field, Simplify). */
export const fieldsOf = (operation: Operation): Field[] => [
	...(operation.fields ?? []),
	...(operation.list ? [returnAll, limit] : []),
	...(operation.download ? [binaryPropertyName] : []),
	...(operation.simplify ? [simplify] : []),
];

/** Whether the user can see the field. One that is hidden takes no part, whatever it held before. */
export const isShown = ({ show = {} }: Field, values: Values): boolean =>
	Object.entries(show).every(([name, wanted]) => wanted.includes(values[name] as string | boolean));
