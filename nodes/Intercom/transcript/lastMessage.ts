import type { IDataObject } from 'n8n-workflow';
import { LONGEST } from '../../core/html/readable';
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

const timeOf = ({ created_at: at }: Json): number => Number(at) || 0;

/** Of one second the one that stands last is the newest. */
const newestFirst = (parts: Json[]): Json[] => [...parts].reverse().sort((a, b) => timeOf(b) - timeOf(a));

/** The newest message of a conversation, or with `note` the newest note, where the reply holds one; else the conversation. */
export const newestPart =
	(note = false) =>
	(conversation: Json): Json =>
		newestFirst(partsOf(conversation)).find(note ? isNote : isMessage) ?? conversation;

/** Parts whose bodies hold no words are looked through up to so many characters: who sends more means no good. */
const MOST_READ = LONGEST;

/**
 * The last message between customer and team that a conversation, a ticket or a part holds, as plain text: the newest part
 * with words, or what it began with (a first message, a description). Notes are not part of it. Null where there is none.
 */
export function lastMessage(element: Json): string | null {
	const { source, ticket_attributes: attributes, body } = element;
	const first = body ?? inside(source, 'body') ?? inside(attributes, '_default_description_');
	const parts = newestFirst(partsOf(element)).filter((part) => !isNote(part));
	let read = 0;
	for (const said of [...parts.map((part) => part.body), first]) {
		const words = plain(said);
		if (words !== null) return words;
		read += typeof said === 'string' ? said.length : 0;
		if (read > MOST_READ) return null;
	}
	return null;
}
