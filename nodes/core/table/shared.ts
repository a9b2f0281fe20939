import type { INodeProperties } from 'n8n-workflow';

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

/** Some places, and n8n's condition that tells them from all others. */
type Block = { places: Place[]; where: Show };

/** Parts the places of a property into blocks. `prefix` is what n8n wants before the names of parameters that stand further out. */
type Part = (shared: Shared, prefix?: string) => Block[];

const distinct = (words: string[]): string[] => [...new Set(words)];

/**
 * Parts places of `all` into as few blocks as it finds: resources times operations, where a resource that has no such
 * operation does no harm. No place is in two blocks, or n8n would show a property twice.
 */
function partition(all: Place[]): Part {
	const there = new Set(all.map(({ resource, operation }) => `${resource} ${operation}`));
	const sides = (places: Place[]) => ({
		resources: distinct(places.map(({ resource }) => resource)),
		operations: distinct(places.map(({ operation }) => operation)),
	});
	const every = sides(all);
	const sizeOf = ({ resources, operations }: typeof every): number =>
		resources.reduce(
			(size, resource) =>
				size + operations.filter((operation) => there.has(`${resource} ${operation}`)).length,
			0,
		);
	const added = (blocks: Place[][], places: Place[]): Place[][] => {
		for (const other of blocks) {
			const both = [...other, ...places];
			const rest = blocks.filter((one) => one !== other);
			if (sizeOf(sides(both)) === both.length) return added(rest, both);
		}
		return [...blocks, places];
	};
	const whereIs = (places: Place[], prefix: string): Show => {
		const { resources, operations } = sides(places);
		const [resource, operation] = [
			{ [`${prefix}resource`]: resources },
			{ [`${prefix}operation`]: operations },
		];
		if (places.length === all.length) return {};
		if (sizeOf({ ...every, resources }) === places.length) return resource;
		if (sizeOf({ ...every, operations }) === places.length) return operation;
		return { ...resource, ...operation };
	};
	const byOne = (side: 'resource' | 'operation', places: Place[]): Place[][] =>
		grouped(places, (place) => place[side]).reduce(added, []);
	return ({ property, places }, prefix = '') => {
		const [byResource, byOperation] = [byOne('resource', places), byOne('operation', places)];
		// a resource's operations share most of what their collections offer, which is written once for each block
		const isFewer = byOperation.length < byResource.length && property.type !== 'collection';
		return (isFewer ? byOperation : byResource).map((block) => ({
			places: block,
			where: whereIs(block, prefix),
		}));
	};
}

function shownAt({ displayOptions, ...property }: INodeProperties, where: Show): INodeProperties {
	const show = { ...where, ...displayOptions?.show };
	return Object.keys(show).length > 0 ? { ...property, displayOptions: { show } } : property;
}

/** One collection in place of several that differ in their options only, each of which shows where it belongs. */
function united(collections: Shared[], part: Part): INodeProperties {
	const everywhere = collections.flatMap(({ places }) => places);
	const options = collections.flatMap(({ property, places }) =>
		(property.options as INodeProperties[]).map((option) => ({ property: option, places })),
	);
	const shared = grouped(options, ({ property }) => JSON.stringify(property)).flatMap((alike) => {
		const { property, places } = joined(alike);
		// where the collection shows all of them have it
		if (places.length === everywhere.length) return [property];
		return part({ property, places }, '/').map(({ where }) => shownAt(property, where));
	});
	return {
		...collections[0].property,
		options: shared.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

const joined = (alike: Shared[]): Shared => ({
	property: alike[0].property,
	places: alike.flatMap(({ places }) => places),
});

/** The places with their collections united: those that one condition shows. */
function withUnited(all: Place[], part: Part): Place[] {
	const collections = all.flatMap((place) =>
		place.properties
			.filter(({ type }) => type === 'collection')
			.map((property) => ({ property, places: [place] })),
	);
	const frames = grouped(collections, ({ property: { options, ...frame } }) => JSON.stringify(frame));
	const replaced = new Map(
		frames.flatMap((alike) =>
			part(joined(alike)).flatMap((block) => {
				const within = alike.filter(({ places: [place] }) => block.places.includes(place));
				const one = united(within, part);
				return within.map(({ property }) => [property, one] as const);
			}),
		),
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
	const isUrgent = (at: typeof left) =>
		at.some(({ place, next }) => place.properties.slice(next).some(({ name }) => deciding.has(name)));
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
		const urgent = chosen.filter(isUrgent);
		for (const at of urgent.length > 0 ? urgent : chosen) {
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
	const part = partition(all);
	const united = withUnited(all, part);
	return merged(united).flatMap((one) => part(one).map(({ where }) => shownAt(one.property, where)));
}
