import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { most } from '../../../nodes/Intercom/exports/bounds';
import { take } from '../../../nodes/Intercom/transport/pages';
import { untar } from '../../../nodes/Intercom/exports/tar';
import { recordsIn } from '../../../nodes/Intercom/exports/unpack';
import { tar } from '../../simulators/intercom/tar';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = async (bytes: Buffer, size = 1000, most = Infinity) =>
	await take(most, recordsIn(cut(bytes, size)));

const table = 'id,name\n1,Ada\n2,"Grace, née Murray"\n';
const people = [
	{ id: '1', name: 'Ada' },
	{ id: '2', name: 'Grace, née Murray' },
];

it.each([
	['as it is', Buffer.from(table)],
	['gzipped', gzipSync(table)],
	['gzipped in two parts', Buffer.concat([gzipSync(table.slice(0, 20)), gzipSync(table.slice(20))])],
	['with a byte order mark', Buffer.from(`\uFEFF${table}`)],
])('reads a CSV %s, whatever the chunks', async (_, bytes) => {
	for (const size of [1, 7, 100_000]) expect(await read(bytes, size)).toEqual(people);
});

it('reads the CSV files of an archive and says which, gzipped or not', async () => {
	const archive = tar({ 'a/people.csv': table, 'README.md': 'id\nno table', 'more.csv': 'id\n3' });
	const expected = [
		...people.map((person) => ({ ...person, _file: 'a/people.csv' })),
		{ id: '3', _file: 'more.csv' },
	];
	for (const bytes of [archive, gzipSync(archive)])
		for (const size of [1, 500, 100_000]) expect(await read(bytes, size)).toEqual(expected);
});

it('reads any files of an archive, also when the caller leaves some unread', async () => {
	const content = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 1200 });
	const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), content, { maxKeys: 5 });
	await fc.assert(
		fc.asyncProperty(files, fc.integer({ min: 1, max: 2000 }), fc.boolean(), async (given, size, skip) => {
			const found: Record<string, string> = {};
			for await (const { name, bytes } of untar(cut(tar(given), size))) {
				found[name] = '';
				if (!skip) for await (const part of bytes) found[name] += Buffer.from(part).toString();
			}
			expect(found).toEqual(
				skip ? Object.fromEntries(Object.keys(given).map((name) => [name, ''])) : { ...given },
			);
		}),
		{ numRuns: 60 },
	);
});

it('stops reading where nobody wants more', async () => {
	let asked = 0;
	async function* endless(): AsyncGenerator<Buffer> {
		yield Buffer.from('id\n');
		for (;;) yield Buffer.from(`${++asked}\n`);
	}
	expect(await take(5, recordsIn(endless()))).toHaveLength(5);
	// the first 512 bytes are looked at in any case
	expect(asked).toBeLessThan(300);
});

it('says that a ZIP is not for it, and fails for one that is cut off', async () => {
	await expect(read(Buffer.from('PK\x03\x04rest', 'latin1'))).rejects.toThrow('ZIP archive');
	await expect(read(gzipSync(table.repeat(1000)).subarray(0, 60))).rejects.toThrow();
	await expect(read(tar({ 'a.csv': table }).subarray(0, 530))).rejects.toThrow('ends in the middle');
});

describe('hostile files', () => {
	/** A file of the simulator's archive, with a header of any kind before it. */
	const withHeader = (type: 'x' | 'L', header: Buffer): Buffer => {
		const [block] = [tar({ 'a.csv': table }).subarray(0, 512)].map((first) => Buffer.from(first));
		block.write(`${header.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
		block.write(type, 156, 'latin1');
		const padding = Buffer.alloc((512 - (header.length % 512)) % 512);
		return Buffer.concat([block, header, padding, tar({ 'b.csv': table })]);
	};
	const pax = (...records: string[]) =>
		Buffer.from(
			records
				.map((record) => {
					const bare = Buffer.byteLength(record) + 2;
					return `${bare + String(bare + String(bare).length).length} ${record}\n`;
				})
				.join(''),
		);
	async function* repeated(start: string, piece: string, bytes: number): AsyncGenerator<Buffer> {
		yield Buffer.from(start);
		const chunk = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
		for (let left = bytes; left > 0; left -= chunk.length) yield chunk;
	}
	const end = async (bytes: AsyncIterable<Uint8Array>): Promise<unknown> => {
		let rows = 0;
		try {
			for await (const row of recordsIn(bytes)) rows += row ? 1 : 0;
		} catch (error) {
			return (error as Error).message;
		}
		return rows;
	};

	it('takes the name and the size of an extended header, line breaks and all', async () => {
		const named = withHeader('x', pax('comment=a\n12 path=no.csv', 'path=people\n.csv', 'mtime=1'));
		expect((await read(named)).map(({ _file }) => _file)).toEqual(['people\n.csv', 'people\n.csv']);
		expect((await read(withHeader('L', Buffer.from('long.csv\0rest'))))[0]._file).toBe('long.csv');
	});

	it.each([
		['no records', '\n'.repeat(60_000)],
		['lengths that overlap', '1\n'.repeat(30_000)],
		['a length of nothing', '0 path=x\n'],
		['a length beyond the header', '99999999 path=b.csv\n'],
	])('passes over what an extended header holds that is none: %s', async (_, header) => {
		expect(await read(withHeader('x', Buffer.from(header)))).toHaveLength(2);
	});

	it.each<[string, () => Buffer, string]>([
		[
			'a header of 200 MB of line breaks in 200 kB',
			() => gzipSync(withHeader('x', Buffer.alloc(200_000_000, '\n'))),
			'a header has more than 65,536 bytes',
		],
		['a long name', () => withHeader('L', Buffer.alloc(65_537, 'a')), 'a header has more than 65,536 bytes'],
		['a size that is none', () => withHeader('x', pax('size=-1')), 'a file without a size'],
		['a heading of 2,000 columns', () => gzipSync(`${'a,'.repeat(1999)}a\n`), 'more than 500 columns'],
		['a row of 501 columns', () => Buffer.from(`a\n${','.repeat(500)}\n`), 'more than 500 columns'],
		['a long heading', () => Buffer.from(`${'a'.repeat(1001)}\n1`), 'more than 1,000 characters'],
		[
			'many rows that leave out most columns',
			() => gzipSync(`${'a,'.repeat(499)}a\n${'1\n'.repeat(10_000)}`),
			'has more than 2,000,000 fields',
		],
		[
			'many long names of columns',
			() => gzipSync(`${`${'a'.repeat(990)},`.repeat(499)}a\n${'1\n'.repeat(1_000)}`),
			'has more than 100,000,000 characters',
		],
	])('refuses %s', async (_, file, message) => {
		expect(await end(cut(file(), 65_536))).toContain(message);
	});

	it.each<[string, string, string, string]>([
		['a quote that nothing closes', '"', 'x', 'a field has more than 1,000,000 characters'],
		['a field without an end', 'a\n', 'x', 'a field has more than 1,000,000 characters'],
		['quotes without an end', 'a\n"', '""', 'a field has more than 1,000,000 characters'],
		['commas without an end', 'a\n', ',', 'a row has more than 500 columns'],
		['rows without an end', 'a\n', '1,2\n', 'has more than 2,000,000 fields'],
		['long fields without an end', 'a\n', `${'x'.repeat(60_000)},\n`, 'more than 100,000,000 characters'],
	])('stops at the bound of %s, however much would follow', async (_, start, piece, message) => {
		expect(await end(repeated(start, piece, 150_000_000))).toContain(message);
	});

	it.each<[string, () => Buffer, string]>([
		['empty lines', () => Buffer.from('a\n1\n'), '\n'],
		['headers of an archive', () => withHeader('x', Buffer.alloc(512)).subarray(0, 1024), ''],
		['files that are no CSV', () => tar({ 'a.txt': 'x'.repeat(512) }).subarray(0, 1024), ''],
	])('comes to an end where there are %s without an end', async (_, start, piece) => {
		const bytes = start();
		const chunk = piece === '' ? Buffer.concat(Array<Buffer>(64).fill(bytes)) : Buffer.alloc(65_536, piece);
		async function* endless(): AsyncGenerator<Buffer> {
			yield bytes;
			for (let given = 0; given < 10_000_000; given += chunk.length) yield chunk;
		}
		jest.replaceProperty(most, 'unpacked', 5_000_000);
		expect(await end(endless())).toContain('more than 5,000,000 bytes');
		jest.restoreAllMocks();
	});

	it('of nothing but line ends there is nothing', async () => {
		expect(await end(repeated('a', '\r\n', 20_000_000))).toBe(0);
	});

	it('names each column once where names look like the numbered ones', async () => {
		expect(await read(Buffer.from('a,a,a_2,a\n1,2,3,4'))).toEqual([
			{ a: '1', a_2: '2', a_2_2: '3', a_3: '4' },
		]);
	});
});
