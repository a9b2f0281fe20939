import type { IDataObject } from 'n8n-workflow';
import { unescaped } from '../../core/values/entities';
import { object, word } from '../../core/values/loose';
import { own } from '../../core/values/own';
import { numberIn } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';

export { object, text, word } from '../../core/values/loose';

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

/** A name, title or subject: Intercom escapes them as it does bodies (recorded: `Phone &amp; SMS`). */
export const named = (value: unknown): string | null => unescaped(word(value)) || null;

/** No time is written in more characters. */
const LONGEST_TIME = 64;

/** Unix seconds, digit strings or ISO 8601 (the shape depends on object and app version) → Unix milliseconds. */
export function toMs(value: unknown): number | undefined {
	const text = word(value);
	if (text === '' || text.length > LONGEST_TIME) return undefined;
	const number = numberIn(value);
	// milliseconds have 13 digits until the year 2286
	const ms = number === undefined ? toInstant(text, 'UTC') : number >= 1e11 ? number : number * 1000;
	return ms !== undefined && Math.abs(ms) < 8.64e15 ? ms : undefined;
}

/** The first of these that is a time. */
export const firstTime = (...values: unknown[]): unknown => values.find((value) => (toMs(value) ?? 0) > 0);

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
	[...members(subject, 'conversation_parts'), ...members(subject, 'ticket_parts')]
		// each time is read once: a payload may hold many
		.map((part) => ({ part, at: toMs(part.created_at) ?? 0 }))
		.sort((a, b) => a.at - b.at)
		.map(({ part }) => part);
