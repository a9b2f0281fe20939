import { isObject } from './body';
import type { Touched, Workspace } from './types';

/** A state of an object, and from when on search shows it (virtual ms). */
type Entry<Item> = { from: number; state: Item };

const histories = new WeakMap<object, Entry<object>[]>();

/** Lists and attributes are of its own, what is in them is never changed in place. */
const copied = <Item extends object>(item: Item) =>
	Object.fromEntries(
		Object.entries(item).map(([name, value]) => [
			name,
			Array.isArray(value) ? [...value] : isObject(value) ? { ...value } : value,
		]),
	) as Item;

/** Which of them search shows: the newest whose time has come. It never goes back to an older one. */
const shown = (entries: Entry<object>[], now: number) =>
	entries.map(({ from }) => from <= now).lastIndexOf(true);

/** Gives search the object as it is now: shown once the `searchLagMs` of now have gone by, at once where there is no lag. */
export function index(workspace: Workspace, item: object) {
	const { searchLagMs } = workspace.settings;
	const now = workspace.now();
	const from = searchLagMs > 0 ? now + searchLagMs : -Infinity;
	const entries = [...(histories.get(item) ?? []), { from, state: copied(item) }];
	histories.set(item, entries.slice(Math.max(0, shown(entries, now))));
}

/** Marks an object as changed now. */
export function touch(workspace: Workspace, item: Touched) {
	item.touched = [item.touched[0], workspace.now()];
	index(workspace, item);
}

/** The object as search knows it: behind by the lag, undefined while it is too new to be there at all. */
export function indexed<Item extends object>(workspace: Workspace, item: Item): Item | undefined {
	const entries = (histories.get(item) ?? []) as Entry<Item>[];
	const at = shown(entries, workspace.now());
	return at === entries.length - 1 ? item : entries[at]?.state;
}
