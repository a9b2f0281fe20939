import { isResourceLocatorValue, type IExecuteFunctions } from 'n8n-workflow';
import { fieldsOf, isShown } from './fields';
import type { Field, FieldGroup, Operation, Send, Values } from './operation';

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

/** Found ids of one run, so that a hundred items naming one tag cost one look-up. */
export type Found = Map<string, Promise<string>>;

async function idOf(field: Field, value: unknown, send: Send, found: Found): Promise<unknown> {
	if (!isResourceLocatorValue(value)) return value;
	const text = String(value.value ?? '').trim();
	const lookup = field.lookup?.[value.mode];
	if (!lookup || text === '') return text;
	const key = `${field.name}\n${value.mode}\n${text}`;
	const known = found.get(key) ?? lookup(text, send);
	found.set(key, known);
	// a failure is not remembered: the next item asks again
	known.catch(() => found.delete(key));
	return await known;
}

async function resolveGroups(groups: FieldGroup[], value: Values, send: Send, found: Found): Promise<Values> {
	const resolved: Values = { ...value };
	for (const { name, values: fields } of groups) {
		const rows = resolved[name];
		if (!rows) continue;
		const row = async (values: unknown) => await resolveAll(fields, values as Values, send, found);
		resolved[name] = Array.isArray(rows) ? await Promise.all(rows.map(row)) : await row(rows);
	}
	return resolved;
}

async function resolve(field: Field, value: unknown, send: Send, found: Found): Promise<unknown> {
	if (value && field.type === 'collection')
		return await resolveAll(field.options as Field[], value as Values, send, found);
	if (value && field.type === 'fixedCollection')
		return await resolveGroups(field.options as FieldGroup[], value as Values, send, found);
	return await idOf(field, value, send, found);
}

async function resolveAll(fields: Field[], values: Values, send: Send, found: Found): Promise<Values> {
	const resolved: Values = { ...values };
	for (const field of fields) resolved[field.name] = await resolve(field, values[field.name], send, found);
	return resolved;
}

/** Replaces every picker's value by the id it stands for; names, e-mails and the like are looked up once a run. */
export const resolvePickers = async (
	operation: Operation,
	values: Values,
	send: Send,
	found: Found,
): Promise<Values> => await resolveAll(fieldsOf(operation), values, send, found);
