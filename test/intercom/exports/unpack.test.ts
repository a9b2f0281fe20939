import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
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
