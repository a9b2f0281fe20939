import { UserError, type ResourceMapperValue } from 'n8n-workflow';
import type { Completing, Field, Request, Values } from '../../core/table/operation';
import { isEmpty, isObject, latest, objectIn } from '../../core/run/request';
import { accepted, usable, type Catalogue } from '../pickers/attributes';
import { attributeOf, type Mapped } from './mapped';

const isMapper = (value: unknown): value is Partial<ResourceMapperValue> =>
	isObject(value) && 'mappingMode' in value;

const isAutomatic = (value: unknown): value is Partial<ResourceMapperValue> =>
	isMapper(value) && value.mappingMode === 'autoMapInputData';

/** What is not blank; null is not, since it empties the attribute. */
const filled = (values: Values): Array<[string, unknown]> =>
	Object.entries(values).filter(([, value]) => value === null || !isEmpty(value));

/** The value of a column as the body wants it. Throws a `UserError` for one that is not of the column's type. */
function columnValue(column: Field, value: unknown, zone: string): unknown {
	const { name, type, convert } = column;
	if (value === null) return null;
	if (typeof value === 'object' && type !== 'dateTime') {
		throw new UserError(
			`'${name}' is ${Array.isArray(value) ? 'a list' : 'an object'}, and takes one value`,
			{
				description: `Change, rename or remove '${name}' before this node`,
			},
		);
	}
	const fitting = accepted({ kind: 'attribute', attributes: [attributeOf(column)] }, name, value, zone);
	return convert && type !== 'dateTime' ? convert(fitting, zone) : fitting;
}

/** The members of the body that these values make: columns by themselves, all others within `own`. */
function membersOf(values: Array<[string, unknown]>, { own, columns }: Mapped, zone: string): Values {
	const columnOf = (name: string) => columns.find((column) => column.name === name);
	const standard = values.flatMap(([name, value]) => {
		const column = columnOf(name);
		return column ? [[name, columnValue(column, value, zone)] as const] : [];
	});
	const others = values.filter(([name]) => !columnOf(name));
	return {
		...Object.fromEntries(standard),
		...(others.length > 0 && { [own]: Object.fromEntries(others) as Values }),
	};
}

/** What is typed in, or what somebody who makes workflows without the editor puts in its place: names and values. */
export function written(value: unknown, one: Mapped, zone: string): Values | undefined {
	if (isAutomatic(value)) return undefined;
	const given = filled(isMapper(value) ? (value.value ?? {}) : objectIn(value, one.displayName));
	return given.length > 0 ? membersOf(given, one, zone) : undefined;
}

/**
 * Of an item, what has the name of a column, of a field beside the mapper, or of an attribute that Intercom has, or had
 * when the node was set up; and the names of the rest. What the form fills in itself stays.
 */
function fromItem(
	{ json, values, zone }: Completing,
	one: Mapped,
	beside: Field[],
	request: Request,
	catalogue?: Catalogue,
): { taken: Values; left: string[] } {
	const columns = [...one.columns, ...beside];
	const { schema } = values[one.name] as Partial<ResourceMapperValue>;
	const own = new Set([
		...(schema ?? []).map(({ id }) => id),
		...(catalogue ? usable(catalogue) : []).map(({ name }) => name),
	]);
	// blank, null too, is left as it is
	const given = Object.entries(json).filter(([, value]) => !isEmpty(value));
	const isColumn = (name: string) => columns.some((column) => column.name === name);
	const isFree = ([name, value]: [string, unknown]) =>
		isColumn(name)
			? !Object.hasOwn(request.body, name) || String(request.body[name]) === String(value)
			: own.has(name);
	return {
		taken: membersOf(given.filter(isFree), { ...one, columns }, zone),
		left: given.filter((entry) => !isFree(entry)).map(([name]) => name),
	};
}

/** Checks all attributes in the body, whatever put them there, and gives their values the types that Intercom wants. */
export const complete =
	(one: Mapped, beside: Field[]) =>
	async (request: Request, item: Completing): Promise<Request> => {
		const { name, own, source, beside: known = [] } = one;
		const { values, zone, send, once, leftOut } = item;
		const { [own]: given = {}, ...others } = request.body;
		const automatic = isAutomatic(values[name]);
		const isChecked = automatic || Object.keys(given ?? {}).some((attribute) => !known.includes(attribute));
		if (!isObject(given) || !isChecked) return request;
		const catalogue = await source({ values, send, once });
		const { taken, left } = automatic
			? fromItem(item, one, beside, request, catalogue)
			: { taken: {}, left: [] };
		for (const each of left) leftOut.add(each);
		const { [own]: attributes = {}, ...standard } = taken;
		const checked = Object.entries({ ...(attributes as Values), ...given }).map(([attribute, value]) => [
			attribute,
			catalogue ? accepted(catalogue, attribute, value, zone) : value,
		]);
		const since = [...one.columns, ...beside].filter((column) => Object.hasOwn(standard, column.name));
		const version = latest([request.version, ...since.map((column) => column.since)]);
		return {
			...request,
			...(version && { version }),
			body: {
				...standard,
				...others,
				...(checked.length > 0 && { [own]: Object.fromEntries(checked) as Values }),
			},
		};
	};
