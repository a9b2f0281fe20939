import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { isEmpty } from '../../core/values/plain';
import { leavesOpen } from '../transport/errors';
import { question } from '../transport/experiments';
import { elementsOf } from '../transport/pages';
import { notShown, readAfter } from './move';

const activity = (id: unknown): `/${string}` => pathTo('/experiments', id, 'activity') as `/${string}`;

const notesOf = async (send: Send, id: unknown): Promise<IDataObject[]> =>
	elementsOf(await send(question(activity(id))), 'experiment_notes');

/** `build` of Comment: a reply has a path of its own. */
export const commentRequest = (request: Request, { experiment, replyTo }: Values): Request =>
	isEmpty(replyTo) ? request : { ...request, path: pathTo(activity(experiment), replyTo, 'reply') };

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
	const earlier = new Set((await notesOf(send, id)).map((note) => note.id));
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
	const now = await readAfter(async () => await notesOf(send, id), about);
	const found = now.find((note) => !earlier.has(note.id) && note.note === request.body.note);
	if (!found) throw missing(id, cause);
	return made(found, 'reading');
}
