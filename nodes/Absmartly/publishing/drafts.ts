import { jsonParse, UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { asScalar, numberIn, shown } from '../../core/values/plain';
import { typed } from '../../core/values/typed';
import type { Origin } from '../transport/send';
import { attributeOf, isObject, occurredAtOf } from '../values/event';
import { filledIn, nameOf, textOf } from '../values/text';
import { toMilliseconds } from '../values/time';
import { hasDoubtful, ROLE_UNKNOWN, unitsOf } from '../values/units';
import type { Draft, Entry } from './entry';

/** A JSON field → its object; blank is an empty one. */
function objectIn(value: unknown, label: string): IDataObject {
	const parsed: unknown =
		typeof value === 'string' ? jsonParse(value.trim() || '{}', { fallbackValue: value }) : (value ?? {});
	if (isObject(parsed)) return parsed;
	throw new UserError(`${label} is no object`, {
		description: 'Give { "name": value, … }, or leave it empty',
	});
}

/** How far the sender's clock may be ahead before it is worth a word, in milliseconds. */
const AHEAD_MS = 5 * 60_000;

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
export const framed = (
	options: IDataObject,
): { origin: Origin; frame: Pick<Entry, 'hashed' | 'historic'> } => ({
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
	const given = (options ?? {}) as IDataObject;
	const { origin, frame } = framed(given);
	const chosen = unitsOf(json, units, { ...given, hashed: frame.hashed });
	if (chosen.length === 0) return { skipped: hasDoubtful(json, units, given) ? ROLE_UNKNOWN : 'no unit' };
	return { entry: { units: chosen, ...frame, ...events }, origin, ...(eventKey && { eventKey }), warnings };
}

/** The goal of an item: the one named, or the one that the table gives for its topic; undefined where it gives none. */
function goalNameOf({ goalFrom, goalName, goals }: Values, json: IDataObject): string | undefined {
	const rows = (goals as { goal?: Values[] } | null)?.goal ?? [];
	const [row, another] = rows.filter(({ topic }) => textOf(topic) === json.topic);
	if (goalFrom === 'topic' && !row) return undefined;
	if (goalFrom === 'topic' && another) {
		throw new UserError(`Goals has the topic '${shown(json.topic)}' more than once`, {
			description:
				'An event becomes one goal here. Leave one row for this topic, and track the other goal in another ABsmartly node',
		});
	}
	const name = filledIn(goalFrom === 'topic' ? row?.goalName : goalName, 'Goal Name');
	if (name) return name;
	throw new UserError('The goal has no name', {
		description: 'Give the name of the goal exactly as in ABsmartly',
	});
}

/** What the event itself says, by the names that the user gave; what it lacks is left out. */
function eventPropertiesOf({ eventProperties }: IDataObject, json: IDataObject): IDataObject {
	const rows = (eventProperties as { property?: Values[] } | null)?.property ?? [];
	const found = rows.map(({ name, from, attribute }): [string, unknown] => [
		filledIn(name, 'Name of a property'),
		attributeOf(json, textOf(from === 'attribute' ? attribute : from) ?? ''),
	]);
	const said = found.filter(([name, value]) => name && value !== undefined && value !== null);
	return Object.fromEntries(said.map(([name, value]) => [name, asScalar(name, value)])) as IDataObject;
}

const future = (ms: number): string[] =>
	ms > Date.now() + AHEAD_MS ? ['Achieved At lies in the future: check its unit and time zone'] : [];

/** The parameters of Goal → Track and an item → one goal for its units. */
export function goalDraft(values: Values, json: IDataObject, zone: string): Draft {
	const name = goalNameOf(values, json);
	if (!name) return { skipped: 'no goal for this topic' };
	const options = (values.options ?? {}) as IDataObject;
	const eventKey = filledIn(options.eventKey, 'Event Key') || filledIn(json.eventKey, 'eventKey');
	const achievedAt = timeOf(options.achievedAt, json, zone, 'Achieved At');
	const properties = {
		...(eventKey && options.sendEventKey !== false && { event_key: eventKey }),
		...objectIn(options.propertiesJson, 'Properties as JSON'),
		...eventPropertiesOf(options, json),
		...typed(values.properties),
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

/** The parameters of Attribute → Set and an item → the attributes of its units, as of the event's own time or else now. */
export function attributeDraft(values: Values, json: IDataObject, zone: string): Draft {
	const given = textOf(values.setAt) === '' ? (occurredAtOf(json) ?? Date.now()) : values.setAt;
	const setAt = toMilliseconds(given, zone, 'Set At');
	const attributes = Object.entries(typed(values.attributes) ?? {});
	if (attributes.length === 0) {
		throw new UserError('There is no attribute', {
			description: 'Add at least one attribute with a name and a value',
		});
	}
	return draft(values, json, {
		attributes: attributes.map(([name, value]) => ({ name, value, setAt })) as IDataObject[],
	});
}

/** The parameters of Exposure → Track, the experiment they name and an item → one exposure of its units. */
export function exposureDraft(
	values: Values,
	{ id, name, unitType }: IDataObject,
	json: IDataObject,
	zone: string,
): Draft {
	const variant = numberIn(values.variant) ?? NaN;
	if (!Number.isInteger(variant) || variant < 0 || variant > 128) {
		throw new UserError(`Variant is '${shown(values.variant ?? '')}'`, {
			description: 'Give the number of the variant: 0 for A, 1 for B and so on',
		});
	}
	return draft(values, json, {
		exposures: [
			{
				id,
				name,
				unit: unitType,
				exposedAt: timeOf(values.exposedAt, json, zone, 'Exposed At'),
				variant,
				assigned: true,
				eligible: true,
				overridden: false,
				fullOn: false,
				custom: false,
				audienceMismatch: false,
			},
		],
	});
}
