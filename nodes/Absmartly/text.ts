/** What a template leaves behind when it found nothing. As an ID it would make one person of everybody, as an event key one event of all. */
const unresolved = /^(undefined|null|nan|none|\[object \w+\]|\{+.*\}+|\$\{.*\})$/is;

export const isUnresolved = (text: string): boolean => unresolved.test(text);

/** A text or a number → its text, trimmed; '' for nothing. Undefined for what has no one text: objects, lists, yes and no. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' || Number.isFinite(value) ? String(value).trim() : undefined;
}
