import type { Field } from '../../core/table/operation';

/** The option that shows the console's credential. */
export const CONSOLE_LISTS = 'consoleLists';

/** The same where the console itself answers, so that its credential always shows: n8n knows no "or" there. */
export const fromConsole: Field = {
	displayName: 'Options',
	name: 'options',
	type: 'hidden',
	default: { [CONSOLE_LISTS]: true },
};

/** The value of a picker that names one thing. */
export const named = (value: string) => ({ __rl: true, mode: 'name', value });

/**
 * A field that picks one thing of the console by name. The value that arrives in a request is always the name, because
 * the collector matches names, case and all.
 */
const pickByName =
	(displayName: string, name: string, searchListMethod: string, example: string) =>
	(more: Partial<Field> = {}): Field => ({
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: `e.g. ${example}` },
		],
		...more,
	});

export const applicationPicker = pickByName('Application', 'application', 'searchApplications', 'www');
export const environmentPicker = pickByName('Environment', 'environment', 'searchEnvironments', 'production');
export const experimentPicker = pickByName(
	'Experiment',
	'experiment',
	'searchExperiments',
	'support_entry_point',
);
export const goalPicker = pickByName('Goal', 'goal', 'searchGoals', 'intercom_conversation_started');
export const metricPicker = pickByName('Metric', 'metric', 'searchMetrics', 'Conversations started');
export const unitTypePicker = pickByName('Unit Type', 'unitType', 'searchUnitTypes', 'user_id');

/** A condition that takes one of a few values; the first of them is preset unless another is. */
export const choice = (
	displayName: string,
	name: string,
	options: Array<[name: string, value: string]>,
	more: Partial<Field> = {},
	first = options[0][1],
): Field => ({
	displayName,
	name,
	type: 'options',
	options: options.map(([one, value]) => ({ name: one, value })),
	default: first,
	to: 'query',
	...more,
});

/** Optional conditions of a list; each option's name is the API's own. */
export const filters = (...options: Field[]): Field => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

export const search: Field = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	to: 'query',
	placeholder: 'e.g. intercom',
	description: 'Part of the name',
};

export const includeArchived: Field = {
	displayName: 'Include Archived',
	name: 'archived',
	type: 'boolean',
	default: false,
	to: 'query',
	convert: (value) => (value === true ? true : undefined),
	description: 'Whether to return what is archived too',
};
