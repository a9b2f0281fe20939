import type { IntercomEvent } from './event';
import { members, named, object, word, type Json } from './payload';

/** Which events are wanted. Empty lists ask for nothing; names are compared without case. */
export type Filters = {
	/** Workspace ids (`app_id`). */
	workspaces: string[];
	/** `own`: done by the credential's own admin; `bots`: done by Fin, Operator or another bot. */
	ignore: string[];
	/** Ids of admins whose doings are ignored. */
	ignoreAdmins: string[];
	contactRole: string;
	/** Ids of teams that the conversation or ticket is assigned to. */
	teams: string[];
	/** Ids or names of tags, one of which the event's object must carry. */
	tags: string[];
};

/** The conversation, ticket or contact inside the item, wherever this topic holds it. */
const subjectsOf = (data: Json): Json[] =>
	[data, data.conversation, data.ticket, data.contact].map(object).filter((each) => each !== undefined);

const tagsOf = (data: Json): string[] => {
	const embedded = subjectsOf(data).flatMap((subject) => [
		...members(subject, 'tags'),
		...members(subject, 'tags_added'),
		// contacts list theirs under `data`
		...members(object(subject.tags) ?? {}, 'data'),
	]);
	return [...embedded, object(data.tag) ?? {}]
		.flatMap(({ id, name }) => [word(id), named(name) ?? ''])
		.filter(Boolean);
};

const teamsOf = (data: Json): string[] => {
	const parts = subjectsOf(data).flatMap((subject) => [
		...members(subject, 'conversation_parts'),
		...members(subject, 'ticket_parts'),
	]);
	// tickets carry their whole history, of which only the present assignment counts
	const told = object(data.ticket_part);
	const own = told ? [told] : parts.length === 1 ? parts : [];
	const assigned = own.map(({ assigned_to: to }) => object(to)).filter((to) => to?.type === 'team');
	return [...subjectsOf(data).map(({ team_assignee_id: id }) => id), ...assigned.map((to) => to?.id)]
		.map(word)
		.filter(Boolean);
};

const overlap = (wanted: string[], found: string[]): boolean => {
	const lower = new Set(found.map((each) => each.toLowerCase()));
	return wanted.length === 0 || wanted.some((each) => lower.has(each.trim().toLowerCase()));
};

function isIgnored(
	{ actor }: IntercomEvent,
	{ ignore, ignoreAdmins }: Filters,
	ownAdminId?: string,
): boolean {
	if (!actor) return false;
	if (ignore.includes('bots') && ['bot', 'operator', 'workflow'].includes(actor.type)) return true;
	if (actor.type !== 'admin') return false;
	return ignoreAdmins.includes(actor.id) || (ignore.includes('own') && actor.id === ownAdminId);
}

/** Whether the contact has the role that is wanted; `any` asks for none. */
export const isOfRole = ({ contact }: IntercomEvent, wanted: string): boolean =>
	wanted === 'any' || contact?.role === wanted;

/** Whether the event passes. Pure. `ownAdminId` is the admin that the credential belongs to, if known. */
export function passes(event: IntercomEvent, filters: Filters, ownAdminId?: string): boolean {
	const { workspaces, contactRole, teams, tags } = filters;
	return (
		overlap(workspaces, event.workspaceId === null ? [] : [event.workspaceId]) &&
		!isIgnored(event, filters, ownAdminId) &&
		isOfRole(event, contactRole) &&
		overlap(teams, teamsOf(event.data)) &&
		overlap(tags, tagsOf(event.data))
	);
}

/** The same, as far as can be told before an unknown role is looked up. */
export const mayPass = (
	event: IntercomEvent,
	filters: Filters,
	ownAdminId: string | undefined,
	lookUpRoles = true,
): boolean =>
	passes(
		event,
		lookUpRoles && event.contact?.role === null ? { ...filters, contactRole: 'any' } : filters,
		ownAdminId,
	);
