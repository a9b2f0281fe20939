/** What may be masked in a text. */
export type Masks = { emails: boolean; phones: boolean };

/** What an e-mail address is made of, and the most that one can have of it, so that a long word is looked at once. */
const WORD = /[\p{L}\p{N}._%+'@-]+/gu;
const DOMAIN = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;

/** No domain is longer. Source: RFC 1035. */
const LONGEST_DOMAIN = 253;

/** `ada@example.com.` → `[email].`; a word without an address stays. */
function withoutEmails(word: string): string {
	const [first, ...rest] = word.split('@');
	let done = '';
	let local = first;
	for (const part of rest) {
		const domain = local && DOMAIN.exec(part.slice(0, LONGEST_DOMAIN))?.[0];
		done += domain ? '[email]' : `${local}@`;
		local = domain ? part.slice(domain.length) : part;
	}
	return done + local;
}

const PHONE = /(?<![\p{L}\p{N}/=#&@_.-])(?:\+|\(\+?)?\d[\d ().\t\u00a0/-]{4,28}\d(?![\p{L}\p{N}_@])/gu;
const DATES =
	/((?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)(?:[T ]\d\d:\d\d)?|(?<!\d)[0-3]?\d[./][0-3]?\d[./](?:19|20)\d\d(?!\d))/;
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;

/** 7 to 15 digits (E.164), written as people write numbers to call: no IP address, no short plain number. */
function isPhone(text: string): boolean {
	const digits = text.replace(/\D/g, '').length;
	if (digits < 7 || digits > 15 || ADDRESS.test(text)) return false;
	return !/^\d+$/.test(text) || digits >= 9;
}

/** Two numbers that stand side by side are too long together, and told apart by the space between. */
const phoneless = (found: string): string =>
	isPhone(found)
		? '[phone]'
		: found
				.split(/(\s+)/)
				.map((piece) => (isPhone(piece) ? '[phone]' : piece))
				.join('');

const withoutPhones = (text: string): string =>
	text
		.split(DATES)
		// every other piece is a date
		.map((piece, index) => (index % 2 === 0 ? piece.replace(PHONE, phoneless) : piece))
		.join('');

/** Puts `[email]` and `[phone]` in place of what looks like one. Pure. */
export function masked(text: string, { emails, phones }: Masks): string {
	const kept = emails ? text.replace(WORD, withoutEmails) : text;
	return phones ? withoutPhones(kept) : kept;
}
