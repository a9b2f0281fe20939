import { NodeApiError, type IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { object, text } from '../../core/values/loose';
import { pathTo } from '../../core/values/path';
import { elementsOf } from '../transport/pages';
import type { ConsoleEvent } from './event';
import { eventNamed, type ObjectType } from './events';
import { hasNote, isAlertOf, isNoteOf, isShown } from './fitting';

/** Where an object stands that an event may be about. Source: ABsmartly's API description. */
const places = new Map<ObjectType, { list: `/${string}`; single: string }>([
	['goal', { list: '/goals', single: 'goal' }],
	['metric', { list: '/metrics', single: 'metric' }],
]);
const experiments = { list: '/experiments' as const, single: 'experiment' };

const isGone = (error: unknown): boolean => error instanceof NodeApiError && error.httpCode === '404';

/** A reading of ABsmartly; undefined where it has no such thing. */
const get = async (send: Send, path: string, query: IDataObject = {}): Promise<IDataObject | undefined> =>
	await send({ method: 'GET', path, query, body: {} }).catch(async (error: unknown) =>
		isGone(error) ? undefined : await Promise.reject(error),
	);

/** The experiment, goal or metric that the event is about, as it is now. */
async function objectOf(send: Send, event: ConsoleEvent): Promise<IDataObject | undefined> {
	const { list, single } = places.get(event.objectType) ?? experiments;
	const id = places.has(event.objectType) ? event.objectId : event.experimentId;
	// IDs of ABsmartly are numbers, and what is none would be another path
	if (!/^\d{1,20}$/.test(id ?? '')) return undefined;
	return object((await get(send, pathTo(list, id)))?.[single as 'experiment']);
}

/** Whether the experiment's activity has a note of the event, or its alerts the one that was raised. */
async function isTold(send: Send, event: ConsoleEvent, experiment: IDataObject): Promise<boolean> {
	if (event.objectType === 'alert') {
		const own = Array.isArray(experiment.alerts) ? (experiment.alerts as IDataObject[]) : [];
		if (own.some((alert) => isAlertOf(alert, event))) return true;
		const reply = await get(send, '/experiment_alerts', { experiment_id: event.experimentId });
		return reply !== undefined && elementsOf(reply, 'experiment_alerts').some((one) => isAlertOf(one, event));
	}
	if (!hasNote(event)) return false;
	const reply = await get(send, pathTo('/experiments', event.experimentId, 'activity'));
	return reply !== undefined && elementsOf(reply, 'experiment_notes').some((note) => isNoteOf(note, event));
}

/** Whether ABsmartly has anything to hold such an event against. Of `Export…` and of unknown events nobody says what is in them. */
export const canBeRead = ({ eventType, objectType }: ConsoleEvent): boolean =>
	eventNamed(eventType) !== undefined && objectType !== 'export';

/**
 * The event with the object that it is about, as ABsmartly has it now, and `verified`; undefined where ABsmartly does not
 * say that it happened. What is asked: the object, then, where that does not show it, the experiment's activity or its
 * alerts. Rejects with a `NodeApiError`.
 */
export async function readBack(send: Send, event: ConsoleEvent): Promise<ConsoleEvent | undefined> {
	const found = await objectOf(send, event);
	if (!found) return undefined;
	if (!isShown(found, event) && !(await isTold(send, event, found))) return undefined;
	const { data, ...rest } = event;
	return { ...rest, name: text(found.name) ?? event.name, verified: true, object: found, data };
}
