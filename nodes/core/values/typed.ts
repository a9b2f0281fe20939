import { UserError, validateFieldType, type FieldType } from 'n8n-workflow';
import type { Values } from '../table/operation';
import { asNumber, asSendable, asText } from './plain';

type Assignments = { assignments?: Array<{ name: string; value: unknown; type?: FieldType }> };
type Validated = { valid: boolean; newValue?: unknown; errorMessage?: string };

/**
 * A value as one of n8n's types (`'12'` → 12); nothing stays nothing. Throws a `UserError` for a value that is none, in
 * n8n's words where n8n checks it: of numbers it lets `Infinity` pass, and of texts objects.
 */
export function asType(name: string, given: unknown, type: FieldType): unknown {
	if (given === undefined || given === null) return given;
	if (type === 'number') return asNumber(name, given);
	if (type === 'string') return asText(name, given);
	const { valid, newValue, errorMessage } = validateFieldType(name, given, type) as Validated;
	if (valid) return asSendable(newValue ?? given, name);
	throw new UserError(errorMessage ?? `'${name}' does not fit its type`, {
		description: 'Choose the type that the value has, or make the expression give one of this type',
	});
}

/** An `assignmentCollection`'s name/type/value rows → an object whose values have the chosen types (numbers stay numbers). */
export function typed(value: unknown): Values | undefined {
	const rows = ((value as Assignments | null)?.assignments ?? []).filter(({ name }) =>
		String(name ?? '').trim(),
	);
	if (rows.length === 0) return undefined;
	return Object.fromEntries(
		rows.map(({ name, value: given, type = 'string' }) => [name, asType(name, given ?? null, type)]),
	);
}
