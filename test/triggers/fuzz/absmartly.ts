import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { knownEvents } from '../../../nodes/Absmartly/webhook/events';
import { sampleOf } from '../../../nodes/Absmartly/webhook/sample';
import type { Genuine, Proof, Prove, Subject } from './subject';

const KEY = 'k3y_'.repeat(11);
const OWN_KEY = 'by-hand-'.repeat(5);

type Trigger = { parameters: INodeParameters; memory?: IDataObject; key?: string; wanted: string[] };

const all = knownEvents.map(({ name }) => name);
const some = ['ExperimentStarted', 'ExperimentCommented', 'ExperimentRestarted'];

const triggers: Record<string, Trigger> = {
	chosen: { parameters: { events: some }, memory: { key: KEY }, key: KEY, wanted: some },
	all: {
		parameters: { events: all, options: { otherEvents: 'NewEvent, __proto__' } },
		memory: { key: KEY },
		key: KEY,
		wanted: [...all, 'NewEvent', '__proto__'],
	},
	byHand: {
		parameters: { events: all, delivery: 'byHand', key: OWN_KEY },
		memory: { key: KEY },
		key: OWN_KEY,
		wanted: all,
	},
	polling: { parameters: { events: some, delivery: 'poll' }, memory: { key: KEY }, wanted: some },
	unpublished: { parameters: { events: all }, wanted: all },
	weak: { parameters: { events: all, delivery: 'byHand', key: 'weak' }, key: undefined, wanted: all },
};

const path =
	(text: string): Prove =>
	() => ({ path: text });

/** The trigger's own key; of one that has none, that of another. */
const own =
	(before = '', after = ''): Prove =>
	(_, trigger) => ({ path: `${before}${triggers[trigger].key ?? KEY}${after}` });

const right = [own(), own('', '?x=1'), own('webhook-1/')];
const wrong = [
	OWN_KEY,
	'',
	'weak',
	':key',
	'undefined',
	KEY.slice(0, -1),
	`${KEY}x`,
	KEY.toUpperCase(),
	`${KEY}/`,
	`?key=${KEY}`,
	`x?/${KEY}`,
	encodeURIComponent(KEY).replace('k', '%6B'),
	'x'.repeat(KEY.length),
	'x'.repeat(5000),
	'..',
	'%00',
].map(path);

/** The last segment before the query. */
const given = ({ path: text = '' }: Proof) => text.split('?')[0].split('/').at(-1);

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isEvent = (value: unknown): value is IDataObject & { event_name: string } =>
	isObject(value) && typeof value.event_name === 'string' && value.event_name !== '';

/** The status, and the events that were asked for. */
function judged(name: string, bytes: Buffer, proof: Proof) {
	const { key, wanted } = triggers[name];
	const none: Array<IDataObject & { event_name: string }> = [];
	if (key === undefined || given(proof) !== key) return { status: 403, taken: none };
	let parsed: unknown;
	try {
		parsed = JSON.parse(bytes.toString('utf8'));
	} catch {
		return { status: 400, taken: none };
	}
	const listed = Array.isArray(parsed) ? parsed : isObject(parsed) ? parsed.events : undefined;
	const holdsEvents = Array.isArray(listed) && listed.some(isEvent);
	const list: unknown = !holdsEvents && isEvent(parsed) ? [parsed] : listed;
	if (!Array.isArray(list)) return { status: 400, taken: none };
	const events = list.filter(isEvent);
	if (list.length > 0 && events.length === 0) return { status: 400, taken: none };
	return { status: 200, taken: events.filter(({ event_name }) => wanted.includes(event_name)) };
}

/** IDs as only we make them. */
const OURS = 1_000_000;
let ids = OURS;

/** By trigger: which of our IDs came, and which keys were given out. */
const seen = new Set<string>();
const given_out = new Set<string>();

const shapes: Array<(next: () => IDataObject) => object> = [
	(next) => next(),
	(next) => ({ events: [next()] }),
	(next) => ({ events: [next(), next(), next()] }),
	(next) => [next(), next()],
	(next) => {
		const twice = next();
		return { events: [twice, next(), twice] };
	},
	() => ({ events: [] }),
];

const bodyOf = ({ topic, shape }: Genuine): object =>
	shapes[shape % shapes.length](() => ({ ...structuredClone(sampleOf(topic, 1772000000000)), id: ++ids }));

export const absmartly: Subject = {
	title: 'ABsmartly Trigger',
	name: 'absmartlyEventTrigger',
	credentials: { absmartlyConsoleApi: { endpoint: 'http://127.0.0.1:9', apiKey: 'unused' } },
	triggers,
	genuine: fc.record({
		topic: fc.constantFrom(...all, ...some, ...some, 'NewEvent', 'OtherEvent', '__proto__', ''),
		shape: fc.nat({ max: shapes.length - 1 }),
	}),
	bodyOf,
	members:
		'event_name event_at id user_id name comment experiment_id new_experiment_id events metadata changes created_at sample type',
	tails: ',"event_name":5 ,"event_name":"OtherEvent" ,"events":null ,"id":null ,"__proto__":{}',
	right,
	wrong,
	odd: fc.webPath().map((text) => path(text.slice(1))),
	expected(name, bytes, proof, again) {
		const { status, taken } = judged(name, bytes, proof);
		const ours = taken.filter(({ id }) => typeof id === 'number' && id > OURS);
		const fresh = ours.filter(({ id }) => !seen.has(`${name} ${String(id)}`));
		for (const { id } of taken) if (typeof id !== 'object') seen.add(`${name} ${String(id)}`);
		return {
			status,
			// of what was changed nobody says how much of it is the same
			least: again ? 0 : new Set(fresh.map(({ id }) => id)).size,
			most: again ? 0 : taken.length,
			holds(event) {
				expect(taken.map(({ event_name }) => event_name)).toContain(event.eventType);
				expect(String(event.eventKey).startsWith(`${String(event.eventType)}:`)).toBe(true);
				expect(new Date(event.occurredAtMs as number).toISOString()).toBe(event.occurredAt);
				expect([event.source, event.verified, event.sample]).toEqual(['webhook', false, undefined]);
				const key = `${name} ${String(event.eventKey)}`;
				expect(given_out.has(key)).toBe(false);
				given_out.add(key);
			},
		};
	},
	statuses: ['200', '400', '403'],
};
