import type { Field, Operation } from './operation';

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

const isCollection = ({ type }: Field): boolean => type === 'collection';

/**
 * An operation's own fields and those that its entry implies (Return All, Limit, the binary field, Simplify), collections
 * below all others, its options last.
 */
export function fieldsOf(operation: Operation): Field[] {
	const fields = [
		...(operation.fields ?? []),
		...(operation.list ? [returnAll, limit] : []),
		...(operation.download ? [binaryPropertyName] : []),
		...(operation.simplify ? [simplify] : []),
	];
	return [
		...fields.filter((field) => !isCollection(field)),
		...fields.filter(isCollection),
		...(operation.options?.length ? [collected(operation.options)] : []),
	];
}
