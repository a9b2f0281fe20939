import { set } from '../../core/values/own';
import { broken, most, tooLarge } from './bounds';

const SPECIAL = /[",\r\n]/g;

/** Where the next character stands that means something outside quotes, from `at` on; the text's end where none does. */
function nextSpecial(text: string, at: number): number {
	SPECIAL.lastIndex = at;
	return SPECIAL.exec(text)?.index ?? text.length;
}

/** The row that is being read. Pieces of a field are joined once, when it ends. */
class Row {
	private fields: string[] = [];
	private pieces: string[] = [];
	private length = 0;
	private size = 0;
	/** The field was begun with a quote, so that even an empty one is there. */
	begun = false;
	quoted = false;
	/** The last character ended a quoted part: another quote would make it an escaped one. */
	closed = false;

	add(piece: string): void {
		if (piece === '') return;
		this.length += piece.length;
		this.size += piece.length;
		if (this.length > most.field) throw broken('a field', most.field);
		if (this.size > most.row) throw broken('a row', most.row);
		this.pieces.push(piece);
	}
	endField(): void {
		this.fields.push(this.pieces.join(''));
		if (this.fields.length > most.columns) throw broken('a row', most.columns, 'columns');
		this.pieces = [];
		this.length = 0;
		this.begun = this.closed = false;
	}
	/** The row's fields; none where nothing was written. */
	end(): string[] | undefined {
		if (this.fields.length === 0 && this.length === 0 && !this.begun) return undefined;
		this.endField();
		const { fields } = this;
		this.fields = [];
		this.size = 0;
		return fields;
	}
	/** A quote outside a quoted part. */
	quote(): void {
		if (this.closed) this.add('"');
		else if (this.length > 0 || this.begun) return this.add('"');
		this.quoted = this.begun = true;
		this.closed = false;
	}
}

/** Reads a quoted part from `at` on, and gives where it ends. */
function readQuoted(row: Row, text: string, at: number): number {
	const quote = text.indexOf('"', at);
	row.add(text.slice(at, quote === -1 ? text.length : quote));
	if (quote === -1) return text.length;
	row.quoted = false;
	row.closed = true;
	return quote + 1;
}

/**
 * The rows of a CSV text as it arrives (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes, lines end
 * in CRLF, LF or CR. Empty lines are passed over; a quote in the middle of a field is a character as any other. Throws a
 * `UserError` for fields, rows and numbers of columns beyond `bounds.ts`.
 */
export async function* rows(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
	const row = new Row();
	let afterReturn = false;
	for await (const text of texts) {
		for (let at = 0; at < text.length; ) {
			if (row.quoted) {
				at = readQuoted(row, text, at);
				continue;
			}
			const next = nextSpecial(text, at);
			if (next > at) {
				row.add(text.slice(at, next));
				row.closed = afterReturn = false;
			}
			const sign = text[next];
			const wasReturn = afterReturn;
			afterReturn = sign === '\r';
			at = next + 1;
			if (sign === '"') row.quote();
			else if (sign === ',') row.endField();
			else if (sign === '\r' || (sign === '\n' && !wasReturn)) {
				const ended = row.end();
				if (ended) yield ended;
			}
		}
	}
	const last = row.end();
	if (last) yield last;
}

/** Names of columns, each once: `a`, `a_2`. A column without a name is called by its number. */
function headings(row: string[]): string[] {
	const taken = new Set<string>();
	const times = new Map<string, number>();
	return row.map((cell, index) => {
		const name = cell.trim() || `column_${index + 1}`;
		if (name.length > most.heading) throw broken('a column’s name', most.heading);
		let free = name;
		for (let count = times.get(name) ?? 1; taken.has(free); ) {
			free = `${name}_${++count}`;
			times.set(name, count);
		}
		taken.add(free);
		return free;
	});
}

/** What was read so far; throws a `UserError` when it is too much to give as items. */
export function createCount(): (row: string[], names: string[]) => void {
	let cells = 0;
	let characters = 0;
	return (row, names) => {
		cells += Math.max(row.length, names.length);
		for (const { length } of row) characters += length;
		for (const { length } of names) characters += length;
		if (cells > most.cells) throw tooLarge('fields', most.cells);
		if (characters > most.characters) throw tooLarge('characters', most.characters);
	};
}

/** The rows after the first as objects whose keys are what the first row says. `count` is told of each. */
export async function* records(
	texts: AsyncIterable<string>,
	count = createCount(),
): AsyncGenerator<Record<string, string>> {
	let names: string[] | undefined;
	let blank: Record<string, string> = {};
	for await (const row of rows(texts)) {
		if (!names) {
			names = headings(row);
			blank = Object.fromEntries(names.map((name) => [name, '']));
			continue;
		}
		count(row, names);
		// a copy takes a tenth of the memory of an object that grows
		const record = { ...blank };
		for (const [index, cell] of row.entries()) set(record, names[index] ?? `column_${index + 1}`, cell);
		yield record;
	}
}
