import { UserError } from 'n8n-workflow';
import { shown } from '../../core/values/plain';

/** Whether a text is an ID: all of ABsmartly's are whole numbers. Source: its description of its API. */
export const isId = (text: string): boolean => /^\d{1,19}$/.test(text);

export const notAnId = (value: unknown): UserError =>
	new UserError(`'${shown(value)}' is not an ABsmartly ID`, {
		description: 'IDs are whole numbers, such as 42. Give the ID alone, without an address or a name',
	});

/** An ID as it stands in paths. Throws a `UserError` for what is none. */
export function asId(value: unknown): string {
	const text = String(value as string).trim();
	if (isId(text)) return String(BigInt(text));
	throw notAnId(value);
}
