/**
 * The rows of a CSV text as it arrives (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes, lines end
 * in CRLF, LF or CR. Empty lines are passed over; a quote in the middle of a field is a character as any other.
 */
export async function* rows(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
	let row: string[] = [];
	let field = '';
	let quoted = false;
	/** The last character ended a quoted part: another quote would make it an escaped one. */
	let closed = false;
	/** The field was begun with a quote, so that even an empty one is there. */
	let begun = false;
	let afterReturn = false;

	const endField = () => {
		row.push(field);
		field = '';
		closed = begun = false;
	};
	const endRow = (): string[] | undefined => {
		const isEmpty = row.length === 0 && field === '' && !begun;
		if (isEmpty) return undefined;
		endField();
		const ended = row;
		row = [];
		return ended;
	};

	for await (const text of texts) {
		for (const character of text) {
			const wasReturn = afterReturn;
			afterReturn = false;
			if (quoted) {
				if (character === '"') {
					quoted = false;
					closed = true;
				} else field += character;
			} else if (character === '"' && closed) {
				field += '"';
				quoted = true;
				closed = false;
			} else if (character === '"' && field === '' && !begun) {
				quoted = begun = true;
			} else if (character === ',') {
				endField();
			} else if (character === '\n' || character === '\r') {
				afterReturn = character === '\r';
				const ended = character === '\n' && wasReturn ? undefined : endRow();
				if (ended) yield ended;
			} else {
				field += character;
				closed = false;
			}
		}
	}
	const last = endRow();
	if (last) yield last;
}

/** Names of columns, each once: `a`, `a_2`. A column without a name is called by its number. */
function headings(row: string[]): string[] {
	const taken = new Map<string, number>();
	return row.map((cell, index) => {
		const name = cell.trim() || `column_${index + 1}`;
		const times = (taken.get(name) ?? 0) + 1;
		taken.set(name, times);
		return times === 1 ? name : `${name}_${times}`;
	});
}

/** The rows after the first as objects whose keys are what the first row says. */
export async function* records(texts: AsyncIterable<string>): AsyncGenerator<Record<string, string>> {
	let names: string[] | undefined;
	for await (const row of rows(texts)) {
		const known = names;
		if (!known) names = headings(row);
		else {
			yield Object.fromEntries([
				...known.map((name, index): [string, string] => [name, row[index] ?? '']),
				...row
					.slice(known.length)
					.map((cell, index): [string, string] => [`column_${known.length + index + 1}`, cell]),
			]);
		}
	}
}
