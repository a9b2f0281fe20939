import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send } from '../../core/table/operation';
import { shown } from '../../core/values/plain';
import { readList } from '../transport/pages';

const isTaken = (error: unknown): boolean =>
	error instanceof NodeApiError && (error.httpCode === '409' || /already exists/i.test(error.message));

/** The goal of exactly that name: the console's search finds parts of names, and the collector tells case apart. */
async function find(send: Send, name: unknown, archived: boolean): Promise<IDataObject | undefined> {
	const query = { search: name, ...(archived && { archived }) };
	const request: Request = { method: 'GET', path: '/goals', query, body: {}, api: 'console' };
	return (await readList(send, request, 'goals', Infinity)).find((goal) => goal.name === name);
}

/** What stands in the way of creating it: the goal that somebody else made a moment ago, or one that is archived. */
async function twin(send: Send, name: unknown): Promise<IDataObject | undefined> {
	const goal = (await find(send, name, false)) ?? (await find(send, name, true));
	if (!goal?.archived) return goal;
	throw new UserError(`The goal '${shown(name)}' is archived`, {
		description: 'Unarchive it in ABsmartly Web Console > Goals, or choose another name',
	});
}

/**
 * Makes sure that there is a goal of this name, and gives it with `created`: whether this made it. Safe to run as often
 * as you like: looks first, and where another run is faster, takes that one's goal.
 */
export async function ensureGoal(send: Send, request: Request): Promise<IDataObject[]> {
	const { name } = request.body;
	const known = await find(send, name, false);
	if (known) return [{ ...known, created: false }];

	const made = await send(request).then(
		(reply) => ({ goal: (reply.goal ?? reply) as IDataObject }),
		(error: unknown) => ({ error }),
	);
	if ('goal' in made) return [{ ...made.goal, created: true }];
	const goal = isTaken(made.error) ? await twin(send, name) : undefined;
	return goal ? [{ ...goal, created: false }] : await Promise.reject(made.error);
}
