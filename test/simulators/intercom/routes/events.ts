import * as read from '../body';
import { invalid, missing, userNotFound } from '../errors';
import { eventView, trackEvent } from '../eventActs';
import { cursorPage, type Order } from '../paging';
import type { Contact, DataEvent, Json, Workspace } from '../types';
import { findContact } from '../workspace';
import type { Call, Routes } from './call';

const limits = { perPage: 15, max: 150 };
const maxKeys = 10;
const maxAgeSeconds = 90 * 24 * 60 * 60;

const newestFirst: Order<DataEvent> = { key: ({ created_at }) => created_at, direction: 'descending' };

/** Those of the contact that are not too old to be shown. */
function eventsOf(workspace: Workspace, contact: Contact): DataEvent[] {
	const oldest = workspace.now() / 1000 - maxAgeSeconds;
	return [...workspace.events.values()].filter(
		(event) => event.contact === contact.id && event.created_at >= oldest,
	);
}

const iso = (unixSeconds: number) => new Date(unixSeconds * 1000).toISOString().replace('Z', '+00:00');

/** How often each name came, the first and the last time. */
function summarise(events: DataEvent[]): Json[] {
	const times = new Map<string, number[]>();
	for (const { event_name: name, created_at: at } of events)
		times.set(name, [...(times.get(name) ?? []), at]);
	return [...times].map(([name, all]) => ({
		name,
		first: iso(Math.min(...all)),
		last: iso(Math.max(...all)),
		count: all.length,
		description: null,
	}));
}

function list({ workspace, query, url }: Call) {
	if (query.type !== 'user') throw invalid('type must be user', 'type');
	const wanted = { id: query.intercom_user_id, external_id: query.user_id, email: query.email };
	const contact = findContact(workspace, wanted);
	if (!contact) throw userNotFound();
	const events = eventsOf(workspace, contact);
	const { id, external_id: user_id, email } = contact;
	const who = { type: 'event.summary', email, intercom_user_id: id, user_id };
	if (query.summary === 'true') return { ...who, events: summarise(events) };
	const { paging } = workspace.settings;
	const asked = { perPage: query.per_page, startingAfter: query.before, query: ['events', id], paging };
	const { items, pages } = cursorPage(events, newestFirst, asked, limits);
	const next = new URL(url);
	if (pages.next) next.searchParams.set('before', pages.next.starting_after);
	const shown = items.map((event) => eventView(workspace, event));
	return { ...who, events: shown, pages: { ...pages, next: pages.next ? next.href : null } };
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
		trackEvent(workspace, contact, { event_name, created_at, metadata });
		return reply.code(202).send();
	},
	'GET /events': list,
};
