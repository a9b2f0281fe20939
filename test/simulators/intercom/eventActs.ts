import type { Contact, DataEvent, Json, Workspace } from './types';
import { seconds } from './workspace';

/** A tracked event as GET /events and event.created show it. */
export function eventView(workspace: Workspace, { contact: id, ...event }: DataEvent): Json {
	const contact = workspace.contacts.get(id);
	return {
		type: 'event',
		...event,
		user_id: contact?.external_id ?? null,
		intercom_user_id: id,
		email: contact?.email ?? null,
	};
}

const keyOf = (contact: Contact, name: string, at: number) => `${contact.id} ${at} ${name}`;

/** Whether there is one of that contact, name and time (unix s) already. */
export const isTracked = (workspace: Workspace, contact: Contact, name: string, at: number) =>
	workspace.events.has(keyOf(contact, name, at));

/** event.created; the same name at the same second of the same contact is taken and forgotten. `created_at` in unix s. */
export function trackEvent(
	workspace: Workspace,
	contact: Contact,
	event: { event_name: string; created_at?: number; metadata?: Json },
) {
	const { event_name, created_at = seconds(workspace), metadata = {} } = event;
	const key = keyOf(contact, event_name, created_at);
	const known = workspace.events.get(key);
	if (known) return known;
	const tracked = { id: workspace.nextId('event'), event_name, created_at, contact: contact.id, metadata };
	workspace.events.set(key, tracked);
	workspace.emit('event.created', () => eventView(workspace, tracked));
	return tracked;
}
