import type { IDataObject } from 'n8n-workflow';
import type { Notification } from './event';
import { objectTypeOf } from './events';

const EXPERIMENT = 15;

/** What an event has beside the members that all have. Source: ABsmartly's documentation, Settings > Webhooks. */
const members = new Map<string, IDataObject>([
	['ExperimentCommented', { id: 301, experiment_id: EXPERIMENT, reply_to_note_id: null }],
	[
		'ExperimentRestarted',
		{ new_experiment_id: EXPERIMENT + 1, new_experiment_state: 'development', name: 'sample_experiment' },
	],
	['ExperimentFullOn', { full_on_variant: 1, name: 'sample_experiment' }],
	['ExperimentEdited', { changes: { percentage_of_traffic: 50 }, name: 'sample_experiment' }],
	[
		'ExperimentDataExportReady',
		{ metadata: { download_url: '/v1/experiments/exports/15/sample.zip', export_config_id: 7 } },
	],
	['GoalArchived', { archived: true }],
	['MetricArchived', { archived: true }],
]);

const alert = (now: number): IDataObject => ({
	id: 201,
	type: 'sample_ratio_mismatch',
	experiment_id: EXPERIMENT,
	created_at: now,
	updated_at: now,
	metadata: '{}',
});

/** An event of this name as ABsmartly would send it, marked as a sample. `now` in Unix milliseconds. */
export function sampleOf(name: string, now: number): Notification {
	const objectType = objectTypeOf(name);
	const common = { event_name: name, event_at: now, sample: true };
	if (objectType === 'alert') return { ...common, ...alert(now) };
	return {
		...common,
		id: EXPERIMENT,
		user_id: 1,
		comment: 'A sample, which never happened',
		...(['experiment', 'goal', 'metric'].includes(objectType) && { name: `sample_${objectType}` }),
		...members.get(name),
	};
}
