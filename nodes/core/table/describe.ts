import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf } from './fields';
import type { Field, Operation, Resource, Resources } from './operation';
import { grouped, shared, type Show } from './shared';

const choice = (
	name: string,
	displayName: string,
	options: INodePropertyOptions[],
	preset: string,
	show?: Show,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	noDataExpression: true,
	options: options.sort((a, b) => a.name.localeCompare(b.name)),
	default: preset,
	...(show && { displayOptions: { show } }),
});

/** What n8n may see of a field: the table's own keys stay ours, down through collections. */
function forN8n({
	to,
	as,
	merge,
	since,
	show,
	convert,
	lookup,
	files,
	complete,
	required,
	...field
}: Field): INodeProperties {
	void [to, as, merge, since, convert, lookup, files, complete];
	const options = field.options?.map((option) =>
		'type' in option
			? forN8n(option)
			: 'values' in option
				? { ...option, values: option.values.map((value) => forN8n(value as Field)) }
				: option,
	);
	return {
		...field,
		...(required && { required }),
		...(options && { options }),
		...(show && { displayOptions: { show } }),
	} as INodeProperties;
}

/** Whether the operation leaves everything in the vendor's system as it was. */
export const onlyReads = ({ request, readOnly, runAll }: Operation): boolean =>
	readOnly ?? (request ? request.startsWith('GET ') : runAll === undefined);

/** What it gives, as far as the entry says so. */
const givenBy = (operation: Operation): string =>
	operation.list
		? 'one item per result'
		: operation.download
			? 'a file'
			: operation.request?.startsWith('DELETE ')
				? 'whether it was done'
				: 'the result';

/**
 * What the operation does, for people. A language model that has it as a tool sees its action only (n8n 2.41,
 * `makeDescription`), so that must say by its verb whether it reads or changes.
 */
const told = (operation: Operation): string => {
	const { action, description = action } = operation;
	// n8n's lint wants the description of these word for word, and it says enough
	if (description.endsWith('(upsert)')) return description;
	return `${description} (${onlyReads(operation) ? 'only reads' : 'changes data'}; gives ${givenBy(operation)})`;
};

const operationsOf = ([value, { operations, preset }]: [string, Resource]): INodeProperties =>
	choice(
		'operation',
		'Operation',
		Object.entries(operations).map(([operation, entry]) => ({
			name: entry.name,
			value: operation,
			action: entry.action,
			description: told(entry),
		})),
		preset,
		{ resource: [value] },
	);

const noticesOf = (resources: Resources): INodeProperties[] =>
	grouped(
		Object.entries(resources).filter(([, { notice }]) => notice),
		([, { notice = '' }]) => notice,
	).map((alike) => ({
		displayName: alike[0][1].notice ?? '',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: alike.map(([value]) => value) } },
	}));

/**
 * Every property of a node, from its table. The only place that writes `displayOptions`. `preset` is the resource
 * chosen at first; like each resource's own it must never change, since n8n does not save what equals the default.
 */
export const describe = (resources: Resources, preset: string): INodeProperties[] => [
	choice(
		'resource',
		'Resource',
		Object.entries(resources).map(([value, { name }]) => ({ name, value })),
		preset,
	),
	...Object.entries(resources).map(operationsOf),
	...noticesOf(resources),
	...shared(
		Object.entries(resources).flatMap(([resource, { operations }]) =>
			Object.entries(operations).map(([operation, entry]) => ({
				resource,
				operation,
				properties: fieldsOf(entry).map(forN8n),
			})),
		),
	),
];
