import { reader, type Bytes, type Reader } from './bytes';

/** A file in a tar archive. Its bytes are to be read before the next file is asked for. */
export type Entry = { name: string; bytes: Bytes };

const BLOCK = 512;

const text = (block: Buffer, from: number, to: number): string =>
	block.subarray(from, to).toString('utf8').replace(/\0.*$/s, '');

/** A size is written in octal digits, or in binary where these do not do (GNU). */
const sizeIn = (block: Buffer): number =>
	block[124] & 0x80 ? Number(block.readBigUInt64BE(128)) : parseInt(text(block, 124, 136).trim() || '0', 8);

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Whether this is the first block of an archive. */
export const isTar = (block: Buffer): boolean => block.subarray(257, 262).toString('latin1') === 'ustar';

/** The names and sizes that an extended header sets: lines of `<length> <key>=<value>`. Source: POSIX pax. */
function extended(header: string): Record<string, string> {
	const lines = header.split('\n').map((line) => /^\d+ ([^=]+)=(.*)$/.exec(line));
	return Object.fromEntries(lines.flatMap((line) => (line ? [[line[1], line[2]]] : [])));
}

/** The files of an archive, one after the other, as it arrives. What the caller leaves of a file is passed over. */
export async function* untar(bytes: Bytes): AsyncGenerator<Entry> {
	const source: Reader = reader(bytes);
	let next: { path?: string; size?: string } = {};
	for (;;) {
		const block = await source.exactly(BLOCK);
		// two empty blocks end an archive
		if (block.length < BLOCK || block.every((byte) => byte === 0)) return;
		const type = String.fromCharCode(block[156]);
		const size = Number(next.size ?? sizeIn(block));
		if (type === 'x' || type === 'L') {
			const header = (await source.exactly(size)).toString('utf8');
			await source.exactly(padding(size));
			next = { ...next, ...(type === 'x' ? extended(header) : { path: header.replace(/\0.*$/s, '') }) };
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
