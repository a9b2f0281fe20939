const number = (name: string, usual: number): number => Number(process.env[name] || usual);

/** How much is measured; each by its environment variable. */
export const size = {
	/** Items of a round. */
	n: number('BENCH_N', 1000),
	rounds: number('BENCH_REPEATS', 5),
	/** Contacts to read. */
	contacts: number('BENCH_CONTACTS', 10_000),
	/** Items of what is done once, at full size: memory, the rate limit, goals. 0 leaves it out. */
	large: number('BENCH_LARGE', 0),
};
