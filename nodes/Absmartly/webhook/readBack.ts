import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { object, text, word } from '../../core/values/loose';
import { pathTo } from '../../core/values/path';
import { noteThat, question } from '../transport/experiments';
import { readList } from '../transport/pages';
import type { ConsoleEvent } from './event';
import { eventNamed, type ObjectType } from './events';
import { hasNote, isAlertOf, isConfirmed, isNoteOf, isShown } from './fitting';
import { hasStatus } from './registration';

/** Where an object stands that an event may be about. Source: ABsmartly's API description. */
const places = new Map<ObjectType, { list: `/${string}`; single: string }>([
	['goal', { list: '/goals', single: 'goal' }],
	['metric', { list: '/metrics', single: 'metric' }],
]);
const experiments = { list: '/experiments' as const, single: 'experiment' };

/** The most alerts of an experiment that are read: far more than one has. */
const MOST_ALERTS = 1_000;

/** What is read of ABsmartly; undefined where it has no such thing. */
const ifThere = async <T>(reading: Promise<T>): Promise<T | undefined> =>
	await reading.catch(async (error: unknown) =>
		hasStatus(error, '404') ? undefined : await Promise.reject(error),
	);

/** The experiment, goal or metric that the event is about, as it is now. */
async function objectOf(send: Send, event: ConsoleEvent): Promise<IDataObject | undefined> {
	const { objectType, objectId, experimentId } = event;
	const { list, single } = places.get(objectType) ?? experiments;
	const id = places.has(objectType) ? objectId : experimentId;
	// an experiment does not speak for another one
	if (objectType === 'experiment' && objectId !== experimentId) return undefined;
	// IDs of ABsmartly are numbers, and what is none would be another path
	if (!/^[1-9]\d{0,19}$/.test(id ?? '')) return undefined;
	return object((await ifThere(send(question(pathTo(list, id)))))?.[single as 'experiment']);
}

/** The alert that was raised, as the experiment has it, or the list of its alerts. */
async function alertOf(
	send: Send,
	event: ConsoleEvent,
	experiment: IDataObject,
): Promise<IDataObject | undefined> {
	const isIt = (alert: IDataObject) => isAlertOf(alert, event);
	const own = Array.isArray(experiment.alerts) ? (experiment.alerts as IDataObject[]) : [];
	const known = own.find(isIt);
	if (known) return known;
	const request = question('/experiment_alerts', { experiment_id: event.experimentId });
	return (await ifThere(readList(send, request, 'experiment_alerts', MOST_ALERTS)))?.find(isIt);
}

/** Whether the note says what the event says, in the same words. */
const saysTheSame = (note: IDataObject, { comment }: ConsoleEvent): boolean =>
	word(note.note).trim() === (comment ?? '').trim();

/** The note of the event in the experiment's activity, one with the same words first; undefined where there is none. */
async function noteOf(send: Send, event: ConsoleEvent): Promise<IDataObject | undefined> {
	if (!hasNote(event)) return undefined;
	const find = async (passes: (note: IDataObject) => boolean) =>
		await ifThere(noteThat(send, event.experimentId, (note) => isNoteOf(note, event) && passes(note)));
	return (await find((note) => saysTheSame(note, event))) ?? (await find(() => true));
}

/** What ABsmartly itself says was said and by whom: words that it does not have are nobody's. */
function wordsOf(event: ConsoleEvent, note: IDataObject): Pick<ConsoleEvent, 'comment' | 'userId'> {
	const author = text(object(note.created_by)?.id ?? note.created_by_user_id);
	if (event.objectType === 'note') return { comment: text(note.note), userId: author ?? event.userId };
	if (!saysTheSame(note, event)) return { comment: null, userId: event.userId };
	return { comment: event.comment, userId: author ?? event.userId };
}

/** Whether ABsmartly has anything to hold such an event against. Of `Export…` and of unknown events nobody says what is in them. */
export const canBeRead = ({ eventType, objectType }: ConsoleEvent): boolean =>
	eventNamed(eventType) !== undefined && objectType !== 'export';

/**
 * The event with the object that it is about, as ABsmartly has it now, and `verified`; undefined where ABsmartly does not
 * say that it happened. What is asked: the object, then, where that does not show it or there are words to confirm, the
 * experiment's activity or its alerts. Rejects with a `NodeApiError`.
 */
export async function readBack(send: Send, event: ConsoleEvent): Promise<ConsoleEvent | undefined> {
	const found = await objectOf(send, event);
	if (!found) return undefined;
	const isSeen = isShown(found, event);
	const isAlert = event.objectType === 'alert';
	const hasWords = hasNote(event) && event.comment !== null;
	const trace = isAlert
		? await alertOf(send, event, found)
		: !isSeen || hasWords
			? await noteOf(send, event)
			: undefined;
	if (!isSeen && !trace) return undefined;
	const { data, ...rest } = event;
	return {
		...rest,
		name: text(found.name) ?? event.name,
		...(!isAlert && (trace || hasWords) && wordsOf(event, trace ?? {})),
		verified: isConfirmed(event),
		object: found,
		data,
	};
}
