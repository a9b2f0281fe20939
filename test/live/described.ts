import { membersOf, namesIn, shapeNamed, type ReplyShape } from '../facts/replies';
import type { Type } from './form';

/** A reply's shape as Intercom describes it, for the version with that minor. */
export type Described = { shape: ReplyShape; minor: number };

const scalars: Record<string, Type[]> = {
	string: ['string', 'ISO time'],
	'date-time': ['ISO time'],
	date: ['string', 'ISO time'],
	uri: ['string'],
	email: ['string'],
	uuid: ['string'],
	integer: ['integer'],
	number: ['number', 'integer'],
	boolean: ['boolean'],
	object: ['object'],
};

const isNullable = (shape: ReplyShape): boolean => typeof shape === 'string' && shape.endsWith('?');

/** What it may be, one by one; no name among them but of objects. */
function alternatives({ shape, minor }: Described): ReplyShape[] {
	if (typeof shape !== 'string') return [shape];
	if (shape.startsWith('=')) return [shape];
	if (!shape.startsWith('@')) return shape.replace(/\?$/, '').split('|');
	return namesIn(shape).flatMap((name) => {
		const itself = shapeNamed(name, minor);
		return typeof itself === 'object' && !Array.isArray(itself)
			? [`@${name}`]
			: alternatives({ shape: itself, minor });
	});
}

/** The types that it may have, `any` where it may have any. */
export function typesIn(described: Described): Set<Type> | 'any' {
	const types = alternatives(described).map((shape): Type[] | undefined => {
		if (Array.isArray(shape)) return ['array'];
		if (typeof shape === 'object' || shape.startsWith('@')) return ['object'];
		return shape.startsWith('=') ? ['string'] : scalars[shape];
	});
	const known = types.filter((each) => each !== undefined);
	return known.length < types.length ? 'any' : new Set(known.flat());
}

export function mayBeNull({ shape, minor }: Described): boolean {
	if (isNullable(shape)) return true;
	return typeof shape === 'string' && shape.startsWith('@')
		? namesIn(shape).some((name) => isNullable(shapeNamed(name, minor)))
		: false;
}

/** Its members; null where it is no object. */
export const membersIn = ({ shape, minor }: Described): Map<string, Described> | null => {
	const members = membersOf(shape, minor);
	return members && new Map(Object.entries(members).map(([name, each]) => [name, { shape: each, minor }]));
};

export function elementIn(described: Described): Described | undefined {
	const list = alternatives(described).find(Array.isArray) as ReplyShape[] | undefined;
	return list && { shape: list[0], minor: described.minor };
}

/** The words of which it is one; null where any text will do. */
export function wordsIn(described: Described): Set<string> | null {
	const all = alternatives(described);
	return all.every((shape): shape is string => typeof shape === 'string' && shape.startsWith('='))
		? new Set(all.flatMap((shape) => shape.slice(1).replace(/\?$/, '').split('|')))
		: null;
}

/** What the description calls it: contact, or tag|team. */
export function nameIn({ shape }: Described): string | undefined {
	if (typeof shape === 'string') return shape.startsWith('@') ? namesIn(shape).join('|') : undefined;
	return Array.isArray(shape) || typeof shape['...'] !== 'string'
		? undefined
		: namesIn(shape['...']).join('|');
}
