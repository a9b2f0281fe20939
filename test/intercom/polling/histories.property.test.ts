import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../../nodes/core/table/operation';
import { conversationEvents, ticketEvents } from '../../../nodes/Intercom/polling/derive';
import { poll, type State } from '../../../nodes/Intercom/polling/poll';
import { withRoles } from '../../../nodes/Intercom/webhook/enrich';
import { toEvent, type IntercomEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import * as histories from '../../../nodes/Intercom/webhook/history';
import { partTopics } from '../../../nodes/Intercom/webhook/parts';
import { topics } from '../../../nodes/Intercom/webhook/topics';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import { history, play, type History, type Note } from './histories';

/**
 * Whatever happened, the webhook and a poll tell the same of it: 200 histories made of recorded facts, each heard by
 * webhook and read by polling from some moment on.
 */
const RUNS = Number(process.env.HISTORIES ?? 200);
/** Always the same ones, so that each rule is sure to be among them. */
const SEED = Number(process.env.SEED ?? 3);

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());

const exactIn = (appVersion: string): Set<string> =>
	new Set(
		topics
			// the end of a snooze is told of alike here; Intercom at times names another part
			.filter(({ topic, polling }) => polling === 'exact' || topic.endsWith('.unsnoozed'))
			.filter(({ topic }) => /^(conversation|ticket)\./.test(topic))
			.filter(({ since = '2.14' }) => since <= appVersion)
			.map(({ topic }) => topic),
	);

const send: Send = async ({ method, path, body }) => {
	const response = await fetch(intercom.url + path, {
		method,
		headers: {
			authorization: `Bearer ${intercom.accessToken}`,
			'content-type': 'application/json',
			'intercom-version': '2.14',
		},
		...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}`);
	return (await response.json()) as IDataObject;
};

/** What of an event must be the same either way. */
const told = ({ topic, eventKey, occurredAtMs, contact, actor }: IntercomEvent): string =>
	JSON.stringify([topic, eventKey, occurredAtMs, contact, actor]);

const heard = (note: Note): IntercomEvent =>
	toEvent(note as unknown as Notification, { verified: true, receivedAt: 0 });

type Played = {
	exact: Set<string>;
	notes: Note[];
	since: number;
	objects: Array<[kind: string, IDataObject]>;
};
const all: Played[] = [];

async function both(played: History): Promise<{ byWebhook: string[]; byPolling: string[] }> {
	const exact = exactIn(played.appVersion);
	const wish = { topics: [...exact], contacts: [], custom: [], lag: 300, bound: 5000 };
	const polled: IntercomEvent[] = [];
	let state: State = {};
	const look = async (now: number) => {
		const { events, next } = await poll(send, wish, state, now);
		polled.push(...events);
		// n8n keeps it as JSON
		state = JSON.parse(JSON.stringify(next)) as State;
	};
	let begun = false;
	const watch = async (now: number) => {
		await look(now);
		begun = true;
		expect(polled).toEqual([]);
	};
	const { notes, since, scene } = await play(intercom, played, watch, async (now) => {
		if (begun) await look(now);
	});
	const events = notes.map(heard).filter(({ topic }) => exact.has(topic));
	const read = async (path: string): Promise<IDataObject> =>
		await send({ method: 'GET', path, query: {}, body: {} });
	const objects = [
		...scene.conversations.map(({ id }) => ['conversation', `/conversations/${id}`] as const),
		...scene.tickets.map(({ id }) => ['ticket', `/tickets/${id}`] as const),
	];
	all.push({
		exact,
		notes,
		since,
		objects: await Promise.all(
			objects.map(async ([kind, path]): Promise<[string, IDataObject]> => [kind, await read(path)]),
		),
	});
	return {
		byWebhook: (await withRoles(send, events)).map(told).sort(),
		byPolling: (await withRoles(send, polled)).map(told).sort(),
	};
}

it(
	'tells the same by webhook and by polling',
	async () => {
		let events = 0;
		await fc.assert(
			fc.asyncProperty(history, async (played) => {
				const { byWebhook, byPolling } = await both(played);
				expect(byPolling).toEqual(byWebhook);
				// neither tells anything twice
				expect(new Set(byWebhook).size).toBe(byWebhook.length);
				events += byWebhook.length;
			}),
			{ numRuns: RUNS, seed: SEED },
		);
		expect(events).toBeGreaterThan(RUNS * 3);
	},
	20_000 + RUNS * 100,
);

/** The same of one history, without a server: by the webhook, and by what REST shows at its end. */
function differs({ exact, notes, since, objects }: Played): boolean {
	const slim = ({ topic, eventKey, occurredAtMs }: IntercomEvent) =>
		JSON.stringify([topic, eventKey, occurredAtMs]);
	const webhook = notes.map(heard).filter(({ topic }) => exact.has(topic));
	const polling = objects
		.flatMap(([kind, object]) => (kind === 'ticket' ? ticketEvents : conversationEvents)(object))
		.filter(({ topic, at }) => exact.has(topic) && at >= since)
		.map(({ topic, at, item }) =>
			toEvent({ topic, data: { item } } as Notification, { verified: true, receivedAt: at * 1000 }),
		);
	return webhook.map(slim).sort().join() !== polling.map(slim).sort().join();
}

describe('a mutation is noticed', () => {
	const rules = Object.entries(partTopics).flatMap(([kind, rows]) =>
		rows.map((row): [string, typeof row] => [
			`${kind} ${row.types.source} ${JSON.stringify(row.when)} is ${row.topics.join(' and ')}`,
			row,
		]),
	);
	afterEach(() => jest.restoreAllMocks());

	it('since without one the histories are alike', () => {
		expect(all.length).toBeGreaterThanOrEqual(RUNS);
		expect(all.filter(differs)).toEqual([]);
	});

	it.each(rules)('of the rule that %s', (_, row) => {
		const { topics: kept } = row;
		const noticed = kept.map((_topic, index) => {
			row.topics = kept.filter((_each, at) => at !== index);
			return all.some(differs);
		});
		row.topics = kept;
		expect(noticed).toEqual(kept.map(() => true));
	});

	it('of when a ticket came to be', () => {
		jest.spyOn(histories, 'becameTicket').mockReturnValue(undefined);
		expect(all.some(differs)).toBe(true);
	});

	it('of what was before a part', () => {
		const { conversationHistory } = histories;
		jest.spyOn(histories, 'conversationHistory').mockImplementation((conversation) =>
			conversationHistory(conversation).map(({ part }) => ({
				part,
				topics: conversationHistory({ conversation_parts: [part] })[0].topics,
			})),
		);
		expect(all.some(differs)).toBe(true);
	});
});
