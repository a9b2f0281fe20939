import { isObject } from './body';
import type { Touched, Workspace } from './types';

type Entry<Item> = { at: number; state: Item };

const histories = new WeakMap<object, Entry<object>[]>();

/** Lists and attributes are of its own, what is in them is never changed in place. */
const copied = <Item extends object>(item: Item) =>
	Object.fromEntries(
		Object.entries(item).map(([name, value]) => [
			name,
			Array.isArray(value) ? [...value] : isObject(value) ? { ...value } : value,
		]),
	) as Item;

/** Gives search the object as it is now: shown once `searchLagMs` have gone by, at once where there is no lag. */
export function index(workspace: Workspace, item: object) {
	const now = workspace.now();
	const entries = [...(histories.get(item) ?? []), { at: now, state: copied(item) }];
	const shown = entries.filter(({ at }) => at <= now - workspace.settings.searchLagMs).length - 1;
	// what search has shown once it goes on showing, also when the lag is set anew
	if (shown >= 0) entries.splice(0, shown + 1, { ...entries[shown], at: 0 });
	histories.set(item, entries);
}

/** Marks an object as changed now. */
export function touch(workspace: Workspace, item: Touched) {
	item.touched = [item.touched[0], workspace.now()];
	index(workspace, item);
}

/** The object as search knows it: behind by the lag, undefined while it is too new to be there at all. */
export function indexed<Item extends object>(workspace: Workspace, item: Item): Item | undefined {
	const { searchLagMs } = workspace.settings;
	if (searchLagMs <= 0) return item;
	const horizon = workspace.now() - searchLagMs;
	const known = (histories.get(item) as Entry<Item>[] | undefined)?.filter(({ at }) => at <= horizon);
	return known?.at(-1)?.state;
}
