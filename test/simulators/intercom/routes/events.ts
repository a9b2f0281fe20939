import * as read from '../body';
import { missing, userNotFound } from '../errors';
import type { DataEvent, Json, Workspace } from '../types';
import { findContact } from '../workspace';
import { numberedPage } from '../paging';
import type { Routes } from './call';

const maxKeys = 10;
const maxAgeSeconds = 90 * 24 * 60 * 60;

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

/** Tracked events of a contact. */
export const events: Routes = {
	'POST /events'({ workspace, body, reply }) {
		const event_name = read.required(read.text(body, 'event_name'), 'event_name');
		const created_at = read.required(read.integer(body, 'created_at'), 'created_at');
		const who = {
			id: read.id(body, 'id'),
			external_id: read.id(body, 'user_id'),
			email: read.text(body, 'email'),
		};
		if (!who.id && !who.external_id && !who.email)
			throw missing('id, user_id or email is a required parameter');
		const contact = findContact(workspace, who);
		if (!contact) throw userNotFound();
		const metadata = Object.fromEntries(
			Object.entries(read.object(body, 'metadata') ?? {}).slice(0, maxKeys),
		);
		const event = { id: workspace.nextId('event'), event_name, created_at, contact: contact.id, metadata };
		// the same event again is taken and forgotten
		const known = workspace.events.some(
			(one) => one.contact === contact.id && one.event_name === event_name && one.created_at === created_at,
		);
		if (!known) {
			workspace.events.push(event);
			workspace.emit('event.created', eventView(workspace, event));
		}
		return reply.code(202).send();
	},
	'GET /events'({ workspace, query, url }) {
		const contact = findContact(workspace, {
			id: query.intercom_user_id,
			external_id: query.user_id,
			email: query.email,
		});
		if (!contact) throw userNotFound();
		const oldest = workspace.now() / 1000 - maxAgeSeconds;
		const mine = workspace.events.filter(
			(event) => event.contact === contact.id && event.created_at >= oldest,
		);
		const { items, pages } = numberedPage(mine.reverse(), query, url, { perPage: 50, max: 150 });
		const { id, external_id: user_id, email } = contact;
		const shown = items.map((event) => eventView(workspace, event));
		return { type: 'event.summary', events: shown, pages, email, intercom_user_id: id, user_id };
	},
};
