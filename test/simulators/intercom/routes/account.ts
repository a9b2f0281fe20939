import * as read from '../body';
import { ApiError, notFound, unauthorized } from '../errors';
import { adminView, attributeView, conversationAttributeView, teamView } from '../views';
import { getAdmin } from '../workspace';
import type { Routes } from './call';

/** Teammates, teams, the workspace itself and its data attributes. */
export const account: Routes = {
	'GET /me'({ workspace }) {
		const admin = [...workspace.admins.values()][0];
		return {
			...adminView(admin),
			avatar: { type: 'avatar', image_url: null },
			email_verified: true,
			app: {
				type: 'app',
				id_code: workspace.id,
				name: 'Simulated workspace',
				created_at: 1700000000,
				secure: false,
				identity_verification: false,
				timezone: workspace.settings.timezone,
				region: 'US',
			},
		};
	},
	'GET /admins': ({ workspace }) => ({
		type: 'admin.list',
		admins: [...workspace.admins.values()].map(adminView),
	}),
	'GET /admins/:id': ({ workspace, params }) => adminView(getAdmin(workspace, params.id)),
	'PUT /admins/:id/away'({ workspace, params, body }) {
		const admin = getAdmin(workspace, params.id);
		admin.away = {
			away_mode_enabled: read.required(read.flag(body, 'away_mode_enabled'), 'away_mode_enabled'),
			away_mode_reassign: read.required(read.flag(body, 'away_mode_reassign'), 'away_mode_reassign'),
			away_status_reason_id: read.integer(body, 'away_status_reason_id') ?? null,
		};
		return adminView(admin);
	},
	'GET /teams': ({ workspace }) => ({
		type: 'team.list',
		teams: [...workspace.teams.values()].map(teamView),
	}),
	'GET /teams/:id'({ workspace, params }) {
		const team = workspace.teams.get(params.id);
		if (!team) throw notFound('Team not found', 'team_not_found');
		return teamView(team);
	},
	'GET /data_attributes'({ workspace, query, look }) {
		// since 2.16 conversations have an endpoint of their own
		if (look.version >= 16 && query.model === 'conversation')
			throw new ApiError(422, 'parameter_invalid', 'model conversation is not supported', 'model');
		const wanted = workspace.attributes.filter(
			({ model, archived }) =>
				(query.model ? model === query.model : model !== 'conversation' || look.version < 16) &&
				(!archived || query.include_archived === 'true'),
		);
		return { type: 'list', data: wanted.map(attributeView) };
	},
	'GET /conversations/attributes'({ workspace, query, look }) {
		if (look.version < 16) throw notFound();
		const wanted = workspace.attributes.filter(
			({ model, archived }) => model === 'conversation' && (!archived || query.include_archived === 'true'),
		);
		return { type: 'list', data: wanted.map(conversationAttributeView) };
	},
	'POST /auth/uninstall'({ workspace, reply }) {
		const token = reply.request.headers.authorization?.replace(/^Bearer /, '');
		if (!token || !workspace.tokens.delete(token)) throw unauthorized();
		return {};
	},
};
