import { UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { shown } from '../../core/values/plain';
import { attributeOf, emailOf, externalIdOf, mayBeMadeUp } from './event';
import { hashUid } from './hash';
import { isUnresolved, nameOf, textOf } from './text';

export type Unit = { type: string; uid: string };

/** Those of an operation's Options that decide about units. */
export type UnitOptions = { hashed?: unknown; unknownRole?: unknown };

const LONGEST = 640;

const refuse = (problem: string, type: string) =>
	new UserError(problem, {
		description: `The unit '${type}' needs the ID that your app gave ABsmartly for this person, for example Intercom's external ID. Check the expression, or filter out events without it`,
	});

function typeOf(type: unknown): string {
	const name = nameOf(type, 'Type of a unit');
	if (name) return name;
	throw new UserError('A unit has no type', {
		description: 'Give the name of the unit type as in ABsmartly, such as user_id',
	});
}

/** As JSON Schema counts: an emoji is one. */
const lengthOf = (text: string): number => [...text].length;

/** One unit as the collector wants it: `uid` a trimmed string of 1 to 640 characters. Source: ABsmartly collector API, Unit. */
export function toUnit({ type, uid }: { type?: unknown; uid?: unknown }): Unit {
	const name = typeOf(type);
	const text = textOf(uid);
	if (text === undefined) throw refuse(`The ID of the unit '${name}' is not a text`, name);
	if (!text) throw refuse(`The ID of the unit '${name}' is empty`, name);
	if (isUnresolved(text))
		throw refuse(
			`The ID of the unit '${name}' is '${shown(text)}', which looks like a value that was not filled in`,
			name,
		);
	if (lengthOf(text) > LONGEST)
		throw refuse(
			`The ID of the unit '${name}' has ${lengthOf(text)} characters, and ABsmartly takes ${LONGEST}`,
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

function uidOf(json: IDataObject, row: Values): unknown {
	const from = String(row.from ?? 'value');
	const origin = own(origins, from);
	if (origin) return origin(json, row);
	throw new UserError(`A unit takes its ID from '${from}', which is none of the choices`, {
		description: `ID From can be: ${Object.keys(origins).join(', ')}`,
	});
}

/** Whether the row's ID is an external ID that Intercom may have made up, and shall not be used as it is. */
const isDoubtful = (json: IDataObject, { from }: Values, { unknownRole }: UnitOptions): boolean =>
	from === 'externalId' && unknownRole !== 'use' && mayBeMadeUp(json);

/** Why an item is skipped whose only ID may be made up by Intercom. */
export const ROLE_UNKNOWN = 'role unknown: the external ID may be one that Intercom made up for a lead';

const roleUnknown = () =>
	new UserError('Nothing says whether this contact is a lead or a user', {
		description:
			'Its external ID may be one that Intercom made up for a lead, whom your experiments do not know. Switch Look Up Unknown Roles on in the trigger, or choose Use in Options > External ID of Unknown Role if your app’s own IDs look like this',
	});

const rowsOf = (units: unknown): Values[] => (units as { unit?: Values[] } | null)?.unit ?? [];

/** Whether a row of the Units parameter gives no ID because Intercom may have made it up. */
export const hasDoubtful = (json: IDataObject, units: unknown, options: UnitOptions): boolean =>
	rowsOf(units).some((row) => isDoubtful(json, row, options));

/**
 * The rows of the Units parameter → the units that this item has, each once; a row whose ID is missing, blank or may be
 * made up by Intercom gives none. Throws a `UserError` for an ID that cannot be right, and where no row is filled in. With `hashed` the IDs are as
 * SDKs send them.
 */
export function unitsOf(json: IDataObject, units: unknown, options: UnitOptions = {}): Unit[] {
	const rows = rowsOf(units);
	if (rows.length === 0) {
		throw new UserError('There is no unit', {
			description:
				'Add the unit that your experiments use, such as user_id, so that the goal counts for somebody',
		});
	}
	const all = rows.flatMap((row) => {
		const type = typeOf(row.type);
		const uid = uidOf(json, row);
		if (isDoubtful(json, row, options)) {
			if (options.unknownRole === 'fail') throw roleUnknown();
			return [];
		}
		if (textOf(uid) === '') return [];
		const unit = toUnit({ type, uid });
		return [options.hashed ? { ...unit, uid: hashUid(unit.uid) } : unit];
	});
	const distinct = new Map(all.map((unit) => [JSON.stringify([unit.type, unit.uid]), unit]));
	return [...distinct.values()];
}

/** Every row of Units is without an ID, where somebody is needed. */
export const noUnit = (json: IDataObject, units: unknown, options: UnitOptions) =>
	hasDoubtful(json, units, options) ? roleUnknown() : nobody();

const nobody = () =>
	new UserError('There is no ID for any of the units', {
		description:
			'The item names nobody that your experiments know: a lead of Intercom, or a contact without an external ID. Take the ID from elsewhere, filter such items out, or choose in Options > Events Without Unit what becomes of them',
	});
