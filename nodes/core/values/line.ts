/** What is no character of a line: ends of lines, controls of terminals, and marks that turn the direction of what follows. */
const NO_LETTERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** As much of a text is read as may make a line. */
const EXCERPT = 2_000;

/** The words of a stranger on one line, cut off after `longest` characters: safe in an error and in a log. */
export function oneLine(text: string, longest = 300): string {
	const line = text.slice(0, EXCERPT).replace(NO_LETTERS, ' ').replace(/\s+/g, ' ').trim();
	return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Longest name of a file and its ending, in characters: file systems bear 255 bytes. */
const LONGEST_NAME = 200;
const LONGEST_ENDING = 20;

/** The name of a file, whoever gave it: one line without a path, which keeps its ending where it is cut off; never empty. */
export function fileName(text: string): string {
	const last = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
	const excerpt = last.length > EXCERPT ? last.slice(0, LONGEST_NAME) + last.slice(-LONGEST_NAME) : last;
	const name = excerpt.replace(NO_LETTERS, '').trim();
	if (['', '.', '..'].includes(name)) return 'file';
	// by characters: half of one is none
	const characters = [...name];
	if (characters.length <= LONGEST_NAME) return name;
	const dot = characters.lastIndexOf('.');
	const ending = dot >= characters.length - LONGEST_ENDING ? characters.slice(dot) : [];
	return [...characters.slice(0, LONGEST_NAME - ending.length), ...ending].join('');
}

/** Longest media type that is one, in characters (RFC 6838: 127 for each half). */
const LONGEST_TYPE = 255;

/** The media type in a header, without its parameters; that of any bytes where it is none. */
export function mediaType(header: string): string {
	const type = header
		.slice(0, LONGEST_TYPE + 1)
		.split(';')[0]
		.trim();
	return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) && type.length <= LONGEST_TYPE
		? type
		: 'application/octet-stream';
}
