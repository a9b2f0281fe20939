import { UserError } from 'n8n-workflow';
import type { Field, FieldGroup, Values } from '../table/operation';
import { has, own, set } from '../values/own';
import { asNumber, asScalar, asText, isEmpty, shown } from '../values/plain';
import { asType } from '../values/typed';
import { isShown } from './chosen';

type Kind = (field: Field, value: unknown) => unknown;

const isObject = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a field takes several, a list may come from an expression. */
const each =
	(one: (name: string, value: unknown) => unknown): Kind =>
	({ displayName }, value) =>
		Array.isArray(value)
			? value.map((entry: unknown) => (isEmpty(entry) ? '' : one(displayName, entry)))
			: one(displayName, value);

const text: Kind = ({ displayName, to }, value) =>
	// what only the operation reads may mean something by yes and no
	typeof value === 'boolean' && !to ? value : asText(displayName, value);

/** What a choice offers as a text may come as a number, or as yes or no. Whether a server knows more is up to the server. */
const choice: Kind = ({ displayName, options = [] }, value) =>
	options.some((option) => 'value' in option && option.value === value) ? value : asText(displayName, value);

/** What a picker holds: its mode, and a value that is one text. */
const picked: Kind = (field, value) =>
	isObject(value) && has(value, 'mode') && has(value, 'value')
		? { ...value, __rl: true, value: isEmpty(value.value) ? '' : text(field, value.value) }
		: text(field, value);

const row = (fields: Field[], value: unknown): unknown =>
	isObject(value) ? ofTheirKinds(fields, value) : value;

const rows: Kind = ({ options }, value) => {
	if (!isObject(value)) return value;
	const groups = (options as FieldGroup[]).filter(({ name }) => has(value, name));
	const known = groups.map(({ name, values }) => {
		const filled = own(value, name);
		return [name, Array.isArray(filled) ? filled.map((one) => row(values, one)) : row(values, filled)];
	});
	return { ...value, ...(Object.fromEntries(known) as Values) };
};

/** What a value of each of n8n's types must be. Types that are not here have a shape that only the editor makes, or any. */
const kinds = new Map<Field['type'], Kind>([
	['string', (field, value) => (field.list || field.files ? each(asText) : text)(field, value)],
	['number', ({ displayName }, value) => asNumber(displayName, value)],
	['boolean', ({ displayName }, value) => asType(displayName, value, 'boolean')],
	['dateTime', ({ displayName }, value) => asScalar(displayName, value)],
	['options', choice],
	['multiOptions', each(asText)],
	['resourceLocator', picked],
	['collection', ({ options }, value) => row(options as Field[], value)],
	['fixedCollection', rows],
]);

/**
 * A parameter's value as its field's type has it, from the form or an expression: numbers finite, texts text (a number
 * becomes one), yes or no, one value where there is one, and so on down through collections. Blank stays blank. Throws a
 * `UserError` that names the field for a value that is none of its type: nothing is sent that somebody did not mean.
 */
export const asKind = (field: Field, value: unknown): unknown =>
	isEmpty(value) || field.checked ? value : (kinds.get(field.type)?.(field, value) ?? value);

/** The members of a collection or a row, each as its field's type has it. */
function ofTheirKinds(fields: Field[], values: Values): Values {
	const all = { ...values };
	for (const field of fields)
		if (has(all, field.name) && isShown(field, all))
			set(all, field.name, asKind(field, own(all, field.name)));
	return all;
}

/**
 * Passes the value of a choice that decides which others of these fields show. Throws a `UserError` for one that is not on
 * offer: what it hides, a required one too, would be left out without a word.
 */
export function asOffered(
	{ name, displayName, type, options = [] }: Field,
	value: unknown,
	fields: Field[],
): unknown {
	const decides = type === 'options' && fields.some(({ show = {} }) => has(show, name));
	const offered = options.flatMap((option) => ('value' in option ? [option.value] : []));
	if (!decides || isEmpty(value) || offered.some((one) => one === value)) return value;
	throw new UserError(`'${displayName}' is '${shown(value)}', which is none of its choices`, {
		description: `It takes one of: ${offered.join(', ')}`,
	});
}
