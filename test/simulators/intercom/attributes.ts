import { isObject, object } from './body';
import { invalid } from './errors';
import type { TicketAttribute } from './ticketTypes';
import type { DataAttribute, Json, Workspace } from './types';

type Known = {
	name: string;
	data_type: TicketAttribute['data_type'];
	options?: string[];
	items?: TicketAttribute['items'];
};

const fits: Record<Known['data_type'], (value: unknown, known: Known) => boolean> = {
	string: (value, { options }) => typeof value === 'string' && (options?.includes(value) ?? true),
	integer: (value) => Number.isInteger(value),
	float: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	date: (value) => Number.isInteger(value) || typeof value === 'string',
	list: (value, { items = [] }) => items.some(({ id }) => id === value),
	files: Array.isArray,
};

/** Refuses a value that is not of the attribute's type; null is of every type. */
export function checkType(known: Known, value: unknown, field: string) {
	if (value !== null && (isObject(value) || !fits[known.data_type](value, known)))
		throw invalid(`Attribute '${known.name}' must be of type ${known.data_type}`, field);
}

/** A body's `custom_attributes`: flat, and only what the workspace has made a data attribute of; null empties one. */
export function attributesFrom(
	workspace: Workspace,
	model: DataAttribute['model'],
	body: Json,
): Json | undefined {
	const values = object(body, 'custom_attributes');
	for (const [name, value] of Object.entries(values ?? {})) {
		const known = workspace.attributes.find((one) => one.model === model && one.name === name);
		if (!known || known.archived || known.readOnly)
			throw invalid(`Custom attribute '${name}' does not exist`, 'custom_attributes');
		checkType(known, value, 'custom_attributes');
	}
	return values;
}
