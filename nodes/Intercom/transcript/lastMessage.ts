import type { IDataObject } from 'n8n-workflow';
import { own } from '../../core/values/own';
import { plain } from './plain';

type Json = IDataObject;

const inside = (value: unknown, member: string): unknown => own(value as Json | null | undefined, member);

/** The parts of a conversation or ticket, as far as the reply holds them: lists and searches hold none. */
function partsOf(element: Json): Json[] {
	const lists = ['conversation_parts', 'ticket_parts'].map((list) => inside(own(element, list), list));
	const parts = lists.find(Array.isArray) as unknown[] | undefined;
	return (parts ?? []).filter((part): part is Json => typeof part === 'object' && part !== null);
}

const isNote = ({ part_type: type }: Json): boolean => String(type).startsWith('note');
const isMessage = (part: Json): boolean =>
	!isNote(part) && (['comment', 'quick_reply'].includes(String(part.part_type)) || plain(part.body) !== null);

const newest = (parts: Json[]): Json | undefined =>
	parts.reduce<Json | undefined>(
		(last, part) => (last && Number(last.created_at ?? 0) > Number(part.created_at ?? 0) ? last : part),
		undefined,
	);

/** The newest message of a conversation, or with `note` the newest note, where the reply holds one; else the conversation. */
export const newestPart =
	(note = false) =>
	(conversation: Json): Json =>
		newest(partsOf(conversation).filter(note ? isNote : isMessage)) ?? conversation;

/**
 * The last message between customer and team that a conversation, a ticket or a part holds, as plain text: the newest part
 * with words, or what it began with (a first message, a description). Notes are not part of it. Null where there is none.
 */
export function lastMessage(element: Json): string | null {
	const last = newest(partsOf(element).filter((part) => isMessage(part) && plain(part.body) !== null));
	const { source, ticket_attributes: attributes, body } = last ?? element;
	return plain(body ?? inside(source, 'body') ?? inside(attributes, '_default_description_'));
}
