import type { INodeProperties } from 'n8n-workflow';
import { REQUEST_OPTIONS } from './fields';

/**
 * Properties that are alike in many operations, written once: n8n walks every property of a node several times for each
 * workflow that it makes, partly in the square of their number.
 */

/** n8n's conditions: the values of other parameters that make a property visible. */
export type Show = Record<string, Array<string | boolean>>;

/** An operation of a resource, and what it has, in order. */
export type Place = { resource: string; operation: string; properties: INodeProperties[] };

/** A property, and all places that have it. */
type Shared = { property: INodeProperties; places: Place[] };

function grouped<T>(things: T[], keyOf: (thing: T) => unknown): T[][] {
	const groups = new Map<unknown, T[]>();
	for (const thing of things) {
		const key = keyOf(thing);
		const group = groups.get(key);
		if (group) group.push(thing);
		else groups.set(key, [thing]);
	}
	return [...groups.values()];
}

type Conditions = (places: Place[]) => Show[];

/**
 * How conditions can tell places out of `all`: whole resources in one, others by the set of operations that they share.
 * `prefix` is what n8n wants before the names of parameters that stand further out.
 */
const conditionsAmong = (all: Place[], prefix = ''): Conditions => {
	const ofAll = new Map(grouped(all, ({ resource }) => resource).map((one) => [one[0].resource, one.length]));
	const isWhole = (ofResource: Place[]) => ofResource.length === ofAll.get(ofResource[0].resource);
	return (places) =>
		grouped(
			grouped(places, ({ resource }) => resource),
			(ofResource) =>
				isWhole(ofResource) ||
				ofResource
					.map(({ operation }) => operation)
					.sort()
					.join(),
		).map((alike) => ({
			[`${prefix}resource`]: alike.map(([{ resource }]) => resource),
			...(!isWhole(alike[0]) && { [`${prefix}operation`]: alike[0].map(({ operation }) => operation) }),
		}));
};

const shownAt = ({ displayOptions, ...property }: INodeProperties, where: Show): INodeProperties => ({
	...property,
	displayOptions: { show: { ...where, ...displayOptions?.show } },
});

/** One collection in place of several that differ in their options only, each of which shows where it belongs. */
function united(collections: Shared[], conditionsOf: Conditions): INodeProperties {
	const everywhere = collections.flatMap(({ places }) => places);
	const options = collections.flatMap(({ property, places }) =>
		(property.options as INodeProperties[]).map((option) => ({ property: option, places })),
	);
	const shared = grouped(options, ({ property }) => JSON.stringify(property)).flatMap((alike) => {
		const [{ property }] = alike;
		const places = alike.flatMap((one) => one.places);
		if (places.length === everywhere.length) return [property];
		return conditionsOf(places).map((where) => shownAt(property, where));
	});
	return {
		...collections[0].property,
		options: shared.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** The places with their collections united: Request Options of all of them, others within a resource. */
function withUnited(all: Place[]): Place[] {
	const collections = all.flatMap((place) =>
		place.properties
			.filter(({ type }) => type === 'collection')
			.map((property) => ({ property, places: [place] })),
	);
	const frames = grouped(collections, ({ property: { options, ...frame }, places: [{ resource }] }) =>
		JSON.stringify([frame.name === REQUEST_OPTIONS || resource, frame]),
	);
	const conditionsOf = conditionsAmong(all, '/');
	const replaced = new Map(
		frames.flatMap((alike) => {
			const one = united(alike, conditionsOf);
			return alike.map(({ property }) => [property, one] as const);
		}),
	);
	return all.map(({ properties, ...place }) => ({
		...place,
		properties: properties.map((property) => replaced.get(property) ?? property),
	}));
}

/** What the places have, each property as seldom as the order within the places allows. */
function merged(all: Place[]): Shared[] {
	const left = all.map((place) => ({
		place,
		keys: place.properties.map((property) => JSON.stringify(property)),
		next: 0,
	}));
	const deciding = new Set(
		all.flatMap(({ properties }) =>
			properties.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})),
		),
	);
	// n8n looks for what decides over others among all that it has seen: the sooner it comes the less it looks
	const isLater = ([{ place, next }]: typeof left) => Number(!deciding.has(place.properties[next].name));
	const uses = new Map<string, number>();
	for (const key of left.flatMap(({ keys }) => keys)) uses.set(key, (uses.get(key) ?? 0) + 1);
	const shared: Shared[] = [];
	for (;;) {
		const heads = grouped(
			left.filter(({ keys, next }) => next < keys.length),
			({ keys, next }) => keys[next],
		);
		if (heads.length === 0) return shared;
		const keyOf = ([{ keys, next }]: typeof left) => keys[next];
		const free = heads.filter((at) => at.length === uses.get(keyOf(at)));
		// where each waits for another one, the one that most places wait for comes now, and for the others again later
		const chosen = free.length > 0 ? free : [heads.reduce((a, b) => (b.length > a.length ? b : a))];
		for (const at of chosen.sort((a, b) => isLater(a) - isLater(b))) {
			const [{ place, next }] = at;
			shared.push({ property: place.properties[next], places: at.map((one) => one.place) });
			uses.set(keyOf(at), (uses.get(keyOf(at)) ?? 0) - at.length);
			for (const one of at) one.next++;
		}
	}
}

/**
 * The properties of all places, as few as their order within each place allows, each with the conditions under which n8n
 * shows it.
 */
export function shared(all: Place[]): INodeProperties[] {
	const conditionsOf = conditionsAmong(all);
	return merged(withUnited(all)).flatMap(({ property, places }) =>
		conditionsOf(places).map((where) => shownAt(property, where)),
	);
}
