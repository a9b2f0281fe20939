import { UserError } from 'n8n-workflow';
import { shown } from './plain';

/** Half of a surrogate pair, which no address can hold. */
const HALF = /\p{Surrogate}/u;

const notAnId = (name: string, text: string) =>
	new UserError(`'${name}' is '${text}', which is not an ID`, {
		description: 'Give the ID itself, without a path',
	});

/** Whether it can be an ID: text that keeps to its own segment of a path. */
export const isId = (value: unknown): boolean => {
	const text =
		typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
			? String(value).trim()
			: '';
	// both would climb out of their place in a path, however they are escaped
	return text !== '' && text !== '.' && text !== '..' && !HALF.test(text);
};

/** An ID, whoever gave it, as text. Throws a `UserError`, which calls it `name`, for what cannot be one. */
export function idText(value: unknown, name = 'ID'): string {
	if (isId(value)) return String(value).trim();
	throw notAnId(name, shown(value));
}

/** The path of what these IDs or words lead to below `base` (`/contacts`). None of them leaves its own segment. */
export const pathTo = (base: '' | `/${string}`, ...segments: unknown[]): string =>
	[base, ...segments.map((one) => encodeURIComponent(idText(one)))].join('/');

/** The path of the template (`/contacts/{id}/notes`) with what `valueOf` has for each name in it, and what people call that. */
export const filledPath = (
	template: string,
	valueOf: (name: string) => { value: unknown; displayName: string },
): string =>
	template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const { value, displayName } = valueOf(name);
		return encodeURIComponent(idText(value, displayName));
	});

/** Any text as a part of an address has it; half a character as the sign for one that is none. */
export const encoded = (part: string): string =>
	encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'));

/** A part of an address as people read it; as it is where it is not written as one. */
export const decoded = (part: string): string => {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
};

/** Why a path that somebody typed in would lead elsewhere than below the API's own address; undefined if it does not. */
function fault(path: string): string | undefined {
	if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) return 'It is an address of its own';
	if (/[\s\\]/.test(path) || HALF.test(path)) return 'It holds a space or a backslash';
	if (/[?#]/.test(path)) return 'It holds a query';
	const parts = path.split('/').filter(Boolean).map(decoded);
	if (parts.some((part) => /^\.\.?$/.test(part) || /[/\\]/.test(part))) return 'It climbs out of its place';
	return parts.length === 0 ? 'It is empty' : undefined;
}

/** A path that somebody typed in, with a slash at its beginning. Throws what `refuse` makes of one that could lead elsewhere. */
export function typedPath(value: unknown, refuse: (path: string, why: string) => Error): string {
	const path = String(value ?? '').trim();
	const why = fault(path);
	if (why) throw refuse(path, why);
	return path.startsWith('/') ? path : `/${path}`;
}
