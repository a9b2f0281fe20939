import { UserError } from 'n8n-workflow';
import type { Field, Request, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { isEmpty, shown } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';
import { applicationPicker, search } from './fields';

/**
 * What the list of experiments can be narrowed down by. Sources: ABsmartly's description of its API, and its official command
 * line tool @absmartly/cli 1.14.0 for state, type, application by name, analysis, templates, dates, order and the last four alerts.
 */

/** IDs, separated by commas or as a list → the same separated by commas. Throws a `UserError` for what is none. */
function asIds(value: unknown): string | undefined {
	const ids = (Array.isArray(value) ? value.map(String) : String(value).split(','))
		.map((id) => id.trim())
		.filter(Boolean);
	const wrong = ids.find((id) => !/^\d{1,19}$/.test(id));
	if (wrong === undefined) return ids.join(',') || undefined;
	throw new UserError(`'${shown(wrong)}' is no ID of ABsmartly’s`, {
		description: 'IDs are whole numbers. Several are separated by commas',
	});
}

const ids = (displayName: string, name: string): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	list: true,
	to: 'query',
	convert: asIds,
	placeholder: 'e.g. 3,7',
});

const choice = (
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

const state = choice(
	'State',
	'state',
	[
		['Archived', 'archived'],
		['Created', 'created'],
		['Development', 'development'],
		['Full On', 'full_on'],
		['Ready', 'ready'],
		['Running', 'running'],
		['Scheduled', 'scheduled'],
		['Stopped', 'stopped'],
	],
	{},
	'running',
);

/** Two numbers, such as `0.01,0.2`. */
function asRange(value: unknown): string {
	const range = String(value)
		.split(',')
		.map((one) => one.trim());
	if (range.length === 2 && range.every((one) => one !== '' && Number.isFinite(Number(one))))
		return range.join(',');
	throw new UserError(`'${shown(value)}' is not a smallest and a largest number`, {
		description: 'Give two numbers with a comma between, such as 0.01,0.2',
	});
}

const range = (displayName: string, name: string, placeholder: string): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	to: 'query',
	convert: asRange,
	placeholder,
	description: 'The smallest and the largest, with a comma between',
});

const alertTypes: Array<[name: string, value: string]> = [
	['Assignment Conflict', 'assignment_conflict'],
	['Audience Mismatch', 'audience_mismatch'],
	['Cleanup Needed', 'cleanup_needed'],
	['Experiments Interact', 'experiments_interact'],
	['Group Sequential Updated', 'group_sequential_updated'],
	['Metric Threshold Reached', 'metric_threshold_reached'],
	['Sample Ratio Mismatch', 'sample_ratio_mismatch'],
	['Sample Size Reached', 'sample_size_reached'],
];

const alertFilter = (displayName: string, name: string): Field => ({
	displayName,
	name,
	type: 'multiOptions',
	options: alertTypes.map(([one, value]) => ({ name: one, value })),
	default: [],
});

const dates: Field = {
	displayName: 'Dates',
	name: 'dates',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Date',
	default: {},
	options: [
		{
			displayName: 'Date',
			name: 'date',
			values: [
				choice(
					'When It Was',
					'what',
					[
						['Created', 'created_at'],
						['Set Full On', 'full_on_at'],
						['Started', 'started_at'],
						['Stopped', 'stopped_at'],
						['Updated', 'updated_at'],
					],
					{ to: undefined },
				),
				{ displayName: 'From', name: 'from', type: 'dateTime', default: '' },
				{ displayName: 'To', name: 'to', type: 'dateTime', default: '' },
			],
		},
	],
};

export const experimentFilters: Field[] = [
	alertFilter('Alerts', 'alerts'),
	choice('Analysis Type', 'analysis_type', [
		['Fixed Horizon', 'fixed_horizon'],
		['Group Sequential', 'group_sequential'],
	]),
	applicationPicker({ to: 'query', description: 'One that the experiment runs in' }),
	ids('Application IDs', 'applications'),
	range('Confidence', 'confidence', 'e.g. 90,100'),
	dates,
	ids('IDs', 'ids'),
	range('Impact', 'impact', 'e.g. 0.01,0.2'),
	{ ...ids('Iterations Of (ID)', 'iterations_of'), placeholder: 'e.g. 42' },
	{
		displayName: 'Iterations',
		name: 'iterations',
		type: 'boolean',
		default: true,
		to: 'query',
		convert: (value) => (value === true ? 1 : 0),
		description: 'Whether iterations are listed, as the console has it',
	},
	ids('Owner IDs', 'owners'),
	choice('Running Type', 'running_type', [
		['Experiment', 'experiment'],
		['Full On', 'full_on'],
	]),
	search,
	choice('Significance', 'significance', [
		['Inconclusive', 'inconclusive'],
		['Insignificant', 'insignificant'],
		['Negative', 'negative'],
		['Neutral', 'neutral'],
		['Positive', 'positive'],
	]),
	choice('Sort By', 'sort', [
		['Confidence', 'confidence'],
		['Created At', 'created_at'],
		['Display Name', 'display_name'],
		['Duration', 'duration'],
		['ID', 'id'],
		['Impact', 'impact'],
		['Iteration', 'iteration'],
		['Name', 'name'],
		['Owners', 'owners'],
		['Progress', 'progress'],
		['State', 'state'],
		['Unit Count', 'unit_count'],
	]),
	{
		displayName: 'Sort Ascending',
		name: 'sort_asc',
		type: 'boolean',
		default: true,
		to: 'query',
		description: 'Whether the smallest comes first',
	},
	state,
	ids('Tag IDs', 'tags'),
	ids('Team IDs', 'teams'),
	ids('Template IDs', 'templates'),
	choice('Type', 'type', [
		['Feature Flag', 'feature'],
		['Feature Template', 'feature_template'],
		['Test', 'test'],
		['Test Template', 'test_template'],
	]),
	ids('Unit Type IDs', 'unit_types'),
	alertFilter('Without Alerts', 'withoutAlerts'),
];

/** Filters by what the console works out: it wants to be told that it shall. */
const derived = ['confidence', 'impact', 'significance', ...alertTypes.map(([, type]) => type)];

function ms(value: unknown, zone: string): number {
	if (isEmpty(value)) return 0;
	const instant = toInstant(value, zone);
	if (instant !== undefined) return instant;
	throw new UserError(`Dates: '${shown(value)}' is not a date`, {
		description: 'Give a date such as 2026-02-25T09:33:20Z, or leave it blank for any time',
	});
}

/** `build` of Get Many: dates as `from,to` in Unix milliseconds (0 is any time), and alerts as 1 or 0 under their own names. */
export function filtered(request: Request, { filters }: Values, zone: string): Request {
	const chosen = (filters ?? {}) as Values;
	const rows = (own(chosen, 'dates') as { date?: Values[] } | undefined)?.date ?? [];
	const named = (name: string, value: number) =>
		((own(chosen, name) ?? []) as string[]).map((type) => [type, value] as const);
	const query: Values = {
		...request.query,
		...Object.fromEntries(rows.map(({ what, from, to }) => [what, `${ms(from, zone)},${ms(to, zone)}`])),
		...Object.fromEntries([...named('alerts', 1), ...named('withoutAlerts', 0)]),
	};
	const needsPreviews = derived.some((name) => Object.hasOwn(query, name));
	return { ...request, query: { ...query, ...(needsPreviews && { previews: 1 }) } };
}
