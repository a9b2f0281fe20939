/** The most requests that one body may hold. Source: ABsmartly collector API, PUT /context/batch. */
export const LARGEST_BATCH = 500;

/** Bodies under way at once. */
export const PARALLEL = 4;

/** Elements that `keyOf` takes for equal, in their order, in lists of at most `size`. Pure. */
export function batches<T>(elements: T[], size: number, keyOf: (element: T) => string): T[][] {
	const open = new Map<string, T[]>();
	const all: T[][] = [];
	for (const element of elements) {
		const key = keyOf(element);
		const last = open.get(key);
		if (last && last.length < size) {
			last.push(element);
			continue;
		}
		const next = [element];
		open.set(key, next);
		all.push(next);
	}
	return all;
}
