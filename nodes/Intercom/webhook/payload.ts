import type { IDataObject } from 'n8n-workflow';
import { unescaped } from '../../core/values/entities';
import { own } from '../../core/values/own';

export type Json = IDataObject;

/** What Intercom posts. Source: Intercom, webhook models, notification object. Times in Unix seconds. */
export type Notification = Json & {
	topic: string;
	id?: string | null;
	app_id?: string;
	created_at?: number;
	delivery_attempts?: number;
	data: { item: Json };
	/** Ours, on samples only. */
	sample?: boolean;
};

export const object = (value: unknown): Json | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

/** A value as text; '' where there is none. An object has none: turning it into one may throw. */
export const word = (value: unknown): string =>
	value === undefined || value === null || typeof value === 'object' ? '' : String(value);

/** An ID or the like: a text, or null where there is none. */
export const text = (value: unknown): string | null => word(value) || null;

/** A name, title or subject: Intercom escapes them as it does bodies (recorded: `Phone &amp; SMS`). */
export const named = (value: unknown): string | null => unescaped(word(value)) || null;

/** Unix seconds, digit strings or ISO 8601 (the shape depends on object and app version) → Unix milliseconds. */
export function toMs(value: unknown): number | undefined {
	if (word(value) === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isNaN(seconds) ? Date.parse(String(value)) : seconds * 1000;
	return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : undefined;
}

/** Whole seconds: REST gives no more, and keys must agree. */
export const toSeconds = (value: unknown): number | undefined => {
	const ms = toMs(value);
	return ms === undefined ? undefined : Math.floor(ms / 1000);
};

/** Members of an embedded list: `tags: { tags: [] }` on most objects, `tags: []` on parts and some tickets. */
export function members(item: Json, list: string): Json[] {
	const all = Array.isArray(own(item, list)) ? own(item, list) : own(object(own(item, list)), list);
	return Array.isArray(all) ? (all as Json[]).filter((member) => object(member)) : [];
}

/** The parts of a conversation or ticket, oldest first; those of one second as Intercom lists them. */
export const partsOf = (subject: Json): Json[] =>
	[...members(subject, 'conversation_parts'), ...members(subject, 'ticket_parts')].sort(
		(a, b) => (toMs(a.created_at) ?? 0) - (toMs(b.created_at) ?? 0),
	);
