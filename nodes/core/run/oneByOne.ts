/** Lets work of one name be done one after the other, in the order in which it was asked for, whatever became of the work before. */
export function createOneByOne(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
	const last = new Map<string, Promise<unknown>>();
	return async (name, work) => {
		const before = last.get(name) ?? Promise.resolve();
		const turn = before.then(work, work);
		last.set(name, turn);
		try {
			return await turn;
		} finally {
			if (last.get(name) === turn) last.delete(name);
		}
	};
}
