import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { word } from '../../core/values/loose';
import { toInstant } from '../../core/values/time';
import { brief, connectConsole, consoleAddressOf } from '../transport/console';
import { readList } from '../transport/pages';
import { toEvent, type ConsoleEvent } from './event';
import { knownEvents, type KnownEvent } from './events';
import { chosenEvents, deliveryOf, memoryOf } from './settings';

/** The most experiments that are watched: n8n keeps what is known of each with the workflow. */
const MOST = 10_000;

/** How far the clocks of n8n and ABsmartly may lie apart, in milliseconds. */
const SKEW_MS = 10 * 60_000;

/** When each of the polled events happened to an experiment, in Unix milliseconds and their order; 0 where it did not. */
type Times = number[];

/** How long before the last poll something may have happened to an experiment that was not there yet, in milliseconds. */
const LATE_MS = 24 * 3_600_000;

/**
 * What is known since the last poll. `since`: of an experiment that comes in sight what happened before is not told, in Unix
 * milliseconds. `from`: the address of the Web Console, since another one has other experiments under the same IDs.
 */
export type Watched = { since: number; known: Record<string, Times>; from?: string };

type Polled = KnownEvent & Required<Pick<KnownEvent, 'polled'>>;

const polled = knownEvents.filter((event): event is Polled => event.polled !== undefined);

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

/** Whether the event that happened at `at` is another than the one that was known. What lasts moves with every edit. */
const isOther = ({ lasts }: KnownEvent, at: number, earlier: number): boolean =>
	lasts ? earlier === 0 : at !== earlier;

/** As much as may be kept, what is there now first: what was forgotten of it would be told again. */
function kept(known: Map<string, Times>, earlier: Watched['known'] = {}): Watched['known'] {
	const gone = Object.entries(earlier).filter(([id]) => !known.has(id));
	return Object.fromEntries([...known, ...gone].slice(0, MOST));
}

/**
 * The chosen events that happened since, oldest first, and what is known now. The first time nothing: it is the beginning.
 * Of an experiment that was not there before only what happened of late. `now` in Unix milliseconds. Pure.
 */
export function compare(
	experiments: IDataObject[],
	chosen: Set<string>,
	before: Watched | undefined,
	now: number,
): { events: ConsoleEvent[]; next: Watched } {
	const since = before?.since ?? now;
	const known = new Map<string, Times>();
	const events: ConsoleEvent[] = [];
	for (const experiment of experiments) {
		const id = word(experiment.id);
		const times = timesOf(experiment);
		known.set(id, times);
		if (!before) continue;
		const told = own(before.known, id);
		// an earlier version of this node may have polled other events
		const earlier = told?.length === times.length ? told : undefined;
		for (const [index, at] of times.entries()) {
			const event = polled[index];
			const isNew = earlier ? isOther(event, at, earlier[index]) : at >= since - SKEW_MS;
			if (at > 0 && isNew && chosen.has(event.name)) events.push(eventOf(event.name, at, experiment));
		}
	}
	return {
		events: events.sort((a, b) => a.occurredAtMs - b.occurredAtMs),
		next: { since: Math.max(since, now - LATE_MS), known: kept(known, before?.known) },
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
async function pollOnce(context: IPollFunctions, isStart: boolean): Promise<ConsoleEvent[]> {
	const send = await connectConsole(context, { always: true, ...(isStart && { how: brief }) });
	const experiments = await readExperiments(send);
	const from = await consoleAddressOf(context);
	const memory = memoryOf(context);
	const before = memory.watched?.from === from ? memory.watched : undefined;
	const { events, next } = compare(experiments, new Set(chosenEvents(context)), before, Date.now());
	memory.watched = { ...next, from };
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
	const events = await pollOnce(context, isStart)
		.catch(async (error: Error) => {
			if (!isStart) return await Promise.reject(error);
			context.logger.warn(`ABsmartly Trigger could not poll at n8n's start: ${error.message}`);
			return [];
		})
		.finally(() => busy.delete(self));
	return events.length > 0 ? [events.map((event) => ({ json: event as unknown as IDataObject }))] : null;
}
