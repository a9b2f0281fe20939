import type { IDataObject } from 'n8n-workflow';
import { own } from '../../core/values/own';
import { plain } from '../transcript/plain';
import type { Distinction } from './topics';

type Json = IDataObject;

/** What an event is about, as far as it may hold words. */
type Worded = { subject: Json; part?: Json; rating?: Json };

const inside = (value: unknown, member: string): unknown => own(value as Json | null | undefined, member);

/** The words that an object began with: a conversation's first message (API 1.x has it under another name), a ticket's description. */
const firstWords = ({ source, conversation_message: older, ticket_attributes: attributes }: Json): unknown =>
	inside(source, 'body') ?? inside(older, 'body') ?? inside(attributes, '_default_description_');

/** By kind of topic: where its message stands. Of other kinds none has one. */
const bodies = new Map<Distinction, (about: Worded) => unknown>([
	['object', ({ subject }) => firstWords(subject)],
	['part', ({ part }) => part?.body],
	// what was tagged may be the first message itself, which is no part
	['tag', ({ part, subject }) => (part ? part.body : firstWords(subject))],
	['rating', ({ rating }) => rating?.remark],
]);

/** The message that an event is (reply, note, first message, a ticket's description, a rating's remark) as plain text, or null. */
export const messageOf = (distinction: Distinction, about: Worded): string | null =>
	plain(bodies.get(distinction)?.(about));
