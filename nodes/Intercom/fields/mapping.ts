import type { ResourceMapperValue } from 'n8n-workflow';
import { isObject, latest, objectIn } from '../../core/run/request';
import { REQUEST_OPTIONS } from '../../core/table/fields';
import type { Completing, Field, Request, Values } from '../../core/table/operation';
import { has, own as memberOf } from '../../core/values/own';
import { asScalar, isEmpty } from '../../core/values/plain';
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
	if (type !== 'dateTime') asScalar(name, value);
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
	const { schema } = memberOf(values, one.name) as Partial<ResourceMapperValue>;
	const own = new Set([
		...(schema ?? []).map(({ id }) => id),
		...(catalogue ? usable(catalogue) : []).map(({ name }) => name),
	]);
	// blank, null too, is left as it is
	const given = Object.entries(json).filter(([, value]) => !isEmpty(value));
	const isColumn = (name: string) => columns.some((column) => column.name === name);
	const isFree = ([name, value]: [string, unknown]) =>
		isColumn(name)
			? !has(request.body, name) || String(memberOf(request.body, name)) === String(value)
			: own.has(name);
	return {
		taken: membersOf(given.filter(isFree), { ...one, columns }, zone),
		left: given.filter((entry) => !isFree(entry)).map(([name]) => name),
	};
}

/** One member of an object, and the object without it. */
const apart = (object: Values, name: string): [unknown, Values] => [
	memberOf(object, name),
	Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)),
];

/** Whether Additional Body has the attribute: what stands there is as the API has it, links to custom objects included. */
function isAdditional(name: string, attribute: string, values: Values): boolean {
	const { additionalBody } = (values[REQUEST_OPTIONS] ?? {}) as Values;
	const more = isEmpty(additionalBody) ? {} : objectIn(additionalBody, 'Additional Body (JSON)');
	return has(memberOf(more, name), attribute);
}

/** Checks all attributes in the body, whatever put them there, and gives their values the types that Intercom wants. */
export const complete =
	(one: Mapped, beside: Field[]) =>
	async (request: Request, item: Completing): Promise<Request> => {
		const { name, own, source, beside: known = [] } = one;
		const { values, zone, send, once, leftOut } = item;
		const [given = {}, others] = apart(request.body, own);
		const automatic = isAutomatic(memberOf(values, name));
		const isChecked = automatic || Object.keys(given ?? {}).some((attribute) => !known.includes(attribute));
		if (!isObject(given) || !isChecked) return request;
		const catalogue = await source({ values, send, once });
		const { taken, left } = automatic
			? fromItem(item, one, beside, request, catalogue)
			: { taken: {}, left: [] };
		for (const each of left) leftOut.add(each);
		const [attributes = {}, standard] = apart(taken, own);
		const checked = Object.entries({ ...(attributes as Values), ...given }).map(([attribute, value]) => [
			attribute,
			catalogue ? accepted(catalogue, attribute, value, zone, isAdditional(own, attribute, values)) : value,
		]);
		const since = [...one.columns, ...beside].filter((column) => has(standard, column.name));
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
