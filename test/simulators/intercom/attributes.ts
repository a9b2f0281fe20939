import { isObject, object } from './body';
import { invalid } from './errors';
import type { AttributeType, DataAttribute, Json, Workspace } from './types';

const fits: Record<AttributeType, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	integer: (value) => Number.isInteger(value),
	float: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	date: (value) => Number.isInteger(value) || typeof value === 'string',
};

/** A body's `custom_attributes`: flat, and only what the workspace has made a data attribute of; null empties one. */
export function attributesFrom(
	workspace: Workspace,
	model: DataAttribute['model'],
	body: Json,
): Json | undefined {
	const values = object(body, 'custom_attributes');
	for (const [name, value] of Object.entries(values ?? {})) {
		const known = workspace.attributes.find((one) => one.model === model && one.name === name);
		if (!known) throw invalid(`Custom attribute '${name}' does not exist`, 'custom_attributes');
		if (value !== null && (isObject(value) || !fits[known.data_type](value)))
			throw invalid(`Custom attribute '${name}' must be of type ${known.data_type}`, 'custom_attributes');
	}
	return values;
}
