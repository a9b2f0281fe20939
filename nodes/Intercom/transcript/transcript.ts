import type { IDataObject } from 'n8n-workflow';
import { inTurns } from '../../core/run/turns';
import { unescaped } from '../../core/values/entities';
import { masked, type Masks } from './masked';
import { linked, readable, type Style } from '../../core/html/readable';

/** What the user chose. */
export type Wish = { format: 'markdown' | 'text' | 'messages'; notes: boolean; masks: Masks };

/** One message, as chat models take it. `at`: ISO 8601, UTC. */
export type Message = {
	role: 'user' | 'assistant' | 'system';
	content: string;
	at: string | null;
	author: string;
};

/** A message with how its author is introduced to a reader. */
type Entry = Message & { kind: 'customer' | 'teammate' | 'bot' | 'internal note' | 'notice' };

type Author = { type?: string; name?: string | null; email?: string | null; from_ai_agent?: boolean };
/** A conversation part, or the source. Source: Intercom API 2.14, conversation_part, conversation_source. */
type Part = {
	part_type?: string;
	body?: string | null;
	created_at?: number | null;
	author?: Author | null;
	attachments?: Array<{ name?: string; url?: string }> | null;
	redacted?: boolean;
};

/** The most parts that Intercom keeps of a conversation, the newest. Source: Intercom API 2.14, retrieveConversation. */
const MOST_PARTS = 500;

const CUSTOMERS = ['user', 'lead', 'contact', 'visitor'];
const BOTS = ['bot', 'operator', 'workflow'];
const roles = {
	customer: 'user',
	teammate: 'assistant',
	bot: 'assistant',
	'internal note': 'system',
} as const;

function kindOf({ part_type: type = '', author }: Part): keyof typeof roles {
	if (type.startsWith('note')) return 'internal note';
	if (CUSTOMERS.includes(author?.type ?? '')) return 'customer';
	return author?.from_ai_agent || BOTS.includes(author?.type ?? '') ? 'bot' : 'teammate';
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const isoOf = (seconds: number | null | undefined): string | null =>
	typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? new Date(seconds * 1000).toISOString() : null;

function contentOf({ body, attachments, redacted }: Part, style: Style): string {
	const files = (attachments ?? []).map(
		({ name, url }) => `[attachment] ${linked(unescaped(name || 'file'), url, style)}`,
	);
	const lines = [redacted ? '[redacted]' : '', readable(body ?? '', style), ...files];
	return lines.filter((line) => line !== '').join('\n');
}

function entryOf(part: Part, { format, masks }: Wish): Entry {
	const kind = kindOf(part);
	const { name, email } = part.author ?? {};
	const text = contentOf(part, format === 'markdown' ? 'markdown' : 'plain');
	return {
		kind,
		role: roles[kind],
		content: masked(text, masks),
		at: isoOf(part.created_at),
		author: masked(oneLine(unescaped(name || email || kind)), masks),
	};
}

const missing: Entry = {
	kind: 'notice',
	role: 'system',
	content: `Messages may be missing here: Intercom keeps the newest ${MOST_PARTS} parts of a conversation.`,
	at: null,
	author: 'Intercom',
};

/** Every line of what somebody wrote is set off, so that no message can pass itself off as another one's heading. */
const setOff = (text: string, mark: string): string =>
	text
		.split('\n')
		.map((line) => (mark + line).trimEnd())
		.join('\n');

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#]/g, '\\$&');

const inMarkdown = ({ kind, author, at, content }: Entry): string =>
	kind === 'notice'
		? `*${content}*`
		: `**${escaped(author)}** (${kind})${at ? `, ${at}` : ''}\n\n${setOff(content, '> ')}`;

const inText = ({ kind, author, at, content }: Entry): string =>
	kind === 'notice' ? `(${content})` : `[${at ?? 'no time'}] ${author} (${kind}):\n${setOff(content, '  ')}`;

const asMessage = ({ kind, role, content, at, author }: Entry): Message => ({
	role,
	content: kind === 'internal note' ? `Internal note: ${content}` : content,
	at,
	author,
});

const lengthOf = ({ body }: Part): number => body?.length ?? 0;

/**
 * A conversation with its parts, as Intercom gives it, → one element: `transcript` (a text) or `messages`. Parts without
 * words or files (assignments, snoozing) are left out. `truncated`: there may have been more. Others in this process go on
 * meanwhile, however much was written.
 */
export async function transcript(conversation: IDataObject, wish: Wish): Promise<IDataObject> {
	const { id, source, created_at: createdAt, title, conversation_parts: list } = conversation;
	const first = { created_at: createdAt, ...(source as object) } as Part & { subject?: string };
	const { conversation_parts: parts = [], total_count: total = 0 } = (list ?? {}) as {
		conversation_parts?: Part[];
		total_count?: number;
	};
	const truncated = parts.length >= MOST_PARTS || total > parts.length;
	const wanted = parts.filter((part) => wish.notes || kindOf(part) !== 'internal note');
	const [opening, ...rest] = await inTurns([first, ...wanted], lengthOf, (part) => entryOf(part, wish));
	const entries = [opening, ...(truncated ? [missing] : []), ...rest].filter(({ content }) => content !== '');
	const heading = masked(oneLine(readable(String(title || first.subject || ''), 'plain')), wish.masks);
	const about = { conversation_id: id, title: heading || null };
	const counts = { message_count: entries.filter(({ kind }) => kind !== 'notice').length, truncated };

	if (wish.format === 'messages') return { ...about, messages: entries.map(asMessage), ...counts };
	const isMarkdown = wish.format === 'markdown';
	const write = isMarkdown ? inMarkdown : inText;
	const blocks = await inTurns(entries, ({ content }) => content.length, write);
	const top = heading ? [isMarkdown ? `# ${escaped(heading)}` : heading] : [];
	return { ...about, transcript: [...top, ...blocks].join('\n\n'), ...counts };
}
