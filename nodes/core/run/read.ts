import { isResourceLocatorValue, type IExecuteFunctions } from 'n8n-workflow';
import { fieldsOf } from '../table/fields';
import type { Field, FieldGroup, Once, Operation, Send, Values } from '../table/operation';
import { own, set } from '../values/own';
import { isShown } from './chosen';
import type { filesOf } from './files';
import { asKind, asOffered } from './kinds';

const hasExpression = (value: unknown): boolean =>
	typeof value === 'string'
		? value.startsWith('=')
		: typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);

/**
 * Gives a function that reads the parameters of one operation for one item, each as its field's type has it (expressions
 * resolved, pickers still with their mode). What holds no expression cannot differ between items and is read once. Throws
 * a `UserError` for a value that is not of its field's type.
 */
export function reader(context: IExecuteFunctions, operation: Operation): (item: number) => Values {
	const fields = fieldsOf(operation);
	const { parameters } = context.getNode();
	const varies = new Set(
		fields
			.filter(({ name, default: preset }) => hasExpression(own(parameters, name) ?? preset))
			.map(({ name }) => name),
	);
	const same = new Map<Field, unknown>();
	const value = (field: Field, item: number): unknown => {
		if (same.has(field)) return same.get(field);
		const read = asOffered(field, asKind(field, context.getNodeParameter(field.name, item, null)), fields);
		if (!varies.has(field.name)) same.set(field, read);
		return read;
	};
	return (item) => {
		const values: Values = {};
		for (const field of fields) set(values, field.name, isShown(field, values) ? value(field, item) : null);
		return values;
	};
}

/** For one run: a hundred items naming one tag cost one look-up. */
export function onceARun(): Once {
	const answers = new Map<string, Promise<unknown>>();
	return async <T>(key: string, ask: () => Promise<T>): Promise<T> => {
		const known = answers.get(key);
		if (known) return (await known) as T;
		const answer = ask();
		answers.set(key, answer);
		answer.catch(() => answers.delete(key));
		return await answer;
	};
}

/** What a picker's value stands for, mostly an id; any other value as it is. */
export async function idOf(field: Field, value: unknown, send: Send, once: Once): Promise<unknown> {
	if (!isResourceLocatorValue(value)) return value;
	const text = String(value.value ?? '').trim();
	const lookup = own(field.lookup, value.mode);
	if (!lookup || text === '') return text;
	return await once(`${field.name}\n${value.mode}\n${text}`, async () => await lookup(text, send));
}

/** What stands behind a parameter's value: ids behind pickers, files behind the names of binary fields. */
type Behind = { send: Send; once: Once; files: ReturnType<typeof filesOf> };

async function resolveGroups(groups: FieldGroup[], value: Values, behind: Behind): Promise<Values> {
	const all: Values = { ...value };
	for (const { name, values: fields } of groups) {
		const rows = own(all, name);
		if (!rows) continue;
		const row = async (values: unknown) => await resolveAll(fields, values as Values, behind);
		set(all, name, Array.isArray(rows) ? await Promise.all(rows.map(row)) : await row(rows));
	}
	return all;
}

async function resolved(field: Field, value: unknown, behind: Behind): Promise<unknown> {
	if (field.files) return value ? await behind.files(String(value), field.default) : value;
	if (field.type === 'collection' && value)
		return await resolveAll(field.options as Field[], value as Values, behind);
	if (field.type === 'fixedCollection' && value)
		return await resolveGroups(field.options as FieldGroup[], value as Values, behind);
	return await idOf(field, value, behind.send, behind.once);
}

async function resolveAll(fields: Field[], values: Values, behind: Behind): Promise<Values> {
	const all: Values = { ...values };
	for (const field of fields)
		if (isShown(field, values)) set(all, field.name, await resolved(field, own(values, field.name), behind));
	return all;
}

/**
 * Replaces every picker's value by the id it stands for (names, e-mails and the like are looked up once a run), and
 * every name of a binary field by its file.
 */
export const resolve = async (operation: Operation, values: Values, behind: Behind): Promise<Values> =>
	await resolveAll(fieldsOf(operation), values, behind);
