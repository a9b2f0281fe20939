import type { IDataObject } from 'n8n-workflow';
import { object, text, word } from '../../core/values/loose';
import { toInstant } from '../../core/values/time';
import type { ConsoleEvent } from './event';

/** How far the time of an event and the one that ABsmartly keeps may lie apart, in milliseconds. */
const TOLERANCE_MS = 5 * 60_000;

/** How late an event may come that only the last change of its object confirms, in milliseconds. */
const OLDEST_MS = 3 * 24 * 3_600_000;

/** Whether what ABsmartly says of the object fits the event. */
type Fits = (found: IDataObject, event: ConsoleEvent) => boolean;

const timeOf = (value: unknown): number | undefined => {
	const time = word(value);
	return time === '' ? undefined : toInstant(time, 'UTC');
};

const isNear = (time: unknown, { occurredAtMs }: ConsoleEvent): boolean =>
	Math.abs((timeOf(time) ?? -Infinity) - occurredAtMs) <= TOLERANCE_MS;

/** Whether it was changed since the event, which must be of these days: of a change long ago anything would be "since". */
const isSince = (time: unknown, { occurredAtMs }: ConsoleEvent): boolean =>
	(timeOf(time) ?? -Infinity) >= occurredAtMs - TOLERANCE_MS && occurredAtMs >= Date.now() - OLDEST_MS;

const created: Fits = ({ created_at: at }, event) => isNear(at, event);
/** Of a goal or a metric nobody keeps what was done to it, so that any later change has to do. */
const edited: Fits = ({ updated_at: at }, event) => isSince(at, event);
const archived: Fits = ({ archived: is, updated_at: at }, event) => is === true && isSince(at, event);

/** A download lies below the console's own address: whoever follows it sends the console's key along. */
const isDownload = ({ metadata }: IDataObject): boolean =>
	/^\/v1\/experiments\/exports\/\d{1,20}\/[\w-][\w.-]{0,199}$/.test(word(object(metadata)?.download_url));

/**
 * By event: how the object that it is about shows it. Members of the objects by ABsmartly's API description; that an
 * event's time is about that of its object is an assumption, which is why the activity is asked where it does not hold.
 */
const shows = new Map<string, Fits>([
	['ExperimentCreated', created],
	['ExperimentReady', ({ state, updated_at: at }, event) => state !== 'created' && isSince(at, event)],
	['ExperimentDevelopment', ({ development_at: at }, event) => isNear(at, event)],
	['ExperimentStarted', ({ start_at: at }, event) => isNear(at, event)],
	['ExperimentStopped', ({ stop_at: at }, event) => isNear(at, event)],
	[
		'ExperimentFullOn',
		({ full_on_at: at, full_on_variant: variant }, event) =>
			isNear(at, event) && word(variant) === word(event.data.full_on_variant),
	],
	// after a later change the activity has to tell
	['ExperimentEdited', ({ updated_at: at }, event) => isNear(at, event)],
	[
		'ExperimentArchived',
		({ archived: is, state, updated_at: at }, event) =>
			(is === true || state === 'archived') && isNear(at, event),
	],
	['ExperimentUnarchived', ({ archived: is, updated_at: at }, event) => is !== true && isNear(at, event)],
	['ExperimentDataExportReady', (_, { data }) => isDownload(data)],
	['GoalCreated', created],
	['GoalEdited', edited],
	['GoalArchived', archived],
	['MetricCreated', created],
	['MetricEdited', edited],
	['MetricArchived', archived],
]);

/** By event: the action of the note that ABsmartly keeps in the experiment's activity. */
const actions = new Map([
	['ExperimentCreated', 'create'],
	['ExperimentDevelopment', 'development'],
	['ExperimentStarted', 'start'],
	['ExperimentStopped', 'stop'],
	['ExperimentRestarted', 'restart'],
	['ExperimentFullOn', 'full_on'],
	['ExperimentEdited', 'edit'],
	['ExperimentArchived', 'archive'],
	['ExperimentUnarchived', 'unarchive'],
	['ExperimentCommented', 'comment'],
]);

/** Whether the object shows that the event happened. */
export const isShown = (found: IDataObject, event: ConsoleEvent): boolean =>
	shows.get(event.eventType)?.(found, event) ?? false;

/** Whether what fits was said by ABsmartly: of an export it only says that there is such an experiment. */
export const isConfirmed = ({ eventType }: ConsoleEvent): boolean =>
	eventType !== 'ExperimentDataExportReady';

/** Whether an experiment's activity may tell of such an event. */
export const hasNote = ({ eventType }: ConsoleEvent): boolean => actions.has(eventType);

/** Whether this note of an experiment's activity tells of the event. */
export function isNoteOf(note: IDataObject, event: ConsoleEvent): boolean {
	if (word(note.action) !== actions.get(event.eventType)) return false;
	if (!isNear(note.created_at, event)) return false;
	if (event.objectType === 'note') return text(note.id) === event.objectId;
	const { full_on_variant: variant } = event.data;
	if (event.eventType === 'ExperimentFullOn' && word(note.variant) !== word(variant)) return false;
	return !event.newExperimentId || text(note.new_experiment_id) === event.newExperimentId;
}

/** Whether this alert is the one that the event tells of, and not one of long ago or of another experiment. */
export function isAlertOf(alert: IDataObject, event: ConsoleEvent): boolean {
	const { id, type, experiment_id: experiment, created_at: at } = alert;
	if (text(id) !== event.objectId || word(type) !== word(event.data.type)) return false;
	if (text(experiment) !== null && text(experiment) !== event.experimentId) return false;
	return text(at) === null || isNear(at, event);
}
