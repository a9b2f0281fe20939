/** How many letters are to be put in, left out or replaced to make `b` of `a`. */
function edits(a: string, b: string): number {
	let before = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const now = [row];
		for (let column = 1; column <= b.length; column++) {
			const replaced = before[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
			now[column] = Math.min(replaced, before[column] + 1, now[column - 1] + 1);
		}
		before = now;
	}
	return before[b.length];
}

/** Case, spaces, hyphens and underscores are what people get wrong first. */
const bare = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** Those of `all` that somebody who wrote `name` may have meant, the nearest first, at most 3. `wordsOf` is what each is called. */
export function near<T>(name: string, all: T[], wordsOf: (one: T) => string[]): T[] {
	const written = bare(name);
	const distance = (one: T) => Math.min(...wordsOf(one).map((word) => edits(written, bare(word))));
	return all
		.map((one) => ({ one, far: distance(one) }))
		.filter(({ far }) => far <= Math.ceil(written.length / 3))
		.sort((a, b) => a.far - b.far)
		.slice(0, 3)
		.map(({ one }) => one);
}
