import { UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../core/operation';
import { attributeOf, emailOf, externalIdOf } from './event';
import { hashUid } from './hash';
import { nameOf } from './name';

export type Unit = { type: string; uid: string };

const LONGEST = 640;

/** What a template leaves behind when it found nothing. Such an id would gather everybody's goals in one fake person. */
const unresolved = /^(undefined|null|nan|none|\[object \w+\]|\{+.*\}+|\$\{.*\})$/i;

const refuse = (problem: string, type: string) =>
	new UserError(problem, {
		description: `The unit '${type}' needs the ID that your app gave ABsmartly for this person, for example Intercom's external ID. Check the expression, or filter out events without it`,
	});

function typeOf(type: unknown): string {
	const name = nameOf(type);
	if (name) return name;
	throw new UserError('A unit has no type', {
		description: 'Give the name of the unit type as in ABsmartly, such as user_id',
	});
}

/** One unit as the collector wants it: `uid` a trimmed string of 1 to 640 characters. Source: ABsmartly collector API, Unit. */
export function toUnit({ type, uid }: { type?: unknown; uid?: unknown }): Unit {
	const name = typeOf(type);
	if (uid === undefined || uid === null || (typeof uid === 'object' && !(uid instanceof String))) {
		throw refuse(`The ID of the unit '${name}' is empty or not a text`, name);
	}
	const text = String(uid).trim();
	if (!text) throw refuse(`The ID of the unit '${name}' is empty`, name);
	if (unresolved.test(text))
		throw refuse(
			`The ID of the unit '${name}' is '${text}', which looks like a value that was not filled in`,
			name,
		);
	if (text.length > LONGEST)
		throw refuse(
			`The ID of the unit '${name}' has ${text.length} characters, and ABsmartly takes ${LONGEST}`,
			name,
		);
	return { type: name, uid: text };
}

/** Where a unit's ID is taken from, by the value of the parameter. */
const origins: Record<string, (json: IDataObject, row: Values) => unknown> = {
	externalId: externalIdOf,
	email: emailOf,
	attribute: (json, { attribute }) => attributeOf(json, String(attribute ?? '')),
	value: (_, { uid }) => uid,
};

const isBlank = (uid: unknown): boolean =>
	uid === undefined || uid === null || (typeof uid === 'string' && uid.trim() === '');

/**
 * The rows of the Units parameter → the units that this item has; a row whose ID is missing or blank gives none. Throws
 * a `UserError` for an ID that cannot be right, and where no row is filled in. With `hashed` the IDs are as SDKs send them.
 */
export function unitsOf(json: IDataObject, units: unknown, hashed = false): Unit[] {
	const rows = (units as { unit?: Values[] } | null)?.unit ?? [];
	if (rows.length === 0) {
		throw new UserError('There is no unit', {
			description:
				'Add the unit that your experiments use, such as user_id, so that the goal counts for somebody',
		});
	}
	return rows.flatMap((row) => {
		const type = typeOf(row.type);
		const uid = origins[String(row.from ?? 'value')](json, row);
		if (isBlank(uid)) return [];
		const unit = toUnit({ type, uid });
		return [hashed ? { ...unit, uid: hashUid(unit.uid) } : unit];
	});
}

/** Every row of Units is without an ID, where somebody is needed. */
export const noUnit = () =>
	new UserError('There is no ID for any of the units', {
		description:
			'The item names nobody that your experiments know: a lead of Intercom, or a contact without an external ID. Take the ID from elsewhere, filter such items out, or choose in Options > Events Without Unit what becomes of them',
	});
