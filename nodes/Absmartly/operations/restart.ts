import { UserError, type IDataObject } from 'n8n-workflow';
import type { Operation, Request, Send } from '../../core/table/operation';
import { isEmpty, shown } from '../../core/values/plain';
import { leavesOpen } from '../transport/errors';
import { iterationsNamed, readExperiment } from '../transport/experiments';
import { onceAlike } from './alike';
import { blueprintOf } from './blueprint';
import { notShown, outcome, readAfter } from './move';
import { checkState, inWords, stateOf } from './states';

/** The iteration that came after this experiment; undefined where this is the newest. */
async function laterThan(send: Send, { id, name }: IDataObject): Promise<IDataObject | undefined> {
	const [newest] = await iterationsNamed(send, name);
	return newest && Number(newest.id) > Number(id) ? newest : undefined;
}

const restarted = ({ id, name }: IDataObject, later: IDataObject) =>
	new UserError(
		`The experiment '${shown(name)}' was restarted already: ${shown(later.id)} comes after ${shown(id)}`,
		{
			description: `Its newest iteration is ${shown(later.id)}, which is ${inWords(stateOf(later))}. Give that ID. Nothing was sent`,
		},
	);

/** The new iteration, and how it is known. */
async function restartOnce(
	send: Send,
	request: Request,
	before: IDataObject,
): Promise<[made: IDataObject, confirmedBy: 'reply' | 'reading']> {
	const sent = await send(request).then(
		(reply) => ({ reply, made: (reply.new_experiment ?? reply.experiment ?? {}) as IDataObject }),
		async (cause: Error) => (leavesOpen(cause) ? { cause } : await Promise.reject(cause)),
	);
	if ('made' in sent && !isEmpty(sent.made.id) && String(sent.made.id) !== String(before.id))
		return [sent.made, 'reply'];

	const cause = 'cause' in sent ? sent.cause : notShown(sent.reply);
	const about = { name: before.name, done: 'restarted', cause };
	const made = await readAfter(async () => await laterThan(send, before), about);
	if (made) return [made, 'reading'];
	throw new UserError(`The experiment '${shown(before.name)}' was not restarted: ${cause.message}`, {
		description:
			'Read right afterwards, it had no newer iteration. It was not sent again. Look at it in ABsmartly Web Console, then run this again if needed',
	});
}

/** The version that a restart names: now, or where this clock is behind ABsmartly's, the time of the last change, in milliseconds. */
const versionOf = ({ updated_at: updatedAt }: IDataObject): number =>
	Math.max(Date.now(), Date.parse(String(updatedAt)) || 0);

async function make(send: Send, request: Request, id: unknown): Promise<IDataObject> {
	const before = await readExperiment(send, id);
	const advice =
		'Only an experiment that is stopped, running, or full on can be restarted. To run one that is ready, use Start';
	checkState(before, ['stopped', 'running', 'full_on'], 'restarted', advice);
	const later = await laterThan(send, before);
	if (later) throw restarted(before, later);

	const body = { ...request.body, data: blueprintOf(before), version: versionOf(before) };
	const [made, confirmedBy] = await restartOnce(send, { ...request, body }, before);
	return {
		...outcome('restart', before, made, confirmedBy),
		// another experiment than before: what its reply leaves out is not what the old one was
		state: stateOf({ state: request.body.state as string, ...made }),
		previousId: before.id ?? null,
	};
}

/**
 * `perform` of Restart: the experiment as it is goes back whole, and a new one with an ID of its own comes of it. An
 * iteration that has a newer one is refused, so that one that is run again after a lost reply makes no third. Items that
 * say the same of one experiment share one restart.
 */
export const restart: NonNullable<Operation['perform']> = async (send, request, { experiment }, run) => [
	await onceAlike(run, request.path, request.body, async () => await make(send, request, experiment)),
];
