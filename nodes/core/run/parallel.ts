/**
 * Like `Promise.all(items.map(work))`, but at most `size` at a time, results in the order of the items,
 * and after a failure nothing more is started.
 */
export async function inParallel<T, R>(
	size: number,
	items: T[],
	work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const stop = async (reason: unknown) => {
		next = items.length;
		return await Promise.reject(reason);
	};
	const worker = async () => {
		while (next < items.length) {
			const index = next++;
			results[index] = await work(items[index], index).catch(stop);
		}
	};
	await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker));
	return results;
}
