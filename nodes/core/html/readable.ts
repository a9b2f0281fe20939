import { own } from '../values/own';
import { tokens, type Reader } from './tokens';

/** How links, pictures and emphasis are written. */
export type Style = 'plain' | 'markdown';

/** Addresses that a person may be sent to; all others run something or carry it. */
const isSafe = (address: string): boolean => /^(https?:\/\/|mailto:|tel:)/i.test(address);

/** Browsers ignore these inside an address, and so they hide a scheme. */
const cleaned = (address = ''): string => {
	const bare = address.replace(/\s/g, '');
	return isSafe(bare) ? bare : '';
};

const brackets: Record<string, string> = { '(': '%28', ')': '%29', '<': '%3C', '>': '%3E' };
const inMarkdown = (address: string) => address.replace(/[()<>]/g, (sign) => own(brackets, sign) ?? sign);

/** A label with its address; one alone where they say the same or one is missing. */
export function linked(label: string, address: string | undefined, style: Style): string {
	const words = label.replace(/\s+/g, ' ').trim();
	const target = cleaned(address);
	if (!target || !words) return words || target;
	if (target === words || target.replace(/^(mailto|tel):/i, '') === words) return words;
	return style === 'markdown'
		? `[${words.replace(/[[\]\\]/g, '\\$&')}](${inMarkdown(target)})`
		: `${words} (${target})`;
}

/** Blank lines before and after. */
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl figure hr'.split(' '));

/** A line of their own. */
const LINES = new Set(
	(
		'div li tr dt dd section article header footer figcaption form center address aside main nav caption thead tbody ' +
		'tfoot fieldset details summary'
	).split(' '),
);

type List = { ordered: boolean; count: number };
type Link = { label: string; address?: string };

/** Any white space but one single space, which need not be replaced, and no-break spaces, which stay. */
const SPACES = /[^\S\u00a0 ][^\S\u00a0]*| [^\S\u00a0]+/g;

/** Text on its way: what is written, and how many line breaks are owed before the next word. */
class Page {
	private readonly pieces: string[] = [];
	private breaks = 0;
	private space = false;
	private begun = false;
	/** Put at the beginning of the next line (a list's bullet). */
	private mark = '';

	/** At least so many line breaks before what comes next. */
	owe(breaks: number): void {
		this.breaks = Math.max(this.breaks, breaks);
		this.space = false;
	}
	/** One more line break: two of them make an empty line. */
	break(): void {
		this.breaks = Math.min(this.breaks + 1, 2);
		this.space = false;
	}
	bullet(mark: string): void {
		this.mark = mark;
	}
	private start(): void {
		if (this.begun && this.breaks > 0) this.pieces.push('\n'.repeat(this.breaks));
		else if (this.begun && this.space) this.pieces.push(' ');
		if (this.mark) this.pieces.push(this.mark);
		this.breaks = 0;
		this.space = false;
		this.mark = '';
		this.begun = true;
	}
	/** Words, with white space as HTML has it: any amount of it is one space. */
	write(text: string): void {
		const words = text.replace(SPACES, ' ');
		if (words.startsWith(' ')) this.space = true;
		const trimmed = words.replace(/^ | $/g, '');
		if (trimmed !== '') {
			this.start();
			this.pieces.push(trimmed);
		}
		if (words.endsWith(' ') && words.length > 1) this.space = true;
	}
	/** Words whose white space counts. */
	writeAsIs(text: string): void {
		if (text === '') return;
		this.start();
		this.pieces.push(text);
	}
	toString(): string {
		return this.pieces
			.join('')
			.replaceAll('\u00a0', ' ')
			.split('\n')
			.map((line) => line.trimEnd())
			.join('\n')
			.trim();
	}
}

/** What nobody sees and what terminals act on: control characters, soft hyphens, zero-width spaces, marks of direction. */
const INVISIBLE = /[^\P{Cc}\n\t\r]|[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;
const visible = (text: string): string => text.replace(INVISIBLE, '');

/** What was read so far, and what is open at this point. */
class Reading implements Reader {
	private readonly page = new Page();
	private readonly lists: List[] = [];
	private link: Link | undefined;
	private preformatted = 0;
	private cells = 0;

	constructor(private readonly style: Style) {}

	text(hidden: string): void {
		this.write(visible(hidden));
	}

	private write(text: string): void {
		if (this.link) this.link.label += text;
		else if (this.preformatted > 0) this.page.writeAsIs(text.replace(/\r\n?/g, '\n'));
		else this.page.write(text);
	}

	private endLink(): void {
		if (!this.link) return;
		const { label, address } = this.link;
		this.link = undefined;
		// the spaces around a link are outside it
		if (label !== label.trimStart()) this.write(' ');
		this.write(linked(label, address, this.style));
		if (label !== label.trimEnd()) this.write(' ');
	}

	private breakAt(name: string): void {
		if (!PARAGRAPHS.has(name) && !LINES.has(name)) return;
		this.endLink();
		const isInner = this.lists.length > 1 && ['ul', 'ol'].includes(name);
		this.page.owe(PARAGRAPHS.has(name) && !isInner ? 2 : 1);
	}

	private picture(attributes: Map<string, string>): void {
		const picture = linked(attributes.get('alt') || 'image', attributes.get('src'), this.style);
		if (this.link) this.link.label += ` ${attributes.get('alt') ?? ''} `;
		else
			this.page.write(this.style === 'markdown' && picture.startsWith('[') ? `!${picture}` : `[${picture}]`);
	}

	private bullet(): void {
		const list = this.lists.at(-1) ?? { ordered: false, count: 0 };
		const indent = '  '.repeat(Math.max(0, Math.min(this.lists.length, 10) - 1));
		this.page.bullet(indent + (list.ordered ? `${++list.count}. ` : '- '));
	}

	opened(name: string, attributes: Map<string, string>): void {
		if (name === 'ul' || name === 'ol') this.lists.push({ ordered: name === 'ol', count: 0 });
		this.breakAt(name);
		if (name === 'br') {
			this.endLink();
			this.page.break();
		} else if (name === 'hr') this.page.write('---');
		else if (name === 'pre') this.preformatted++;
		else if (name === 'a') {
			this.endLink();
			this.link = { label: '', address: attributes.get('href') };
		} else if (name === 'img') this.picture(attributes);
		else if (name === 'li') this.bullet();
		else if (name === 'tr') this.cells = 0;
		else if ((name === 'td' || name === 'th') && this.cells++ > 0) this.page.write(' | ');
		if (name === 'hr') this.page.owe(2);
	}

	closed(name: string): void {
		if (name === 'a') return this.endLink();
		this.breakAt(name);
		if (name === 'ul' || name === 'ol') this.lists.pop();
		if (name === 'pre') this.preformatted = Math.max(0, this.preformatted - 1);
		if (name === 'br') this.page.break();
	}

	toString(): string {
		this.endLink();
		return this.page.toString();
	}
}

/** The longest text that is read, in characters. */
export const LONGEST = 1_000_000;

/**
 * HTML, as messages have it, → what a person reads of it: paragraphs and lists kept, links with their address, pictures by
 * name and address; scripts, styles and comments left out. Never throws, in one pass. Of HTML with more than a million
 * characters the first million are read, and the text says so at its end. Pure.
 */
export function readable(html: string, style: Style): string {
	const reading = new Reading(style);
	tokens(visible(html.slice(0, LONGEST)), reading);
	const text = reading.toString();
	return html.length > LONGEST ? `${text}\n\n[cut: this text is longer than ${LONGEST} characters]` : text;
}
