import type { IDataObject } from 'n8n-workflow';
import { inParallel } from '../../core/run/parallel';
import type { Send } from '../../core/table/operation';
import { has, own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { isMissing, mergedInto } from '../transport/errors';
import type { IntercomEvent } from './event';
import { named, text } from './payload';
import type { Person } from './people';

const paths: Record<string, `/${string}`> = {
	company: '/companies',
	contact: '/contacts',
	conversation: '/conversations',
	ticket: '/tickets',
};

const get = async (send: Send, path: string): Promise<IDataObject> =>
	await send({ method: 'GET', path, query: {}, body: {} });

/**
 * The object, or null where there is none any more: deleted since, or a visitor, whom Intercom keeps elsewhere. A contact
 * that was merged is the one that it was merged into, where Intercom says which (from API 2.16 on).
 */
async function fetched(send: Send, kind: string, id: string): Promise<IDataObject | null> {
	const ask = async (wanted: string) => await get(send, pathTo(own(paths, kind) ?? '', wanted));
	return await ask(id).catch(async (error: unknown) => {
		if (!isMissing(error)) return await Promise.reject(error);
		const into = mergedInto(error);
		if (!into || into === id) return null;
		return await ask(into).catch(async (again: unknown) =>
			isMissing(again) ? null : await Promise.reject(again),
		);
	});
}

/** The whole object as it is now (Intercom API 2.14), or null where there is none to fetch: it is gone, or has no path. */
export async function fullObject(
	send: Send,
	{ eventType, objectType, objectId }: IntercomEvent,
): Promise<IDataObject | null> {
	if (!has(paths, objectType) || eventType === 'DELETED' || objectId === '') return null;
	return await fetched(send, objectType, objectId);
}

/** Whom to ask Intercom about: not one who was just deleted. */
const contactIdOf = ({ contact, eventType, objectType }: IntercomEvent): string | null =>
	eventType === 'DELETED' && objectType === 'contact' ? null : (contact?.id ?? null);

/** The contact with what Intercom knows of them in place of what the notification holds. */
function filled(contact: Person, found: IDataObject, members: Array<keyof Person>): Person {
	const known: Person = {
		id: text(found.id),
		externalId: text(found.external_id),
		email: text(found.email),
		name: named(found.name),
		role: text(found.role),
	};
	const told = members.filter((member) => known[member] !== null);
	return { ...contact, ...Object.fromEntries(told.map((member) => [member, known[member]])) };
}

/** The event with the contact's e-mail, name and role, which conversations and tickets carry only in part. */
export async function withContact(send: Send, event: IntercomEvent): Promise<IntercomEvent> {
	const id = contactIdOf(event);
	const found = event.contact && id ? await fetched(send, 'contact', id) : null;
	if (!event.contact || !found) return event;
	return { ...event, contact: filled(event.contact, found, ['id', 'externalId', 'email', 'name', 'role']) };
}

const AT_ONCE = 10;

/** Of a ticket that was closed the role is told, and the external ID is not (recorded). */
const isVague = ({ contact, objectType, sample }: IntercomEvent): boolean =>
	!sample && (contact?.role === null || (contact?.externalId === null && objectType === 'ticket'));

/**
 * The events with the role of each contact whose role the payload does not say, and with the external ID that goes with
 * it: a lead's is made up by Intercom, and another one once they sign up. Asks once a contact. Never throws: where
 * Intercom does not answer the role stays null, and nobody else is asked for.
 */
export async function withRoles(send: Send, events: IntercomEvent[]): Promise<IntercomEvent[]> {
	const isUnknown = (event: IntercomEvent) => isVague(event) && contactIdOf(event) !== null;
	const ids = [...new Set(events.filter(isUnknown).map((event) => String(contactIdOf(event))))];
	const found = new Map<string, IDataObject>();
	let isOut = false;
	await inParallel(AT_ONCE, ids, async (id) => {
		if (isOut) return;
		const contact = await fetched(send, 'contact', id).catch(() => {
			isOut = true;
			return null;
		});
		if (contact) found.set(id, contact);
	});
	return events.map((event) => {
		const contact = isUnknown(event) ? found.get(String(contactIdOf(event))) : undefined;
		if (!event.contact || !contact) return event;
		return { ...event, contact: filled(event.contact, contact, ['id', 'externalId', 'role']) };
	});
}
