import type { IDataObject } from 'n8n-workflow';

/** What the server alone decides. Source: ABsmartly's own command line tool, which leaves the same out. */
const ofServer = new Set([
	...['id', 'environment_id', 'created_at', 'created_by', 'created_by_user_id', 'version', 'iterations'],
	...['updated_at', 'updated_by', 'updated_by_user_id', 'seed', 'traffic_seed', 'split', 'archived'],
	...['development_at', 'start_at', 'stop_at', 'full_on_at', 'full_on_variant', 'note', 'notes'],
	...['feature_on_at', 'feature_off_at', 'feature_state', 'last_seen_in_code_at', 'alerts', 'sample_size'],
	...['primary_metric_id', 'unit_type_id', 'experiment_report', 'has_experiment_report', 'favorites'],
	...['experiment_task_states', 'experiment_update_schedule_id', 'group_sequential_analyses'],
	...['previews', 'preview_variants', 'recommended_action', 'scheduled_actions'],
]);

type Link = [list: string, members: string[]];

/** Lists of what the experiment is linked with: read with all that stands behind them, written with these members. */
const links: Link[] = [
	['owners', ['user_id']],
	['teams', ['team_id']],
	['experiment_tags', ['experiment_tag_id']],
	['applications', ['application_id', 'application_version']],
	['secondary_metrics', ['metric_id', 'type', 'order_index']],
	['variants', ['variant', 'name', 'config']],
	['variant_screenshots', ['variant', 'screenshot_file_upload_id', 'label']],
];

const isObject = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null;

const listOf = (value: unknown): IDataObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const only = (members: string[]) => (one: IDataObject) =>
	Object.fromEntries(Object.entries(one).filter(([name]) => members.includes(name)));

/** `{ unit_type: { unit_type_id: 1 } }` of what was read as `unit_type` with its `id`. */
function linkTo(name: string, member: string, given: unknown, id: unknown): IDataObject {
	const one = (given ?? {}) as IDataObject;
	const value = new Map(Object.entries(one)).get(member) ?? one.id ?? id;
	return value === undefined || value === null ? {} : { [name]: { [member]: value } };
}

/** Read as a list, written as an object by the field's ID. */
function customFields(given: unknown): IDataObject {
	if (!Array.isArray(given)) return (given ?? {}) as IDataObject;
	return Object.fromEntries(
		listOf(given).map((one) => [
			String(one.experiment_custom_section_field_id ?? one.id),
			only(['experiment_id', 'experiment_custom_section_field_id', 'type', 'value'])(one),
		]),
	);
}

/** An experiment as it was read → the same as it is written, whole, as a restart wants it. */
export function blueprintOf(experiment: IDataObject): IDataObject {
	const kept = Object.entries(experiment).filter(([name]) => !ofServer.has(name));
	return {
		...Object.fromEntries(kept),
		...linkTo('unit_type', 'unit_type_id', experiment.unit_type, experiment.unit_type_id),
		...linkTo('primary_metric', 'metric_id', experiment.primary_metric, experiment.primary_metric_id),
		...Object.fromEntries(
			links.map(([list, members]) => [
				list,
				listOf(new Map(Object.entries(experiment)).get(list)).map(only(members)),
			]),
		),
		custom_section_field_values: customFields(experiment.custom_section_field_values),
	};
}
