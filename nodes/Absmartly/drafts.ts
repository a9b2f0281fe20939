import { isResourceLocatorValue, UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../core/operation';
import { typed } from '../core/typed';
import type { Draft, Entry } from './entry';
import { occurredAtOf } from './event';
import type { Origin } from './send';
import { isUnresolved, textOf } from './text';
import { toMilliseconds } from './time';
import { unitsOf } from './units';

/** How far the sender's clock may be ahead before it is worth a word, in milliseconds. */
const AHEAD_MS = 5 * 60_000;

/** A text field or a picker → its text; ABsmartly's collector knows everything by name. */
export function nameOf(value: unknown, label: string): string {
	const text = textOf(isResourceLocatorValue(value) ? value.value : value);
	if (text !== undefined) return text;
	throw new UserError(`${label} is not a text`, {
		description: 'Check the expression: it gives an object, a list, or yes or no',
	});
}

/** A name or key that must not be what a template leaves behind. */
function filledIn(value: unknown, label: string): string {
	const text = nameOf(value, label);
	if (!isUnresolved(text)) return text;
	throw new UserError(`${label} is '${text}', which looks like a value that was not filled in`, {
		description: 'Check the expression: it finds nothing in this item',
	});
}

/** The time that the user gave, or else the event's own. Integer Unix milliseconds. Never "now". */
export function timeOf(given: unknown, json: IDataObject, zone: string, label: string): number {
	if (textOf(given) !== '') return toMilliseconds(given, zone, label);
	const own = occurredAtOf(json);
	if (textOf(own) !== '') return toMilliseconds(own, zone, label);
	throw new UserError(`${label} is empty, and the item has no time of its own`, {
		description: `Fill in ${label}: when it happened, as ISO 8601, Unix seconds or milliseconds, for example {{ $json.created_at }}`,
	});
}

/** Header values, hash and age as an operation's Options have them. */
const framed = (options: IDataObject): { origin: Origin; frame: Pick<Entry, 'hashed' | 'historic'> } => ({
	origin: {
		agent: nameOf(options.agent, 'Agent'),
		application: nameOf(options.application, 'Application'),
		environment: nameOf(options.environment, 'Environment'),
	},
	frame: {
		...(options.hashed === true && { hashed: true }),
		...(options.historic === true && { historic: true }),
	},
});

/** An item's units and frame with its events, or that it has no unit. */
export function draft(
	{ units, options }: Values,
	json: IDataObject,
	events: Pick<Entry, 'goals' | 'exposures' | 'attributes'>,
	{ eventKey, warnings = [] }: { eventKey?: string; warnings?: string[] } = {},
): Draft {
	const { origin, frame } = framed((options ?? {}) as IDataObject);
	const chosen = unitsOf(json, units, frame.hashed);
	if (chosen.length === 0) return { skipped: 'no unit' };
	return { entry: { units: chosen, ...frame, ...events }, origin, ...(eventKey && { eventKey }), warnings };
}

/** The goal of an item: the one named, or the one that the table gives for its topic; undefined where it gives none. */
function goalNameOf({ goalFrom, goalName, goals }: Values, json: IDataObject): string | undefined {
	const rows = (goals as { goal?: Values[] } | null)?.goal ?? [];
	const row = rows.find(({ topic }) => textOf(topic) === json.topic);
	if (goalFrom === 'topic' && !row) return undefined;
	const name = filledIn(goalFrom === 'topic' ? row?.goalName : goalName, 'Goal Name');
	if (name) return name;
	throw new UserError('The goal has no name', {
		description: 'Give the name of the goal exactly as in ABsmartly',
	});
}

const future = (ms: number): string[] =>
	ms > Date.now() + AHEAD_MS ? ['Achieved At lies in the future: check its unit and time zone'] : [];

/** The parameters of Goal → Track and an item → one goal for its units. */
export function goalDraft(values: Values, json: IDataObject, zone: string): Draft {
	const name = goalNameOf(values, json);
	if (!name) return { skipped: 'no goal for this topic' };
	const options = (values.options ?? {}) as IDataObject;
	const eventKey = filledIn(options.eventKey, 'Event Key') || filledIn(json.eventKey, 'eventKey');
	const achievedAt = timeOf(values.achievedAt, json, zone, 'Achieved At');
	const properties = {
		...typed(values.properties),
		...(eventKey && options.sendEventKey !== false && { event_key: eventKey }),
	};
	return draft(
		values,
		json,
		{
			goals: [{ name, achievedAt, properties: Object.keys(properties).length > 0 ? properties : null }],
		},
		{ eventKey, warnings: future(achievedAt) },
	);
}
