import { UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { shown } from '../../core/values/plain';
import { isObject } from '../values/event';
import { filledIn } from '../values/text';
import { toMilliseconds } from '../values/time';
import { toUnit } from '../values/units';
import { framed } from './drafts';
import type { Draft, Entry } from './entry';

const refuse = (what: string, description: string) => new UserError(what, { description });

/** The member of that name as a list of objects; undefined where there is none. */
function listOf(body: IDataObject, name: string): IDataObject[] | undefined {
	const list = own(body, name);
	if (list === undefined || list === null) return undefined;
	if (Array.isArray(list) && list.every(isObject)) return list as IDataObject[];
	throw refuse(`'${name}' is not a list of objects`, `Give ${name} as [{ … }, { … }], or leave it out`);
}

function named(event: IDataObject, list: string): IDataObject {
	const name = typeof event.name === 'string' ? event.name.trim() : '';
	if (name) return { ...event, name };
	throw refuse(`One of the ${list} has no name`, 'Give each a name exactly as in ABsmartly');
}

function goal(event: IDataObject, zone: string): IDataObject {
	const { properties = null } = event;
	filledIn(event.name, 'The name of a goal');
	if (properties !== null && !isObject(properties)) {
		throw refuse(
			`The properties of the goal '${shown(event.name)}' are no object`,
			'Give { "name": value }, or null',
		);
	}
	return {
		...named(event, 'goals'),
		achievedAt: toMilliseconds(event.achievedAt, zone, 'achievedAt'),
		properties,
	};
}

const whole = (value: unknown, most: number): boolean =>
	Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

const optionalYesNo = ['overridden', 'fullOn', 'custom', 'audienceMismatch'];

function exposure(event: IDataObject, zone: string): IDataObject {
	const { id, variant, assigned, eligible, unit } = event;
	const fits =
		whole(id, 2 ** 31 - 1) &&
		whole(variant, 128) &&
		[assigned, eligible].every((value) => typeof value === 'boolean') &&
		optionalYesNo.every((name) => ['boolean', 'undefined'].includes(typeof own(event, name))) &&
		(unit === undefined || unit === null || typeof unit === 'string');
	if (!fits) {
		throw refuse(
			`The exposure of '${shown(event.name)}' is not complete`,
			'It needs id and variant (whole numbers), assigned and eligible (true or false); unit is a text',
		);
	}
	return { ...named(event, 'exposures'), exposedAt: toMilliseconds(event.exposedAt, zone, 'exposedAt') };
}

const attribute = (event: IDataObject, zone: string): IDataObject => ({
	...named(event, 'attributes'),
	setAt: toMilliseconds(event.setAt, zone, 'setAt'),
});

function parsed(body: unknown): IDataObject {
	const value: unknown = typeof body === 'string' ? parse(body) : body;
	if (isObject(value)) return value;
	throw refuse(
		'The body is no JSON object',
		'Give what ABsmartly’s PUT /context takes: { "units": [ … ], "goals": [ … ] }',
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const yesNo = (value: unknown): boolean => value === true || value === 'true';

/**
 * A body as ABsmartly's guides write it (times as quoted numbers or ISO 8601, IDs as numbers) → an entry as the
 * collector takes it. `publishedAt` is always the moment of sending. Throws a `UserError` for what cannot be mended.
 * Source: ABsmartly collector API, PublishRequest.
 */
export function rawDraft({ body, options }: Values, _json: IDataObject, zone: string): Draft {
	const given = parsed(body);
	const { units, goals, exposures, attributes, hashed, historic, publishedAt, ...more } = {
		...given,
		...Object.fromEntries(
			['units', 'goals', 'exposures', 'attributes'].map((name) => [name, listOf(given, name)]),
		),
	} as IDataObject & Record<'units' | 'goals' | 'exposures' | 'attributes', IDataObject[] | undefined>;
	void publishedAt;
	if (!units?.length) {
		throw refuse('The body names no unit', 'Add "units": [{ "type": "user_id", "uid": "42" }]');
	}
	const entry: Entry = {
		units: units.map(toUnit),
		...(yesNo(hashed) && { hashed: true }),
		...(yesNo(historic) && { historic: true }),
		...(goals?.length && { goals: goals.map((each) => goal(each, zone)) as Entry['goals'] }),
		...(exposures?.length && { exposures: exposures.map((each) => exposure(each, zone)) }),
		...(attributes?.length && { attributes: attributes.map((each) => attribute(each, zone)) }),
		...more,
	};
	const isEmpty = !entry.goals && !entry.exposures && !entry.attributes;
	const warnings = isEmpty ? ['The body has no goals, exposures or attributes, so nothing counts'] : [];
	return { entry, origin: framed((options ?? {}) as IDataObject).origin, warnings };
}
