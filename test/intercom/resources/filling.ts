import type { Field, Values } from '../../../nodes/core/table/operation';

/** What a user may fill in: values for an operation's fields, from their examples. */

/** Values for some fields in place of their sample. */
export type Chosen = Map<Field, unknown>;

const example = ({ placeholder = '' }: { placeholder?: string }, otherwise = '1'): string =>
	placeholder.replace('e.g. ', '') || otherwise;

const inside = ({ type, options = [], columns }: Field): Field[] =>
	type === 'collection'
		? (options as Field[])
		: type === 'fixedCollection'
			? options.flatMap((option) => ('values' in option ? (option.values as Field[]) : []))
			: type === 'resourceMapper'
				? (columns ?? [])
				: [];

const alternatives = ({ type, options = [] }: Field): unknown[] =>
	type === 'boolean'
		? [true, false]
		: type === 'options'
			? options.map((option) => ('value' in option ? option.value : undefined))
			: [];

const samples: Record<string, (field: Field, chosen: Chosen) => unknown> = {
	string: (field) => example(field),
	number: ({ typeOptions }) => typeOptions?.minValue ?? 1,
	boolean: () => true,
	dateTime: () => '2026-02-25T09:33:20Z',
	json: (field) => field.default || example(field, '{"key": "value"}'),
	options: (field) => alternatives(field)[0],
	multiOptions: ({ options = [] }) => options.map((option) => ('value' in option ? option.value : undefined)),
	resourceLocator: ({ modes = [] }) => example(modes.find(({ type }) => type === 'string') ?? {}),
	resourceMapper: ({ columns = [] }, chosen) => ({
		mappingMode: 'defineBelow',
		value: { ...fill(columns, chosen), plan: 'pro' },
	}),
	assignmentCollection: () => ({ assignments: [{ name: 'plan', value: 'pro', type: 'string' }] }),
	hidden: (field) => field.default,
	collection: ({ options }, chosen) => fill(options as Field[], chosen),
	fixedCollection: ({ options = [], typeOptions }, chosen) =>
		Object.fromEntries(
			options.map((option) => {
				const entry = 'values' in option ? fill(option.values as Field[], chosen) : undefined;
				return [option.name, typeOptions?.multipleValues ? [entry] : entry];
			}),
		),
};

export const sample = (field: Field, chosen: Chosen): unknown =>
	chosen.has(field) ? chosen.get(field) : field.files ? 'data' : samples[field.type](field, chosen);

export const fill = (fields: Field[], chosen: Chosen): Values =>
	Object.fromEntries(fields.map((field) => [field.name, sample(field, chosen)]));

/** As a user leaves them who fills in only what is marked as required. */
export const fillRequired = (fields: Field[], chosen: Chosen): Values => {
	// where nobody named a file, the item has none
	const untouched = ({ type, files, default: value }: Field) =>
		type === 'resourceLocator' || files ? '' : value;
	return Object.fromEntries(
		fields.map((field) => [
			field.name,
			field.required || chosen.has(field) ? sample(field, chosen) : untouched(field),
		]),
	);
};

const combined = (all: Chosen[], field: Field): Chosen[] =>
	all.flatMap((chosen) => alternatives(field).map((value) => new Map([...chosen, [field, value]])));

/** Every combination of what decides which fields show. */
export function branches(fields: Field[]): Chosen[] {
	const deciding = new Set(fields.flatMap(({ show = {} }) => Object.keys(show)));
	return fields.filter(({ name }) => deciding.has(name)).reduce(combined, [new Map()]);
}

export const withInner = (fields: Field[]): Field[] =>
	fields.flatMap((field) => [field, ...withInner(inside(field))]);

/** Each branch, and in each branch every option of every list and every yes and no, one at a time. */
export const choices = (fields: Field[]): Chosen[] =>
	branches(fields).flatMap((branch) => [
		branch,
		...withInner(fields)
			.filter((field) => !branch.has(field))
			.flatMap((field) => combined([branch], field)),
	]);
