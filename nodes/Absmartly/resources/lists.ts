import type { Field, Operation, Resource } from '../../core/table/operation';
import { filters, fromConsole, includeArchived, search } from '../fields/fields';
import { PAGE_SIZE } from '../transport/pages';

/** The Get Many of one of the console's lists, which stands under `/<list>`. */
export const getMany = (
	list: string,
	simplify: string[],
	conditions: Field[] = [includeArchived, search],
): Operation => ({
	name: 'Get Many',
	action: `Get many ${list.replace('_', ' ')}`,
	api: 'console',
	request: `GET /${list}`,
	list,
	perPage: PAGE_SIZE,
	fields: [filters(...conditions), fromConsole],
	simplify,
});

const listOnly = (name: string, list: string, ...simplify: string[]): Resource => ({
	name,
	preset: 'getAll',
	operations: { getAll: getMany(list, ['name', ...simplify, 'archived', 'id']) },
});

export const application = listOnly('Application', 'applications', 'description');
export const environment = listOnly('Environment', 'environments', 'type');
export const metric = listOnly(
	'Metric',
	'metrics',
	'description',
	'goal_id',
	'type',
	'effect',
	'value_source_property',
);
export const unitType = listOnly('Unit Type', 'unit_types', 'description');
