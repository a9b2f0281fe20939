import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { own, set } from '../values/own';

/** What a value was cut to, and what is missing of it, in words. */
type Cut = { value: unknown; missing: string[] };

/** An element is kept only where so many characters are left for it: less would tell nothing. */
const LEAST = 600;

/** What stands in a cut text's place of the rest. */
const REST = '… (cut)';

/** Members that lie deeper are left out. */
const DEEPEST = 40;

const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

const isObject = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null;

/** The beginning of a text, no longer than `room` as JSON. */
function shortened(text: string, room: number): string {
	let end = Math.max(0, room - REST.length - 2);
	// escaped characters take more room than they seem to
	while (end > 0 && sizeOf(text.slice(0, end) + REST) > room) end = Math.floor(end * 0.8);
	// no half of a surrogate pair
	return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end) + REST;
}

const at = (element: unknown): number => {
	const made = isObject(element) ? (own(element, 'created_at') ?? own(element, 'updated_at')) : undefined;
	return typeof made === 'number' ? made : typeof made === 'string' ? Date.parse(made) : NaN;
};

/** Whether all of a list have a time: then the newest matter most. */
const areDated = (list: unknown[]): boolean => list.every((element) => Number.isFinite(at(element)));

/** The places of a list in the order in which they matter. */
function ranked(list: unknown[]): number[] {
	const places = [...list.keys()];
	if (!areDated(list)) return places;
	// of the same second, the newer one stands nearer to the end at which the newest is
	const isNewestFirst = at(list[0]) > at(list[list.length - 1]);
	return places.sort((a, b) => at(list[b]) - at(list[a]) || (isNewestFirst ? a - b : b - a));
}

function cutList(list: unknown[], room: number, path: string, depth: number): Cut {
	const kept = new Map<number, Cut>();
	let used = 2;
	for (const place of ranked(list)) {
		const left = room - used;
		const share = Math.max(LEAST, left / (list.length - kept.size));
		const one = cut(list[place], Math.min(share, left - 1), path, depth + 1);
		const size = sizeOf(one.value) + 1;
		if (size > left) break;
		kept.set(place, one);
		used += size;
	}
	const missing = new Set([...kept.values()].flatMap((one) => one.missing));
	if (kept.size < list.length)
		missing.add(
			`${path || 'results'}: the ${areDated(list) ? 'newest' : 'first'} ${kept.size} of ${list.length}`,
		);
	const places = [...kept.keys()].sort((a, b) => a - b);
	return { value: places.map((place) => kept.get(place)?.value), missing: [...missing] };
}

/** A member takes so many characters beside its name: what joins the two, and a text of which nothing is left. */
const BARE = REST.length + 4;

/** The first members, as many as have room. */
function fitting(object: IDataObject, room: number): Array<[string, unknown]> {
	const all = Object.entries(object);
	let used = 2;
	const end = all.findIndex(([key]) => (used += sizeOf(key) + BARE) > room);
	return end === -1 ? all : all.slice(0, end);
}

function cutObject(object: IDataObject, room: number, path: string, depth: number): Cut {
	const members = fitting(object, room).map(([key, value]) => ({ key, value, size: sizeOf(value) }));
	const value: IDataObject = Object.fromEntries(members.map(({ key }) => [key, null]));
	const missing = new Set<string>();
	const count = Object.keys(object).length;
	if (members.length < count)
		missing.add(`${path || 'results'}: the first ${members.length} of ${count} members`);
	let left = room - members.reduce((sum, { key }) => sum + sizeOf(key) + 2, 2);
	// what is small is kept whole, and the rest shares what that leaves
	for (const [index, one] of members.sort((a, b) => a.size - b.size).entries()) {
		const share = left / (members.length - index);
		const given = cut(one.value, share, path ? `${path}.${one.key}` : one.key, depth + 1);
		set(value, one.key, given.value);
		for (const each of given.missing) missing.add(each);
		left -= sizeOf(given.value);
	}
	return { value, missing: [...missing] };
}

/** A value in no more than `room` characters of JSON, as far as that goes: long texts end sooner, and lists hold fewer. */
function cut(value: unknown, room: number, path: string, depth: number): Cut {
	if (sizeOf(value) <= room) return { value, missing: [] };
	if (typeof value === 'string') return { value: shortened(value, room), missing: ['long texts are cut'] };
	if (!isObject(value)) return { value, missing: [] };
	if (depth > DEEPEST) return { value: REST, missing: [`${path}: all of it`] };
	return Array.isArray(value) ? cutList(value, room, path, depth) : cutObject(value, room, path, depth);
}

/**
 * The items in no more than `budget` characters of JSON. What is dropped is what matters least: the ends of long texts,
 * the oldest of lists whose elements have a time, the last of others. Then one item more says in `_truncated` what is
 * missing.
 */
export function within(budget: number, items: INodeExecutionData[]): INodeExecutionData[] {
	const isNote = ({ json }: INodeExecutionData) => '_truncated' in json;
	const [results, notes] = [items.filter((item) => !isNote(item)), items.filter(isNote)];
	const all = results.map(({ json }) => json);
	if (sizeOf(all) <= budget) return items;
	// by order and not by time: a list that was asked for has the order that was asked for
	const kept: INodeExecutionData[] = [];
	const missing = new Set<string>();
	let left = budget;
	for (const [index, item] of results.entries()) {
		const share = Math.max(LEAST, left / (results.length - index));
		const one = cut(item.json, Math.min(share, left), '', 0);
		const size = sizeOf(one.value) + 1;
		if (index > 0 && size > left) break;
		kept.push({ ...item, json: one.value as IDataObject });
		for (const each of one.missing) missing.add(each);
		left -= size;
	}
	if (kept.length < results.length) missing.add(`results: the first ${kept.length} of ${results.length}`);
	const pairedItem = { item: 0 };
	const told = [...missing].slice(0, 10).join('; ');
	const note = { _truncated: `Cut to ${budget} characters. What is there: ${told}` };
	return [...kept, ...notes, { json: note, pairedItem }];
}
