import { isResourceLocatorValue, type IExecuteFunctions } from 'n8n-workflow';
import { fieldsOf, isShown } from '../table/fields';
import type { Field, FieldGroup, InputFile, Once, Operation, Send, Values } from '../table/operation';

const hasExpression = (value: unknown): boolean =>
	typeof value === 'string'
		? value.startsWith('=')
		: typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);

/**
 * Gives a function that reads the parameters of one operation for one item, as n8n gives them (expressions resolved,
 * pickers still with their mode). What holds no expression cannot differ between items and is read once.
 */
export function reader(context: IExecuteFunctions, operation: Operation): (item: number) => Values {
	const fields = fieldsOf(operation);
	const { parameters } = context.getNode();
	const varies = new Set(
		fields
			.filter(({ name, default: preset }) => hasExpression(parameters[name] ?? preset))
			.map(({ name }) => name),
	);
	const same: Values = {};
	const value = (name: string, item: number): unknown => {
		if (varies.has(name)) return context.getNodeParameter(name, item, null);
		return name in same ? same[name] : (same[name] = context.getNodeParameter(name, item, null));
	};
	return (item) => {
		const values: Values = {};
		for (const field of fields) values[field.name] = isShown(field, values) ? value(field.name, item) : null;
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

/** The id that a picker's value stands for; any other value as it is. */
export async function idOf(field: Field, value: unknown, send: Send, once: Once): Promise<unknown> {
	if (!isResourceLocatorValue(value)) return value;
	const text = String(value.value ?? '').trim();
	const lookup = field.lookup?.[value.mode];
	if (!lookup || text === '') return text;
	return await once(`${field.name}\n${value.mode}\n${text}`, async () => await lookup(text, send));
}

/**
 * The files of an item's binary fields, by their names. Rejects with n8n's own error where there is none; only where
 * nobody typed the name, as the `preset` tells, the item may do without.
 */
export const filesOf =
	(context: IExecuteFunctions, item: number) =>
	async (names: string, preset: unknown): Promise<InputFile[] | undefined> => {
		const { helpers } = context;
		if (names === preset && !context.getInputData()[item]?.binary?.[names]) return undefined;
		const wanted = names.split(',').map((name) => name.trim());
		return await Promise.all(
			wanted.filter(Boolean).map(async (field) => {
				const { fileName = field, mimeType } = helpers.assertBinaryData(item, field);
				const bytes = await helpers.getBinaryDataBuffer(item, field);
				return { name: fileName, mimeType, data: bytes.toString('base64') };
			}),
		);
	};

/** What stands behind a parameter's value: ids behind pickers, files behind the names of binary fields. */
type Behind = { send: Send; once: Once; files: ReturnType<typeof filesOf> };

async function resolveGroups(groups: FieldGroup[], value: Values, behind: Behind): Promise<Values> {
	const all: Values = { ...value };
	for (const { name, values: fields } of groups) {
		const rows = all[name];
		if (!rows) continue;
		const row = async (values: unknown) => await resolveAll(fields, values as Values, behind);
		all[name] = Array.isArray(rows) ? await Promise.all(rows.map(row)) : await row(rows);
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
		if (isShown(field, values)) all[field.name] = await resolved(field, values[field.name], behind);
	return all;
}

/**
 * Replaces every picker's value by the id it stands for (names, e-mails and the like are looked up once a run), and
 * every name of a binary field by its file.
 */
export const resolve = async (operation: Operation, values: Values, behind: Behind): Promise<Values> =>
	await resolveAll(fieldsOf(operation), values, behind);
