import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf } from './fields';
import type { Field, Resource, Resources } from './operation';
import { shared, type Show } from './shared';

const choice = (
	name: string,
	displayName: string,
	/** In the order of use, which is the table's. */
	options: INodePropertyOptions[],
	preset: string,
	show?: Show,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	noDataExpression: true,
	options,
	default: preset,
	...(show && { displayOptions: { show } }),
});

/** What n8n may see of a field: the table's own keys stay ours, down through collections. */
function forN8n({
	to,
	as,
	spread,
	columns,
	merge,
	since,
	show,
	convert,
	lookup,
	list,
	checked,
	files,
	complete,
	required,
	...field
}: Field): INodeProperties {
	void [to, as, spread, columns, merge, since, convert, lookup, list, checked, files, complete];
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

const operationsOf = ([value, { operations, preset }]: [string, Resource]): INodeProperties =>
	choice(
		'operation',
		'Operation',
		Object.entries(operations).map(([operation, { name, action, description = action }]) => ({
			name,
			value: operation,
			action,
			description,
		})),
		preset,
		{ resource: [value] },
	);

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
