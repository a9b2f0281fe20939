/** A list typed with commas or line breaks. */
export const listOf = (typed = ''): string[] =>
	typed
		.split(/[\n,]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
