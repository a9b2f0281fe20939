import { unescaped } from '../values/entities';
import { set } from '../values/own';
import { decoded, encoded } from '../values/path';

/** What stands where a secret stood. */
const BLOT = '[secret]';

/** A shorter text is no secret of use to anybody, and may be part of any other. */
const SHORTEST = 8;

/** How a server may write what it was sent: as it is, in JSON, in a path or a query (with `%2F` or `%2f`). */
function spellings(secret: string): string[] {
	const escaped = [encoded(secret), new URLSearchParams([['', secret]]).toString().slice(1)];
	const lower = escaped.map((text) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()));
	return [secret, JSON.stringify(secret).slice(1, -1), ...escaped, ...lower];
}

/** As much of a text is decoded later as becomes words or a name. */
const EXCERPT = 16_384;

const MAY_HIDE = /[<&%\\\p{Cc}\p{Cf}]/u;

/** A sign as JSON may escape it. */
const ESCAPED = /\\(?:u([\da-f]{4})|(.))/gi;

/** What a text may become once it is read: without tags and what nobody sees, and with what HTML, addresses or JSON escape. */
function readings(text: string): string[] {
	const start = text.slice(0, EXCERPT);
	if (!MAY_HIDE.test(start)) return [];
	const page = unescaped(start.replace(/<[^<>]*>/g, ''));
	const address = decoded(start.replace(/%(?![0-9a-f]{2})/gi, '%25'));
	const json = start.replace(ESCAPED, (_, hex?: string, sign = '') =>
		hex ? String.fromCharCode(parseInt(hex, 16)) : String(sign),
	);
	return [page, address, json].map((one) => one.replace(/[\p{Cc}\p{Cf}]+/gu, ''));
}

/** Takes secrets out of a text, or out of all texts and names in an object or list. */
export type Blot = <T>(value: T) => T;

/** Cleans the members of an object, or the elements of a list; gives those that are objects or lists themselves. */
function within(object: object, clean: (text: string) => string): object[] {
	const inner: object[] = [];
	for (const [name, value] of Object.entries(object) as Array<[string, unknown]>) {
		const said = clean(name);
		const held = typeof value === 'string' ? clean(value) : value;
		if (said !== name) Reflect.deleteProperty(object, name);
		if (said !== name || held !== value) set(object, said, held);
		if (typeof held === 'object' && held !== null) inner.push(held);
	}
	return inner;
}

/**
 * What takes these secrets out of whatever a server says, before anybody reads it. Gives a text anew; an object or list is
 * changed where it stands, and only where a secret is in it.
 */
export function blotting(secrets: string[]): Blot {
	const known = secrets.map((secret) => secret.trim()).filter(({ length }) => length >= SHORTEST);
	// the longest first: one may be part of another
	const forms = [...new Set(known.flatMap(spellings))].sort((a, b) => b.length - a.length);
	const clean = (text: string): string => {
		if (text.length < SHORTEST) return text;
		const rest = forms.reduce((all, form) => (all.includes(form) ? all.replaceAll(form, BLOT) : all), text);
		// one that only shows once it is read has no place that could be blotted out
		return readings(rest).some((one) => known.some((secret) => one.includes(secret))) ? BLOT : rest;
	};

	return (value) => {
		if (forms.length === 0) return value;
		if (typeof value === 'string') return clean(value) as typeof value;
		const left: object[] = typeof value === 'object' && value !== null ? [value] : [];
		// no recursion: a server may nest as deeply as it likes
		for (let one = left.pop(); one; one = left.pop()) for (const each of within(one, clean)) left.push(each);
		return value;
	};
}
