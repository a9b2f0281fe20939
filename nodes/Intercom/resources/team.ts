import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { additional } from '../fields/fields';
import { pick } from '../fields/picks';

export const team: Resource = {
	name: 'Team',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: { name: 'Get', action: 'Get a team', request: 'GET /teams/{team_id}', fields: [pick('team')] },
		getAll: { name: 'Get Many', action: 'Get many teams', request: 'GET /teams', list: 'teams' },
		getMetrics: {
			name: 'Get Metrics',
			action: 'Get the metrics of a team',
			description: 'Get how many open, idle and snoozed conversations each teammate has at this moment',
			version: '2.16',
			request: 'GET /teams/{team_id}/metrics',
			fields: [
				pick('team'),
				additional({
					displayName: 'Idle After (Seconds)',
					name: 'idle_threshold',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 86400 },
					default: 1800,
					to: 'query',
					description: 'From when on an open conversation that waits for a reply counts as idle, in seconds',
				}),
			],
			list: 'data',
		},
	},
};
