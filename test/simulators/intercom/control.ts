import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from './errors';
import { happen, happeningSchema } from './happenings';
import type { Workspace } from './types';
import type { Webhooks } from './webhooks';

const webhookSchema = z.object({ url: z.string(), topics: z.array(z.string()).default(['*']) }).strict();

const redeliverSchema = z.object({ notificationId: z.string() }).strict();

function parse<Shape extends z.ZodTypeAny>(schema: Shape, body: unknown): z.infer<Shape> {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new ApiError(400, 'parameter_invalid', `${issue.path.join('.') || 'body'}: ${issue.message}`);
}

/** Intercom's own part of `/_sim`: what the Developer Hub and the Messenger do in the real product. */
export function registerControl(scope: FastifyInstance, current: () => Workspace, webhooks: Webhooks) {
	scope.put('/_sim/webhook', async (request, reply) => {
		const { url, topics } = parse(webhookSchema, request.body);
		const answer = await webhooks.subscribe(url, topics);
		return reply.code(answer.ok ? 200 : 422).send(answer);
	});
	scope.get('/_sim/webhook', () => webhooks.state);
	scope.post('/_sim/webhook/live', async (_request, reply) => {
		const answer = await webhooks.setLive();
		if (!answer) throw new ApiError(422, 'client_error', 'no webhook is set');
		return reply.code(answer.ok ? 200 : 422).send(answer);
	});
	scope.post('/_sim/events', (request) => {
		const happening = parse(happeningSchema, request.body);
		const before = webhooks.notifications.length;
		for (let count = 0; count < happening.times; count += 1) happen(current(), happening);
		const sent = webhooks.notifications.slice(before).filter(({ topic }) => topic === happening.topic);
		return { notificationIds: sent.map(({ id }) => id) };
	});
	scope.post('/_sim/redeliver', (request) => {
		const { notificationId } = parse(redeliverSchema, request.body);
		if (!webhooks.redeliver(notificationId)) throw new ApiError(404, 'not_found', 'no such notification');
		return { ok: true };
	});
	scope.post('/_sim/ping', async () => {
		const delivery = await webhooks.ping();
		if (!delivery) throw new ApiError(422, 'client_error', 'no webhook is set');
		return delivery;
	});
	scope.get('/_sim/deliveries', () => webhooks.deliveries);
	scope.get('/_sim/state', () => {
		const workspace = current();
		const collections = {
			admins: [...workspace.admins.values()],
			teams: [...workspace.teams.values()],
			tags: [...workspace.tags.values()],
			contacts: [...workspace.contacts.values()],
			companies: [...workspace.companies.values()],
			conversations: [...workspace.conversations.values()],
			notes: [...workspace.notes.values()],
			tickets: [...workspace.tickets.values()],
			events: [...workspace.events.values()],
			notifications: webhooks.notifications,
		};
		const counts = Object.entries(collections).map(([name, { length }]) => [name, length]);
		return { counts: Object.fromEntries(counts), webhook: webhooks.state, ...collections };
	});
}
