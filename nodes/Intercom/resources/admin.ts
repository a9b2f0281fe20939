import type { Resource } from '../../core/operation';
import { pick } from '../fields';

const simplify = [
	'id',
	'type',
	'name',
	'email',
	'job_title',
	'away_mode_enabled',
	'has_inbox_seat',
	'team_ids',
];

export const admin: Resource = {
	name: 'Admin',
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
	},
};
