import { unescaped } from '../../core/values/entities';

/** What HTML is made of, as far as reading it needs. `attributes`: names in lower case, values without entities. */
export type Token = { text: string } | { open: string; attributes: Map<string, string> } | { close: string };

/** Their content is nothing to read. */
const UNREAD = new Set([
	...[
		'script',
		'style',
		'template',
		'noscript',
		'head',
		'title',
		'iframe',
		'object',
		'svg',
		'math',
		'textarea',
	],
]);

const NAME = /[A-Za-z][^\s/>]*/y;
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

type Tag = { attributes: Map<string, string>; end: number; isClosed: boolean };

/** The attributes from `at` on, and where the tag ends. A tag that is never closed takes all that follows. */
function readAttributes(html: string, at: number): Tag {
	const attributes = new Map<string, string>();
	let end = at;
	for (;;) {
		ATTRIBUTE.lastIndex = end;
		const found = ATTRIBUTE.exec(html);
		if (!found) break;
		const [, name, double, single, bare] = found;
		if (!attributes.has(name.toLowerCase()))
			attributes.set(name.toLowerCase(), unescaped(double ?? single ?? bare ?? ''));
		end = ATTRIBUTE.lastIndex;
	}
	const closed = html.indexOf('>', end);
	return { attributes, end: closed === -1 ? html.length : closed + 1, isClosed: closed !== -1 };
}

const after = (html: string, mark: string, from: number): number => {
	const found = html.indexOf(mark, from);
	return found === -1 ? html.length : found + mark.length;
};

/** Where the content of an unread element ends: at its closing tag, or with the text. */
function closingTag(lower: string, name: string, from: number): number {
	for (let at = lower.indexOf(`</${name}`, from); at !== -1; at = lower.indexOf(`</${name}`, at + 1))
		if (/[\s/>]/.test(lower[at + name.length + 2] ?? '>')) return at;
	return lower.length;
}

/**
 * HTML in pieces, in one pass: comments, declarations and what scripts and styles hold left out, entities resolved. Takes
 * whatever it is given: a `<` that begins no tag is text.
 */
export function* tokens(html: string): Generator<Token> {
	const lower = html.toLowerCase();
	// lower case may be longer than its text in some alphabets: positions would differ
	const searched = lower.length === html.length ? lower : html;
	let at = 0;
	while (at < html.length) {
		const next = html.indexOf('<', at);
		const sign = html[next + 1] ?? '';
		if (next === -1 || !/[A-Za-z/!?]/.test(sign)) {
			const end = next === -1 ? html.length : next + 1;
			yield { text: unescaped(html.slice(at, end)) };
			at = end;
			continue;
		}
		if (next > at) yield { text: unescaped(html.slice(at, next)) };
		if (html.startsWith('<!--', next)) {
			at = after(html, '-->', next + 4);
			continue;
		}
		NAME.lastIndex = next + (sign === '/' ? 2 : 1);
		const name = NAME.exec(html)?.[0].toLowerCase();
		if (!name) {
			at = after(html, '>', next);
			continue;
		}
		const { attributes, end, isClosed } = readAttributes(html, NAME.lastIndex);
		at = end;
		if (!isClosed) continue;
		if (sign === '/') yield { close: name };
		else if (UNREAD.has(name)) at = after(html, '>', closingTag(searched, name, end));
		else yield { open: name, attributes };
	}
}
