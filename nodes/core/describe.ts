import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf, REQUEST_OPTIONS } from './fields';
import type { Field, Operation, Resource, Resources } from './operation';

type Show = Record<string, Array<string | boolean>>;

const choice = (
	name: string,
	displayName: string,
	options: INodePropertyOptions[],
	preset: string,
	show?: Show,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	noDataExpression: true,
	options: options.sort((a, b) => a.name.localeCompare(b.name)),
	default: preset,
	...(show && { displayOptions: { show } }),
});

/** What n8n may see of a field: the table's own keys stay ours, down through collections. */
function forN8n({
	to,
	as,
	merge,
	since,
	show,
	convert,
	lookup,
	files,
	complete,
	required,
	...field
}: Field): INodeProperties {
	void [to, as, merge, since, convert, lookup, files, complete];
	const options = field.options?.map((option) =>
		'type' in option
			? forN8n(option)
			: 'values' in option
				? { ...option, values: option.values.map((value) => forN8n(value as Field)) }
				: option,
	);
	return {
		...field,
		...(required && { required }),
		...(options && { options }),
		...(show && { displayOptions: { show } }),
	} as INodeProperties;
}

/** An operation of a resource, and what it has, in order. */
type Place = { resource: string; operation: string; properties: INodeProperties[] };

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

/**
 * What the places have, each property as seldom as the order within the places allows: n8n walks all properties of a
 * node whenever it makes a workflow, several times, so a hundred alike are a hundred times the work.
 */
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

/** Whether the operation leaves everything in the vendor's system as it was. */
export const onlyReads = ({ request, readOnly, runAll }: Operation): boolean =>
	readOnly ?? (request ? request.startsWith('GET ') : runAll === undefined);

/** What it gives, as far as the entry says so. */
const givenBy = (operation: Operation): string =>
	operation.list
		? 'one item per result'
		: operation.download
			? 'a file'
			: operation.request?.startsWith('DELETE ')
				? 'whether it was done'
				: 'the result';

/**
 * What the operation does, for people. A language model that has it as a tool sees its action only (n8n 2.41,
 * `makeDescription`), so that must say by its verb whether it reads or changes.
 */
const told = (operation: Operation): string => {
	const { action, description = action } = operation;
	// n8n's lint wants the description of these word for word, and it says enough
	if (description.endsWith('(upsert)')) return description;
	return `${description} (${onlyReads(operation) ? 'only reads' : 'changes data'}; gives ${givenBy(operation)})`;
};

const operationsOf = ([value, { operations, preset }]: [string, Resource]): INodeProperties =>
	choice(
		'operation',
		'Operation',
		Object.entries(operations).map(([operation, entry]) => ({
			name: entry.name,
			value: operation,
			action: entry.action,
			description: told(entry),
		})),
		preset,
		{ resource: [value] },
	);

const noticesOf = (resources: Resources): INodeProperties[] =>
	grouped(
		Object.entries(resources).filter(([, { notice }]) => notice),
		([, { notice = '' }]) => notice,
	).map((alike) => ({
		displayName: alike[0][1].notice ?? '',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: alike.map(([value]) => value) } },
	}));

function fieldsOfAll(resources: Resources): INodeProperties[] {
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([operation, entry]) => ({
			resource,
			operation,
			properties: fieldsOf(entry).map(forN8n),
		})),
	);
	const conditionsOf = conditionsAmong(all);
	return merged(withUnited(all)).flatMap(({ property, places }) =>
		conditionsOf(places).map((where) => shownAt(property, where)),
	);
}

/**
 * Every property of a node, from its table. The only place that writes `displayOptions`. `preset` is the resource
 * chosen at first; like each resource's own it must never change, since n8n does not save what equals the default.
 */
export const describe = (resources: Resources, preset: string): INodeProperties[] => [
	choice(
		'resource',
		'Resource',
		Object.entries(resources).map(([value, { name }]) => ({ name, value })),
		preset,
	),
	...Object.entries(resources).map(operationsOf),
	...noticesOf(resources),
	...fieldsOfAll(resources),
];
