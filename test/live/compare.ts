import { elementIn, mayBeNull, membersIn, nameIn, typesIn, wordsIn, type Described } from './described';
import { hasOwnNames } from './confidential';
import { count, seen, type Form, type Type } from './form';

/** One difference in form. Only `unknown` and `words` come from the workspace, and are to be checked before they are told. */
export type Difference = {
	/** The object as the description calls it, or the request, and the way to the place from there. */
	where: string;
	what:
		| 'missing'
		| 'unknown'
		| 'many'
		| 'extra'
		| 'type'
		| 'null'
		| 'word'
		| 'status'
		| 'header'
		| 'paging'
		| 'rate';
	intercom: string;
	simulator: string;
	description: string;
	/** The name of a member that neither simulator nor description has. */
	unknown?: string;
	/** Words that stand where others are known. */
	words?: string[];
	/** How many objects lacked it, of how many. */
	lacking?: { of: number; lacked: number };
};

type Sides = { real: Form; simulated?: Form; described?: Described };
type Place = { where: string; name: string };

/** The kinds of objects (`type`) that the simulator shows, by place, whatever the request. */
export type Met = Map<string, Set<string>>;

/** Members whose own members are named by the workspace. What comes with an event is named by who tracks it. */
const isOwn = (name: string, all: Described | undefined): boolean =>
	hasOwnNames(name) && (name !== 'metadata' || !all);

const listed = (types: Iterable<string>): string => [...types].sort().join(' or ');
const typesOf = (form: Form | undefined): string =>
	form && seen(form) ? listed(form.types.keys()) : 'not seen';

function described(all: Described | undefined): string {
	if (!all) return 'does not have it';
	const types = typesIn(all);
	if (types === 'any') return 'anything';
	// what may be any text may be a time
	const names = [...types].filter((type) => type !== 'ISO time' || !types.has('string'));
	return listed([...names, ...(mayBeNull(all) ? ['null'] : [])]);
}

const texts = ({ real, simulated, described: shape }: Sides) => ({
	intercom: typesOf(real),
	simulator: typesOf(simulated),
	description: described(shape),
});

/** What the place may hold: what the simulator shows there, else what is described. Undefined where nobody knows. */
function expected({ simulated, described: shape }: Sides): Set<Type> | 'any' | undefined {
	const shown = new Set(simulated?.types.keys());
	shown.delete('null');
	if (shown.size > 0) {
		if (shown.has('number')) shown.add('integer');
		if (shown.has('string')) shown.add('ISO time');
		return shown;
	}
	if (shape) return typesIn(shape);
	return simulated ? shown : undefined;
}

function nulls(sides: Sides, where: string): Difference[] {
	const { real, simulated, described: shape } = sides;
	if (count(real, 'null') === 0 || count(simulated, 'null') > 0 || (shape && mayBeNull(shape))) return [];
	return seen(simulated) > 0 || shape ? [{ where, what: 'null', ...texts(sides) }] : [];
}

/**
 * Words out of a known few. Of what kind something is (`type`), and what code an error has, nobody knows all: it must
 * only be one that was met.
 */
function words(sides: Sides, { where, name }: Place, met: Met): Difference[] {
	const { real, simulated, described: shape } = sides;
	const few = shape && wordsIn(shape);
	const isKind = name === 'type' || where.endsWith('errors[].code');
	if (!few && !(isKind && simulated?.words.size)) return [];
	const shown = simulated?.words ?? new Set<string>();
	if (name === 'type') met.set(where, new Set([...(met.get(where) ?? []), ...shown]));
	const known = new Set([...shown, ...(few ?? met.get(where) ?? [])]);
	const strange = [...real.words].filter((word) => !known.has(word));
	if (strange.length === 0 || (!few && strange.length < real.words.size)) return [];
	const told = {
		simulator: listed(shown) || 'not seen',
		description: few ? listed(few) : described(shape),
	};
	return [{ where, what: 'word', intercom: '', words: strange, ...told }];
}

function members(sides: Sides, where: string, met: Met): Difference[] {
	const { real, simulated, described: shape } = sides;
	const objects = count(real, 'object');
	const shown = count(simulated, 'object');
	const known = shape && membersIn(shape);
	if (known?.size === 0) return [];
	const found: Difference[] = [];
	const strangers: Difference[] = [];
	for (const [name, form] of simulated?.members ?? []) {
		const lacked = objects - seen(real.members.get(name));
		// the last page has none, or null
		if (seen(form) < shown || lacked === 0 || name === 'next') continue;
		const told = { simulator: typesOf(form), description: described(known?.get(name)) };
		found.push({
			where: `${where}.${name}`,
			what: 'missing',
			intercom: 'missing',
			...told,
			lacking: { of: objects, lacked },
		});
	}
	for (const [name, form] of real.members) {
		const inner: Sides = { real: form, simulated: simulated?.members.get(name), described: known?.get(name) };
		const at = `${where}.${name}`;
		if (!inner.simulated && !inner.described) {
			if (shown > 0 || known)
				strangers.push({
					where,
					what: 'unknown',
					...texts(inner),
					simulator: 'does not have it',
					unknown: name,
				});
			continue;
		}
		if (!inner.simulated && shown > 0)
			found.push({ where: at, what: 'extra', ...texts(inner), simulator: 'does not have it' });
		found.push(...compare(inner, { where: at, name }, met));
	}
	if (strangers.length <= real.members.size - strangers.length) return [...found, ...strangers];
	const told = {
		intercom: 'names that are not known',
		simulator: 'does not have them',
		description: 'does not have them',
	};
	return [...found, { where, what: 'many', ...told }];
}

/**
 * Where Intercom's replies differ in form from the simulator's, and, where the simulator shows nothing, from what is
 * described. What only is data is no difference: an empty list, a null that is described, a member that the simulator
 * leaves out at times too. Nothing is told from within members whose names are the workspace's own. `met` is filled
 * with what the simulator shows, so that a second call knows it all.
 */
export function compare(sides: Sides, { where, name }: Place, met: Met = new Map()): Difference[] {
	const { real, simulated, described: shape } = sides;
	const types = expected(sides);
	if (!types || types === 'any') return [];
	const here = (shape && nameIn(shape)) ?? where;
	const others = [...real.types.keys()].filter((type) => type !== 'null' && !types.has(type));
	const found: Difference[] = [...nulls(sides, where), ...words(sides, { where, name }, met)];
	if (others.length > 0) found.push({ where, what: 'type', ...texts(sides) });
	if (count(real, 'object') > 0 && types.has('object') && !isOwn(name, shape))
		found.push(...members(sides, here, met));
	if (real.elements && types.has('array')) {
		const inner = {
			real: real.elements,
			simulated: simulated?.elements,
			described: shape && elementIn(shape),
		};
		found.push(...compare(inner, { where: `${here}[]`, name }, met));
	}
	return found;
}
