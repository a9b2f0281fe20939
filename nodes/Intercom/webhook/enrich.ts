import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import type { IntercomEvent } from './event';

const paths: Record<string, string> = {
	company: '/companies/',
	contact: '/contacts/',
	conversation: '/conversations/',
	ticket: '/tickets/',
};

const get = async (send: Send, path: string): Promise<IDataObject> =>
	await send({ method: 'GET', path, query: {}, body: {} });

/** The whole object as it is now (Intercom API 2.14), or null where there is none to fetch: it was deleted, or has no path. */
export async function fullObject(
	send: Send,
	{ eventType, objectType, objectId }: IntercomEvent,
): Promise<IDataObject | null> {
	const path = paths[objectType];
	if (!path || eventType === 'DELETED' || objectId === '') return null;
	return await get(send, path + encodeURIComponent(objectId));
}

/** The event with the contact's e-mail, name and role, which conversations and tickets carry only in part. */
export async function withContact(send: Send, event: IntercomEvent): Promise<IntercomEvent> {
	const { contact, eventType, objectType } = event;
	if (!contact?.id || (eventType === 'DELETED' && objectType === 'contact')) return event;
	const { external_id, email, name, role } = await get(send, `/contacts/${encodeURIComponent(contact.id)}`);
	const known = { externalId: external_id, email, name, role } as Partial<typeof contact>;
	const filled = Object.fromEntries(
		Object.entries(known).filter(([, value]) => typeof value === 'string' && value !== ''),
	);
	return { ...event, contact: { ...contact, ...filled } };
}
