import type { IDataObject } from 'n8n-workflow';
import { at } from '../../core/values/own';

/** What an item says about the person and the moment: an event of the Intercom triggers, or an Intercom object itself. */
type Subject = { externalId?: unknown; external_id?: unknown; email?: unknown; role?: unknown };

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The contact of an event, the first of a conversation or ticket, or the item itself where it is a contact. */
function subjectOf(json: IDataObject): Subject {
	if (isObject(json.contact)) return json.contact;
	const list = isObject(json.contacts) ? json.contacts.contacts : undefined;
	const [first] = Array.isArray(list) ? list : [];
	return isObject(first) ? first : 'contact' in json ? {} : json;
}

/** The ID that the user's own app gave the contact. A lead's is made up by Intercom, so it has none. */
export function externalIdOf(json: IDataObject): unknown {
	const { externalId, external_id, role } = subjectOf(json);
	return role === 'lead' ? undefined : (externalId ?? external_id);
}

/** The form of the IDs that Intercom makes up for leads (recorded); an app may use it for its own as well. */
const MADE_UP = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether the external ID may be one that Intercom made up: it looks so, and nothing says whether the contact is a lead.
 * Conversations and tickets name their contacts without a role.
 */
export function mayBeMadeUp(json: IDataObject): boolean {
	const subject = subjectOf(json);
	const isUnknown = subject === json ? subject.role === null : (subject.role ?? null) === null;
	return isUnknown && MADE_UP.test(String(subject.externalId ?? subject.external_id ?? '').trim());
}

export const emailOf = (json: IDataObject): unknown => subjectOf(json).email;

/** The value at `data.custom_attributes.plan`; undefined where the path leads nowhere. */
export const attributeOf = (json: IDataObject, path: string): unknown => at(json, path);

/** The event's own time as the triggers give it (`occurredAtMs`, Unix milliseconds, or `occurredAt`, ISO 8601). */
export const occurredAtOf = (json: IDataObject): unknown => json.occurredAtMs ?? json.occurredAt;
