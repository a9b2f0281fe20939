/**
 * Where an act comes from: ABsmartly's OpenAPI `specification` or its `docs`; `live test`: the official CLI's test that is
 * also run against a real server; `CLI`: what the CLI sends and reads; `assumption`: nobody outside has seen it.
 */
export type Source = 'specification' | 'docs' | 'live test' | 'CLI' | 'assumption';

/** What a route does, the permission it asks for, and where that comes from. */
export type Act = { does: string; may?: string; from: Source };

const act = (does: string, from: Source, may?: string): Act => ({ does, from, may });

const list = (of: string, from: Source = 'specification', may?: string) => act(`lists ${of}`, from, may);
const one = (of: string, from: Source = 'specification', may?: string) => act(`gives one ${of}`, from, may);

/** Every route of the console by method and path. */
export const acts = new Map<string, Act>([
	['GET /auth/current-user', act('says whose key it is', 'CLI')],
	['GET /v1/applications', list('applications')],
	['GET /v1/applications/:id', one('application')],
	['GET /v1/environments', list('environments')],
	['GET /v1/environments/:id', one('environment')],
	['GET /v1/unit_types', list('unit types')],
	['GET /v1/unit_types/:id', one('unit type')],
	['GET /v1/users', list('users')],
	['GET /v1/users/:id', one('user')],
	['GET /v1/teams', list('teams')],
	['GET /v1/teams/:id', one('team')],
	['GET /v1/experiment_tags', list('tags')],
	['GET /v1/experiment_tags/:id', one('tag')],
	['GET /v1/metrics', list('metrics', 'specification', 'Metric List')],
	['GET /v1/metrics/:id', one('metric', 'specification', 'Metric Get')],
	['GET /v1/goals', list('goals', 'specification', 'Goal List')],
	['GET /v1/goals/:id', one('goal', 'specification', 'Goal Get')],
	['POST /v1/goals', act('creates a goal', 'live test', 'Goal Create')],
	['PUT /v1/goals/:id', act('changes a goal by `data`', 'live test', 'Goal Edit')],
	['POST /v1/events', act('finds goals that arrived, in columns', 'CLI')],

	['GET /v1/experiments', list('experiments, with the filters', 'CLI', 'Experiment List')],
	['GET /v1/experiments/:id', one('experiment', 'specification', 'Experiment Get')],
	['GET /v1/experiments/:id/parent', one('iteration before', 'CLI', 'Experiment Get')],
	['POST /v1/experiments', act('creates a draft, or one that is ready', 'live test', 'Experiment Create')],
	[
		'PUT /v1/experiments/:id',
		act('changes it by `data`; a draft turns ready', 'live test', 'Experiment Edit'),
	],
	['PUT /v1/experiments/:id/development', act('ready → development', 'live test', 'Experiment Start')],
	['PUT /v1/experiments/:id/start', act('ready or development → running', 'live test', 'Experiment Start')],
	['PUT /v1/experiments/:id/stop', act('running or full on → stopped', 'live test', 'Experiment Stop')],
	[
		'PUT /v1/experiments/:id/restart',
		act('stopped, running or full on → stopped, and a new iteration runs', 'live test', 'Experiment Restart'),
	],
	['PUT /v1/experiments/:id/full_on', act('running → full on', 'live test', 'Experiment Full On')],
	['PUT /v1/experiments/:id/archive', act('stopped → archived, and back', 'live test', 'Experiment Archive')],
	[
		'POST /v1/experiments/:id/scheduled_action',
		act('does an action when its time comes', 'live test', 'Experiment Edit'),
	],
	[
		'DELETE /v1/experiments/:id/scheduled_action/:actionId',
		act('takes a scheduled action back', 'live test', 'Experiment Edit'),
	],
	['GET /v1/experiment_action_dialog_fields', list('which actions need a note', 'CLI')],
	['GET /v1/experiment_custom_section_fields', list('fields of the account’s own', 'CLI')],

	['GET /v1/experiments/:id/activity', list('what was done and said', 'specification', 'Experiment Get')],
	['POST /v1/experiments/:id/activity', act('comments', 'specification', 'Experiment Comment')],
	[
		'POST /v1/experiments/:id/activity/:noteId/reply',
		act('replies to a comment', 'specification', 'Experiment Comment'),
	],
	['PUT /v1/experiments/:id/activity/:noteId', act('changes a comment', 'CLI', 'Experiment Comment')],
	['GET /v1/experiment_alerts', list('alerts', 'CLI', 'Experiment Get')],
	['PUT /v1/experiment_alerts/:id/dismiss', act('dismisses an alert', 'CLI', 'Experiment Edit')],

	['GET /v1/experiments/:id/metrics', list('the metrics of an experiment', 'CLI', 'Experiment Get')],
	[
		'GET /v1/experiments/:id/metrics/main',
		act('gives results that were computed before', 'CLI', 'Experiment Get'),
	],
	[
		'POST /v1/experiments/:id/metrics/main',
		act('gives results in columns, control without impact', 'specification', 'Experiment Get'),
	],
	[
		'POST /v1/experiments/:id/metrics/:metricId',
		act('gives one metric, by segment where asked', 'CLI', 'Experiment Get'),
	],
	[
		'POST /v1/experiments/:id/metrics/main/history',
		act('gives results by period, `date` in seconds', 'specification', 'Experiment Get'),
	],
	[
		'POST /v1/experiments/:id/participants/history',
		act('gives participants by period', 'specification', 'Experiment Get'),
	],
	['POST /v1/experiments/:id/request_update', act('computes results anew', 'CLI', 'Experiment Get')],

	['POST /v1/experiments/:id/export_data', act('begins an export', 'CLI', 'Event List')],
	['GET /v1/export_configs', list('exports, by status', 'CLI', 'Event List')],
	['GET /v1/export_configs/:id', one('export', 'CLI', 'Event List')],
	['GET /v1/export_configs/:id/export_histories', list('what became of an export', 'CLI', 'Event List')],
	[
		'GET /v1/experiments/exports/:configId/:fileKey',
		act('leads to the ZIP, on another host, for 30 days', 'CLI', 'Event List'),
	],

	['GET /v1/webhook_events', list('kinds of events', 'specification', 'Webhook List')],
	['GET /v1/webhooks', list('webhooks', 'specification', 'Webhook List')],
	['GET /v1/webhooks/:id', one('webhook', 'specification', 'Webhook Get')],
	['POST /v1/webhooks', act('registers a webhook', 'live test', 'Webhook Admin')],
	['PUT /v1/webhooks/:id', act('changes a webhook by `data`', 'CLI', 'Webhook Admin')],
	['DELETE /v1/webhooks/:id', act('removes a webhook', 'CLI', 'Webhook Admin')],
]);

/** What else happens, and where that comes from. */
export const behaviors: Array<[act: string, from: Source]> = [
	['Webhooks are posted as JSON, without signature, secret or own headers', 'docs'],
	['A body is one event, or has `events`', 'docs'],
	['A body that gathers several events, or a bare array of them (settings `batch`, `array`)', 'assumption'],
	['`event_at` in milliseconds, `user_id` who did it, `comment` the note of the action', 'docs'],
	['`comment` is empty where there is no note', 'assumption'],
	['`id` of a comment is the note’s, of an alert the alert’s, of a restart the old iteration’s', 'docs'],
	['An alert’s times are in milliseconds and its `metadata` JSON in a text', 'docs'],
	['An edit tells only what changed; owners, teams, tags and applications as lists of IDs', 'docs'],
	['A delivery that fails is made again, up to `max_retries` times, at even distances', 'assumption'],
	['An ordered webhook waits for one delivery’s end before the next', 'assumption'],
	['`events` of a webhook are written as `webhook_event_id` and `enabled`', 'assumption'],
	['A change that is not wrapped in `data` is refused with 422', 'assumption'],
	['A draft that is started is refused with 400', 'assumption'],
	['The state after full on is running, with `full_on_at` and `full_on_variant`', 'assumption'],
	['A restart makes a new ID and the next iteration, and stops the old one', 'live test'],
	['Contributors act in their teams alone, Viewers read and comment, Base Users read settings', 'docs'],
	['An export is completed before its file is there', 'CLI'],
	['The event of an export that is ready has the path of the file in its `metadata`', 'docs'],
	['What other events of exports say', 'assumption'],
	['Columns of results may come in any order', 'specification'],
];
