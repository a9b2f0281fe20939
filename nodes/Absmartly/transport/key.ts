/** A personal API key without what people copy along with it: spaces, and the word that goes before it in the header. */
export const bareKey = (key: unknown): string =>
	String(key ?? '')
		.trim()
		.replace(/^Api-Key\s+/i, '');
