import { membersOf, namesIn, shapeNamed, type ReplyShape } from '../../../facts/replies';
import type { Json } from '../types';

/** Where in a reply a value stands. */
type Place = {
	/** The API version's minor. */
	minor: number;
	/** The member that it is, and of which shape. */
	name: string;
	of: string;
	/** The shapes around it, so that one that holds itself ends. */
	within: string[];
	/** Which element of the outermost list it belongs to; undefined outside of lists. */
	index?: number;
};

/** All times: 2026-02-25T09:33:20Z, in Unix seconds. */
const SECONDS = 1772012000;
const firstId = 1001;

const isId = (name: string) => /(^|_)id$/.test(name);
const isTime = (name: string) => /_at$|^timestamp$/.test(name);

const idAt = ({ index = 0 }: Place) => firstId + index;

/** A text says what it is. */
function textAt(place: Place): string {
	const { name, of } = place;
	if (isId(name)) return String(idAt(place));
	if (isTime(name)) return new Date(SECONDS * 1000).toISOString();
	if (/(^|_)url$/.test(name)) return `https://example.com/${name}`;
	return name === 'type' ? of : name;
}

/** Whatever counts pages says that this one is the last. */
const lastPage: Record<string, unknown> = {
	next: null,
	next_cursor: null,
	page: 1,
	total_pages: 1,
	has_more: false,
};

const scalars: Record<string, (place: Place) => unknown> = {
	string: textAt,
	integer: (place) => (isId(place.name) ? idAt(place) : isTime(place.name) ? SECONDS : 1),
	number: () => 1.5,
	boolean: () => true,
	'date-time': () => new Date(SECONDS * 1000).toISOString(),
	date: () => new Date(SECONDS * 1000).toISOString().slice(0, 10),
	uri: ({ name }) => `https://example.com/${name}`,
	email: () => 'ada@example.com',
	uuid: (place) => `00000000-0000-4000-8000-${String(idAt(place)).padStart(12, '0')}`,
	object: () => ({}),
	any: () => null,
};

function textual(shape: string, place: Place): unknown {
	if (shape.endsWith('?')) return place.index === 1 ? null : textual(shape.slice(0, -1), place);
	if (shape.startsWith('=')) return shape.slice(1).split('|')[0];
	if (shape.startsWith('@')) return named(namesIn(shape)[0], place);
	return scalars[shape.split('|')[0]](place);
}

const named = (name: string, place: Place): unknown =>
	place.within.includes(name)
		? null
		: exampleOf(shapeNamed(name, place.minor), { ...place, of: name, within: [...place.within, name] });

/** What a shape may be, one by one. */
function alternativesOf(shape: ReplyShape, minor: number): ReplyShape[] {
	if (typeof shape !== 'string' || !shape.startsWith('@')) return [shape];
	return namesIn(shape).flatMap((name) => {
		const itself = shapeNamed(name, minor);
		return typeof itself === 'string' ? alternativesOf(itself, minor) : [`@${name}`];
	});
}

/** Two elements, of which the second has nothing that need not be; one inside of others; where they differ one of each. */
function listOf(element: ReplyShape, place: Place): unknown[] {
	const alternatives = alternativesOf(element, place.minor);
	const isOutermost = place.index === undefined;
	const each = alternatives.length > 1 ? alternatives : isOutermost ? [element, element] : [element];
	return each
		.map((shape, index) => exampleOf(shape, { ...place, index: place.index ?? index }))
		.filter((value) => value !== null);
}

function objectOf(shape: { [name: string]: ReplyShape }, place: Place): Json {
	const members = membersOf(shape, place.minor) ?? {};
	const made: Json = {};
	for (const [name, member] of Object.entries(members))
		made[name] = name in lastPage ? lastPage[name] : exampleOf(member, { ...place, name });
	const list = Object.values(made).find(Array.isArray);
	return 'total_count' in made && list ? { ...made, total_count: list.length } : made;
}

function exampleOf(shape: ReplyShape, place: Place): unknown {
	if (Array.isArray(shape)) return listOf(shape[0], place);
	return typeof shape === 'object' ? objectOf(shape, place) : textual(shape, place);
}

/** The value if it is one of that shape, as far as text and numbers can be told from each other's digits. */
function fitting(value: unknown, shape: ReplyShape): unknown {
	if (typeof shape !== 'string' || !['string', 'number', 'boolean'].includes(typeof value)) return undefined;
	const type = shape.replace(/\?$/, '');
	if (type.startsWith('=')) return type.slice(1).split('|').includes(String(value)) ? value : undefined;
	if (type === 'integer') return /^\d+$/.test(String(value)) ? Number(value) : undefined;
	if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
	return ['string', 'uri', 'email'].includes(type) ? String(value) : undefined;
}

/**
 * A reply of that shape, always the same. What `said` names that the reply has too is as it was said: ids above all.
 */
export function exampleReply(shape: ReplyShape, minor: number, said: Json): unknown {
	const reply = exampleOf(shape, { minor, name: '', of: 'object', within: [] });
	const members = membersOf(shape, minor);
	if (!members) return reply;
	const echoed = Object.entries(members)
		.map(([name, member]) => [name, fitting(said[name], member)] as const)
		.filter(([name, value]) => value !== undefined && !(name in lastPage));
	return { ...(reply as Json), ...Object.fromEntries(echoed) };
}
