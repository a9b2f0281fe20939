import { at } from '../../nodes/core/values/own';
import { isAnswer, type Answer, type Call, type Silence } from './asker';
import { askBoth, type Asked, type Side, type Sides } from './sides';

/** What makes, changes and removes objects that bear a mark. Nothing is made that cannot be removed. */

type Ids = (name: string) => string;

/** One request, its path and body filled in with what this side made before. */
type Step = {
	request: string;
	note?: string;
	/** Names of ids that must be known. */
	needs?: string[];
	query?: (ids: Ids) => Record<string, string>;
	body?: (ids: Ids) => unknown;
	/** What it makes, by the way to the id in the reply. */
	makes?: Record<string, string>;
	/** What it tells that others need. */
	tells?: Record<string, string>;
};

/** How to remove what was made, and how to find it by its mark where the reply that told its id was lost. */
type Removal = { makes: string; request: string; find: Find };

/** Where it is listed, and which member bears the mark; where none does, its contact tells. */
type Find = { path: (mark: string) => string; list: string; body?: (ids: Ids) => unknown; marked?: string };

const attempts = 3;
/** Ms until a search may find what was made. */
const searchLag = 10_000;

export const MARK = 'n8n-live-check';

/** Latest first. A note goes with its contact. */
const removals: Removal[] = [
	{
		makes: 'news_item',
		request: 'DELETE /news/news_items/{news_item}',
		find: { path: () => '/news/news_items?per_page=50', list: 'data', marked: 'title' },
	},
	{
		makes: 'internal_article',
		request: 'DELETE /internal_articles/{internal_article}',
		find: { path: () => '/internal_articles?per_page=50', list: 'data', marked: 'title' },
	},
	{
		makes: 'article',
		request: 'DELETE /articles/{article}',
		find: { path: () => '/articles?per_page=50', list: 'data', marked: 'title' },
	},
	{
		makes: 'collection',
		request: 'DELETE /help_center/collections/{collection}',
		find: { path: () => '/help_center/collections?per_page=50', list: 'data', marked: 'name' },
	},
	{
		makes: 'ticket',
		request: 'DELETE /tickets/{ticket}',
		find: {
			path: () => '/tickets/search',
			list: 'tickets',
			body: (ids) => ({ query: { field: 'contact_ids', operator: '=', value: ids('contact') } }),
		},
	},
	{
		makes: 'conversation',
		request: 'DELETE /conversations/{conversation}',
		find: {
			path: () => '/conversations/search',
			list: 'conversations',
			body: (ids) => ({ query: { field: 'contact_ids', operator: '=', value: ids('contact') } }),
		},
	},
	{
		makes: 'company',
		request: 'DELETE /companies/{company}',
		find: { path: (mark) => `/companies?company_id=${mark}`, list: '', marked: 'company_id' },
	},
	{
		makes: 'tag',
		request: 'DELETE /tags/{tag}',
		find: { path: () => '/tags', list: 'data', marked: 'name' },
	},
	{
		makes: 'lead',
		request: 'DELETE /contacts/{lead}',
		find: {
			path: () => '/contacts/search',
			list: 'data',
			body: () => ({ query: { field: 'name', operator: '~', value: MARK } }),
			marked: 'name',
		},
	},
	{
		makes: 'contact',
		request: 'DELETE /contacts/{contact}',
		find: { path: (mark) => `/contacts/find_by_external_id/${mark}`, list: '', marked: 'external_id' },
	},
];

const text = (what: string) => `<p>${MARK}: ${what}</p>`;
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

/** Said by the contact, or by the teammate that the token belongs to. */
const fromContact = (ids: Ids) => ({ type: 'user', intercom_user_id: ids('contact') });
const fromAdmin = (ids: Ids) => ({ type: 'admin', admin_id: ids('admin') });

const contactSteps = (mark: string): Step[] => {
	const contact = { role: 'user', external_id: mark, name: mark, unsubscribed_from_emails: true };
	return [
		{ request: 'POST /contacts', body: () => contact, makes: { contact: 'id' } },
		{ request: 'POST /contacts', note: 'once more', needs: ['contact'], body: () => contact },
		{ request: 'PUT /contacts/{contact}', body: () => ({ name: `${mark} 2`, phone: '+442079460958' }) },
		{
			request: 'POST /contacts',
			note: 'a lead',
			body: () => ({ role: 'lead', name: mark }),
			makes: { lead: 'id' },
		},
		{ request: 'GET /contacts/{lead}', note: 'a lead' },
		{ request: 'POST /contacts/{lead}/archive' },
		{ request: 'POST /contacts/{lead}/unarchive' },
		{
			request: 'POST /contacts/merge',
			needs: ['lead', 'contact'],
			body: (ids) => ({ from: ids('lead'), into: ids('contact') }),
		},
		{ request: 'GET /contacts/{lead}', note: 'merged' },
		{
			request: 'POST /contacts/{contact}/notes',
			body: () => ({ body: text('a note') }),
			tells: { note: 'id' },
		},
		{ request: 'GET /notes/{note}' },
		{ request: 'POST /tags', body: () => ({ name: mark }), makes: { tag: 'id' } },
		{ request: 'POST /contacts/{contact}/tags', needs: ['tag'], body: (ids) => ({ id: ids('tag') }) },
		{ request: 'GET /contacts/{contact}/tags' },
		{ request: 'DELETE /contacts/{contact}/tags/{tag}' },
		{ request: 'POST /companies', body: () => ({ company_id: mark, name: mark }), makes: { company: 'id' } },
		{ request: 'PUT /companies/{company}', body: () => ({ name: `${mark} 2` }) },
		{
			request: 'POST /contacts/{contact}/companies',
			needs: ['company'],
			body: (ids) => ({ id: ids('company') }),
		},
		{ request: 'GET /contacts/{contact}/companies' },
		{ request: 'GET /companies/{company}/contacts' },
		{ request: 'GET /contacts/{contact}', note: 'with a tag, a company and a note' },
		{ request: 'DELETE /contacts/{contact}/companies/{company}' },
	];
};

const conversationSteps: Step[] = [
	{
		request: 'POST /conversations',
		needs: ['contact'],
		body: (ids) => ({ from: { type: 'user', id: ids('contact') }, body: text('a question') }),
		makes: { conversation: 'conversation_id' },
	},
	{ request: 'GET /conversations/{conversation}', note: 'just begun' },
	{ request: 'PUT /conversations/{conversation}', body: () => ({ read: true }) },
	...[
		['a reply by the contact', fromContact, 'comment'] as const,
		['a reply by a teammate', fromAdmin, 'comment'] as const,
		['a note', fromAdmin, 'note'] as const,
	].map(
		([note, from, type]): Step => ({
			request: 'POST /conversations/{conversation}/reply',
			note,
			needs: ['contact', 'admin'],
			body: (ids) => ({ ...from(ids), message_type: type, body: text(note) }),
		}),
	),
	{
		request: 'POST /conversations/{conversation}/parts',
		note: 'assigned',
		needs: ['admin'],
		body: (ids) => ({ ...fromAdmin(ids), message_type: 'assignment', assignee_id: ids('admin') }),
	},
	{
		request: 'POST /conversations/{conversation}/parts',
		note: 'snoozed',
		needs: ['admin'],
		body: (ids) => ({ message_type: 'snoozed', admin_id: ids('admin'), snoozed_until: inAnHour() }),
	},
	...['open', 'close'].map(
		(type): Step => ({
			request: 'POST /conversations/{conversation}/parts',
			note: type,
			needs: ['admin'],
			body: (ids) => ({ ...fromAdmin(ids), message_type: type }),
		}),
	),
	{
		request: 'POST /conversations/{conversation}/tags',
		needs: ['tag', 'admin'],
		body: (ids) => ({ id: ids('tag'), admin_id: ids('admin') }),
	},
	{ request: 'GET /conversations/{conversation}', note: 'with all of it' },
	{
		request: 'DELETE /conversations/{conversation}/tags/{tag}',
		needs: ['admin'],
		body: (ids) => ({ admin_id: ids('admin') }),
	},
];

const ticketSteps: Step[] = [
	{
		request: 'POST /tickets',
		needs: ['ticket_type', 'contact'],
		body: (ids) => ({
			ticket_type_id: ids('ticket_type'),
			contacts: [{ id: ids('contact') }],
			ticket_attributes: { _default_title_: MARK, _default_description_: MARK },
		}),
		makes: { ticket: 'id' },
	},
	...[
		['a reply by the contact', fromContact, 'comment'] as const,
		['a note', fromAdmin, 'note'] as const,
	].map(
		([note, from, type]): Step => ({
			request: 'POST /tickets/{ticket}/reply',
			note,
			needs: ['contact', 'admin'],
			body: (ids) => ({ ...from(ids), message_type: type, body: text(note) }),
		}),
	),
	{
		request: 'PUT /tickets/{ticket}',
		note: 'another title',
		body: () => ({ ticket_attributes: { _default_title_: `${MARK} 2` } }),
	},
	{
		request: 'PUT /tickets/{ticket}',
		note: 'assigned',
		needs: ['admin'],
		body: (ids) => ({ admin_id: Number(ids('admin')), assignee_id: ids('admin') }),
	},
	{ request: 'PUT /tickets/{ticket}', note: 'closed', body: () => ({ open: false }) },
	{ request: 'GET /tickets/{ticket}', note: 'with all of it' },
];

/** Each made, read, changed; drafts, so that nobody sees them. */
const contentSteps = (mark: string): Step[] => [
	{ request: 'POST /help_center/collections', body: () => ({ name: mark }), makes: { collection: 'id' } },
	{ request: 'PUT /help_center/collections/{collection}', body: () => ({ name: `${mark} 2` }) },
	{
		request: 'POST /articles',
		needs: ['admin'],
		body: (ids) => ({
			title: mark,
			body: text('an article'),
			author_id: Number(ids('admin')),
			state: 'draft',
		}),
		makes: { article: 'id' },
	},
	{ request: 'GET /articles/{article}' },
	{ request: 'PUT /articles/{article}', body: () => ({ title: `${mark} 2` }) },
	{
		request: 'POST /internal_articles',
		needs: ['admin'],
		body: (ids) => ({
			title: mark,
			body: text('an article'),
			author_id: Number(ids('admin')),
			owner_id: Number(ids('admin')),
		}),
		makes: { internal_article: 'id' },
	},
	{ request: 'PUT /internal_articles/{internal_article}', body: () => ({ title: `${mark} 2` }) },
	{
		request: 'POST /news/news_items',
		needs: ['admin'],
		body: (ids) => ({ title: mark, body: text('news'), sender_id: Number(ids('admin')), state: 'draft' }),
		makes: { news_item: 'id' },
	},
	{
		request: 'PUT /news/news_items/{news_item}',
		needs: ['admin'],
		body: (ids) => ({ title: `${mark} 2`, sender_id: Number(ids('admin')), state: 'draft' }),
	},
];

const named = (request: string): string[] => [...request.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

const idsOf =
	({ memory }: Side): Ids =>
	(name) =>
		memory.get(name) ?? '';

const knows = ({ memory }: Side, { request, needs = [] }: Pick<Step, 'request' | 'needs'>): boolean =>
	[...named(request), ...needs].every((name) => memory.has(name));

function callOf(side: Side, { request, query, body }: Step): Call {
	const ids = idsOf(side);
	const [method, path] = request.split(' ');
	const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(ids(name)));
	return { method, path: filled, query: query?.(ids), body: body?.(ids) };
}

/** The operation that a step is of, as the table and the description name it: only the positions of ids count. */
const operationOf = (request: string): string =>
	request.replace(/\{(\w+)\}/g, (_all, name: string) => `{${name}_id}`);

function learn(side: Side, { makes, tells }: Step, answer: Answer | Silence | undefined): void {
	if (!answer || !isAnswer(answer) || answer.status >= 300) return;
	for (const [name, path] of Object.entries({ ...makes, ...tells })) {
		const id = at(answer.body, path);
		if (typeof id === 'string' || typeof id === 'number') side.memory.set(name, String(id));
	}
}

/** Whether a request that should make something may have done so although it did not say what. */
const isInDoubt = (answer: Answer | Silence): boolean =>
	!isAnswer(answer) || answer.status >= 500 || answer.status < 300;

/** What a run of writes makes; `left` are the kinds of objects that could not be removed. */
export class Writes {
	readonly left: string[] = [];
	readonly mark = `${MARK}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
	/** What was asked to be made, and whether only its mark can find it. */
	private readonly made = new Map<string, { inDoubt: boolean }>();

	constructor(
		private readonly sides: Sides,
		private readonly tell: (line: string) => void,
	) {}

	/** Rejects with `Ended`; whatever it rejects with, `remove` is to be called. */
	async make(): Promise<void> {
		await this.learnFirst();
		const steps = [
			...contactSteps(this.mark),
			...conversationSteps,
			...ticketSteps,
			...contentSteps(this.mark),
		];
		for (const step of steps) await this.step(step);
	}

	/** Who the token belongs to, and a type of ticket that a customer may have and that asks for nothing more. */
	private async learnFirst(): Promise<void> {
		for (const side of [this.sides.real, this.sides.simulated]) {
			const me = await side.asker.ask({ method: 'GET', path: '/me' });
			learn(side, { request: 'GET /me', tells: { admin: 'id' } }, me);
			const types = await side.asker.ask({ method: 'GET', path: '/ticket_types' });
			const type = isAnswer(types) ? ticketTypeIn(types.body) : undefined;
			if (type) side.memory.set('ticket_type', type);
		}
	}

	private async step(step: Step): Promise<void> {
		const { request, note } = step;
		const { real, simulated } = this.sides;
		const asked: Asked = { request: operationOf(request), note: note ?? 'written' };
		const makes = Object.keys(step.makes ?? {});
		for (const name of makes) this.made.set(name, { inDoubt: true });
		this.tell(request);
		const before = real.asker.requests;
		const { reals, simulations } = await askBoth(this.sides, asked, (side) =>
			knows(side, step) ? [callOf(side, step)] : [],
		).finally(() => {
			// stopped before it was sent
			if (real.asker.requests === before) for (const name of makes) this.made.delete(name);
		});
		learn(real, step, reals[0]);
		learn(simulated, step, simulations[0]);
		for (const name of makes)
			if (this.made.has(name))
				this.made.set(name, { inDoubt: isInDoubt(reals[0]) && !real.memory.has(name) });
	}

	/** Removes what was made, also what may have been; never rejects. */
	async remove(): Promise<void> {
		this.sides.real.asker.remove();
		this.sides.simulated.asker.remove();
		const wanted = removals.filter(({ makes }) => this.made.has(makes));
		// found first: what tells a conversation from others is its contact
		for (const removal of wanted)
			if (this.made.get(removal.makes)?.inDoubt) await this.find(removal).catch(() => undefined);
		for (const removal of wanted) {
			const isGone = await this.removeOne(removal).catch(() => false);
			if (!isGone) this.left.push(removal.makes.replace('_', ' '));
		}
	}

	/** Whether it is gone: a removal that fails is tried again. */
	private async removeOne(removal: Removal): Promise<boolean> {
		const { makes, request } = removal;
		const { real, simulated } = this.sides;
		// it was refused, or nothing bears the mark
		if (!real.memory.has(makes)) return !this.made.get(makes)?.inDoubt;
		this.tell(request);
		const step = { request };
		const asked: Asked = { request: operationOf(request), note: 'written' };
		const once = knows(simulated, step)
			? (await askBoth(this.sides, asked, (side) => [callOf(side, step)])).reals[0]
			: await real.asker.ask(callOf(real, step));
		for (let answer = once, attempt = 1; ; attempt += 1) {
			if (isAnswer(answer) && (answer.status < 300 || [404, 410].includes(answer.status))) return true;
			if (attempt === attempts) return false;
			answer = await real.asker.ask(callOf(real, step));
		}
	}

	/** Looks for what bears the mark, a few times where it is a search, which is behind. */
	private async find({ makes, find }: Removal): Promise<void> {
		const { real } = this.sides;
		const ids = idsOf(real);
		if (!find.marked && !real.memory.has('contact')) return;
		const method = find.body ? 'POST' : 'GET';
		for (let attempt = 1; attempt <= attempts; attempt += 1) {
			const answer = await real.asker.ask({ method, path: find.path(this.mark), body: find.body?.(ids) });
			const id = isAnswer(answer) ? this.markedIn(answer.body, find) : undefined;
			if (id !== undefined) return void real.memory.set(makes, id);
			// a list is complete, a search is behind
			if (isAnswer(answer) && !find.body && [200, 404].includes(answer.status))
				return void this.made.set(makes, { inDoubt: false });
			if (attempt < attempts) await real.asker.pause(searchLag);
		}
	}

	private markedIn(body: unknown, { list, marked }: Find): string | undefined {
		const found = list ? at(body, list) : [body];
		const each = (Array.isArray(found) ? found : []) as Array<Record<string, unknown> | null | undefined>;
		const one = each.find((it) => it && (!marked || String(it[marked]).startsWith(this.mark)));
		return one?.id === undefined ? undefined : String(one.id);
	}
}

type TicketType = {
	id?: unknown;
	category?: unknown;
	archived?: unknown;
	ticket_type_attributes?: { data?: unknown; ticket_type_attributes?: unknown };
};

function ticketTypeIn(body: unknown): string | undefined {
	const types = at(body, 'data');
	const usable = (Array.isArray(types) ? (types as TicketType[]) : []).find((type) => {
		const attributes =
			type?.ticket_type_attributes?.data ?? type?.ticket_type_attributes?.ticket_type_attributes;
		const asks = (Array.isArray(attributes) ? attributes : []) as Array<Record<string, unknown>>;
		return (
			type?.category === 'Customer' &&
			!type.archived &&
			asks.every((one) => one.default === true || one.required_to_create !== true)
		);
	});
	return usable?.id === undefined ? undefined : String(usable.id);
}
