const BLOCK = 512;

/** One file as a tar archive holds it (ustar): a block of header, then its bytes filled up to whole blocks. */
function entry(name: string, content: Buffer): Buffer {
	const header = Buffer.alloc(BLOCK);
	header.write(name, 0, 100);
	header.write('0000644\0', 100);
	header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
	header.write('00000000000\0', 136);
	header.write('        ', 148);
	header.write('0', 156);
	header.write('ustar\x0000', 257, 'latin1');
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** A tar archive of these files. */
export const tar = (files: Record<string, string>): Buffer =>
	Buffer.concat([
		...Object.entries(files).map(([name, content]) => entry(name, Buffer.from(content))),
		Buffer.alloc(2 * BLOCK),
	]);
