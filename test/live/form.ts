import { NO_JSON } from './asker';

/** What a value is, without the value. */
export type Type =
	| 'null'
	| 'boolean'
	| 'integer'
	| 'integer of milliseconds'
	| 'number'
	| 'string'
	| 'ISO time'
	| 'array'
	| 'object'
	| 'no JSON'
	| 'nothing';

/** The form of all values that stood in one place. */
export type Form = {
	types: Map<Type, number>;
	/** Texts of one word, to be held against words that are known. Never printed unless they are. */
	words: Set<string>;
	members: Map<string, Form>;
	/** Of arrays, all elements as one. */
	elements?: Form;
};

export const emptyForm = (): Form => ({ types: new Map(), words: new Set(), members: new Map() });

const deepest = 20;
const mostWords = 200;
const isTime = (name: string): boolean => /(_at|_until|_since|_start|_end)$|^timestamp$/.test(name);
/** In seconds that would be the year 5138. */
const tooManySeconds = 1e11;

function typeOf(value: unknown, name: string): Type {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (value === NO_JSON) return 'no JSON';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') {
		if (!Number.isInteger(value)) return 'number';
		return isTime(name) && value > tooManySeconds ? 'integer of milliseconds' : 'integer';
	}
	if (typeof value === 'string')
		return isTime(name) && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) ? 'ISO time' : 'string';
	return typeof value as 'boolean' | 'object';
}

/** How many values of that type stood there. */
export const count = (form: Form | undefined, type: Type): number => form?.types.get(type) ?? 0;

export const seen = (form: Form | undefined): number =>
	form ? [...form.types.values()].reduce((sum, each) => sum + each, 0) : 0;

/** Adds a value to the form; `name` is the member that it is. */
export function take(form: Form, value: unknown, name = '', depth = 0): void {
	const type = typeOf(value, name);
	form.types.set(type, count(form, type) + 1);
	if (typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) && form.words.size < mostWords)
		form.words.add(value);
	if (typeof value !== 'object' || value === null || depth === deepest) return;
	if (Array.isArray(value)) {
		const elements = (form.elements ??= emptyForm());
		for (const element of value) take(elements, element, name, depth + 1);
		return;
	}
	for (const [key, member] of Object.entries(value)) {
		const inner = form.members.get(key) ?? emptyForm();
		form.members.set(key, inner);
		take(inner, member, key, depth + 1);
	}
}
