import { broken, most } from './bounds';
import { reader, type Bytes, type Reader } from './bytes';

/** A file in a tar archive. Its bytes are to be read before the next file is asked for. */
export type Entry = { name: string; bytes: Bytes };

const BLOCK = 512;

/** The text in these bytes, up to the first zero. */
const text = (block: Buffer, from = 0, to = block.length): string => {
	const bytes = block.subarray(from, to);
	const end = bytes.indexOf(0);
	return bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8');
};

/** A size is written in octal digits, or in binary where these do not do (GNU). */
const sizeIn = (block: Buffer): number =>
	block[124] & 0x80 ? Number(block.readBigUInt64BE(128)) : parseInt(text(block, 124, 136).trim() || '0', 8);

/** A size that a file can have. */
function known(size: number): number {
	if (Number.isSafeInteger(size) && size >= 0) return size;
	throw new Error('the archive has a file without a size');
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Whether this is the first block of an archive. */
export const isTar = (block: Buffer): boolean => block.subarray(257, 262).toString('latin1') === 'ustar';

/** What an extended header sets of a file. */
type Extended = { path?: string; size?: string };

/** The longest number that says how long a record is, in digits. */
const LONGEST_LENGTH = 8;

/** The name and the size that an extended header sets: records of `<length> <key>=<value>\n`. Source: POSIX pax. */
function extended(header: Buffer): Extended {
	const found: Extended = {};
	for (let at = 0; at < header.length; ) {
		const space = header.subarray(at, at + LONGEST_LENGTH).indexOf(' ');
		const length = Number(header.toString('latin1', at, at + Math.max(space, 0)));
		// what is no record ends the header: nothing behind it can be told apart
		if (space < 1 || !(length > space)) break;
		const record = header.toString('utf8', at + space + 1, at + length - 1);
		if (record.startsWith('path=')) found.path = record.slice('path='.length);
		if (record.startsWith('size=')) found.size = record.slice('size='.length);
		at += length;
	}
	return found;
}

/**
 * The files of an archive, one after the other, as it arrives. What the caller leaves of a file is passed over. Written here,
 * since the streaming libraries take quadratic time for a hostile header or keep one of any size in memory.
 */
export async function* untar(bytes: Bytes): AsyncGenerator<Entry> {
	const source: Reader = reader(bytes);
	let next: Extended = {};
	for (;;) {
		const block = await source.exactly(BLOCK);
		// two empty blocks end an archive
		if (block.length < BLOCK || block.every((byte) => byte === 0)) return;
		const type = String.fromCharCode(block[156]);
		const size = known(Number(next.size ?? sizeIn(block)));
		if (type === 'x' || type === 'L') {
			if (size > most.header) throw broken('a header', most.header, 'bytes');
			const header = await source.exactly(size);
			await source.exactly(padding(size));
			next = { ...next, ...(type === 'x' ? extended(header) : { path: text(header) }) };
			continue;
		}
		let left = size;
		const content = async function* (): Bytes & AsyncGenerator<Uint8Array> {
			while (left > 0) {
				const part = await source.some(left);
				if (part.length === 0) throw new Error('the archive ends in the middle of a file');
				left -= part.length;
				yield part;
			}
		};
		const prefix = isTar(block) ? text(block, 345, 500) : '';
		const name = next.path ?? [prefix, text(block, 0, 100)].filter(Boolean).join('/');
		next = {};
		if (type === '0' || type === '\0' || type === '7') yield { name, bytes: content() };
		for (const rest = content(); left > 0; ) await rest.next();
		await source.exactly(padding(size));
	}
}
