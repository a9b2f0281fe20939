import { tokens } from './tokens';

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
const inMarkdown = (address: string) => address.replace(/[()<>]/g, (sign) => brackets[sign]);

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
const PARAGRAPHS = new Set([
	...[
		'p',
		'h1',
		'h2',
		'h3',
		'h4',
		'h5',
		'h6',
		'blockquote',
		'pre',
		'table',
		'ul',
		'ol',
		'dl',
		'figure',
		'hr',
	],
]);
/** A line of their own. */
const LINES = new Set([
	...[
		'div',
		'li',
		'tr',
		'dt',
		'dd',
		'section',
		'article',
		'header',
		'footer',
		'figcaption',
		'form',
		'center',
	],
	...[
		'address',
		'aside',
		'main',
		'nav',
		'caption',
		'thead',
		'tbody',
		'tfoot',
		'fieldset',
		'details',
		'summary',
	],
]);

type List = { ordered: boolean; count: number };
type Link = { label: string; address?: string };

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
		const words = text.replace(/[^\S\u00a0]+/g, ' ');
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
			.replace(/\u00a0/g, ' ')
			.replace(/[ \t]+$/gm, '')
			.trim();
	}
}

/** What nobody sees and what terminals act on: control characters, soft hyphens, zero-width spaces, marks of direction. */
const INVISIBLE = /[\p{Cc}\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;
const visible = (text: string): string =>
	text.replace(INVISIBLE, (sign) => (sign === '\n' || sign === '\t' || sign === '\r' ? sign : ''));

/**
 * HTML, as Intercom's messages have it, → what a person reads of it: paragraphs and lists kept, links with their address,
 * pictures by name and address; scripts, styles and comments left out. Never throws, in one pass. Pure.
 */
export function readable(html: string, style: Style): string {
	const page = new Page();
	const lists: List[] = [];
	let link: Link | undefined;
	let preformatted = 0;
	let cells = 0;

	const write = (text: string) => {
		if (link) link.label += text;
		else if (preformatted > 0) page.writeAsIs(text.replace(/\r\n?/g, '\n'));
		else page.write(text);
	};
	const endLink = () => {
		const { label, address } = link ?? { label: '' };
		link = undefined;
		// the spaces around a link are outside it
		if (/^\s/.test(label)) write(' ');
		write(linked(label, address, style));
		if (/\s$/.test(label)) write(' ');
	};
	const breakAt = (name: string) => {
		if (!PARAGRAPHS.has(name) && !LINES.has(name)) return;
		if (link) endLink();
		page.owe(PARAGRAPHS.has(name) && !(lists.length > 1 && ['ul', 'ol'].includes(name)) ? 2 : 1);
	};

	const opened = (name: string, attributes: Map<string, string>) => {
		if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: 0 });
		breakAt(name);
		if (name === 'br') {
			if (link) endLink();
			page.break();
		} else if (name === 'hr') page.write('---');
		else if (name === 'pre') preformatted++;
		else if (name === 'a') {
			if (link) endLink();
			link = { label: '', address: attributes.get('href') };
		} else if (name === 'img') {
			const picture = linked(attributes.get('alt') || 'image', attributes.get('src'), style);
			if (link) link.label += ` ${attributes.get('alt') ?? ''} `;
			else page.write(style === 'markdown' && picture.startsWith('[') ? `!${picture}` : `[${picture}]`);
		} else if (name === 'li') {
			const list = lists.at(-1) ?? { ordered: false, count: 0 };
			const indent = '  '.repeat(Math.max(0, Math.min(lists.length, 10) - 1));
			page.bullet(indent + (list.ordered ? `${++list.count}. ` : '- '));
		} else if (name === 'tr') cells = 0;
		else if ((name === 'td' || name === 'th') && cells++ > 0) page.write(' | ');
		if (name === 'hr') page.owe(2);
	};
	const closed = (name: string) => {
		if (name === 'a') return link && endLink();
		breakAt(name);
		if (name === 'ul' || name === 'ol') lists.pop();
		if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
		if (name === 'br') page.break();
	};

	for (const token of tokens(visible(html))) {
		if ('text' in token) write(visible(token.text));
		else if ('open' in token) opened(token.open, token.attributes);
		else closed(token.close);
	}
	if (link) endLink();
	return page.toString();
}
