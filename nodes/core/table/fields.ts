import { UserError } from 'n8n-workflow';
import type { Field, Operation, Values } from './operation';

export const returnAll: Field = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: Field = {
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

export const binaryPropertyName: Field = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
};

/** Parameter that holds an operation's `options`. */
export const REQUEST_OPTIONS = 'requestOptions';

const collected = (options: Field[]): Field => ({
	displayName: 'Request Options',
	// not a name that a vendor's API has for something of its own
	name: REQUEST_OPTIONS,
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options,
});

/** An operation's own fields, then those that its entry implies (Return All, Limit, the binary field, Simplify), then its options. */
export const fieldsOf = (operation: Operation): Field[] => [
	...(operation.fields ?? []),
	...(operation.list ? [returnAll, limit] : []),
	...(operation.download ? [binaryPropertyName] : []),
	...(operation.simplify ? [simplify] : []),
	...(operation.options?.length ? [collected(operation.options)] : []),
];

/** How many elements are wanted. Throws a `UserError` for a limit that is none. */
export function limitOf({ returnAll: all, limit: most }: Values): number {
	if (all) return Infinity;
	if (Number(most) >= 1) return Math.trunc(Number(most));
	throw new UserError(`Limit is '${String(most)}'`, {
		description: 'Give a whole number of 1 or more, or switch Return All on',
	});
}

/** Whether the user can see the field. One that is hidden takes no part, whatever it held before. */
export const isShown = ({ show = {} }: Field, values: Values): boolean =>
	Object.entries(show).every(([name, wanted]) => wanted.includes(values[name] as string | boolean));
