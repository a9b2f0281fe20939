import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { object, text } from '../../core/values/loose';
import { numberIn } from '../../core/values/plain';
import { objectTypeOf, type ObjectType } from './events';

/** What ABsmartly posts: one object for each event. Source: its documentation, Settings > Webhooks. */
export type Notification = IDataObject & { event_name: string };

/** The one event shape of webhook and polling, in the order in which it is shown. */
export type ConsoleEvent = {
	/** ABsmartly's own name of it: ExperimentStarted. */
	eventType: string;
	/** The event's own time, ISO 8601 in UTC. */
	occurredAt: string;
	/** The experiment that it is about, whatever `id` is the ID of; null where it is about none. */
	experimentId: string | null;
	/** Of the experiment, goal or metric. */
	name: string | null;
	/** The comment, or the note that was given with the action. */
	comment: string | null;
	/** Who did it, by ABsmartly's ID of the user. */
	userId: string | null;
	/** The new iteration, where one was restarted. */
	newExperimentId: string | null;
	objectType: ObjectType;
	objectId: string;
	/** Same event, same key, however often it arrives. */
	eventKey: string;
	/** `occurredAt` in Unix milliseconds. */
	occurredAtMs: number;
	source: 'webhook' | 'polling';
	/** Whether ABsmartly was asked, and said the same. */
	verified: boolean;
	/** Only on samples: such an event never counts. */
	sample?: true;
	/** ABsmartly's object as it is now, where it was read. */
	object?: IDataObject;
	/** What ABsmartly sent. */
	data: IDataObject;
};

/** The most events that one delivery may hold. */
export const MOST_EVENTS = 5_000;

/** Furthest that a date of JavaScript reaches, in milliseconds. */
const FURTHEST_MS = 8.64e15;

const isNotification = (value: unknown): value is Notification => {
	const name = object(value)?.event_name;
	return typeof name === 'string' && name !== '';
};

/**
 * The events of a delivery: one object, `{"events": […]}` or a list of them (documentation; the Slack guide; assumption).
 * undefined where the body is none of these.
 */
export function eventsIn(body: Buffer): Notification[] | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
	const list: unknown = Array.isArray(parsed) ? parsed : object(parsed)?.events;
	const found = Array.isArray(list) ? list.filter(isNotification) : [];
	if (found.length > 0) return found;
	// an event may have a member of that name
	if (isNotification(parsed)) return [parsed];
	return Array.isArray(list) && list.length === 0 ? [] : undefined;
}

/** A time in Unix milliseconds, as ABsmartly writes those of events. */
function timeIn(value: unknown): number | undefined {
	const ms = numberIn(value);
	return ms !== undefined && ms > 0 && ms < FURTHEST_MS ? ms : undefined;
}

/** In an event about an experiment `id` is the experiment's, except where it is that of a note or an alert. */
function experimentOf({ experiment_id: named, id }: Notification, objectType: ObjectType): string | null {
	return text(named) ?? (objectType === 'experiment' ? text(id) : null);
}

/** How an event came. `standIn` is what tells it from others where it has no ID or time: a hash of what was sent. */
export type Arrival = {
	receivedAt: number;
	standIn: string;
	isSample?: boolean;
	source?: ConsoleEvent['source'];
};

/** What tells events without ID or time from others: their delivery's bytes and their place in it. */
export const standInFor = (body: Buffer): ((index: number) => string) => {
	let hash: string | undefined;
	return (index) => `${(hash ??= createHash('sha256').update(body).digest('hex'))}:${index}`;
};

/**
 * A notification as the event that the trigger gives out. Never throws, whatever the shape: what is missing is null.
 * There is no event ID, so that name, ID and time make the key, and of a restart the new iteration too.
 */
export function toEvent(
	notification: Notification,
	{ receivedAt, standIn, isSample = false, source = 'webhook' }: Arrival,
): ConsoleEvent {
	const { event_name: eventType, id, event_at, created_at, new_experiment_id } = notification;
	const at = timeIn(event_at) ?? timeIn(created_at);
	const objectId = text(id);
	const objectType = objectTypeOf(eventType);
	const newExperimentId = eventType === 'ExperimentRestarted' ? text(new_experiment_id) : null;
	const isTold = objectId !== null && at !== undefined;
	const ending = isTold ? [objectId, String(at), ...(newExperimentId ? [newExperimentId] : [])] : [standIn];
	const occurredAtMs = Math.trunc(at ?? receivedAt);
	return {
		eventType,
		occurredAt: new Date(occurredAtMs).toISOString(),
		experimentId: experimentOf(notification, objectType),
		name: text(notification.name),
		comment: text(notification.comment),
		userId: text(notification.user_id),
		newExperimentId,
		objectType,
		objectId: objectId ?? '',
		eventKey: [eventType, ...ending].join(':'),
		occurredAtMs,
		source,
		verified: false,
		...(isSample && { sample: true as const }),
		data: notification,
	};
}
