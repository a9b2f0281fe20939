import type { IDataObject } from 'n8n-workflow';
import type { Request, Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { isAtLeast } from '../connection/hosts';

/** The version from which on Intercom's shapes differ from those of 2.14. */
const CHANGED = '2.16';

const filled = (id: unknown): boolean => id !== null && id !== undefined && id !== '';

const integerOrNull = (id: unknown): unknown => (filled(id) && Number(id) !== 0 ? Number(id) : null);
const numberIfFilled = (id: unknown): unknown => (filled(id) ? Number(id) : null);
const textOrZero = (id: unknown): unknown => (filled(id) ? String(id) : '0');

const levels = ['none', 'low', 'medium', 'high', 'urgent'];

/** Members to replace, by the `type` of the object that has them. */
const shapes: Record<string, Record<string, (value: unknown) => unknown>> = {
	contact: { owner_id: numberIfFilled },
	conversation: { admin_assignee_id: integerOrNull, team_assignee_id: integerOrNull },
	ticket: { admin_assignee_id: textOrZero, team_assignee_id: textOrZero },
};

function priorityOf({ type, priority }: IDataObject): IDataObject {
	if (type !== 'conversation' || !levels.includes(String(priority))) return {};
	return { priority: priority === 'none' ? 'not_priority' : 'priority', priority_level: priority };
}

/** Members whose names and values the workspace makes up: they may look like Intercom's own. */
const madeUp = ['custom_attributes', 'ticket_attributes', 'metadata'];

const reshaped = (
	change: ((value: unknown) => unknown) | undefined,
	key: string,
	member: unknown,
): unknown => (change ? change(member) : madeUp.includes(key) ? member : inOldShape(member));

function inOldShape(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inOldShape);
	if (typeof value !== 'object' || value === null) return value;
	const object = value as IDataObject;
	const members = own(shapes, String(object.type));
	return {
		...Object.fromEntries(
			Object.entries(object).map(([key, member]) => [key, reshaped(own(members, key), key, member)]),
		),
		...priorityOf(object),
	};
}

/**
 * A reply in the shape of 2.14, whichever version answered, so that a workflow does not change with the version:
 * - contact `owner_id`: integer or null (text from 2.16 on);
 * - conversation `admin_assignee_id`, `team_assignee_id`: integer, null if unassigned (0 from 2.16 on);
 * - ticket `admin_assignee_id`, `team_assignee_id`: text, "0" if unassigned (integers from 2.16 on);
 * - conversation `priority`: priority or not_priority (none, low, medium, high, urgent from 2.16 on, which
 *   `priority_level` keeps).
 * All else stays. `version` is the one the request was sent with. Source: Intercom API 2.14 and 2.16, schemas.
 */
export const normalise = (reply: IDataObject, version: string): IDataObject =>
	isAtLeast(version, CHANGED) ? (inOldShape(reply) as IDataObject) : reply;

const asText = (value: unknown): unknown =>
	Array.isArray(value) ? value.map(asText) : typeof value === 'number' ? String(value) : value;

/** A search's query with every filter on `owner_id` comparing text. */
function ownersAsText(query: unknown): unknown {
	const { field, value } = query as Values;
	if (field === 'owner_id') return { ...(query as Values), value: asText(value) };
	const isGroup = field === undefined && Array.isArray(value);
	return isGroup ? { ...(query as Values), value: value.map(ownersAsText) } : query;
}

/**
 * A request's body as `version` wants it, made from that of 2.14: a contact's `owner_id`, also as a filter of the search,
 * is an integer, and text from 2.16 on. Source: Intercom API 2.14 and 2.16, contact and SearchContacts.
 */
export function outgoing({ path, body }: Request, version: string): Values {
	if (!path.startsWith('/contacts') || !isAtLeast(version, CHANGED)) return body;
	return {
		...body,
		...('owner_id' in body && { owner_id: asText(body.owner_id) }),
		...(path === '/contacts/search' && { query: ownersAsText(body.query) }),
	};
}
