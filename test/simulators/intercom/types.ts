import type { ContactBook } from './contactBook';
import type { Ticket, TicketState, TicketType } from './ticketTypes';

/** A JSON object as it goes over the wire. */
export type Json = Record<string, unknown>;

export type Role = 'user' | 'lead';

/** Who did something: a contact by its role, or a teammate. */
export type Author = {
	type: 'user' | 'lead' | 'admin' | 'bot';
	id: string;
	name: string | null;
	email: string | null;
};

/** A tag on a contact or a conversation; `applied_at` in unix s. */
export type AppliedTag = { id: string; applied_at: number; applied_by: { type: string; id: string } };

export interface Admin {
	id: string;
	name: string;
	email: string;
	job_title: string | null;
	has_inbox_seat: boolean;
	team_ids: number[];
	/** Not away where there are none. */
	away?: { away_mode_enabled: boolean; away_mode_reassign: boolean; away_status_reason_id: number | null };
}

export interface Team {
	id: string;
	name: string;
	admin_ids: number[];
}

export interface Tag {
	id: string;
	name: string;
}

/** What a caller may write; times in unix s. */
export interface ContactFields {
	role: Role;
	external_id: string | null;
	email: string | null;
	phone: string | null;
	name: string | null;
	avatar: string | null;
	owner_id: number | null;
	unsubscribed_from_emails: boolean;
	signed_up_at: number | null;
	last_seen_at: number | null;
	custom_attributes: Json;
}

/** What has created_at and updated_at: when it was made and when it last changed, in virtual ms. */
export interface Touched {
	touched: [made: number, changed: number];
}

export interface Contact extends ContactFields, Touched {
	id: string;
	state: 'active' | 'archived' | 'blocked';
	last_replied_at: number | null;
	last_contacted_at: number | null;
	tags: AppliedTag[];
	companies: string[];
	notes: string[];
}

export interface Company extends Touched {
	id: string;
	company_id: string;
	name: string;
	plan: string | null;
	size: number | null;
	website: string | null;
	industry: string | null;
	monthly_spend: number;
	remote_created_at: number | null;
	/** When somebody of it was last seen, unix s: what the list of companies is sorted by. */
	last_request_at: number | null;
	custom_attributes: Json;
	tags: string[];
}

export interface Note {
	id: string;
	contact: string;
	admin: string | null;
	body: string;
	created_at: number;
}

/** An open list, of which docs and recordings name some thirty. */
export type PartType = string;

/** One event in a conversation; `body` is HTML, times in unix s. */
export interface Part {
	id: string;
	part_type: PartType;
	body: string | null;
	created_at: number;
	author: Author;
	assigned_to: { type: 'admin' | 'team' | 'nobody_admin'; id: string | null } | null;
	attachments: Json[];
	reply_options: Json[];
	redacted: boolean;
	state: ConversationState;
	tags: AppliedTag[];
}

export type ConversationState = 'open' | 'closed' | 'snoozed';

export interface Rating {
	rating: number;
	remark: string;
	created_at: number;
	contact: string;
	admin: string | null;
}

export interface Conversation extends Touched {
	id: string;
	title: string | null;
	created_at: number;
	waiting_since: number | null;
	snoozed_until: number | null;
	state: ConversationState;
	read: boolean;
	priority: boolean;
	source: {
		type: string;
		id: string;
		delivered_as: string;
		subject: string;
		body: string;
		author: Author;
		attachments: Json[];
		url: string | null;
		redacted: boolean;
	};
	contacts: string[];
	admin_assignee_id: number | null;
	team_assignee_id: number | null;
	tags: AppliedTag[];
	custom_attributes: Json;
	company: string | null;
	rating: Rating | null;
	/** The ticket that it was made, which has its id. */
	ticket: boolean;
	parts: Part[];
}

export type AttributeType = 'string' | 'integer' | 'float' | 'boolean' | 'date';

export interface DataAttribute {
	id: number;
	model: 'contact' | 'company' | 'conversation';
	name: string;
	data_type: AttributeType;
	/** Of a text that is one of these. */
	options?: string[];
	archived?: true;
	/** Only Intercom itself writes it. */
	readOnly?: true;
}

/** A tracked event; `created_at` in unix s. */
export interface DataEvent {
	id: string;
	event_name: string;
	created_at: number;
	contact: string;
	metadata: Json;
}

/**
 * The settings of PUT /_sim/settings; times in ms, `rateLimit` in requests per 10 s. The webhook's next answer is
 * `answerDelayMs` (real) late, and after 5 s too late. `searchLagMs` hides a change that is made
 * from now on from search until it is that old. `paging`: a cursor holds the place of the last object shown (`stable`) or how many were
 * shown (`offset`), so that what changes in between is shown twice or never.
 */
export type ErrorShape = 'list' | 'texts' | 'fields' | 'text' | 'object' | 'message' | 'plain' | 'page';

export type IntercomSettings = {
	rateLimit: number;
	searchLagMs: number;
	timezone: string;
	appVersion: string;
	latencyMs: number;
	answerDelayMs: number;
	paging: 'stable' | 'offset';
	/** How a conversation shows that nobody rated it: null, an object of nulls, or an empty one (all recorded). */
	unrated: 'null' | 'nulls' | 'empty';
	/** How often an export's state is asked for before it is decided, and how it ends then. */
	exportChecks: number;
	exportEnd: 'complete' | 'completed' | 'failed' | 'no_data' | 'canceled';
	/** A list that is asked for more than so many elements at once takes too long: 504. 0 for no such bound. */
	largestPage: number;
	/** How an error is told: Intercom's own envelope, or what others in front of it say. */
	errorShape: ErrorShape;
	/** Whether the last page of a scroll that holds anything names the scroll, as all others do. */
	lastScrollParam: boolean;
};

/** Everything the workspace knows; `emit` turns a change into a webhook notification for whoever subscribed,
 * and makes its item only then. */
export interface Workspace {
	id: string;
	settings: IntercomSettings;
	/** Virtual ms. */
	now(): number;
	/** Runs `action` at virtual `ms`. */
	at(ms: number, action: () => void): void;
	emit(topic: string, item: () => unknown): void;
	nextId(kind: IdKind): string;
	admins: Map<string, Admin>;
	teams: Map<string, Team>;
	tags: Map<string, Tag>;
	contacts: ContactBook;
	/** Merged-away contact to the one that took it over. */
	merged: Map<string, string>;
	companies: Map<string, Company>;
	conversations: Map<string, Conversation>;
	notes: Map<string, Note>;
	ticketTypes: Map<string, TicketType>;
	ticketStates: Map<string, TicketState>;
	tickets: Map<string, Ticket>;
	/** What is to be done in the background, to the id of what it made, or null until then. */
	jobs: Map<string, string | null>;
	/** By contact, name and time: the same event again is the same one. */
	events: Map<string, DataEvent>;
	attributes: DataAttribute[];
	tokens: Set<string>;
	/** OAuth codes that were given out and not used yet. */
	codes: Set<string>;
}

export type IdKind =
	| 'contact'
	| 'company'
	| 'conversation'
	| 'part'
	| 'message'
	| 'ticketNumber'
	| 'tag'
	| 'note'
	| 'job'
	| 'event';
