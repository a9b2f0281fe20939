import { z } from 'zod';
import { invalid } from './errors';
import { appLook, contactItem } from './items';
import * as acts from './ticketActs';
import { stateCategories, type Ticket, type TicketState } from './ticketTypes';
import { embeddedTicket, ticketItem } from './ticketViews';
import type { Admin, Author, Contact, Workspace } from './types';
import { adminAuthor, contactAuthor, getAdmin, getTicket, quietly, seconds } from './workspace';

/** The ticket of POST /_sim/events: which one, and what is done to it. */
export const ticketSchema = z
	.object({
		id: z.coerce.string(),
		title: z.string(),
		description: z.string(),
		/** Category or id. */
		state: z.string(),
		/** Category, name or id. */
		type: z.string(),
		/** By name. */
		attributes: z.record(z.unknown()),
		/** What is answered or noted. */
		body: z.string(),
		/** Who acts, and to whom it is assigned. */
		admin_id: z.coerce.string(),
		assignee_id: z.coerce.string(),
		team_id: z.coerce.string(),
		/** Unix s. */
		snoozed_until: z.number(),
	})
	.partial()
	.strict();
type Wish = z.infer<typeof ticketSchema>;

type Scene = { workspace: Workspace; wish: Wish; contact: Contact; by: Author; ticket(): Ticket };

function find<Item>(items: Iterable<Item>, wanted: string, names: (item: Item) => string[]): Item {
	const found = [...items].find((item) => names(item).includes(wanted));
	if (!found) throw invalid(`ticket: there is no ${wanted}`);
	return found;
}

const stateNamed = (workspace: Workspace, wanted: string): TicketState =>
	find(workspace.ticketStates.values(), wanted, ({ id, category }) => [id, category]);

/** The state after the one that it is in, the first again after the last. */
function nextState({ workspace, ticket }: Scene): TicketState {
	const now = workspace.ticketStates.get(ticket().state)?.category ?? 'resolved';
	const next = stateCategories[(stateCategories.indexOf(now) + 1) % stateCategories.length];
	return stateNamed(workspace, next);
}

function titled({ title, description, attributes }: Wish) {
	const texts = { _default_title_: title, _default_description_: description };
	const given = Object.entries(texts).filter(([, value]) => value !== undefined);
	return { ...Object.fromEntries(given), ...attributes };
}

function create({ workspace, contact, wish }: Omit<Scene, 'ticket' | 'by'>) {
	const wanted = wish.type;
	const type = wanted
		? find(workspace.ticketTypes.values(), wanted, ({ id, name, category }) => [id, name, category])
		: undefined;
	return acts.createTicket(workspace, contact, {
		type,
		state: wish.state ? stateNamed(workspace, wish.state) : undefined,
		attributes: titled({ title: 'It does not work', description: 'At all', ...wish }),
	});
}

function assign({ workspace, wish, by, ticket }: Scene, type: 'admin' | 'team') {
	const [first] = type === 'admin' ? workspace.admins.keys() : workspace.teams.keys();
	const id = (type === 'admin' ? wish.assignee_id : wish.team_id) ?? first;
	acts.assignTicket(workspace, ticket(), { type, id }, by);
}

function reply({ workspace, ticket }: Scene, by: Author, kind: 'comment' | 'note', text: string) {
	acts.replyToTicket(workspace, ticket(), by, kind, text);
}

/** Topics of tickets whose event changes the workspace; every act tells its own topic. */
const happenings: Record<string, (scene: Scene) => void> = {
	'ticket.created': create,
	'ticket.state.updated'(scene) {
		const { workspace, wish, ticket, by } = scene;
		const state = wish.state ? stateNamed(workspace, wish.state) : nextState(scene);
		acts.setTicketState(workspace, ticket(), state, by);
	},
	'ticket.resolved'({ workspace, ticket, by }) {
		acts.setTicketState(workspace, ticket(), stateNamed(workspace, 'resolved'), by);
		// no topic of an app that old, and asked for all the same
		if (appLook(workspace).version < 15)
			workspace.emit('ticket.resolved', () => ticketItem(workspace, ticket()));
	},
	'ticket.closed': ({ workspace, ticket, by }) => acts.setTicketOpen(workspace, ticket(), false, by),
	'ticket.attribute.updated'({ workspace, wish, ticket, by }) {
		const values = titled(wish);
		const changed = Object.keys(values).length > 0 ? values : { _default_title_: 'It works again' };
		acts.changeTicketAttributes(workspace, ticket(), changed, by);
	},
	'ticket.admin.assigned': (scene) => assign(scene, 'admin'),
	'ticket.team.assigned': (scene) => assign(scene, 'team'),
	'ticket.note.created': (scene) => reply(scene, scene.by, 'note', scene.wish.body ?? 'A note to the team.'),
	'ticket.admin.replied': (scene) =>
		reply(scene, scene.by, 'comment', scene.wish.body ?? 'We are looking into it.'),
	'ticket.contact.replied': (scene) =>
		reply(scene, contactAuthor(scene.contact), 'comment', scene.wish.body ?? 'Any news?'),
	'ticket.admin.snoozed': ({ workspace, wish, ticket, by }) =>
		acts.snoozeTicket(workspace, ticket(), wish.snoozed_until ?? seconds(workspace) + 3600, by),
	'ticket.admin.unsnoozed': ({ workspace, ticket }) => acts.unsnoozeTicket(workspace, ticket()),
};

/**
 * Makes a topic of tickets happen: to the ticket that is named, else to the contact's latest, else to a new one that
 * nobody was told of. A topic that changes nothing here carries that ticket as it is.
 */
export function happenToTicket(
	workspace: Workspace,
	topic: string,
	wish: Wish,
	contact: Contact,
	admin: Admin,
) {
	const ticket = () => {
		if (wish.id) return getTicket(workspace, wish.id);
		const mine = [...workspace.tickets.values()].filter(({ contacts }) => contacts.includes(contact.id));
		// its state is what the event is about, not where it begins
		return (
			mine.at(-1) ?? create({ workspace: quietly(workspace), contact, wish: { ...wish, state: undefined } })
		);
	};
	const by = adminAuthor(wish.admin_id ? getAdmin(workspace, wish.admin_id) : admin);
	const act = happenings[topic];
	if (act) act({ workspace, wish, contact, by, ticket });
	else {
		const isContact = topic.startsWith('ticket.contact.');
		const item = isContact
			? { ticket: embeddedTicket(workspace, ticket()), contact: contactItem(workspace, contact) }
			: ticketItem(workspace, ticket());
		workspace.emit(topic, () => item);
	}
}
