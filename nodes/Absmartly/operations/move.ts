import { UserError, type IDataObject } from 'n8n-workflow';
import type { Operation, Request, Send } from '../../core/table/operation';
import { shown } from '../../core/values/plain';
import { leavesOpen, wordsOf } from '../transport/errors';
import { readExperiment } from '../transport/experiments';
import { onceAlike } from './alike';
import { changesBetween, checkState, inWords, stateOf } from './states';

/** A change of an experiment's state. */
export type Move = {
	/** ABsmartly's own word for it in the experiment's activity. */
	action: string;
	/** What the experiment is afterwards, as in "it was started". */
	done: string;
	/** The states that it is allowed in. Source: ABsmartly's docs, and what its own tool does with a real server. */
	from: string[];
	/** What a person should know whose experiment is in another state. */
	advice: string;
	/** Whether an experiment is where this request takes it. */
	reached(experiment: IDataObject, request: Request): boolean;
};

/** What a write tells: which experiment, what was done, what changed, and how that is known. */
export const outcome = (
	action: string,
	before: IDataObject,
	after: IDataObject,
	confirmedBy: 'reply' | 'reading',
): IDataObject => ({
	action,
	id: after.id ?? before.id,
	name: after.name ?? before.name,
	iteration: after.iteration ?? before.iteration ?? null,
	state: stateOf({ ...before, ...after }),
	changed: changesBetween(before, after),
	confirmedBy,
});

/** Why it is not known what a request did that was answered well: what the reply complains of, if it does. */
export function notShown({ errors }: IDataObject): Error {
	const unsaid = new Error('ABsmartly’s reply does not show it');
	return Object.assign(unsaid, { message: wordsOf(errors) || unsaid.message });
}

/** Whether both are one experiment, as far as they say; an ID may come as a number or as text. */
const isSame = (before: IDataObject, after: IDataObject): boolean =>
	String(after.id ?? before.id) === String(before.id);

/** A request that may have been carried out. */
type Open = {
	name: unknown;
	/** What the experiment is if it was. */
	done: string;
	/** What came in place of its reply. */
	cause: Error;
	/** What to do where nobody can tell. */
	again?: string;
};

const readsFirst =
	'It could not be read afterwards either. Look at it in ABsmartly Web Console, or run this again: it reads the state first and sends nothing that was done already';

const unknownOutcome = ({ name, done, cause, again = readsFirst }: Open) =>
	new UserError(`It is unknown whether the experiment '${shown(name)}' was ${done}: ${cause.message}`, {
		description: again,
	});

const notYet = (experiment: IDataObject, done: string, why: string) =>
	new UserError(`The experiment '${shown(experiment.name)}' was not ${done}: ${why}`, {
		description: `Read right afterwards, it was ${inWords(stateOf(experiment))}. It was not sent again. Look at it in ABsmartly Web Console, then run this again if needed`,
	});

/** What a request that may have been carried out left behind. Rejects with a `UserError` where it cannot be read. */
export async function readAfter<T>(read: () => Promise<T>, about: Open): Promise<T> {
	return await read().catch(async () => await Promise.reject(unknownOutcome(about)));
}

async function make(send: Send, request: Request, id: unknown, move: Move): Promise<IDataObject> {
	const { action, done, from, advice, reached } = move;
	const before = await readExperiment(send, id);
	checkState(before, from, done, advice);
	const sent = await send(request).then(
		(reply) => ({ reply, after: (reply.experiment ?? {}) as IDataObject }),
		async (cause: Error) => (leavesOpen(cause) ? { cause } : await Promise.reject(cause)),
	);
	if ('after' in sent && isSame(before, sent.after) && reached({ ...before, ...sent.after }, request))
		return outcome(action, before, sent.after, 'reply');

	const cause = 'cause' in sent ? sent.cause : notShown(sent.reply);
	const read = async () => await readExperiment(send, id);
	const after = await readAfter(read, { name: before.name, done, cause });
	if (!reached(after, request)) throw notYet(after, done, cause.message);
	return outcome(action, before, after, 'reading');
}

/**
 * `perform` of a change of state: reads the experiment, refuses what its state does not allow, sends it once, and where no
 * reply comes reads what became of it. Items that say the same of one experiment share one request.
 */
export const moving =
	(move: Move): NonNullable<Operation['perform']> =>
	async (send, request, { experiment }, run) => [
		await onceAlike(run, request.path, request.body, async () => await make(send, request, experiment, move)),
	];
