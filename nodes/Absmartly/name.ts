/** A text or a picker's value → its trimmed text; the collector knows everything by name. */
export const nameOf = (value: unknown): string => {
	const text = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	return String(text ?? '').trim();
};
