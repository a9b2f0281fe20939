import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { todaysName } from '../../nodes/Intercom/webhook/aliases';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { topics } from '../../nodes/Intercom/webhook/topics';
import { serveTrigger, type Credentials } from '../engine';

/**
 * Deliveries of any kind to Intercom Trigger over real HTTP, in n8n-core's own WebhookContext: bytes, JSON and
 * notifications with odd members, headers of any shape, signed and not. What has to come of each is worked out here
 * anew. Ten times EVENTS deliveries (EVENTS is 300 unless set); with EVENTS set the figures are printed.
 */
const RUNS = Number(process.env.EVENTS ?? 300) * 10;
const SECRET = 'client-secret';
const PREVIOUS = 'previous-secret';
const KIB = 1024;
/** For what is remembered of 10,000 notifications a trigger. At 100,000 deliveries a leak of 200 bytes each shows. */
const MAY_GROW = 16 * KIB * KIB;

const credentials: Credentials = {
	intercomAccessTokenApi: {
		region: 'us',
		accessToken: 't',
		clientSecret: SECRET,
		previousClientSecret: PREVIOUS,
	},
};

type Trigger = {
	parameters: INodeParameters;
	/** The topics that it takes; undefined: all. */
	wanted?: string[];
	/** Whether filters may leave an event out. */
	filters?: true;
};

const triggers = {
	chosen: {
		parameters: { topics: ['conversation.user.created', 'contact.user.updated'] },
		// with today's names, API 1.x's and another connector's
		wanted: ['conversation.user.created', 'contact.user.updated', 'conversation.created', 'user.updated'],
	},
	any: { parameters: { topics: ['*'] } },
	raw: { parameters: { topics: ['*'], options: { output: 'raw' } } },
	filtered: {
		parameters: {
			topics: ['*'],
			options: {
				contactRole: 'user',
				ignore: ['own', 'bots'],
				ignoreAdmins: ['1'],
				tags: ['vip', '1'],
				teams: ['1', '2'],
				workspaces: 'abc123de',
			},
		},
		filters: true,
	},
	open: { parameters: { topics: ['*'], verifySignature: false } },
} satisfies Record<string, Trigger>;
type TriggerName = keyof typeof triggers;

type Generated<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

// --- what is sent ---------------------------------------------------------------------------------------------------

/** Null but for one in so many. */
const seldom = <Value>(oneIn: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
	fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** Printable ASCII and the bytes above it, of which UTF-8 in a header is made; no other byte passes Node's client. */
const headerText = fc.string({
	unit: fc
		.integer({ min: 0x20, max: 0xff })
		.filter((code) => code !== 0x7f)
		.map((code) => String.fromCharCode(code)),
	maxLength: 200,
});

const deep = fc
	.tuple(
		fc.integer({ min: 1, max: 20_000 }),
		fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"__proto__":', '}']),
	)
	.map(([depth, [open, close]]) => `${open.repeat(depth)}1${close.repeat(depth)}`);

const constants = (texts: string) => fc.constantFrom(...texts.split(' '));

/** JSON text that a careless reader of a member may stumble over. */
const oddJson = fc.oneof(
	constants('null true false 0 -1 -0 1e999 -1e999 8.64e12 8640000000001 5e-324'),
	constants('"" "NaN" "0x10" "2026-13-45T99:00:00Z" "+275760-09-13T00:00:00.001Z"'),
	constants('[] {} [[]] [null] [{}] {"length":-1} {"id":{}} {"type":[]}'),
	constants('{"toString":1,"valueOf":2} [{"toString":null}] {"toJSON":1} {"then":1}'),
	constants('{"__proto__":null} {"__proto__":{"topic":"x","id":1}} {"constructor":{"prototype":1}}'),
	constants('"\\ud800" "\\u0000" "__proto__" "constructor" "toString" "user" "ticket"'),
	fc.double().map((number) => JSON.stringify(number)),
	fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
	fc.json({ maxDepth: 4 }),
	deep,
);

/** Names that the node reads or that JavaScript gives a meaning. */
const memberName = fc.oneof(
	constants('id type topic app_id created_at updated_at applied_at delivery_attempts data item'),
	constants('user contact contacts conversation ticket company admin model source author performed_by'),
	constants(
		'tag tags tags_added applied_by conversation_rating role email external_id event_name content_stat',
	),
	constants('conversation_parts ticket_part ticket_parts part_type assigned_to team_assignee_id'),
	constants('contact_id conversation_id user_id intercom_user_id'),
	constants('__proto__ constructor toString valueOf toJSON length hasOwnProperty'),
);

/** One member of the notification replaced, added or taken away: at the nth place, counted from the outside. */
const change = fc.record({
	place: fc.nat(),
	name: fc.option(memberName, { freq: 3 }),
	json: fc.option(oddJson, { freq: 6 }),
});
type Change = Generated<typeof change>;

type Holder = Record<string, unknown>;

/** Every object and array in the value with each of its members' names. */
function places(value: unknown): Array<[Holder, string]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.keys(value).flatMap((name): Array<[Holder, string]> => {
		const holder = value as Holder;
		return [[holder, name], ...places(holder[name])];
	});
}

const put = (holder: Holder, name: string, value: unknown) =>
	Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });

let ids = 0;

type Made = { topic: string; changes?: Change[]; tail?: string } | { text: string } | { bytes: Uint8Array };

/** Intercom's notification of a topic under an id of its own, with the changes and the tail; or what is none at all. */
function make(made: Made): Buffer {
	if ('bytes' in made) return Buffer.from(made.bytes);
	if ('text' in made) return Buffer.from(made.text);
	const { topic, changes = [], tail = '' } = made;
	const sample = structuredClone(sampleNotification(topic, { now: 1768000000, version: '2.14' }));
	const notification: Holder = { ...sample, id: `notif_fuzz-${++ids}` };
	for (const [index, { place, name, json }] of changes.entries()) {
		const all = places(notification);
		const [holder, found] = all[place % all.length];
		if (json === null) delete holder[found];
		else put(holder, Array.isArray(holder) ? found : (name ?? found), `@@${index}@@`);
	}
	const text = JSON.stringify(notification).replace(
		/"@@(\d+)@@"/g,
		(_, index) => changes[Number(index)].json ?? '',
	);
	return Buffer.from(text.replace(/\}$/, `${tail}}`));
}

const topic = fc.constantFrom(
	...topics.map(({ topic }) => topic),
	...['ping', 'user.updated', 'conversation.created', 'new.topic', ''],
);
const whole = fc.record({ topic });
const odd = fc.record({
	topic,
	changes: fc.array(change, { minLength: 1, maxLength: 6 }),
	// a member twice, of which the last counts
	tail: fc.oneof(
		fc.constant(''),
		constants(',"topic":"ping" ,"topic":5 ,"data":null ,"id":null ,"__proto__":{}'),
	),
});
const anyJson = fc.record({ text: fc.oneof(fc.json(), oddJson) });
const anyBytes = fc.record({ bytes: fc.uint8Array({ maxLength: 2 * KIB }) });

const body = fc.record({
	made: fc.oneof(
		{ weight: 4, arbitrary: whole },
		{ weight: 8, arbitrary: odd },
		{ weight: 2, arbitrary: anyJson },
		{ weight: 1, arbitrary: anyBytes },
	),
	/** How much of it arrives. */
	kept: seldom(10, fc.double({ min: 0, max: 1, noNaN: true })),
	/** Bytes changed on the way. */
	flips: seldom(10, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 5 })),
	/** Blanks after it, which JSON allows. */
	blanks: fc.oneof(
		{ weight: 2000, arbitrary: fc.constant(0) },
		{ weight: 100, arbitrary: fc.nat({ max: 300 * KIB }) },
		{ weight: 1, arbitrary: fc.nat({ max: 6 * KIB * KIB }) },
	),
});

function bytesOf({ made, kept, flips, blanks }: Generated<typeof body>): Buffer {
	const bytes = make(made);
	for (const [place, byte] of flips ?? []) if (bytes.length > 0) bytes[place % bytes.length] = byte;
	const arrived = kept === null ? bytes : bytes.subarray(0, Math.floor(bytes.length * kept));
	return Buffer.concat([arrived, Buffer.alloc(blanks, ' ')]);
}

const sign = (bytes: Buffer, secret: string) =>
	`sha1=${createHmac('sha1', secret).update(bytes).digest('hex')}`;

/** What stands in X-Hub-Signature, once for each value; none: no such header. */
const right: Array<(bytes: Buffer) => string[]> = [
	(bytes) => [sign(bytes, SECRET)],
	(bytes) => [sign(bytes, PREVIOUS)],
	(bytes) => [sign(bytes, SECRET).toUpperCase()],
	(bytes) => [` ${sign(bytes, SECRET)}\t`],
];
const wrong: Array<(bytes: Buffer) => string[]> = [
	() => [],
	() => [''],
	() => ['sha1='],
	() => ['sha1=' + '0'.repeat(40)],
	() => ['sha1=' + Buffer.from('０'.repeat(40)).toString('latin1')],
	(bytes) => [sign(bytes, '')],
	(bytes) => [sign(bytes, 'another-secret')],
	(bytes) => [sign(Buffer.concat([bytes, Buffer.from('\n')]), SECRET)],
	(bytes) => [sign(bytes, SECRET).replace('sha1', 'sha256')],
	(bytes) => [sign(bytes, SECRET).slice(5)],
	(bytes) => [sign(bytes, SECRET).slice(0, -1)],
	(bytes) => [`${sign(bytes, SECRET)}0`],
	(bytes) => [`${sign(bytes, SECRET)}, ${sign(bytes, SECRET)}`],
	(bytes) => [sign(bytes, SECRET), sign(bytes, SECRET)],
	(bytes) => [sign(bytes, SECRET), 'sha1='],
	(bytes) => ['', sign(bytes, SECRET)],
];
const signature = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...right) },
	{ weight: 3, arbitrary: fc.constantFrom(...wrong) },
	{ weight: 1, arbitrary: fc.array(headerText, { maxLength: 3 }).map((values) => () => values) },
);

const otherHeaders = fc.dictionary(
	fc.oneof(
		fc.constantFrom('content-type', 'content-encoding', 'accept', 'user-agent', 'cookie', 'x-forwarded-for'),
		fc.constantFrom('x-hub-signature-256', 'x_hub_signature', 'x-hub-signature2', 'authorization', 'origin'),
		fc.stringMatching(/^x-[!#$%&'*+.^_`|~0-9a-z-]{1,20}$/),
	),
	fc.array(headerText, { minLength: 1, maxLength: 3 }),
	{ maxKeys: 4 },
);

const delivery = fc.record({
	trigger: fc.constantFrom(...(Object.keys(triggers) as TriggerName[])),
	body,
	signature,
	otherHeaders,
	chunked: fc.boolean(),
	/** Whether it comes a second time. */
	again: seldom(10, fc.constant(true)),
});
type Sent = Generated<typeof delivery>;

// --- what has to come of it -----------------------------------------------------------------------------------------

const isRight = (bytes: Buffer, values: string[]): boolean =>
	values.length === 1 &&
	[SECRET, PREVIOUS].some(
		(secret) => sign(bytes, secret) === values[0].replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase(),
	);

type Expected = {
	status: number;
	/** The notification, where one must start an execution. */
	taken?: IDataObject & { topic: string };
};

function expected(name: TriggerName, bytes: Buffer, values: string[]): Expected {
	const { parameters, wanted }: Trigger = triggers[name];
	if (parameters.verifySignature !== false && !isRight(bytes, values)) return { status: 401 };
	let parsed: IDataObject | null;
	try {
		parsed = JSON.parse(bytes.toString('utf8')) as IDataObject | null;
	} catch {
		return { status: 400 };
	}
	const topic = parsed?.topic;
	if (!parsed || typeof topic !== 'string') return { status: 400 };
	if (topic === 'ping' || (wanted && !wanted.includes(topic))) return { status: 200 };
	return { status: 200, taken: { ...parsed, topic } };
}

/** Ids that are none of ours, by trigger. */
const seen = new Set<string>();

/** How many executions at least and at most: one, but none for an id that came before, as far as it is remembered. */
function bounds(name: TriggerName, id: unknown, again: boolean): [number, number] {
	const { filters }: Trigger = triggers[name];
	const first: [number, number] = [filters ? 0 : 1, 1];
	if (id === undefined || id === '' || typeof id === 'object') return first;
	// Intercom has no such ids, and nothing is said of them
	const isVague = id === 0 || id === false;
	if (again) return [0, isVague ? 1 : 0];
	const key = `${name} ${String(id)}`;
	const isKnown = seen.has(key);
	if (!key.includes(' notif_fuzz-')) seen.add(key);
	return isKnown ? [0, 1] : first;
}

// --- the run --------------------------------------------------------------------------------------------------------

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const post = async (url: string, bytes: Buffer, headers: Record<string, string[]>, chunked: boolean) =>
	await new Promise<{ status: number; text: string }>((resolve, reject) => {
		const sent = request(url, { method: 'POST', agent }, (response) => {
			let text = '';
			response.on('data', (chunk) => (text += chunk));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
			response.on('error', reject);
		});
		sent.on('error', reject);
		for (const [name, values] of Object.entries(headers)) if (values.length > 0) sent.setHeader(name, values);
		const half = chunked ? Math.floor(bytes.length / 2) : 0;
		if (half > 0) sent.write(bytes.subarray(0, half));
		sent.end(bytes.subarray(half));
	});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use once all is settled and collected. */
async function held(): Promise<number> {
	for (let round = 0; round < 3; round += 1) {
		await sleep(50);
		collect();
	}
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

describe('Intercom Trigger', () => {
	type Served = Awaited<ReturnType<typeof serveTrigger>>;
	const served: Partial<Record<TriggerName, Served>> = {};
	let executions: IDataObject[] = [];

	beforeAll(async () => {
		for (const [name, { parameters }] of Object.entries(triggers)) {
			const execute = async (items: Array<{ json: IDataObject }>) =>
				void executions.push(...items.map(({ json }) => json));
			served[name as TriggerName] = await serveTrigger(parameters, credentials, execute);
		}
	});
	afterAll(async () => {
		agent.destroy();
		for (const { close } of Object.values(served)) await close();
	});

	it(
		`answers ${RUNS} deliveries of any kind as it must, starts nothing for one that is not signed, and leaks nothing`,
		async () => {
			const statuses: Record<string, number> = {};
			let count = 0;
			let started = 0;
			let early = 0;

			const deliver = async (
				{ trigger, signature, otherHeaders, chunked }: Sent,
				bytes: Buffer,
				again: boolean,
			) => {
				const values = signature(bytes);
				const { status, taken } = expected(trigger, bytes, values);
				executions = [];
				const url = served[trigger]?.url ?? '';
				const answer = await post(url, bytes, { ...otherHeaders, 'x-hub-signature': values }, chunked);
				expect(answer).toEqual({ status, text: expect.stringMatching(/^\{"message":/) });

				const [least, most] = taken ? bounds(trigger, taken.id, again) : [0, 0];
				expect(executions.length).toBeGreaterThanOrEqual(least);
				expect(executions.length).toBeLessThanOrEqual(most);
				for (const event of executions) {
					expect(event.topic).toBe(taken?.topic);
					if (trigger === 'raw') continue;
					expect(String(event.eventKey).startsWith(todaysName(String(taken?.topic)))).toBe(true);
					expect(new Date(event.occurredAtMs as number).toISOString()).toBe(event.occurredAt);
					expect(event.verified).toBe(trigger !== 'open');
				}
				count += 1;
				started += executions.length;
				statuses[status] = (statuses[status] ?? 0) + 1;
			};

			const since = Date.now();
			let runs = 0;
			await fc.assert(
				fc.asyncProperty(delivery, async (sent) => {
					const bytes = bytesOf(sent.body);
					await deliver(sent, bytes, false);
					if (sent.again) await deliver(sent, bytes, true);
					executions = [];
					if (++runs === Math.ceil(RUNS / 10)) early = await held();
				}),
				{ numRuns: RUNS },
			);
			const late = await held();
			if (process.env.EVENTS) {
				const seconds = Math.round((Date.now() - since) / 1000);
				const mib = (bytes: number) => `${(bytes / KIB / KIB).toFixed(1)} MiB`;
				console.log(
					`${count} deliveries in ${seconds} s, ${started} executions, answers ${JSON.stringify(statuses)}, ` +
						`memory after a tenth ${mib(early)}, at the end ${mib(late)}`,
				);
			}
			expect(Object.keys(statuses)).toEqual(['200', '400', '401']);
			expect(started).toBeGreaterThan(RUNS / 10);
			expect(late - early).toBeLessThan(MAY_GROW);
		},
		60_000 + RUNS * 20,
	);
});
