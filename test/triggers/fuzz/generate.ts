import fc from 'fast-check';
import type { Genuine, Subject } from './subject';

/** Deliveries of any kind: bytes, JSON and notifications with odd members, headers of any shape. */

export type Generated<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const KIB = 1024;

/** Null but for one in so many. */
const seldom = <Value>(oneIn: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
	fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** Printable ASCII and the bytes above it, of which UTF-8 in a header is made; no other byte passes Node's client. */
export const headerText = fc.string({
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
const memberName = (members: string) =>
	fc.oneof(
		{ weight: 3, arbitrary: constants(members) },
		{
			weight: 1,
			arbitrary: constants('__proto__ constructor toString valueOf toJSON length hasOwnProperty'),
		},
	);

/** One member of the notification replaced, added or taken away: at the nth place, counted from the outside. */
const change = (members: string) =>
	fc.record({
		place: fc.nat(),
		name: fc.option(memberName(members), { freq: 3 }),
		json: fc.option(oddJson, { freq: 6 }),
	});
type Change = Generated<ReturnType<typeof change>>;

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

type Made =
	| { genuine: Genuine; changes?: Change[]; tail?: string }
	| { text: string }
	| { bytes: Uint8Array };

/** A genuine delivery with IDs of its own, the changes and the tail; or what is none at all. */
function make(made: Made, { bodyOf }: Subject): Buffer {
	if ('bytes' in made) return Buffer.from(made.bytes);
	if ('text' in made) return Buffer.from(made.text);
	const { genuine, changes = [], tail = '' } = made;
	const whole = bodyOf(genuine) as Holder;
	for (const [index, { place, name, json }] of changes.entries()) {
		const all = places(whole);
		if (all.length === 0) break;
		const [holder, found] = all[place % all.length];
		if (json === null) delete holder[found];
		else put(holder, Array.isArray(holder) ? found : (name ?? found), `@@${index}@@`);
	}
	const text = JSON.stringify(whole).replace(/"@@(\d+)@@"/g, (_, index) => changes[Number(index)].json ?? '');
	return Buffer.from(text.replace(/\}$/, `${tail}}`));
}

const bodyFor = ({ genuine, members, tails }: Subject) => {
	const whole = fc.record({ genuine });
	const odd = fc.record({
		genuine,
		changes: fc.array(change(members), { minLength: 1, maxLength: 6 }),
		tail: fc.oneof(fc.constant(''), constants(tails)),
	});
	const anyJson = fc.record({ text: fc.oneof(fc.json(), oddJson) });
	const anyBytes = fc.record({ bytes: fc.uint8Array({ maxLength: 2 * KIB }) });
	return fc.record({
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
};

export function bytesOf(
	{ made, kept, flips, blanks }: Generated<ReturnType<typeof bodyFor>>,
	subject: Subject,
): Buffer {
	const bytes = make(made, subject);
	for (const [place, byte] of flips ?? []) if (bytes.length > 0) bytes[place % bytes.length] = byte;
	const arrived = kept === null ? bytes : bytes.subarray(0, Math.floor(bytes.length * kept));
	return Buffer.concat([arrived, Buffer.alloc(blanks, ' ')]);
}

const otherHeaders = fc.dictionary(
	fc.oneof(
		fc.constantFrom('content-type', 'content-encoding', 'accept', 'user-agent', 'cookie', 'x-forwarded-for'),
		fc.constantFrom('x-hub-signature-256', 'x_hub_signature', 'x-hub-signature2', 'authorization', 'origin'),
		fc.stringMatching(/^x-[!#$%&'*+.^_`|~0-9a-z-]{1,20}$/),
	),
	fc.array(headerText, { minLength: 1, maxLength: 3 }),
	{ maxKeys: 4 },
);

export const deliveryFor = (subject: Subject) =>
	fc.record({
		trigger: fc.constantFrom(...Object.keys(subject.triggers)),
		body: bodyFor(subject),
		prove: fc.oneof(
			{ weight: 6, arbitrary: fc.constantFrom(...subject.right) },
			{ weight: 3, arbitrary: fc.constantFrom(...subject.wrong) },
			{ weight: 1, arbitrary: subject.odd },
		),
		otherHeaders,
		chunked: fc.boolean(),
		/** Whether it comes a second time. */
		again: seldom(10, fc.constant(true)),
	});

export type Sent = Generated<ReturnType<typeof deliveryFor>>;
