import type { Request } from '../../core/table/operation';

/** A permission of the Web Console, and the least built-in role that has it. */
export type Right = { permission: string; role: string };

const viewer = "Team Viewer in the experiment's team";
const contributor = "Team Contributor in the experiment's team";

const right = (permission: string, role: string): Right => ({ permission, role });

/**
 * What each request to the Web Console takes. Permissions: ABsmartly's description of its API, where each is also in the
 * Admin permission of its kind, and its docs for Development and Restart; of alerts, results of one metric and lists of
 * settings nothing says it, so they follow the others. Roles: its docs, "Roles".
 */
const rights = new Map<string, Right>([
	['GET /applications', right('Application List', 'Base User')],
	['GET /environments', right('Environment List', 'Base User')],
	['GET /unit_types', right('Unit Type List', 'Base User')],
	['GET /goals', right('Goal List', 'Team Viewer')],
	['POST /goals', right('Goal Create', 'Team Contributor')],
	['GET /metrics', right('Metric List', 'Team Viewer')],
	['GET /experiments', right('Experiment List', 'Team Viewer')],
	['GET /experiments/{id}', right('Experiment Get', viewer)],
	['GET /experiments/{id}/activity', right('Experiment Get', viewer)],
	['POST /experiments/{id}/activity', right('Experiment Get', viewer)],
	['POST /experiments/{id}/activity/{id}/reply', right('Experiment Get', viewer)],
	['POST /experiments/{id}/metrics/main', right('Experiment Get', viewer)],
	['POST /experiments/{id}/metrics/{id}', right('Experiment Get', viewer)],
	['GET /experiment_alerts', right('Experiment Get', viewer)],
	['PUT /experiments/{id}/archive', right('Experiment Archive', contributor)],
	['PUT /experiments/{id}/development', right('Experiment Start in Development', contributor)],
	['PUT /experiments/{id}/full_on', right('Experiment Full On', contributor)],
	['PUT /experiments/{id}/restart', right('Experiment Restart', contributor)],
	['PUT /experiments/{id}/start', right('Experiment Start', contributor)],
	['PUT /experiments/{id}/stop', right('Experiment Stop', contributor)],
]);

const unarchive = right('Experiment Unarchive', contributor);

/** Longest path that is looked at. */
const LONGEST = 500;

/** What a request to the Web Console takes; undefined where nothing is known of it. */
export function rightFor({
	method,
	path,
	body,
}: Pick<Request, 'method' | 'path' | 'body'>): Right | undefined {
	const template = path
		.slice(0, LONGEST)
		.split('/')
		.map((part) => (/^\d+$/.test(part) ? '{id}' : part))
		.join('/');
	const known = rights.get(`${method} ${template}`);
	return template.endsWith('/archive') && body.archive === false ? known && unarchive : known;
}
