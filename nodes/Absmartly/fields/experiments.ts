import { UserError } from 'n8n-workflow';
import type { Field, Lookup } from '../../core/table/operation';
import { shown } from '../../core/values/plain';
import { iterationsNamed } from '../transport/experiments';
import { asId } from '../values/id';

/** A variant's number. Throws a `UserError` for the control, which is not set full on, and for what is no number of one. */
function asVariant(value: unknown): unknown {
	if (Number.isSafeInteger(value) && Number(value) >= 1) return value;
	throw new UserError(`'${shown(value)}' is not a variant that can be set full on`, {
		description:
			'Give 1 for B, 2 for C, or 3 for D. To keep the control, which is 0, stop the experiment instead',
	});
}

/** What Set Full On shows to everybody. */
export const fullOnVariant: Field = {
	displayName: 'Variant',
	name: 'variant',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3 },
	default: 1,
	to: 'body',
	as: 'full_on_variant',
	convert: asVariant,
	description: 'The number of the variant: 1 for B, 2 for C, 3 for D',
};

/** The newest iteration of this name. Rejects with a `UserError` where there is none. */
const byName =
	(conditions: { state?: string }): Lookup =>
	async (name, send) => {
		const [newest] = await iterationsNamed(send, name, conditions);
		if (newest) return String(newest.id);
		throw new UserError(
			conditions.state
				? `There is no archived experiment '${shown(name)}'`
				: `There is no experiment '${shown(name)}'`,
			{
				description:
					'Check the name, which is case-sensitive. An experiment is not found either if the owner of the API key may not see its team, or if it is archived, except by Unarchive',
			},
		);
	};

const picker = (
	searchListMethod: string,
	conditions: { state?: string } = {},
	more: Partial<Field> = {},
): Field => ({
	displayName: 'Experiment',
	name: 'experiment',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 42' },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. support_entry_point' },
	],
	to: 'path',
	convert: asId,
	lookup: { name: byName(conditions) },
	...more,
});

/** An experiment by its ID, or its newest iteration by its name. What arrives in a request is the ID. */
export const anExperiment = picker(
	'searchExperimentIds',
	{},
	{
		description: 'By name, the newest iteration is used. Restart gives an experiment a new ID.',
	},
);

export const archivedExperiment = picker('searchArchivedExperiments', { state: 'archived' });

/** Where the console wants the ID in the query. */
export const experimentInQuery: Field = { ...anExperiment, to: 'query', as: 'experiment_id' };

/** What goes into the experiment's activity with a change. */
export const note: Field = {
	displayName: 'Note',
	name: 'note',
	type: 'string',
	default: '',
	to: 'body',
	placeholder: 'e.g. Conversion fell below the limit',
	description: 'Shown in the experiment’s activity. Your account may require one.',
};

/** Source: ABsmartly's docs of its command line tool. Since June 2026 each account can have its own. */
export const reason: Field = {
	displayName: 'Reason',
	name: 'reason',
	type: 'options',
	default: 'other',
	options: [
		{ name: 'Code Cleaned Up', value: 'code_cleaned_up' },
		{ name: 'Data Issue', value: 'data_issue' },
		{ name: 'Experiment Setup Issue', value: 'experiment_setup_issue' },
		{ name: 'Guardrail Metric Impact', value: 'guardrail_metric_impact' },
		{ name: 'Hypothesis Iteration', value: 'hypothesis_iteration' },
		{ name: 'Hypothesis Rejected', value: 'hypothesis_rejected' },
		{ name: 'Implementation Issue', value: 'implementation_issue' },
		{ name: 'Operational Decision', value: 'operational_decision' },
		{ name: 'Other', value: 'other' },
		{ name: 'Performance Issue', value: 'performance_issue' },
		{ name: 'Secondary Metric Impact', value: 'secondary_metric_impact' },
		{ name: 'Testing', value: 'testing' },
		{ name: 'Tracking Issue', value: 'tracking_issue' },
		{ name: 'User Feedback', value: 'user_feedback' },
	],
	to: 'body',
	description: 'If your account has reasons of its own, use an expression to give the code of one',
};
