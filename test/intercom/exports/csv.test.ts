import fc from 'fast-check';
import { records, rows } from '../../../nodes/Intercom/exports/csv';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
	for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const one of source) found.push(one);
	return found;
}

const read = async (text: string, size = 3) => await all(rows(pieces(text, size)));

it('reads quotes, doubled quotes, commas and line breaks in quotes, and every line end', async () => {
	expect(await read('a,b\r\n"1,2","say ""hi"""\n"two\r\nlines",\r"",x')).toEqual([
		['a', 'b'],
		['1,2', 'say "hi"'],
		['two\r\nlines', ''],
		['', 'x'],
	]);
});

it('keeps a row of one empty quoted field, passes over empty lines, and takes stray quotes as they are', async () => {
	expect(await read('""\n\n\r\nx"y,"a"b\n')).toEqual([[''], ['x"y', 'ab']]);
});

it('gives back what was written, however it is cut', async () => {
	const cell = fc.string({
		unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r', ' '),
		maxLength: 6,
	});
	const table = fc
		.integer({ min: 1, max: 4 })
		.chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
	await fc.assert(
		fc.asyncProperty(
			table,
			fc.integer({ min: 1, max: 9 }),
			fc.constantFrom('\n', '\r\n', '\r'),
			async (written, size, end) => {
				const quoted = written.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','));
				expect(await read(quoted.join(end), size)).toEqual(written);
			},
		),
		{ numRuns: 200 },
	);
});

it('names the columns by the first row, each once, and loses no cell', async () => {
	expect(await all(records(pieces('a,a,,b\n1,2,3\n1,2,3,4,5', 4)))).toEqual([
		{ a: '1', a_2: '2', column_3: '3', b: '' },
		{ a: '1', a_2: '2', column_3: '3', b: '4', column_5: '5' },
	]);
});
