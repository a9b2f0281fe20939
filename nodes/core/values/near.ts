import { distance } from '../vendor/fastest-levenshtein';

/** No name is longer: comparing two of them takes as many steps as both lengths multiplied. */
const LONGEST = 200;

/** Case, spaces, hyphens and underscores are what people get wrong first. */
const bare = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/**
 * Those of `all` that somebody who wrote `name` may have meant, the nearest first, at most 3; none for a name of more than
 * 200 characters. `wordsOf` is what each is called.
 */
export function near<T>(name: string, all: T[], wordsOf: (one: T) => string[]): T[] {
	if (name.length > LONGEST) return [];
	const written = bare(name);
	const far = (one: T) =>
		Math.min(
			...wordsOf(one)
				.filter((word) => word.length <= LONGEST)
				.map((word) => distance(written, bare(word))),
		);
	return all
		.map((one) => ({ one, far: far(one) }))
		.filter(({ far }) => far <= Math.ceil(written.length / 3))
		.sort((a, b) => a.far - b.far)
		.slice(0, 3)
		.map(({ one }) => one);
}
