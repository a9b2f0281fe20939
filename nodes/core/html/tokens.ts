import { unescaped } from '../values/entities';
import { Tokenizer, type TokenizerCallbacks } from '../vendor/htmlparser2';

/** What is told of HTML in the order it comes. `attributes`: names in lower case, the first of each; values without entities. */
export type Reader = {
	text(text: string): void;
	opened(name: string, attributes: Map<string, string>): void;
	closed(name: string): void;
};

/** Their content is nothing to read. */
const UNREAD = new Set(
	'script style template noscript head title iframe object svg math textarea noembed noframes'.split(' '),
);

/** Attributes that anybody asks for; of all others a page may have any number. */
const WANTED = new Set(['href', 'src', 'alt']);

/** Positions in `html` → names and texts. Of elements that are not to be read it waits for the end. */
class Listener implements TokenizerCallbacks {
	private name = '';
	private attribute = '';
	private value = '';
	private attributes = new Map<string, string>();
	/** The unread element that is open. */
	private unread = '';

	constructor(
		private readonly html: string,
		private readonly reader: Reader,
	) {}

	ontext(start: number, end: number): void {
		if (!this.unread) this.reader.text(unescaped(this.html.slice(start, end)));
	}
	onopentagname(start: number, end: number): void {
		this.name = this.html.slice(start, end).toLowerCase();
		this.attributes = new Map();
	}
	onattribname(start: number, end: number): void {
		this.attribute = this.html.slice(start, end).toLowerCase();
		this.value = '';
	}
	onattribdata(start: number, end: number): void {
		if (WANTED.has(this.attribute)) this.value += this.html.slice(start, end);
	}
	onattribend(): void {
		if (WANTED.has(this.attribute) && !this.attributes.has(this.attribute))
			this.attributes.set(this.attribute, unescaped(this.value));
	}
	onopentagend(): void {
		if (this.unread) return;
		if (UNREAD.has(this.name)) this.unread = this.name;
		else this.reader.opened(this.name, this.attributes);
	}
	onselfclosingtag(): void {
		// HTML closes only foreign elements by a slash
		if (!['svg', 'math'].includes(this.name)) this.onopentagend();
	}
	onclosetag(start: number, end: number): void {
		const name = this.html.slice(start, end).toLowerCase();
		if (!this.unread) this.reader.closed(name);
		else if (this.unread === name) this.unread = '';
	}
	// nothing to read in these; entities come as text, since the tokenizer is told to leave them
	oncomment(): void {}
	oncdata(): void {}
	ondeclaration(): void {}
	onprocessinginstruction(): void {}
	onattribentity(): void {}
	ontextentity(): void {}
	onend(): void {}
}

/**
 * Tells `reader` what is in the HTML, in one pass: comments, declarations and what scripts and styles hold left out,
 * entities resolved. Takes whatever it is given: a `<` that begins no tag is text, a tag that is never closed is none.
 */
export function tokens(html: string, reader: Reader): void {
	const tokenizer = new Tokenizer({ decodeEntities: false }, new Listener(html, reader));
	tokenizer.write(html);
	tokenizer.end();
}
