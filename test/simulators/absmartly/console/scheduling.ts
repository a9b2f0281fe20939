import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { nextId, type Experiment } from '../world';
import type { ScheduledAction, User } from './types';
import { found, idParams, parseBody, Refusal, userOf, type Console } from './context';
import { reachable } from './experimentViews';
import type { Action, Wish } from './lifeCycle';

const planBody = z.object({
	action: z.enum(['start', 'restart', 'development', 'stop', 'archive', 'full_on']),
	scheduled_at: z.string().datetime(),
	note: z.string().nullish(),
	reason: z.string().nullish(),
	full_on_variant: z.number().int().optional(),
});

const planParams = idParams.extend({ actionId: z.coerce.number().int() });

/** Actions whose time comes by the virtual clock. Source: live test of the CLI; what is refused then is dropped: assumption. */
export function registerScheduling(
	app: FastifyInstance,
	{ world, clock, ...rest }: Console,
	perform: (experiment: Experiment, user: User, action: Action, wish: Wish) => unknown,
) {
	const console = { world, clock, ...rest };
	app.post('/v1/experiments/:id/scheduled_action', (request) => {
		const experiment = reachable(console, request);
		const {
			action,
			scheduled_at,
			note = null,
			reason = null,
			full_on_variant,
		} = parseBody(planBody, request.body);
		const due = Date.parse(scheduled_at);
		if (due <= clock.now()) throw new Refusal(422, 'scheduled_at must lie in the future');
		const user = userOf(request);
		const id = nextId(world.experiments.flatMap(({ scheduled = [] }) => scheduled));
		const plan: ScheduledAction = { id, action, scheduled_at, note, reason, user_id: user.id };
		experiment.scheduled = [...(experiment.scheduled ?? []), plan];
		clock.at(due, () => {
			if (!experiment.scheduled?.includes(plan)) return;
			experiment.scheduled = experiment.scheduled.filter((each) => each !== plan);
			try {
				perform(experiment, user, action, {
					note: note ?? undefined,
					reason: reason ?? undefined,
					full_on_variant,
				});
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
			}
		});
		return { ok: true, errors: [], scheduled_action: plan };
	});
	app.delete('/v1/experiments/:id/scheduled_action/:actionId', (request) => {
		const experiment = reachable(console, request);
		const { actionId } = planParams.parse(request.params);
		const plan = found('scheduled action', experiment.scheduled ?? [], actionId);
		experiment.scheduled = experiment.scheduled?.filter((each) => each !== plan);
		return { ok: true, errors: [] };
	});
}
