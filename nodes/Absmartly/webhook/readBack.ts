import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { object, text } from '../../core/values/loose';
import { pathTo } from '../../core/values/path';
import { elementsOf } from '../transport/pages';
import type { ConsoleEvent } from './event';
import { eventNamed, type ObjectType } from './events';
import { hasNote, isAlertOf, isNoteOf, isShown } from './fitting';
import { hasStatus } from './registration';

/** Where an object stands that an event may be about. Source: ABsmartly's API description. */
const places = new Map<ObjectType, { list: `/${string}`; single: string }>([
	['goal', { list: '/goals', single: 'goal' }],
	['metric', { list: '/metrics', single: 'metric' }],
]);
const experiments = { list: '/experiments' as const, single: 'experiment' };

/** A reading of ABsmartly; undefined where it has no such thing. */
const get = async (send: Send, path: string, query: IDataObject = {}): Promise<IDataObject | undefined> =>
	await send({ method: 'GET', path, query, body: {} }).catch(async (error: unknown) =>
		hasStatus(error, '404') ? undefined : await Promise.reject(error),
	);

/** The experiment, goal or metric that the event is about, as it is now. */
async function objectOf(send: Send, event: ConsoleEvent): Promise<IDataObject | undefined> {
	const { list, single } = places.get(event.objectType) ?? experiments;
	const id = places.has(event.objectType) ? event.objectId : event.experimentId;
	// IDs of ABsmartly are numbers, and what is none would be another path
	if (!/^\d{1,20}$/.test(id ?? '')) return undefined;
	return object((await get(send, pathTo(list, id)))?.[single as 'experiment']);
}

/** The alert that was raised, or the note of the event in the experiment's activity; undefined where there is none. */
async function traceOf(
	send: Send,
	event: ConsoleEvent,
	experiment: IDataObject,
): Promise<IDataObject | undefined> {
	if (event.objectType === 'alert') {
		const own = Array.isArray(experiment.alerts) ? (experiment.alerts as IDataObject[]) : [];
		const known = own.find((alert) => isAlertOf(alert, event));
		if (known) return known;
		const reply = await get(send, '/experiment_alerts', { experiment_id: event.experimentId });
		return reply && elementsOf(reply, 'experiment_alerts').find((one) => isAlertOf(one, event));
	}
	if (!hasNote(event)) return undefined;
	const reply = await get(send, pathTo('/experiments', event.experimentId, 'activity'));
	return reply && elementsOf(reply, 'experiment_notes').find((note) => isNoteOf(note, event));
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
	const trace = isShown(found, event) ? {} : await traceOf(send, event, found);
	if (!trace) return undefined;
	const { data, ...rest } = event;
	// what ABsmartly says itself goes before what was sent
	const comment = event.objectType === 'note' ? text(trace.note) : event.comment;
	return { ...rest, name: text(found.name) ?? event.name, comment, verified: true, object: found, data };
}
