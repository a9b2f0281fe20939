import type { Send } from '../../core/table/operation';
import { keyOf } from '../../core/webhook/key';
import { own, set } from '../../core/values/own';
import { askWorkspace, type Workspace } from '../connection/workspace';
import { toEvent, type IntercomEvent, type Notification } from '../webhook/event';
import { advance, newWatch, readFrom, type Watch } from './advance';
import { customSource, type CustomResource } from './custom';
import type { Derived } from './derive';
import { readSource } from './reading';
import { dataEventsOf, sources, type Source } from './sources';

/** What the user chose. Times in seconds, `startFrom` in Unix seconds. */
export type Wish = {
	topics: string[];
	/** External ids of the contacts whose data events are watched. */
	contacts: string[];
	custom: CustomResource[];
	startFrom?: number;
	/** How late search may show a change. */
	lag: number;
	/** Most objects read from one source in one poll. */
	bound: number;
};

/** What a trigger node remembers. Plain JSON. */
export type State = { watches?: Record<string, Watch>; startFrom?: number | null; workspace?: Workspace };

const sourceOf: Array<[RegExp, keyof typeof sources]> = [
	[/^contact\./, 'contacts'],
	[/^company\./, 'companies'],
	[/^(conversation|conversation_part)\./, 'conversations'],
	[/^ticket\./, 'tickets'],
];

/** The sources that the wish needs, by a name that stays the same. */
export function plan({
	topics,
	contacts,
	custom,
}: Wish): Array<{ name: string; source: Source; topics: Set<string> }> {
	const those = (pattern: RegExp) => new Set(topics.filter((topic) => pattern.test(topic)));
	const ofKinds = sourceOf.map(([pattern, name]) => ({
		name,
		source: sources[name] as Source,
		topics: those(pattern),
	}));
	const ofContacts = [...new Set(contacts)].map((id) => ({
		name: `events:${id}`,
		source: dataEventsOf(id),
		topics: those(/^event\.created$/),
	}));
	const ofCustom = custom
		.map(customSource)
		.map((source) => ({ name: source.key, source, topics: new Set([source.topic]) }));
	return [...ofKinds, ...ofContacts, ...ofCustom].filter(({ topics: own }) => own.size > 0);
}

/** The event as the webhook would have given it. */
const polled = ({ topic, at, item, data = item }: Derived, workspace?: Workspace): IntercomEvent => ({
	...toEvent({ topic, app_id: workspace?.workspaceId, data: { item } } as Notification, {
		verified: true,
		receivedAt: at * 1000,
		source: 'polling',
		region: workspace?.region,
	}),
	data,
});

const earliest = (known: number | null | undefined, chosen: number | undefined): number | null =>
	known === null || known === undefined ? (chosen ?? null) : Math.min(known, chosen ?? known);

/**
 * One poll: the new events, oldest first, and the state to keep, which the caller stores only once all was read.
 * A source that was never polled begins at `now` (Unix seconds) and gives nothing, unless the wish names a start.
 */
export async function poll(
	send: Send,
	wish: Wish,
	state: State,
	now: number,
): Promise<{ events: IntercomEvent[]; next: State }> {
	const { startFrom, lag, bound } = wish;
	// a start that was put back further begins anew; one that moves on by itself (an expression) or is taken away does not
	const isAnew = startFrom !== undefined && startFrom < (state.startFrom ?? Infinity);
	const watches: Record<string, Watch> = {};
	const derived: Derived[] = [];
	for (const { name, source, topics } of plan(wish)) {
		const known = isAnew ? undefined : own(state.watches, name);
		const watch = known ?? newWatch(startFrom ?? now);
		set(watches, name, watch);
		if (!known && startFrom === undefined) continue;

		const { events, ...progress } = await readSource(send, source, {
			from: readFrom(watch, lag),
			now,
			lag,
			bound,
			resume: watch.resume,
			topics,
			isKnown: (id, touched) => touched <= (own(watch.read, id) ?? -Infinity),
		});
		const found = events.map((event) => ({
			mark: keyOf(event.mark ?? polled(event).eventKey),
			at: event.at,
			value: event,
		}));
		// a date in the future (a custom resource may hold one) must not move the window past what is to come
		const newest = Math.min(progress.newest, now);
		const { fresh, next } = advance(watch, found, lag, { ...progress, newest });
		set(watches, name, next);
		derived.push(...fresh);
	}
	derived.sort((a, b) => a.at - b.at);
	// the webhook brings the workspace's id with each event; REST tells it of the token, asked once
	const workspace = state.workspace ?? (derived.length > 0 ? await askWorkspace(send) : undefined);
	return {
		events: derived.map((event) => polled(event, workspace)),
		next: { watches, startFrom: earliest(state.startFrom, startFrom), ...(workspace && { workspace }) },
	};
}

/** The newest events of the wish, whatever was given out before: what a person sees who tries the node. */
export async function newestEvents(send: Send, wish: Wish, count: number): Promise<IntercomEvent[]> {
	const derived: Derived[] = [];
	for (const { source, topics } of plan(wish)) {
		const { events } = await readSource(send, source, {
			from: 0,
			now: Infinity,
			lag: 0,
			bound: count,
			topics,
			isKnown: () => false,
		});
		derived.push(...events);
	}
	derived.sort((a, b) => b.at - a.at);
	const workspace = derived.length > 0 ? await askWorkspace(send) : undefined;
	return derived.slice(0, count).map((event) => polled(event, workspace));
}
