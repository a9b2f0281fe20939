import { NodeApiError, type IDataObject } from 'n8n-workflow';
import { pageGuard } from '../../core/run/paging';
import { inParallel } from '../../core/run/parallel';
import type { Send } from '../../core/table/operation';
import { keyOf } from '../../core/webhook/key';
import { set } from '../../core/values/own';
import { isMissing } from '../transport/errors';
import { topicNamed } from '../webhook/topics';
import type { Progress, Resume } from './advance';
import type { Derived } from './derive';
import { get, seconds, type Page, type Source } from './sources';

const PAGE = 150;
const AT_ONCE = 10;
/** How often the newest are read again when they keep changing; after that the next poll goes on. */
const ROUNDS = 4;

/** What one reading of a source brought. */
export type Reading = Progress & { events: Derived[] };

export type Wanted = {
	/** From when on, and when the reading begins by n8n's clock (Unix seconds); how late search may show a change (seconds). */
	from: number;
	now: number;
	lag: number;
	/** Most objects that are read, and the most a page. */
	bound: number;
	resume?: Resume;
	topics: Set<string>;
	/** Whether the object itself was read before, at this change or a later one. */
	isKnown: (id: string, touched: number) => boolean;
};

const isLastState = (topic: string): boolean => topicNamed(topic).polling === 'last state';

const idOf = (object: IDataObject): string => keyOf(String(object.id ?? JSON.stringify(object)));

/** Intercom refuses a cursor that has grown too old, or that belongs to another query. */
const isRefusal = (error: unknown): boolean => error instanceof NodeApiError && error.httpCode === '400';

type Pages = { from: number; until: number; bound: number; size: number; start?: string; horizon: number };

/** `strangers`: objects never read before although they were there by `horizon` (Unix seconds); `head`: the newest change on the first page. */
type Read = { cursor?: string; pages: number; strangers: number; shrunk: boolean; head: number };

/**
 * Pages from `start` until all that follows is older than `until`, or `bound` objects were found. `objects` collects them
 * by id, the later reading of one replacing the earlier.
 */
async function readPages(
	send: Send,
	source: Source,
	objects: Map<string, IDataObject>,
	{ from, until, bound, size, start, horizon }: Pages,
): Promise<Read> {
	const totals: number[] = [];
	const guard = pageGuard();
	const earlier = new Set<string>();
	let [cursor, strangers, head] = [start, 0, 0];
	for (let pages = 1; ; pages++) {
		const page: Page = await source.page(send, from, cursor, size);
		const times = page.objects.map(source.touched);
		if (pages === 1) head = Math.max(0, ...times);
		for (const object of page.objects) {
			if (source.touched(object) < from) continue;
			if (!objects.has(idOf(object)) && seconds(object.created_at) < horizon) strangers++;
			objects.set(idOf(object), object);
		}
		if (page.total !== undefined) totals.push(page.total);
		const isSorted =
			source.newestFirst && times.every((time, index) => index === 0 || times[index - 1] >= time);
		const isOld = isSorted && times.length > 0 && times[times.length - 1] < until;
		const next = isOld ? undefined : page.cursor;
		const read = {
			pages,
			strangers,
			shrunk: totals.length > 0 && totals[totals.length - 1] < totals[0],
			head,
		};
		if (!next) return read;
		if (objects.size >= bound) return { ...read, cursor: next };
		const ids = new Set(page.objects.map(idOf));
		guard.passed(next, [...ids].filter((id) => !earlier.has(id)).length);
		for (const id of ids) earlier.add(id);
		cursor = next;
	}
}

type Collected = Omit<Progress, 'read'> & { objects: Map<string, IDataObject> };

/**
 * All objects that changed at or after `from`. An object that changes while pages are read moves to the front, out of
 * sight: so when a reading took more than one page, the newest are read again until nothing moves. When objects vanish
 * meanwhile (archived, deleted), others may have slipped past a page's edge: then all is read again.
 */
async function collect(send: Send, source: Source, wanted: Wanted): Promise<Collected> {
	const { from, lag, bound } = wanted;
	const objects = new Map<string, IDataObject>();
	let { resume } = wanted;
	const newestOf = () => Math.max(wanted.resume?.newest ?? 0, ...[...objects.values()].map(source.touched));
	let complete = false;
	let head = resume?.head ?? 0;
	const size = resume?.size ?? Math.min(PAGE, bound);

	for (let round = 1; round <= ROUNDS && !complete; round++) {
		const part = await readPages(send, source, objects, {
			from,
			until: from,
			bound,
			size,
			start: resume?.cursor,
			horizon: 0,
		}).catch(async (error: unknown) =>
			resume && isRefusal(error) ? undefined : await Promise.reject(error),
		);
		if (!part) {
			resume = undefined;
			continue;
		}
		if (!resume) head = part.head;
		if (part.cursor !== undefined) {
			resume = { cursor: part.cursor, size, from, head, newest: newestOf() };
			break;
		}
		const wasWhole = part.pages === 1 && !resume;
		resume = undefined;
		// the largest pages: what changes twice between two of this reading would go unseen
		const again = { from, until: Math.max(from, head - lag), bound: Infinity, size: PAGE };
		complete =
			wasWhole || (!part.shrunk && (await settle(send, source, objects, { ...again, horizon: newestOf() })));
	}
	return { objects, newest: newestOf(), resume: complete ? undefined : resume, complete };
}

/**
 * Reads the objects that changed at or after `from` and gives their events of the wanted topics. A last state is that of
 * the object itself, given out once its second is over: another change within it would have the same key.
 */
export async function readSource(send: Send, source: Source, wanted: Wanted): Promise<Reading> {
	const { now, lag, topics, isKnown } = wanted;
	const { objects, ...progress } = await collect(send, source, wanted);
	const events: Derived[] = [];
	const read: Record<string, number> = {};
	const needsParts = [...topics].some((topic) => source.parts?.test(topic));
	const givesLastState = [...topics].some(isLastState);
	const whole = await inParallel(AT_ONCE, [...objects.values()], async (object) => {
		const [id, touched] = [idOf(object), source.touched(object)];
		if (isKnown(id, touched)) return undefined;
		const mayBeBehind = givesLastState && touched >= now - lag;
		if (!source.path || !(needsParts || mayBeBehind)) return object;
		const itself = await send(get(source.path(object), {})).catch(async (error: unknown) =>
			// deleted or merged since it was listed: what the list told of it still holds
			isMissing(error) ? object : await Promise.reject(error),
		);
		// in a second that has not ended something may come to it without a trace in the list
		set(read, id, Math.min(source.touched(itself), Math.min(progress.newest, now) - 1));
		return itself;
	});
	const isDue = ({ topic, at }: Derived) => topics.has(topic) && (at < now || !isLastState(topic));
	for (const object of whole) if (object) events.push(...source.events(object).filter(isDue));
	return { ...progress, events, read };
}

/** Reads the newest again until nothing comes up that had moved out of sight. `false` if it never ends. */
async function settle(
	send: Send,
	source: Source,
	objects: Map<string, IDataObject>,
	pages: Pages,
): Promise<boolean> {
	for (let round = 1; round <= ROUNDS; round++) {
		const { pages: count, strangers } = await readPages(send, source, objects, pages);
		if (count === 1 || strangers === 0) return true;
	}
	return false;
}
