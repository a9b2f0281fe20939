import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf } from './fields';
import type { Field, Operation, Resource, Resources } from './operation';

type Show = Record<string, Array<string | boolean>>;

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

/**
 * What n8n may see of a field: the table's own keys stay ours, down through collections. Inside these, `show` names
 * parameters beside the field.
 */
function forN8n(
	{ to, as, merge, show, convert, lookup, files, complete, required, ...field }: Field,
	operation?: Show,
): INodeProperties {
	void [to, as, merge, convert, lookup, files, complete];
	const options = field.options?.map((option) =>
		'type' in option
			? forN8n(option)
			: 'values' in option
				? { ...option, values: option.values.map((value) => forN8n(value as Field)) }
				: option,
	);
	const conditions = { ...operation, ...show };
	return {
		...field,
		...(required && { required }),
		...(options && { options }),
		...(Object.keys(conditions).length > 0 && { displayOptions: { show: conditions } }),
	} as INodeProperties;
}

const said = (notice: string): INodeProperties => ({
	displayName: notice,
	name: 'notice',
	type: 'notice',
	default: '',
});

/**
 * Fields that are alike in several operations become one property that all of these show, since n8n walks every property
 * of a node again and again. The order within each operation stays.
 */
function merged(operations: Resource['operations']): Array<{ field: Field; operation: string[] }> {
	const properties: Array<{ key: string; field: Field; operation: string[] }> = [];
	for (const [operation, entry] of Object.entries(operations)) {
		let last = -1;
		for (const field of fieldsOf(entry)) {
			const key = JSON.stringify(forN8n(field));
			const twin = properties.findIndex((property, index) => index > last && property.key === key);
			if (twin === -1) last = properties.push({ key, field, operation: [operation] }) - 1;
			else properties[(last = twin)].operation.push(operation);
		}
	}
	return properties;
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

/** What the operation does, for people and for language models that have it as a tool. */
const told = (operation: Operation): string => {
	const { action, description = action } = operation;
	// n8n's lint wants the description of these word for word, and it says enough
	if (description.endsWith('(upsert)')) return description;
	return `${description} (${onlyReads(operation) ? 'only reads' : 'changes data'}; gives ${givenBy(operation)})`;
};

const describeResource = ([value, { operations, preset, notice }]: [string, Resource]): INodeProperties[] => [
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
	),
	...(notice ? [{ ...said(notice), displayOptions: { show: { resource: [value] } } }] : []),
	...merged(operations).map(({ field, operation }) => forN8n(field, { resource: [value], operation })),
];

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
	...Object.entries(resources).flatMap(describeResource),
];
