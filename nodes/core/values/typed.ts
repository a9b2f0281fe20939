import { UserError, validateFieldType, type FieldType } from 'n8n-workflow';
import type { Values } from '../table/operation';

type Assignments = { assignments?: Array<{ name: string; value: unknown; type?: FieldType }> };
type Validated = { valid: boolean; newValue?: unknown; errorMessage?: string };

/** A value as one of n8n's types (`'12'` → 12). Throws a `UserError` in n8n's words for a value that is none. */
export function asType(name: string, given: unknown, type: FieldType): unknown {
	const { valid, newValue, errorMessage } = validateFieldType(name, given, type) as Validated;
	if (valid) return newValue ?? given;
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
