import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { nextId, type Experiment } from '../world';
import type { Alert } from './types';
import { found, idParams, isoNow, Refusal, userOf, type Console } from './context';
import { isTheirs } from './rights';

const alertQuery = z.object({ experiment_id: z.coerce.number().int().optional() });

/** A health check finds a problem: an alert and its event, whose `id` is the alert's. Source: docs. */
export function raiseAlert(
	console: Console,
	experiment: Experiment,
	type: string,
	metadata: Record<string, unknown> = {},
): Alert {
	const { world, sender, clock } = console;
	const now = isoNow(console);
	const alert: Alert = {
		id: nextId(world.alerts),
		experiment_id: experiment.id,
		type,
		dismissed: false,
		metadata,
		created_at: now,
		updated_at: now,
	};
	world.alerts.push(alert);
	sender.tell({
		event_name: 'ExperimentAlertCreated',
		event_at: clock.now(),
		id: alert.id,
		type,
		experiment_id: experiment.id,
		created_at: Date.parse(now),
		updated_at: Date.parse(now),
		metadata: JSON.stringify(metadata),
	});
	return alert;
}

export function registerAlerts(app: FastifyInstance, console: Console) {
	const { world } = console;
	app.get('/v1/experiment_alerts', (request) => {
		const { experiment_id: wanted } = alertQuery.parse(request.query);
		const user = userOf(request);
		const theirs = new Set(world.experiments.filter((each) => isTheirs(user, each)).map(({ id }) => id));
		const alerts = world.alerts.filter(
			({ experiment_id: id }) => theirs.has(id) && (wanted === undefined || id === wanted),
		);
		return {
			experiment_alerts: alerts.map((alert) => ({ ...alert, metadata: JSON.stringify(alert.metadata) })),
		};
	});
	app.put('/v1/experiment_alerts/:id/dismiss', (request) => {
		const alert = found('alert', world.alerts, idParams.parse(request.params).id);
		const experiment = found('experiment', world.experiments, alert.experiment_id);
		if (!isTheirs(userOf(request), experiment)) throw new Refusal(403, 'Forbidden');
		Object.assign(alert, { dismissed: true, updated_at: isoNow(console) });
		return { ok: true, errors: [] };
	});
}
