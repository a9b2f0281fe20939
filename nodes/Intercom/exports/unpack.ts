import { UserError, type IDataObject } from 'n8n-workflow';
import { reader, through, type Bytes } from './bytes';
import { most, tooLarge } from './bounds';
import { createCount, records } from './csv';
import { isTar, untar, type Entry } from './tar';

const isGzip = (start: Buffer): boolean => start[0] === 0x1f && start[1] === 0x8b;
const isZip = (start: Buffer): boolean => start.subarray(0, 4).toString('latin1') === 'PK\x03\x04';

/** Looks at the first `count` bytes without taking them away. */
async function peek(bytes: Bytes, count: number): Promise<{ start: Buffer; bytes: Bytes }> {
	const source = reader(bytes);
	const start = await source.exactly(count);
	source.unread(start);
	return { start, bytes: source.rest() };
}

async function unzipped(packed: Bytes): Promise<Bytes> {
	const { start, bytes } = await peek(packed, 4);
	if (isZip(start)) {
		throw new UserError('The export is a ZIP archive, which cannot be read as items', {
			description: 'Choose Output > File, and unpack it with the Compression node',
		});
	}
	return isGzip(start) ? through(bytes, new DecompressionStream('gzip')) : bytes;
}

/** The same bytes; throws a `UserError` where they are too many, whatever is in them. */
async function* bounded(bytes: Bytes): AsyncGenerator<Uint8Array> {
	let count = 0;
	for await (const chunk of bytes) {
		if ((count += chunk.length) > most.unpacked) throw tooLarge('bytes', most.unpacked);
		yield chunk;
	}
}

/** The files in what Intercom delivers: a CSV as it is or gzipped, or a (gzipped) tar of several. */
async function* filesIn(packed: Bytes): AsyncGenerator<Entry & { alone: boolean }> {
	const { start, bytes } = await peek(bounded(await unzipped(packed)), 512);
	if (!isTar(start)) yield { name: '', bytes, alone: true };
	else for await (const entry of untar(bytes)) yield { ...entry, alone: false };
}

async function* decoded(bytes: Bytes): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
}

/** Each row of an export's CSV files, values as text. Those from an archive say in `_file` which file they are from. */
export async function* recordsIn(packed: Bytes): AsyncGenerator<IDataObject> {
	const count = createCount();
	for await (const { name, bytes, alone } of filesIn(packed)) {
		if (!alone && !/\.csv$/i.test(name)) continue;
		const _file = name.slice(-most.heading);
		for await (const record of records(decoded(bytes), count)) yield alone ? record : { ...record, _file };
	}
}
