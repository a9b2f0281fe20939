import type { FastifyInstance } from 'fastify';
import type { Experiment } from '../world';
import type { Role, User } from './types';
import { acts, type Act } from './acts';
import { Refusal, type Console } from './context';

/** What each role allows, by the names of ABsmartly's permissions. Sources: docs (roles), specification (names). */
const allowed: Record<Role, (permission: string) => boolean> = {
	FullAdmin: () => true,
	Contributor: (permission) =>
		/^(?:Experiment|Goal|Metric|Event) /.test(permission) ||
		permission === 'Webhook List' ||
		permission === 'Webhook Get',
	Viewer: (permission) =>
		/^(?:Experiment|Goal|Metric|Webhook) (?:List|Get)$/.test(permission) ||
		permission === 'Experiment Comment',
	'Base User': (permission) => permission === 'Webhook List' || permission === 'Webhook Get',
};

export const may = (user: User, permission: string): boolean =>
	allowed[user.role](permission) || user.permissions.includes(permission);

/** A Contributor's rights end with their teams; what belongs to no team is everybody's. */
export const isTheirs = (user: User, { teams = [] }: Pick<Experiment, 'teams'>): boolean =>
	user.role !== 'Contributor' || teams.length === 0 || teams.some((id) => user.teams.includes(id));

/** Looks keys up, and refuses who has none with 401 and who has no right with 403. Every route must stand in `acts`. */
export function registerRights(app: FastifyInstance, console: Console): void {
	const actOf = (method: string, url = ''): Act | undefined => acts.get(`${method} ${url}`);
	app.addHook('onRoute', ({ method, url }) => {
		for (const each of [method].flat())
			if (each !== 'HEAD' && !actOf(each, url))
				throw new Error(`${each} ${url} says nowhere where it comes from`);
	});
	app.addHook('preHandler', async (request, reply) => {
		const { world, settings } = console;
		const key = /^Api-Key (.+)$/.exec(request.headers.authorization ?? '')?.[1];
		const user = world.users.find((each) => each.key === key);
		if (!user) return reply.code(401).send({ message: 'Unauthorized' });
		request.user = user;
		const permission = actOf(request.method, request.routeOptions.url)?.may;
		if (!permission || may(user, permission)) return;
		const [, plural] = /^\/v1\/(\w+)$/.exec(request.routeOptions.url ?? '') ?? [];
		if (settings.emptyForbidden && request.method === 'GET' && plural)
			return reply.send({ items: 0, page: 1, total: 0, [plural]: [] });
		throw new Refusal(403, 'Forbidden');
	});
}
