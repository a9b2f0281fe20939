import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { nextId } from '../world';
import type { Webhook } from './types';
import { found, idParams, isoNow, parseBody, person, Refusal, userOf, type Console } from './context';
import { page } from './pages';
import type { TakesEvents } from './settings';

const fields = z.object({
	name: z.string().trim().min(1),
	url: z.string().url(),
	description: z.string().optional(),
	enabled: z.boolean().optional(),
	ordered: z.boolean().optional(),
	max_retries: z.number().int().min(0).optional(),
	events: z.array(z.unknown()).optional(),
});

const eventShape = z
	.object({ webhook_event_id: z.number().int(), enabled: z.boolean().default(true) })
	.strict();

const updateBody = z.object({ data: fields.partial().strict() });

/** A webhook as the console shows it. Source: specification. */
function forConsole(console: Console, webhook: Webhook, isListed = false) {
	const { world, settings } = console;
	const { events, ...rest } = webhook;
	const all = settings.hearsAll ? world.webhook_events : [];
	const enabled = events ?? all.map(({ id }) => ({ webhook_event_id: id, enabled: true }));
	return {
		...rest,
		created_by: person(console, rest.created_by_user_id),
		...(!(isListed && settings.shallowLists) && {
			events: enabled.map((each) => ({
				webhook_id: rest.id,
				...each,
				event: world.webhook_events.find(({ id }) => id === each.webhook_event_id),
			})),
		}),
	};
}

/** What becomes of `events`: taken, left out, or refused as soon as there is one. The shape of an element is an assumption. */
function eventsOf(
	{ world }: Console,
	events: unknown[] | undefined,
	mode: TakesEvents,
): Pick<Webhook, 'events'> {
	if (!events || mode === 'ignores') return {};
	if (mode === 'refuses' && events.length > 0) throw new Refusal(422, 'events.0: unexpected shape');
	const wanted = parseBody(z.object({ events: z.array(eventShape) }), { events }).events;
	const unknown = wanted.find(
		({ webhook_event_id }) => !world.webhook_events.some(({ id }) => id === webhook_event_id),
	);
	if (unknown) throw new Refusal(422, `webhook event ${unknown.webhook_event_id} does not exist`);
	return { events: wanted };
}

/** The webhooks and what they can hear of. Sources: specification (reading), live test and CLI (writing). */
export function registerWebhooks(app: FastifyInstance, console: Console) {
	const { world, settings } = console;
	const one = (params: unknown) => found('webhook', world.webhooks, idParams.parse(params).id);

	app.get('/v1/webhook_events', (request) =>
		page(
			'webhook_events',
			world.webhook_events.map((event) => ({ ...event, archived: false })),
			request.query,
			settings,
			({ id, name, description }) => ({ id, name, description }),
		),
	);
	app.get('/v1/webhooks', (request) =>
		page(
			'webhooks',
			world.webhooks.map((webhook) => ({ ...webhook, archived: false })),
			request.query,
			settings,
			(webhook) => forConsole(console, webhook, true),
		),
	);
	app.get('/v1/webhooks/:id', (request) => ({ webhook: forConsole(console, one(request.params)) }));
	app.post('/v1/webhooks', (request) => {
		const { events, ...wanted } = parseBody(fields.strict(), request.body);
		const user = userOf(request);
		const now = isoNow(console);
		const webhook: Webhook = {
			id: nextId(world.webhooks),
			description: '',
			enabled: true,
			ordered: false,
			max_retries: 3,
			created_at: now,
			created_by_user_id: user.id,
			updated_at: now,
			updated_by_user_id: user.id,
			...wanted,
			...eventsOf(console, events, settings.webhookPost),
		};
		world.webhooks.push(webhook);
		return { ok: true, errors: [], webhook: forConsole(console, webhook) };
	});
	app.put('/v1/webhooks/:id', (request) => {
		const webhook = one(request.params);
		const { events, ...wanted } = parseBody(updateBody, request.body).data;
		const taken = eventsOf(console, events, settings.webhookPut);
		const by = { updated_at: isoNow(console), updated_by_user_id: userOf(request).id };
		Object.assign(webhook, wanted, taken, by);
		return { ok: true, errors: [], webhook: forConsole(console, webhook) };
	});
	app.delete('/v1/webhooks/:id', (request, reply) => {
		const webhook = one(request.params);
		world.webhooks.splice(world.webhooks.indexOf(webhook), 1);
		return settings.deleteStatus === 204 ? reply.code(204).send() : { ok: true, errors: [] };
	});
}
