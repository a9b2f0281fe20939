import { crc32 } from 'node:zlib';

const fields = (...values: Array<[bytes: 2 | 4, value: number]>): Buffer => {
	const buffer = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0));
	let at = 0;
	for (const [bytes, value] of values) at = buffer.writeUIntLE(value, at, bytes);
	return buffer;
};

/** A ZIP archive of these files by name, stored as they are. */
export function zip(files: Record<string, string>): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const [name, text] of Object.entries(files)) {
		const [path, content] = [Buffer.from(name), Buffer.from(text)];
		const { length } = content;
		// version 2.0, no flags, stored, 1 January 1980
		const shared = fields(
			[2, 20],
			[2, 0],
			[2, 0],
			[2, 0],
			[2, 33],
			[4, crc32(content)],
			[4, length],
			[4, length],
		);
		const local = Buffer.concat([
			fields([4, 0x04034b50]),
			shared,
			fields([2, path.length], [2, 0]),
			path,
			content,
		]);
		const more = fields([2, path.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
		directory.push(Buffer.concat([fields([4, 0x02014b50], [2, 20]), shared, more, path]));
		locals.push(local);
		at += local.length;
	}
	const { length } = directory;
	const size = directory.reduce((sum, entry) => sum + entry.length, 0);
	const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, length], [2, length], [4, size], [4, at], [2, 0]);
	return Buffer.concat([...locals, ...directory, end]);
}
