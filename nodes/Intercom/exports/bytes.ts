export type Bytes = AsyncIterable<Uint8Array>;

/** Reads bytes in the amounts that are wanted, wherever the source's chunks end. */
export type Reader = {
	/** Exactly `count` bytes, fewer only at the end. */
	exactly(count: number): Promise<Buffer>;
	/** At least one byte and at most `most`; none only at the end. */
	some(most: number): Promise<Buffer>;
	/** What has not been read yet. */
	rest(): Bytes;
	/** Puts bytes back in front. */
	unread(bytes: Buffer): void;
};

export function reader(bytes: Bytes): Reader {
	const source = bytes[Symbol.asyncIterator]();
	let waiting: Buffer = Buffer.alloc(0);
	const some = async (most: number): Promise<Buffer> => {
		while (waiting.length === 0) {
			const { value, done } = await source.next();
			if (done) return waiting;
			waiting = Buffer.from(value);
		}
		const given = waiting.subarray(0, most);
		waiting = waiting.subarray(most);
		return given;
	};
	return {
		some,
		async exactly(count) {
			const parts: Buffer[] = [];
			for (let missing = count; missing > 0; ) {
				const part = await some(missing);
				if (part.length === 0) break;
				parts.push(part);
				missing -= part.length;
			}
			return Buffer.concat(parts);
		},
		async *rest() {
			try {
				for (let part = await some(Infinity); part.length > 0; part = await some(Infinity)) yield part;
			} finally {
				// who stops reading wants nothing more of the source either
				await source.return?.();
			}
		},
		unread(given) {
			waiting = Buffer.concat([given, waiting]);
		},
	};
}

/** Bytes through one of the platform's transforms (`DecompressionStream`). */
export function through(
	bytes: Bytes,
	transform: { readable: ReadableStream; writable: WritableStream },
): Bytes {
	const source = bytes[Symbol.asyncIterator]();
	const stream = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { value, done } = await source.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await source.return?.();
		},
	});
	return stream.pipeThrough(transform) as Bytes;
}
