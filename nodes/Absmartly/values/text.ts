import { UserError } from 'n8n-workflow';
import { shown } from '../../core/values/plain';

/** What a template leaves behind when it found nothing. As an ID it would make one person of everybody, as an event key one event of all. */
const unresolved = /^(undefined|null|nan|none|\[object \w{1,40}\])$/i;

export const isUnresolved = (text: string): boolean =>
	unresolved.test(text) || ((text.startsWith('{') || text.startsWith('${')) && text.endsWith('}'));

/** A text or a number → its text, trimmed; '' for nothing. Undefined for what has no one text: objects, lists, yes and no. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' || Number.isFinite(value) ? String(value).trim() : undefined;
}

/** A text field's or a picker's value → its trimmed text; ABsmartly's collector knows everything by name. */
export function nameOf(value: unknown, label: string): string {
	const isPicked = typeof value === 'object' && value !== null && 'value' in value;
	const text = textOf(isPicked ? value.value : value);
	if (text !== undefined) return text;
	throw new UserError(`${label} is not a text`, {
		description: 'Check the expression: it gives an object, a list, or yes or no',
	});
}

/** A name or key that must not be what a template leaves behind. */
export function filledIn(value: unknown, label: string): string {
	const text = nameOf(value, label);
	if (!isUnresolved(text)) return text;
	throw new UserError(`${label} is '${shown(text)}', which looks like a value that was not filled in`, {
		description: 'Check the expression: it finds nothing in this item',
	});
}
