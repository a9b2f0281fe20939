import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { own, set } from '../../core/values/own';
import { word } from '../../core/values/loose';
import { toInstant } from '../../core/values/time';
import { connectConsole } from '../transport/console';
import { readList } from '../transport/pages';
import { toEvent, type ConsoleEvent } from './event';
import { knownEvents, type KnownEvent } from './events';
import { isUndecided } from './registration';
import { chosenEvents, deliveryOf, memoryOf } from './settings';

/** The most experiments that are watched: n8n keeps what is known of each with the workflow. */
const MOST = 10_000;

/** How far the clocks of n8n and ABsmartly may lie apart, in milliseconds. */
const SKEW_MS = 10 * 60_000;

/** When each of the polled events happened to an experiment, in Unix milliseconds and their order; 0 where it did not. */
type Times = number[];

/** What is known since the last poll. `since` is when the first one was, in Unix milliseconds. */
export type Watched = { since: number; known: Record<string, Times> };

const polled = knownEvents.filter((event): event is Required<KnownEvent> => event.polled !== undefined);

const timesOf = (experiment: IDataObject): Times =>
	polled.map(({ polled: at }) => toInstant(word(at(experiment)), 'UTC') ?? 0);

/** An event as the webhook would have given it, but that ABsmartly itself was asked. */
function eventOf(name: string, at: number, experiment: IDataObject): ConsoleEvent {
	const notification = {
		event_name: name,
		event_at: at,
		id: experiment.id,
		name: experiment.name,
		...(name === 'ExperimentFullOn' && { full_on_variant: experiment.full_on_variant }),
	};
	const { data, ...rest } = toEvent(notification, { receivedAt: at, standIn: '', source: 'polling' });
	return { ...rest, verified: true, object: experiment, data };
}

/**
 * The chosen events that happened since, oldest first, and what is known now. The first time nothing: it is the beginning.
 * Of an experiment that was not there before only what happened since then. `now` in Unix milliseconds. Pure.
 */
export function compare(
	experiments: IDataObject[],
	chosen: Set<string>,
	before: Watched | undefined,
	now: number,
): { events: ConsoleEvent[]; next: Watched } {
	const since = before?.since ?? now;
	const known: Record<string, Times> = { ...before?.known };
	const events: ConsoleEvent[] = [];
	for (const experiment of experiments) {
		const id = word(experiment.id);
		const times = timesOf(experiment);
		const earlier = own(before?.known, id);
		set(known, id, times);
		if (!before) continue;
		for (const [index, at] of times.entries()) {
			const { name } = polled[index];
			const isNew = at > 0 && (earlier ? at !== earlier[index] : at >= since - SKEW_MS);
			if (isNew && chosen.has(name)) events.push(eventOf(name, at, experiment));
		}
	}
	const kept = Object.entries(known).slice(-MOST);
	return {
		events: events.sort((a, b) => a.occurredAtMs - b.occurredAtMs),
		next: { since, known: Object.fromEntries(kept) },
	};
}

/** All experiments that the key may see; those in the archive ABsmartly leaves out (assumption). */
export const readExperiments = async (send: Send): Promise<IDataObject[]> =>
	await readList(send, { method: 'GET', path: '/experiments', query: {}, body: {} }, 'experiments', MOST);

/** n8n starts the next poll although the last one still runs; these are the nodes whose poll does. */
const busy = new Set<string>();

/** Those that have polled since this process began. */
const started = new Set<string>();

/** What happened since the last poll. What is known moves on only once all was read. */
async function pollOnce(context: IPollFunctions): Promise<ConsoleEvent[]> {
	const experiments = await readExperiments(await connectConsole(context, { always: true }));
	const memory = memoryOf(context);
	const { events, next } = compare(experiments, new Set(chosenEvents(context)), memory.watched, Date.now());
	memory.watched = next;
	return events;
}

/**
 * One turn of the node, where it polls: null where there is nothing new, or where the turn before still runs. Rejects with a
 * `NodeApiError`; not at n8n's own start, where n8n would then put the workflow off for longer and longer.
 */
export async function takeTurn(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (deliveryOf(context) !== 'poll') return null;
	const self = `${context.getWorkflow().id}:${context.getNode().id}`;
	if (busy.has(self)) {
		context.logger.warn('ABsmartly Trigger skipped a poll: the one before still runs');
		return null;
	}
	busy.add(self);
	const isStart = !started.has(self) && ['init', 'leadershipChange'].includes(context.getActivationMode());
	started.add(self);
	const events = await pollOnce(context)
		.catch(async (error: Error) => {
			if (!isStart || !isUndecided(error)) return await Promise.reject(error);
			context.logger.warn(`ABsmartly Trigger could not poll at n8n's start: ${error.message}`);
			return [];
		})
		.finally(() => busy.delete(self));
	return events.length > 0 ? [events.map((event) => ({ json: event as unknown as IDataObject }))] : null;
}
