import { UserError, type IDataObject } from 'n8n-workflow';
import type { Operation, Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { isEmpty } from '../../core/values/plain';
import { leavesOpen } from '../transport/errors';
import { noteThat, notesFrom } from '../transport/experiments';
import { asId } from '../values/id';
import { onceAlike } from './alike';
import { notShown, readAfter } from './move';

/** `build` of Comment: a reply has a path of its own. */
export const commentRequest = (request: Request, { experiment, replyTo }: Values): Request =>
	isEmpty(replyTo)
		? request
		: { ...request, path: pathTo('/experiments', experiment, 'activity', asId(replyTo), 'reply') };

/** How far this clock and ABsmartly's may differ, in milliseconds. */
const CLOCKS_APART = 10 * 60_000;

const missing = (id: unknown, cause: Error) =>
	new UserError(`The comment on experiment ${String(id as string)} was not made: ${cause.message}`, {
		description:
			'Read right afterwards, the experiment’s activity does not show it. It was not sent again. Look at it in ABsmartly Web Console, then run this again if needed',
	});

const lookFirst =
	'Its activity could not be read afterwards either. Look there in ABsmartly Web Console before you run this again, or the comment may be there twice';

const linesOf = (text: unknown): string => String(text).replaceAll('\r\n', '\n').trim();

/** Whether two texts are one comment: the server may trim it, and write its line ends in its own way. */
const isAlike = (one: unknown, other: unknown): boolean => linesOf(one) === linesOf(other);

/** Whether the note answers that comment, as far as it says; `replyTo` is blank for one that answers none. */
const answers = ({ reply_to_note_id: to }: IDataObject, replyTo: unknown): boolean =>
	isEmpty(to) || String(to) === String(replyTo ?? '').trim();

async function make(
	send: Send,
	request: Request,
	{ experiment: id, replyTo }: Values,
): Promise<IDataObject[]> {
	const earlier = new Set((await notesFrom(send, id, 0)).map((note) => note.id));
	const since = Date.now() - CLOCKS_APART;
	const made = (note: IDataObject, confirmedBy: string): IDataObject[] => [
		{ action: 'comment', experimentId: Number(id), ...note, confirmedBy },
	];
	const sent = await send(request).then(
		(reply) => ({ reply, note: reply.experiment_note }),
		async (cause: Error) => (leavesOpen(cause) ? { cause } : await Promise.reject(cause)),
	);
	if ('note' in sent && typeof sent.note === 'object' && sent.note)
		return made(sent.note as IDataObject, 'reply');

	const cause = 'cause' in sent ? sent.cause : notShown(sent.reply);
	const about = { name: id, done: 'commented on', cause, again: lookFirst };
	const isNew = (note: IDataObject) =>
		!earlier.has(note.id) && !(Date.parse(String(note.created_at)) < since);
	const isIt = (note: IDataObject) =>
		isAlike(note.note, request.body.note) && answers(note, replyTo) && isNew(note);
	const found = await readAfter(async () => await noteThat(send, id, isIt), about);
	if (!found) throw missing(id, cause);
	return made(found, 'reading');
}

/**
 * `perform` of Comment: the comment, sent once. Where no reply comes, the activity tells whether it is there. Items that say
 * the same of one experiment share one comment.
 */
export const comment: NonNullable<Operation['perform']> = async (send, request, values, run) =>
	await onceAlike(run, request.path, request.body, async () => await make(send, request, values));
