import { UserError } from 'n8n-workflow';
import type { Field, Request, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { shown } from '../../core/values/plain';
import { isId, notAnId } from '../values/id';
import { dates, rangesOf } from './experimentDates';
import { applicationPicker, choice, search } from './fields';

/**
 * What the list of experiments can be narrowed down by. Sources: ABsmartly's description of its API, and its official command
 * line tool @absmartly/cli 1.14.0 for state, type, application by name, analysis, templates, dates, order and the last four alerts.
 */

/** Several, separated by commas or as a list. */
const listed = (value: unknown): string[] =>
	(Array.isArray(value) ? value.map(String) : String(value).split(','))
		.map((one) => one.trim())
		.filter(Boolean);

/**
 * IDs, separated by commas or as a list → the same separated by commas. Throws a `UserError` for what is none, and for a list
 * without any: unfiltered, the answer would be every experiment there is.
 */
function asIds(value: unknown): string {
	const ids = listed(value);
	const wrong = ids.find((id) => !isId(id));
	if (wrong !== undefined) throw notAnId(wrong);
	if (ids.length > 0) return ids.join(',');
	throw new UserError('The list of IDs is empty', {
		description:
			'Without any ID this would return all experiments. Make the expression give at least one, or remove this filter',
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
		description: 'Whether to list iterations too',
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

/** `build` of Get Many: dates as `from,to` in Unix milliseconds (0 is any time), and alerts as 1 or 0 under their own names. */
export function filtered(request: Request, { filters }: Values, zone: string): Request {
	const chosen = (filters ?? {}) as Values;
	// an expression may give one where the form gives a list
	const rows = [(own(chosen, 'dates') as { date?: Values | Values[] } | undefined)?.date ?? []].flat();
	const named = (name: string, value: number) =>
		listed(own(chosen, name) ?? []).map((type) => [type, value] as const);
	const query: Values = {
		...request.query,
		...Object.fromEntries(rangesOf(rows, zone)),
		...Object.fromEntries([...named('alerts', 1), ...named('withoutAlerts', 0)]),
	};
	const needsPreviews = derived.some((name) => Object.hasOwn(query, name));
	return { ...request, query: { ...query, ...(needsPreviews && { previews: 1 }) } };
}
