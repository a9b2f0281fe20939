import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { isEmpty } from '../../core/values/plain';
import { leavesOpen } from '../transport/errors';
import { noteThat, notesFrom } from '../transport/experiments';
import { notShown, readAfter } from './move';

/** `build` of Comment: a reply has a path of its own. */
export const commentRequest = (request: Request, { experiment, replyTo }: Values): Request =>
	isEmpty(replyTo)
		? request
		: { ...request, path: pathTo('/experiments', experiment, 'activity', replyTo, 'reply') };

/** How far this clock and ABsmartly's may differ, in milliseconds. */
const CLOCKS_APART = 10 * 60_000;

const missing = (id: unknown, cause: Error) =>
	new UserError(`The comment on experiment ${String(id as string)} was not made: ${cause.message}`, {
		description:
			'Read right afterwards, the experiment’s activity does not show it. It was not sent again. Look at it in ABsmartly Web Console, then run this again if need be',
	});

/** `perform` of Comment: the comment, sent once. Where no reply comes, the activity tells whether it is there. */
export async function comment(
	send: Send,
	request: Request,
	{ experiment: id }: Values,
): Promise<IDataObject[]> {
	const earlier = new Set((await notesFrom(send, id, 0)).map((note) => note.id));
	const since = Date.now() - CLOCKS_APART;
	const made = (note: IDataObject, confirmedBy: string): IDataObject[] => [
		{ action: 'comment', experimentId: Number(id), ...note, confirmedBy },
	];
	const sent = await send(request).then(
		(reply) => ({ note: reply.experiment_note as IDataObject | undefined }),
		async (cause: Error) => (leavesOpen(cause) ? { cause } : await Promise.reject(cause)),
	);
	if ('note' in sent && sent.note) return made(sent.note, 'reply');

	const cause = 'cause' in sent ? sent.cause : notShown();
	const about = { name: id, done: 'commented on', cause };
	const isNew = (note: IDataObject) =>
		!earlier.has(note.id) && !(Date.parse(String(note.created_at)) < since);
	const isIt = (note: IDataObject) => note.note === request.body.note && isNew(note);
	const found = await readAfter(async () => await noteThat(send, id, isIt), about);
	if (!found) throw missing(id, cause);
	return made(found, 'reading');
}
