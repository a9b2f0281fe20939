import type { Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, asInteger, textList, time, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';
import { toUnixSeconds } from '../transport/times';

const simplify = [
	'name',
	'email',
	'type',
	'job_title',
	'away_mode_enabled',
	'has_inbox_seat',
	'team_ids',
	'id',
];

/** When the log begins and ends. Intercom takes Unix seconds, as text where it is a GET. */
const after = time('created_at_after', 'Created After', { required: true });
const before = time('created_at_before', 'Created Before');
const inQuery = {
	to: 'query' as const,
	convert: (value: unknown, zone: string) => String(toUnixSeconds(value, zone)),
};

export const admin: Resource = {
	name: 'Admin',
	permission: `${needs('Read admins', 'Update admins')}. Activity logs need “Read admin activity logs”.`,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get an admin',
			request: 'GET /admins/{admin_id}',
			fields: [pick('admin')],
			simplify,
		},
		getAll: { name: 'Get Many', action: 'Get many admins', request: 'GET /admins', list: 'admins', simplify },
		me: {
			name: 'Get Current',
			action: 'Get the current admin and workspace',
			description: 'Get the admin that the credential belongs to, with the workspace',
			request: 'GET /me',
			simplify: [...simplify, 'app'],
		},
		setAway: {
			name: 'Set Away',
			action: 'Set an admin to away or back',
			request: 'PUT /admins/{admin_id}/away',
			fields: [
				pick('admin'),
				yesNo('away_mode_enabled', 'Away', 'Whether the teammate is away', { default: true }),
				yesNo(
					'away_mode_reassign',
					'Reassign Replies',
					'Whether conversations that get a reply meanwhile go to the default inbox',
				),
				additional(pick('away_status_reason', { required: false, to: 'body', convert: asInteger })),
			],
			simplify,
		},
		getActivityLogs: {
			name: 'Get Many Activity Logs',
			action: 'Get many activity logs',
			description: 'Get what teammates did in the workspace',
			request: 'GET /admins/activity_logs',
			fields: [{ ...after, ...inQuery }, additional({ ...before, ...inQuery })],
			list: 'activity_logs',
		},
		searchActivityLogs: {
			name: 'Search Activity Logs',
			action: 'Search activity logs',
			description: 'Get what teammates did in the workspace, of some kinds',
			version: '2.16',
			request: 'POST /admins/activity_logs/search',
			// tells the paging that the number of the page stands in the body
			body: { page: 1 },
			readOnly: true,
			fields: [
				after,
				additional(
					before,
					textList('event_types', 'Event Types', {
						placeholder: 'e.g. admin_login_success, app_name_change',
						description: 'As Get Many Activity Log Event Types gives them, separated by commas',
					}),
				),
			],
			list: 'activity_logs',
			perPage: 250,
		},
		getActivityLogEventTypes: {
			name: 'Get Many Activity Log Event Types',
			action: 'Get many activity log event types',
			description: 'Get the kinds of entries that the activity log may have',
			version: '2.16',
			request: 'GET /admins/activity_log_event_types',
		},
	},
};
