/** The named characters of Latin-1, from U+00A0 on. Source: HTML, named character references. */
const LATIN = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
	micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig
	Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash
	Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc
	euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml
	yacute thorn yuml`;

const characters = new Map<string, string>([
	...LATIN.split(/\s+/).map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
	...Object.entries({
		...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", AMP: '&', LT: '<', GT: '>', QUOT: '"' },
		...{ hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”' },
		...{ bdquo: '„', lsaquo: '‹', rsaquo: '›', bull: '•', euro: '€', trade: '™', rarr: '→', larr: '←' },
		...{ uarr: '↑', darr: '↓', check: '✓', ensp: ' ', emsp: ' ', thinsp: ' ', OElig: 'Œ', oelig: 'œ' },
		...{
			Scaron: 'Š',
			scaron: 'š',
			Yuml: 'Ÿ',
			dagger: '†',
			permil: '‰',
			minus: '−',
			ne: '≠',
			le: '≤',
			ge: '≥',
		},
		...{ Tab: '\t', NewLine: '\n', colon: ':', lpar: '(', rpar: ')', commat: '@', period: '.', sol: '/' },
	}),
]);

/** What Windows had at 128 to 159, as browsers read such numbers: only those that people meet. */
const windows = new Map<number, string>([
	...([
		[128, '€'],
		[133, '…'],
		[145, '‘'],
		[146, '’'],
		[147, '“'],
		[148, '”'],
		[149, '•'],
	] as const),
	...([
		[150, '–'],
		[151, '—'],
		[153, '™'],
	] as const),
]);

function numbered(code: number): string {
	const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
	return windows.get(code) ?? (isCharacter ? String.fromCodePoint(code) : '\ufffd');
}

/** `&lt;`, `&#60;` and `&#x3c;` → `<`, once: what that makes stays. Unknown names stay as they are. */
export const unescaped = (text: string): string =>
	text.replace(
		/&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));?/g,
		(all, decimal, hex, name) => {
			if (decimal) return numbered(parseInt(decimal as string, 10));
			if (hex) return numbered(parseInt(hex as string, 16));
			// without its semicolon `&copy=1` is part of an address
			return (all as string).endsWith(';')
				? (characters.get(name as string) ?? (all as string))
				: (all as string);
		},
	);
